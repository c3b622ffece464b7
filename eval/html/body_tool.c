/* SPDX-License-Identifier: Apache-2.0 */
/* Pages to JSON lines, for eval/html/run.py: what ingest and clean make of each.
 *
 *   html_body_tool DATA_DIR LIST          LIST names one file a line; DATA_DIR may be ""
 *
 * Each line: {"file", "title", "date", "iso", "outlet", "language", "authors": [..],
 * "blocks": [[kind, score, text], ..]} or {"file", "error"}. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/limits.h"
#include "clean/clean.h"
#include "ingest/ingest.h"

static void put_string(sr_buf *out, sr_str s)
{
    sr_buf_char(out, '"');
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c == '"' || c == '\\') sr_buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F) sr_buf_printf(out, "\\u%04x", c);
        else sr_buf_char(out, (char)c);
    }
    sr_buf_char(out, '"');
}

static void put_pair(sr_buf *out, const char *key, sr_str value)
{
    sr_buf_printf(out, ", \"%s\": ", key);
    put_string(out, value);
}

static void put_doc(sr_buf *out, const sr_doc *doc)
{
    const sr_meta *m = &doc->meta;
    char date[SR_WHEN_CHARS], iso[SR_WHEN_CHARS];
    sr_when_date(&m->published, date);
    sr_when_iso(&m->published, iso);
    put_pair(out, "title", m->title);
    put_pair(out, "date", sr_str_c(date));
    put_pair(out, "iso", sr_str_c(iso));
    put_pair(out, "outlet", m->outlet);
    put_pair(out, "language", m->language);
    sr_buf_c(out, ", \"authors\": [");
    for (uint32_t i = 0, n = 0; i < m->credits_count; i++) {
        if (m->credits[i].role != SR_CREDIT_REPORTING) continue;
        if (n++) sr_buf_char(out, ',');
        put_string(out, m->credits[i].name);
    }
    sr_buf_c(out, "], \"blocks\": [");
    for (uint32_t i = 0; i < doc->blocks_count; i++) {
        sr_buf_printf(out, "%s[\"%s\", %.2f, ", i ? "," : "", sr_block_kind_name(doc->blocks[i].kind),
                      (double)doc->blocks[i].score);
        put_string(out, sr_doc_str(doc, doc->blocks[i].span));
        sr_buf_char(out, ']');
    }
    sr_buf_c(out, "]");
}

static int read_page(const sr_clean *model, const char *path, sr_scratch *tmp)
{
    sr_err err = {0};
    char *data = NULL;
    size_t size = 0;
    sr_buf out = {0};
    sr_doc *doc = sr_doc_new();
    sr_status status = doc ? sr_io_read(path, SR_MAX_REPORT_BYTES, "eval", &data, &size, &err) : SR_ERR_MEMORY;
    if (!status) status = sr_ingest_run(doc, sr_str_c(path), (sr_str){data, size}, tmp, &err);
    if (!status) status = sr_clean_run(model, doc, tmp, &err);
    sr_buf_c(&out, "{\"file\": ");
    put_string(&out, sr_str_c(path));
    if (status) put_pair(&out, "error", sr_str_c(err.message));
    else put_doc(&out, doc);
    sr_buf_c(&out, "}\n");
    if (!out.failed) fwrite(out.data, 1, out.size, stdout);
    sr_buf_free(&out);
    sr_doc_free(doc);
    sr_free(data);
    sr_arena_reset(tmp->arena);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) return fprintf(stderr, "usage: html_body_tool DATA_DIR LIST\n"), 2;
    sr_err err = {0};
    sr_arena *arena = sr_arena_new();
    sr_scratch tmp = {sr_arena_new()};
    const sr_clean *model = NULL;
    FILE *list = fopen(argv[2], "r");
    char line[4096];
    if (!arena || !tmp.arena || !list) return 1;
    if (sr_clean_open(arena, argv[1][0] ? argv[1] : NULL, &model, &err)) return fprintf(stderr, "%s\n", err.message), 1;
    while (fgets(line, sizeof line, list)) {
        line[strcspn(line, "\n")] = 0;
        read_page(model, line, &tmp);
    }
    fclose(list);
    sr_arena_free(tmp.arena);
    sr_arena_free(arena);
    return 0;
}
