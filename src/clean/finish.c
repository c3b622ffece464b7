/* SPDX-License-Identifier: Apache-2.0 */
/* From units to blocks: trims the dateline from the head and a credit from the foot of the body,
 * reads title, dates, credits and outlet from what was dropped, writes doc->blocks and doc->meta. */
#include "clean/finish.h"

#include "clean/credits.h"
#include "clean/dateline.h"
#include "clean/language.h"

#define MIXED_DATE_UNITS 4u /* a byline with a date in it is looked for so near to title and lead */

typedef struct finisher {
    const sr_clean *model;
    sr_doc *doc;
    sr_arena *tmp;
} finisher;

static void add_block(const finisher *f, sr_span span, sr_block_kind kind, const sr_unit *u, sr_str why)
{
    span = sr_trim_span(f->doc->text, span);
    if (span.begin >= span.end) return;
    sr_block *b = SR_PUSH(f->doc->arena, f->doc, blocks);
    if (b) *b = (sr_block){span, kind, u->score, why.size ? sr_arena_copy(f->doc->arena, why) : SR_STR("")};
}

/* -- the dateline ------------------------------------------------------------------------------------------ */
static sr_span shifted(sr_span s, uint32_t by) { return (sr_span){s.begin + by, s.end + by}; }

/* The name in a dateline's brackets: an agency's credit, or an outlet that names itself: "(CNN)". */
static void take_dateline_name(const finisher *f, sr_span span)
{
    sr_str printed = sr_doc_str(f->doc, span), name = sr_agency_name(f->model, f->tmp, printed);
    sr_str outlet = name.size ? (sr_str){0} : sr_outlet_name(f->model, f->tmp, printed);
    if (!outlet.size)
        sr_credit_add(f->doc, SR_CREDIT_AGENCY, name.size ? name : printed, span);
    else if (!f->doc->meta.outlet.size) {
        f->doc->meta.outlet = sr_arena_copy(f->doc->arena, outlet);
        f->doc->meta.outlet_span = span;
    }
}

/* Takes a dateline off the unit's head; returns where its body begins. */
static uint32_t take_dateline(const finisher *f, const sr_unit *u)
{
    sr_dateline d;
    sr_meta *m = &f->doc->meta;
    sr_str s = sr_doc_str(f->doc, u->span);
    if (!sr_dateline_find(f->model, f->tmp, s, &d)) return u->span.begin;
    if (d.place.begin < d.place.end) {
        m->dateline_span = shifted(d.place, u->span.begin);
        m->dateline = sr_arena_copy(f->doc->arena, sr_doc_str(f->doc, m->dateline_span));
    }
    if (d.agency.begin < d.agency.end) {
        take_dateline_name(f, shifted(d.agency, u->span.begin));
    }
    if (!m->published.year && d.when.year && d.when.day) {
        m->published = d.when;
        m->published_span = shifted(d.whole, u->span.begin);
    }
    add_block(f, shifted(d.whole, u->span.begin), SR_BLOCK_DATELINE, u, SR_STR("at the head of the body"));
    return u->span.begin + d.whole.end;
}

/* A dateline in a line of its own, before the body. */
static void read_dateline_line(const finisher *f, const sr_units *units, uint32_t first)
{
    sr_meta *m = &f->doc->meta;
    for (uint32_t i = 0; i < units->items_count && i < first && !m->dateline.size; i++) {
        const sr_unit *u = &units->items[i];
        sr_line_pieces line = {0};
        sr_span place;
        if (u->kind == SR_BLOCK_BODY || u->kind == SR_BLOCK_TITLE || sr_span_size(u->span) > 120) continue;
        sr_pieces_of(f->tmp, sr_doc_str(f->doc, u->span), &line);
        if (!sr_dateline_line(f->model, &line, &place)) continue;
        m->dateline_span = shifted(place, u->span.begin);
        m->dateline = sr_arena_copy(f->doc->arena, sr_doc_str(f->doc, m->dateline_span));
    }
}

/* Takes a time off the head of a paragraph of a live report; returns where its body begins. */
static uint32_t take_stamp(const finisher *f, const sr_unit *u, uint32_t begin)
{
    uint32_t n = sr_time_stamp(f->model, f->tmp, (sr_str){f->doc->text + begin, u->span.end - begin});
    if (n) add_block(f, (sr_span){begin, begin + n}, SR_BLOCK_DATE, u, SR_STR("a time before the paragraph"));
    return begin + n;
}

/* -- what is dropped tells about the report ------------------------------------------------------------------- */
static bool date_of(const finisher *f, const sr_unit *u, sr_when *w)
{
    sr_span where;
    sr_line_pieces line = {0};
    sr_str s = sr_doc_str(f->doc, u->span);
    if (sr_span_size(u->span) > SR_CUE_BYTES) return false;
    sr_pieces_of(f->tmp, s, &line);
    return sr_date_line(f->model, &line, w) || sr_when_find(f->model, f->tmp, s, w, &where);
}

/* How far unit i is from where a report prints its date: between title and lead. A line that is
 * more than a date must stand there; a date on its own may stand anywhere. */
static uint32_t date_distance(const sr_units *units, uint32_t i, uint32_t title, uint32_t first)
{
    bool own = units->items[i].kind == SR_BLOCK_DATE;
    uint32_t away = i < title ? title - i : i > first ? i - first : 0;
    if (own) return 2 * away;
    return away <= MIXED_DATE_UNITS ? 2 * away + 1 : SR_NONE;
}

static bool may_hold_date(sr_block_kind kind)
{
    return kind == SR_BLOCK_DATE || kind == SR_BLOCK_BYLINE || kind == SR_BLOCK_SUBHEAD || kind == SR_BLOCK_CHROME || kind == SR_BLOCK_SECTION ||
           kind == SR_BLOCK_CREDIT;
}

/* Plain text: the date nearest to where a report prints its own. */
static void read_published(const finisher *f, const sr_units *units, uint32_t first)
{
    uint32_t title = first == SR_NONE ? 0 : first, best = SR_NONE;
    sr_meta *m = &f->doc->meta;
    for (uint32_t i = 0; i < units->items_count; i++)
        if (units->items[i].kind == SR_BLOCK_TITLE) title = i;
    for (uint32_t i = 0; i < units->items_count; i++) {
        sr_when w;
        uint32_t away = date_distance(units, i, title, first == SR_NONE ? title : first);
        if (away >= best || !may_hold_date(units->items[i].kind) || !date_of(f, &units->items[i], &w)) continue;
        best = away;
        m->published = w;
        m->published_span = units->items[i].span;
    }
}

static void read_agencies_of_date(const finisher *f, const sr_unit *u)
{
    sr_line_pieces line = {0};
    sr_str name;
    if (sr_span_size(u->span) > SR_CUE_BYTES) return;
    sr_pieces_of(f->tmp, sr_doc_str(f->doc, u->span), &line);
    for (uint32_t at = 0; at < line.items_count; at++) {
        uint32_t n = sr_known_at(f->model, &line, at, SR_KNOWN_AGENCY | SR_KNOWN_LOOSE, &name);
        if (n) sr_credit_add(f->doc, SR_CREDIT_AGENCY, name, shifted((sr_span){line.items[at].span.begin, line.items[at + n - 1].span.end}, u->span.begin));
    }
}

/* "Credit: Reuters/Ahmed Saad" as a whole, or "... in Kathmandu. PHOTO: AFP" at its foot. */
static void read_caption(const finisher *f, const sr_unit *u)
{
    uint32_t foot = sr_credit_foot(f->model, f->doc, f->tmp, u->span);
    if (foot == u->span.end) foot = u->span.begin;
    sr_credit_read(f->model, f->doc, f->tmp, sr_trim_span(f->doc->text, (sr_span){foot, u->span.end}));
}

/* -- the title ---------------------------------------------------------------------------------------------- */
static bool mark_is(const sr_piece *p, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sr_str_eq(p->folded, sr_str_c(list[i]))) return true;
    return false;
}

/* "Subject: [list] ", "HEADLINE: ", "UPDATED: " do not belong to the title; returns the first piece that does. */
static uint32_t title_begin(const sr_line_pieces *l)
{
    static const char *const labels[] = {"subject", "headline", "title", "re", "fwd", "fw", "hd", "ti", "slugline"};
    uint32_t at = 0;
    if (l->items_count > 3 && l->items[0].caps && sr_str_eq(l->items[0].folded, SR_STR("hd")) && l->items[0].span.end + 1 < l->items[1].span.begin) return 1;
    while (at + 2 < l->items_count && mark_is(&l->items[at], labels, sizeof labels / sizeof *labels) && sr_str_eq(l->items[at + 1].folded, SR_STR(":"))) {
        at += 2;
        uint32_t end = at;
        while (sr_str_eq(l->items[at].folded, SR_STR("[")) && end < l->items_count && !sr_str_eq(l->items[end].folded, SR_STR("]"))) end++;
        if (end > at && end + 1 < l->items_count) at = end + 1;
    }
    return at;
}

/* "Home » India » Floods: 131 dead": the last step of a trail is the title. */
static uint32_t trail_end(const sr_line_pieces *l)
{
    static const char *const steps[] = {"\xC2\xBB", "\xE2\x80\xBA", ">", "\xE2\x86\x92", "\xE2\x96\xB8"};
    uint32_t last = 0, words = 0;
    for (uint32_t at = 1; at + 2 < l->items_count; at++) {
        if (mark_is(&l->items[at], steps, sizeof steps / sizeof *steps) && words <= 5) last = at + 1, words = 0;
        else words += l->items[at].kind == SR_PIECE_WORD;
    }
    return last;
}

/* "Floods kill 131 | The Times of India", "... - BBC News": an outlet behind the title. */
static uint32_t title_end(const finisher *f, const sr_line_pieces *l, uint32_t begin)
{
    static const char *const bars[] = {"|", "-"};
    sr_str name;
    for (uint32_t at = l->items_count; at > begin + 3; at--) {
        const sr_piece *p = &l->items[at - 1];
        if (!mark_is(p, bars, 2) || !p->space || at >= l->items_count || !l->items[at].space) continue;
        uint32_t the = sr_str_eq(l->items[at].folded, SR_STR("the")) && at + 1 < l->items_count;
        uint32_t n = sr_known_at(f->model, l, at, SR_KNOWN_OUTLET | SR_KNOWN_AGENCY, &name);
        if (!n && the) n = sr_known_at(f->model, l, at + 1, SR_KNOWN_OUTLET | SR_KNOWN_AGENCY, &name), n += n > 0;
        return n && at + n == l->items_count ? at - 1 : l->items_count;
    }
    return l->items_count;
}

static sr_span bare_title(const finisher *f, sr_span span)
{
    sr_line_pieces line = {0};
    sr_pieces_of(f->tmp, sr_doc_str(f->doc, span), &line);
    uint32_t begin = title_begin(&line), trail = trail_end(&line);
    if (trail > begin) begin = trail;
    uint32_t end = title_end(f, &line, begin);
    if (begin >= end) return span;
    return (sr_span){span.begin + line.items[begin].span.begin, span.begin + line.items[end - 1].span.end};
}

static void read_title(const finisher *f, const sr_unit *u)
{
    sr_meta *m = &f->doc->meta;
    if (m->title.size) return;
    m->title_span = bare_title(f, u->span);
    m->title = sr_arena_copy(f->doc->arena, sr_doc_str(f->doc, m->title_span));
}

static void read_dropped(const finisher *f, const sr_units *units)
{
    bool html = f->doc->media == SR_MEDIA_HTML;
    for (uint32_t i = 0; i < units->items_count; i++) {
        const sr_unit *u = &units->items[i];
        switch (u->kind) {
        case SR_BLOCK_TITLE:
            if (!html) read_title(f, u);
            break;
        case SR_BLOCK_DATE:
            if (!html) read_agencies_of_date(f, u);
            break;
        case SR_BLOCK_BYLINE:
        case SR_BLOCK_CREDIT: sr_credit_read(f->model, f->doc, f->tmp, u->span); break;
        case SR_BLOCK_CAPTION: read_caption(f, u); break;
        default: break;
        }
    }
}

/* -- the outlet -------------------------------------------------------------------------------------------------- */
typedef struct outlet_votes {
    sr_str name[16];
    sr_span span[16];
    uint32_t count[16], used;
} outlet_votes;

static void vote(outlet_votes *v, sr_str name, sr_span span)
{
    for (uint32_t i = 0; i < v->used; i++)
        if (sr_str_eq(v->name[i], name)) {
            v->count[i]++;
            return;
        }
    if (v->used == 16) return;
    v->name[v->used] = name;
    v->span[v->used] = span;
    v->count[v->used++] = 1;
}

/* "Copyright", the sign, or "(c)". */
static bool is_copyright(const sr_line_pieces *l, uint32_t at)
{
    const sr_piece *p = &l->items[at];
    if (at && sr_str_eq(p->folded, SR_STR("c"))) return sr_str_eq(p[-1].folded, SR_STR("("));
    return sr_str_eq(p->folded, SR_STR("copyright")) || sr_str_eq(p->folded, SR_STR("\xC2\xA9"));
}

/* "© 2012 Ivoire Matin. All rights": the capitalised words behind sign and year, though we do not
 * know the outlet; an agency's copyright line is its credit, not the outlet's name. */
static void vote_copyright(const finisher *f, const sr_unit *u, const sr_line_pieces *line, outlet_votes *v)
{
    uint32_t at = 0;
    sr_str name;
    while (at < line->items_count && !is_copyright(line, at)) at++;
    bool year = false;
    for (at++; at < line->items_count && !line->items[at].capital; at++) year |= line->items[at].kind == SR_PIECE_NUMBER && line->items[at].folded.size == 4;
    bool the = at < line->items_count && sr_str_eq(line->items[at].folded, SR_STR("the"));
    uint32_t end = at, name_at = at + the;
    while (end < line->items_count && end - at < 5 && line->items[end].capital && !sr_str_eq(line->items[end].folded, SR_STR("all"))) end++;
    if (!year || end <= name_at) return;
    sr_span span = shifted((sr_span){line->items[at].span.begin, line->items[end - 1].span.end}, u->span.begin);
    if (sr_known_at(f->model, line, name_at, SR_KNOWN_AGENCY, &name))
        sr_credit_add(f->doc, SR_CREDIT_AGENCY, name, span);
    else if (!sr_known_at(f->model, line, name_at, SR_KNOWN_OUTLET, &name))
        vote(v, sr_doc_str(f->doc, span), span);
}

/* An outlet speaks of itself in its policy, its copyright line and its bylines. */
static void vote_unit(const finisher *f, const sr_unit *u, outlet_votes *v)
{
    sr_line_pieces line = {0};
    sr_str name;
    if (sr_span_size(u->span) > SR_CUE_BYTES) return;
    sr_pieces_of(f->tmp, sr_doc_str(f->doc, u->span), &line);
    bool copyright = false;
    for (uint32_t at = 0; at < line.items_count; at++) copyright |= is_copyright(&line, at);
    unsigned kinds = u->kind == SR_BLOCK_BYLINE || copyright ? SR_KNOWN_OUTLET : SR_KNOWN_OUTLET | SR_KNOWN_AGENCY;
    if (copyright) vote_copyright(f, u, &line, v);
    for (uint32_t at = 0; at < line.items_count; at++) {
        uint32_t n = sr_known_at(f->model, &line, at, kinds, &name);
        if (!n) continue;
        bool capital = line.items[at].capital || line.items[at].kind == SR_PIECE_NUMBER;
        if (capital) vote(v, name, shifted((sr_span){line.items[at].span.begin, line.items[at + n - 1].span.end}, u->span.begin));
        at += n - 1;
    }
}

static void find_outlet(const finisher *f, const sr_units *units)
{
    outlet_votes v = {.used = 0};
    if (f->doc->meta.outlet.size) return;
    for (uint32_t i = 0; i < units->items_count; i++) {
        sr_block_kind kind = units->items[i].kind;
        if (kind == SR_BLOCK_POLICY || kind == SR_BLOCK_BYLINE) vote_unit(f, &units->items[i], &v);
    }
    uint32_t best = SR_NONE;
    for (uint32_t i = 0; i < v.used; i++)
        if (best == SR_NONE || v.count[i] > v.count[best]) best = i;
    if (best == SR_NONE) return;
    sr_str printed = sr_doc_str(f->doc, v.span[best]);
    f->doc->meta.outlet = sr_arena_copy(f->doc->arena, v.name[best].size ? v.name[best] : printed);
    f->doc->meta.outlet_span = v.span[best];
}

/* -- the language ------------------------------------------------------------------------------------------------- */
static void find_language(const finisher *f)
{
    sr_buf body = {0};
    for (uint32_t i = 0; i < f->doc->blocks_count && body.size < 20000; i++)
        if (f->doc->blocks[i].kind == SR_BLOCK_BODY) {
            sr_buf_str(&body, sr_doc_str(f->doc, f->doc->blocks[i].span));
            sr_buf_char(&body, ' ');
        }
    sr_str found = body.size ? sr_language_of(f->model, f->tmp, sr_buf_view(&body)) : (sr_str){0};
    if (found.size) f->doc->meta.language = sr_arena_copy(f->doc->arena, found);
    sr_buf_done(&body, f->tmp);
}

void sr_clean_finish(const sr_clean *model, sr_doc *doc, sr_arena *tmp, const sr_units *units)
{
    finisher f = {model, doc, tmp};
    uint32_t first = SR_NONE, last = SR_NONE;
    for (uint32_t i = 0; i < units->items_count; i++)
        if (units->items[i].kind == SR_BLOCK_BODY) {
            if (first == SR_NONE) first = i;
            last = i;
        }
    bool text = doc->media == SR_MEDIA_TEXT;
    if (text) read_published(&f, units, first);
    for (uint32_t i = 0; i < units->items_count; i++) {
        const sr_unit *u = &units->items[i];
        if (u->kind != SR_BLOCK_BODY) {
            add_block(&f, u->span, u->kind, u, u->why);
            continue;
        }
        uint32_t begin = i == first ? take_dateline(&f, u) : u->span.begin;
        if (text) begin = take_stamp(&f, u, begin);
        uint32_t end = i == last ? sr_credit_foot(model, doc, tmp, (sr_span){begin, u->span.end}) : u->span.end;
        add_block(&f, (sr_span){begin, end}, SR_BLOCK_BODY, u, u->why);
        if (end == u->span.end) continue;
        sr_span credit = sr_trim_span(doc->text, (sr_span){end, u->span.end});
        add_block(&f, credit, SR_BLOCK_CREDIT, u, SR_STR("at the foot of the body"));
        sr_credit_read(model, doc, tmp, credit);
    }
    if (text && first != SR_NONE) read_dateline_line(&f, units, first);
    read_dropped(&f, units);
    find_outlet(&f, units);
    find_language(&f);
}
