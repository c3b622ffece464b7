/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a record back from its JSON (jansson), for `sitrep explain` and the Python binding. The
 * shape is checked field by field; what is missing or of another type is an error that names it.
 * What was loaded passes sr_record_check before anybody gets it. */
#include <jansson.h>

#include "base/limits.h"
#include "record/record.h"

typedef struct loader {
    sr_record *record;
    sr_err *err;
    sr_status status;
} loader;

static void refuse(loader *l, const char *what)
{
    if (!l->status) l->status = SR_FAIL(l->err, SR_ERR_FORMAT, "load", "the record's %s is missing or malformed", what);
}

static sr_str string(loader *l, const json_t *from, const char *key, bool needed)
{
    const json_t *v = json_object_get(from, key);
    if (json_is_string(v))
        return sr_arena_copy(l->record->arena, (sr_str){json_string_value(v), json_string_length(v)});
    if (needed || (v && !json_is_null(v))) refuse(l, key);
    return (sr_str){0};
}

static bool read_span(const json_t *v, sr_span *out)
{
    const json_t *begin = json_array_get(v, 0), *end = json_array_get(v, 1);
    json_int_t b = json_integer_value(begin), e = json_integer_value(end);
    if (json_array_size(v) != 2 || !json_is_integer(begin) || !json_is_integer(end) || b < 0 || e < b || e > SR_MAX_TEXT_BYTES) return false;
    *out = (sr_span){(uint32_t)b, (uint32_t)e};
    return true;
}

static sr_span span(loader *l, const json_t *from, const char *key, bool needed)
{
    sr_span s = {0, 0};
    const json_t *v = json_object_get(from, key);
    if (v ? !read_span(v, &s) : needed) refuse(l, key);
    return s;
}

static float real(loader *l, const json_t *from, const char *key)
{
    const json_t *v = json_object_get(from, key);
    double n = json_number_value(v);
    if (!json_is_number(v) || !(n > -1e6 && n < 1e6)) refuse(l, key);
    return (float)n;
}

static const json_t *array(loader *l, const json_t *from, const char *key)
{
    const json_t *v = json_object_get(from, key);
    if (!json_is_array(v)) refuse(l, key);
    return v;
}

static unsigned name_of(loader *l, const json_t *from, const char *key, const char *(*name)(unsigned), unsigned count)
{
    const char *s = json_string_value(json_object_get(from, key));
    for (unsigned i = 0; s && i < count; i++)
        if (strcmp(s, name(i)) == 0) return i;
    refuse(l, key);
    return 0;
}

static const char *kind_name(unsigned i) { return sr_block_kind_name((sr_block_kind)i); }
static const char *role_name(unsigned i) { return sr_credit_role_name((sr_credit_role)i); }
static const char *basis_name(unsigned i) { return sr_line_basis_name((sr_line_basis)i); }
static const char *relation_name(unsigned i) { return sr_relation_name((sr_relation)i); }
static const char *media_name(unsigned i) { return i ? "html" : "text"; }

static sr_when when(loader *l, const json_t *from, const char *key)
{
    sr_when w = {0};
    const json_t *v = json_object_get(from, key);
    sr_str text = string(l, v, "time", false);
    if (!text.size) text = string(l, v, "date", false);
    if (text.size == 4) {
        bool digits = true;
        for (int i = 0; i < 4; i++) {
            digits &= text.data[i] >= '0' && text.data[i] <= '9';
            w.year = (int16_t)(w.year * 10 + (text.data[i] - '0'));
        }
        if (!digits || !sr_when_valid(&w)) refuse(l, key);
    } else if (text.size && !sr_when_parse(text, true, &w))
        refuse(l, key);
    return w;
}

/* -- reports ------------------------------------------------------------------------------------- */
static int by_begin(const void *pa, const void *pb)
{
    const sr_block *a = pa, *b = pb;
    return (a->span.begin > b->span.begin) - (a->span.begin < b->span.begin);
}

static void load_blocks(loader *l, const json_t *j, sr_report *r)
{
    size_t i;
    json_t *v;
    json_array_foreach(array(l, j, "paragraphs"), i, v) {
        sr_block *b = SR_PUSH(l->record->arena, r, blocks);
        if (b && !read_span(v, &b->span)) refuse(l, "paragraphs");
    }
    json_array_foreach(array(l, j, "dropped"), i, v) {
        sr_block *b = SR_PUSH(l->record->arena, r, blocks);
        if (!b) return;
        b->span = span(l, v, "span", true);
        b->kind = (sr_block_kind)name_of(l, v, "kind", kind_name, SR_BLOCK_KIND_COUNT);
        b->why = string(l, v, "why", false);
    }
    if (r->blocks_count > 1) qsort(r->blocks, r->blocks_count, sizeof *r->blocks, by_begin);
}

static void load_sentences(loader *l, const json_t *j, sr_report *r)
{
    size_t i;
    json_t *v;
    uint32_t block = 0;
    json_array_foreach(array(l, j, "sentences"), i, v) {
        sr_span *s = SR_PUSH(l->record->arena, r, sentences);
        uint32_t *b = SR_PUSH(l->record->arena, r, sentence_blocks);
        if (!s || !b) return;
        if (!read_span(v, s)) refuse(l, "sentences");
        while (block + 1 < r->blocks_count && r->blocks[block].span.end <= s->begin) block++;
        *b = block;
    }
}

static void load_credits(loader *l, const json_t *j, sr_meta *m)
{
    size_t i;
    json_t *v;
    json_array_foreach(json_object_get(j, "credits"), i, v) {
        sr_credit *c = SR_PUSH(l->record->arena, m, credits);
        if (c) *c = (sr_credit){(sr_credit_role)name_of(l, v, "role", role_name, SR_CREDIT_ROLE_COUNT), string(l, v, "name", true), span(l, v, "span", false)};
    }
}

static void load_meta(loader *l, const json_t *j, sr_meta *m)
{
    m->title = string(l, j, "title", false);
    m->outlet = string(l, j, "outlet", false);
    m->url = string(l, j, "url", false);
    m->dateline = string(l, j, "dateline", false);
    m->language = string(l, j, "language", true);
    m->title_span = span(l, j, "title_span", false);
    m->outlet_span = span(l, j, "outlet_span", false);
    m->dateline_span = span(l, j, "dateline_span", false);
    m->published = when(l, j, "published");
    m->published_span = span(l, json_object_get(j, "published"), "span", false);
    m->modified = when(l, j, "modified");
    load_credits(l, j, m);
}

static void load_hash(loader *l, const json_t *j, sr_report *r)
{
    sr_str hex = string(l, j, "sha256", true), id = string(l, j, "id", true);
    if (hex.size != 64 || id.size != 17 || id.data[0] != 'r' || memcmp(id.data + 1, hex.data, 16) != 0) {
        refuse(l, "id");
        return;
    }
    memcpy(r->id, id.data, id.size);
    for (int i = 0; i < 64; i++) {
        char c = hex.data[i];
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (d < 0) refuse(l, "sha256");
        r->sha256[i / 2] = (uint8_t)(r->sha256[i / 2] << 4 | (d & 15));
    }
}

static void load_report(loader *l, const json_t *j)
{
    size_t i;
    json_t *v;
    sr_report *r = SR_PUSH(l->record->arena, l->record, reports);
    if (!r) return;
    *r = (sr_report){0};
    load_hash(l, j, r);
    r->file = string(l, j, "file", true);
    r->text = string(l, j, "text", false);
    r->media = (sr_media)name_of(l, j, "media", media_name, 2);
    const json_t *bytes = json_object_get(j, "bytes");
    if (!json_is_integer(bytes) || json_integer_value(bytes) < 0) refuse(l, "bytes");
    r->raw_bytes = (uint64_t)json_integer_value(bytes);
    json_array_foreach(json_object_get(j, "also"), i, v) {
        if (!json_is_string(v)) refuse(l, "also");
        sr_str *s = SR_PUSH(l->record->arena, r, also);
        if (s) *s = sr_arena_copy(l->record->arena, (sr_str){json_string_value(v), json_string_length(v)});
    }
    load_meta(l, j, &r->meta);
    load_blocks(l, j, r);
    load_sentences(l, j, r);
}

/* -- what refers to ids ---------------------------------------------------------------------------- */
/* Reports and lines are sorted by id, which sr_record_check holds; in others nothing is found. */
static int id_of_report(const void *id, const void *report) { return strcmp(id, ((const sr_report *)report)->id); }
static int id_of_line(const void *id, const void *line) { return strcmp(id, ((const sr_line *)line)->id); }

static uint32_t find_report(loader *l, const json_t *v)
{
    const char *id = json_string_value(v);
    const sr_record *record = l->record;
    const sr_report *found = id && record->reports_count ? bsearch(id, record->reports, record->reports_count, sizeof *found, id_of_report) : NULL;
    if (found) return (uint32_t)(found - record->reports);
    refuse(l, "reference to a report");
    return 0;
}

static uint32_t find_line(loader *l, const json_t *v)
{
    const char *id = json_string_value(v);
    const sr_record *record = l->record;
    if (json_is_null(v)) return SR_NONE;
    const sr_line *found = id && record->lines_count ? bsearch(id, record->lines, record->lines_count, sizeof *found, id_of_line) : NULL;
    if (found) return (uint32_t)(found - record->lines);
    refuse(l, "reference to a line");
    return SR_NONE;
}

static void load_line(loader *l, const json_t *j)
{
    size_t i;
    json_t *v;
    sr_line *line = SR_PUSH(l->record->arena, l->record, lines);
    if (!line) return;
    *line = (sr_line){.name = string(l, j, "name", false), .why = string(l, j, "why", false)};
    line->basis = (sr_line_basis)name_of(l, j, "basis", basis_name, 3);
    sr_str id = string(l, j, "id", true);
    if (id.size >= SR_ID_CHARS)
        refuse(l, "id");
    else if (id.size)
        memcpy(line->id, id.data, id.size);
    json_array_foreach(array(l, j, "reports"), i, v) {
        uint32_t *r = SR_PUSH(l->record->arena, line, reports);
        if (r) *r = find_report(l, v);
    }
}

static void load_sentence_lines(loader *l, const json_t *reports)
{
    size_t i, k;
    json_t *j, *v;
    json_array_foreach(reports, i, j) {
        const json_t *lines = json_object_get(j, "sentence_lines");
        if (i >= l->record->reports_count || !lines) continue;
        sr_report *r = &l->record->reports[i];
        if (json_array_size(lines) != r->sentences_count) {
            refuse(l, "sentence_lines");
            return;
        }
        r->sentence_lines = sr_arena_alloc(l->record->arena, r->sentences_count * sizeof *r->sentence_lines);
        if (!r->sentence_lines) return;
        json_array_foreach(lines, k, v) r->sentence_lines[k] = find_line(l, v);
    }
}

static uint32_t sentence_at(const sr_report *r, sr_span s)
{
    uint32_t low = 0, high = r->sentences_count; /* they are sorted, which sr_record_check holds */
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (r->sentences[mid].end <= s.begin) low = mid + 1;
        else high = mid;
    }
    return low < r->sentences_count ? low : SR_NONE;
}

static void load_passages(loader *l, const json_t *j, sr_reuse *u)
{
    size_t i;
    json_t *v;
    json_array_foreach(array(l, j, "passages"), i, v) {
        sr_passage *p = SR_PUSH(l->record->arena, u, passages);
        if (!p) return;
        *p = (sr_passage){.a = span(l, v, "a", true), .b = span(l, v, "b", true), .similarity = real(l, v, "similarity")};
        p->quote = json_is_true(json_object_get(v, "quote"));
        p->sentence_a = sentence_at(&l->record->reports[u->a], p->a);
        p->sentence_b = sentence_at(&l->record->reports[u->b], p->b);
    }
}

static void load_reuse(loader *l, const json_t *j)
{
    size_t i;
    json_t *v;
    sr_reuse *u = SR_PUSH(l->record->arena, l->record, reuse);
    if (!u) return;
    *u = (sr_reuse){.a = find_report(l, json_object_get(j, "a")), .b = find_report(l, json_object_get(j, "b"))};
    if (l->status) return;
    u->share_a = real(l, j, "share_a");
    u->share_b = real(l, j, "share_b");
    u->relation = (sr_relation)name_of(l, j, "relation", relation_name, SR_REL_COUNT);
    load_passages(l, j, u);
    json_array_foreach(json_object_get(j, "evidence"), i, v) {
        sr_evidence *e = SR_PUSH(l->record->arena, u, evidence);
        if (!e) return;
        *e = (sr_evidence){string(l, v, "kind", true), real(l, v, "weight"), false, span(l, v, "a", false), span(l, v, "b", false), string(l, v, "note", true)};
        const char *favours = json_string_value(json_object_get(v, "favours"));
        e->common = favours && strcmp(favours, "common_source") == 0;
    }
}

static const char *known_stage(const char *name)
{
    static const char *const others[] = {"read", "load", "record", "check", "knowledge"};
    for (int s = 0; name && s < SR_STAGE_COUNT; s++)
        if (strcmp(name, sr_stage_name((sr_stage)s)) == 0) return sr_stage_name((sr_stage)s);
    for (size_t i = 0; name && i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0) return others[i];
    return NULL;
}

static void load_fault(loader *l, const json_t *j)
{
    sr_fault *f = SR_PUSH(l->record->arena, l->record, faults);
    if (!f) return;
    const json_t *byte = json_object_get(j, "byte");
    *f = (sr_fault){string(l, j, "file", true), string(l, j, "message", true), known_stage(json_string_value(json_object_get(j, "stage"))), SR_ERR_NO_BYTE};
    if (byte && (!json_is_integer(byte) || json_integer_value(byte) < 0)) refuse(l, "byte");
    if (byte) f->byte = (uint64_t)json_integer_value(byte);
}

static void load_all(loader *l, json_t *root)
{
    size_t i;
    json_t *v;
    const char *key, *format = json_string_value(json_object_get(root, "format"));
    if (!format || strcmp(format, "sitrep/1") != 0) refuse(l, "format (sitrep/1)");
    json_object_foreach(json_object_get(root, "made_by"), key, v) {
        if (json_is_string(v)) sr_record_made_by(l->record, key, json_string_value(v));
    }
    json_array_foreach(array(l, root, "reports"), i, v) load_report(l, v);
    json_array_foreach(array(l, root, "lines"), i, v) load_line(l, v);
    load_sentence_lines(l, json_object_get(root, "reports"));
    json_array_foreach(array(l, root, "reuse"), i, v) load_reuse(l, v);
    json_array_foreach(json_object_get(root, "faults"), i, v) load_fault(l, v);
    if (sr_arena_failed(l->record->arena)) l->status = SR_FAIL(l->err, SR_ERR_MEMORY, "load", "out of memory");
}

sr_status sr_record_load(const void *json, size_t size, sr_record **out, sr_err *err)
{
    json_error_t where = {0};
    if (size > SR_MAX_RECORD_BYTES) return sr_fail(err, SR_ERR_LIMIT, "load", SR_MAX_RECORD_BYTES, "the record is larger than %u bytes", SR_MAX_RECORD_BYTES);
    loader l = {.record = sr_record_new(), .err = err};
    json_t *root = l.record ? json_loadb(json, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where) : NULL;
    if (!l.record)
        l.status = SR_FAIL(err, SR_ERR_MEMORY, "load", "out of memory");
    else if (!root && !where.text[0])
        l.status = SR_FAIL(err, SR_ERR_MEMORY, "load", "out of memory");
    else if (!root)
        l.status = sr_fail(err, SR_ERR_FORMAT, "load", where.position < 0 ? 0 : (uint64_t)where.position, "not JSON: %s", where.text);
    else
        load_all(&l, root);
    json_decref(root);
    if (!l.status) {
        l.record->sealed = true;
        l.record->done = 1u << SR_STAGE_LINEAGE | 1u << SR_STAGE_MERGE;
        l.status = sr_record_check(l.record, err);
    }
    if (l.status == SR_ERR_INVARIANT) { /* the file's fault, not a stage's */
        if (err) err->code = SR_ERR_FORMAT;
        l.status = SR_ERR_FORMAT;
    }
    if (l.status)
        sr_record_free(l.record);
    else
        *out = l.record;
    return l.status;
}
