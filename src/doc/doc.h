/* SPDX-License-Identifier: Apache-2.0 */
/* sr_doc: one report. An immutable UTF-8 text plus append-only layers, flat arrays, each written
 * by exactly one stage. Layers refer to earlier layers by index and to the text by span.
 *
 *   stage    writes
 *   ingest   text, runs, elements, fields, and what names the report
 *   clean    meta, blocks
 *   split    sentences, tokens
 *
 * Everything lives in doc->arena; sr_doc_free releases it all. */
#ifndef SR_DOC_DOC_H
#define SR_DOC_DOC_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/span.h"

#define SR_NONE UINT32_MAX

typedef enum sr_media {
    SR_MEDIA_TEXT,
    SR_MEDIA_HTML
} sr_media;

/* Source map: text [text_begin, text_begin+text_size) came from raw [raw_begin, raw_begin+raw_size).
 * With exact set, byte for byte; else as a whole (an entity, a recoded stretch, a separator that
 * ingest put in: raw_size 0). Runs cover the text, in order, without gaps. */
typedef struct sr_run {
    uint32_t text_begin, text_size, raw_begin, raw_size;
    bool exact;
} sr_run;

/* HTML only: one element of the page, in document order (a parent before its children).
 * `text` is the stretch of doc->text that the element's subtree gave; may be empty. */
typedef struct sr_element {
    uint16_t tag;     /* GumboTag number; sr_element_name gives the name */
    uint16_t depth;   /* 0 = html */
    uint32_t parent;  /* index, SR_NONE for the root */
    uint32_t last;    /* index of the last element of its subtree (itself if a leaf) */
    sr_span text;
    sr_str name;      /* lower case, static or in the arena */
    sr_str attrs;     /* id, class, role, itemprop, rel, data-testid..., lower case, joined by spaces */
    sr_str href;      /* of a, time's datetime, img's src: what the element points to; else empty */
} sr_element;

/* What the page's head and its JSON-LD say about it, as found: "og:title", "ld:headline",
 * "ld:author.name", "title", "canonical", "lang", "time:datetime"... Several rows may share a key.
 * `raw` is where in the raw bytes it stood. */
typedef struct sr_field {
    sr_str key, value;
    sr_span raw;
} sr_field;

/* Kinds of blocks; all but BODY are dropped. Order and names are those of record.schema.json. */
typedef enum sr_block_kind {
    SR_BLOCK_BODY,
    SR_BLOCK_TITLE,
    SR_BLOCK_SUBHEAD,
    SR_BLOCK_DATE,
    SR_BLOCK_DATELINE,
    SR_BLOCK_BYLINE,
    SR_BLOCK_CREDIT,
    SR_BLOCK_CAPTION,
    SR_BLOCK_TEASER,
    SR_BLOCK_RELATED,
    SR_BLOCK_COMMENTS,
    SR_BLOCK_POLICY,
    SR_BLOCK_SECTION,
    SR_BLOCK_CHROME,
    SR_BLOCK_KIND_COUNT
} sr_block_kind;

/* In order, not overlapping; they cover all of the text but white space. One paragraph of the body
 * is one block; a block neither begins nor ends with white space. `why` names the cue, rule or
 * model that decided (static or in the arena). score: how sure body is, log odds. */
typedef struct sr_block {
    sr_span span;
    sr_block_kind kind;
    float score;
    sr_str why;
} sr_block;

typedef enum sr_credit_role {
    SR_CREDIT_AGENCY,
    SR_CREDIT_REPORTING,
    SR_CREDIT_WRITING,
    SR_CREDIT_EDITING,
    SR_CREDIT_PHOTO,
    SR_CREDIT_ROLE_COUNT
} sr_credit_role;

typedef struct sr_credit {
    sr_credit_role role;
    sr_str name;  /* an agency: its canonical name; a person: as printed */
    sr_span span; /* in the text; begin == end where only a field told */
} sr_credit;

typedef struct sr_meta {
    sr_str title, outlet, url, dateline, language; /* size 0: the report does not tell */
    sr_span title_span, dateline_span, published_span, outlet_span; /* begin == end: from a field */
    sr_when published, modified;
    SR_LAYER(sr_credit, credits);
} sr_meta;

typedef enum sr_token_kind {
    SR_TOKEN_WORD,
    SR_TOKEN_NUMBER,
    SR_TOKEN_PUNCT,
    SR_TOKEN_SYMBOL
} sr_token_kind;

typedef struct sr_token {
    sr_span span;
    uint8_t kind;
    bool space_after;
} sr_token;

typedef struct sr_sentence {
    sr_span span;                       /* within one block of the body */
    uint32_t block;                     /* index of that block */
    uint32_t tokens_begin, tokens_end;  /* half-open, indices of tokens */
} sr_sentence;

typedef struct sr_doc {
    sr_arena *arena;
    unsigned done; /* bit 1u << stage for each stage that has run */

    /* ingest */
    sr_str file;            /* as given */
    uint8_t sha256[32];     /* of the raw bytes */
    uint64_t raw_bytes;
    sr_media media;
    sr_str charset;         /* IANA name of what the bytes were in */
    const char *text;       /* UTF-8, not NUL-terminated */
    uint32_t text_size;
    SR_LAYER(sr_run, runs);
    SR_LAYER(sr_element, elements);
    SR_LAYER(sr_field, fields);

    /* clean */
    sr_meta meta;
    SR_LAYER(sr_block, blocks);

    /* split */
    SR_LAYER(sr_sentence, sentences);
    SR_LAYER(sr_token, tokens);
} sr_doc;

sr_doc *sr_doc_new(void); /* NULL when out of memory */
void sr_doc_free(sr_doc *doc);

static inline sr_str sr_doc_str(const sr_doc *doc, sr_span s) { return sr_str_of(doc->text, s); }

const char *sr_block_kind_name(sr_block_kind kind);   /* "body", "title" ... static */
const char *sr_credit_role_name(sr_credit_role role); /* "agency" ... static */
const char *sr_token_kind_name(uint8_t kind);

/* Is [begin, end) of the text covered by raw bytes? Gives the smallest raw range that holds them. */
sr_span sr_doc_raw_span(const sr_doc *doc, sr_span text_span);

/* The first field with this key, or an empty string. */
sr_str sr_doc_field(const sr_doc *doc, const char *key);

/* All that the layers promise, of the stages that have run. SR_ERR_INVARIANT with byte and reason. */
sr_status sr_doc_check(const sr_doc *doc, sr_err *err);

/* The readable state, and back. Dump, load, dump is the identity. See docs/dump.md. */
struct sr_buf;
void sr_doc_dump(const sr_doc *doc, struct sr_buf *out);
sr_status sr_doc_load(sr_str dump, sr_doc **out, size_t *used, sr_err *err);

/* Scratch memory of one thread, reset between reports. */
typedef struct sr_scratch {
    sr_arena *arena;
} sr_scratch;

#endif
