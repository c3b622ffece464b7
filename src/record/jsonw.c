/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical JSON writer. */
#include "record/jsonw.h"

#include <assert.h>

#include "base/utf8.h"

/* What stands before a value: a comma, a line break and the indent, or nothing behind a key. */
static void lead(sr_json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->depth == 0) return;
    if (j->filled[j->depth]) sr_buf_c(j->out, j->flat[j->depth] ? ", " : ",");
    j->filled[j->depth] = true;
    if (j->flat[j->depth]) return;
    sr_buf_char(j->out, '\n');
    for (unsigned i = 0; i < j->depth; i++) sr_buf_char(j->out, ' ');
}

static void open_level(sr_json *j, char bracket, bool flat)
{
    lead(j);
    sr_buf_char(j->out, bracket);
    assert(j->depth + 1 < SR_JSON_DEPTH);
    bool inherited = j->depth && j->flat[j->depth];
    j->depth++;
    j->filled[j->depth] = false;
    j->flat[j->depth] = flat || inherited;
    j->last_key[j->depth] = NULL;
}

void sr_json_open(sr_json *j, char bracket) { open_level(j, bracket, false); }
void sr_json_open_flat(sr_json *j, char bracket) { open_level(j, bracket, true); }

void sr_json_close(sr_json *j, char bracket)
{
    bool line = j->filled[j->depth] && !j->flat[j->depth];
    j->depth--;
    if (line) {
        sr_buf_char(j->out, '\n');
        for (unsigned i = 0; i < j->depth; i++) sr_buf_char(j->out, ' ');
    }
    sr_buf_char(j->out, bracket);
}

/* The character at s[*at] as it is; what is no UTF-8 (names of files may be anything) as U+FFFD. */
static void put_wide(sr_buf *out, sr_str s, size_t *at)
{
    size_t begin = *at;
    bool bad = sr_utf8_next(s, at) == SR_BAD_CHAR && *at == begin + 1;
    sr_buf_str(out, bad ? SR_STR("\xEF\xBF\xBD") : (sr_str){s.data + begin, *at - begin});
}

static void put_quoted(sr_buf *out, sr_str s)
{
    sr_buf_char(out, '"');
    for (size_t i = 0; i < s.size;) {
        unsigned char c = (unsigned char)s.data[i];
        if (c >= 0x80) {
            put_wide(out, s, &i);
            continue;
        }
        i++;
        if (c == '"' || c == '\\') {
            sr_buf_char(out, '\\');
            sr_buf_char(out, (char)c);
        } else if (c == '\n')
            sr_buf_c(out, "\\n");
        else if (c == '\t')
            sr_buf_c(out, "\\t");
        else if (c == '\r')
            sr_buf_c(out, "\\r");
        else if (c < 0x20 || c == 0x7F)
            sr_buf_printf(out, "\\u%04x", c);
        else
            sr_buf_char(out, (char)c);
    }
    sr_buf_char(out, '"');
}

void sr_json_key(sr_json *j, const char *key)
{
    assert(!j->last_key[j->depth] || strcmp(j->last_key[j->depth], key) < 0);
    j->last_key[j->depth] = key;
    lead(j);
    put_quoted(j->out, sr_str_c(key));
    sr_buf_c(j->out, ": ");
    j->after_key = true;
}

void sr_json_string(sr_json *j, sr_str s)
{
    lead(j);
    put_quoted(j->out, s);
}

void sr_json_null(sr_json *j)
{
    lead(j);
    sr_buf_c(j->out, "null");
}

void sr_json_string_or_null(sr_json *j, sr_str s)
{
    if (s.size)
        sr_json_string(j, s);
    else
        sr_json_null(j);
}

void sr_json_u64(sr_json *j, uint64_t n)
{
    lead(j);
    sr_buf_u64(j->out, n);
}

void sr_json_real(sr_json *j, double n)
{
    lead(j);
    sr_buf_fixed(j->out, n, 3);
}

void sr_json_bool(sr_json *j, bool b)
{
    lead(j);
    sr_buf_c(j->out, b ? "true" : "false");
}

void sr_json_span(sr_json *j, sr_span s)
{
    sr_json_open_flat(j, '[');
    sr_json_u64(j, s.begin);
    sr_json_u64(j, s.end);
    sr_json_close(j, ']');
}

void sr_json_spans(sr_json *j, const sr_span *spans, uint32_t count)
{
    sr_json_open_flat(j, '[');
    for (uint32_t i = 0; i < count; i++) sr_json_span(j, spans[i]);
    sr_json_close(j, ']');
}
