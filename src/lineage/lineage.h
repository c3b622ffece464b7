/* SPDX-License-Identifier: Apache-2.0 */
/* lineage: who repeats whom. Reads the texts, sentences and credits of a sealed record's reports;
 * writes reuse, lines and each report's sentence_lines. */
#ifndef SR_LINEAGE_LINEAGE_H
#define SR_LINEAGE_LINEAGE_H

#include "record/record.h"

typedef struct sr_lineage sr_lineage; /* spelling, house styles, stock phrases, agencies, cues */

sr_status sr_lineage_open(sr_arena *arena, const char *data_dir, const sr_lineage **out, sr_err *err);
sr_status sr_lineage_run(const sr_lineage *model, sr_record *record, sr_scratch *tmp, sr_err *err);

/* The same, and how much work it was. */
typedef struct sr_lineage_counts {
    uint64_t words;         /* of all bodies */
    uint64_t pairs_checked; /* pairs of reports that were aligned */
} sr_lineage_counts;
sr_status sr_lineage_run_counted(const sr_lineage *model, sr_record *record, sr_scratch *tmp, sr_lineage_counts *counts, sr_err *err);

#endif
