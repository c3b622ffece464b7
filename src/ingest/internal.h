/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of ingest/ share: the decoded page and the maps back to its raw bytes.
 *
 *   raw bytes --charset.c--> source (UTF-8 + map) --html_scan.c--> markup (scripts, styles and
 *   comments cut out, + map) --gumbo--> tree --html_text.c--> doc: text, runs, elements */
#ifndef SR_INGEST_INTERNAL_H
#define SR_INGEST_INTERNAL_H

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "ingest/ingest.h"

#define SR_INGEST_NAME "ingest"

typedef struct sr_runs {
    SR_LAYER(sr_run, items);
} sr_runs;

/* A UTF-8 text and where each byte of it stood in the raw bytes. */
typedef struct sr_source {
    sr_str text;
    sr_runs runs;
    sr_str charset; /* static */
} sr_source;

/* -- runs.c: maps ------------------------------------------------------------------------------- */
/* Appends a run; joins it with the one before where both are exact and adjacent. */
void sr_runs_add(sr_arena *arena, sr_runs *runs, sr_run run);
/* The raw range of [begin, end); *hint (0 at first) makes calls in ascending order fast. */
sr_span sr_runs_raw(const sr_runs *runs, sr_span s, uint32_t *hint);
/* Appends to out, at text_begin, what the map says of its stretch s: the exact runs of it. */
void sr_runs_copy(sr_arena *arena, const sr_runs *map, sr_span s, uint32_t text_begin,
                  sr_runs *out, uint32_t *hint);

/* -- sniff.c: what kind of bytes ---------------------------------------------------------------- */
/* SR_ERR_EMPTY or SR_ERR_BINARY with the byte, or SR_OK. wide: bytes are UTF-16 or UTF-32. */
sr_status sr_sniff_bytes(sr_str raw, bool wide, sr_err *err);
bool sr_sniff_html(sr_str text, sr_str name);

/* -- charset.c, labels.c ------------------------------------------------------------------------- */
typedef struct sr_wide {
    unsigned unit;      /* 2 or 4 bytes; 0: the bytes are no UTF-16 or UTF-32 */
    bool big;
    unsigned bom_bytes;
    const char *name;
} sr_wide;

sr_wide sr_charset_wide(sr_str raw);
/* Decodes raw into *out (its text in arena, or raw itself where that is UTF-8 already). */
sr_status sr_charset_decode(sr_arena *arena, sr_str raw, sr_source *out, sr_err *err);
/* "latin1" -> "windows-1252" (https://encoding.spec.whatwg.org/#names-and-labels); NULL if none. */
const char *sr_charset_label(sr_str label);
/* The charset that a <meta> of the first KiB claims; empty if none. */
sr_str sr_charset_claimed(sr_str raw);

/* -- html_scan.c --------------------------------------------------------------------------------- */
typedef struct sr_scan {
    SR_LAYER(sr_span, cuts);   /* contents of scripts, styles; comments: in order */
    SR_LAYER(sr_span, jsonld); /* contents of <script type="application/ld+json"> */
} sr_scan;

/* Finds what to cut out and counts open elements: SR_ERR_LIMIT with the offset in text where more
 * than SR_MAX_HTML_DEPTH are open, or a tag has more attributes than any page needs. */
sr_status sr_html_scan(sr_arena *arena, sr_str text, sr_scan *out, sr_err *err);

/* -- html.c, html_text.c, html_fields.c, jsonld.c ------------------------------------------------- */
sr_status sr_html_run(sr_doc *doc, const sr_source *source, sr_scratch *tmp, sr_err *err);

struct GumboInternalNode;
/* What the walks over the tree need: the text that gumbo read and its map. */
typedef struct sr_page {
    sr_doc *doc;
    sr_arena *tmp;
    sr_source markup;
    const struct GumboInternalNode *root;
} sr_page;

sr_status sr_html_text(sr_page *page, sr_err *err);
void sr_html_fields(sr_page *page);
/* One JSON-LD script: adds fields "ld:..." of articles, "ld/<type>:..." of other nodes. */
void sr_jsonld_fields(sr_doc *doc, sr_arena *tmp, sr_str json, sr_span raw);
void sr_field_add(sr_doc *doc, sr_str key, sr_str value, sr_span raw);

#endif
