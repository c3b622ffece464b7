/* SPDX-License-Identifier: Apache-2.0 */
/* Two sentences side by side: the longest common subsequence of their normalised words, by dynamic
 * programming (Wagner and Fischer 1974), and what it says: the ratio of difflib, the share of each
 * sentence in shared runs, the longest run, and how much of it all is masked. */
#include "lineage/internal.h"

#define SIDE (SENTENCE_WORDS_MAX + 1)

bool sr_lin_compare_room(sr_lin_run *run)
{
    run->lcs = sr_arena_alloc(run->arena, (size_t)SIDE * SIDE * sizeof *run->lcs);
    return run->lcs != NULL;
}

typedef struct sides {
    const sr_lin_word *a, *b;
    uint32_t la, lb;
    uint16_t *lcs; /* [SIDE][SIDE] of what is left from i, j */
} sides;

static void fill(const sides *s)
{
    /* row i needs row i + 1 only */
    for (uint32_t j = 0; j <= s->lb; j++) s->lcs[s->la * SIDE + j] = 0;
    for (uint32_t i = s->la; i-- > 0;) {
        const uint16_t *below = s->lcs + (i + 1) * SIDE;
        uint16_t *row = s->lcs + i * SIDE;
        row[s->lb] = 0;
        for (uint32_t j = s->lb; j-- > 0;)
            row[j] = s->a[i].hash == s->b[j].hash ? (uint16_t)(below[j + 1] + 1) : below[j] >= row[j + 1] ? below[j] : row[j + 1];
    }
}

typedef struct tally {
    sr_lin_match *m;
    uint32_t run, open_run, quote_run; /* words of the runs that end here */
    uint32_t in_long;
} tally;

static void end_run(tally *t)
{
    if (t->run >= GRAM_WORDS) t->in_long += t->run;
    if (t->run >= 2) t->m->in_runs += t->run;
    t->run = t->open_run = t->quote_run = 0;
}

static void add_word(tally *t, uint8_t flags)
{
    sr_lin_match *m = t->m;
    bool masked = (flags & SR_LIN_MASKED) != 0;
    m->same++;
    m->open += !masked;
    m->rare += !masked && !(flags & SR_LIN_FREQUENT);
    t->run++;
    t->open_run = masked ? 0 : t->open_run + 1;
    t->quote_run = flags & SR_LIN_QUOTED ? t->quote_run + 1 : 0;
    if (t->open_run > m->open_run) m->open_run = t->open_run;
    if (t->quote_run > m->quote_run) m->quote_run = t->quote_run;
}

static uint32_t count_open(const sr_lin_word *words, uint32_t n)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < n; i++) open += !(words[i].flags & SR_LIN_MASKED);
    return open;
}

void sr_lin_compare(const sr_lin_run *run, const sr_lin_word *a, uint32_t la, sr_lin_word_list b, sr_lin_match *m)
{
    *m = (sr_lin_match){0};
    sides s = {a, b.words, la < SENTENCE_WORDS_MAX ? la : SENTENCE_WORDS_MAX, b.count < SENTENCE_WORDS_MAX ? b.count : SENTENCE_WORDS_MAX, run->lcs};
    if (!s.la || !s.lb) return;
    fill(&s);
    tally t = {.m = m};
    for (uint32_t i = 0, j = 0; i < s.la && j < s.lb;) {
        if (s.a[i].hash == s.b[j].hash) {
            /* masked in either: one outlet drops the marks, the other keeps them */
            add_word(&t, s.a[i].flags | s.b[j].flags);
            i++, j++;
            continue;
        }
        end_run(&t);
        if (s.lcs[(i + 1) * SIDE + j] >= s.lcs[i * SIDE + j + 1]) i++;
        else j++;
    }
    end_run(&t);
    m->la = s.la, m->lb = s.lb;
    uint32_t open_both = count_open(s.a, s.la) + count_open(s.b, s.lb);
    float shorter = (float)(s.la < s.lb ? s.la : s.lb);
    m->ratio = 2.0f * (float)m->same / (float)(s.la + s.lb);
    m->tight = 2.0f * (float)m->in_runs / (float)(s.la + s.lb);
    m->within = (float)m->in_runs / shorter;
    m->cover = (float)t.in_long / shorter;
    m->open_ratio = open_both ? 2.0f * (float)m->open / (float)open_both : 0.0f;
}

static sr_lin_gap *add_gap(sr_lin_gaps *out, uint32_t a, uint32_t b)
{
    if (out->count == SR_LIN_GAPS_MAX) return NULL;
    sr_lin_gap *g = &out->items[out->count++];
    *g = (sr_lin_gap){a, a, b, b};
    return g;
}

void sr_lin_gaps_of(const sr_lin_run *run, sr_lin_word_list a, sr_lin_word_list b, sr_lin_gaps *out)
{
    sides s = {a.words, b.words, a.count < SENTENCE_WORDS_MAX ? a.count : SENTENCE_WORDS_MAX, b.count < SENTENCE_WORDS_MAX ? b.count : SENTENCE_WORDS_MAX,
               run->lcs};
    out->count = 0;
    fill(&s);
    sr_lin_gap *open = NULL;
    for (uint32_t i = 0, j = 0; i < s.la || j < s.lb;) {
        if (i < s.la && j < s.lb && s.a[i].hash == s.b[j].hash) {
            open = NULL;
            i++, j++;
            continue;
        }
        if (!open && (open = add_gap(out, i, j)) == NULL) return;
        if (j == s.lb || (i < s.la && s.lcs[(i + 1) * SIDE + j] >= s.lcs[i * SIDE + j + 1])) open->a_end = ++i;
        else open->b_end = ++j;
    }
}
