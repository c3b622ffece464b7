/* SPDX-License-Identifier: Apache-2.0 */
/* Agreements against a third, as textual criticism has it (Maas 1960; quartets and triples of
 * witnesses). Three reports of one text: where two read alike against the third, the third is alone
 * with its reading. A report from which both others come is never alone; so where, in a pair, each
 * of the two is alone several times while a third holds with the other, neither is the other's
 * source: both follow one that came before. */
#include "lineage/internal.h"

typedef struct triple {
    sr_lin_pair *pair;
    uint32_t third;
    const sr_reuse *with_a, *with_b;        /* rows of a and third, b and third */
    uint32_t *a_third, *b_third;            /* [sentences] first sentence of the third, SR_NONE */
    uint32_t alone_a, alone_b, alone_third; /* readings in which one stands alone */
    uint32_t only_a, only_b, only_third;    /* sentences that one lacks and the other two share */
    sr_span reading_a, reading_b;           /* an example: where a is alone, and b's reading there */
} triple;

static bool map_third(const triple *t, const sr_reuse *row, uint32_t report, uint32_t **map)
{
    sr_lin_run *run = t->pair->run;
    uint32_t n = run->texts[report].sentences_count;
    *map = sr_arena_alloc(run->tmp, (n + 1) * sizeof **map);
    if (!*map) return false;
    memset(*map, 0xFF, (n + 1) * sizeof **map);
    for (uint32_t i = 0; i < row->passages_count; i++) {
        const sr_passage *q = &row->passages[i];
        uint32_t own = row->a == report ? q->sentence_a : q->sentence_b;
        if (!q->quote && (*map)[own] == SR_NONE) (*map)[own] = row->a == report ? q->sentence_b : q->sentence_a;
    }
    return true;
}

/* words [begin, end) of a text */
typedef struct stretch {
    const sr_lin_text *text;
    uint32_t begin, end;
    bool opens, closes; /* at the beginning, at the end of its sentence */
} stretch;

static stretch sentence(const sr_lin_text *t, uint32_t s) { return (stretch){t, t->sentence_begin[s], t->sentence_begin[s + 1], true, true}; }

static sr_lin_word_list list_of(stretch s) { return (sr_lin_word_list){s.text->words + s.begin, s.end - s.begin}; }

/* The gap with the word before and the word behind it; false where there is neither. */
static bool with_flanks(stretch s, uint32_t begin, uint32_t end, stretch *out)
{
    bool opens = begin == 0, closes = s.begin + end >= s.end;
    *out = (stretch){s.text, s.begin + begin - !opens, s.begin + end + !closes, opens, closes};
    return !(opens && closes);
}

/* Does word `at` begin a sentence, or end the text? */
static bool is_edge(const sr_lin_text *t, uint32_t at) { return at >= t->words_count || t->sentence_begin[sr_lin_sentence_of(t, at)] == at; }

/* Does the third have these words in this order, in the sentence or the ones beside it? */
static bool reads(stretch where, stretch words)
{
    uint32_t n = words.end - words.begin;
    for (uint32_t at = where.begin; at + n <= where.end; at++) {
        uint32_t i = 0;
        while (i < n && where.text->words[at + i].hash == words.text->words[words.begin + i].hash) i++;
        if (i < n || (words.opens && !is_edge(where.text, at)) || (words.closes && !is_edge(where.text, at + n))) continue;
        return true;
    }
    return false;
}

static stretch around(const sr_lin_text *t, uint32_t x, uint32_t y)
{
    uint32_t low = x < y ? x : y, high = x < y ? y : x;
    if (high - low > 2) high = low;
    return (stretch){t, t->sentence_begin[low], t->sentence_begin[high + 1], true, true};
}

static sr_span span_of(stretch s) { return (sr_span){sr_lin_word_span(s.text, s.begin).begin, sr_lin_word_span(s.text, s.end - 1).end}; }

/* Words in which the third differs from a, but b does not. */
static void third_alone(triple *t, stretch a, stretch b, stretch third)
{
    sr_lin_gaps gaps;
    sr_lin_gaps_of(t->pair->run, list_of(a), list_of(third), &gaps);
    for (uint32_t i = 0; i < gaps.count; i++) {
        stretch in_a, in_third;
        if (!with_flanks(a, gaps.items[i].a_begin, gaps.items[i].a_end, &in_a)) continue;
        if (!with_flanks(third, gaps.items[i].b_begin, gaps.items[i].b_end, &in_third)) continue;
        t->alone_third += reads(b, in_a) && !reads(b, in_third);
    }
}

/* One passage of the pair against the third. */
static void compare_passage(triple *t, const sr_passage *q)
{
    uint32_t ta = t->a_third[q->sentence_a], tb = t->b_third[q->sentence_b];
    if (q->quote) return;
    if (ta == SR_NONE || tb == SR_NONE) {
        t->only_third += ta == SR_NONE && tb == SR_NONE;
        return;
    }
    const sr_lin_run *run = t->pair->run;
    stretch a = sentence(t->pair->a, q->sentence_a), b = sentence(t->pair->b, q->sentence_b);
    stretch where = around(&run->texts[t->third], ta, tb);
    third_alone(t, a, b, sentence(where.text, ta));
    if (q->similarity >= SAME_RATIO) return;
    sr_lin_gaps gaps;
    sr_lin_gaps_of(run, list_of(a), list_of(b), &gaps);
    for (uint32_t i = 0; i < gaps.count; i++) {
        stretch in_a, in_b;
        if (!with_flanks(a, gaps.items[i].a_begin, gaps.items[i].a_end, &in_a)) continue;
        if (!with_flanks(b, gaps.items[i].b_begin, gaps.items[i].b_end, &in_b)) continue;
        bool third_as_a = reads(where, in_a), third_as_b = reads(where, in_b);
        if (third_as_b && !third_as_a) {
            if (t->alone_a++ == 0) t->reading_a = span_of(in_a), t->reading_b = span_of(in_b);
        } else if (third_as_a && !third_as_b) {
            t->alone_b++;
        }
    }
}

/* Sentences of x that the third has and the other of the pair lacks. */
static uint32_t missing(const sr_lin_text *x, const uint32_t *of_x, const uint32_t *x_third)
{
    uint32_t n = 0;
    for (uint32_t s = 0; s < x->sentences_count; s++) n += of_x[s] == SR_NONE && x_third[s] != SR_NONE;
    return n;
}

static uint32_t least(uint32_t x, uint32_t y) { return x < y ? x : y; }

/* Neither is the other's source: the third stands between them, or all three follow one not here. */
static void weigh(triple *t)
{
    uint32_t a = t->alone_a + least(t->only_a, READING_SENTENCES), b = t->alone_b + least(t->only_b, READING_SENTENCES);
    uint32_t third = t->alone_third + least(t->only_third, READING_SENTENCES), low = least(a, b), high = a + b - low;
    bool between = low >= READINGS_BETWEEN && high >= READINGS_MIN && (float)third <= READING_COINCIDENCE * 2.0f * (float)low;
    bool hidden = low >= READINGS_MIN && (float)low >= READING_COINCIDENCE * (float)(high > third ? high : third);
    if (!between && !hidden) return;
    float w = between ? W_BETWEEN : W_READING * 0.5f * (float)(a + b);
    sr_evidence *e = sr_lin_evidence(t->pair, "reading", w < W_READING_MAX ? w : W_READING_MAX,
                                     "against a third report, each stands alone in some readings (%u and %u) or lacks sentences that the other two "
                                     "share (%u and %u): neither is the other's source",
                                     t->alone_a, t->alone_b, t->only_a, t->only_b);
    if (!e) return;
    e->common = true;
    e->a = t->reading_a;
    e->b = t->reading_b;
}

static float least_share(const sr_reuse *row) { return row->share_a < row->share_b ? row->share_a : row->share_b; }

static float triple_size(const triple *t)
{
    float x = least_share(t->with_a), y = least_share(t->with_b);
    return x < y ? x : y;
}

/* The third report that shares most with both. */
static bool best_third(sr_lin_pair *p, triple *best)
{
    sr_lin_run *run = p->run;
    float size = 0;
    uint32_t a = p->reuse->a, b = p->reuse->b;
    for (uint32_t k = run->links.first[a]; k < run->links.first[a + 1]; k++) {
        const sr_reuse *row = &run->record->reuse[run->links.rows[k]];
        triple t = {.pair = p, .third = row->a == a ? row->b : row->a, .with_a = row};
        if (t.third == b || row->share_a <= 0) continue;
        t.with_b = sr_lin_row(run->record, b, t.third);
        if (!t.with_b || t.with_b->share_a <= 0 || triple_size(&t) <= size) continue;
        size = triple_size(&t);
        *best = t;
    }
    return size >= 0.1f;
}

void sr_lin_readings(sr_lin_pair *p)
{
    triple t = {0};
    if (!best_third(p, &t)) return;
    if (!map_third(&t, t.with_a, p->reuse->a, &t.a_third) || !map_third(&t, t.with_b, p->reuse->b, &t.b_third)) return;
    for (uint32_t i = 0; i < p->reuse->passages_count; i++) compare_passage(&t, &p->reuse->passages[i]);
    t.only_a = missing(p->b, p->of_b, t.b_third);
    t.only_b = missing(p->a, p->of_a, t.a_third);
    weigh(&t);
}
