/* SPDX-License-Identifier: Apache-2.0 */
/* sitrep.h: the public interface of libsitrep, and its manual.
 *
 * sitrep reads many news reports about unfolding events and gives back one sourced record: what
 * the reports are, what in them is text, who repeats whom. Every statement leads to bytes of a
 * report. There is no network, no global state, no locale; equal inputs give equal bytes.
 *
 * Use:  open an engine (const knowledge, shared by all threads), read inputs into a record, write
 *       the record in some format, free both.
 *
 * Conventions.  Every function that can fail returns an sr_status, 0 or negative, and fills the
 * caller's sr_err, which may be NULL. Spans are half-open byte offsets [begin, end). Strings are
 * UTF-8. What a function named `_free` or `_close` takes may be NULL. The library never prints,
 * never calls exit or abort, never changes signal handlers.
 *
 * Threads.  An sr_engine may be used by any number of threads at once. An sr_record belongs to one
 * thread while it is written to; a finished record may be read by many. */
#ifndef SITREP_H
#define SITREP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SR_API __attribute__((visibility("default")))
#else
#define SR_API
#endif

/* What a function returns. Negative values are errors; names and numbers are stable. */
typedef enum sr_status {
    SR_OK = 0,
    SR_ERR_MEMORY = -1,      /* an allocation failed */
    SR_ERR_USAGE = -2,       /* the caller's arguments make no sense */
    SR_ERR_IO = -3,          /* a file could not be opened, read or written */
    SR_ERR_EMPTY = -4,       /* nothing there to read */
    SR_ERR_BINARY = -5,      /* not text */
    SR_ERR_ENCODING = -6,    /* text, but not in the character set it claims */
    SR_ERR_LIMIT = -7,       /* too large or too deep: a report has at most 32 MiB, a record's JSON 1 GiB */
    SR_ERR_FORMAT = -8,      /* a file of ours (dump, record, lexicon, model) is malformed */
    SR_ERR_INVARIANT = -9,   /* a stage broke what the layers promise: a defect of sitrep */
    SR_ERR_CANCELLED = -10   /* not read, because the caller's progress function asked to stop */
} sr_status;

#define SR_ERR_NO_BYTE UINT64_MAX

/* What went wrong, in words a user can act on. `stage` is a static string or NULL; `byte` is an
 * offset into the input, SR_ERR_NO_BYTE where none applies. */
typedef struct sr_err {
    sr_status code;
    const char *stage;
    uint64_t byte;
    char message[320];
} sr_err;

/* The name of a status, e.g. "io"; static. */
SR_API const char *sr_status_name(sr_status status);

/* The version of the library, "0.1.0"; static. */
SR_API const char *sr_version(void);

/* -- engine ----------------------------------------------------------------------------------- */

typedef struct sr_engine sr_engine;

/* data_dir: a folder whose files take the place of the built-in ones of the same relative path
 * (lexicon/en/agencies.txt ...), or NULL for the built-in knowledge alone. It must exist. */
typedef struct sr_engine_options {
    const char *data_dir;
} sr_engine_options;

/* Loads knowledge and models. options may be NULL. *out is the caller's, to be closed with
 * sr_engine_close, and is set on success only.
 * Errors: SR_ERR_IO, SR_ERR_FORMAT (file and line in the message), SR_ERR_MEMORY. */
SR_API sr_status sr_engine_open(const sr_engine_options *options, sr_engine **out, sr_err *err);
SR_API void sr_engine_close(sr_engine *engine);

/* -- reading ---------------------------------------------------------------------------------- */

typedef struct sr_record sr_record;

/* One input. With data == NULL, `name` is a path: a file, a folder (read to its leaves, hidden
 * files left out) or "-" for standard input. Otherwise `data`, `size` are the report's bytes, which
 * stay the caller's, and `name` is what the record calls it. */
typedef struct sr_input {
    const char *name;
    const void *data;
    size_t size;
} sr_input;

/* The stages, in the order in which they run. */
typedef enum sr_stage {
    SR_STAGE_INGEST,
    SR_STAGE_CLEAN,
    SR_STAGE_SPLIT,
    SR_STAGE_LINEAGE,
    SR_STAGE_MERGE,
    SR_STAGE_COUNT
} sr_stage;

/* "ingest" ...; static; NULL for a number that is no stage. */
SR_API const char *sr_stage_name(sr_stage stage);

/* Called now and then from the thread that called sr_read, never from two at once. Counts are
 * reports. A non-zero return stops the reading: what has been read is still reconciled, and each
 * input that has not is a fault, so that nothing is lost without a word. */
typedef int (*sr_progress_fn)(void *context, const char *stage, size_t done, size_t total,
                              size_t faults);

typedef struct sr_read_options {
    unsigned threads;        /* 0: one for each processor */
    sr_stage until;          /* the last stage to run; SR_STAGE_MERGE for all */
    bool keep_documents;     /* keep each report's layers for SR_FORMAT_DUMP */
    bool dump_input;         /* the inputs are dumps (SR_FORMAT_DUMP), to be read on from */
    sr_progress_fn progress; /* may be NULL */
    void *progress_context;
} sr_read_options;

/* Reads every input into one record. options may be NULL: all stages, on all processors. A report that cannot be read becomes a row of the record's
 * faults and stops nothing else. *out is the caller's, to be freed with sr_record_free; it is set
 * even when no report could be read. Errors are those of the whole run: SR_ERR_MEMORY,
 * SR_ERR_USAGE, SR_ERR_INVARIANT. */
SR_API sr_status sr_read(const sr_engine *engine, const sr_input *inputs, size_t inputs_count,
                         const sr_read_options *options, sr_record **out, sr_err *err);
SR_API void sr_record_free(sr_record *record);

/* Reads a record back from its JSON. *out is the caller's, and is set on success only. Errors:
 * SR_ERR_FORMAT (with the byte where it is no JSON; else the message names the field), SR_ERR_LIMIT,
 * SR_ERR_MEMORY. Writing what was loaded gives the same bytes. */
SR_API sr_status sr_record_load(const void *json, size_t size, sr_record **out, sr_err *err);

SR_API size_t sr_record_reports(const sr_record *record); /* how many reports were read */
SR_API size_t sr_record_faults(const sr_record *record);  /* how many inputs could not be */

/* One fault: the input's name, what was wrong, where (SR_ERR_NO_BYTE where no byte applies).
 * Strings belong to the record. SR_ERR_USAGE when there is no such fault. */
SR_API sr_status sr_record_fault(const sr_record *record, size_t index, const char **file,
                                 const char **stage, const char **message, uint64_t *byte);

/* -- writing ---------------------------------------------------------------------------------- */

typedef enum sr_format {
    SR_FORMAT_BRIEF,  /* the page for an analyst, plain text */
    SR_FORMAT_JSON,   /* record.schema.json, format sitrep/1, canonical */
    SR_FORMAT_DUMP    /* the readable state after the last stage that ran: docs/dump.md; after
                         lineage it is the JSON with texts */
} sr_format;

enum {
    SR_WRITE_TEXT = 1, /* JSON: with each report's text, so that the record stands alone */
    SR_WRITE_FULL = 2  /* brief: all passages, not only as many as fit a page */
};

/* Takes `size` bytes of output; returns 0, or anything else to stop with SR_ERR_IO. */
typedef int (*sr_write_fn)(void *context, const void *data, size_t size);

SR_API sr_status sr_record_write(const sr_record *record, sr_format format, unsigned flags,
                                 sr_write_fn write, void *context, sr_err *err);

#ifdef __cplusplus
}
#endif
#endif
