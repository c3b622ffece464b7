/* SPDX-License-Identifier: Apache-2.0 */
/* What train.py learns from: cuts pages into units and writes what is measured of each, by the very
 * code that will read the model.
 *
 *   html_features DATA_DIR LIST PREFIX
 *
 * LIST names one page a line. Writes PREFIX.names (one measure a line), PREFIX.f32 (a row of floats
 * for each unit), PREFIX.units (page number, tab, the unit's text, line breaks as spaces). */
#include <stdio.h>
#include <stdlib.h>

#include "base/io.h"
#include "base/limits.h"
#include "clean/html.h"
#include "ingest/ingest.h"

typedef struct writer {
    FILE *names, *rows, *units;
    uint32_t columns;
} writer;

static FILE *open_file(const char *prefix, const char *suffix)
{
    char path[4096];
    snprintf(path, sizeof path, "%s%s", prefix, suffix);
    FILE *f = fopen(path, "wb");
    if (!f) perror(path);
    return f;
}

static void write_names(writer *w, const sr_html_cues *cues)
{
    for (int i = 0; i < SR_F_COUNT; i++) fprintf(w->names, "%s\n", sr_html_measure_names[i]);
    for (uint32_t i = 0; i < sr_html_cues_groups(cues); i++) {
        sr_str name = sr_html_cues_name(cues, i);
        fprintf(w->names, "cue_%.*s\n", (int)name.size, name.data);
    }
    w->columns = SR_F_COUNT + sr_html_cues_groups(cues);
}

static int write_page(writer *w, const sr_html_model *model, const char *path, unsigned number)
{
    sr_err err = {0};
    char *data = NULL;
    size_t size = 0;
    sr_scratch tmp = {sr_arena_new()};
    sr_doc *doc = sr_doc_new();
    sr_units units = {0};
    sr_html_view view;
    sr_status status = sr_io_read(path, SR_MAX_REPORT_BYTES, "train", &data, &size, &err);
    if (!status) status = sr_ingest_run(doc, sr_str_c(path), (sr_str){data, size}, &tmp, &err);
    if (!status) status = sr_html_view_open(model, doc, tmp.arena, &units, &view);
    if (status) fprintf(stderr, "%s: %s\n", path, err.message);
    for (uint32_t i = 0; !status && i < units.items_count; i++) {
        sr_str text = sr_doc_str(doc, units.items[i].span);
        fwrite(view.measures[i].of, sizeof(float), w->columns, w->rows);
        fprintf(w->units, "%u\t", number);
        for (size_t k = 0; k < text.size; k++) fputc(text.data[k] == '\n' || text.data[k] == '\r' ? ' ' : text.data[k], w->units);
        fputc('\n', w->units);
    }
    sr_doc_free(doc);
    sr_arena_free(tmp.arena);
    sr_free(data);
    return status == SR_ERR_IO;
}

int main(int argc, char **argv)
{
    if (argc < 4) return fprintf(stderr, "usage: html_features DATA_DIR LIST PREFIX\n"), 2;
    sr_err err = {0};
    sr_arena *arena = sr_arena_new();
    sr_html_model model = {0};
    if (sr_html_cues_open(arena, argv[1], &model.cues, &err)) return fprintf(stderr, "%s\n", err.message), 1;
    FILE *list = fopen(argv[2], "r");
    writer w = {open_file(argv[3], ".names"), open_file(argv[3], ".f32"), open_file(argv[3], ".units"), 0};
    if (!list || !w.names || !w.rows || !w.units) return 1;
    write_names(&w, model.cues);
    char line[4096];
    int failed = 0;
    for (unsigned number = 0; fgets(line, sizeof line, list); number++) {
        line[strcspn(line, "\n")] = 0;
        failed |= write_page(&w, &model, line, number);
    }
    fclose(list);
    fclose(w.names);
    fclose(w.rows);
    fclose(w.units);
    sr_arena_free(arena);
    return failed;
}
