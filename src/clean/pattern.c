/* SPDX-License-Identifier: Apache-2.0 */
/* The small pattern language of the cue files, over pieces: literals, # * <date> <name> <names>
 * <agency>. Matching backtracks; patterns are short and slots bounded, so it stays cheap. Patterns
 * are sorted by their first literal and found by bisection at each piece. */
#include <stdlib.h>

#include "clean/tokens.h"

#define ANY_MOST 6u
#define NAME_MOST 4u
#define NAMES_MOST 48u

static sr_slot slot_of(sr_str part)
{
    static const struct {
        sr_str text;
        sr_slot slot;
    } slots[] = {{{"#", 1}, SR_SLOT_NUMBER},      {{"*", 1}, SR_SLOT_ANY},        {{"<date>", 6}, SR_SLOT_DATE},
                 {{"<name>", 6}, SR_SLOT_NAME},   {{"<names>", 7}, SR_SLOT_NAMES}, {{"<agency>", 8}, SR_SLOT_AGENCY}};
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (sr_str_starts(part, slots[i].text)) return slots[i].slot;
    return SR_SLOT_LITERAL;
}

static size_t slot_size(sr_slot slot)
{
    static const size_t sizes[] = {0, 1, 1, 6, 6, 7, 8};
    return sizes[slot];
}

void sr_pattern_parse(sr_arena *arena, sr_str text, sr_pattern *out)
{
    struct {
        SR_LAYER(sr_pattern_part, parts);
    } list = {0};
    size_t at = 0;
    while (at < text.size) {
        sr_slot slot = slot_of((sr_str){text.data + at, text.size - at});
        size_t end = at + slot_size(slot);
        if (slot != SR_SLOT_LITERAL) {
            sr_pattern_part *p = SR_PUSH(arena, &list, parts);
            if (p) *p = (sr_pattern_part){slot, {"", 0}};
        } else {
            end = at + 1;
            while (end < text.size && slot_of((sr_str){text.data + end, text.size - end}) == SR_SLOT_LITERAL) end++;
            sr_line_pieces pieces = {0};
            sr_pieces_of(arena, (sr_str){text.data + at, end - at}, &pieces);
            for (uint32_t i = 0; i < pieces.items_count; i++) {
                sr_pattern_part *p = SR_PUSH(arena, &list, parts);
                if (p) *p = (sr_pattern_part){SR_SLOT_LITERAL, pieces.items[i].folded};
            }
        }
        at = end;
    }
    out->parts = list.parts;
    out->parts_count = list.parts_count;
}

bool sr_pattern_says_something(const sr_pattern *p)
{
    bool says = false;
    for (uint32_t i = 0; i < p->parts_count; i++) says |= p->parts[i].slot != SR_SLOT_ANY && p->parts[i].slot != SR_SLOT_NUMBER;
    return says;
}

/* -- matching -------------------------------------------------------------------------------------- */
typedef struct match {
    const sr_clean *model;
    const sr_pattern *pattern;
    const sr_line_pieces *line;
    sr_capture *out;
    unsigned steps; /* left before we give up: bounds backtracking on hostile lines */
} match;

static bool match_from(match *m, uint32_t part, uint32_t at);

static bool at_end(const match *m, uint32_t at)
{
    uint32_t n = m->line->items_count;
    while (at < n && sr_str_eq(m->line->items[at].folded, SR_STR("."))) at++;
    return at == n;
}

static bool name_word(const sr_piece *p)
{
    return p->kind == SR_PIECE_WORD && p->capital && !sr_str_eq(p->folded, SR_STR("by"));
}

/* May piece `at` stand within a list of names? Connecting words may not come first; "Editing by"
 * and "Photo:" end one. */
static bool names_piece(const match *m, uint32_t begin, uint32_t at)
{
    static const char *const inner[] = {",", "and", "in", "&", "-", "/", ".", "of", "the", "al", "el", "de", "van", "bin", "da", "di", "with", "@", "'"};
    const sr_piece *p = &m->line->items[at];
    const sr_piece *next = at + 1 < m->line->items_count ? p + 1 : NULL;
    if (next && (sr_str_eq(next->folded, SR_STR("by")) || sr_str_eq(next->folded, SR_STR(":")))) return false;
    if (name_word(p)) return true;
    if (at == begin) return false;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (sr_str_eq(p->folded, sr_str_c(inner[i]))) return true;
    return false;
}

/* Tries every length of a slot, longest first. */
static bool match_run(match *m, uint32_t part, uint32_t at, uint32_t most)
{
    sr_slot slot = m->pattern->parts[part].slot;
    uint32_t n = 0, left = m->line->items_count - at;
    for (; n < most && n < left; n++) {
        const sr_piece *p = &m->line->items[at + n];
        if (slot == SR_SLOT_NAME && !(name_word(p) || (n && p->kind == SR_PIECE_MARK && strchr(".-'", p->folded.data[0])))) break;
        if (slot == SR_SLOT_NAMES && !names_piece(m, at, at + n)) break;
    }
    for (; n > 0; n--)
        if (match_from(m, part + 1, at + n)) {
            m->out->slot = slot;
            m->out->slot_begin = at;
            m->out->slot_end = at + n;
            return true;
        }
    return false;
}

static bool match_slot(match *m, uint32_t part, uint32_t at)
{
    sr_when when;
    sr_str name;
    uint32_t n;
    switch (m->pattern->parts[part].slot) {
    case SR_SLOT_NUMBER: return m->line->items[at].kind == SR_PIECE_NUMBER && match_from(m, part + 1, at + 1);
    case SR_SLOT_ANY: return match_run(m, part, at, ANY_MOST);
    case SR_SLOT_NAME: return match_run(m, part, at, NAME_MOST);
    case SR_SLOT_NAMES: return match_run(m, part, at, NAMES_MOST);
    case SR_SLOT_DATE: n = sr_when_at(m->model, m->line, at, &when); return n && match_from(m, part + 1, at + n);
    case SR_SLOT_AGENCY:
        n = sr_known_at(m->model, m->line, at, SR_KNOWN_AGENCY | SR_KNOWN_OUTLET, &name);
        if (!n || !match_from(m, part + 1, at + n)) return false;
        m->out->slot = SR_SLOT_AGENCY;
        m->out->slot_begin = at;
        m->out->slot_end = at + n;
        return true;
    case SR_SLOT_LITERAL: break;
    }
    return sr_str_eq(m->line->items[at].folded, m->pattern->parts[part].literal) && match_from(m, part + 1, at + 1);
}

static bool match_from(match *m, uint32_t part, uint32_t at)
{
    if (m->steps == 0) return false;
    m->steps--;
    if (part == m->pattern->parts_count) {
        bool to_end = m->pattern->where == SR_WHERE_LINE || m->pattern->where == SR_WHERE_END;
        if (to_end && !at_end(m, at)) return false;
        m->out->end = at;
        return true;
    }
    return at < m->line->items_count && match_slot(m, part, at);
}

bool sr_pattern_match(const sr_clean *model, const sr_pattern *p, const sr_line_pieces *line,
                      uint32_t at, sr_capture *out)
{
    match m = {model, p, line, out, 2000};
    *out = (sr_capture){.begin = at, .slot = SR_SLOT_LITERAL};
    return match_from(&m, 0, at);
}

/* -- sets ------------------------------------------------------------------------------------------ */
static sr_str first_literal(const sr_pattern *p)
{
    return p->parts_count && p->parts[0].slot == SR_SLOT_LITERAL ? p->parts[0].literal : (sr_str){"", 0};
}

static bool is_inner(const sr_pattern *p) { return p->where == SR_WHERE_END || p->where == SR_WHERE_ANY; }

static int by_first(const void *pa, const void *pb)
{
    const sr_pattern *a = pa, *b = pb;
    if (is_inner(a) != is_inner(b)) return is_inner(a) ? 1 : -1;
    int c = sr_str_cmp(first_literal(a), first_literal(b));
    return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

void sr_patterns_sort(sr_patterns *p)
{
    if (p->items_count > 1) qsort(p->items, p->items_count, sizeof *p->items, by_first);
    p->inner = 0;
    while (p->inner < p->items_count && !is_inner(&p->items[p->inner])) p->inner++;
}

/* The first item of [low, high) whose first literal is not below `first`. */
static uint32_t lower_bound(const sr_patterns *set, uint32_t low, uint32_t high, sr_str first)
{
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (sr_str_cmp(first_literal(&set->items[mid]), first) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

typedef struct finder {
    const sr_clean *model;
    const sr_patterns *set;
    const sr_line_pieces *line;
    sr_found_fn found;
    void *context;
} finder;

/* Tries the items of [low, high) at one piece: those that begin with a slot, then those that begin
 * with its form. false when the caller has had enough. */
static bool find_at(const finder *f, uint32_t at, uint32_t low, uint32_t high)
{
    for (int literal = 0; literal < 2; literal++) {
        sr_str first = literal ? f->line->items[at].folded : (sr_str){"", 0};
        for (uint32_t i = lower_bound(f->set, low, high, first); i < high; i++) {
            const sr_pattern *p = &f->set->items[i];
            sr_capture c;
            if (!sr_str_eq(first_literal(p), first)) break;
            if (sr_pattern_match(f->model, p, f->line, at, &c) && !f->found(f->context, p, &c)) return false;
        }
    }
    return true;
}

void sr_patterns_find(const sr_clean *model, const sr_patterns *set, const sr_line_pieces *line,
                      sr_found_fn found, void *context)
{
    finder f = {model, set, line, found, context};
    if (line->items_count && !find_at(&f, 0, 0, set->inner)) return;
    for (uint32_t at = 0; at < line->items_count; at++)
        if (!find_at(&f, at, set->inner, set->items_count)) return;
}
