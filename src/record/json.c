/* SPDX-License-Identifier: Apache-2.0 */
/* sr_record as record.schema.json, format sitrep/1. What the schema does not name and this adds:
 * reports[].also, .media, .modified, .paragraphs, .title_span, .dateline_span, .outlet_span,
 * .dropped[].why; lines[].why; reuse[].evidence,
 * reuse[].passages[].quote and .similarity. load.c reads all of it back. */
#include "record/jsonw.h"
#include "record/record.h"

static void put_when(sr_json *j, const sr_when *w, const sr_span *where)
{
    char date[SR_WHEN_CHARS], time[SR_WHEN_CHARS];
    sr_when_date(w, date);
    sr_when_iso(w, time);
    sr_json_open_flat(j, '{');
    sr_json_key(j, "date");
    sr_json_string_or_null(j, sr_str_c(date));
    if (where && where->begin < where->end) {
        sr_json_key(j, "span");
        sr_json_span(j, *where);
    }
    sr_json_key(j, "time");
    sr_json_string_or_null(j, sr_str_c(time));
    sr_json_close(j, '}');
}

static void put_credits(sr_json *j, const sr_meta *m)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < m->credits_count; i++) {
        const sr_credit *c = &m->credits[i];
        sr_json_open_flat(j, '{');
        sr_json_key(j, "name");
        sr_json_string(j, c->name);
        sr_json_key(j, "role");
        sr_json_string(j, sr_str_c(sr_credit_role_name(c->role)));
        if (c->span.begin < c->span.end) {
            sr_json_key(j, "span");
            sr_json_span(j, c->span);
        }
        sr_json_close(j, '}');
    }
    sr_json_close(j, ']');
}

/* Paragraphs with nothing but white space between them make one span of the body. */
static void put_body(sr_json *j, const sr_report *r)
{
    sr_json_open_flat(j, '[');
    for (uint32_t i = 0; i < r->blocks_count; i++) {
        if (r->blocks[i].kind != SR_BLOCK_BODY) continue;
        sr_span s = r->blocks[i].span;
        while (i + 1 < r->blocks_count && r->blocks[i + 1].kind == SR_BLOCK_BODY) s.end = r->blocks[++i].span.end;
        sr_json_span(j, s);
    }
    sr_json_close(j, ']');
}

static void put_paragraphs(sr_json *j, const sr_report *r)
{
    sr_json_open_flat(j, '[');
    for (uint32_t i = 0; i < r->blocks_count; i++)
        if (r->blocks[i].kind == SR_BLOCK_BODY) sr_json_span(j, r->blocks[i].span);
    sr_json_close(j, ']');
}

static void put_dropped(sr_json *j, const sr_report *r)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < r->blocks_count; i++) {
        const sr_block *b = &r->blocks[i];
        if (b->kind == SR_BLOCK_BODY) continue;
        sr_json_open_flat(j, '{');
        sr_json_key(j, "kind");
        sr_json_string(j, sr_str_c(sr_block_kind_name(b->kind)));
        sr_json_key(j, "span");
        sr_json_span(j, b->span);
        sr_json_key(j, "why");
        sr_json_string(j, b->why);
        sr_json_close(j, '}');
    }
    sr_json_close(j, ']');
}

static void put_sentence_lines(sr_json *j, const sr_record *record, const sr_report *r)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < r->sentences_count; i++) {
        if (r->sentence_lines[i] == SR_NONE)
            sr_json_null(j);
        else
            sr_json_string(j, sr_str_c(record->lines[r->sentence_lines[i]].id));
    }
    sr_json_close(j, ']');
}

static void put_strings(sr_json *j, const sr_str *strings, uint32_t count)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < count; i++) sr_json_string(j, strings[i]);
    sr_json_close(j, ']');
}

static void put_report_tail(sr_json *j, const sr_record *record, const sr_report *r, unsigned flags)
{
    sr_json_key(j, "paragraphs");
    put_paragraphs(j, r);
    sr_json_key(j, "published");
    put_when(j, &r->meta.published, &r->meta.published_span);
    if (r->sentence_lines) {
        sr_json_key(j, "sentence_lines");
        put_sentence_lines(j, record, r);
    }
    sr_json_key(j, "sentences");
    sr_json_spans(j, r->sentences, r->sentences_count);
    sr_json_key(j, "sha256");
    char hex[64];
    sr_hex(r->sha256, 32, hex);
    sr_json_string(j, (sr_str){hex, 64});
    if (flags & SR_WRITE_TEXT && r->text.size) {
        sr_json_key(j, "text");
        sr_json_string(j, r->text);
    }
    sr_json_key(j, "title");
    sr_json_string_or_null(j, r->meta.title);
    if (r->meta.title_span.begin < r->meta.title_span.end) {
        sr_json_key(j, "title_span");
        sr_json_span(j, r->meta.title_span);
    }
    sr_json_key(j, "url");
    sr_json_string_or_null(j, r->meta.url);
}

static void put_report(sr_json *j, const sr_record *record, const sr_report *r, unsigned flags)
{
    sr_json_open(j, '{');
    if (r->also_count) {
        sr_json_key(j, "also");
        put_strings(j, r->also, r->also_count);
    }
    sr_json_key(j, "body");
    put_body(j, r);
    sr_json_key(j, "bytes");
    sr_json_u64(j, r->raw_bytes);
    sr_json_key(j, "credits");
    put_credits(j, &r->meta);
    sr_json_key(j, "dateline");
    sr_json_string_or_null(j, r->meta.dateline);
    if (r->meta.dateline_span.begin < r->meta.dateline_span.end) {
        sr_json_key(j, "dateline_span");
        sr_json_span(j, r->meta.dateline_span);
    }
    sr_json_key(j, "dropped");
    put_dropped(j, r);
    sr_json_key(j, "file");
    sr_json_string(j, r->file);
    sr_json_key(j, "id");
    sr_json_string(j, sr_str_c(r->id));
    sr_json_key(j, "language");
    sr_json_string(j, r->meta.language.size ? r->meta.language : SR_STR("und"));
    sr_json_key(j, "media");
    sr_json_string(j, r->media == SR_MEDIA_HTML ? SR_STR("html") : SR_STR("text"));
    if (r->meta.modified.year) {
        sr_json_key(j, "modified");
        put_when(j, &r->meta.modified, NULL);
    }
    sr_json_key(j, "outlet");
    sr_json_string_or_null(j, r->meta.outlet);
    if (r->meta.outlet_span.begin < r->meta.outlet_span.end) {
        sr_json_key(j, "outlet_span");
        sr_json_span(j, r->meta.outlet_span);
    }
    put_report_tail(j, record, r, flags);
    sr_json_close(j, '}');
}

static void put_lines(sr_json *j, const sr_record *record)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < record->lines_count; i++) {
        const sr_line *l = &record->lines[i];
        sr_json_open(j, '{');
        sr_json_key(j, "basis");
        sr_json_string(j, sr_str_c(sr_line_basis_name(l->basis)));
        sr_json_key(j, "id");
        sr_json_string(j, sr_str_c(l->id));
        sr_json_key(j, "name");
        sr_json_string_or_null(j, l->name);
        sr_json_key(j, "reports");
        sr_json_open(j, '[');
        for (uint32_t k = 0; k < l->reports_count; k++) sr_json_string(j, sr_str_c(record->reports[l->reports[k]].id));
        sr_json_close(j, ']');
        sr_json_key(j, "why");
        sr_json_string(j, l->why);
        sr_json_close(j, '}');
    }
    sr_json_close(j, ']');
}

static void put_evidence(sr_json *j, const sr_evidence *e)
{
    sr_json_open_flat(j, '{');
    if (e->a.begin < e->a.end) {
        sr_json_key(j, "a");
        sr_json_span(j, e->a);
    }
    if (e->b.begin < e->b.end) {
        sr_json_key(j, "b");
        sr_json_span(j, e->b);
    }
    sr_json_key(j, "favours");
    sr_json_string(j, e->common ? SR_STR("common_source") : e->weight > 0 ? SR_STR("b_from_a") : SR_STR("a_from_b"));
    sr_json_key(j, "kind");
    sr_json_string(j, e->kind);
    sr_json_key(j, "note");
    sr_json_string(j, e->note);
    sr_json_key(j, "weight");
    sr_json_real(j, (double)e->weight);
    sr_json_close(j, '}');
}

static void put_passage(sr_json *j, const sr_passage *p)
{
    sr_json_open_flat(j, '{');
    sr_json_key(j, "a");
    sr_json_span(j, p->a);
    sr_json_key(j, "b");
    sr_json_span(j, p->b);
    sr_json_key(j, "quote");
    sr_json_bool(j, p->quote);
    sr_json_key(j, "similarity");
    sr_json_real(j, (double)p->similarity);
    sr_json_close(j, '}');
}

static void put_reuse(sr_json *j, const sr_record *record)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < record->reuse_count; i++) {
        const sr_reuse *u = &record->reuse[i];
        sr_json_open(j, '{');
        sr_json_key(j, "a");
        sr_json_string(j, sr_str_c(record->reports[u->a].id));
        sr_json_key(j, "b");
        sr_json_string(j, sr_str_c(record->reports[u->b].id));
        sr_json_key(j, "evidence");
        sr_json_open(j, '[');
        for (uint32_t k = 0; k < u->evidence_count; k++) put_evidence(j, &u->evidence[k]);
        sr_json_close(j, ']');
        sr_json_key(j, "passages");
        sr_json_open(j, '[');
        for (uint32_t k = 0; k < u->passages_count; k++) put_passage(j, &u->passages[k]);
        sr_json_close(j, ']');
        sr_json_key(j, "relation");
        sr_json_string(j, sr_str_c(sr_relation_name(u->relation)));
        sr_json_key(j, "share_a");
        sr_json_real(j, (double)u->share_a);
        sr_json_key(j, "share_b");
        sr_json_real(j, (double)u->share_b);
        sr_json_close(j, '}');
    }
    sr_json_close(j, ']');
}

static void put_faults(sr_json *j, const sr_record *record)
{
    sr_json_open(j, '[');
    for (uint32_t i = 0; i < record->faults_count; i++) {
        const sr_fault *f = &record->faults[i];
        sr_json_open_flat(j, '{');
        if (f->byte != SR_ERR_NO_BYTE) {
            sr_json_key(j, "byte");
            sr_json_u64(j, f->byte);
        }
        sr_json_key(j, "file");
        sr_json_string(j, f->file);
        sr_json_key(j, "message");
        sr_json_string(j, f->message);
        if (f->stage) {
            sr_json_key(j, "stage");
            sr_json_string(j, sr_str_c(f->stage));
        }
        sr_json_close(j, '}');
    }
    sr_json_close(j, ']');
}

static void put_empty(sr_json *j, const char *key)
{
    sr_json_key(j, key);
    sr_json_open(j, '[');
    sr_json_close(j, ']');
}

void sr_record_json(const sr_record *record, unsigned flags, sr_buf *out)
{
    sr_json j = {.out = out};
    sr_json_open(&j, '{');
    put_empty(&j, "actors");
    put_empty(&j, "claims");
    put_empty(&j, "control");
    put_empty(&j, "disputes");
    put_empty(&j, "events");
    sr_json_key(&j, "faults");
    put_faults(&j, record);
    sr_json_key(&j, "format");
    sr_json_string(&j, SR_STR("sitrep/1"));
    sr_json_key(&j, "lines");
    put_lines(&j, record);
    sr_json_key(&j, "made_by");
    sr_json_open(&j, '{');
    for (uint32_t i = 0; i + 1 < record->made_by_count; i += 2) {
        sr_json_key(&j, record->made_by[i].data);
        sr_json_string(&j, record->made_by[i + 1]);
    }
    sr_json_close(&j, '}');
    put_empty(&j, "places");
    sr_json_key(&j, "reports");
    sr_json_open(&j, '[');
    for (uint32_t i = 0; i < record->reports_count; i++) put_report(&j, record, &record->reports[i], flags);
    sr_json_close(&j, ']');
    sr_json_key(&j, "reuse");
    put_reuse(&j, record);
    put_empty(&j, "tolls");
    sr_json_close(&j, '}');
    sr_buf_char(out, '\n');
}
