/* SPDX-License-Identifier: Apache-2.0 */
/* The façade behind sitrep.h: engine, reading on threads, writing. Threads read; one lock guards
 * the record that they add to; the record is sealed (sorted) before anything looks across reports. */
#include "sitrep.h"

#include <pthread.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/pool.h"
#include "base/table.h"
#include "base/walk.h"
#include "ingest/ingest.h"
#include "pipeline.h"
#include "report/report.h"

const char *sr_version(void) { return SITREP_VERSION; }

/* -- engine ---------------------------------------------------------------------------------------- */
struct sr_engine {
    sr_arena *arena;
    sr_models models;
    char lexicon_version[24], models_version[24];
};

/* A fingerprint of all knowledge files below `folder`, the user's in place of the built-in. */
static sr_status fingerprint(sr_arena *arena, const char *data_dir, const char *folder, char out[24], sr_err *err)
{
    XXH3_state_t state;
    XXH3_64bits_reset(&state);
    for (size_t i = 0; sr_asset_path(i); i++) {
        const char *path = sr_asset_path(i);
        sr_str data;
        if (strncmp(path, folder, strlen(folder)) != 0) continue;
        sr_status status = sr_knowledge_read(arena, data_dir, path, &data, err);
        if (status) return status;
        XXH3_64bits_update(&state, path, strlen(path) + 1);
        XXH3_64bits_update(&state, data.data, data.size);
    }
    uint64_t hash = XXH3_64bits_digest(&state);
    for (int i = 0; i < 16; i++) out[i] = "0123456789abcdef"[hash >> (60 - 4 * i) & 15];
    out[16] = 0;
    return SR_OK;
}

sr_status sr_engine_open(const sr_engine_options *options, sr_engine **out, sr_err *err)
{
    const char *data_dir = options ? options->data_dir : NULL;
    sr_arena *arena = sr_arena_new();
    sr_engine *e = arena ? sr_arena_alloc(arena, sizeof *e) : NULL;
    if (!e) {
        sr_arena_free(arena);
        return SR_FAIL(err, SR_ERR_MEMORY, "engine", "out of memory");
    }
    e->arena = arena;
    sr_status status = sr_knowledge_folder(data_dir, err);
    if (!status) status = sr_models_open(arena, data_dir, &e->models, err);
    if (!status) status = fingerprint(arena, data_dir, "lexicon/", e->lexicon_version, err);
    if (!status) status = fingerprint(arena, data_dir, "models/", e->models_version, err);
    if (sr_arena_failed(arena)) status = SR_FAIL(err, SR_ERR_MEMORY, "engine", "out of memory");
    if (status)
        sr_arena_free(arena);
    else
        *out = e;
    return status;
}

void sr_engine_close(sr_engine *engine)
{
    if (engine) sr_arena_free(engine->arena);
}

/* -- reading --------------------------------------------------------------------------------------- */
typedef struct source { /* one report to read: a path, or the caller's bytes */
    sr_str name;
    sr_str data; /* data.data NULL: read the path */
    bool taken;
} source;

typedef struct reading {
    const sr_engine *engine;
    const sr_read_options *options;
    sr_record *record;
    SR_LAYER(source, sources);
    sr_scratch *scratch; /* [workers] */
    pthread_mutex_t lock;
    sr_status status; /* of the whole run */
    sr_err *err;
} reading;

static void add_fault(reading *r, sr_str name, const sr_err *fault)
{
    pthread_mutex_lock(&r->lock);
    if (sr_record_add_fault(r->record, name, fault)) r->status = SR_ERR_MEMORY;
    pthread_mutex_unlock(&r->lock);
}

/* Takes doc over. */
static void add_doc(reading *r, sr_doc *doc)
{
    bool keep = r->options->keep_documents;
    pthread_mutex_lock(&r->lock);
    if (sr_record_add(r->record, doc, keep, NULL)) r->status = SR_ERR_MEMORY;
    pthread_mutex_unlock(&r->lock);
    if (!keep) sr_doc_free(doc);
}

static sr_status read_doc(reading *r, sr_doc *doc, sr_scratch *tmp, sr_err *fault)
{
    return sr_pipeline_read(&r->engine->models, doc, r->options->until, tmp, fault);
}

static void read_report(reading *r, sr_str name, sr_str bytes, sr_scratch *tmp)
{
    sr_err fault = {0};
    sr_doc *doc = sr_doc_new();
    sr_status status = doc ? sr_ingest_run(doc, name, bytes, tmp, &fault) : SR_FAIL(&fault, SR_ERR_MEMORY, "ingest", "out of memory");
    if (doc && (sr_arena_failed(doc->arena) || sr_arena_failed(tmp->arena)))
        status = SR_FAIL(&fault, SR_ERR_MEMORY, "ingest", "out of memory");
    if (!status) {
        doc->done |= 1u << SR_STAGE_INGEST;
        status = read_doc(r, doc, tmp, &fault);
    }
    if (!status) {
        add_doc(r, doc);
        return;
    }
    sr_doc_free(doc);
    add_fault(r, name, &fault);
}

/* An input of dumps: each is read on from where it stopped. */
static void read_dumps(reading *r, sr_str name, sr_str bytes, sr_scratch *tmp)
{
    if (!bytes.size) {
        sr_err fault = {0};
        SR_FAIL(&fault, SR_ERR_EMPTY, "load", "the input is empty");
        add_fault(r, name, &fault);
    }
    for (size_t at = 0; at < bytes.size;) {
        sr_err fault = {0};
        sr_doc *doc = NULL;
        size_t used = 0;
        sr_arena_reset(tmp->arena); /* what failed for one report has not failed for the next */
        sr_status status = sr_doc_load((sr_str){bytes.data + at, bytes.size - at}, &doc, &used, &fault);
        if (status) {
            if (fault.byte != SR_ERR_NO_BYTE) fault.byte += at;
            add_fault(r, name, &fault);
            return;
        }
        at += used;
        status = read_doc(r, doc, tmp, &fault);
        if (status) {
            add_fault(r, doc->file, &fault);
            sr_doc_free(doc);
        } else
            add_doc(r, doc);
    }
}

static void read_source(void *context, unsigned worker, size_t index)
{
    reading *r = context;
    source *s = &r->sources[index];
    sr_scratch *tmp = &r->scratch[worker];
    sr_str bytes = s->data;
    char *loaded = NULL;
    sr_err fault = {0};
    s->taken = true;
    sr_arena_reset(tmp->arena);
    if (!bytes.data) {
        uint64_t most = r->options->dump_input ? SR_MAX_DUMP_BYTES : SR_MAX_REPORT_BYTES;
        if (sr_io_read(s->name.data, most, "read", &loaded, &bytes.size, &fault)) {
            add_fault(r, s->name, &fault);
            return;
        }
        bytes.data = loaded;
    }
    if (r->options->dump_input)
        read_dumps(r, s->name, bytes, tmp);
    else
        read_report(r, s->name, bytes, tmp);
    sr_free(loaded);
}

static bool tick(void *context, size_t done, size_t total)
{
    reading *r = context;
    if (!r->options->progress) return false;
    pthread_mutex_lock(&r->lock);
    size_t faults = r->record->faults_count;
    pthread_mutex_unlock(&r->lock);
    return r->options->progress(r->options->progress_context, "read", done, total, faults) != 0;
}

/* Inputs to sources: folders become their files. */
static void gather(reading *r, const sr_input *inputs, size_t count)
{
    sr_arena *arena = r->record->arena;
    for (size_t i = 0; i < count; i++) {
        if (inputs[i].data) {
            source *s = SR_PUSH(arena, r, sources);
            if (s) *s = (source){sr_arena_copy(arena, sr_str_c(inputs[i].name)), {inputs[i].data, inputs[i].size}, false};
            continue;
        }
        sr_founds found = {0};
        sr_walk(arena, inputs[i].name, &found);
        for (uint32_t k = 0; k < found.items_count; k++) {
            if (found.items[k].fault.code) {
                add_fault(r, found.items[k].path, &found.items[k].fault);
                continue;
            }
            source *s = SR_PUSH(arena, r, sources);
            if (s) *s = (source){found.items[k].path, {NULL, 0}, false};
        }
    }
}

/* What the pool did not come to, because the caller stopped it. */
static void fault_untaken(reading *r)
{
    sr_err fault = {0};
    SR_FAIL(&fault, SR_ERR_CANCELLED, "read", "not read: stopped before its turn");
    for (uint32_t i = 0; i < r->sources_count; i++)
        if (!r->sources[i].taken) add_fault(r, r->sources[i].name, &fault);
}

static bool make_scratch(reading *r, unsigned workers)
{
    r->scratch = sr_arena_alloc(r->record->arena, workers * sizeof *r->scratch);
    for (unsigned i = 0; r->scratch && i < workers; i++) {
        r->scratch[i].arena = sr_arena_new();
        if (!r->scratch[i].arena) return false;
    }
    return r->scratch != NULL;
}

static sr_status read_all(reading *r, const sr_input *inputs, size_t count)
{
    unsigned workers = r->options->threads ? r->options->threads : sr_pool_processors();
    if (workers > SR_MAX_THREADS) workers = SR_MAX_THREADS;
    gather(r, inputs, count);
    bool ready = make_scratch(r, workers);
    if (ready) {
        sr_pool_run(workers, r->sources_count, read_source, tick, r);
        fault_untaken(r);
        if (r->options->progress)
            r->options->progress(r->options->progress_context, "reconcile", r->record->reports_count, r->record->reports_count,
                                 r->record->faults_count);
    }
    for (unsigned i = 0; r->scratch && i < workers; i++) sr_arena_free(r->scratch[i].arena);
    if (!ready || r->status || sr_arena_failed(r->record->arena))
        return SR_FAIL(r->err, SR_ERR_MEMORY, "read", "out of memory");
    return sr_pipeline_reconcile(&r->engine->models, r->record, r->options->until, r->err);
}

sr_status sr_read(const sr_engine *engine, const sr_input *inputs, size_t inputs_count,
                  const sr_read_options *options, sr_record **out, sr_err *err)
{
    static const sr_read_options defaults = {.until = SR_STAGE_MERGE};
    if (!engine || !out || (inputs_count && !inputs)) return SR_FAIL(err, SR_ERR_USAGE, "read", "engine, inputs or out is NULL");
    for (size_t i = 0; i < inputs_count; i++)
        if (!inputs[i].name) return SR_FAIL(err, SR_ERR_USAGE, "read", "an input has no name");
    reading r = {.engine = engine, .options = options ? options : &defaults, .record = sr_record_new(), .err = err};
    if (!r.record) return SR_FAIL(err, SR_ERR_MEMORY, "read", "out of memory");
    pthread_mutex_init(&r.lock, NULL);
    sr_record_made_by(r.record, "lexicon", engine->lexicon_version);
    sr_record_made_by(r.record, "models", engine->models_version);
    sr_record_made_by(r.record, "sitrep", sr_version());
    sr_status status = read_all(&r, inputs, inputs_count);
    pthread_mutex_destroy(&r.lock);
    if (status)
        sr_record_free(r.record);
    else
        *out = r.record;
    return status;
}

/* -- writing --------------------------------------------------------------------------------------- */
static void dump(const sr_record *record, sr_buf *out)
{
    if (record->done & (1u << SR_STAGE_LINEAGE)) {
        sr_record_json(record, SR_WRITE_TEXT, out);
        return;
    }
    for (uint32_t i = 0; i < record->reports_count; i++)
        if (record->reports[i].doc) sr_doc_dump(record->reports[i].doc, out);
}

sr_status sr_record_write(const sr_record *record, sr_format format, unsigned flags,
                          sr_write_fn write, void *context, sr_err *err)
{
    sr_buf out = {0};
    switch (format) {
    case SR_FORMAT_BRIEF: sr_report_brief(record, flags, &out); break;
    case SR_FORMAT_JSON: sr_record_json(record, flags, &out); break;
    case SR_FORMAT_DUMP: dump(record, &out); break;
    default: return SR_FAIL(err, SR_ERR_USAGE, "write", "no such format");
    }
    sr_status status = SR_OK;
    if (out.failed)
        status = SR_FAIL(err, SR_ERR_MEMORY, "write", "out of memory");
    else if (out.size && write(context, out.data, out.size) != 0)
        status = SR_FAIL(err, SR_ERR_IO, "write", "the output could not be written");
    sr_buf_free(&out);
    return status;
}
