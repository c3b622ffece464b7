/* SPDX-License-Identifier: Apache-2.0 */
/* Direction from house style: an outlet that writes ISIS, or in British spelling, throughout, and
 * once, in a copied sentence, has the other report's ISIL or American form, took it over. */
#include "lineage/internal.h"

/* sign +1: x is a. */
typedef struct view {
    const sr_lin_text *x, *y;
    const uint32_t *of_y;
    float sign;
} view;

static const sr_lin_form *form_of(const sr_lin_run *run, const sr_lin_text *t, uint32_t i) { return &run->model->forms[t->styled[i].form]; }

/* One word in print: long forms stand once, at the head, in any house. */
static bool single(const sr_lin_text *t, uint32_t i)
{
    sr_str s = sr_str_of(t->report->text.data, sr_lin_word_span(t, t->styled[i].word));
    return memchr(s.data, ' ', s.size) == NULL;
}

/* Are these two choices of one kind: the same name, or both spellings? */
static bool one_kind(const sr_lin_form *f, const sr_lin_form *g) { return f->spelling ? g->spelling : g->group == f->group; }

static bool same_side(const sr_lin_form *f, const sr_lin_form *g) { return f->spelling ? (f->which == 0) == (g->which == 0) : f->which == g->which; }

/* How often t has this side of the choice, and the other ones. */
static void count(const sr_lin_run *run, const sr_lin_text *t, const sr_lin_form *f, uint32_t *with, uint32_t *against)
{
    *with = *against = 0;
    for (uint32_t i = 0; i < t->styled_count && i < STYLE_LOOK_MAX; i++) {
        const sr_lin_form *g = form_of(run, t, i);
        if (!one_kind(f, g) || !single(t, i)) continue;
        if (same_side(f, g)) ++*with;
        else ++*against;
    }
}

/* Does sentence s of t hold this very form? */
static uint32_t find_form(const sr_lin_run *run, const sr_lin_text *t, uint32_t s, const sr_lin_form *f)
{
    for (uint32_t i = 0; i < t->styled_count; i++) {
        const sr_lin_form *g = form_of(run, t, i);
        uint32_t w = t->styled[i].word;
        if (w >= t->sentence_begin[s] && w < t->sentence_begin[s + 1] && g->group == f->group && g->which == f->which) return i;
    }
    return SR_NONE;
}

static bool left_over(const sr_lin_run *run, const view *v, uint32_t i, uint32_t *in_x)
{
    const sr_lin_form *f = form_of(run, v->y, i);
    uint32_t with, against, s = sr_lin_sentence_of(v->y, v->y->styled[i].word);
    if (v->of_y[s] == SR_NONE || !single(v->y, i)) return false;
    count(run, v->y, f, &with, &against);
    if (against < STYLE_HOUSE_MIN || with * 3 > against) return false;
    count(run, v->x, f, &with, &against);
    if (with < 2 || against * 3 > with) return false;
    *in_x = find_form(run, v->x, v->of_y[s], f);
    return *in_x != SR_NONE;
}

static void left_overs(sr_lin_pair *p, const view *v)
{
    float left = W_STYLE_MAX;
    for (uint32_t i = 0, in_x; i < v->y->styled_count && i < STYLE_LOOK_MAX && left > 0; i++) {
        if (!left_over(p->run, v, i, &in_x)) continue;
        sr_span y = sr_lin_word_span(v->y, v->y->styled[i].word), x = sr_lin_word_span(v->x, v->x->styled[in_x].word);
        float w = left < W_STYLE ? left : W_STYLE;
        sr_evidence *e = sr_lin_evidence(p, "style", v->sign * w, "\"%.*s\" is the source's usual form and stands out in the copy",
                                         (int)(sr_span_size(y) < 60 ? sr_span_size(y) : 60), v->y->report->text.data + y.begin);
        if (e) e->a = v->sign > 0 ? x : y, e->b = v->sign > 0 ? y : x;
        left -= w;
    }
}

void sr_lin_style(sr_lin_pair *p)
{
    left_overs(p, &(view){p->a, p->b, p->of_b, 1.0f});
    left_overs(p, &(view){p->b, p->a, p->of_a, -1.0f});
}
