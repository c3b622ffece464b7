/* SPDX-License-Identifier: Apache-2.0 */
/* The promises of sr_doc's layers. Run after every stage in debug builds, after every load, and by
 * the fuzz targets. Each check returns the byte (or row) where a promise is broken. */
#include "base/utf8.h"
#include "doc/doc.h"

#define BROKEN(byte, ...) sr_fail(err, SR_ERR_INVARIANT, "check", (byte), __VA_ARGS__)

static bool is_boundary(const sr_doc *doc, uint32_t at)
{
    return at == doc->text_size || (at < doc->text_size && ((unsigned char)doc->text[at] & 0xC0) != 0x80);
}

static bool is_span(const sr_doc *doc, sr_span s)
{
    return s.begin <= s.end && s.end <= doc->text_size && is_boundary(doc, s.begin) && is_boundary(doc, s.end);
}

static bool is_tight(const sr_doc *doc, sr_span s)
{
    sr_span t = sr_trim_span(doc->text, s);
    return s.begin < s.end && t.begin == s.begin && t.end == s.end;
}

/* The first byte in [begin, end) that is not white space, or end. */
static uint32_t first_ink(const sr_doc *doc, uint32_t begin, uint32_t end)
{
    return begin + (uint32_t)(sr_trim(sr_str_of(doc->text, (sr_span){begin, end})).size
                                  ? sr_trim_span(doc->text, (sr_span){begin, end}).begin - begin
                                  : end - begin);
}

static sr_status check_runs(const sr_doc *doc, sr_err *err)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->runs_count; i++) {
        const sr_run *r = &doc->runs[i];
        if (r->text_begin != at || r->text_size > doc->text_size - at || !is_boundary(doc, at))
            return BROKEN(at, "run %u does not follow the one before it", i);
        if (r->exact && r->text_size != r->raw_size) return BROKEN(at, "run %u is exact but changes size", i);
        if ((uint64_t)r->raw_begin + r->raw_size > doc->raw_bytes) return BROKEN(at, "run %u lies outside the raw bytes", i);
        at += r->text_size;
    }
    return at == doc->text_size ? SR_OK : BROKEN(at, "the source map ends before the text");
}

static sr_status check_elements(const sr_doc *doc, sr_err *err)
{
    for (uint32_t i = 0; i < doc->elements_count; i++) {
        const sr_element *e = &doc->elements[i];
        if (!is_span(doc, e->text)) return BROKEN(e->text.begin, "element %u: no span of the text", i);
        if (e->last < i || e->last >= doc->elements_count) return BROKEN(e->text.begin, "element %u: no subtree", i);
        if (e->parent == SR_NONE) continue;
        if (e->parent >= i) return BROKEN(e->text.begin, "element %u comes before its parent", i);
        const sr_element *p = &doc->elements[e->parent];
        if (e->last > p->last || !sr_span_holds(p->text, e->text))
            return BROKEN(e->text.begin, "element %u sticks out of its parent", i);
    }
    return SR_OK;
}

static sr_status check_blocks(const sr_doc *doc, sr_err *err)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->blocks_count; i++) {
        const sr_block *b = &doc->blocks[i];
        if (!is_span(doc, b->span) || b->span.begin < at) return BROKEN(b->span.begin, "block %u is out of order", i);
        if (!is_tight(doc, b->span)) return BROKEN(b->span.begin, "block %u is empty or has white space at an end", i);
        if ((unsigned)b->kind >= SR_BLOCK_KIND_COUNT) return BROKEN(b->span.begin, "block %u has no kind", i);
        if (first_ink(doc, at, b->span.begin) != b->span.begin)
            return BROKEN(first_ink(doc, at, b->span.begin), "text before block %u is in no block", i);
        at = b->span.end;
    }
    if (first_ink(doc, at, doc->text_size) != doc->text_size)
        return BROKEN(first_ink(doc, at, doc->text_size), "text after the last block is in no block");
    return SR_OK;
}

static sr_status check_meta(const sr_doc *doc, sr_err *err)
{
    const sr_meta *m = &doc->meta;
    const sr_span spans[] = {m->title_span, m->dateline_span, m->published_span, m->outlet_span};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (!is_span(doc, spans[i])) return BROKEN(spans[i].begin, "meta: no span of the text");
    for (uint32_t i = 0; i < m->credits_count; i++)
        if (!is_span(doc, m->credits[i].span) || (unsigned)m->credits[i].role >= SR_CREDIT_ROLE_COUNT)
            return BROKEN(m->credits[i].span.begin, "credit %u is malformed", i);
    if ((m->published.year && !sr_when_valid(&m->published)) || (m->modified.year && !sr_when_valid(&m->modified)))
        return BROKEN(m->published_span.begin, "meta: no date of the calendar");
    return SR_OK;
}

static sr_status check_tokens(const sr_doc *doc, const sr_sentence *s, sr_err *err)
{
    uint32_t at = s->span.begin;
    for (uint32_t t = s->tokens_begin; t < s->tokens_end; t++) {
        sr_span span = doc->tokens[t].span;
        if (!is_span(doc, span) || span.begin < at || span.begin == span.end || span.end > s->span.end)
            return BROKEN(span.begin, "token %u is out of order or outside its sentence", t);
        if (first_ink(doc, at, span.begin) != span.begin) return BROKEN(at, "text before token %u is in no token", t);
        if (doc->tokens[t].kind > SR_TOKEN_SYMBOL) return BROKEN(at, "token %u has no kind", t);
        at = span.end;
    }
    return first_ink(doc, at, s->span.end) == s->span.end ? SR_OK : BROKEN(at, "the end of a sentence is in no token");
}

static sr_status check_sentences(const sr_doc *doc, sr_err *err)
{
    uint32_t at = 0, token = 0;
    for (uint32_t i = 0; i < doc->sentences_count; i++) {
        const sr_sentence *s = &doc->sentences[i];
        if (!is_span(doc, s->span) || s->span.begin < at || !is_tight(doc, s->span))
            return BROKEN(s->span.begin, "sentence %u is out of order, empty or has white space at an end", i);
        if (s->block >= doc->blocks_count || doc->blocks[s->block].kind != SR_BLOCK_BODY ||
            !sr_span_holds(doc->blocks[s->block].span, s->span))
            return BROKEN(s->span.begin, "sentence %u does not lie in its block of the body", i);
        if (s->tokens_begin != token || s->tokens_end < token || s->tokens_end > doc->tokens_count)
            return BROKEN(s->span.begin, "sentence %u: its tokens do not follow those before", i);
        sr_status status = check_tokens(doc, s, err);
        if (status) return status;
        at = s->span.end;
        token = s->tokens_end;
    }
    return token == doc->tokens_count ? SR_OK : BROKEN(at, "tokens outside all sentences");
}

sr_status sr_doc_check(const sr_doc *doc, sr_err *err)
{
    sr_status status = SR_OK;
    sr_str text = {doc->text, doc->text_size};
    if (doc->done & (1u << SR_STAGE_INGEST)) {
        size_t bad = sr_utf8_valid(text);
        if (bad != text.size) return BROKEN(bad, "the text is not UTF-8");
        status = check_runs(doc, err);
        if (!status) status = check_elements(doc, err);
        if (!status) status = check_meta(doc, err);
    }
    if (!status && doc->done & (1u << SR_STAGE_CLEAN)) status = check_blocks(doc, err);
    if (!status && doc->done & (1u << SR_STAGE_SPLIT)) status = check_sentences(doc, err);
    return status;
}
