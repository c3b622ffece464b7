/* SPDX-License-Identifier: Apache-2.0 */
/* A canonical JSON writer: keys in byte order (checked in debug builds), one space of indent a
 * level, arrays of numbers on one line, fixed number format, UTF-8 as it is. */
#ifndef SR_RECORD_JSONW_H
#define SR_RECORD_JSONW_H

#include "base/buf.h"

#define SR_JSON_DEPTH 16

typedef struct sr_json {
    sr_buf *out;
    unsigned depth;
    bool filled[SR_JSON_DEPTH]; /* something stands at this level already */
    bool flat[SR_JSON_DEPTH];   /* this level stays on one line */
    bool after_key;
    const char *last_key[SR_JSON_DEPTH];
} sr_json;

void sr_json_open(sr_json *j, char bracket); /* '{' or '[' */
void sr_json_open_flat(sr_json *j, char bracket);
void sr_json_close(sr_json *j, char bracket); /* '}' or ']' */
void sr_json_key(sr_json *j, const char *key); /* static; greater than the key before it */
void sr_json_string(sr_json *j, sr_str s);
void sr_json_string_or_null(sr_json *j, sr_str s); /* null where s is empty */
void sr_json_u64(sr_json *j, uint64_t n);
void sr_json_real(sr_json *j, double n); /* three decimals */
void sr_json_bool(sr_json *j, bool b);
void sr_json_null(sr_json *j);
void sr_json_span(sr_json *j, sr_span s); /* [begin, end] */
void sr_json_spans(sr_json *j, const sr_span *spans, uint32_t count);

#endif
