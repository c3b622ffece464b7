/* SPDX-License-Identifier: Apache-2.0 */
/* Lineage over a sealed record: origins, texts, pairs, directions, lines, one after the other. One
 * thread; the order of reports is that of their ids, so equal sets of reports give equal rows. */
#include <stdlib.h>

#include "lineage/internal.h"

bool sr_lin_links_make(sr_arena *arena, const sr_record *record, sr_lin_links *out)
{
    uint32_t n = record->reports_count;
    out->first = sr_arena_alloc(arena, (n + 2) * sizeof *out->first);
    out->rows = sr_arena_alloc(arena, (2 * (size_t)record->reuse_count + 1) * sizeof *out->rows);
    if (!out->first || !out->rows) return false;
    for (uint32_t i = 0; i < record->reuse_count; i++) {
        out->first[record->reuse[i].a + 2]++;
        out->first[record->reuse[i].b + 2]++;
    }
    for (uint32_t r = 2; r < n + 2; r++) out->first[r] += out->first[r - 1];
    for (uint32_t i = 0; i < record->reuse_count; i++) {
        out->rows[out->first[record->reuse[i].a + 1]++] = i;
        out->rows[out->first[record->reuse[i].b + 1]++] = i;
    }
    return true;
}

static sr_status run_all(sr_lin_run *run, sr_err *err)
{
    sr_record *record = run->record;
    sr_status status = sr_lin_origins(run, err);
    if (!status) status = sr_lin_texts(run, err);
    if (!status) status = sr_lin_pairs(run, err);
    if (status) return status;
    if (record->reuse_count) qsort(record->reuse, record->reuse_count, sizeof *record->reuse, sr_lin_by_pair);
    if (!sr_lin_links_make(run->arena, record, &run->links)) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    sr_lin_directions(run);
    return sr_lin_lines(run, err);
}

sr_status sr_lineage_run_counted(const sr_lineage *model, sr_record *record, sr_scratch *tmp, sr_lineage_counts *counts, sr_err *err)
{
    sr_lin_run run = {.model = model, .record = record, .tmp = tmp->arena, .arena = sr_arena_new()};
    if (!run.arena) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    run.texts = sr_arena_alloc(run.arena, (record->reports_count + 1) * sizeof *run.texts);
    sr_status status = run.texts && sr_lin_compare_room(&run) ? run_all(&run, err) : SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    if (counts) *counts = (sr_lineage_counts){run.words_count, run.pairs_checked};
    sr_arena_free(run.arena);
    return status;
}

sr_status sr_lineage_run(const sr_lineage *model, sr_record *record, sr_scratch *tmp, sr_err *err)
{
    return sr_lineage_run_counted(model, record, tmp, NULL, err);
}
