/* SPDX-License-Identifier: Apache-2.0 */
/* Half-open byte ranges and unowned strings. */
#ifndef SR_BASE_SPAN_H
#define SR_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct sr_span {
    uint32_t begin, end;
} sr_span;

/* Bytes that somebody else owns; data may be NULL only where size is 0. Not NUL-terminated. */
typedef struct sr_str {
    const char *data;
    size_t size;
} sr_str;

#define SR_STR(literal) ((sr_str){("" literal), sizeof(literal) - 1})

static inline uint32_t sr_span_size(sr_span s) { return s.end - s.begin; }

static inline bool sr_span_holds(sr_span outer, sr_span inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

static inline sr_str sr_str_of(const char *text, sr_span s)
{
    return (sr_str){text + s.begin, sr_span_size(s)};
}

static inline sr_str sr_str_c(const char *text)
{
    return (sr_str){text, text ? strlen(text) : 0};
}

static inline bool sr_str_eq(sr_str a, sr_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Byte order, shorter first where one begins the other: <0, 0, >0. */
static inline int sr_str_cmp(sr_str a, sr_str b)
{
    size_t n = a.size < b.size ? a.size : b.size;
    int c = n ? memcmp(a.data, b.data, n) : 0;
    return c ? c : (a.size > b.size) - (a.size < b.size);
}

static inline bool sr_str_starts(sr_str s, sr_str prefix)
{
    return s.size >= prefix.size && memcmp(s.data, prefix.data, prefix.size) == 0;
}

#endif
