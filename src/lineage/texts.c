/* SPDX-License-Identifier: Apache-2.0 */
/* A report's sentences as normalised words: folded, "'s" and marks inside words removed, spellings
 * and house styles replaced by one form each, with flags for what is quoted or a stock phrase.
 * Twelve bytes a word, so that an archive of millions of sentences fits. */
#include "lineage/internal.h"

typedef struct builder {
    sr_lin_run *run;
    sr_lin_text *text;
    sr_words words;   /* as printed, folded */
    uint64_t *hashes; /* [words] */
    sr_words plain;   /* the same without "'s", for house style: "ISIL's" is ISIL */
    uint64_t *plain_hashes;
    uint32_t *sentences; /* [words] */
    uint8_t *stock;      /* [words] in a stock phrase */
    sr_lin_spans quoted;
} builder;

static sr_str without_s(sr_str folded)
{
    if (folded.size > 2 && memcmp(folded.data + folded.size - 2, "'s", 2) == 0) folded.size -= 2;
    return folded;
}

/* "U.S." and "US", "Shi'ite" and "Shiite" are one word each. */
static uint32_t word_hash(sr_str folded)
{
    char plain[64];
    size_t n = 0;
    if (folded.size > sizeof plain) return (uint32_t)sr_lin_hash(folded);
    for (size_t i = 0; i < folded.size; i++)
        if (folded.data[i] != '\'' && (folded.data[i] != '.' || (i && folded.data[i - 1] <= '9'))) plain[n++] = folded.data[i];
    return (uint32_t)sr_lin_hash((sr_str){plain, n});
}

static bool read_words(builder *b)
{
    const sr_report *r = b->text->report;
    sr_arena *tmp = b->run->tmp;
    uint32_t *ends = sr_arena_alloc(tmp, (r->sentences_count + 1) * sizeof *ends);
    if (!ends) return false;
    for (uint32_t s = 0; s < r->sentences_count; s++) {
        sr_words_of(tmp, r->text.data, r->sentences[s], &b->words);
        ends[s] = b->words.items_count;
    }
    uint32_t n = b->words.items_count;
    b->hashes = sr_arena_alloc(tmp, (n + 1) * sizeof *b->hashes);
    b->plain_hashes = sr_arena_alloc(tmp, (n + 1) * sizeof *b->plain_hashes);
    b->plain.items = sr_arena_alloc(tmp, (n + 1) * sizeof *b->plain.items);
    b->sentences = sr_arena_alloc(tmp, (n + 1) * sizeof *b->sentences);
    b->stock = sr_arena_alloc(tmp, n + 1);
    if (sr_arena_failed(tmp)) return false;
    b->plain.items_count = b->plain.items_room = n;
    for (uint32_t w = 0, s = 0; w < n; w++) {
        while (w >= ends[s]) s++;
        b->sentences[w] = s;
        b->hashes[w] = b->plain_hashes[w] = sr_lin_hash(b->words.items[w].folded);
        b->plain.items[w] = b->words.items[w];
        b->plain.items[w].folded = without_s(b->words.items[w].folded);
        if (b->plain.items[w].folded.size != b->words.items[w].folded.size) b->plain_hashes[w] = sr_lin_hash(b->plain.items[w].folded);
    }
    return true;
}

/* The phrase of the set that begins at word w and ends within its sentence; 0 words if none. */
static uint32_t phrase_at(const builder *b, sr_lin_set set, uint32_t w, uint32_t *value)
{
    bool style = set == SR_LIN_STYLE;
    if (!sr_lin_begins(b->run->model, style ? b->plain_hashes[w] : b->hashes[w], set)) return 0;
    uint32_t n = sr_phrases_match(b->run->model->sets[set], style ? &b->plain : &b->words, w, value);
    return n && b->sentences[w + n - 1] == b->sentences[w] ? n : 0;
}

static void mark_stock(builder *b)
{
    uint32_t value;
    for (uint32_t w = 0; w < b->words.items_count; w++) {
        uint32_t n = phrase_at(b, SR_LIN_STOCK, w, &value);
        for (uint32_t i = 0; i < n; i++) b->stock[w + i] = 1;
    }
}

static uint8_t flags_at(const builder *b, uint32_t w, uint32_t *quote)
{
    sr_span span = b->words.items[w].span;
    uint8_t flags = b->stock[w] ? SR_LIN_PHRASE : 0;
    while (*quote < b->quoted.items_count && b->quoted.items[*quote].end <= span.begin) ++*quote;
    if (*quote < b->quoted.items_count && b->quoted.items[*quote].begin <= span.begin) flags |= SR_LIN_QUOTED;
    size_t at = 0;
    if (sr_is_upper(sr_utf8_next(sr_str_of(b->text->report->text.data, span), &at))) flags |= SR_LIN_CAPITAL;
    return flags;
}

static void add_styled(builder *b, uint32_t form)
{
    sr_lin_styled *s = SR_PUSH(b->run->arena, b->text, styled);
    if (s) *s = (sr_lin_styled){b->text->words_count, form};
}

/* "US" is "U.S." in another house; "us" is not. Looks up capitals as if they had stops. */
static uint32_t capitals_form(const builder *b, uint32_t w, uint32_t *form)
{
    char dotted[8];
    size_t n = 0;
    sr_span span = b->words.items[w].span;
    sr_str printed = sr_str_of(b->text->report->text.data, span);
    if (printed.size < 2 || printed.size > 4) return 0;
    for (size_t i = 0; i < printed.size; i++) {
        if (printed.data[i] < 'A' || printed.data[i] > 'Z') return 0;
        if (i) dotted[n++] = '.';
        dotted[n++] = (char)(printed.data[i] | 32);
    }
    sr_word word = {{dotted, n}, span};
    sr_words one = {&word, 1, 1};
    if (!sr_lin_begins(b->run->model, sr_lin_hash(word.folded), SR_LIN_STYLE)) return 0;
    return sr_phrases_match(b->run->model->sets[SR_LIN_STYLE], &one, 0, form);
}

/* Printed words -> normalised words. */
static void normalise(builder *b)
{
    sr_lin_text *t = b->text;
    uint32_t quote = 0, sentence = 0, form = 0;
    for (uint32_t w = 0; w < b->words.items_count;) {
        if (sentence <= b->sentences[w]) t->dangles[b->sentences[w]] = phrase_at(b, SR_LIN_PRONOUN, w, &form) != 0;
        while (sentence <= b->sentences[w]) t->sentence_begin[sentence++] = t->words_count;
        uint32_t n = phrase_at(b, SR_LIN_STYLE, w, &form);
        uint8_t flags = flags_at(b, w, &quote);
        if (!n && (flags & SR_LIN_CAPITAL)) n = capitals_form(b, w, &form);
        if (n) {
            flags |= SR_LIN_STYLED;
            add_styled(b, form);
        }
        uint32_t last = n ? w + n - 1 : w, begin = b->words.items[w].span.begin;
        uint32_t size = b->words.items[last].span.end - begin;
        t->words[t->words_count++] = (sr_lin_word){n ? b->run->model->forms[form].hash : word_hash(b->plain.items[w].folded), begin,
                                                   (uint16_t)(size > UINT16_MAX ? UINT16_MAX : size), flags};
        w = last + 1;
    }
    while (sentence <= t->sentences_count) t->sentence_begin[sentence++] = t->words_count;
}

static bool build(sr_lin_run *run, sr_lin_text *text)
{
    builder b = {.run = run, .text = text};
    text->sentences_count = text->report->text.size ? text->report->sentences_count : 0;
    text->sentence_begin = sr_arena_alloc(run->arena, (text->sentences_count + 1) * sizeof *text->sentence_begin);
    text->dangles = sr_arena_alloc(run->arena, text->sentences_count + 1);
    sr_lin_reset(run);
    if (!text->sentence_begin || !text->dangles) return false;
    if (text->sentences_count == 0) return true;
    if (!read_words(&b)) return false;
    text->words = sr_arena_alloc(run->arena, (b.words.items_count + 1) * sizeof *text->words);
    if (!text->words) return false;
    sr_lin_quoted(run->tmp, text->report, &b.quoted);
    mark_stock(&b);
    normalise(&b);
    sr_lin_cites(run, text, &b.words, b.hashes, &(sr_lin_where){b.sentences, &b.quoted});
    return !sr_arena_failed(run->tmp);
}

sr_status sr_lin_texts(sr_lin_run *run, sr_err *err)
{
    for (uint32_t r = 0; r < run->record->reports_count; r++) {
        sr_lin_text *t = &run->texts[r];
        if (!build(run, t)) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
        if (run->words_count + t->words_count > UINT32_MAX) return SR_FAIL(err, SR_ERR_LIMIT, "lineage", "more than 4,294,967,295 words in one record");
        t->words_first = (uint32_t)run->words_count;
        run->words_count += t->words_count;
    }
    return SR_OK;
}

uint32_t sr_lin_sentence_of(const sr_lin_text *t, uint32_t word)
{
    uint32_t low = 0, high = t->sentences_count;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (t->sentence_begin[mid] <= word) low = mid;
        else high = mid;
    }
    return low;
}
