/* SPDX-License-Identifier: Apache-2.0 */
/* Text broken into lines for a terminal. */
#ifndef SR_REPORT_WRAP_H
#define SR_REPORT_WRAP_H

#include "base/buf.h"

#define SR_COLUMNS 100u

/* Adds `first` (the mark at the begin: "1  ", "- "), then s broken at white space so that no line is
 * wider than SR_COLUMNS; later lines begin `indent` columns in. White space in s is one space. */
void sr_wrap(sr_buf *out, const char *first, unsigned indent, sr_str s);

/* s cut to at most `most` characters at a word, with "..." where something is left out. */
void sr_excerpt(sr_buf *out, sr_str s, unsigned most);

#endif
