/* SPDX-License-Identifier: Apache-2.0 */
/* Breaking lines; widths are counted in characters. Control characters never reach the terminal. */
#include "report/wrap.h"

#include "base/utf8.h"

static unsigned width(sr_str s)
{
    unsigned n = 0;
    for (size_t at = 0; at < s.size; n++) sr_utf8_next(s, &at);
    return n;
}

/* The next word at *at; size 0 at the end. */
static sr_str next_word(sr_str s, size_t *at)
{
    size_t begin = *at, next = begin;
    while (begin < s.size && sr_is_space(sr_utf8_next(s, &next))) begin = next;
    size_t end = begin;
    for (next = end; end < s.size; end = next)
        if (sr_is_space(sr_utf8_next(s, &next))) break;
    *at = end;
    return (sr_str){s.data + begin, end - begin};
}

static void put_word(sr_buf *out, sr_str word)
{
    for (size_t at = 0; at < word.size;) {
        size_t begin = at;
        uint32_t c = sr_utf8_next(word, &at);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            sr_buf_char(out, '?');
        else
            sr_buf_add(out, word.data + begin, at - begin);
    }
}

void sr_wrap(sr_buf *out, const char *first, unsigned indent, sr_str s)
{
    unsigned column = width(sr_str_c(first));
    bool fresh = true;
    sr_buf_c(out, first);
    for (size_t at = 0;;) {
        sr_str word = next_word(s, &at);
        if (!word.size) break;
        unsigned w = width(word);
        if (!fresh && column + 1 + w > SR_COLUMNS) {
            sr_buf_char(out, '\n');
            for (column = 0; column < indent; column++) sr_buf_char(out, ' ');
            fresh = true;
        }
        if (!fresh) sr_buf_char(out, ' ');
        column += w + !fresh;
        put_word(out, word);
        fresh = false;
    }
    sr_buf_char(out, '\n');
}

void sr_excerpt(sr_buf *out, sr_str s, unsigned most)
{
    unsigned used = 0;
    for (size_t at = 0;;) {
        sr_str word = next_word(s, &at);
        if (!word.size) return;
        unsigned w = width(word);
        if (used && used + 1 + w > most) {
            sr_buf_c(out, " ...");
            return;
        }
        if (used) sr_buf_char(out, ' ');
        put_word(out, word);
        used += w + 1;
    }
}
