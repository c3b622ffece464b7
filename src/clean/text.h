/* SPDX-License-Identifier: Apache-2.0 */
/* What the files on plain text share: paragraphs, and what is known of each before any is judged. */
#ifndef SR_CLEAN_TEXT_H
#define SR_CLEAN_TEXT_H

#include "clean/tokens.h"

/* Cuts the text into units (lines.c). */
void sr_text_paragraphs(const sr_doc *doc, sr_arena *arena, sr_units *out);

/* What one unit looks like on its own. */
typedef struct sr_look {
    uint32_t words, function_words, numbers;
    uint32_t tells;      /* "said", "told": words that name a source */
    uint32_t address;    /* "you", "our": words that speak to the reader, outside quotations */
    bool terminal;       /* ends like a sentence */
    bool question;       /* a short question and nothing else: a heading */
    bool bullet;         /* begins with a bullet */
    bool verbless;       /* nothing in it looks like a finite verb */
    bool dateline;       /* begins like the lead of a report: "BAMAKO (Reuters) - " */
    bool fixed;          /* the unit's kind is decided by itself */
    sr_when when;        /* of a unit that is a date */
    const sr_cue *cue;
    const uint32_t *content; /* [content_count] hashes of its content words, sorted, no doubles */
    uint32_t content_count;
} sr_look;

/* Looks at every unit; array in tmp, one for each unit. Sets kind and why of units that a cue, a
 * date or a credit decides (looks.c). */
sr_look *sr_text_look(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_units *units);

/* Sorts hashes and drops doubles; returns how many are left. */
uint32_t sr_text_sort_unique(uint32_t *hashes, uint32_t count);

/* How many of a's content words b has too. */
uint32_t sr_text_common(const sr_look *a, const sr_look *b);

#endif
