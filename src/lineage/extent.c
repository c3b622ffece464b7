/* SPDX-License-Identifier: Apache-2.0 */
/* Direction from what holds what: a report that is the first part of another is cut from it (desks
 * cut from the end); one that holds sentences of two unrelated others is put together from them;
 * one that sets a sentence of its own before the common text has rewritten the lead. */
#include "lineage/internal.h"

/* sign +1: x is a. */
typedef struct view {
    const sr_lin_text *x, *y;
    const uint32_t *of_x, *of_y;
    uint32_t copied_x, copied_y;
    float sign;
} view;

static float share(uint32_t n, uint32_t of) { return of ? (float)n / (float)of : 0.0f; }

static sr_span whole(const sr_lin_text *t, uint32_t first, uint32_t last)
{
    return (sr_span){t->report->sentences[first].begin, t->report->sentences[last].end};
}

/* Is y the first part of x: nearly all of y, in order, from x's beginning on, and x goes on? */
static bool is_prefix(const view *v, uint32_t *last_of_x)
{
    uint32_t before = 0, jumps = 0;
    for (uint32_t s = 0; s < v->y->sentences_count; s++) {
        uint32_t x = v->of_y[s];
        if (x == SR_NONE) continue;
        if (x < before || x > before + 2) jumps++;
        before = x;
    }
    *last_of_x = before;
    uint32_t begun = 0;
    for (uint32_t s = 0; s <= before && s < v->x->sentences_count; s++) begun += v->of_x[s] != SR_NONE;
    uint32_t left = v->x->sentences_count - before - 1;
    return jumps <= 1 && left >= 2 && share(left, v->x->sentences_count) >= 0.1f && share(begun, before + 1) >= 0.85f;
}

static void containment(sr_lin_pair *p, const view *v)
{
    if (share(v->copied_y, v->y->sentences_count) < CONTAINED_SHARE || v->copied_y < 2) return;
    if (share(v->copied_x, v->x->sentences_count) > EXTENDED_SHARE + 0.15f) return;
    uint32_t last = 0;
    if (is_prefix(v, &last)) {
        sr_evidence *e =
            sr_lin_evidence(p, "truncation", v->sign * W_TRUNCATION, "the copy is the first %u sentences of the source's %u", last + 1, v->x->sentences_count);
        if (e && v->sign > 0) e->a = whole(v->x, 0, last);
        else if (e) e->b = whole(v->x, 0, last);
    } else if (share(v->copied_x, v->x->sentences_count) <= EXTENDED_SHARE) {
        sr_lin_evidence(p, "containment", v->sign * W_CONTAINED, "all of the copy lies within the source, which has %u sentences more",
                        v->x->sentences_count - v->copied_x);
    }
}

/* Sentences of y that are copied with the third but not with x. */
static uint32_t beyond(const view *v, const sr_reuse *row, uint32_t third, uint32_t *first)
{
    uint32_t n = 0, last = SR_NONE;
    for (uint32_t i = 0; i < row->passages_count; i++) {
        const sr_passage *q = &row->passages[i];
        uint32_t s = row->a == third ? q->sentence_b : q->sentence_a;
        if (q->quote || v->of_y[s] != SR_NONE || s == last) continue;
        if (!n || s < *first) *first = s;
        last = s;
        n++;
    }
    return n;
}

/* y holds sentences of a third report that shares nothing with x: y is put together from both. */
static void composite(sr_lin_pair *p, const view *v)
{
    sr_lin_run *run = p->run;
    uint32_t x = (uint32_t)(v->x - run->texts), y = (uint32_t)(v->y - run->texts);
    for (uint32_t k = run->links.first[y]; k < run->links.first[y + 1]; k++) {
        const sr_reuse *row = &run->record->reuse[run->links.rows[k]];
        uint32_t third = row->a == y ? row->b : row->a, first = 0;
        const sr_reuse *other = third == x ? NULL : sr_lin_row(run->record, x, third);
        if (third == x || (other && other->share_a > 0) || row->share_a <= 0) continue;
        if (beyond(v, row, third, &first) < COMPOSITE_SENTENCES) continue;
        float share_third = third == row->a ? row->share_a : row->share_b;
        if (share_third < 0.2f && run->texts[third].sentences_count > 8) continue;
        sr_evidence *e =
            sr_lin_evidence(p, "composite", v->sign * W_COMPOSITE, "the copy also holds sentences of a third report, with which the source shares nothing");
        if (e && v->sign > 0) e->b = v->y->report->sentences[first];
        else if (e) e->a = v->y->report->sentences[first];
        return;
    }
}

/* y begins with its own sentence, and goes on with the sentences at the head of x. */
static void lead(sr_lin_pair *p, const view *v)
{
    if (v->x->sentences_count < 4 || v->y->sentences_count < 4) return;
    if (v->of_y[0] != SR_NONE || v->of_x[0] == SR_NONE || v->of_x[0] > 2 || v->of_x[1] == SR_NONE) return;
    sr_evidence *e = sr_lin_evidence(p, "lead", v->sign * W_LEAD, "the copy sets a sentence of its own before the source's first");
    if (e && v->sign > 0) e->b = v->y->report->sentences[0];
    else if (e) e->a = v->y->report->sentences[0];
}

void sr_lin_extent(sr_lin_pair *p)
{
    view ab = {p->a, p->b, p->of_a, p->of_b, p->copied_a, p->copied_b, 1.0f};
    view ba = {p->b, p->a, p->of_b, p->of_a, p->copied_b, p->copied_a, -1.0f};
    containment(p, &ab);
    containment(p, &ba);
    composite(p, &ab);
    composite(p, &ba);
    lead(p, &ab);
    lead(p, &ba);
}
