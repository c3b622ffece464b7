/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzz targets of reading share: one report through ingest, clean and split, with every
 * promise checked after each; a broken one aborts. */
#ifndef SR_FUZZ_READING_H
#define SR_FUZZ_READING_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "clean/clean.h"
#include "ingest/ingest.h"
#include "split/split.h"

static const sr_clean *fuzz_clean;
static const sr_split *fuzz_split;

static inline void fuzz_demand(sr_status status, const sr_err *err)
{
    if (status == SR_OK) return;
    fprintf(stderr, "%s at %llu: %s\n", err->stage, (unsigned long long)err->byte, err->message);
    abort();
}

static inline void fuzz_open(void)
{
    static sr_arena *arena;
    sr_err err = {0};
    if (arena) return;
    arena = sr_arena_new();
    fuzz_demand(sr_clean_open(arena, NULL, &fuzz_clean, &err), &err);
    fuzz_demand(sr_split_open(arena, NULL, &fuzz_split, &err), &err);
}

/* Exact runs are the raw bytes themselves. */
static inline void fuzz_check_runs(const sr_doc *doc, const char *raw)
{
    for (uint32_t i = 0; i < doc->runs_count; i++) {
        const sr_run *r = &doc->runs[i];
        if (r->exact && memcmp(doc->text + r->text_begin, raw + r->raw_begin, r->text_size) != 0) abort();
    }
}

static inline void fuzz_report(const char *name, const char *data, size_t size)
{
    fuzz_open();
    sr_err err = {0};
    sr_scratch tmp = {sr_arena_new()};
    sr_doc *doc = sr_doc_new();
    if (sr_ingest_run(doc, sr_str_c(name), (sr_str){data, size}, &tmp, &err) == SR_OK) {
        fuzz_demand(sr_doc_check(doc, &err), &err);
        fuzz_check_runs(doc, data);
        fuzz_demand(sr_clean_run(fuzz_clean, doc, &tmp, &err), &err);
        doc->done |= 1u << SR_STAGE_CLEAN;
        fuzz_demand(sr_doc_check(doc, &err), &err);
        fuzz_demand(sr_split_run(fuzz_split, doc, &tmp, &err), &err);
        doc->done |= 1u << SR_STAGE_SPLIT;
        fuzz_demand(sr_doc_check(doc, &err), &err);
    }
    sr_doc_free(doc);
    sr_arena_free(tmp.arena);
}

#endif
