/* SPDX-License-Identifier: Apache-2.0 */
/* Source maps: sorted runs, composed stretch by stretch. */
#include "ingest/internal.h"

static bool joins(const sr_run *last, const sr_run *next)
{
    return last->exact && next->exact && last->text_begin + last->text_size == next->text_begin &&
           last->raw_begin + last->raw_size == next->raw_begin;
}

void sr_runs_add(sr_arena *arena, sr_runs *runs, sr_run run)
{
    if (run.text_size == 0) return;
    sr_run *last = runs->items_count ? &runs->items[runs->items_count - 1] : NULL;
    if (last && joins(last, &run)) {
        last->text_size += run.text_size;
        last->raw_size += run.raw_size;
        return;
    }
    sr_run *r = SR_PUSH(arena, runs, items);
    if (r) *r = run;
}

/* The last run that begins at or before `at`; runs must not be empty. */
static uint32_t find_run(const sr_runs *runs, uint32_t at, uint32_t hint)
{
    uint32_t low = 0, high = runs->items_count;
    if (hint < high && runs->items[hint].text_begin <= at) {
        low = hint;
        if (hint + 1 >= high || runs->items[hint + 1].text_begin > at) return hint;
    }
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (runs->items[middle].text_begin <= at) low = middle;
        else high = middle;
    }
    return low;
}

static sr_span raw_of_part(const sr_run *r, sr_span s)
{
    uint32_t begin = s.begin > r->text_begin ? s.begin - r->text_begin : 0;
    uint32_t end = s.end - r->text_begin < r->text_size ? s.end - r->text_begin : r->text_size;
    if (!r->exact) return (sr_span){r->raw_begin, r->raw_begin + r->raw_size};
    return (sr_span){r->raw_begin + begin, r->raw_begin + end};
}

sr_span sr_runs_raw(const sr_runs *runs, sr_span s, uint32_t *hint)
{
    if (runs->items_count == 0) return (sr_span){0, 0};
    uint32_t i = *hint = find_run(runs, s.begin, *hint);
    sr_span out = raw_of_part(&runs->items[i], s);
    while (i + 1 < runs->items_count && runs->items[i + 1].text_begin < s.end)
        out.end = raw_of_part(&runs->items[++i], s).end;
    return out;
}

void sr_runs_copy(sr_arena *arena, const sr_runs *map, sr_span s, uint32_t text_begin,
                  sr_runs *out, uint32_t *hint)
{
    if (map->items_count == 0 || s.begin >= s.end) return;
    uint32_t i = *hint = find_run(map, s.begin, *hint);
    for (uint32_t at = s.begin; at < s.end && i < map->items_count; i++) {
        const sr_run *r = &map->items[i];
        uint32_t end = r->text_begin + r->text_size < s.end ? r->text_begin + r->text_size : s.end;
        sr_span raw = raw_of_part(r, (sr_span){at, end});
        sr_runs_add(arena, out,
                    (sr_run){text_begin + (at - s.begin), end - at, raw.begin,
                             raw.end - raw.begin, r->exact});
        at = end;
        *hint = i;
    }
}
