/* SPDX-License-Identifier: Apache-2.0 */
/* Growing byte buffer. */
#include "base/buf.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

void sr_buf_free(sr_buf *b)
{
    sr_free(b->data);
    *b = (sr_buf){0};
}

void sr_buf_done(sr_buf *b, sr_arena *arena)
{
    if (b->failed) sr_arena_fail(arena);
    sr_buf_free(b);
}

static bool reserve(sr_buf *b, size_t more)
{
    if (b->failed || more > SIZE_MAX / 4 - b->size) return !(b->failed = true);
    if (b->size + more <= b->room) return true;
    size_t room = b->room ? b->room * 2 : 256;
    while (room < b->size + more) room *= 2;
    char *grown = sr_realloc(b->data, room);
    if (!grown) return !(b->failed = true);
    b->data = grown;
    b->room = room;
    return true;
}

void sr_buf_add(sr_buf *b, const void *data, size_t size)
{
    if (size == 0 || !reserve(b, size)) return;
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

void sr_buf_char(sr_buf *b, char c) { sr_buf_add(b, &c, 1); }
void sr_buf_str(sr_buf *b, sr_str s) { sr_buf_add(b, s.data, s.size); }
void sr_buf_c(sr_buf *b, const char *text) { sr_buf_add(b, text, strlen(text)); }
void sr_buf_u64(sr_buf *b, uint64_t n) { sr_buf_printf(b, "%" PRIu64, n); }

void sr_buf_printf(sr_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0 && reserve(b, (size_t)n + 1)) {
        vsnprintf(b->data + b->size, (size_t)n + 1, format, again);
        b->size += (size_t)n;
    }
    va_end(again);
}

void sr_buf_fixed(sr_buf *b, double value, unsigned decimals)
{
    uint64_t unit = 1;
    for (unsigned i = 0; i < decimals; i++) unit *= 10;
    if (!(fabs(value) < 1e12)) value = 0;
    uint64_t n = (uint64_t)llround(fabs(value) * (double)unit);
    if (value < 0 && n) sr_buf_char(b, '-');
    sr_buf_u64(b, n / unit);
    uint64_t rest = n % unit;
    if (!rest) return;
    sr_buf_char(b, '.');
    for (unit /= 10; rest; unit /= 10) {
        sr_buf_char(b, (char)('0' + rest / unit));
        rest %= unit;
    }
}

void sr_hex(const uint8_t *bytes, size_t count, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}
