/* SPDX-License-Identifier: Apache-2.0 */
/* Knowledge files: rows of fields separated by '|', '#' comments, UTF-8. Built-in ones are part of
 * the binary; a file of the same relative path in the user's data folder takes its place. */
#ifndef SR_BASE_TABLE_H
#define SR_BASE_TABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* The bytes of a built-in file ("lexicon/en/agencies.txt"), size 0 and data NULL where there is
 * none. Read-only, lives as long as the program. */
sr_str sr_asset(const char *path);

/* The i-th built-in file, in byte order of paths; NULL past the last. */
const char *sr_asset_path(size_t i);

typedef struct sr_row {
    const sr_str *fields; /* [fields_count], white space at the ends removed */
    uint32_t fields_count, line; /* line: 1 for the first */
} sr_row;

typedef struct sr_table {
    sr_row *rows;
    uint32_t rows_count, rows_room;
    sr_str path;
} sr_table;

/* Reads `path` from data_dir (may be NULL) or else the built-in file. Fields point into memory of
 * the arena or of the binary. Rows with fewer than min_fields fields are an error that names file
 * and line. A file that is nowhere is an error too. */
sr_status sr_table_read(sr_arena *arena, const char *data_dir, const char *path,
                        uint32_t min_fields, sr_table *out, sr_err *err);

/* Is data_dir a folder (or NULL)? SR_ERR_IO with the reason where it is not. */
sr_status sr_knowledge_folder(const char *data_dir, sr_err *err);

/* The whole file, the same way (models, weights). */
sr_status sr_knowledge_read(sr_arena *arena, const char *data_dir, const char *path, sr_str *out,
                            sr_err *err);

#endif
