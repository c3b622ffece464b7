/* SPDX-License-Identifier: Apache-2.0 */
/* sr_record: taking reports in, and putting them in an order that depends on nothing but them. */
#include "record/record.h"

#include <stdlib.h>

static const char *const relations[SR_REL_COUNT] = {"same", "a_from_b", "b_from_a", "common_source", "quotes", "unknown"};
static const char *const bases[] = {"credited", "inferred", "own"};

const char *sr_relation_name(sr_relation relation)
{
    return (unsigned)relation < SR_REL_COUNT ? relations[relation] : "unknown";
}

const char *sr_line_basis_name(sr_line_basis basis) { return (unsigned)basis < 3 ? bases[basis] : "own"; }

sr_record *sr_record_new(void)
{
    sr_arena *arena = sr_arena_new();
    sr_record *record = arena ? sr_arena_alloc(arena, sizeof *record) : NULL;
    if (!record) {
        sr_arena_free(arena);
        return NULL;
    }
    record->arena = arena;
    return record;
}

void sr_record_free(sr_record *record)
{
    if (!record) return;
    for (uint32_t i = 0; i < record->reports_count; i++) sr_doc_free(record->reports[i].doc);
    sr_arena_free(record->arena);
}

size_t sr_record_reports(const sr_record *record) { return record->reports_count; }
size_t sr_record_faults(const sr_record *record) { return record->faults_count; }

sr_status sr_record_fault(const sr_record *record, size_t index, const char **file,
                          const char **stage, const char **message, uint64_t *byte)
{
    if (index >= record->faults_count) return SR_ERR_USAGE;
    const sr_fault *f = &record->faults[index];
    *file = f->file.data;
    *stage = f->stage;
    *message = f->message.data;
    *byte = f->byte;
    return SR_OK;
}

static sr_status memory_status(const sr_record *record, sr_err *err)
{
    return sr_arena_failed(record->arena) ? SR_FAIL(err, SR_ERR_MEMORY, "record", "out of memory") : SR_OK;
}

/* -- taking in --------------------------------------------------------------------------------- */
static void copy_meta(sr_arena *arena, const sr_meta *from, sr_meta *to)
{
    *to = *from;
    to->title = sr_arena_copy(arena, from->title);
    to->outlet = sr_arena_copy(arena, from->outlet);
    to->url = sr_arena_copy(arena, from->url);
    to->dateline = sr_arena_copy(arena, from->dateline);
    to->language = sr_arena_copy(arena, from->language);
    to->credits = NULL;
    to->credits_count = to->credits_room = 0;
    for (uint32_t i = 0; i < from->credits_count; i++) {
        sr_credit *c = SR_PUSH(arena, to, credits);
        if (c) *c = (sr_credit){from->credits[i].role, sr_arena_copy(arena, from->credits[i].name), from->credits[i].span};
    }
}

/* Arrays of known size, copied as a whole; strings inside are copied by the caller. */
static void *copy_array(sr_arena *arena, const void *items, size_t bytes)
{
    void *copy = sr_arena_alloc(arena, bytes);
    if (copy && bytes) memcpy(copy, items, bytes);
    return copy;
}

static void copy_layers(sr_arena *arena, const sr_doc *doc, sr_report *r)
{
    r->blocks = copy_array(arena, doc->blocks, doc->blocks_count * sizeof *doc->blocks);
    r->blocks_count = r->blocks_room = r->blocks ? doc->blocks_count : 0;
    for (uint32_t i = 0; i < r->blocks_count; i++) r->blocks[i].why = sr_arena_copy(arena, r->blocks[i].why);
    for (uint32_t i = 0; i < doc->sentences_count; i++) {
        sr_span *s = SR_PUSH(arena, r, sentences);
        uint32_t *b = SR_PUSH(arena, r, sentence_blocks);
        if (!s || !b) return;
        *s = doc->sentences[i].span;
        *b = doc->sentences[i].block;
    }
}

sr_status sr_record_add(sr_record *record, sr_doc *doc, bool keep, sr_err *err)
{
    sr_arena *arena = record->arena;
    sr_report *r = record->sealed ? NULL : SR_PUSH(arena, record, reports);
    if (!r) {
        if (keep) sr_doc_free(doc);
        if (record->sealed) return SR_FAIL(err, SR_ERR_USAGE, "record", "the record is sealed");
        return memory_status(record, err);
    }
    *r = (sr_report){.raw_bytes = doc->raw_bytes, .media = doc->media};
    r->doc = keep ? doc : NULL;
    memcpy(r->sha256, doc->sha256, sizeof r->sha256);
    r->id[0] = 'r';
    sr_hex(doc->sha256, 8, r->id + 1);
    r->file = sr_arena_copy(arena, doc->file);
    r->text = sr_arena_copy(arena, (sr_str){doc->text, doc->text_size});
    copy_meta(arena, &doc->meta, &r->meta);
    copy_layers(arena, doc, r);
    return memory_status(record, err);
}

sr_status sr_record_add_fault(sr_record *record, sr_str file, const sr_err *fault)
{
    sr_fault *f = SR_PUSH(record->arena, record, faults);
    if (f) *f = (sr_fault){sr_arena_copy(record->arena, file), sr_arena_copy(record->arena, sr_str_c(fault->message)), fault->stage, fault->byte};
    return memory_status(record, NULL);
}

void sr_record_made_by(sr_record *record, const char *name, const char *version)
{
    sr_str *n = SR_PUSH(record->arena, record, made_by);
    if (n) *n = sr_arena_copy(record->arena, sr_str_c(name));
    sr_str *v = SR_PUSH(record->arena, record, made_by);
    if (v) *v = sr_arena_copy(record->arena, sr_str_c(version));
    if (!n || !v) return;
    for (uint32_t i = record->made_by_count - 2; i > 0 && sr_str_cmp(record->made_by[i], record->made_by[i - 2]) < 0; i -= 2)
        for (uint32_t k = i; k < i + 2; k++) {
            sr_str later = record->made_by[k];
            record->made_by[k] = record->made_by[k - 2];
            record->made_by[k - 2] = later;
        }
}

/* -- order --------------------------------------------------------------------------------------- */
static int by_id_then_file(const void *pa, const void *pb)
{
    const sr_report *a = pa, *b = pb;
    int c = memcmp(a->sha256, b->sha256, sizeof a->sha256);
    return c ? c : sr_str_cmp(a->file, b->file);
}

static int by_file_then_message(const void *pa, const void *pb)
{
    const sr_fault *a = pa, *b = pb;
    int c = sr_str_cmp(a->file, b->file);
    if (!c) c = sr_str_cmp(a->message, b->message);
    if (!c) c = (a->byte > b->byte) - (a->byte < b->byte);
    return c ? c : strcmp(a->stage ? a->stage : "", b->stage ? b->stage : "");
}

/* The files of equal bytes after the first become names of the first. */
static void join_equal(sr_record *record)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < record->reports_count; i++) {
        sr_report *r = &record->reports[i];
        sr_report *last = kept ? &record->reports[kept - 1] : NULL;
        if (!last || memcmp(last->sha256, r->sha256, sizeof r->sha256) != 0) {
            record->reports[kept++] = *r;
            continue;
        }
        sr_str newest = last->also_count ? last->also[last->also_count - 1] : last->file;
        sr_str *also = sr_str_eq(newest, r->file) ? NULL : SR_PUSH(record->arena, last, also);
        if (also) *also = r->file;
        sr_doc_free(r->doc);
        r->doc = NULL;
    }
    record->reports_count = kept;
}

sr_status sr_record_seal(sr_record *record, sr_err *err)
{
    if (record->sealed) return SR_OK;
    if (record->reports_count > 1)
        qsort(record->reports, record->reports_count, sizeof *record->reports, by_id_then_file);
    join_equal(record);
    if (record->faults_count > 1)
        qsort(record->faults, record->faults_count, sizeof *record->faults, by_file_then_message);
    record->sealed = true;
    return memory_status(record, err);
}
