/* SPDX-License-Identifier: Apache-2.0 */
/* Which stretches of the body stand in quotation marks. A quotation opened in one paragraph and
 * not closed there runs on when the next paragraph opens with a mark again, as printers do it;
 * otherwise it ends with its paragraph. Straight marks are opening or closing by what stands
 * beside them, single ones only where they cannot be apostrophes.
 * Known limit: marks that a page has lost. */
#include "lineage/internal.h"

typedef enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE } mark;

typedef struct scan {
    sr_str text;
    uint32_t open; /* begin of the open quotation, SR_NONE */
    bool single;   /* it was opened by a single mark */
    size_t unclosed; /* no single mark before this byte closes one that opens before it */
    sr_arena *arena;
    sr_lin_spans *out;
} scan;

static uint32_t char_before(sr_str s, size_t at, size_t begin) { return at > begin ? sr_utf8_prev(s, &at) : ' '; }

static uint32_t char_at(sr_str s, size_t at, size_t end) { return at < end ? sr_utf8_next(s, &at) : ' '; }

/* What the character c, between `before` and `after`, does. */
static mark mark_of(uint32_t c, uint32_t before, uint32_t after, bool *single)
{
    bool inner = sr_is_alnum(before), outer = !sr_is_alnum(after);
    *single = c == '\'' || c == 0x2018 || c == 0x2019 || c == '`';
    if (c == 0x201C || c == 0xAB || c == 0x201E) return MARK_OPEN;
    if (c == 0x201D || c == 0xBB) return MARK_CLOSE;
    if (c == '"') return sr_is_space(before) || before == '(' || before == 0x2014 ? MARK_OPEN : MARK_CLOSE;
    if (!*single) return MARK_NONE;
    if (c == 0x2019 || c == '\'') {
        if (outer && (inner || before == ',' || before == '.' || before == '!' || before == '?')) return MARK_CLOSE;
        if (c == 0x2019) return MARK_NONE;
    }
    return !inner && !outer ? MARK_OPEN : MARK_NONE;
}

static void close_quote(scan *s, uint32_t end)
{
    sr_span *q = end > s->open ? SR_PUSH(s->arena, s->out, items) : NULL;
    if (q) *q = (sr_span){s->open, end};
    s->open = SR_NONE;
}

/* A single mark opens only where its like closes it again in the same paragraph. What has been looked
 * at in vain for one mark is not looked at again for the next. */
static bool single_closes(scan *s, size_t at, size_t end)
{
    if (at < s->unclosed) return false;
    while (at < end) {
        size_t begin = at;
        uint32_t c = sr_utf8_next(s->text, &at);
        bool single;
        mark m = mark_of(c, char_before(s->text, begin, 0), char_at(s->text, at, end), &single);
        if (m == MARK_CLOSE && single) return true;
        if (m != MARK_NONE && !single) break;
    }
    s->unclosed = at;
    return false;
}

static void scan_block(scan *s, sr_span block)
{
    for (size_t at = block.begin; at < block.end;) {
        size_t begin = at;
        if ((unsigned char)s->text.data[at] < 0x80 && s->text.data[at] != '"' && s->text.data[at] != '\'') {
            at++;
            continue;
        }
        uint32_t c = sr_utf8_next(s->text, &at);
        if (!sr_is_quote(c)) continue;
        bool single;
        mark m = mark_of(c, char_before(s->text, begin, block.begin), char_at(s->text, at, block.end), &single);
        if (m == MARK_OPEN && s->open == SR_NONE && (!single || single_closes(s, at, block.end))) {
            s->open = (uint32_t)begin;
            s->single = single;
        } else if (m == MARK_CLOSE && s->open != SR_NONE && single == s->single) {
            close_quote(s, (uint32_t)at);
        }
    }
}

/* An embedded post, "... — Name (@name) date", has no marks, and is quoted all the same. */
static bool is_post(sr_str text, sr_span block)
{
    for (uint32_t at = block.begin; at + 3 < block.end; at++)
        if (memcmp(text.data + at, "(@", 2) == 0) return true;
    return false;
}

static bool opens_with_mark(sr_str text, sr_span block)
{
    size_t at = block.begin;
    uint32_t c = block.begin < block.end ? sr_utf8_next(text, &at) : 0;
    return c == '"' || c == 0x201C || c == 0xAB || c == 0x201E;
}

void sr_lin_quoted(sr_arena *arena, const sr_report *report, sr_lin_spans *out)
{
    scan s = {.text = report->text, .open = SR_NONE, .arena = arena, .out = out};
    uint32_t last_end = 0;
    for (uint32_t b = 0; b < report->blocks_count; b++) {
        const sr_block *block = &report->blocks[b];
        if (block->kind != SR_BLOCK_BODY || block->span.end > report->text.size) continue;
        if (s.open != SR_NONE && (s.single || !opens_with_mark(s.text, block->span))) close_quote(&s, last_end);
        if (s.open == SR_NONE && is_post(s.text, block->span)) {
            s.open = block->span.begin;
            close_quote(&s, block->span.end);
        } else scan_block(&s, block->span);
        last_end = block->span.end;
    }
    if (s.open != SR_NONE) close_quote(&s, last_end);
}
