/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of reporting, sentence by sentence. A sentence is of the agency or outlet that it cites, or
 * of the agency that its report credits; copied sentences are one component (union-find) and share
 * the best such label. What is left unlabelled takes, in this order: the agency of the other
 * sentences that the same two reports share; the report that all the others have it from; the
 * agency that its section cites; the report's own line. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <stdio.h>
#include <stdlib.h>

#include "lineage/internal.h"

/* How a sentence came by its line; the better ones first. */
typedef enum how {
    HOW_CITED,     /* names it */
    HOW_BY_AGENCY, /* in a report by the agency itself */
    HOW_CREDITED,  /* in a report that credits it */
    HOW_COPIED,    /* repeats a sentence of one of the above */
    HOW_SHARED,    /* stands among sentences that two reports share, one of which names it */
    HOW_SECTION,   /* stands in a section that cites it */
    HOW_OWN,
    HOW_COUNT
} how;

typedef enum nameless { NAMELESS_CREDIT, NAMELESS_OWN, NAMELESS_SHARED, NAMELESS_COUNT } nameless;

typedef struct draft {
    sr_line line;
    uint32_t key; /* run name, or names_count + NAMELESS_COUNT * report + nameless */
    uint32_t counts[HOW_COUNT];
    uint32_t last_report;
} draft;

typedef struct lines {
    sr_lin_run *run;
    uint32_t nodes_count;
    uint32_t *first;  /* [reports + 1] number of a report's first sentence */
    uint32_t *parent; /* [nodes] union-find */
    uint32_t *label;  /* [nodes] key, SR_NONE */
    uint8_t *via;     /* [nodes] how */
    uint8_t *copied;  /* [nodes] */
    uint8_t *adopted; /* [nodes] a root whose label and how are those of a copy's sentence */
    uint8_t *told;    /* [nodes] the citation is an interview: "told Reuters" */
    SR_LAYER(draft, drafts);
    uint32_t *draft_of; /* [keys] */
} lines;

static uint32_t find(lines *l, uint32_t n)
{
    while (l->parent[n] != n) n = l->parent[n] = l->parent[l->parent[n]];
    return n;
}

/* The smaller number is the root: independent of the order of unions. */
static void unite(lines *l, uint32_t x, uint32_t y)
{
    x = find(l, x);
    y = find(l, y);
    if (x < y) l->parent[y] = x;
    else l->parent[x] = y;
}

static uint32_t node_a(const lines *l, const sr_reuse *row, uint32_t i) { return l->first[row->a] + row->passages[i].sentence_a; }
static uint32_t node_b(const lines *l, const sr_reuse *row, uint32_t i) { return l->first[row->b] + row->passages[i].sentence_b; }
static bool is_linked(const sr_reuse *row) { return row->relation != SR_REL_QUOTES; }

static uint32_t nameless_key(const lines *l, uint32_t report, nameless kind) { return l->run->names_count + NAMELESS_COUNT * report + (uint32_t)kind; }

static bool is_agency(const lines *l, uint32_t key) { return key < l->run->names_count && l->run->names[key].agency; }

/* The line of what a report has from nobody else. */
static uint32_t own_key(const lines *l, uint32_t report)
{
    const sr_lin_text *t = &l->run->texts[report];
    if (t->agency != SR_NONE) return t->agency;
    if (t->nameless) return nameless_key(l, report, NAMELESS_CREDIT);
    return t->outlet != SR_NONE ? t->outlet : nameless_key(l, report, NAMELESS_OWN);
}

/* -- 1: what the reports say ----------------------------------------------------------------- */

static void label_credited(lines *l)
{
    for (uint32_t r = 0; r < l->run->record->reports_count; r++) {
        const sr_lin_text *t = &l->run->texts[r];
        for (uint32_t s = 0; s < t->sentences_count && t->agency != SR_NONE; s++) {
            l->label[l->first[r] + s] = t->agency;
            l->via[l->first[r] + s] = t->by_agency ? HOW_BY_AGENCY : HOW_CREDITED;
        }
        for (uint32_t i = t->cites_count; i-- > 0;) {
            l->label[l->first[r] + t->cites[i].sentence] = t->cites[i].name;
            l->via[l->first[r] + t->cites[i].sentence] = HOW_CITED;
            l->told[l->first[r] + t->cites[i].sentence] = t->cites[i].told;
        }
    }
}

/* -- 2: copies ------------------------------------------------------------------------------- */

/* Is label x (reached by hx) better than y? By how, then by name, which no order of reports moves. */
static bool better(const lines *l, uint32_t x, uint8_t hx, uint32_t y, uint8_t hy)
{
    if (y == SR_NONE) return true;
    if (hx != hy) return hx < hy;
    return x != y && sr_str_cmp(l->run->names[x].canonical, l->run->names[y].canonical) < 0;
}

static void label_copies(lines *l)
{
    const sr_record *record = l->run->record;
    for (uint32_t k = 0; k < record->reuse_count; k++)
        for (uint32_t i = 0; is_linked(&record->reuse[k]) && i < record->reuse[k].passages_count; i++) {
            if (record->reuse[k].passages[i].quote) continue;
            uint32_t a = node_a(l, &record->reuse[k], i), b = node_b(l, &record->reuse[k], i);
            l->copied[a] = l->copied[b] = 1;
            unite(l, a, b);
        }
    for (uint32_t n = 0; n < l->nodes_count; n++) {
        uint32_t root = find(l, n);
        if (root == n || l->label[n] == SR_NONE) continue;
        if (!better(l, l->label[n], l->via[n], l->label[root], l->via[root])) continue;
        l->adopted[root] |= l->label[root] != l->label[n];
        l->label[root] = l->label[n];
        l->via[root] = l->via[n];
        l->told[root] = l->told[n];
    }
    for (uint32_t n = 0; n < l->nodes_count; n++) {
        uint32_t root = find(l, n);
        if (root == n || l->label[root] == SR_NONE) continue;
        if (l->label[n] != l->label[root]) l->via[n] = HOW_COPIED;
        l->label[n] = l->label[root];
        l->told[n] = l->told[root];
    }
}

/* -- 3: among the sentences that two reports share ------------------------------------------- */

/* The one agency that speaks in what the pair shares ("told Reuters"); SR_NONE if none or several. */
static uint32_t agency_of_pair(lines *l, const sr_reuse *row)
{
    uint32_t agency = SR_NONE;
    for (uint32_t i = 0; i < row->passages_count; i++) {
        uint32_t n = find(l, node_a(l, row, i));
        if (row->passages[i].quote || l->label[n] == SR_NONE || !is_agency(l, l->label[n])) continue;
        if (l->via[n] == HOW_CITED && !l->told[n]) continue;
        if (agency != SR_NONE && agency != l->label[n]) return SR_NONE;
        agency = l->label[n];
    }
    return agency;
}

static void label_shared(lines *l)
{
    const sr_record *record = l->run->record;
    uint32_t *given = sr_arena_alloc(l->run->tmp, (l->nodes_count + 1) * sizeof *given);
    if (!given) return;
    memset(given, 0xFF, (l->nodes_count + 1) * sizeof *given);
    for (uint32_t k = 0; k < record->reuse_count; k++) {
        const sr_reuse *row = &record->reuse[k];
        uint32_t agency = is_linked(row) ? agency_of_pair(l, row) : SR_NONE;
        for (uint32_t i = 0; agency != SR_NONE && i < row->passages_count; i++) {
            uint32_t root = find(l, node_a(l, row, i));
            if (row->passages[i].quote || l->label[root] != SR_NONE) continue;
            if (given[root] == SR_NONE || better(l, agency, 0, given[root], 0)) given[root] = agency;
        }
    }
    for (uint32_t n = 0; n < l->nodes_count; n++) {
        uint32_t root = find(l, n);
        if (given[root] == SR_NONE) continue;
        l->label[n] = given[root];
        l->via[n] = HOW_SHARED;
    }
}

/* -- 4: text that nobody is credited with ---------------------------------------------------- */

static bool derives(const sr_reuse *row, uint32_t report)
{
    if (row->relation == SR_REL_COMMON_SOURCE) return true;
    return row->relation == (row->a == report ? SR_REL_A_FROM_B : SR_REL_B_FROM_A);
}

typedef struct group {
    uint32_t owner;    /* the only report that has it from none of the others; SR_NONE */
    uint32_t smallest; /* report of the group */
    uint32_t outlet;   /* of all its reports, SR_NONE where they differ */
    bool several, mixed;
} group;

/* Which reports hold back: a report that has something of the group from another is no owner. */
static void add_member(lines *l, group *g, const sr_reuse *row, uint32_t report)
{
    uint32_t outlet = l->run->texts[report].outlet;
    if (g->smallest == SR_NONE) g->outlet = outlet;
    else if (g->outlet != outlet) g->mixed = true;
    if (g->smallest == SR_NONE || report < g->smallest) g->smallest = report;
    if (row->relation == SR_REL_UNKNOWN || row->relation == SR_REL_SAME) g->several = true;
    if (derives(row, report)) return;
    if (g->owner != SR_NONE && g->owner != report) g->several = true;
    g->owner = report;
}

static uint32_t key_of_group(const lines *l, const group *g)
{
    if (!g->mixed && g->outlet != SR_NONE) return own_key(l, g->smallest);
    if (!g->several && g->owner != SR_NONE) return own_key(l, g->owner);
    return nameless_key(l, g->smallest, NAMELESS_SHARED);
}

static void label_unknown(lines *l)
{
    const sr_record *record = l->run->record;
    group *groups = sr_arena_alloc(l->run->tmp, (l->nodes_count + 1) * sizeof *groups);
    for (uint32_t n = 0; groups && n < l->nodes_count; n++) groups[n] = (group){SR_NONE, SR_NONE, SR_NONE, false, false};
    for (int pass = 0; groups && pass < 2; pass++)
        for (uint32_t k = 0; k < record->reuse_count; k++) {
            const sr_reuse *row = &record->reuse[k];
            uint32_t first = SR_NONE;
            for (uint32_t i = 0; is_linked(row) && i < row->passages_count; i++) {
                uint32_t n = node_a(l, row, i);
                if (row->passages[i].quote || l->label[n] != SR_NONE) continue;
                if (first != SR_NONE && pass == 0) unite(l, first, n);
                first = n;
            }
            if (first == SR_NONE || pass == 0) continue;
            add_member(l, &groups[find(l, first)], row, row->a);
            add_member(l, &groups[find(l, first)], row, row->b);
        }
    for (uint32_t n = 0; groups && n < l->nodes_count; n++) {
        const group *g = &groups[find(l, n)];
        if (l->label[n] != SR_NONE || !l->copied[n] || g->smallest == SR_NONE) continue;
        l->label[n] = key_of_group(l, g);
        l->via[n] = HOW_COPIED;
    }
}

/* -- 5: sections ----------------------------------------------------------------------------- */

/* Is there a subhead between sentence s - 1 and s? */
static bool section_begins(const sr_report *r, uint32_t s)
{
    if (s == 0) return true;
    for (uint32_t b = r->sentence_blocks[s - 1]; b < r->sentence_blocks[s]; b++)
        if (r->blocks[b].kind == SR_BLOCK_SUBHEAD) return true;
    return false;
}

/* The one agency that uncopied sentences of [begin, end) cite. */
static uint32_t agency_of_section(const lines *l, uint32_t node, uint32_t begin, uint32_t end)
{
    uint32_t agency = SR_NONE;
    for (uint32_t s = begin; s < end; s++) {
        uint32_t n = node + s;
        if (l->copied[n] || l->label[n] == SR_NONE || l->via[n] != HOW_CITED || !is_agency(l, l->label[n])) continue;
        if (agency != SR_NONE && agency != l->label[n]) return SR_NONE;
        agency = l->label[n];
    }
    return agency;
}

static void label_sections(lines *l)
{
    for (uint32_t r = 0; r < l->run->record->reports_count; r++) {
        const sr_report *report = &l->run->record->reports[r];
        uint32_t count = l->run->texts[r].sentences_count;
        for (uint32_t begin = 0, end; begin < count; begin = end) {
            for (end = begin + 1; end < count && !section_begins(report, end);) end++;
            if (begin == 0 && end == count) break; /* no subheads: the whole report is no section */
            uint32_t agency = agency_of_section(l, l->first[r], begin, end);
            for (uint32_t s = begin; agency != SR_NONE && s < end; s++)
                if (l->label[l->first[r] + s] == SR_NONE) {
                    l->label[l->first[r] + s] = agency;
                    l->via[l->first[r] + s] = HOW_SECTION;
                }
        }
    }
}

/* -- the record's lines ---------------------------------------------------------------------- */

static void name_draft(lines *l, draft *d, uint32_t key)
{
    const sr_record *record = l->run->record;
    uint64_t hash;
    d->key = key;
    d->last_report = SR_NONE;
    if (key < l->run->names_count) {
        d->line.name = l->run->names[key].canonical;
        hash = XXH3_64bits(d->line.name.data, d->line.name.size);
    } else {
        uint32_t report = (key - l->run->names_count) / NAMELESS_COUNT, kind = (key - l->run->names_count) % NAMELESS_COUNT;
        hash = XXH3_64bits_withSeed(record->reports[report].id, strlen(record->reports[report].id), kind + 1);
    }
    snprintf(d->line.id, sizeof d->line.id, "l%016llx", (unsigned long long)hash);
}

static draft *draft_for(lines *l, uint32_t key)
{
    if (l->draft_of[key] == SR_NONE) {
        draft *d = SR_PUSH(l->run->arena, l, drafts);
        if (!d) return NULL;
        l->draft_of[key] = l->drafts_count - 1;
        name_draft(l, d, key);
    }
    return &l->drafts[l->draft_of[key]];
}

static void count_sentences(lines *l)
{
    sr_record *record = l->run->record;
    for (uint32_t r = 0; r < record->reports_count; r++)
        for (uint32_t s = 0; s < l->run->texts[r].sentences_count; s++) {
            uint32_t n = l->first[r] + s;
            if (l->label[n] == SR_NONE) {
                l->label[n] = own_key(l, r);
                l->via[n] = HOW_OWN;
            }
            draft *d = draft_for(l, l->label[n]);
            if (!d) return;
            d->counts[l->adopted[n] ? HOW_COPIED : l->via[n]]++;
            if (d->last_report == r) continue;
            uint32_t *report = SR_PUSH(record->arena, &d->line, reports);
            if (report) *report = r;
            d->last_report = r;
        }
}

static void explain(lines *l, draft *d)
{
    static const char *const words[HOW_COUNT] = {"naming it",
                                                 "in its own reports",
                                                 "in reports that credit it",
                                                 "repeating such sentences",
                                                 "among shared sentences of which one names it",
                                                 "in a section that cites it",
                                                 "with no other origin that anything tells"};
    char text[512];
    size_t size = 0;
    for (int h = 0; h < HOW_COUNT; h++)
        if (d->counts[h] && size + 80 < sizeof text)
            size +=
                (size_t)snprintf(text + size, sizeof text - size, "%s%u sentence%s %s", size ? "; " : "", d->counts[h], d->counts[h] == 1 ? "" : "s", words[h]);
    d->line.why = sr_arena_copy(l->run->record->arena, (sr_str){text, size});
    bool named = d->counts[HOW_CITED] || d->counts[HOW_BY_AGENCY] || d->counts[HOW_CREDITED];
    uint32_t kind = d->key < l->run->names_count ? SR_NONE : (d->key - l->run->names_count) % NAMELESS_COUNT;
    d->line.basis = named || kind == NAMELESS_CREDIT ? SR_LINE_CREDITED : kind == NAMELESS_SHARED ? SR_LINE_INFERRED : SR_LINE_OWN;
}

static int by_id(const void *x, const void *y)
{
    const draft *p = x, *q = y;
    int c = strcmp(p->line.id, q->line.id);
    return c ? c : (p->key > q->key) - (p->key < q->key);
}

static bool write_lines(lines *l)
{
    sr_record *record = l->run->record;
    for (uint32_t i = 0; i < l->drafts_count; i++) explain(l, &l->drafts[i]);
    if (l->drafts_count) qsort(l->drafts, l->drafts_count, sizeof *l->drafts, by_id);
    for (uint32_t i = 0; i < l->drafts_count; i++) {
        l->draft_of[l->drafts[i].key] = i;
        sr_line *line = SR_PUSH(record->arena, record, lines);
        if (!line) return false;
        *line = l->drafts[i].line;
        line->name = sr_arena_copy(record->arena, line->name);
    }
    for (uint32_t r = 0; r < record->reports_count; r++) {
        sr_report *report = &record->reports[r];
        report->sentence_lines = sr_arena_alloc(record->arena, (report->sentences_count + 1) * sizeof(uint32_t));
        if (!report->sentence_lines) return false;
        for (uint32_t s = 0; s < report->sentences_count; s++)
            report->sentence_lines[s] = s < l->run->texts[r].sentences_count ? l->draft_of[l->label[l->first[r] + s]] : SR_NONE;
    }
    return true;
}

static bool make_nodes(lines *l)
{
    sr_lin_run *run = l->run;
    uint32_t reports = run->record->reports_count;
    l->first = sr_arena_alloc(run->arena, (reports + 1) * sizeof *l->first);
    if (!l->first) return false;
    for (uint32_t r = 0; r < reports; r++) l->first[r + 1] = l->first[r] + run->texts[r].sentences_count;
    size_t n = l->nodes_count = l->first[reports], keys = run->names_count + (size_t)NAMELESS_COUNT * reports;
    l->parent = sr_arena_alloc(run->arena, (n + 1) * sizeof *l->parent);
    l->label = sr_arena_alloc(run->arena, (n + 1) * sizeof *l->label);
    l->via = sr_arena_alloc(run->arena, n + 1);
    l->adopted = sr_arena_alloc(run->arena, n + 1);
    l->copied = sr_arena_alloc(run->arena, n + 1);
    l->told = sr_arena_alloc(run->arena, n + 1);
    l->draft_of = sr_arena_alloc(run->arena, (keys + 1) * sizeof *l->draft_of);
    if (sr_arena_failed(run->arena)) return false;
    for (uint32_t i = 0; i < l->nodes_count; i++) l->parent[i] = i;
    memset(l->label, 0xFF, (n + 1) * sizeof *l->label);
    memset(l->draft_of, 0xFF, (keys + 1) * sizeof *l->draft_of);
    return true;
}

sr_status sr_lin_lines(sr_lin_run *run, sr_err *err)
{
    lines l = {.run = run};
    sr_lin_reset(run);
    bool ok = make_nodes(&l);
    if (ok) {
        label_credited(&l);
        label_copies(&l);
        label_shared(&l);
        label_unknown(&l);
        label_sections(&l);
        count_sentences(&l);
        ok = write_lines(&l) && !sr_arena_failed(run->tmp) && !sr_arena_failed(run->arena) && !sr_arena_failed(run->record->arena);
    }
    return ok ? SR_OK : SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
}
