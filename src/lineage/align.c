/* SPDX-License-Identifier: Apache-2.0 */
/* Which sentence of a is which sentence of b. Sentences that share a gram are compared; the sure
 * ones are taken, best first; then the chain grows: beside a copied sentence less is needed, since
 * order is evidence, so that reworded, joined and split sentences and quotations are found, while
 * reordered paragraphs need no order at all. What two texts share in quotation marks or stock
 * phrases alone is no copying unless the chain holds it. */
#include <stdlib.h>

#include "lineage/internal.h"

typedef enum verdict {
    V_NONE,
    V_WEAK,   /* copied if a neighbour is */
    V_MASKED, /* near, but a stock or common phrase */
    V_QUOTE,
    V_COPIED
} verdict;

typedef struct cell {
    uint32_t a, b;
    uint32_t votes; /* grams in common */
    sr_lin_match m;
    verdict verdict;
    bool taken;
} cell;

typedef struct alignment {
    sr_lin_run *run;
    const sr_lin_text *a, *b;
    SR_LAYER(cell, cells);
    uint32_t *chain, chain_count; /* taken cells, in the order of taking */
    uint32_t anchors;             /* the first of them: sure by themselves */
    uint8_t *used_a, *used_b;     /* [sentences] */
} alignment;

/* -- cells ----------------------------------------------------------------------------------- */

static int by_place(const void *x, const void *y)
{
    const cell *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static void add_cell(alignment *al, uint32_t a, uint32_t b)
{
    cell *last = al->cells_count ? &al->cells[al->cells_count - 1] : NULL;
    if (last && last->a == a && last->b == b) {
        last->votes++;
        return;
    }
    cell *c = SR_PUSH(al->run->tmp, al, cells);
    if (c) *c = (cell){.a = a, .b = b, .votes = 1};
}

static void read_seeds(alignment *al, const sr_lin_seed *seeds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t sa = sr_lin_sentence_of(al->a, seeds[i].a), sb = sr_lin_sentence_of(al->b, seeds[i].b);
        uint32_t ea = sr_lin_sentence_of(al->a, seeds[i].a + GRAM_WORDS - 1);
        uint32_t eb = sr_lin_sentence_of(al->b, seeds[i].b + GRAM_WORDS - 1);
        add_cell(al, sa, sb);
        if (ea != sa || eb != sb) add_cell(al, ea, eb);
    }
    if (!al->cells_count) return;
    qsort(al->cells, al->cells_count, sizeof *al->cells, by_place);
    uint32_t n = 1;
    for (uint32_t i = 1; i < al->cells_count; i++)
        if (by_place(&al->cells[n - 1], &al->cells[i])) al->cells[n++] = al->cells[i];
        else al->cells[n - 1].votes += al->cells[i].votes;
    al->cells_count = n;
}

static void measure(const alignment *al, cell *c)
{
    uint32_t a = al->a->sentence_begin[c->a], b = al->b->sentence_begin[c->b];
    sr_lin_word_list other = {al->b->words + b, al->b->sentence_begin[c->b + 1] - b};
    sr_lin_compare(al->run, al->a->words + a, al->a->sentence_begin[c->a + 1] - a, other, &c->m);
}

static verdict judge(const sr_lin_match *m)
{
    uint32_t masked = m->same - m->open, shorter = m->la < m->lb ? m->la : m->lb;
    uint32_t need = masked > m->open ? NEAR_WORDS_MIN + 3 : NEAR_WORDS_MIN;
    bool near = m->ratio >= NEAR_RATIO || m->cover >= NEAR_COVER;
    bool clause = m->open_run >= CLAUSE_RUN && (float)m->open_run >= CLAUSE_SHARE * (float)shorter;
    if (clause) return V_COPIED;
    if (near && m->open >= need && (masked < QUOTE_RUN || m->open_ratio >= OPEN_RATIO)) return V_COPIED;
    if (m->quote_run >= QUOTE_RUN) return V_QUOTE;
    if (near && m->same >= NEAR_WORDS_MIN && masked >= GRAM_WORDS) return V_MASKED;
    return m->ratio >= CHAIN_RATIO ? V_WEAK : V_NONE;
}

/* -- taking ---------------------------------------------------------------------------------- */

static float strength(const cell *c) { return c->m.ratio > c->m.cover ? c->m.ratio : c->m.cover; }

static int by_strength(const void *x, const void *y)
{
    const cell *p = x, *q = y;
    float sp = strength(p), sq = strength(q);
    if (sp < sq || sp > sq) return sp > sq ? -1 : 1;
    if (p->m.same != q->m.same) return p->m.same > q->m.same ? -1 : 1;
    return by_place(x, y);
}

static void take(alignment *al, uint32_t i)
{
    cell *c = &al->cells[i];
    c->taken = true;
    al->used_a[c->a] = al->used_b[c->b] = 1;
    al->chain[al->chain_count++] = i;
}

/* Each sentence takes part in its best match; two short ones may share one long. */
static void take_sure(alignment *al)
{
    qsort(al->cells, al->cells_count, sizeof *al->cells, by_strength);
    for (uint32_t i = 0; i < al->cells_count; i++) {
        cell *c = &al->cells[i];
        if (c->verdict == V_COPIED && !(al->used_a[c->a] && al->used_b[c->b])) take(al, i);
    }
}

/* With several sure sentences, the pair is a copy, and a reworded sentence may stand anywhere. */
static void take_reworded(alignment *al)
{
    if (al->chain_count < REWORDED_ANCHORS) return;
    for (uint32_t i = 0; i < al->cells_count; i++) {
        cell *c = &al->cells[i];
        if (al->used_a[c->a] || al->used_b[c->b]) continue;
        if (c->verdict == V_WEAK && c->m.ratio >= REWORDED_RATIO && c->m.open >= NEAR_WORDS_MIN) take(al, i);
    }
}

typedef struct keyed {
    uint64_t hash;
    uint32_t sentence;
} keyed;

static int by_key(const void *x, const void *y)
{
    const keyed *p = x, *q = y;
    if (p->hash != q->hash) return p->hash < q->hash ? -1 : 1;
    return (p->sentence > q->sentence) - (p->sentence < q->sentence);
}

/* The unmatched sentences of t, by the hash of their words. */
static uint32_t list_unmatched(sr_arena *tmp, const sr_lin_text *t, const uint8_t *used, keyed **out)
{
    uint32_t n = 0;
    *out = sr_arena_alloc(tmp, (t->sentences_count + 1) * sizeof **out);
    for (uint32_t s = 0; *out && s < t->sentences_count; s++) {
        uint64_t hash = 1469598103934665603u; /* FNV-1a over words */
        uint32_t begin = t->sentence_begin[s], end = t->sentence_begin[s + 1];
        for (uint32_t w = begin; w < end; w++) hash = (hash ^ t->words[w].hash) * 1099511628211u;
        if (!used[s] && end - begin >= CHAIN_WORDS_MIN) (*out)[n++] = (keyed){hash, s};
    }
    if (n) qsort(*out, n, sizeof **out, by_key);
    return n;
}

/* Among reordered paragraphs a short sentence or a quotation has no copied neighbour; where much
 * else is copied, one that is the same word for word is too. */
static void take_equal(alignment *al)
{
    uint32_t shorter = al->a->sentences_count < al->b->sentences_count ? al->a->sentences_count : al->b->sentences_count;
    if (al->chain_count < REWORDED_ANCHORS || (float)al->chain_count < EQUAL_SHARE * (float)shorter) return;
    keyed *a, *b;
    uint32_t na = list_unmatched(al->run->tmp, al->a, al->used_a, &a), nb = list_unmatched(al->run->tmp, al->b, al->used_b, &b);
    for (uint32_t i = 0, j = 0; a && b && i < na && j < nb;) {
        if (a[i].hash != b[j].hash) {
            if (a[i].hash < b[j].hash) i++;
            else j++;
            continue;
        }
        cell *c = SR_PUSH(al->run->tmp, al, cells);
        if (!c) return;
        *c = (cell){.a = a[i++].sentence, .b = b[j++].sentence, .verdict = V_COPIED};
        measure(al, c);
        take(al, al->cells_count - 1);
    }
}

/* Enough beside a copied sentence? joined: one of the two is already matched with the neighbour. */
static bool holds_in_chain(const sr_lin_match *m, bool joined)
{
    uint32_t shorter = m->la < m->lb ? m->la : m->lb;
    if (m->same < CHAIN_WORDS_MIN) return m->same == shorter && m->la == m->lb;
    if (joined) return m->within >= CHAIN_WITHIN && m->in_runs >= GRAM_WORDS;
    if (shorter < NEAR_WORDS_MIN) return m->ratio >= 0.75f;
    return (m->ratio >= CHAIN_RATIO && m->tight >= CHAIN_RATIO - 0.1f) || (m->within >= CHAIN_WITHIN && m->in_runs >= 8);
}

static void try_neighbour(alignment *al, const cell *from, int da, int db)
{
    int64_t a = (int64_t)from->a + da, b = (int64_t)from->b + db;
    if (a < 0 || b < 0 || a >= al->a->sentences_count || b >= al->b->sentences_count) return;
    bool joined = da == 0 || db == 0;
    if (da == 0 ? al->used_b[b] : db == 0 ? al->used_a[a] : al->used_a[a] || al->used_b[b]) return;
    cell c = {.a = (uint32_t)a, .b = (uint32_t)b, .verdict = V_COPIED};
    measure(al, &c);
    if (!holds_in_chain(&c.m, joined)) return;
    cell *added = SR_PUSH(al->run->tmp, al, cells);
    if (!added) return;
    *added = c;
    take(al, al->cells_count - 1);
}

static void grow_chain(alignment *al)
{
    static const signed char steps[][2] = {{1, 1}, {-1, -1}, {0, 1}, {1, 0}, {0, -1}, {-1, 0}, {1, 2}, {2, 1}, {-1, -2}, {-2, -1}, {2, 2}, {-2, -2}};
    for (uint32_t i = 0; i < al->chain_count; i++)
        for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
            cell from = al->cells[al->chain[i]];
            try_neighbour(al, &from, steps[k][0], steps[k][1]);
        }
}

/* A text that more than GRAM_REPORTS_MAX reports print is masked throughout; what tells it from a
 * stock phrase is its length. */
static void take_common(alignment *al)
{
    uint32_t words = 0;
    for (uint32_t i = 0; i < al->cells_count; i++)
        if (al->cells[i].verdict == V_MASKED) words += al->cells[i].m.same;
    if (words < COMMON_CHAIN_WORDS) return;
    for (uint32_t i = 0; i < al->cells_count; i++) {
        cell *c = &al->cells[i];
        if (c->verdict != V_MASKED || al->used_a[c->a] || al->used_b[c->b]) continue;
        c->m.rare = c->m.open = c->m.same;
        take(al, i);
    }
}

/* -- writing --------------------------------------------------------------------------------- */

static int by_a_then_b(const void *x, const void *y)
{
    const sr_passage *p = x, *q = y;
    if (p->sentence_a != q->sentence_a) return p->sentence_a < q->sentence_a ? -1 : 1;
    return (p->sentence_b > q->sentence_b) - (p->sentence_b < q->sentence_b);
}

static void add_passage(const alignment *al, sr_reuse *reuse, const cell *c, bool quote)
{
    sr_passage *p = SR_PUSH(al->run->record->arena, reuse, passages);
    if (p) *p = (sr_passage){al->a->report->sentences[c->a], al->b->report->sentences[c->b], c->a, c->b, c->m.ratio, quote};
}

static float share_used(const uint8_t *used, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += used[i];
    return n ? (float)count / (float)n : 0.0f;
}

static void write_row(alignment *al, sr_reuse row, bool linked)
{
    for (uint32_t i = 0; i < al->cells_count; i++) {
        const cell *c = &al->cells[i];
        bool quote = !c->taken && (c->verdict == V_QUOTE || (linked && c->verdict == V_MASKED));
        if (quote && (al->used_a[c->a] || al->used_b[c->b]) && linked) continue;
        if ((linked && c->taken) || quote) add_passage(al, &row, c, quote);
    }
    if (!row.passages_count) return;
    qsort(row.passages, row.passages_count, sizeof *row.passages, by_a_then_b);
    row.relation = linked ? SR_REL_UNKNOWN : SR_REL_QUOTES;
    row.share_a = linked ? share_used(al->used_a, al->a->sentences_count) : 0.0f;
    row.share_b = linked ? share_used(al->used_b, al->b->sentences_count) : 0.0f;
    sr_reuse *out = SR_PUSH(al->run->record->arena, al->run->record, reuse);
    if (out) *out = row;
}

/* Is this copying between the reports, or a formula that both happen to have? */
static bool is_link(const alignment *al)
{
    uint32_t rare = 0, open = 0;
    for (uint32_t i = 0; i < al->anchors; i++) {
        rare += al->cells[al->chain[i]].m.rare;
        open += al->cells[al->chain[i]].m.open;
    }
    uint32_t shorter = al->a->words_count < al->b->words_count ? al->a->words_count : al->b->words_count;
    bool text = open >= LINK_WORDS_FREQUENT && (float)open >= LINK_SHARE_FREQUENT * (float)shorter;
    if (rare < LINK_WORDS_MIN && !text) return false;
    if (al->anchors > 1) return true;
    const sr_lin_match *m = &al->cells[al->chain[0]].m;
    bool near = m->ratio >= LINK_RATIO_ONE || m->cover >= LINK_COVER_ONE;
    return (near && m->open_run >= LINK_RUN_ONE) || m->open_run >= LINK_CLAUSE_ONE;
}

/* Short sentences are too small to tell anything one by one; a row of them, the same in both, in
 * order, is a text. Cells are still sorted by place. */
static bool judge_short_rows(alignment *al)
{
    bool any = false;
    uint32_t *words = sr_arena_alloc(al->run->tmp, (al->cells_count + 1) * sizeof *words);
    for (uint32_t i = 0; words && i < al->cells_count; i++) {
        cell *c = &al->cells[i], before = {.a = c->a - 1, .b = c->b - 1};
        if (c->verdict == V_COPIED || c->m.ratio < SAME_RATIO || c->m.open < CHAIN_WORDS_MIN) continue;
        cell *p = c->a && c->b ? bsearch(&before, al->cells, i, sizeof before, by_place) : NULL;
        words[i] = c->m.rare + (p ? words[p - al->cells] : 0);
        if (words[i] < LINK_WORDS_MIN) continue;
        any = true;
        for (c->verdict = V_COPIED; p && words[p - al->cells] && p->verdict != V_COPIED;) {
            p->verdict = V_COPIED;
            before = (cell){.a = p->a - 1, .b = p->b - 1};
            p = p->a && p->b ? bsearch(&before, al->cells, i, sizeof before, by_place) : NULL;
        }
    }
    return any;
}

/* First the cells with several grams in common; those with one alone decide nothing, and are looked
 * at only where others have. */
static bool judge_cells(alignment *al, bool weak)
{
    bool any = false;
    for (uint32_t i = 0; i < al->cells_count; i++) {
        if ((al->cells[i].votes < 2) != weak) continue;
        measure(al, &al->cells[i]);
        al->cells[i].verdict = judge(&al->cells[i].m);
        any = any || al->cells[i].verdict > V_WEAK;
    }
    return any;
}

void sr_lin_align(sr_lin_run *run, uint32_t a, uint32_t b, const sr_lin_seed *seeds, size_t count)
{
    alignment al = {.run = run, .a = &run->texts[a], .b = &run->texts[b]};
    run->pairs_checked++;
    read_seeds(&al, seeds, count);
    bool any = judge_cells(&al, false);
    if (!any && al.cells_count < SHORT_ROW_CELLS) return;
    judge_cells(&al, true);
    if (!judge_short_rows(&al) && !any) return;
    uint32_t na = al.a->sentences_count, nb = al.b->sentences_count;
    al.used_a = sr_arena_alloc(run->tmp, na);
    al.used_b = sr_arena_alloc(run->tmp, nb);
    al.chain = sr_arena_alloc(run->tmp, ((size_t)na + nb) * sizeof *al.chain);
    if (!al.used_a || !al.used_b || !al.chain) return;
    take_sure(&al);
    take_common(&al);
    al.anchors = al.chain_count;
    grow_chain(&al);
    take_reworded(&al);
    take_equal(&al);
    grow_chain(&al);
    write_row(&al, (sr_reuse){.a = a, .b = b}, is_link(&al));
}
