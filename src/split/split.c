/* SPDX-License-Identifier: Apache-2.0 */
/* split: opens its word lists; runs over the blocks of the body. */
#include <stdlib.h>

#include "split/internal.h"

static const char *const classes[SR_ABBR_CLASS_COUNT] = {"", "title", "rank", "office", "month", "weekday", "place", "org", "inline", "latin", "unit", "ref", "other"};

static int by_form(const void *a, const void *b) { return sr_str_cmp(((const sr_abbr *)a)->form, ((const sr_abbr *)b)->form); }
static int by_str(const void *a, const void *b) { return sr_str_cmp(*(const sr_str *)a, *(const sr_str *)b); }

static sr_status open_abbreviations(sr_arena *arena, const char *data_dir, struct sr_split *model, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/abbreviations.txt", 2, &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        int kind = 1;
        while (kind < SR_ABBR_CLASS_COUNT && !sr_str_eq(row->fields[1], sr_str_c(classes[kind]))) kind++;
        if (kind == SR_ABBR_CLASS_COUNT) return SR_FAIL(err, SR_ERR_FORMAT, "knowledge", "%s:%u: no such class", table.path.data, row->line);
        const char *space = NULL;
        sr_str form = row->fields[0];
        for (size_t k = 0; k < form.size; k++)
            if (form.data[k] == ' ') space = form.data + k + 1;
        if (space) form = (sr_str){space, form.size - (size_t)(space - form.data)}; /* "Staff Sgt." by its last word */
        if (!form.size || form.data[form.size - 1] != '.') continue;
        sr_abbr *a = SR_PUSH(arena, model, abbrs);
        if (a) *a = (sr_abbr){form, (sr_abbr_class)kind};
    }
    if (model->abbrs_count > 1) qsort(model->abbrs, model->abbrs_count, sizeof *model->abbrs, by_form);
    return status;
}

static sr_status open_list(sr_arena *arena, const char *data_dir, const char *path, sr_table *out, sr_err *err)
{
    return sr_table_read(arena, data_dir, path, 1, out, err);
}

static sr_status open_words(sr_arena *arena, const char *data_dir, struct sr_split *model, sr_err *err)
{
    static const char *const starters[] = {"lexicon/en/function_words.txt", "lexicon/en/starters.txt"};
    sr_table table;
    sr_status status = SR_OK;
    for (int t = 0; t < 2 && !status; t++) {
        status = open_list(arena, data_dir, starters[t], &table, err);
        for (uint32_t i = 0; !status && i < table.rows_count; i++) {
            sr_str *s = SR_PUSH(arena, model, starters);
            if (s) *s = table.rows[i].fields[0];
        }
    }
    if (!status) status = open_list(arena, data_dir, "lexicon/en/prefixes.txt", &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        sr_str *s = SR_PUSH(arena, model, prefixes);
        if (s) *s = table.rows[i].fields[0];
    }
    if (model->starters_count > 1) qsort(model->starters, model->starters_count, sizeof *model->starters, by_str);
    if (model->prefixes_count > 1) qsort(model->prefixes, model->prefixes_count, sizeof *model->prefixes, by_str);
    return status;
}

sr_status sr_split_open(sr_arena *arena, const char *data_dir, const sr_split **out, sr_err *err)
{
    struct sr_split *model = sr_arena_alloc(arena, sizeof *model);
    if (!model) return SR_FAIL(err, SR_ERR_MEMORY, "split", "out of memory");
    sr_status status = open_abbreviations(arena, data_dir, model, err);
    if (!status) status = open_words(arena, data_dir, model, err);
    if (!status && sr_arena_failed(arena)) status = SR_FAIL(err, SR_ERR_MEMORY, "split", "out of memory");
    *out = model;
    return status;
}

static sr_abbr_class whole_form(const struct sr_split *model, sr_str form)
{
    sr_abbr key = {.form = form};
    const sr_abbr *found =
        model->abbrs_count ? bsearch(&key, model->abbrs, model->abbrs_count, sizeof *model->abbrs, by_form) : NULL;
    return found ? found->kind : SR_ABBR_NONE;
}

sr_abbr_class sr_abbr_of(const struct sr_split *model, sr_str form)
{
    sr_abbr_class kind = whole_form(model, form);
    for (size_t i = form.size; kind == SR_ABBR_NONE && i > 1; i--)
        if (form.data[i - 1] == '-') return whole_form(model, (sr_str){form.data + i, form.size - i});
    return kind;
}

static bool in_list(const sr_str *list, uint32_t count, sr_str word)
{
    char lower[32];
    if (!count || word.size >= sizeof lower) return false;
    for (size_t i = 0; i < word.size; i++) lower[i] = (char)(word.data[i] >= 'A' && word.data[i] <= 'Z' ? word.data[i] | 32 : word.data[i]);
    sr_str key = {lower, word.size};
    return bsearch(&key, list, count, sizeof *list, by_str) != NULL;
}

bool sr_is_starter(const struct sr_split *model, sr_str word) { return in_list(model->starters, model->starters_count, word); }
bool sr_is_prefix(const struct sr_split *model, sr_str word) { return in_list(model->prefixes, model->prefixes_count, word); }

sr_status sr_split_run(const sr_split *model, sr_doc *doc, sr_scratch *tmp, sr_err *err)
{
    (void)tmp;
    (void)err;
    for (uint32_t b = 0; b < doc->blocks_count; b++) {
        if (doc->blocks[b].kind != SR_BLOCK_BODY) continue;
        sr_span rest = doc->blocks[b].span;
        while (rest.begin < rest.end) {
            sr_span s = {rest.begin, sr_sentence_end(model, doc->text, rest)};
            rest.begin = s.end;
            s = sr_trim_span(doc->text, s);
            if (s.begin >= s.end) continue;
            sr_sentence *sentence = SR_PUSH(doc->arena, doc, sentences);
            if (!sentence) return SR_OK; /* the arena has failed; the pipeline says so */
            *sentence = (sr_sentence){.span = s, .block = b, .tokens_begin = doc->tokens_count};
            sr_tokens_of(model, doc, s);
            doc->sentences[doc->sentences_count - 1].tokens_end = doc->tokens_count;
        }
    }
    return SR_OK;
}
