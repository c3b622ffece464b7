/* SPDX-License-Identifier: Apache-2.0 */
/* sr_doc: making, freeing, asking. */
#include "doc/doc.h"

static const char *const block_kinds[SR_BLOCK_KIND_COUNT] = {
    "body",    "title",  "subhead", "date",     "dateline", "byline",  "credit",
    "caption", "teaser", "related", "comments", "policy",   "section", "chrome",
};
static const char *const credit_roles[SR_CREDIT_ROLE_COUNT] = {"agency", "reporting", "writing", "editing", "photo"};
static const char *const token_kinds[] = {"word", "number", "punct", "symbol"};
static const char *const stages[SR_STAGE_COUNT] = {"ingest", "clean", "split", "lineage", "merge"};

sr_doc *sr_doc_new(void)
{
    sr_arena *arena = sr_arena_new();
    sr_doc *doc = arena ? sr_arena_alloc(arena, sizeof *doc) : NULL;
    if (!doc) {
        sr_arena_free(arena);
        return NULL;
    }
    doc->arena = arena;
    doc->text = "";
    return doc;
}

void sr_doc_free(sr_doc *doc)
{
    if (doc) sr_arena_free(doc->arena);
}

const char *sr_block_kind_name(sr_block_kind kind)
{
    return (unsigned)kind < SR_BLOCK_KIND_COUNT ? block_kinds[kind] : "unknown";
}

const char *sr_credit_role_name(sr_credit_role role)
{
    return (unsigned)role < SR_CREDIT_ROLE_COUNT ? credit_roles[role] : "unknown";
}

const char *sr_token_kind_name(uint8_t kind) { return kind < 4 ? token_kinds[kind] : "unknown"; }

const char *sr_stage_name(sr_stage stage)
{
    return (unsigned)stage < SR_STAGE_COUNT ? stages[stage] : NULL;
}

/* The last run that begins at or before `at`; runs_count > 0. */
static const sr_run *run_at(const sr_doc *doc, uint32_t at)
{
    uint32_t low = 0, high = doc->runs_count;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->runs[mid].text_begin <= at)
            low = mid;
        else
            high = mid;
    }
    return &doc->runs[low];
}

sr_span sr_doc_raw_span(const sr_doc *doc, sr_span s)
{
    if (!doc->runs_count) return (sr_span){0, 0};
    const sr_run *first = run_at(doc, s.begin);
    const sr_run *last = s.end > s.begin ? run_at(doc, s.end - 1) : first;
    sr_span raw = {first->raw_begin, last->raw_begin + last->raw_size};
    if (first->exact) raw.begin += s.begin - first->text_begin;
    if (last->exact) raw.end = last->raw_begin + (s.end - last->text_begin);
    if (raw.end < raw.begin) raw.end = raw.begin;
    return raw;
}

sr_str sr_doc_field(const sr_doc *doc, const char *key)
{
    sr_str wanted = sr_str_c(key);
    for (uint32_t i = 0; i < doc->fields_count; i++)
        if (sr_str_eq(doc->fields[i].key, wanted)) return doc->fields[i].value;
    return (sr_str){0};
}
