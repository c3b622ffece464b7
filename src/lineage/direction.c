/* SPDX-License-Identifier: Apache-2.0 */
/* Who has it from whom: pieces of evidence, each a log odds with its bytes and a note, and their
 * sum. Here: credits, citations and times, and the decision. The texts themselves are read in
 * extent.c (what holds what), order.c (broken introductions) and readings.c (agreements against a
 * third report). The pieces are treated as independent, which they are not quite; the weights are
 * therefore modest and capped a kind. */
#include <stdlib.h>

#include "lineage/internal.h"

static sr_evidence *common(sr_evidence *e)
{
    if (e) e->common = true;
    return e;
}

/* -- credits --------------------------------------------------------------------------------- */

/* sign: +1 where x is a and y is b, -1 the other way round. */
typedef struct view {
    const sr_lin_text *x, *y;
    const uint32_t *of_y; /* copied sentences of y */
    float sign;
} view;

static void set_span(sr_evidence *e, const view *v, bool of_x, sr_span span)
{
    if (!e) return;
    if (of_x == (v->sign > 0)) e->a = span;
    else e->b = span;
}

/* The first citation of `name` in a copied sentence; NULL if none. */
static const sr_lin_cite *cite_of(const sr_lin_text *t, const uint32_t *of, uint32_t name)
{
    for (uint32_t i = 0; i < t->cites_count; i++)
        if (t->cites[i].name == name && of[t->cites[i].sentence] != SR_NONE) return &t->cites[i];
    return NULL;
}

static int name_size(const sr_lin_run *run, uint32_t name) { return (int)run->names[name].canonical.size; }
static const char *name_data(const sr_lin_run *run, uint32_t name) { return run->names[name].canonical.data; }

/* x is the agency's own report. */
static void from_agency(sr_lin_pair *p, const view *v)
{
    const sr_lin_run *run = p->run;
    uint32_t agency = v->x->agency;
    if (!v->x->by_agency || v->y->by_agency) return;
    const sr_lin_cite *cite = cite_of(v->y, v->of_y, agency);
    sr_evidence *e;
    if (v->y->agency == agency)
        e = sr_lin_evidence(p, "credit", v->sign * W_AGENCY_ITSELF, "the source is by %.*s, the copy credits %.*s", name_size(run, agency),
                            name_data(run, agency), name_size(run, agency), name_data(run, agency));
    else if (cite)
        e = sr_lin_evidence(p, "credit", v->sign * W_AGENCY_ITSELF, "the source is by %.*s, the copy keeps a sentence that names %.*s", name_size(run, agency),
                            name_data(run, agency), name_size(run, agency), name_data(run, agency));
    else if (v->y->agency == SR_NONE)
        e = sr_lin_evidence(p, "credit", v->sign * W_AGENCY_BARE, "the source is by an agency, %.*s, the copy is not", name_size(run, agency),
                            name_data(run, agency));
    else return;
    set_span(e, v, true, v->x->credit);
    set_span(e, v, false, cite ? cite->span : v->y->credit);
}

/* A copied sentence of y names the outlet of x, which is no agency: "told the Daily Planet". */
static void from_outlet(sr_lin_pair *p, const view *v)
{
    if (v->x->outlet == SR_NONE || v->x->by_agency || v->x->outlet == v->y->outlet) return;
    const sr_lin_cite *cite = cite_of(v->y, v->of_y, v->x->outlet);
    if (!cite) return;
    set_span(sr_lin_evidence(p, "cite", v->sign * W_CITE_OUTLET, "the copy has a shared sentence that names %.*s, whose report the source is",
                             name_size(p->run, v->x->outlet), name_data(p->run, v->x->outlet)),
             v, false, cite->span);
}

/* x keeps "told Reuters" where y says the same without it. */
static void cite_in_one(sr_lin_pair *p, const view *v, const uint32_t *of_x)
{
    for (uint32_t i = 0; i < v->x->cites_count; i++) {
        const sr_lin_cite *c = &v->x->cites[i];
        if (!p->run->names[c->name].agency || of_x[c->sentence] == SR_NONE || v->y->agency == c->name) continue;
        if (cite_of(v->y, v->of_y, c->name)) continue;
        set_span(sr_lin_evidence(p, "cite", v->sign * W_CITE_ONE, "the source names %.*s in a sentence that the copy has without the name",
                                 name_size(p->run, c->name), name_data(p->run, c->name)),
                 v, true, c->span);
        return;
    }
}

/* Both lean on an agency that neither is. */
static void both_from_agency(sr_lin_pair *p)
{
    const sr_lin_text *a = p->a, *b = p->b;
    if (a->by_agency || b->by_agency) return;
    if (a->agency != SR_NONE && a->agency == b->agency) {
        sr_evidence *e = common(
            sr_lin_evidence(p, "credit", W_AGENCY_BOTH, "both credit %.*s, and neither is by it", name_size(p->run, a->agency), name_data(p->run, a->agency)));
        if (e) e->a = a->credit, e->b = b->credit;
        return;
    }
    if ((a->agency != SR_NONE) != (b->agency != SR_NONE) && !a->nameless && !b->nameless) {
        uint32_t name = a->agency != SR_NONE ? a->agency : b->agency;
        sr_evidence *e = common(sr_lin_evidence(p, "credit", W_AGENCY_ONE, "one credits %.*s, and an agency's text reaches many", name_size(p->run, name),
                                                name_data(p->run, name)));
        if (e) e->a = a->credit, e->b = b->credit;
        return;
    }
    for (uint32_t i = 0; i < a->cites_count; i++) {
        const sr_lin_cite *c = &a->cites[i];
        if (!p->run->names[c->name].agency || p->of_a[c->sentence] == SR_NONE) continue;
        const sr_lin_cite *d = cite_of(b, p->of_b, c->name);
        if (!d) continue;
        sr_evidence *e =
            common(sr_lin_evidence(p, "cite", c->told ? W_CITE_BOTH : W_CITE_BOTH_WEAK, "both keep a sentence that names %.*s, and neither is by it",
                                   name_size(p->run, c->name), name_data(p->run, c->name)));
        if (e) e->a = c->span, e->b = d->span;
        return;
    }
}

static void credits(sr_lin_pair *p)
{
    view ab = {p->a, p->b, p->of_b, 1.0f}, ba = {p->b, p->a, p->of_a, -1.0f};
    from_agency(p, &ab);
    from_agency(p, &ba);
    from_outlet(p, &ab);
    from_outlet(p, &ba);
    if (!p->a->by_agency && !p->b->by_agency) {
        cite_in_one(p, &ab, p->of_a);
        cite_in_one(p, &ba, p->of_b);
    }
    both_from_agency(p);
}

/* -- times ----------------------------------------------------------------------------------- */

static void times(sr_lin_pair *p)
{
    const sr_meta *a = &p->a->report->meta, *b = &p->b->report->meta;
    if (!a->published.day || !b->published.day || !a->published.year || !b->published.year) return;
    char ta[SR_WHEN_CHARS], tb[SR_WHEN_CHARS];
    bool clock = a->published.has_time && b->published.has_time;
    int64_t days = sr_days(b->published.year, b->published.month, b->published.day) - sr_days(a->published.year, a->published.month, a->published.day);
    int64_t seconds = sr_when_utc_s(&b->published) - sr_when_utc_s(&a->published);
    bool zones = a->published.offset_min != SR_NO_OFFSET && b->published.offset_min != SR_NO_OFFSET;
    int64_t slack = zones ? TIME_SLACK_S : TIME_SLACK_NO_ZONE_S;
    bool after = clock ? seconds >= slack : days >= 1, before = clock ? seconds <= -slack : days <= -1;
    if (!after && !before) return;
    (clock ? sr_when_iso : sr_when_date)(&a->published, ta);
    (clock ? sr_when_iso : sr_when_date)(&b->published, tb);
    float weight = clock ? W_TIME_CLOCK : W_TIME_DAY;
    sr_evidence *e = sr_lin_evidence(p, "time", after ? weight : -weight, "the source was published %s, the copy %s", after ? ta : tb, after ? tb : ta);
    if (e) e->a = a->published_span, e->b = b->published_span;
}

/* -- the decision ---------------------------------------------------------------------------- */

/* The same but for marks and spaces? */
static bool same_words(const sr_lin_pair *p, const sr_passage *q)
{
    sr_words a = {0}, b = {0};
    sr_words_of(p->run->tmp, p->a->report->text.data, q->a, &a);
    sr_words_of(p->run->tmp, p->b->report->text.data, q->b, &b);
    bool same = a.items_count == b.items_count;
    for (uint32_t i = 0; same && i < a.items_count; i++) same = sr_str_eq(a.items[i].folded, b.items[i].folded);
    return same;
}

/* Every sentence the same, in the same order. */
static bool same_text(const sr_lin_pair *p)
{
    uint32_t n = p->a->sentences_count;
    if (n != p->b->sentences_count || p->reuse->passages_count != n) return false;
    for (uint32_t i = 0; i < n; i++) {
        const sr_passage *q = &p->reuse->passages[i];
        if (q->quote || q->sentence_a != i || q->sentence_b != i || q->similarity < SAME_RATIO) return false;
        if (!same_words(p, q)) return false;
    }
    return true;
}

/* By the evidence alone. An agency sends several versions of a report: that a text is the agency's,
 * by credit or house style, says little for this one version where the readings speak for another. */
static sr_relation weigh(const sr_lin_pair *p)
{
    float sum = 0, shared = 0, credit = 0;
    bool readings = false;
    for (uint32_t i = 0; i < p->reuse->evidence_count; i++) {
        const sr_evidence *e = &p->reuse->evidence[i];
        if (e->common) shared += e->weight;
        else if (sr_str_eq(e->kind, SR_STR("credit")) || sr_str_eq(e->kind, SR_STR("style"))) credit += e->weight;
        else sum += e->weight;
        readings = readings || (e->common && sr_str_eq(e->kind, SR_STR("reading")));
    }
    sum += readings ? credit * CREDIT_AGAINST_READINGS : credit;
    float size = sum < 0 ? -sum : sum;
    if (shared >= COMMON_MIN && shared >= size) return SR_REL_COMMON_SOURCE;
    if (size < DECIDE_MIN) return SR_REL_UNKNOWN;
    return sum > 0 ? SR_REL_B_FROM_A : SR_REL_A_FROM_B;
}

static sr_relation decide(const sr_lin_pair *p) { return same_text(p) ? SR_REL_SAME : weigh(p); }

static int by_weight(const void *x, const void *y)
{
    const sr_evidence *p = x, *q = y;
    float wp = p->weight < 0 ? -p->weight : p->weight, wq = q->weight < 0 ? -q->weight : q->weight;
    if (wp < wq || wp > wq) return wp > wq ? -1 : 1;
    int c = sr_str_cmp(p->kind, q->kind);
    return c ? c : sr_str_cmp(p->note, q->note);
}

static bool make_maps(sr_lin_pair *p)
{
    uint32_t na = p->a->sentences_count, nb = p->b->sentences_count;
    p->of_a = sr_arena_alloc(p->run->tmp, (na + 1) * sizeof *p->of_a);
    p->of_b = sr_arena_alloc(p->run->tmp, (nb + 1) * sizeof *p->of_b);
    if (!p->of_a || !p->of_b) return false;
    memset(p->of_a, 0xFF, (na + 1) * sizeof *p->of_a);
    memset(p->of_b, 0xFF, (nb + 1) * sizeof *p->of_b);
    for (uint32_t i = 0; i < p->reuse->passages_count; i++) {
        const sr_passage *q = &p->reuse->passages[i];
        if (q->quote) continue;
        p->copied_a += p->of_a[q->sentence_a] == SR_NONE;
        p->copied_b += p->of_b[q->sentence_b] == SR_NONE;
        if (p->of_a[q->sentence_a] == SR_NONE) p->of_a[q->sentence_a] = q->sentence_b;
        if (p->of_b[q->sentence_b] == SR_NONE) p->of_b[q->sentence_b] = q->sentence_a;
    }
    return true;
}

/* Does report x have it from y, by the first decision? */
static bool is_from(const sr_reuse *row, uint32_t x, const uint8_t *first, const sr_reuse *rows)
{
    return first[row - rows] == (row->a == x ? SR_REL_A_FROM_B : SR_REL_B_FROM_A);
}

/* The best match of each sentence of x with y: [sentences], -1 for none. */
static float *nearness(const sr_lin_run *run, const sr_reuse *row, uint32_t x)
{
    uint32_t n = run->texts[x].sentences_count;
    float *near = sr_arena_alloc(run->tmp, (n + 1) * sizeof *near);
    for (uint32_t s = 0; near && s < n; s++) near[s] = -1.0f;
    for (uint32_t i = 0; near && i < row->passages_count; i++) {
        const sr_passage *q = &row->passages[i];
        uint32_t s = row->a == x ? q->sentence_a : q->sentence_b;
        if (!q->quote && q->similarity > near[s]) near[s] = q->similarity;
    }
    return near;
}

/* Is what x shares with y shared with z as well, and as nearly? */
static bool covered(const sr_lin_run *run, const sr_reuse *with_y, const sr_reuse *with_z, uint32_t x)
{
    const float *y = nearness(run, with_y, x), *z = nearness(run, with_z, x);
    float sum_y = 0, sum_z = 0;
    uint32_t shared = 0, both = 0;
    for (uint32_t s = 0; y && z && s < run->texts[x].sentences_count; s++) {
        if (y[s] < 0) continue;
        shared++;
        if (z[s] < 0) continue;
        both++;
        sum_y += y[s];
        sum_z += z[s];
    }
    if (!both || (float)both < SIBLING_SHARE * (float)shared) return false;
    return sum_z >= sum_y - SIBLING_NEARER * (float)both;
}

/* Two that both have it from a third, which is as near to each as they are to one another, are
 * siblings, whatever their times say. `first` holds the decisions made without this. */
static void siblings(sr_lin_pair *p, const uint8_t *first)
{
    sr_lin_run *run = p->run;
    const sr_reuse *rows = run->record->reuse;
    uint32_t a = p->reuse->a, b = p->reuse->b;
    for (uint32_t k = run->links.first[a]; k < run->links.first[a + 1]; k++) {
        const sr_reuse *with_a = &rows[run->links.rows[k]];
        uint32_t z = with_a->a == a ? with_a->b : with_a->a;
        const sr_reuse *with_b = z == b || !is_from(with_a, a, first, rows) ? NULL : sr_lin_row(run->record, b, z);
        if (!with_b || !is_from(with_b, b, first, rows)) continue;
        if (!covered(run, p->reuse, with_a, a) || !covered(run, p->reuse, with_b, b)) continue;
        common(sr_lin_evidence(p, "siblings", W_SIBLINGS, "both have it from a third report, which holds all that they share, as nearly"));
        return;
    }
}

static void close_pair(sr_lin_pair *p, const uint8_t *first)
{
    siblings(p, first);
    p->reuse->relation = decide(p);
    if (p->reuse->evidence_count) qsort(p->reuse->evidence, p->reuse->evidence_count, sizeof *p->reuse->evidence, by_weight);
}

static void open_pair(sr_lin_pair *p)
{
    if (!make_maps(p)) return;
    credits(p);
    times(p);
    sr_lin_extent(p);
    sr_lin_order(p);
    sr_lin_style(p);
    sr_lin_readings(p);
    p->reuse->relation = weigh(p);
}

void sr_lin_directions(sr_lin_run *run)
{
    sr_record *record = run->record;
    uint8_t *first = sr_arena_alloc(run->arena, (size_t)record->reuse_count + 1);
    for (int pass = 0; first && pass < 2; pass++)
        for (uint32_t i = 0; i < record->reuse_count; i++) {
            sr_reuse *row = &record->reuse[i];
            sr_lin_pair p = {.run = run, .reuse = row, .a = &run->texts[row->a], .b = &run->texts[row->b]};
            sr_lin_reset(run);
            if (row->relation == SR_REL_QUOTES) first[i] = SR_REL_QUOTES;
            else if (pass) close_pair(&p, first);
            else open_pair(&p), first[i] = (uint8_t)row->relation;
        }
}
