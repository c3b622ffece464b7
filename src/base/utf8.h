/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: decoding, classes of characters, folding. */
#ifndef SR_BASE_UTF8_H
#define SR_BASE_UTF8_H

#include "base/buf.h"
#include "base/span.h"

#define SR_BAD_CHAR 0xFFFD

/* Decodes the character at s[*at] and moves *at behind it; SR_BAD_CHAR and one byte for what is no
 * UTF-8. *at must be < s.size. */
uint32_t sr_utf8_next(sr_str s, size_t *at);
/* The character before *at, and moves *at to its begin. *at must be > 0. */
uint32_t sr_utf8_prev(sr_str s, size_t *at);
size_t sr_utf8_put(char out[4], uint32_t c);

/* The offset of the first byte that is no valid UTF-8, or s.size. */
size_t sr_utf8_valid(sr_str s);

bool sr_is_space(uint32_t c);  /* Unicode White_Space, no-break and zero-width spaces, BOM */
bool sr_is_letter(uint32_t c); /* L*, M* */
bool sr_is_digit(uint32_t c);  /* Nd */
bool sr_is_upper(uint32_t c);
bool sr_is_lower(uint32_t c);
bool sr_is_quote(uint32_t c);  /* any double or single quotation mark */
bool sr_is_open_quote(uint32_t c);
bool sr_is_close_quote(uint32_t c);
static inline bool sr_is_alnum(uint32_t c) { return sr_is_letter(c) || sr_is_digit(c); }

/* s without white space at its ends. */
sr_str sr_trim(sr_str s);
sr_span sr_trim_span(const char *text, sr_span s);

/* Adds s folded for comparison: lower case, diacritics removed, typographic quotes and dashes as
 * ASCII, white space of any kind as one space. */
void sr_fold(sr_buf *out, sr_str s);

#endif
