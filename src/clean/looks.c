/* SPDX-License-Identifier: Apache-2.0 */
/* What a unit of plain text looks like by itself: words, function words, how it ends; whether a
 * cue, a date or a credit makes up all of it; and a score, log odds, that it is running text. */
#include <stdlib.h>

#include "clean/credits.h"
#include "clean/dateline.h"
#include "clean/text.h"

/* -- words ----------------------------------------------------------------------------------------- */
static int by_value(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    return (a > b) - (a < b);
}

uint32_t sr_text_sort_unique(uint32_t *hashes, uint32_t count)
{
    uint32_t kept = 0;
    if (count > 1) qsort(hashes, count, sizeof *hashes, by_value);
    for (uint32_t i = 0; i < count; i++)
        if (!i || hashes[i] != hashes[kept - 1]) hashes[kept++] = hashes[i];
    return kept;
}

/* FNV-1a over at most six bytes: a crude stem that joins "militant", "militants", "militancy". */
static uint32_t stem_hash(sr_str word)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < word.size && i < 6; i++) h = (h ^ (unsigned char)word.data[i]) * 16777619u;
    return h;
}

static bool is_function_word(const sr_clean *model, const sr_words *words, uint32_t i)
{
    uint32_t value;
    sr_word word = words->items[i];
    sr_words one = {&word, 1, 1};
    return sr_phrases_match(model->function_words, &one, 0, &value) > 0;
}

/* Forms that are nearly always finite: those of the list, and regular pasts. */
static bool looks_finite(const sr_clean *model, sr_word word)
{
    uint32_t value;
    sr_words one = {&word, 1, 1};
    sr_str w = word.folded;
    return sr_phrases_match(model->finite_words, &one, 0, &value) || (w.size > 4 && memcmp(w.data + w.size - 2, "ed", 2) == 0);
}

static bool is_one_of(sr_str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sr_str_eq(word, sr_str_c(list[i]))) return true;
    return false;
}

/* Does the word name a source, or speak to the reader? */
static void count_voice(sr_str word, bool quotes, sr_look *look)
{
    static const char *const tells[] = {"said", "says", "told", "added", "according", "reported", "announced", "warned", "confirmed", "denied", "accused"};
    static const char *const address[] = {"you", "your", "our", "we", "us"};
    look->tells += is_one_of(word, tells, sizeof tells / sizeof *tells);
    look->address += !quotes && is_one_of(word, address, sizeof address / sizeof *address);
}

static bool has_quotes(sr_str s)
{
    for (size_t at = 0; at < s.size;) {
        uint32_t c = sr_utf8_next(s, &at);
        if (c == '"' || c == 0x201C || c == 0x201D) return true;
    }
    return false;
}

static void count_words(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_span span, sr_look *look)
{
    sr_words words = {0};
    sr_words_of(tmp, doc->text, span, &words);
    uint32_t *content = sr_arena_alloc(tmp, words.items_count * sizeof *content), n = 0;
    if (!content) return;
    look->words = words.items_count;
    look->verbless = true;
    bool quotes = has_quotes(sr_doc_str(doc, span));
    for (uint32_t i = 0; i < words.items_count; i++) {
        sr_str w = words.items[i].folded;
        look->verbless &= !looks_finite(model, words.items[i]);
        count_voice(w, quotes, look);
        if (w.data[0] >= '0' && w.data[0] <= '9')
            look->numbers++;
        else if (is_function_word(model, &words, i))
            look->function_words++;
        else if (w.size >= 3)
            content[n++] = stem_hash(w);
    }
    look->content_count = sr_text_sort_unique(content, n);
    look->content = content;
}

/* The first place from `low` on whose value is not below `value`: steps that double, then halves, so
 * that a line against a whole text costs the line. */
static uint32_t skip_to(const sr_look *l, uint32_t low, uint32_t value)
{
    uint32_t step = 1, high;
    while (l->content_count - low > step && l->content[low + step] < value) low += step, step *= 2;
    high = l->content_count - low > step ? low + step : l->content_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (l->content[mid] < value) low = mid + 1;
        else high = mid;
    }
    return low;
}

uint32_t sr_text_common(const sr_look *a, const sr_look *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a->content_count && k < b->content_count; i++) {
        k = skip_to(b, k, a->content[i]);
        n += k < b->content_count && b->content[k] == a->content[i];
    }
    return n;
}

/* -- ends ------------------------------------------------------------------------------------------ */
static bool ends_like_a_sentence(sr_str s)
{
    for (size_t at = s.size; at > 0;) {
        uint32_t c = sr_utf8_prev(s, &at);
        if (c == '.' || c == '!' || c == '?' || c == 0x2026) return true;
        if (!sr_is_close_quote(c) && c != ')' && c != ']') return false;
    }
    return false;
}

/* "What has the government said?" in a paragraph of its own is a heading. */
static bool is_question(sr_str s, const sr_look *l, bool quotes)
{
    return l->words >= 2 && l->words <= 9 && !quotes && s.data[s.size - 1] == '?' && !memchr(s.data, '.', s.size);
}

static bool begins_with_bullet(sr_str s)
{
    size_t at = 0;
    uint32_t c = s.size ? sr_utf8_next(s, &at) : 0;
    return c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x25E6 || c == 0x25BA || c == 0xB7 || c == '*';
}

/* A line without the bullet, lozenge or arrow that opens it: "♦ Receive daily updates". */
static sr_str without_mark(sr_str s)
{
    size_t at = 0;
    uint32_t c = s.size ? sr_utf8_next(s, &at) : 0;
    bool mark = c == '*' || c == '>' || c == '+' || c == 0xB7 || c == 0xBB || c == 0x203A || (c >= 0x2022 && c <= 0x2023) ||
                (c >= 0x2190 && c <= 0x21FF) || (c >= 0x25A0 && c <= 0x27BF);
    return mark ? sr_trim((sr_str){s.data + at, s.size - at}) : s;
}

/* Log odds that a unit is running text. Long, ended, full of function words: yes. */
static float prose_score(const sr_look *l)
{
    float words = l->words < 40 ? (float)l->words : 40;
    float share = l->words ? (float)l->function_words / (float)l->words : 0;
    float score = -2.0f + 0.09f * words + (l->terminal ? 1.8f : -0.8f);
    if (l->question) score -= 3.0f;
    if (share >= 0.25f) score += 1.0f;
    if (share < 0.12f) score -= 1.2f;
    if (l->words && l->numbers * 3 > l->words) score -= 1.0f;
    return score;
}

/* -- what decides by itself ---------------------------------------------------------------------------- */
static void fix(sr_unit *u, sr_look *l, sr_block_kind kind, sr_str why)
{
    u->kind = kind;
    u->why = why;
    l->fixed = true;
}

/* A cue found within a long paragraph is a coincidence, unless it opens it and takes the block. */
static bool cue_counts(const sr_cue *cue, const sr_look *l)
{
    if (l->words <= 30) return true;
    if (cue->kind == SR_BLOCK_CAPTION) return l->words <= (cue->at_start ? 45u : 90u);
    return l->words <= 120 && cue->scope != SR_SCOPE_LINE;
}

static sr_block_kind credit_kind(sr_credit_role role, uint32_t index)
{
    if (role == SR_CREDIT_PHOTO) return SR_BLOCK_CAPTION;
    return index < 8 && role != SR_CREDIT_EDITING ? SR_BLOCK_BYLINE : SR_BLOCK_CREDIT;
}

static void look_at(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_units *units, uint32_t i, sr_look *l)
{
    sr_unit *u = &units->items[i];
    sr_str s = sr_doc_str(doc, u->span);
    sr_line_pieces pieces = {0};
    sr_credit_role role;
    count_words(model, doc, tmp, u->span, l);
    l->terminal = ends_like_a_sentence(s) || (l->words >= 8 && sr_credit_foot(model, doc, tmp, u->span) < u->span.end);
    l->bullet = begins_with_bullet(s);
    l->question = is_question(s, l, has_quotes(s));
    u->score = prose_score(l);
    sr_pieces_of(tmp, s.size > SR_CUE_BYTES ? (sr_str){s.data, SR_CUE_BYTES} : s, &pieces);
    l->dateline = sr_dateline_find(model, tmp, s, NULL);
    sr_str bare = without_mark(s);
    l->cue = bare.size == s.size ? sr_cue_of(model, &pieces) : sr_cue_match(model, tmp, bare);
    if (l->cue && !cue_counts(l->cue, l)) l->cue = NULL;
    if (l->words && l->words <= 24 && sr_date_line(model, &pieces, &l->when))
        fix(u, l, SR_BLOCK_DATE, SR_STR("a date"));
    else if (!l->words)
        fix(u, l, SR_BLOCK_CHROME, SR_STR("no words"));
    else if (l->cue && !l->dateline)
        fix(u, l, l->cue->kind, l->cue->pattern);
    else if (l->words <= 60 && sr_credit_line(model, tmp, &pieces, &role))
        fix(u, l, credit_kind(role, i), SR_STR("a credit"));
}

sr_look *sr_text_look(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_units *units)
{
    sr_look *looks = sr_arena_alloc(tmp, units->items_count * sizeof *looks);
    for (uint32_t i = 0; looks && i < units->items_count && !sr_arena_failed(tmp); i++) look_at(model, doc, tmp, units, i, &looks[i]);
    return looks;
}
