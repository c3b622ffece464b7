/* SPDX-License-Identifier: Apache-2.0 */
/* Names of agencies and outlets. A short form in capitals (ANA, SPA, AP) counts only in capitals,
 * for Ana is a town and a spa is a bath. */
#include "clean/tokens.h"

#define LONGEST_NAME 8u

static bool is_short_caps(sr_str name)
{
    bool all = name.size <= 5;
    for (size_t i = 0; i < name.size; i++) all &= name.data[i] >= 'A' && name.data[i] <= 'Z';
    return all;
}

/* Phrases are compared by words; of the two tables the first that names a form keeps it. */
static void add_name(sr_arena *arena, struct sr_clean *model, sr_str form, sr_str canonical, unsigned kind)
{
    sr_known *k = form.size ? SR_PUSH(arena, model, known) : NULL;
    if (!k) return;
    *k = (sr_known){canonical, kind, is_short_caps(form)};
    sr_phrases_add(model->known_names, form, model->known_count - 1);
}

sr_status sr_known_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    static const struct {
        const char *path;
        unsigned kind;
    } tables[] = {{"lexicon/en/agencies.txt", SR_KNOWN_AGENCY}, {"lexicon/en/outlets.txt", SR_KNOWN_OUTLET}};
    model->known_names = sr_phrases_new(arena);
    for (size_t t = 0; t < 2; t++) {
        sr_table table;
        sr_status status = sr_table_read(arena, data_dir, tables[t].path, 2, &table, err);
        if (status) return status;
        for (uint32_t i = 0; i < table.rows_count; i++) {
            const sr_row *row = &table.rows[i];
            add_name(arena, model, row->fields[0], row->fields[0], tables[t].kind);
            for (uint32_t f = 2; f < row->fields_count; f++) add_name(arena, model, row->fields[f], row->fields[0], tables[t].kind);
        }
    }
    return SR_OK;
}

/* The pieces from `at` as words of the line's text; full stops inside initials join, so this cuts
 * the text anew from the piece's begin. */
uint32_t sr_known_at(const sr_clean *model, const sr_line_pieces *line, uint32_t at, unsigned kinds,
                     sr_str *name)
{
    sr_word words[LONGEST_NAME];
    sr_words list = {words, 0, LONGEST_NAME};
    uint32_t ends[LONGEST_NAME], value = 0;
    const sr_piece *first = &line->items[at];
    if (first->kind == SR_PIECE_MARK) return 0;
    for (uint32_t i = at; i < line->items_count && list.items_count < LONGEST_NAME; i++) {
        const sr_piece *p = &line->items[i];
        if (p->kind == SR_PIECE_MARK) {
            if (!strchr("-&./'", p->folded.size ? p->folded.data[0] : ' ')) break;
            continue;
        }
        ends[list.items_count] = i + 1;
        words[list.items_count++] = (sr_word){p->folded, p->span};
    }
    uint32_t n = sr_phrases_match(model->known_names, &list, 0, &value);
    bool form = first->caps || !n || !model->known[value].caps_only || (kinds & SR_KNOWN_LOOSE && first->capital);
    if (!n || !form || !(model->known[value].kinds & kinds)) return 0;
    *name = model->known[value].name;
    return ends[n - 1] - at;
}

static sr_str name_from(const sr_clean *model, const sr_line_pieces *line, uint32_t at, unsigned kinds)
{
    sr_str name = {0};
    if (at >= line->items_count) return name;
    uint32_t n = sr_known_at(model, line, at, kinds, &name);
    return n && at + n == line->items_count ? name : (sr_str){0};
}

static sr_str whole_name(const sr_clean *model, sr_arena *tmp, sr_str s, unsigned kinds)
{
    sr_line_pieces line = {0};
    sr_pieces_of(tmp, s.size > 256 ? (sr_str){s.data, 256} : s, &line);
    bool the = line.items_count && sr_str_eq(line.items[0].folded, SR_STR("the"));
    sr_str name = name_from(model, &line, 0, kinds);
    return name.size || !the ? name : name_from(model, &line, 1, kinds);
}

sr_str sr_agency_name(const sr_clean *model, sr_arena *tmp, sr_str s)
{
    return whole_name(model, tmp, s, SR_KNOWN_AGENCY);
}

sr_str sr_outlet_name(const sr_clean *model, sr_arena *tmp, sr_str s)
{
    return whole_name(model, tmp, s, SR_KNOWN_OUTLET | SR_KNOWN_AGENCY);
}
