/* SPDX-License-Identifier: Apache-2.0 */
/* Lines to pieces. The cuts are finer than those of split: "3:27pm" is four pieces, so that dates
 * and cues need no white space where pages forget it. */
#include "clean/tokens.h"

typedef enum cls {
    CLS_SPACE,
    CLS_LETTER,
    CLS_DIGIT,
    CLS_MARK
} cls;

static cls class_of(uint32_t c)
{
    if (sr_is_space(c)) return CLS_SPACE;
    if (sr_is_letter(c)) return CLS_LETTER;
    return sr_is_digit(c) ? CLS_DIGIT : CLS_MARK;
}

static cls class_at(sr_str s, size_t at)
{
    return at < s.size ? class_of(sr_utf8_next(s, &at)) : CLS_SPACE;
}

static bool is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }

/* The end of the piece that begins at `at`. */
static size_t piece_end(sr_str s, size_t at, cls kind)
{
    size_t end = at;
    sr_utf8_next(s, &end);
    while (kind != CLS_MARK && end < s.size) {
        size_t next = end;
        uint32_t c = sr_utf8_next(s, &next);
        cls k = class_of(c);
        bool inner = (kind == CLS_LETTER && is_apostrophe(c)) || (kind == CLS_DIGIT && (c == ',' || c == '.'));
        if (k != kind && !(inner && class_at(s, next) == kind)) break;
        end = next;
    }
    return end;
}

static void add_piece(sr_arena *arena, sr_line_pieces *out, sr_str line, sr_span span, cls kind)
{
    sr_piece *p = SR_PUSH(arena, out, items);
    sr_str form = sr_str_of(line.data, span);
    sr_buf folded = {0};
    if (!p) return;
    sr_fold(&folded, form);
    p->folded = sr_arena_copy(arena, sr_buf_view(&folded));
    sr_buf_done(&folded, arena);
    p->span = span;
    p->kind = kind == CLS_LETTER ? SR_PIECE_WORD : kind == CLS_DIGIT ? SR_PIECE_NUMBER : SR_PIECE_MARK;
    size_t at = 0, letters = 0, upper = 0;
    while (at < form.size) {
        uint32_t c = sr_utf8_next(form, &at);
        if (letters == 0) p->capital = sr_is_upper(c);
        letters += sr_is_letter(c);
        upper += sr_is_upper(c);
    }
    p->caps = letters >= 2 && upper == letters;
}

void sr_pieces_of(sr_arena *arena, sr_str line, sr_line_pieces *out)
{
    bool space = false;
    out->text = line;
    for (size_t at = 0; at < line.size;) {
        cls kind = class_at(line, at);
        size_t end = piece_end(line, at, kind);
        if (kind != CLS_SPACE) {
            uint32_t before = out->items_count;
            add_piece(arena, out, line, (sr_span){(uint32_t)at, (uint32_t)end}, kind);
            if (out->items_count > before) out->items[before].space = space;
        }
        space = kind == CLS_SPACE;
        at = end;
    }
}
