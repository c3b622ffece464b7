/* SPDX-License-Identifier: Apache-2.0 */
/* clean: opens the stage's knowledge; runs it: fields of a page, units, blocks. */
#include "clean/clean.h"

#include "clean/finish.h"
#include "clean/language.h"
#include "clean/tokens.h"

/* A list of words or of numbered names, one phrase set. */
static sr_status open_words(sr_arena *arena, const char *data_dir, const char *path, sr_phrases **out, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, path, 1, &table, err);
    *out = sr_phrases_new(arena);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) sr_phrases_add(*out, table.rows[i].fields[0], i + 1);
    return status;
}

/* "1|January|Jan|Jan.": every form to its number. */
static sr_status open_numbered(sr_arena *arena, const char *data_dir, const char *path, sr_phrases **out, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, path, 2, &table, err);
    *out = sr_phrases_new(arena);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        uint32_t n = 0;
        for (size_t k = 0; k < row->fields[0].size; k++) n = n * 10 + (uint32_t)(row->fields[0].data[k] - '0');
        if (n < 1 || n > 12) return SR_FAIL(err, SR_ERR_FORMAT, "knowledge", "%s:%u: a number from 1 to 12 is needed", path, row->line);
        for (uint32_t f = 1; f < row->fields_count; f++) sr_phrases_add(*out, row->fields[f], n);
    }
    return status;
}

/* "EDT|-04:00" */
static sr_status open_zones(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/zones.txt", 2, &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        sr_str o = row->fields[1];
        if (o.size != 6 || (o.data[0] != '+' && o.data[0] != '-') || o.data[3] != ':')
            return SR_FAIL(err, SR_ERR_FORMAT, "knowledge", "%s:%u: an offset like -04:00 is needed", table.path.data, row->line);
        int minutes = ((o.data[1] - '0') * 10 + o.data[2] - '0') * 60 + (o.data[4] - '0') * 10 + o.data[5] - '0';
        sr_zone_name *z = SR_PUSH(arena, model, zones);
        if (z) *z = (sr_zone_name){row->fields[0], (int16_t)(o.data[0] == '-' ? -minutes : minutes)};
    }
    return status;
}

sr_status sr_clean_open(sr_arena *arena, const char *data_dir, const sr_clean **out, sr_err *err)
{
    struct sr_clean *model = sr_arena_alloc(arena, sizeof *model);
    if (!model) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "out of memory");
    sr_status status = sr_cues_open(arena, data_dir, model, err);
    if (!status) status = sr_known_open(arena, data_dir, model, err);
    if (!status) status = open_numbered(arena, data_dir, "lexicon/en/months.txt", &model->months, err);
    if (!status) status = open_numbered(arena, data_dir, "lexicon/en/weekdays.txt", &model->weekdays, err);
    if (!status) status = open_zones(arena, data_dir, model, err);
    if (!status) status = open_words(arena, data_dir, "lexicon/en/datelines.txt", &model->places, err);
    if (!status) status = open_words(arena, data_dir, "lexicon/en/datewords.txt", &model->date_words, err);
    if (!status) status = open_words(arena, data_dir, "lexicon/en/function_words.txt", &model->function_words, err);
    if (!status) status = open_words(arena, data_dir, "lexicon/en/finite.txt", &model->finite_words, err);
    if (!status) status = sr_language_open(arena, data_dir, model, err);
    if (!status) status = sr_html_model_open(arena, data_dir, &model->html, err);
    if (!status && sr_arena_failed(arena)) status = SR_FAIL(err, SR_ERR_MEMORY, "clean", "out of memory");
    *out = model;
    return status;
}

sr_status sr_clean_run(const sr_clean *model, sr_doc *doc, sr_scratch *tmp, sr_err *err)
{
    sr_units units = {0};
    sr_status status;
    if (doc->media == SR_MEDIA_HTML) {
        sr_fields_meta(model, doc, tmp);
        status = sr_html_units(model, model->html, doc, tmp, &units, err);
    } else
        status = sr_text_units(model, doc, tmp, &units, err);
    if (!status) sr_clean_finish(model, doc, tmp->arena, &units);
    return status;
}
