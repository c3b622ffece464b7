/* SPDX-License-Identifier: Apache-2.0 */
/* A set of known phrases over folded words: names of agencies, stock phrases, spellings. */
#ifndef SR_BASE_PHRASE_H
#define SR_BASE_PHRASE_H

#include "base/arena.h"
#include "base/span.h"

typedef struct sr_phrases sr_phrases;

/* One word of a text. folded: lower case, no diacritics, in the caller's memory. */
typedef struct sr_word {
    sr_str folded;
    sr_span span; /* in the text */
} sr_word;

typedef struct sr_words {
    SR_LAYER(sr_word, items);
} sr_words;

/* Cuts text[span] into folded words: runs of letters and digits; an apostrophe or a full stop
 * between letters joins ("shi'ite", "u.s"), a hyphen separates; punctuation is left out. ASCII
 * goes by a fast path. Appends to out. */
void sr_words_of(sr_arena *arena, const char *text, sr_span span, sr_words *out);

sr_phrases *sr_phrases_new(sr_arena *arena);
/* Adds a phrase (folded here) with the caller's value. The first value of a phrase stays. */
void sr_phrases_add(sr_phrases *p, sr_str phrase, uint32_t value);
/* The longest phrase that begins at words[at]; returns its count of words, 0 if none. */
uint32_t sr_phrases_match(const sr_phrases *p, const sr_words *words, uint32_t at, uint32_t *value);

#endif
