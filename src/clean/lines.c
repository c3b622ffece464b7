/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text to paragraphs. A line is a paragraph, unless the text is hard-wrapped: then a line
 * goes on in the next one where the next one's first word would not have fitted (the test that a
 * greedy wrapper applied when it broke the line). */
#include "clean/text.h"

/* Lines of a wrapped text are no longer than this; a longer "width" is a paragraph a line. */
#define WIDEST_WRAP 110u
#define NARROWEST_WRAP 40u
#define SLACK 2u

typedef struct line {
    sr_span span;      /* without white space at its ends; empty for a blank line */
    uint32_t chars;    /* of the trimmed line */
    uint32_t first;    /* characters of its first word */
    bool lower;        /* begins with a lower-case letter */
} line;

typedef struct lines {
    SR_LAYER(line, items);
} lines;

static uint32_t count_chars(sr_str s, bool first_word)
{
    uint32_t n = 0;
    for (size_t at = 0; at < s.size; n++)
        if (sr_is_space(sr_utf8_next(s, &at)) && first_word) break;
    return n;
}

static void add_line(const sr_doc *doc, sr_arena *arena, sr_span raw, lines *out)
{
    line *l = SR_PUSH(arena, out, items);
    if (!l) return;
    *l = (line){.span = sr_trim_span(doc->text, raw)};
    sr_str s = sr_doc_str(doc, l->span);
    size_t at = 0;
    if (!s.size) return;
    l->chars = count_chars(s, false);
    l->first = count_chars(s, true);
    l->lower = sr_is_lower(sr_utf8_next(s, &at));
}

static bool is_break(char c) { return c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

static void cut_lines(const sr_doc *doc, sr_arena *arena, lines *out)
{
    uint32_t begin = 0;
    for (uint32_t i = 0; i <= doc->text_size; i++) {
        if (i < doc->text_size && !is_break(doc->text[i])) continue;
        add_line(doc, arena, (sr_span){begin, i}, out);
        if (i + 1 < doc->text_size && doc->text[i] == '\r' && doc->text[i + 1] == '\n') i++;
        begin = i + 1;
    }
}

/* The width to which the text was wrapped, or 0: the longest line, where most lines that have a
 * next one right below could not have taken its first word. */
static uint32_t wrap_width(const lines *all)
{
    uint32_t width = 0, pairs = 0, full = 0, joined_lower = 0;
    for (uint32_t i = 0; i < all->items_count; i++)
        if (all->items[i].chars > width) width = all->items[i].chars;
    if (width > WIDEST_WRAP || width < NARROWEST_WRAP) return 0;
    for (uint32_t i = 0; i + 1 < all->items_count; i++) {
        const line *a = &all->items[i], *b = a + 1;
        if (!a->chars || !b->chars) continue;
        pairs++;
        full += a->chars + 1 + b->first + SLACK > width;
        joined_lower += b->lower;
    }
    bool certain = pairs == 2 && full == 2 && joined_lower == 2;
    return certain || (pairs >= 3 && 2 * full > pairs && 5 * joined_lower > pairs) ? width : 0;
}

static bool goes_on(const lines *all, uint32_t i, uint32_t width)
{
    const line *a = &all->items[i], *b = a + 1;
    if (!width || i + 1 >= all->items_count || !b->chars) return false;
    if (a->chars + 1 + b->first + SLACK > width) return true;
    return b->lower && a->chars * 10 > width * 6;
}

void sr_text_paragraphs(const sr_doc *doc, sr_arena *arena, sr_units *out)
{
    lines all = {0};
    cut_lines(doc, arena, &all);
    uint32_t width = wrap_width(&all), blank = 0;
    for (uint32_t i = 0; i < all.items_count; i++) {
        if (!all.items[i].chars) {
            blank++;
            continue;
        }
        uint32_t last = i;
        while (goes_on(&all, last, width)) last++;
        sr_unit *u = SR_PUSH(arena, out, items);
        if (!u) return;
        *u = (sr_unit){.span = {all.items[i].span.begin, all.items[last].span.end}, .element = SR_NONE, .blank_before = blank};
        blank = 0;
        i = last;
    }
}
