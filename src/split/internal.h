/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of split/ share. */
#ifndef SR_SPLIT_INTERNAL_H
#define SR_SPLIT_INTERNAL_H

#include "base/table.h"
#include "base/utf8.h"
#include "split/split.h"

typedef enum sr_abbr_class {
    SR_ABBR_NONE,
    SR_ABBR_TITLE,   /* Mr. Dr.: a name follows */
    SR_ABBR_RANK,    /* Lt. Gen. */
    SR_ABBR_OFFICE,  /* Sen. Gov. */
    SR_ABBR_MONTH,   /* Jan.: a day or a year follows */
    SR_ABBR_WEEKDAY,
    SR_ABBR_PLACE,   /* U.S. Calif. St.: may end a sentence */
    SR_ABBR_ORG,     /* Inc. Corp.: may end a sentence */
    SR_ABBR_INLINE,  /* e.g. i.e. vs.: what follows belongs to it */
    SR_ABBR_LATIN,   /* etc. a.m.: may end a sentence */
    SR_ABBR_UNIT,    /* km. ft. */
    SR_ABBR_REF,     /* No. p. Art.: a number follows */
    SR_ABBR_OTHER,
    SR_ABBR_CLASS_COUNT
} sr_abbr_class;

typedef struct sr_abbr {
    sr_str form; /* with its full stop, as printed */
    sr_abbr_class kind;
} sr_abbr;

struct sr_split {
    SR_LAYER(sr_abbr, abbrs);    /* sorted by form */
    SR_LAYER(sr_str, starters);  /* lower case, sorted: words that begin sentences */
    SR_LAYER(sr_str, prefixes);  /* lower case, sorted: "anti", "post": no cut at their hyphen */
};

/* The class of a form with its full stop; "Lt.-Gen." is what its last part is. */
sr_abbr_class sr_abbr_of(const struct sr_split *model, sr_str form);
bool sr_is_starter(const struct sr_split *model, sr_str word);
bool sr_is_prefix(const struct sr_split *model, sr_str word);

/* The end of the sentence that begins at span.begin, within span (sentences.c). */
uint32_t sr_sentence_end(const struct sr_split *model, const char *text, sr_span span);

/* Cuts a sentence into tokens, appended to doc->tokens (tokens.c). */
void sr_tokens_of(const struct sr_split *model, sr_doc *doc, sr_span sentence);

#endif
