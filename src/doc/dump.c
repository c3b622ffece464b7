/* SPDX-License-Identifier: Apache-2.0 */
/* The readable state of a report: one row a line, a keyword first. docs/dump.md describes it;
 * load.c reads it back. What stands behind '#' is there for people and not read. */
#include "base/buf.h"
#include "doc/doc.h"

/* A quoted string: \" \\ \n \t \r, other control characters as \u00XX. */
static void put_string(sr_buf *out, sr_str s)
{
    sr_buf_char(out, '"');
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.data[i];
        switch (c) {
        case '"': sr_buf_c(out, "\\\""); break;
        case '\\': sr_buf_c(out, "\\\\"); break;
        case '\n': sr_buf_c(out, "\\n"); break;
        case '\t': sr_buf_c(out, "\\t"); break;
        case '\r': sr_buf_c(out, "\\r"); break;
        default:
            if (c < 0x20)
                sr_buf_printf(out, "\\u%04x", c);
            else
                sr_buf_char(out, (char)c);
        }
    }
    sr_buf_char(out, '"');
}

/* " # "the first bytes"\n", for people. */
static void put_excerpt(sr_buf *out, const sr_doc *doc, sr_span s)
{
    uint32_t end = sr_span_size(s) > 72 ? s.begin + 72 : s.end;
    while (end > s.begin && end < s.end && ((unsigned char)doc->text[end] & 0xC0) == 0x80) end--;
    sr_buf_c(out, " # ");
    put_string(out, sr_doc_str(doc, (sr_span){s.begin, end}));
    sr_buf_char(out, '\n');
}

static void put_span(sr_buf *out, sr_span s) { sr_buf_printf(out, " %u %u", s.begin, s.end); }

static void put_index(sr_buf *out, uint32_t i)
{
    if (i == SR_NONE)
        sr_buf_c(out, " -");
    else
        sr_buf_printf(out, " %u", i);
}

static void put_named(sr_buf *out, const char *row, sr_str value, sr_span span)
{
    if (!value.size) return;
    sr_buf_c(out, row);
    put_span(out, span);
    sr_buf_char(out, ' ');
    put_string(out, value);
    sr_buf_char(out, '\n');
}

static void put_when(sr_buf *out, const char *row, const sr_when *w, sr_span span)
{
    char text[SR_WHEN_CHARS];
    if (!w->year) return;
    if (!sr_when_iso(w, text)) sr_when_date(w, text);
    put_named(out, row, sr_str_c(text), span);
}

static void dump_ingest(const sr_doc *doc, sr_buf *out)
{
    sr_buf_printf(out, "media %s\n", doc->media == SR_MEDIA_HTML ? "html" : "text");
    sr_buf_c(out, "charset ");
    put_string(out, doc->charset);
    sr_buf_printf(out, "\ntext %u\n", doc->text_size);
    sr_buf_add(out, doc->text, doc->text_size);
    sr_buf_char(out, '\n');
    for (uint32_t i = 0; i < doc->runs_count; i++) {
        const sr_run *r = &doc->runs[i];
        sr_buf_printf(out, "run %u %u %u %u %s\n", r->text_begin, r->text_size, r->raw_begin, r->raw_size,
                      r->exact ? "exact" : "changed");
    }
    for (uint32_t i = 0; i < doc->elements_count; i++) {
        const sr_element *e = &doc->elements[i];
        sr_buf_printf(out, "element %u %u", e->tag, e->depth);
        put_index(out, e->parent);
        put_index(out, e->last);
        put_span(out, e->text);
        sr_buf_char(out, ' ');
        put_string(out, e->name);
        sr_buf_char(out, ' ');
        put_string(out, e->attrs);
        sr_buf_char(out, ' ');
        put_string(out, e->href);
        sr_buf_char(out, '\n');
    }
    for (uint32_t i = 0; i < doc->fields_count; i++) {
        const sr_field *f = &doc->fields[i];
        sr_buf_c(out, "field");
        put_span(out, f->raw);
        sr_buf_char(out, ' ');
        put_string(out, f->key);
        sr_buf_char(out, ' ');
        put_string(out, f->value);
        sr_buf_char(out, '\n');
    }
}

static void dump_clean(const sr_doc *doc, sr_buf *out)
{
    const sr_meta *m = &doc->meta;
    const sr_span none = {0, 0};
    put_named(out, "title", m->title, m->title_span);
    put_named(out, "outlet", m->outlet, m->outlet_span);
    put_named(out, "url", m->url, none);
    put_named(out, "dateline", m->dateline, m->dateline_span);
    put_when(out, "published", &m->published, m->published_span);
    put_when(out, "modified", &m->modified, none);
    put_named(out, "language", m->language, none);
    for (uint32_t i = 0; i < m->credits_count; i++) {
        sr_buf_printf(out, "credit %s", sr_credit_role_name(m->credits[i].role));
        put_named(out, "", m->credits[i].name, m->credits[i].span);
    }
    for (uint32_t i = 0; i < doc->blocks_count; i++) {
        const sr_block *b = &doc->blocks[i];
        sr_buf_printf(out, "block %s", sr_block_kind_name(b->kind));
        put_span(out, b->span);
        sr_buf_char(out, ' ');
        sr_buf_fixed(out, (double)b->score, 3);
        sr_buf_char(out, ' ');
        put_string(out, b->why);
        put_excerpt(out, doc, b->span);
    }
}

static void dump_split(const sr_doc *doc, sr_buf *out)
{
    for (uint32_t i = 0; i < doc->sentences_count; i++) {
        const sr_sentence *s = &doc->sentences[i];
        sr_buf_c(out, "sentence");
        put_span(out, s->span);
        sr_buf_printf(out, " %u %u %u", s->block, s->tokens_begin, s->tokens_end);
        put_excerpt(out, doc, s->span);
        for (uint32_t t = s->tokens_begin; t < s->tokens_end; t++) {
            const sr_token *k = &doc->tokens[t];
            sr_buf_printf(out, "token %s", sr_token_kind_name(k->kind));
            put_span(out, k->span);
            sr_buf_c(out, k->space_after ? " space" : " tight");
            put_excerpt(out, doc, k->span);
        }
    }
}

void sr_doc_dump(const sr_doc *doc, sr_buf *out)
{
    sr_buf_c(out, "sitrep-dump 1\nfile ");
    put_string(out, doc->file);
    sr_buf_c(out, "\nsha256 ");
    char hex[64];
    sr_hex(doc->sha256, 32, hex);
    sr_buf_add(out, hex, sizeof hex);
    sr_buf_printf(out, "\nraw %llu\n", (unsigned long long)doc->raw_bytes);
    for (int s = 0; s < SR_STAGE_COUNT; s++)
        if (doc->done & (1u << s)) sr_buf_printf(out, "done %s\n", sr_stage_name((sr_stage)s));
    if (doc->done & (1u << SR_STAGE_INGEST)) dump_ingest(doc, out);
    if (doc->done & (1u << SR_STAGE_CLEAN)) dump_clean(doc, out);
    if (doc->done & (1u << SR_STAGE_SPLIT)) dump_split(doc, out);
    sr_buf_c(out, "end\n");
}
