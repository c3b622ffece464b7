/* SPDX-License-Identifier: Apache-2.0 */
/* Candidate pairs: every run of GRAM_WORDS words of every report goes into one inverted index, a
 * sorted array of (hash, position); reports are then joined one after the other with the later
 * ones that hold the same grams. Equal hashes are only hints: alignment compares the words.
 *
 * Cost: one radix sort of all words, then work in proportion to the shared grams. A gram in more
 * than GRAM_REPORTS_MAX reports would make that quadratic; it is flagged common and pairs each
 * report with the next GRAM_COMMON_PARTNERS only, enough to hold the copies of one story together.
 * Known limit: 2^32 words a record. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdlib.h>

#include "lineage/internal.h"

#define NOWHERE UINT32_MAX

typedef struct gram_index {
    uint64_t *grams; /* hash << 32 | position over all texts; sorted */
    uint32_t count;
    uint32_t *slots; /* [words] where its gram stands in grams, NOWHERE for one of a kind */
    sr_lin_run *run;
} gram_index;

/* LSD radix sort by the upper half; stable, so positions stay in order. */
static uint64_t *sort_grams(uint64_t *grams, uint64_t *other, size_t n)
{
    for (unsigned shift = 32; shift < 64; shift += 8) {
        size_t at[257] = {0};
        for (size_t i = 0; i < n; i++) at[((grams[i] >> shift) & 255) + 1]++;
        for (unsigned d = 1; d < 257; d++) at[d] += at[d - 1];
        for (size_t i = 0; i < n; i++) other[at[(grams[i] >> shift) & 255]++] = grams[i];
        uint64_t *swap = grams;
        grams = other;
        other = swap;
    }
    return grams; /* four passes: where they came from */
}

static void collect(gram_index *ix)
{
    for (uint32_t r = 0; r < ix->run->record->reports_count; r++) {
        const sr_lin_text *t = &ix->run->texts[r];
        for (uint32_t w = 0; w + GRAM_WORDS <= t->words_count; w++) {
            uint32_t words[GRAM_WORDS];
            for (uint32_t i = 0; i < GRAM_WORDS; i++) words[i] = t->words[w + i].hash;
            uint64_t hash = XXH3_64bits(words, sizeof words);
            ix->grams[ix->count++] = (hash << 32) | (t->words_first + w);
        }
    }
}

/* The report that holds a position. */
static uint32_t report_of(const sr_lin_run *run, uint32_t position)
{
    uint32_t low = 0, high = run->record->reports_count;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (run->texts[mid].words_first <= position) low = mid;
        else high = mid;
    }
    while (run->texts[low].words_count == 0 || position - run->texts[low].words_first >= run->texts[low].words_count) low--;
    return low;
}

static uint32_t group_end(const gram_index *ix, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < ix->count && ix->grams[end] >> 32 == ix->grams[i] >> 32) end++;
    return end;
}

static void flag_words(const gram_index *ix, uint32_t begin, uint32_t end, uint8_t flag)
{
    for (uint32_t i = begin; i < end; i++) {
        uint32_t position = (uint32_t)ix->grams[i];
        sr_lin_text *t = &ix->run->texts[report_of(ix->run, position)];
        for (uint32_t w = 0; w < GRAM_WORDS; w++) t->words[position - t->words_first + w].flags |= flag;
    }
}

/* Keeps a group's first GRAM_REPEATS_MAX grams of each report, from grams[to] on, and fills their
 * slots; returns where the kept ones end. Without the cap, a text that says one thing a hundred
 * thousand times over would cost its square. */
static uint32_t keep_group(gram_index *ix, uint32_t begin, uint32_t end, uint32_t to)
{
    uint32_t last = NOWHERE, repeats = 0;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t position = (uint32_t)ix->grams[i], r = report_of(ix->run, position);
        repeats = r == last ? repeats + 1 : 0;
        last = r;
        if (repeats >= GRAM_REPEATS_MAX) continue;
        ix->grams[to] = ix->grams[i];
        ix->slots[position] = to++;
    }
    return to;
}

/* Keeps the grams that occur in two reports or more, flags those that are frequent or common. */
static void group(gram_index *ix)
{
    uint32_t kept = 0;
    for (uint32_t begin = 0, end; begin < ix->count; begin = end) {
        end = group_end(ix, begin);
        if (end - begin < 2) continue;
        uint32_t reports = 0, last = NOWHERE;
        for (uint32_t i = begin; i < end; i++) {
            uint32_t r = report_of(ix->run, (uint32_t)ix->grams[i]);
            reports += r != last;
            last = r;
        }
        if (reports < 2) continue;
        if (reports > GRAM_FREQUENT) flag_words(ix, begin, end, reports > GRAM_REPORTS_MAX ? SR_LIN_FREQUENT | SR_LIN_COMMON : SR_LIN_FREQUENT);
        kept = keep_group(ix, begin, end, kept);
    }
    ix->count = kept;
}

static bool make_index(gram_index *ix, sr_arena *sorting)
{
    size_t n = (size_t)ix->run->words_count + 1;
    ix->slots = sr_arena_alloc(ix->run->arena, n * sizeof *ix->slots);
    ix->grams = sr_arena_alloc(ix->run->arena, n * sizeof *ix->grams);
    uint64_t *other = sr_arena_alloc(sorting, n * sizeof *other);
    if (!ix->slots || !ix->grams || !other) return false;
    memset(ix->slots, 0xFF, n * sizeof *ix->slots);
    collect(ix);
    ix->grams = sort_grams(ix->grams, other, ix->count);
    group(ix);
    return true;
}

/* -- joining --------------------------------------------------------------------------------- */

typedef struct seeds {
    SR_LAYER(sr_lin_seed, items);
} seeds;

/* All later reports that hold the gram at word w of report r. */
static void join_word(const gram_index *ix, uint32_t r, uint32_t w, sr_arena *arena, seeds *out)
{
    const sr_lin_text *t = &ix->run->texts[r];
    uint32_t slot = ix->slots[t->words_first + w], partners = 0, last = r;
    if (slot == NOWHERE) return;
    uint8_t flags = SR_LIN_COMMON | SR_LIN_FREQUENT; /* of all the gram's words */
    for (uint32_t i = 0; i < GRAM_WORDS; i++) flags &= t->words[w + i].flags;
    bool common = (flags & SR_LIN_COMMON) != 0;
    uint32_t points = flags & SR_LIN_FREQUENT ? 1 : SEED_POINTS;
    for (uint32_t i = slot + 1; i < ix->count && ix->grams[i] >> 32 == ix->grams[slot] >> 32; i++) {
        uint32_t position = (uint32_t)ix->grams[i], other = last;
        if (position - ix->run->texts[last].words_first >= ix->run->texts[last].words_count) other = report_of(ix->run, position);
        if (other == r) continue;
        partners += other != last;
        last = other;
        if (common && partners > GRAM_COMMON_PARTNERS) return;
        sr_lin_seed *s = SR_PUSH(arena, out, items);
        if (s) *s = (sr_lin_seed){other, w, position - ix->run->texts[other].words_first, points};
    }
}

/* Seeds by the other report. They come in order of a, then b, and stay so. */
typedef struct buckets {
    uint32_t *points; /* [reports] */
    uint32_t *ends;   /* [reports] seeds of a report; then where its bucket ends */
    uint32_t *others, others_count;
    sr_lin_seed *seeds;
} buckets;

static int ascending(const void *x, const void *y)
{
    uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
    return (p > q) - (p < q);
}

static bool sort_seeds(buckets *b, const seeds *found, sr_arena *arena)
{
    b->others_count = 0;
    b->others = sr_arena_alloc(arena, (found->items_count + 1) * sizeof *b->others);
    b->seeds = sr_arena_alloc(arena, (found->items_count + 1) * sizeof *b->seeds);
    if (!b->others || !b->seeds) return false;
    for (uint32_t i = 0; i < found->items_count; i++) {
        uint32_t other = found->items[i].other;
        if (b->ends[other]++ == 0) b->others[b->others_count++] = other;
        b->points[other] += found->items[i].points;
    }
    uint32_t kept = 0, at = 0;
    for (uint32_t i = 0; i < b->others_count; i++) {
        uint32_t other = b->others[i];
        if (b->points[other] >= PAIR_POINTS_MIN) b->others[kept++] = other;
        else b->ends[other] = NOWHERE;
    }
    if (kept) qsort(b->others, kept, sizeof *b->others, ascending);
    for (uint32_t i = 0; i < kept; i++) {
        uint32_t count = b->ends[b->others[i]];
        b->ends[b->others[i]] = at;
        at += count;
    }
    for (uint32_t i = 0; i < found->items_count; i++)
        if (b->ends[found->items[i].other] != NOWHERE) b->seeds[b->ends[found->items[i].other]++] = found->items[i];
    b->others_count = kept;
    return true;
}

static void align_all(const gram_index *ix, uint32_t r, const buckets *b)
{
    for (uint32_t i = 0, begin = 0; i < b->others_count; i++) {
        uint32_t end = b->ends[b->others[i]];
        sr_lin_reset(ix->run);
        sr_lin_align(ix->run, r, b->others[i], b->seeds + begin, end - begin);
        begin = end;
    }
}

static void join_reports(const gram_index *ix, sr_arena *joining)
{
    uint32_t reports = ix->run->record->reports_count;
    buckets b = {.points = sr_arena_alloc(ix->run->arena, (reports + 1) * sizeof *b.points),
                 .ends = sr_arena_alloc(ix->run->arena, (reports + 1) * sizeof *b.ends)};
    for (uint32_t r = 0; b.points && b.ends && r < reports; r++) {
        const sr_lin_text *t = &ix->run->texts[r];
        seeds found = {0};
        if (sr_arena_failed(joining)) return; /* the caller says so */
        sr_arena_reset(joining);
        for (uint32_t w = 0; w + GRAM_WORDS <= t->words_count; w++) join_word(ix, r, w, joining, &found);
        if (!found.items_count || !sort_seeds(&b, &found, joining)) continue;
        align_all(ix, r, &b);
        for (uint32_t i = 0; i < found.items_count; i++) b.ends[found.items[i].other] = b.points[found.items[i].other] = 0;
    }
}

sr_status sr_lin_pairs(sr_lin_run *run, sr_err *err)
{
    gram_index ix = {.run = run};
    sr_arena *scratch = sr_arena_new();
    bool ok = scratch && make_index(&ix, scratch);
    if (ok) {
        sr_arena_reset(scratch);
        join_reports(&ix, scratch);
        ok = !sr_arena_failed(scratch) && !sr_arena_failed(run->tmp);
    }
    sr_arena_free(scratch);
    if (!ok || sr_arena_failed(run->arena) || sr_arena_failed(run->record->arena)) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    return SR_OK;
}
