/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what dump.c writes. A table of row readers; each row is read to its end or refused with
 * the byte where it went wrong. What was loaded passes sr_doc_check before anybody gets it. */
#include "base/limits.h"
#include "doc/doc.h"

typedef struct reader {
    sr_str s;
    size_t at;
    sr_doc *doc;
    bool bad;
} reader;

static void skip_spaces(reader *r)
{
    while (r->at < r->s.size && r->s.data[r->at] == ' ') r->at++;
}

static sr_str word(reader *r)
{
    skip_spaces(r);
    size_t begin = r->at;
    while (r->at < r->s.size && r->s.data[r->at] != ' ' && r->s.data[r->at] != '\n') r->at++;
    if (r->at == begin) r->bad = true;
    return (sr_str){r->s.data + begin, r->at - begin};
}

static uint64_t number(reader *r, uint64_t most)
{
    sr_str w = word(r);
    uint64_t n = 0;
    for (size_t i = 0; i < w.size; i++) {
        if (w.data[i] < '0' || w.data[i] > '9' || n > UINT64_MAX / 10 - 1) {
            r->bad = true;
            return 0;
        }
        n = n * 10 + (uint64_t)(w.data[i] - '0');
    }
    if (n > most) r->bad = true;
    return r->bad ? 0 : n;
}

/* "-3.125"; at most three decimals, no exponent. */
static double decimal(reader *r)
{
    skip_spaces(r);
    bool minus = r->at < r->s.size && r->s.data[r->at] == '-';
    r->at += minus;
    sr_str w = word(r);
    const char *dot = memchr(w.data, '.', w.size);
    size_t whole = dot ? (size_t)(dot - w.data) : w.size;
    double n = 0, unit = 1;
    if (w.size > 16 || whole + 4 < w.size || whole == 0) r->bad = true;
    for (size_t i = 0; i < w.size && !r->bad; i++) {
        if (i == whole) continue;
        if (w.data[i] < '0' || w.data[i] > '9') r->bad = true;
        n = n * 10 + (w.data[i] - '0');
        if (i > whole) unit *= 10;
    }
    return r->bad ? 0 : (minus ? -n : n) / unit;
}

static uint32_t u32(reader *r) { return (uint32_t)number(r, UINT32_MAX - 1); }

static uint32_t index_or_none(reader *r)
{
    skip_spaces(r);
    if (r->at < r->s.size && r->s.data[r->at] == '-') {
        r->at++;
        return SR_NONE;
    }
    return u32(r);
}

static sr_span span(reader *r)
{
    uint32_t begin = u32(r);
    return (sr_span){begin, u32(r)};
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static char escaped(reader *r)
{
    char c = r->s.data[r->at++];
    if (c == 'n') return '\n';
    if (c == 't') return '\t';
    if (c == 'r') return '\r';
    if (c == '"' || c == '\\') return c;
    if (c == 'u' && r->s.size - r->at >= 4 && r->s.data[r->at] == '0' && r->s.data[r->at + 1] == '0') {
        int high = hex(r->s.data[r->at + 2]), low = hex(r->s.data[r->at + 3]);
        r->at += 4;
        if (high >= 0 && high < 2 && low >= 0) return (char)(high * 16 + low);
    }
    r->bad = true;
    return 0;
}

static sr_str string(reader *r)
{
    skip_spaces(r);
    size_t end = r->at + 1;
    if (r->at >= r->s.size || r->s.data[r->at] != '"') r->bad = true;
    while (end < r->s.size && r->s.data[end] != '"' && r->s.data[end] != '\n')
        end += r->s.data[end] == '\\' ? 2 : 1;
    if (end >= r->s.size || r->s.data[end] != '"') r->bad = true;
    char *out = r->bad ? NULL : sr_arena_alloc(r->doc->arena, end - r->at);
    if (!out) return (sr_str){0};
    size_t n = 0;
    for (r->at++; r->at < end && !r->bad;) {
        char c = r->s.data[r->at++];
        out[n++] = c == '\\' ? escaped(r) : c;
    }
    r->at = end + 1;
    return (sr_str){out, n};
}

static unsigned name_of(reader *r, const char *(*name)(unsigned), unsigned count)
{
    sr_str w = word(r);
    for (unsigned i = 0; i < count; i++)
        if (sr_str_eq(w, sr_str_c(name(i)))) return i;
    r->bad = true;
    return 0;
}

static const char *block_name(unsigned i) { return sr_block_kind_name((sr_block_kind)i); }
static const char *role_name(unsigned i) { return sr_credit_role_name((sr_credit_role)i); }
static const char *token_name(unsigned i) { return sr_token_kind_name((uint8_t)i); }
static const char *stage_name(unsigned i) { return sr_stage_name((sr_stage)i); }
static const char *media_name(unsigned i) { return i ? "html" : "text"; }
static const char *exact_name(unsigned i) { return i ? "exact" : "changed"; }
static const char *space_name(unsigned i) { return i ? "space" : "tight"; }

/* -- rows -------------------------------------------------------------------------------------- */
static void read_file(reader *r) { r->doc->file = string(r); }
static void read_charset(reader *r) { r->doc->charset = string(r); }
static void read_raw(reader *r) { r->doc->raw_bytes = number(r, SR_MAX_REPORT_BYTES); }
static void read_done(reader *r) { r->doc->done |= 1u << name_of(r, stage_name, SR_STAGE_LINEAGE); }
static void read_media(reader *r) { r->doc->media = (sr_media)name_of(r, media_name, 2); }

static void read_sha256(reader *r)
{
    sr_str w = word(r);
    if (w.size != 64) r->bad = true;
    for (size_t i = 0; i < 32 && !r->bad; i++) {
        int high = hex(w.data[2 * i]), low = hex(w.data[2 * i + 1]);
        if (high < 0 || low < 0) r->bad = true;
        r->doc->sha256[i] = (uint8_t)(high * 16 + low);
    }
}

static void read_text(reader *r)
{
    size_t size = number(r, SR_MAX_TEXT_BYTES);
    if (r->bad || r->s.size - r->at < size + 2 || r->s.data[r->at] != '\n') {
        r->bad = true;
        return;
    }
    r->doc->text = sr_arena_copy(r->doc->arena, (sr_str){r->s.data + r->at + 1, size}).data;
    r->doc->text_size = (uint32_t)size;
    r->at += 1 + size;
}

static void read_run(reader *r)
{
    sr_run *x = SR_PUSH(r->doc->arena, r->doc, runs);
    if (!x) return;
    x->text_begin = u32(r);
    x->text_size = u32(r);
    x->raw_begin = u32(r);
    x->raw_size = u32(r);
    x->exact = name_of(r, exact_name, 2);
}

static void read_element(reader *r)
{
    sr_element *x = SR_PUSH(r->doc->arena, r->doc, elements);
    if (!x) return;
    x->tag = (uint16_t)number(r, UINT16_MAX);
    x->depth = (uint16_t)number(r, UINT16_MAX);
    x->parent = index_or_none(r);
    x->last = u32(r);
    x->text = span(r);
    x->name = string(r);
    x->attrs = string(r);
    x->href = string(r);
}

static void read_field(reader *r)
{
    sr_field *x = SR_PUSH(r->doc->arena, r->doc, fields);
    if (!x) return;
    x->raw = span(r);
    x->key = string(r);
    x->value = string(r);
}

static sr_str named(reader *r, sr_span *where)
{
    sr_span s = span(r);
    if (where) *where = s;
    return string(r);
}

static void read_when(reader *r, sr_when *w, sr_span *where)
{
    if (!sr_when_parse(named(r, where), true, w)) {
        *w = (sr_when){0};
        r->bad = true;
    }
}

static void read_title(reader *r) { r->doc->meta.title = named(r, &r->doc->meta.title_span); }
static void read_outlet(reader *r) { r->doc->meta.outlet = named(r, &r->doc->meta.outlet_span); }
static void read_url(reader *r) { r->doc->meta.url = named(r, NULL); }
static void read_dateline(reader *r) { r->doc->meta.dateline = named(r, &r->doc->meta.dateline_span); }
static void read_language(reader *r) { r->doc->meta.language = named(r, NULL); }
static void read_published(reader *r) { read_when(r, &r->doc->meta.published, &r->doc->meta.published_span); }
static void read_modified(reader *r) { read_when(r, &r->doc->meta.modified, NULL); }

static void read_credit(reader *r)
{
    sr_credit *x = SR_PUSH(r->doc->arena, &r->doc->meta, credits);
    if (!x) return;
    x->role = (sr_credit_role)name_of(r, role_name, SR_CREDIT_ROLE_COUNT);
    x->name = named(r, &x->span);
}

static void read_block(reader *r)
{
    sr_block *x = SR_PUSH(r->doc->arena, r->doc, blocks);
    if (!x) return;
    x->kind = (sr_block_kind)name_of(r, block_name, SR_BLOCK_KIND_COUNT);
    x->span = span(r);
    x->score = (float)decimal(r);
    x->why = string(r);
}

static void read_sentence(reader *r)
{
    sr_sentence *x = SR_PUSH(r->doc->arena, r->doc, sentences);
    if (!x) return;
    x->span = span(r);
    x->block = u32(r);
    x->tokens_begin = u32(r);
    x->tokens_end = u32(r);
}

static void read_token(reader *r)
{
    sr_token *x = SR_PUSH(r->doc->arena, r->doc, tokens);
    if (!x) return;
    x->kind = (uint8_t)name_of(r, token_name, SR_TOKEN_SYMBOL + 1);
    x->span = span(r);
    x->space_after = name_of(r, space_name, 2);
}

static const struct {
    const char *name;
    void (*read)(reader *r);
} rows[] = {
    {"file", read_file},         {"sha256", read_sha256},     {"raw", read_raw},           {"done", read_done},
    {"media", read_media},       {"charset", read_charset},   {"text", read_text},         {"run", read_run},
    {"element", read_element},   {"field", read_field},       {"title", read_title},       {"outlet", read_outlet},
    {"url", read_url},           {"dateline", read_dateline}, {"published", read_published}, {"modified", read_modified},
    {"language", read_language}, {"credit", read_credit},     {"block", read_block},       {"sentence", read_sentence},
    {"token", read_token},
};

static void read_row(reader *r, sr_str key)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (sr_str_eq(key, sr_str_c(rows[i].name))) {
            rows[i].read(r);
            skip_spaces(r);
            if (r->at < r->s.size && r->s.data[r->at] == '#')
                while (r->at < r->s.size && r->s.data[r->at] != '\n') r->at++;
            if (r->at >= r->s.size || r->s.data[r->at] != '\n') r->bad = true;
            r->at++;
            return;
        }
    r->bad = true;
}

/* Stages run in order, and what a stage writes is not there before it has run: nobody looks at it. */
static sr_status check_stages(const sr_doc *doc, sr_err *err)
{
    bool ingest = doc->done & (1u << SR_STAGE_INGEST), clean = doc->done & (1u << SR_STAGE_CLEAN), split = doc->done & (1u << SR_STAGE_SPLIT);
    if (!ingest || (split && !clean)) return SR_FAIL(err, SR_ERR_FORMAT, "load", "a stage is missing before the last that has run");
    if ((!clean && (doc->blocks_count || doc->meta.credits_count)) || (!split && (doc->sentences_count || doc->tokens_count)))
        return SR_FAIL(err, SR_ERR_FORMAT, "load", "a layer of a stage that has not run");
    return SR_OK;
}

sr_status sr_doc_load(sr_str dump, sr_doc **out, size_t *used, sr_err *err)
{
    static const char head[] = "sitrep-dump 1\n";
    reader r = {.s = dump, .at = sizeof head - 1, .doc = sr_doc_new()};
    sr_status status = SR_OK;
    if (!r.doc) return SR_FAIL(err, SR_ERR_MEMORY, "load", "out of memory");
    if (!sr_str_starts(dump, SR_STR("sitrep-dump 1\n"))) status = sr_fail(err, SR_ERR_FORMAT, "load", 0, "no dump of format 1");
    for (bool ended = false; !status && !ended;) {
        size_t begin = r.at < dump.size ? r.at : dump.size;
        r.at = begin;
        sr_str key = word(&r);
        ended = sr_str_eq(key, SR_STR("end")) && r.at < dump.size && dump.data[r.at] == '\n';
        if (ended)
            r.at++;
        else
            read_row(&r, key);
        if (sr_arena_failed(r.doc->arena))
            status = SR_FAIL(err, SR_ERR_MEMORY, "load", "out of memory");
        else if (r.bad)
            status = sr_fail(err, SR_ERR_FORMAT, "load", begin, "a row that cannot be read");
    }
    if (!status) status = check_stages(r.doc, err);
    if (!status) status = sr_doc_check(r.doc, err);
    if (status == SR_ERR_INVARIANT && err) err->code = SR_ERR_FORMAT; /* the file's fault, not a stage's */
    if (status == SR_ERR_INVARIANT) status = SR_ERR_FORMAT;
    if (status) {
        sr_doc_free(r.doc);
        return status;
    }
    *used = r.at;
    *out = r.doc;
    return SR_OK;
}
