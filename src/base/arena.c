/* SPDX-License-Identifier: Apache-2.0 */
/* Arena: a list of blocks, the newest first; pieces are cut from its end. Growing an array leaves
 * the old one behind, which doubling bounds to the size of the last. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_BYTES (64u << 10)
#define ALIGN alignof(max_align_t)

typedef struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) char data[];
} block;

struct sr_arena {
    block *blocks;
    size_t bytes;
    bool failed;
};

static _Atomic uint64_t fail_countdown;

static bool must_fail(void)
{
    if (fail_countdown == 0) return false;
    if (fail_countdown > 1) {
        fail_countdown--;
        return false;
    }
    return true;
}

void sr_alloc_fail_at(uint64_t n) { fail_countdown = n; }
void *sr_malloc(size_t size) { return must_fail() ? NULL : malloc(size ? size : 1); }
void *sr_realloc(void *old, size_t size) { return must_fail() ? NULL : realloc(old, size ? size : 1); }
void sr_free(void *p) { free(p); }

sr_arena *sr_arena_new(void)
{
    sr_arena *a = sr_malloc(sizeof *a);
    if (a) *a = (sr_arena){0};
    return a;
}

static void free_blocks(block *b)
{
    while (b) {
        block *next = b->next;
        sr_free(b);
        b = next;
    }
}

void sr_arena_free(sr_arena *arena)
{
    if (!arena) return;
    free_blocks(arena->blocks);
    sr_free(arena);
}

void sr_arena_reset(sr_arena *arena)
{
    block *keep = arena->blocks;
    if (keep) {
        free_blocks(keep->next);
        keep->next = NULL;
        keep->used = 0;
        arena->bytes = keep->size;
    }
    arena->failed = false;
}

bool sr_arena_failed(const sr_arena *arena) { return arena->failed; }
void sr_arena_fail(sr_arena *arena) { arena->failed = true; }
size_t sr_arena_bytes(const sr_arena *arena) { return arena->bytes; }

static block *add_block(sr_arena *arena, size_t size)
{
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    block *b = sr_malloc(sizeof *b + room);
    if (!b) {
        arena->failed = true;
        return NULL;
    }
    b->size = room;
    b->used = 0;
    b->next = arena->blocks;
    arena->blocks = b;
    arena->bytes += room;
    return b;
}

void *sr_arena_alloc(sr_arena *arena, size_t size)
{
#ifndef NDEBUG
    if (must_fail()) arena->failed = true; /* tests: every piece counts, not only every block */
#endif
    if (arena->failed || size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size = (size + ALIGN - 1) & ~(ALIGN - 1);
    if (size == 0) size = ALIGN;
    block *b = arena->blocks;
    if (!b || b->size - b->used < size) b = add_block(arena, size);
    if (!b) return NULL;
    void *p = b->data + b->used;
    b->used += size;
    return memset(p, 0, size);
}

sr_str sr_arena_copy(sr_arena *arena, sr_str s)
{
    char *p = sr_arena_alloc(arena, s.size + 1);
    if (!p) return SR_STR("");
    if (s.size) memcpy(p, s.data, s.size);
    return (sr_str){p, s.size};
}

sr_str sr_arena_printf(sr_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *p = n < 0 ? NULL : sr_arena_alloc(arena, (size_t)n + 1);
    if (p) vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return p ? (sr_str){p, (size_t)n} : SR_STR("");
}

void *sr_arena_grow(sr_arena *arena, void *items, uint32_t count, uint32_t *room, size_t item_size)
{
    uint32_t wanted = count < 8 ? 8 : count > UINT32_MAX / 2 ? 0 : count * 2;
    void *grown = wanted ? sr_arena_alloc(arena, wanted * item_size) : NULL;
    if (!grown) {
        arena->failed = true;
        *room = count;
        return items;
    }
    if (count) memcpy(grown, items, count * item_size);
    *room = wanted;
    return grown;
}
