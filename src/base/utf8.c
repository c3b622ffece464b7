/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 and character classes. Classes and decomposition come from utf8proc; ASCII, which is most
 * of what is read, goes by tables of its own. */
#include "base/utf8.h"

#include <utf8proc.h>

uint32_t sr_utf8_next(sr_str s, size_t *at)
{
    unsigned char c = (unsigned char)s.data[*at];
    if (c < 0x80) {
        ++*at;
        return c;
    }
    utf8proc_int32_t point;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.data + *at,
                                          (utf8proc_ssize_t)(s.size - *at > 4 ? 4 : s.size - *at), &point);
    if (n <= 0) {
        ++*at;
        return SR_BAD_CHAR;
    }
    *at += (size_t)n;
    return (uint32_t)point;
}

uint32_t sr_utf8_prev(sr_str s, size_t *at)
{
    size_t begin = *at - 1;
    while (begin > 0 && *at - begin < 4 && ((unsigned char)s.data[begin] & 0xC0) == 0x80) begin--;
    size_t end = begin;
    uint32_t c = sr_utf8_next((sr_str){s.data, *at}, &end);
    bool whole = end == *at;
    *at = whole ? begin : *at - 1;
    return whole ? c : SR_BAD_CHAR;
}

size_t sr_utf8_put(char out[4], uint32_t c)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

/* How many bytes from the begin are ASCII, eight at a time. */
static size_t ascii_run(sr_str s)
{
    size_t at = 0;
    for (uint64_t eight; at + 8 <= s.size; at += 8) {
        memcpy(&eight, s.data + at, 8);
        if (eight & 0x8080808080808080u) break;
    }
    while (at < s.size && (unsigned char)s.data[at] < 0x80) at++;
    return at;
}

size_t sr_utf8_valid(sr_str s)
{
    size_t at = 0;
    while (at < s.size) {
        at += ascii_run((sr_str){s.data + at, s.size - at});
        if (at == s.size) break;
        utf8proc_int32_t point;
        size_t left = s.size - at;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.data + at,
                                              (utf8proc_ssize_t)(left > 4 ? 4 : left), &point);
        if (n <= 0) return at;
        at += (size_t)n;
    }
    return s.size;
}

bool sr_is_space(uint32_t c)
{
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

static utf8proc_category_t category(uint32_t c) { return utf8proc_category((utf8proc_int32_t)c); }

bool sr_is_letter(uint32_t c)
{
    if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
    utf8proc_category_t k = category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME;
}

bool sr_is_digit(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

bool sr_is_upper(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

bool sr_is_lower(uint32_t c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z' : category(c) == UTF8PROC_CATEGORY_LL;
}

bool sr_is_open_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0x2018 || c == 0x201A ||
           c == 0x201B || c == 0x201C || c == 0x201E || c == 0x201F || c == 0x2039 || c == 0x300C;
}

bool sr_is_close_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0xBB || c == 0x2019 || c == 0x201D || c == 0x203A ||
           c == 0x300D;
}

bool sr_is_quote(uint32_t c) { return sr_is_open_quote(c) || sr_is_close_quote(c); }

sr_str sr_trim(sr_str s)
{
    size_t at = 0, next = 0;
    if (s.size == 0) return s; /* data may be NULL */
    while (at < s.size && sr_is_space(sr_utf8_next(s, &next))) at = next;
    s.data += at;
    s.size -= at;
    for (size_t end = s.size; end > 0;) {
        if (!sr_is_space(sr_utf8_prev(s, &end))) break;
        s.size = end;
    }
    return s;
}

sr_span sr_trim_span(const char *text, sr_span s)
{
    sr_str t = sr_trim(sr_str_of(text, s));
    uint32_t begin = (uint32_t)(t.data - text);
    return (sr_span){begin, begin + (uint32_t)t.size};
}

static uint32_t plain_punctuation(uint32_t c)
{
    if (c == 0x60 || c == 0xB4 || (c >= 0x2018 && c <= 0x201B) || c == 0x2032 || c == 0x2BC) return '\'';
    if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2033) return '"';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
    return c;
}

/* One character that is not ASCII: compatibility decomposition, case folded, marks removed. */
static void fold_wide(sr_buf *out, uint32_t c)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 32,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, &boundary);
    if (n < 0 || n > 32) return;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        char bytes[4];
        sr_buf_add(out, bytes, sr_utf8_put(bytes, (uint32_t)parts[i]));
    }
}

void sr_fold(sr_buf *out, sr_str s)
{
    bool space = false;
    for (size_t at = 0; at < s.size;) {
        uint32_t c = plain_punctuation(sr_utf8_next(s, &at));
        if (sr_is_space(c)) {
            if (!space) sr_buf_char(out, ' ');
            space = true;
            continue;
        }
        space = false;
        if (c < 0x80)
            sr_buf_char(out, (char)(c >= 'A' && c <= 'Z' ? c | 32 : c));
        else
            fold_wide(out, c);
    }
}
