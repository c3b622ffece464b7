/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of reuse: finding one, and adding a piece of evidence to one. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lineage/internal.h"

int sr_lin_by_pair(const void *x, const void *y)
{
    const sr_reuse *p = x, *q = y;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

sr_reuse *sr_lin_row(const sr_record *record, uint32_t x, uint32_t y)
{
    sr_reuse key = {.a = x < y ? x : y, .b = x < y ? y : x};
    return record->reuse_count ? bsearch(&key, record->reuse, record->reuse_count, sizeof key, sr_lin_by_pair) : NULL;
}

sr_evidence *sr_lin_evidence(sr_lin_pair *p, const char *kind, float weight, const char *note, ...)
{
    char text[512];
    va_list args;
    va_start(args, note);
    vsnprintf(text, sizeof text, note, args);
    va_end(args);
    sr_str said = {text, strlen(text)};
    said.size = sr_utf8_valid(said); /* a note that was cut is cut between characters */
    sr_arena *arena = p->run->record->arena;
    sr_evidence *e = SR_PUSH(arena, p->reuse, evidence);
    if (e) *e = (sr_evidence){.kind = sr_str_c(kind), .weight = weight, .note = sr_arena_copy(arena, said)};
    return e;
}
