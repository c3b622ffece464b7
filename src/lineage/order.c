/* SPDX-License-Identifier: Apache-2.0 */
/* Direction from broken introductions. A report introduces what it speaks of: the full name before
 * the surname, the long form before "(ISIL)", "a suspect" before "the suspect", a man before "he".
 * Where one text of a pair does so and the other, in sentences that it shares, does not, the other
 * was cut or shuffled. And from house style: a form that is not the outlet's own, left over in a
 * copied sentence. */
#include <stdlib.h>

#include "lineage/internal.h"

/* sign +1: x is a. */
typedef struct view {
    const sr_lin_text *x, *y;
    const uint32_t *of_y;
    float sign;
} view;

static void set_spans(sr_evidence *e, const view *v, sr_span of_x, sr_span of_y)
{
    if (!e) return;
    e->a = v->sign > 0 ? of_x : of_y;
    e->b = v->sign > 0 ? of_y : of_x;
}

/* -- words by hash --------------------------------------------------------------------------- */

typedef struct place {
    uint32_t hash, word;
} place;

static int by_hash_then_word(const void *x, const void *y)
{
    const place *p = x, *q = y;
    if (p->hash != q->hash) return p->hash < q->hash ? -1 : 1;
    return (p->word > q->word) - (p->word < q->word);
}

static bool sort_words(sr_lin_run *run, sr_lin_text *t)
{
    if (t->by_hash) return true;
    place *places = sr_arena_alloc(run->tmp, (t->words_count + 1) * sizeof *places);
    t->by_hash = sr_arena_alloc(run->arena, (t->words_count + 1) * sizeof *t->by_hash);
    if (!places || !t->by_hash) return false;
    for (uint32_t w = 0; w < t->words_count; w++) places[w] = (place){t->words[w].hash, w};
    qsort(places, t->words_count, sizeof *places, by_hash_then_word);
    for (uint32_t w = 0; w < t->words_count; w++) t->by_hash[w] = places[w].word;
    return true;
}

/* Index in by_hash of the first word with the hash; words_count if none. */
static uint32_t find_word(const sr_lin_text *t, uint32_t hash)
{
    uint32_t low = 0, high = t->words_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (t->words[t->by_hash[mid]].hash < hash) low = mid + 1;
        else high = mid;
    }
    return low < t->words_count && t->words[t->by_hash[low]].hash == hash ? low : t->words_count;
}

static uint32_t run_end(const sr_lin_text *t, uint32_t i)
{
    uint32_t end = i;
    while (end < t->words_count && t->words[t->by_hash[end]].hash == t->words[t->by_hash[i]].hash) end++;
    return end;
}

/* The same, but no more than LOOK_WORDS_MAX words on. */
static uint32_t look_end(const sr_lin_text *t, uint32_t i)
{
    uint32_t end = i;
    while (end < t->words_count && end - i < LOOK_WORDS_MAX && t->words[t->by_hash[end]].hash == t->words[t->by_hash[i]].hash) end++;
    return end;
}

static bool capital(const sr_lin_text *t, uint32_t w) { return (t->words[w].flags & SR_LIN_CAPITAL) != 0; }

/* Nothing but one space between word w - 1 and w: of one name. */
static bool close_by(const sr_lin_text *t, uint32_t w) { return w > 0 && t->words[w].begin == t->words[w - 1].begin + t->words[w - 1].size + 1; }

static bool has_lower_case(const sr_lin_text *t, uint32_t hash)
{
    uint32_t i = find_word(t, hash);
    for (uint32_t end = look_end(t, i); i < end; i++)
        if (!capital(t, t->by_hash[i])) return true;
    return false;
}

/* Is word w preceded by another part of its name? "In Iraq" is not: "in" is also in lower case. */
static bool has_forename(const sr_lin_text *t, uint32_t w) { return close_by(t, w) && capital(t, w - 1) && !has_lower_case(t, t->words[w - 1].hash); }

static bool is_article(const sr_lineage *m, uint32_t hash);

/* Could word w, without a forename, be a surname: no article before it, no further name behind it? */
static bool bare_surname(const sr_lineage *m, const sr_lin_text *t, uint32_t w)
{
    if (!capital(t, w) || (close_by(t, w) && (capital(t, w - 1) || is_article(m, t->words[w - 1].hash)))) return false;
    return w + 1 >= t->words_count || !close_by(t, w + 1) || !capital(t, w + 1);
}

/* -- full names ------------------------------------------------------------------------------ */

/* A surname that x introduces in full and later uses bare; y uses it bare from the first. */
static bool full_in_one(const sr_lineage *m, const view *v, uint32_t i, uint32_t *in_y)
{
    const sr_lin_text *x = v->x, *y = v->y;
    uint32_t first = x->by_hash[i], end = look_end(x, i);
    if (end - i < 2 || !capital(x, first) || x->words[first].size < 4 || !has_forename(x, first)) return false;
    bool bare = false;
    for (uint32_t k = i; k < end; k++) {
        uint32_t w = x->by_hash[k];
        if (k > i) bare = bare || bare_surname(m, x, w);
        if (close_by(x, w) && is_article(m, x->words[w - 1].hash)) return false;
    }
    uint32_t j = bare ? find_word(y, x->words[first].hash) : y->words_count;
    if (j == y->words_count) return false;
    *in_y = y->by_hash[j];
    if (!bare_surname(m, y, *in_y) || has_lower_case(x, x->words[first].hash)) return false;
    return v->of_y[sr_lin_sentence_of(y, *in_y)] != SR_NONE;
}

/* How much of a name to print in a note: no "'s", no more than 60 bytes. */
static int note_size(const sr_lin_text *t, sr_span name)
{
    sr_str s = sr_str_of(t->report->text.data, name);
    if (s.size > 2 && memcmp(s.data + s.size - 2, "'s", 2) == 0) s.size -= 2;
    else if (s.size > 4 && memcmp(s.data + s.size - 4, "\xE2\x80\x99s", 4) == 0) s.size -= 4;
    size_t size = s.size < 60 ? s.size : 60;
    while (size && size < s.size && ((unsigned char)s.data[size] & 0xC0) == 0x80) size--;
    return (int)size;
}

static void full_names(sr_lin_pair *p, const view *v)
{
    float left = W_FULL_NAME_MAX;
    for (uint32_t i = 0, end, in_y; i < v->x->words_count && left > 0; i = end) {
        end = run_end(v->x, i);
        if (!full_in_one(p->run->model, v, i, &in_y)) continue;
        sr_span name = sr_lin_word_span(v->x, v->x->by_hash[i]), bare = sr_lin_word_span(v->y, in_y);
        int size = note_size(v->x, name);
        float w = left < W_FULL_NAME ? left : W_FULL_NAME;
        set_spans(sr_lin_evidence(p, "introduction", v->sign * w, "the source gives %.*s a full name first, the copy has it bare from the start", size,
                                  v->x->report->text.data + name.begin),
                  v, name, bare);
        left -= w;
    }
}

/* -- acronyms -------------------------------------------------------------------------------- */

static bool in_brackets(const sr_lin_text *t, uint32_t w)
{
    sr_str s = t->report->text;
    uint32_t begin = t->words[w].begin, end = begin + t->words[w].size;
    return begin > 0 && s.data[begin - 1] == '(' && end < s.size && s.data[end] == ')';
}

static bool all_capitals(const sr_lin_text *t, uint32_t w)
{
    sr_str s = sr_str_of(t->report->text.data, sr_lin_word_span(t, w));
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] < 'A' || s.data[i] > 'Z') return false;
    return s.size >= 2 && s.size <= 8;
}

/* x has "... (NATO)" before it uses NATO; y, in a copied sentence, uses it undefined. */
static void acronyms(sr_lin_pair *p, const view *v)
{
    for (uint32_t w = 0; w < v->x->words_count; w++) {
        if (!in_brackets(v->x, w) || !all_capitals(v->x, w)) continue;
        uint32_t i = find_word(v->x, v->x->words[w].hash), j = find_word(v->y, v->x->words[w].hash);
        if (j == v->y->words_count || (v->x->by_hash[i] != w && v->x->by_hash[i] + 1 != w)) continue;
        uint32_t in_y = v->y->by_hash[j];
        bool defined = in_brackets(v->y, in_y) || !all_capitals(v->y, in_y);
        if (defined || v->of_y[sr_lin_sentence_of(v->y, in_y)] == SR_NONE) continue;
        sr_span short_form = sr_lin_word_span(v->x, w);
        set_spans(sr_lin_evidence(p, "introduction", v->sign * W_ACRONYM, "the source explains %.*s first, the copy uses it unexplained",
                                  (int)sr_span_size(short_form), v->x->report->text.data + short_form.begin),
                  v, short_form, sr_lin_word_span(v->y, in_y));
        return;
    }
}

/* -- articles -------------------------------------------------------------------------------- */

typedef enum article { ART_NONE, ART_A, ART_THE } article;

static article article_of(const sr_lineage *m, uint32_t hash)
{
    for (uint32_t i = 0; i < m->definite_count; i++)
        if (m->definite[i] == hash) return ART_THE;
    for (uint32_t i = 0; i < m->indefinite_count; i++)
        if (m->indefinite[i] == hash) return ART_A;
    return ART_NONE;
}

static bool is_article(const sr_lineage *m, uint32_t hash) { return article_of(m, hash) != ART_NONE; }

/* The article of the first of these words that bears one, and that word. */
static article first_article(const sr_lineage *m, const sr_lin_text *t, uint32_t i, uint32_t *word)
{
    for (uint32_t k = i, end = look_end(t, i); k < end; k++) {
        uint32_t w = t->by_hash[k];
        article a = close_by(t, w) ? article_of(m, t->words[w - 1].hash) : ART_NONE;
        *word = w;
        if (a != ART_NONE) return a;
    }
    return ART_NONE;
}

/* A noun that x first has as "a suspect", later as "the suspect", and y the other way round. */
static void articles(sr_lin_pair *p, const view *v)
{
    const sr_lineage *m = p->run->model;
    float left = W_ARTICLE_MAX;
    for (uint32_t i = 0, end; i < v->x->words_count && left > 0; i = end) {
        end = run_end(v->x, i);
        uint32_t in_x, in_y, j;
        if (end - i < 2 || v->x->words[v->x->by_hash[i]].size < 4 || capital(v->x, v->x->by_hash[i]) || first_article(m, v->x, i, &in_x) != ART_A) continue;
        if ((j = find_word(v->y, v->x->words[v->x->by_hash[i]].hash)) == v->y->words_count) continue;
        if (look_end(v->y, j) - j < 2 || first_article(m, v->y, j, &in_y) != ART_THE) continue;
        if (v->of_y[sr_lin_sentence_of(v->y, in_y)] == SR_NONE) continue;
        sr_span noun = sr_lin_word_span(v->x, in_x);
        float w = left < W_ARTICLE ? left : W_ARTICLE;
        set_spans(sr_lin_evidence(p, "introduction", v->sign * w, "the source brings in \"%.*s\" with an indefinite article, the copy as known",
                                  note_size(v->x, noun), v->x->report->text.data + noun.begin),
                  v, noun, sr_lin_word_span(v->y, in_y));
        left -= w;
    }
}

/* y opens with "He said", which in x has somebody before it. */
static void dangling(sr_lin_pair *p, const view *v)
{
    if (!v->y->sentences_count || !v->y->dangles[0] || v->of_y[0] == SR_NONE || v->of_y[0] == 0) return;
    set_spans(sr_lin_evidence(p, "introduction", v->sign * W_DANGLING, "the copy opens with a sentence that leans on what stands before it in the source"), v,
              v->x->report->sentences[v->of_y[0]], v->y->report->sentences[0]);
}

void sr_lin_order(sr_lin_pair *p)
{
    sr_lin_text *texts = p->run->texts;
    if (!sort_words(p->run, &texts[p->reuse->a]) || !sort_words(p->run, &texts[p->reuse->b])) return;
    const view views[2] = {{p->a, p->b, p->of_b, 1.0f}, {p->b, p->a, p->of_a, -1.0f}};
    for (int i = 0; i < 2; i++) {
        full_names(p, &views[i]);
        acronyms(p, &views[i]);
        articles(p, &views[i]);
        dangling(p, &views[i]);
    }
}
