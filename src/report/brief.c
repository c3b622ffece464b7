/* SPDX-License-Identifier: Apache-2.0 */
/* The brief: what the reports are, how many independent lines of reporting stand behind them, who
 * has it from whom and why we think so, and what each line alone says. Reports are numbered by
 * their date of publication, then by file. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "report/report.h"
#include "report/wrap.h"

#define PASSAGES_SHOWN 3u
#define EVIDENCE_SHOWN 4u
#define EXCERPT_CHARS 160u

/* One line of reporting, over all reports. */
typedef struct extent {
    uint32_t sentences;
    uint32_t fullest, most; /* the report that has most of them, and how many; the others repeat it */
} extent;

typedef struct brief {
    const sr_record *record;
    sr_buf *out;
    unsigned flags;
    uint32_t *order;  /* [reports] index of the report with each number */
    uint32_t *number; /* [reports] number of each report, from 1 */
    extent *extents;  /* [lines] */
} brief;

/* -- numbers ----------------------------------------------------------------------------------------- */
typedef struct numbered {
    const sr_report *report;
    uint32_t index;
} numbered;

static int by_time(const void *pa, const void *pb)
{
    const numbered *a = pa, *b = pb;
    const sr_when *u = &a->report->meta.published, *v = &b->report->meta.published;
    if ((u->year == 0) != (v->year == 0)) return u->year == 0 ? 1 : -1;
    int64_t s = sr_when_utc_s(u), t = sr_when_utc_s(v);
    if (u->year && s != t) return s < t ? -1 : 1;
    int c = sr_str_cmp(a->report->file, b->report->file);
    return c ? c : strcmp(a->report->id, b->report->id);
}

static bool number_reports(brief *b)
{
    uint32_t n = b->record->reports_count;
    numbered *list = sr_malloc((n + 1) * sizeof *list);
    b->order = sr_malloc((n + 1) * sizeof *b->order);
    b->number = sr_malloc((n + 1) * sizeof *b->number);
    bool ok = list && b->order && b->number;
    for (uint32_t i = 0; ok && i < n; i++) list[i] = (numbered){&b->record->reports[i], i};
    if (ok && n > 1) qsort(list, n, sizeof *list, by_time);
    for (uint32_t i = 0; ok && i < n; i++) {
        b->order[i] = list[i].index;
        b->number[list[i].index] = i + 1;
    }
    sr_free(list);
    return ok;
}

/* Breaks a line into the brief and frees it. */
static void put_wrapped(const brief *b, const char *mark, unsigned indent, sr_buf *line)
{
    if (line->failed) b->out->failed = true;
    sr_wrap(b->out, mark, indent, sr_buf_view(line));
    sr_buf_free(line);
}

/* -- small things -------------------------------------------------------------------------------------- */
static void put_date(sr_buf *out, const sr_when *w)
{
    static const char *const months[] = {"",     "January", "February",  "March",   "April",    "May",     "June",
                                         "July", "August",  "September", "October", "November", "December"};
    if (!w->year) {
        sr_buf_c(out, "date not given");
        return;
    }
    if (w->day) sr_buf_printf(out, "%u ", w->day);
    if (w->month) sr_buf_printf(out, "%s ", months[w->month]);
    sr_buf_printf(out, "%d", w->year);
    if (!w->has_time) return;
    sr_buf_printf(out, ", %02u:%02u", w->hour, w->minute);
    int o = w->offset_min;
    if (o == SR_NO_OFFSET) return;
    sr_buf_printf(out, " %c%02d:%02d", o < 0 ? '-' : '+', abs(o) / 60, abs(o) % 60);
}

static void put_count(sr_buf *out, uint32_t n, const char *one, const char *many)
{
    sr_buf_printf(out, "%u %s", n, n == 1 ? one : many);
}

static void put_outlet(sr_buf *out, const sr_report *r)
{
    if (r->meta.outlet.size)
        sr_buf_str(out, r->meta.outlet);
    else
        sr_buf_c(out, "outlet not named");
}

static void heading(const brief *b, const char *text) { sr_buf_printf(b->out, "\n%s\n", text); }

/* -- reports -------------------------------------------------------------------------------------------- */
static void put_credits(sr_buf *out, const sr_meta *m)
{
    for (uint32_t i = 0; i < m->credits_count; i++) {
        sr_buf_c(out, i == 0 ? "; credits: " : m->credits[i].role == m->credits[i - 1].role ? ", " : "; ");
        if (i == 0 || m->credits[i].role != m->credits[i - 1].role) sr_buf_printf(out, "%s ", sr_credit_role_name(m->credits[i].role));
        sr_buf_str(out, m->credits[i].name);
    }
}

static void put_report(const brief *b, const sr_report *r, uint32_t number)
{
    sr_buf line = {0};
    char mark[24];
    put_outlet(&line, r);
    sr_buf_c(&line, ": ");
    if (r->meta.title.size)
        sr_buf_str(&line, r->meta.title);
    else
        sr_buf_c(&line, "(no title)");
    sr_buf_c(&line, ". ");
    put_date(&line, &r->meta.published);
    if (r->meta.dateline.size) {
        sr_buf_c(&line, "; from ");
        sr_buf_str(&line, r->meta.dateline);
    }
    put_credits(&line, &r->meta);
    sr_buf_c(&line, "; ");
    sr_buf_str(&line, r->meta.language.size ? r->meta.language : SR_STR("language unknown"));
    sr_buf_c(&line, ", ");
    put_count(&line, r->sentences_count, "sentence", "sentences");
    sr_buf_c(&line, "; ");
    sr_buf_str(&line, r->file);
    for (uint32_t i = 0; i < r->also_count; i++) {
        sr_buf_c(&line, ", the same as ");
        sr_buf_str(&line, r->also[i]);
    }
    int n = snprintf(mark, sizeof mark, "[%u] ", number);
    put_wrapped(b, mark, n < 0 ? 4 : (unsigned)n, &line);
}

/* -- lines ------------------------------------------------------------------------------------------------ */
static void put_line_name(sr_buf *out, const sr_record *record, const sr_line *l)
{
    if (l->name.size)
        sr_buf_str(out, l->name);
    else if (l->basis == SR_LINE_CREDITED)
        sr_buf_c(out, "unnamed agency");
    else if (l->basis == SR_LINE_INFERRED || l->reports_count != 1)
        sr_buf_c(out, "unnamed");
    else if (record->reports[l->reports[0]].meta.outlet.size)
        sr_buf_str(out, record->reports[l->reports[0]].meta.outlet);
    else
        sr_buf_c(out, "outlet not named");
}

static int ascending(const void *pa, const void *pb)
{
    uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
    return (a > b) - (a < b);
}

/* The numbers of the line's reports, ascending: [reports_count], to be freed; NULL when out of memory. */
static uint32_t *numbers_of(const brief *b, const sr_line *l)
{
    uint32_t *numbers = sr_malloc((l->reports_count + 1) * sizeof *numbers);
    for (uint32_t k = 0; numbers && k < l->reports_count; k++) numbers[k] = b->number[l->reports[k]];
    if (numbers && l->reports_count > 1) qsort(numbers, l->reports_count, sizeof *numbers, ascending);
    return numbers;
}

static void put_report_numbers(sr_buf *out, const uint32_t *numbers, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) sr_buf_printf(out, "%s%u", k ? ", " : "[", numbers[k]);
    sr_buf_c(out, count ? "]" : "");
}

/* Sentences [begin, end) of one report that are of one line and follow each other. */
typedef struct stretch {
    uint32_t report, begin, end;
} stretch;

/* Adds what a report has of each line; here: [lines] zeros, and zeros again afterwards. */
static void measure_report(brief *b, uint32_t report, uint32_t *here)
{
    const sr_report *r = &b->record->reports[report];
    uint32_t count = r->sentence_lines ? r->sentences_count : 0;
    for (uint32_t s = 0; s < count; s++)
        if (r->sentence_lines[s] != SR_NONE) here[r->sentence_lines[s]]++;
    for (uint32_t s = 0; s < count; s++) {
        uint32_t line = r->sentence_lines[s], n = line == SR_NONE ? 0 : here[line];
        if (!n) continue;
        extent *x = &b->extents[line];
        x->sentences += n;
        if (n > x->most) x->most = n, x->fullest = report;
        here[line] = 0;
    }
}

static bool measure_lines(brief *b)
{
    uint32_t lines = b->record->lines_count;
    uint32_t *here = sr_malloc((lines + 1) * sizeof *here);
    b->extents = sr_malloc((lines + 1) * sizeof *b->extents);
    bool ok = here && b->extents;
    for (uint32_t i = 0; ok && i < lines; i++) here[i] = 0, b->extents[i] = (extent){.fullest = SR_NONE};
    for (uint32_t n = 0; ok && n < b->record->reports_count; n++) measure_report(b, b->order[n], here);
    sr_free(here);
    return ok;
}

static void put_stretch(const brief *b, const stretch *s)
{
    const sr_report *r = &b->record->reports[s->report];
    sr_span span = {r->sentences[s->begin].begin, r->sentences[s->end - 1].end};
    sr_buf line = {0};
    sr_buf_printf(&line, "[%u] bytes %u-%u, ", b->number[s->report], span.begin, span.end);
    put_count(&line, s->end - s->begin, "sentence", "sentences");
    if (r->text.size) {
        sr_buf_c(&line, ": ");
        if (b->flags & SR_WRITE_FULL)
            sr_buf_str(&line, sr_str_of(r->text.data, span));
        else
            sr_excerpt(&line, sr_str_of(r->text.data, span), EXCERPT_CHARS);
    }
    put_wrapped(b, "    - ", 6, &line);
}

static void put_stretches_of(const brief *b, uint32_t report, uint32_t line, uint32_t *shown)
{
    const sr_report *r = &b->record->reports[report];
    for (uint32_t s = 0; r->sentence_lines && s < r->sentences_count; s++) {
        if (r->sentence_lines[s] != line) continue;
        stretch x = {report, s, s};
        while (x.end < r->sentences_count && r->sentence_lines[x.end] == line) x.end++;
        s = x.end - 1;
        if (++*shown <= PASSAGES_SHOWN || b->flags & SR_WRITE_FULL) put_stretch(b, &x);
    }
}

static void put_line(const brief *b, uint32_t line)
{
    const sr_line *l = &b->record->lines[line];
    uint32_t *numbers = numbers_of(b, l);
    sr_buf head = {0};
    if (!numbers) {
        b->out->failed = true;
        return;
    }
    put_line_name(&head, b->record, l);
    sr_buf_printf(&head, " (%s) ", sr_line_basis_name(l->basis));
    put_report_numbers(&head, numbers, l->reports_count);
    sr_buf_c(&head, ", ");
    put_count(&head, b->extents[line].sentences, "sentence", "sentences");
    if (l->why.size) {
        sr_buf_c(&head, ": ");
        sr_buf_str(&head, l->why);
    }
    put_wrapped(b, "- ", 2, &head);
    uint32_t shown = 0, fullest = b->extents[line].fullest;
    if (fullest != SR_NONE) put_stretches_of(b, fullest, line, &shown);
    for (uint32_t k = 0; b->flags & SR_WRITE_FULL && k < l->reports_count; k++)
        if (b->order[numbers[k] - 1] != fullest) put_stretches_of(b, b->order[numbers[k] - 1], line, &shown);
    sr_free(numbers);
    if (shown > PASSAGES_SHOWN && !(b->flags & SR_WRITE_FULL)) sr_buf_printf(b->out, "      and %u more (--full)\n", shown - PASSAGES_SHOWN);
}

/* Lines with most sentences first, ties by id. */
typedef struct ranked {
    uint32_t line, sentences;
} ranked;

static int by_size(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;
    if (a->sentences != b->sentences) return a->sentences > b->sentences ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static void put_lines(const brief *b)
{
    uint32_t n = b->record->lines_count;
    ranked *list = sr_malloc((n + 1) * sizeof *list);
    if (!list) {
        b->out->failed = true;
        return;
    }
    for (uint32_t i = 0; i < n; i++) list[i] = (ranked){i, b->extents[i].sentences};
    if (n > 1) qsort(list, n, sizeof *list, by_size);
    for (uint32_t i = 0; i < n; i++) put_line(b, list[i].line);
    sr_free(list);
}

/* -- reuse -------------------------------------------------------------------------------------------------- */
static uint32_t percent(float share)
{
    return (uint32_t)(share * 100 + 0.5f);
}

static void put_relation(sr_buf *out, sr_relation relation, uint32_t a, uint32_t b)
{
    switch (relation) {
    case SR_REL_SAME: sr_buf_c(out, "the same text"); break;
    case SR_REL_A_FROM_B: sr_buf_printf(out, "[%u] has it from [%u]", a, b); break;
    case SR_REL_B_FROM_A: sr_buf_printf(out, "[%u] has it from [%u]", b, a); break;
    case SR_REL_COMMON_SOURCE: sr_buf_c(out, "both have it from a third"); break;
    case SR_REL_QUOTES: sr_buf_c(out, "they share quotations only, which is no copying"); break;
    default: sr_buf_c(out, "who has it from whom is not known"); break;
    }
}

/* Which reading a piece of evidence speaks for; nothing where it weighs nothing. */
static void put_favours(const brief *b, sr_buf *out, const sr_reuse *u, const sr_evidence *e)
{
    uint32_t a = b->number[u->a], c = b->number[u->b];
    if (e->common)
        sr_buf_c(out, " (a third)");
    else if (e->weight > 0)
        sr_buf_printf(out, " ([%u] from [%u])", c, a);
    else if (e->weight < 0)
        sr_buf_printf(out, " ([%u] from [%u])", a, c);
}

static void put_evidence(const brief *b, const sr_reuse *u)
{
    uint32_t shown = u->evidence_count;
    if (!(b->flags & SR_WRITE_FULL) && shown > EVIDENCE_SHOWN) shown = EVIDENCE_SHOWN;
    for (uint32_t i = 0; i < shown; i++) {
        const sr_evidence *e = &u->evidence[i];
        sr_buf line = {0};
        sr_buf_str(&line, e->kind);
        put_favours(b, &line, u, e);
        sr_buf_c(&line, ": ");
        sr_buf_str(&line, e->note);
        put_wrapped(b, "    - ", 6, &line);
    }
    if (shown < u->evidence_count) sr_buf_printf(b->out, "      and %u more (--full)\n", u->evidence_count - shown);
}

static void put_reuse(const brief *b, const sr_reuse *u)
{
    uint32_t a = b->number[u->a], c = b->number[u->b];
    bool swap = a > c; /* the lower number first */
    float share_first = swap ? u->share_b : u->share_a, share_second = swap ? u->share_a : u->share_b;
    sr_buf line = {0};
    sr_buf_printf(&line, "[%u] and [%u]: ", swap ? c : a, swap ? a : c);
    if (u->relation != SR_REL_QUOTES)
        sr_buf_printf(&line, "%u%% of [%u] is in [%u], %u%% of [%u] in [%u]; ", percent(share_first), swap ? c : a, swap ? a : c, percent(share_second),
                      swap ? a : c, swap ? c : a);
    put_relation(&line, u->relation, a, c);
    put_wrapped(b, "- ", 2, &line);
    put_evidence(b, u);
}

static void put_faults(const brief *b)
{
    heading(b, "NOT READ");
    for (uint32_t i = 0; i < b->record->faults_count; i++) {
        const sr_fault *f = &b->record->faults[i];
        sr_buf line = {0};
        sr_buf_str(&line, f->file);
        if (f->byte != SR_ERR_NO_BYTE) sr_buf_printf(&line, ", byte %llu", (unsigned long long)f->byte);
        sr_buf_c(&line, ": ");
        sr_buf_str(&line, f->message);
        put_wrapped(b, "- ", 2, &line);
    }
}

void sr_report_brief(const sr_record *record, unsigned flags, sr_buf *out)
{
    brief b = {.record = record, .out = out, .flags = flags};
    if (!number_reports(&b) || !measure_lines(&b)) {
        out->failed = true;
    } else {
        put_count(out, record->reports_count, "report", "reports");
        sr_buf_c(out, ", ");
        put_count(out, record->lines_count, "independent line of reporting\n", "independent lines of reporting\n");
        heading(&b, "REPORTS");
        for (uint32_t i = 0; i < record->reports_count; i++) put_report(&b, &record->reports[b.order[i]], i + 1);
        heading(&b, "WHO HAS IT FROM WHOM");
        if (record->reuse_count == 0) sr_buf_c(out, "- no two reports share text\n");
        for (uint32_t i = 0; i < record->reuse_count; i++) put_reuse(&b, &record->reuse[i]);
        heading(&b, "LINES OF REPORTING");
        put_lines(&b);
        if (record->faults_count) put_faults(&b);
    }
    sr_free(b.order);
    sr_free(b.number);
    sr_free(b.extents);
}
