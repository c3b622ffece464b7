/* SPDX-License-Identifier: Apache-2.0 */
/* How fast pages are read: ingest and clean, one thread, pages in memory.
 *
 *   bench_html LIST [ROUNDS]     LIST names one page a line
 *
 * Prints `name: value` lines: pages and megabytes a second of processor time, the share of ingest,
 * and the most memory that one page took. bench/html.py runs it beside trafilatura. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/io.h"
#include "base/limits.h"
#include "clean/clean.h"
#include "ingest/ingest.h"

typedef struct page {
    char *data;
    size_t size;
} page;

typedef struct timing {
    double ingest_s, clean_s;
    size_t pages, bytes, faults, peak_bytes;
} timing;

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t load(const char *list, page **out)
{
    FILE *f = fopen(list, "r");
    char line[4096];
    size_t count = 0, room = 0;
    while (f && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        if (count == room) *out = realloc(*out, (room = room ? room * 2 : 64) * sizeof **out);
        if (!*out) return 0;
        page *p = &(*out)[count];
        if (sr_io_read(line, SR_MAX_REPORT_BYTES, "bench", &p->data, &p->size, NULL) == SR_OK) count++;
    }
    if (f) fclose(f);
    return count;
}

static void read_page(const sr_clean *model, const page *p, sr_scratch *tmp, timing *t)
{
    sr_doc *doc = sr_doc_new();
    if (!doc) return;
    double begin = now_s();
    sr_status status = sr_ingest_run(doc, SR_STR("page.html"), (sr_str){p->data, p->size}, tmp, NULL);
    double middle = now_s();
    if (!status) status = sr_clean_run(model, doc, tmp, NULL);
    t->ingest_s += middle - begin;
    t->clean_s += now_s() - middle;
    t->pages++;
    t->bytes += p->size;
    t->faults += status != SR_OK;
    size_t held = sr_arena_bytes(doc->arena) + sr_arena_bytes(tmp->arena);
    if (held > t->peak_bytes) t->peak_bytes = held;
    sr_doc_free(doc);
    sr_arena_reset(tmp->arena);
}

int main(int argc, char **argv)
{
    page *pages = NULL;
    timing t = {0, 0, 0, 0, 0, 0};
    const sr_clean *model = NULL;
    sr_arena *arena = sr_arena_new();
    sr_scratch tmp = {sr_arena_new()};
    size_t count = argc > 1 ? load(argv[1], &pages) : 0;
    if (count == 0) return fprintf(stderr, "usage: bench_html LIST [ROUNDS]\n"), 2;
    if (!arena || !tmp.arena || sr_clean_open(arena, NULL, &model, NULL)) return 1;
    for (int rounds = argc > 2 ? atoi(argv[2]) : 3; rounds > 0; rounds--)
        for (size_t i = 0; i < count; i++) read_page(model, &pages[i], &tmp, &t);
    double all = t.ingest_s + t.clean_s;
    printf("html_pages_per_s: %.1f\n", (double)t.pages / all);
    printf("html_mb_per_s: %.1f\n", (double)t.bytes / all / 1e6);
    printf("html_ingest_share: %.3f\n", t.ingest_s / all);
    printf("html_peak_page_mib: %.1f\n", (double)t.peak_bytes / 1048576);
    printf("html_faults: %zu\n", t.faults);
    for (size_t i = 0; i < count; i++) sr_free(pages[i].data);
    free(pages);
    sr_arena_free(tmp.arena);
    sr_arena_free(arena);
    return 0;
}
