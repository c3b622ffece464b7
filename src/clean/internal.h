/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of clean/ share. A text is cut into units (paragraphs, lines, leaf blocks of a
 * page); each gets a kind and a score; units become blocks. */
#ifndef SR_CLEAN_INTERNAL_H
#define SR_CLEAN_INTERNAL_H

#include "base/table.h"
#include "base/utf8.h"
#include "clean/clean.h"

/* One paragraph-like stretch of the text. */
typedef struct sr_unit {
    sr_span span;        /* without white space at its ends */
    uint32_t element;    /* HTML: the block-level element that holds it; else SR_NONE */
    sr_block_kind kind;  /* BODY until something says otherwise */
    float score;         /* log odds that it is body */
    sr_str why;
    uint32_t blank_before; /* empty lines before it (plain text) */
} sr_unit;

typedef struct sr_units {
    SR_LAYER(sr_unit, items);
} sr_units;

/* HTML (html.c): cuts the page into units and decides body or not for each, by the weights learned
 * from pages. Kinds other than BODY are given where elements or cues tell, CHROME otherwise. */
typedef struct sr_html_model sr_html_model;
sr_status sr_html_model_open(sr_arena *arena, const char *data_dir, const sr_html_model **out,
                             sr_err *err);
sr_status sr_html_units(const sr_clean *model, const sr_html_model *html, const sr_doc *doc,
                        sr_scratch *tmp, sr_units *out, sr_err *err);

/* What the page's fields say of it, into doc->meta (fields.c). */
void sr_fields_meta(const sr_clean *model, sr_doc *doc, sr_scratch *tmp);

/* Plain text (text.c). */
sr_status sr_text_units(const sr_clean *model, const sr_doc *doc, sr_scratch *tmp, sr_units *out,
                        sr_err *err);

/* -- cues (cues.c): data/lexicon/en/boilerplate.txt, credits.txt -------------------------------- */
typedef enum sr_scope {
    SR_SCOPE_LINE, /* only this line */
    SR_SCOPE_BLOCK, /* the paragraph */
    SR_SCOPE_ZONE, /* and what follows, up to the next paragraph of a body */
    SR_SCOPE_REST  /* and all that follows */
} sr_scope;

typedef struct sr_cue {
    sr_block_kind kind;
    sr_scope scope;
    bool at_start;  /* it opens the line, whatever follows */
    sr_str pattern; /* as in the file */
} sr_cue;

/* The strongest cue that the line (no line breaks inside) matches, or NULL. Of a long line only
 * the first SR_CUE_BYTES are looked at. Uses memory of tmp. */
#define SR_CUE_BYTES 2000u
const sr_cue *sr_cue_match(const sr_clean *model, sr_arena *tmp, sr_str line);

/* -- dates (when.c) ------------------------------------------------------------------------------ */
/* Finds the first date in s: "Sat Jun 21, 2014 3:27pm EDT", "21 Jun 2014", "June. 23, 2014 04:57",
 * "2014-06-21", "24/06/2014" (day first unless only month first is a date) ... Gives its bytes
 * within s. false where there is none. */
bool sr_when_find(const sr_clean *model, sr_arena *tmp, sr_str s, sr_when *out, sr_span *where);

/* -- names of agencies and outlets (outlets.c) ----------------------------------------------------- */
/* The canonical name of the agency or outlet that s (folded or not) is a form of; size 0 if none. */
sr_str sr_agency_name(const sr_clean *model, sr_arena *tmp, sr_str s);
sr_str sr_outlet_name(const sr_clean *model, sr_arena *tmp, sr_str s);

#endif
