/* SPDX-License-Identifier: Apache-2.0 */
/* The table of stages and the one loop over it. */
#ifndef SR_PIPELINE_H
#define SR_PIPELINE_H

#include "clean/clean.h"
#include "lineage/lineage.h"
#include "record/record.h"
#include "split/split.h"

/* The const knowledge of all stages, shared by all threads; lives in one arena. */
typedef struct sr_models {
    const sr_clean *clean;
    const sr_split *split;
    const sr_lineage *lineage;
} sr_models;

sr_status sr_models_open(sr_arena *arena, const char *data_dir, sr_models *out, sr_err *err);

/* One report: every stage of reading that has not run yet, up to and including `until`. */
sr_status sr_pipeline_read(const sr_models *models, sr_doc *doc, sr_stage until, sr_scratch *tmp,
                           sr_err *err);

/* All reports: seals the record, then lineage and merge, up to and including `until`. */
sr_status sr_pipeline_reconcile(const sr_models *models, sr_record *record, sr_stage until,
                                sr_err *err);

#endif
