/* SPDX-License-Identifier: Apache-2.0 */
/* Credits: "(Additional reporting by A in B; Writing by C Editing by D)", "By A", "Agencies",
 * "Source: AFP". A credit is a run of clauses, each matched by a pattern of credits.txt, with light
 * punctuation between; the longest pattern at each place wins. */
#include "clean/credits.h"

#define FOOT_PIECES 24u
#define CREDITS_MOST 1000u /* a text that credits more is a list of names */

typedef struct longest {
    const sr_clean *model;
    uint32_t at;
    const sr_pattern *pattern;
    sr_capture capture;
} longest;

/* A pattern must say something: a word of its own beyond "in" and "and", or a name that we know. */
static bool says_something(const sr_pattern *p)
{
    for (uint32_t i = 0; i < p->parts_count; i++) {
        sr_str w = p->parts[i].literal;
        if (p->parts[i].slot == SR_SLOT_AGENCY) return true;
        if (p->parts[i].slot == SR_SLOT_LITERAL && w.size > 1 && !sr_str_eq(w, SR_STR("in")) && !sr_str_eq(w, SR_STR("and"))) return true;
    }
    return false;
}

static bool longer(const longest *l, const sr_capture *c)
{
    return !l->pattern || c->end > l->capture.end;
}

static void find_longest(const sr_line_pieces *line, longest *l)
{
    const sr_patterns *set = &l->model->credit_patterns;
    sr_str name;
    bool agency = sr_known_at(l->model, line, l->at, SR_KNOWN_AGENCY, &name) > 0; /* "Reuters, AP": no person */
    for (uint32_t i = 0; i < set->items_count; i++) {
        const sr_pattern *p = &set->items[i];
        const sr_pattern_part *first = &p->parts[0];
        sr_capture c;
        if (!p->parts_count || (first->slot == SR_SLOT_LITERAL && !sr_str_eq(first->literal, line->items[l->at].folded))) continue;
        if (agency && (first->slot == SR_SLOT_NAMES || first->slot == SR_SLOT_NAME)) continue;
        if (!says_something(p) || !sr_pattern_match(l->model, p, line, l->at, &c)) continue;
        if (longer(l, &c)) {
            l->pattern = p;
            l->capture = c;
        }
    }
}

static bool is_light(const sr_piece *p)
{
    static const char *const light[] = {";", ",", ".", "/", "|", "&", "and", "(", ")", "[", "]", "-", ":"};
    for (size_t i = 0; i < sizeof light / sizeof *light; i++)
        if (sr_piece_is(p, light[i])) return true;
    return false;
}

static void emit(const sr_line_pieces *line, const longest *l, sr_arena *arena, sr_credit_clauses *out)
{
    sr_credit_clause *c = SR_PUSH(arena, out, items);
    if (!c) return;
    const sr_capture *m = &l->capture;
    sr_credit_role role = l->model->credit_rules[l->pattern->rule].role;
    uint32_t begin = m->slot == SR_SLOT_LITERAL ? m->begin : m->slot_begin;
    uint32_t end = m->slot == SR_SLOT_LITERAL || role == SR_CREDIT_PHOTO ? m->end : m->slot_end;
    while (end > begin + 1 && is_light(&line->items[end - 1])) end--;
    while (begin + 1 < end && line->items[begin].kind == SR_PIECE_MARK) begin++;
    *c = (sr_credit_clause){.role = role, .slot = m->slot, .name = {line->items[begin].span.begin, line->items[end - 1].span.end}};
    c->whole = (sr_span){line->items[m->begin].span.begin, line->items[m->end - 1].span.end};
}

bool sr_credit_clauses_of(const sr_clean *model, const sr_line_pieces *line, uint32_t at, sr_arena *arena,
                          sr_credit_clauses *out)
{
    bool any = false;
    while (at < line->items_count) {
        longest l = {.model = model, .at = at};
        find_longest(line, &l);
        if (l.pattern) {
            emit(line, &l, arena, out);
            at = l.capture.end;
            any = true;
        } else if (is_light(&line->items[at]))
            at++;
        else
            return false;
    }
    return any;
}

bool sr_credit_line(const sr_clean *model, sr_arena *tmp, const sr_line_pieces *line, sr_credit_role *role)
{
    sr_credit_clauses clauses = {0};
    if (!sr_credit_clauses_of(model, line, 0, tmp, &clauses) || !clauses.items_count) return false;
    *role = clauses.items[0].role;
    return true;
}

/* -- the foot ---------------------------------------------------------------------------------------------- */
static bool closes(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || (sr_is_close_quote(c) && c != '\'' && c != 0x2019) || c == ')';
}

uint32_t sr_credit_foot(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_span span)
{
    sr_str s = sr_doc_str(doc, span);
    uint32_t best = span.end;
    size_t most = s.size > 400 ? 400 : s.size;
    for (size_t at = s.size; at > s.size - most;) {
        size_t end = at;
        if (!closes(sr_utf8_prev(s, &at)) || end == s.size) continue;
        sr_str foot = {s.data + end, s.size - end};
        sr_line_pieces line = {0};
        sr_credit_role role;
        sr_pieces_of(tmp, foot, &line);
        if (line.items_count > FOOT_PIECES && !(line.items_count && foot.data[foot.size - 1] == ')')) break;
        if (line.items_count && sr_credit_line(model, tmp, &line, &role)) best = span.begin + (uint32_t)end;
    }
    return best;
}

/* -- into the report's meta ------------------------------------------------------------------------------- */
typedef struct sink {
    const sr_clean *model;
    sr_doc *doc;
    sr_arena *tmp;
    uint32_t base; /* of the line in the text */
} sink;

static bool has_credit(const sr_meta *m, sr_credit_role role, sr_str name)
{
    for (uint32_t i = 0; i < m->credits_count; i++)
        if (m->credits[i].role == role && sr_str_eq(m->credits[i].name, name)) return true;
    return false;
}

void sr_credit_add(sr_doc *doc, sr_credit_role role, sr_str name, sr_span span)
{
    if (!name.size || doc->meta.credits_count >= CREDITS_MOST || has_credit(&doc->meta, role, name)) return;
    sr_credit *c = SR_PUSH(doc->arena, &doc->meta, credits);
    if (c) *c = (sr_credit){role, sr_arena_copy(doc->arena, name), span};
}

static void add_name(const sink *s, sr_credit_role role, sr_span in_line, sr_str line)
{
    sr_span span = {s->base + in_line.begin, s->base + in_line.end};
    sr_str printed = sr_trim(sr_str_of(line.data, in_line)), known = {0};
    if (role != SR_CREDIT_PHOTO) known = sr_agency_name(s->model, s->tmp, printed);
    if (known.size)
        sr_credit_add(s->doc, SR_CREDIT_AGENCY, known, span);
    else
        sr_credit_add(s->doc, role, printed, span);
}

/* "Ahmed Rasheed in Baghdad, Oliver Holmes and Andrew Roche": each name, without its place. */
static void add_names(const sink *s, const sr_credit_clause *c, const sr_line_pieces *line)
{
    uint32_t begin = 0, i = 0;
    while (i < line->items_count && line->items[i].span.begin < c->name.begin) i++;
    bool open = false, in_place = false;
    uint32_t last_end = 0;
    for (; i <= line->items_count; i++) {
        const sr_piece *p = sr_piece_at(line, i);
        bool inside = p && p->span.end <= c->name.end;
        bool cut = !inside || sr_piece_is(p, ",") || sr_piece_is(p, "and") || sr_piece_is(p, "&") || sr_piece_is(p, ";") || sr_piece_is(p, "/") || sr_piece_is(p, "with");
        if (cut || sr_piece_is(p, "in")) {
            if (open && !in_place) add_name(s, c->role, (sr_span){begin, last_end}, line->text);
            open = false;
            in_place = inside && (sr_piece_is(p, "in") || (in_place && sr_piece_is(p, "and")));
            if (!inside) break;
            continue;
        }
        if (!open) begin = p->span.begin;
        open = true;
        last_end = p->span.end;
    }
}

void sr_credit_read(const sr_clean *model, sr_doc *doc, sr_arena *tmp, sr_span span)
{
    sr_line_pieces line = {0};
    sr_credit_clauses clauses = {0};
    sink s = {model, doc, tmp, span.begin};
    if (sr_span_size(span) > SR_CUE_BYTES) return;
    sr_pieces_of(tmp, sr_doc_str(doc, span), &line);
    if (!sr_credit_clauses_of(model, &line, 0, tmp, &clauses)) return;
    for (uint32_t i = 0; i < clauses.items_count; i++) {
        const sr_credit_clause *c = &clauses.items[i];
        bool names_agency = c->slot == SR_SLOT_AGENCY;
        if (c->slot == SR_SLOT_NAMES && c->role != SR_CREDIT_PHOTO && c->role != SR_CREDIT_AGENCY)
            add_names(&s, c, &line);
        else if (c->role == SR_CREDIT_AGENCY && !names_agency)
            sr_credit_add(doc, SR_CREDIT_AGENCY, SR_STR("Agencies"), (sr_span){span.begin + c->whole.begin, span.begin + c->whole.end});
        else if (c->slot != SR_SLOT_LITERAL)
            add_name(&s, c->role, c->name, line.text);
    }
}
