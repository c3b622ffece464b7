/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer for output. Failure is sticky. */
#ifndef SR_BASE_BUF_H
#define SR_BASE_BUF_H

#include "base/span.h"

typedef struct sr_buf {
    char *data;
    size_t size, room;
    bool failed;
} sr_buf;

struct sr_arena;
void sr_buf_free(sr_buf *b);
/* Frees a buffer whose bytes went into arena: where it has failed, so has the arena. */
void sr_buf_done(sr_buf *b, struct sr_arena *arena);
void sr_buf_add(sr_buf *b, const void *data, size_t size);
void sr_buf_char(sr_buf *b, char c);
void sr_buf_str(sr_buf *b, sr_str s);
void sr_buf_c(sr_buf *b, const char *text);
void sr_buf_printf(sr_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sr_buf_u64(sr_buf *b, uint64_t n);
/* value rounded to `decimals` places, trailing zeros removed, "." in every locale: "0.95", "-3". */
void sr_buf_fixed(sr_buf *b, double value, unsigned decimals);
static inline sr_str sr_buf_view(const sr_buf *b) { return (sr_str){b->data, b->size}; }

/* Writes 2 * count lower-case hex digits to out, without a NUL. */
void sr_hex(const uint8_t *bytes, size_t count, char *out);

#endif
