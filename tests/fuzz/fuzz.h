/* SPDX-License-Identifier: Apache-2.0 */
/* What the fuzz targets share. A target is one LLVMFuzzerTestOneInput; libFuzzer drives it in the
 * fuzz build, replay.c in all others. */
#ifndef SR_TESTS_FUZZ_H
#define SR_TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "record/record.h"
#include "sitrep.h"

#define MUST(condition)                                                                            \
    ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition), abort()))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The knowledge, opened at the first call. */
static inline const sr_engine *fuzz_engine(void)
{
    static sr_engine *engine;
    sr_err err = {0};
    if (!engine && sr_engine_open(NULL, &engine, &err)) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    return engine;
}

static inline int fuzz_sink(void *context, const void *data, size_t size)
{
    size_t *bytes = context;
    (void)data;
    *bytes += size;
    return 0;
}

static inline void fuzz_write_all(const sr_record *record)
{
    size_t bytes = 0;
    for (int format = SR_FORMAT_BRIEF; format <= SR_FORMAT_DUMP; format++)
        MUST(sr_record_write(record, (sr_format)format, SR_WRITE_TEXT | SR_WRITE_FULL, fuzz_sink, &bytes, NULL) == SR_OK);
}

/* Reads the bytes as one report (or a file of dumps) through the façade and writes every format. */
static inline void fuzz_read(const uint8_t *data, size_t size, bool dumps)
{
    sr_input input = {"fuzz", size ? (const void *)data : "", size};
    sr_read_options options = {.threads = 1, .until = SR_STAGE_MERGE, .dump_input = dumps};
    sr_record *record = NULL;
    sr_err err = {0};
    sr_status status = sr_read(fuzz_engine(), &input, 1, &options, &record, &err);
    if (status) fprintf(stderr, "%s: %s\n", err.stage ? err.stage : "", err.message);
    MUST(status == SR_OK);
    for (size_t i = 0; i < sr_record_faults(record); i++) MUST(record->faults[i].stage && record->faults[i].message.size);
    fuzz_write_all(record);
    sr_record_free(record);
}

#endif
