/* SPDX-License-Identifier: Apache-2.0 */
/* The stages, in order. In debug builds the promises of the layers are checked after each. */
#include "pipeline.h"

sr_status sr_models_open(sr_arena *arena, const char *data_dir, sr_models *out, sr_err *err)
{
    sr_status status = sr_clean_open(arena, data_dir, &out->clean, err);
    if (!status) status = sr_split_open(arena, data_dir, &out->split, err);
    if (!status) status = sr_lineage_open(arena, data_dir, &out->lineage, err);
    return status;
}

static sr_status run_clean(const sr_models *m, sr_doc *doc, sr_scratch *tmp, sr_err *err)
{
    return sr_clean_run(m->clean, doc, tmp, err);
}

static sr_status run_split(const sr_models *m, sr_doc *doc, sr_scratch *tmp, sr_err *err)
{
    return sr_split_run(m->split, doc, tmp, err);
}

/* ingest comes before these: it makes the document. */
static const struct {
    sr_stage stage;
    sr_status (*run)(const sr_models *, sr_doc *, sr_scratch *, sr_err *);
} stages[] = {
    {SR_STAGE_CLEAN, run_clean},
    {SR_STAGE_SPLIT, run_split},
};

sr_status sr_pipeline_read(const sr_models *models, sr_doc *doc, sr_stage until, sr_scratch *tmp,
                           sr_err *err)
{
    for (size_t i = 0; i < sizeof stages / sizeof *stages && stages[i].stage <= until; i++) {
        if (doc->done & (1u << stages[i].stage)) continue;
        sr_status status = stages[i].run(models, doc, tmp, err);
        if (sr_arena_failed(doc->arena) || sr_arena_failed(tmp->arena))
            status = SR_FAIL(err, SR_ERR_MEMORY, sr_stage_name(stages[i].stage), "out of memory");
        if (status) return status;
        doc->done |= 1u << stages[i].stage;
        sr_arena_reset(tmp->arena);
#ifndef NDEBUG
        status = sr_doc_check(doc, err);
        if (status) return status;
#endif
    }
    return SR_OK;
}

sr_status sr_pipeline_reconcile(const sr_models *models, sr_record *record, sr_stage until,
                                sr_err *err)
{
    sr_status status = sr_record_seal(record, err);
    if (status || until < SR_STAGE_LINEAGE) return status;
    sr_scratch tmp = {sr_arena_new()};
    if (!tmp.arena) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    status = sr_lineage_run(models->lineage, record, &tmp, err);
    if (sr_arena_failed(record->arena) || sr_arena_failed(tmp.arena))
        status = SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    sr_arena_free(tmp.arena);
    if (status) return status;
    record->done |= 1u << SR_STAGE_LINEAGE;
    if (until >= SR_STAGE_MERGE) record->done |= 1u << SR_STAGE_MERGE;
#ifndef NDEBUG
    status = sr_record_check(record, err);
#endif
    return status;
}
