/* SPDX-License-Identifier: Apache-2.0 */
/* The cue files: data/lexicon/en/boilerplate.txt and credits.txt to patterns, and the strongest cue
 * of a line. Strength: scope first (rest, zone, block, line), then the longer match. */
#include "clean/tokens.h"

static bool parse_kind(sr_str s, sr_block_kind *out)
{
    for (int k = 0; k < SR_BLOCK_KIND_COUNT; k++)
        if (sr_str_eq(s, sr_str_c(sr_block_kind_name((sr_block_kind)k)))) {
            *out = (sr_block_kind)k;
            return true;
        }
    return false;
}

static int index_of(sr_str s, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (sr_str_eq(s, sr_str_c(names[i]))) return i;
    return -1;
}

static sr_status bad_row(const sr_table *t, const sr_row *row, const char *what, sr_err *err)
{
    return SR_FAIL(err, SR_ERR_FORMAT, "knowledge", "%s:%u: there is no such %s", t->path.data, row->line, what);
}

static sr_status open_cues(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    static const char *const wheres[] = {"line", "start", "end", "any"};
    static const char *const scopes[] = {"line", "block", "zone", "rest"};
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/boilerplate.txt", 4, &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        sr_cue cue = {.pattern = row->fields[3]};
        int where = index_of(row->fields[1], wheres, 4), scope = index_of(row->fields[2], scopes, 4);
        if (!parse_kind(row->fields[0], &cue.kind)) return bad_row(&table, row, "kind of block", err);
        if (where < 0 || scope < 0) return bad_row(&table, row, "where or scope", err);
        cue.scope = (sr_scope)scope;
        cue.at_start = where == SR_WHERE_START;
        sr_cue *c = SR_PUSH(arena, model, cues);
        sr_pattern *p = SR_PUSH(arena, &model->cue_patterns, items);
        if (!c || !p) break;
        *c = cue;
        *p = (sr_pattern){.where = (sr_where)where, .rule = model->cues_count - 1};
        sr_pattern_parse(arena, cue.pattern, p);
        if (!sr_pattern_says_something(p)) return bad_row(&table, row, "word in the pattern", err);
    }
    sr_patterns_sort(&model->cue_patterns);
    return status;
}

static sr_status open_credits(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    const char *roles[SR_CREDIT_ROLE_COUNT];
    for (int r = 0; r < SR_CREDIT_ROLE_COUNT; r++) roles[r] = sr_credit_role_name((sr_credit_role)r);
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/credits.txt", 2, &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        int role = index_of(row->fields[0], roles, SR_CREDIT_ROLE_COUNT);
        if (role < 0) return bad_row(&table, row, "role", err);
        sr_credit_rule *c = SR_PUSH(arena, model, credit_rules);
        sr_pattern *p = SR_PUSH(arena, &model->credit_patterns, items);
        if (!c || !p) break;
        *c = (sr_credit_rule){(sr_credit_role)role};
        *p = (sr_pattern){.where = SR_WHERE_ANY, .rule = model->credit_rules_count - 1};
        sr_pattern_parse(arena, row->fields[1], p);
    }
    sr_patterns_sort(&model->credit_patterns);
    return status;
}

sr_status sr_cues_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    sr_status status = open_cues(arena, data_dir, model, err);
    return status ? status : open_credits(arena, data_dir, model, err);
}

typedef struct search {
    const sr_clean *model;
    const sr_cue *best;
    uint32_t best_size;
} search;

static bool better(void *context, const sr_pattern *p, const sr_capture *c)
{
    search *s = context;
    const sr_cue *cue = &s->model->cues[p->rule];
    uint32_t size = c->end - c->begin;
    if (!s->best || cue->scope > s->best->scope || (cue->scope == s->best->scope && size > s->best_size)) {
        s->best = cue;
        s->best_size = size;
    }
    return true;
}

const sr_cue *sr_cue_of(const sr_clean *model, const sr_line_pieces *line)
{
    search s = {model, NULL, 0};
    sr_patterns_find(model, &model->cue_patterns, line, better, &s);
    return s.best;
}

const sr_cue *sr_cue_match(const sr_clean *model, sr_arena *tmp, sr_str line)
{
    sr_line_pieces pieces = {0};
    if (line.size > SR_CUE_BYTES) line.size = SR_CUE_BYTES;
    sr_pieces_of(tmp, line, &pieces);
    return sr_cue_of(model, &pieces);
}
