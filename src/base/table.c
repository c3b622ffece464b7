/* SPDX-License-Identifier: Apache-2.0 */
/* Knowledge files: the user's folder first, then what is built in. */
#include "base/table.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assets.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/utf8.h"

sr_str sr_asset(const char *path)
{
    for (const sr_asset_entry *a = sr_assets; a->path; a++)
        if (strcmp(a->path, path) == 0) return (sr_str){a->begin, (size_t)(a->end - a->begin)};
    return (sr_str){0};
}

const char *sr_asset_path(size_t i)
{
    for (const sr_asset_entry *a = sr_assets; a->path; a++)
        if (i-- == 0) return a->path;
    return NULL;
}

static sr_status read_user_file(sr_arena *arena, const char *path, sr_str *out, sr_err *err)
{
    char *data = NULL;
    size_t size = 0;
    sr_err inner = {0};
    sr_status status = sr_io_read(path, SR_MAX_LEXICON_BYTES, "knowledge", &data, &size, &inner);
    if (status) return sr_fail(err, status, "knowledge", inner.byte, "%s: %s", path, inner.message);
    *out = sr_arena_copy(arena, (sr_str){data, size});
    sr_free(data);
    return sr_arena_failed(arena) ? SR_FAIL(err, SR_ERR_MEMORY, "knowledge", "out of memory") : SR_OK;
}

sr_status sr_knowledge_folder(const char *data_dir, sr_err *err)
{
    struct stat st;
    if (!data_dir) return SR_OK;
    if (stat(data_dir, &st) != 0) return SR_FAIL(err, SR_ERR_IO, "knowledge", "%s: cannot be opened: %s", data_dir, strerror(errno));
    return S_ISDIR(st.st_mode) ? SR_OK : SR_FAIL(err, SR_ERR_IO, "knowledge", "%s is no folder", data_dir);
}

sr_status sr_knowledge_read(sr_arena *arena, const char *data_dir, const char *path, sr_str *out,
                            sr_err *err)
{
    if (data_dir) {
        sr_str full = sr_arena_printf(arena, "%s/%s", data_dir, path);
        if (full.size && access(full.data, F_OK) == 0) return read_user_file(arena, full.data, out, err);
    }
    *out = sr_asset(path);
    if (!out->data) return SR_FAIL(err, SR_ERR_IO, "knowledge", "%s is neither built in nor in the data folder", path);
    return SR_OK;
}

/* Cuts one line into fields; *row is filled, its fields live in the arena. */
static void cut_fields(sr_arena *arena, sr_str line, sr_row *row)
{
    uint32_t n = 1;
    for (size_t i = 0; i < line.size; i++) n += line.data[i] == '|';
    sr_str *fields = sr_arena_alloc(arena, n * sizeof *fields);
    if (!fields) return;
    row->fields = fields;
    for (size_t begin = 0, i = 0; i <= line.size; i++)
        if (i == line.size || line.data[i] == '|') {
            fields[row->fields_count++] = sr_trim((sr_str){line.data + begin, i - begin});
            begin = i + 1;
        }
}

sr_status sr_table_read(sr_arena *arena, const char *data_dir, const char *path,
                        uint32_t min_fields, sr_table *out, sr_err *err)
{
    sr_str file;
    sr_status status = sr_knowledge_read(arena, data_dir, path, &file, err);
    if (status) return status;
    *out = (sr_table){.path = sr_arena_copy(arena, sr_str_c(path))};
    size_t bad = sr_utf8_valid(file);
    if (bad < file.size) return sr_fail(err, SR_ERR_FORMAT, "knowledge", bad, "%s: not UTF-8", path);
    uint32_t line_number = 0;
    for (size_t begin = 0; begin < file.size;) {
        const char *nl = memchr(file.data + begin, '\n', file.size - begin);
        size_t end = nl ? (size_t)(nl - file.data) : file.size;
        sr_str line = sr_trim((sr_str){file.data + begin, end - begin});
        line_number++;
        if (line.size && line.data[0] != '#') {
            sr_row *row = SR_PUSH(arena, out, rows);
            if (row) cut_fields(arena, line, row), row->line = line_number;
            if (row && row->fields_count < min_fields && !sr_arena_failed(arena))
                return sr_fail(err, SR_ERR_FORMAT, "knowledge", begin, "%s:%u: %u fields where %u are needed", path,
                               line_number, row->fields_count, min_fields);
        }
        begin = end + 1;
    }
    return sr_arena_failed(arena) ? SR_FAIL(err, SR_ERR_MEMORY, "knowledge", "out of memory") : SR_OK;
}
