/* SPDX-License-Identifier: Apache-2.0 */
/* Arena allocation: many small pieces, one free.
 *
 * A failure is sticky: once an allocation has failed, every later one returns NULL and
 * sr_arena_failed stays true, so that a stage may check once at its end. All memory comes through
 * sr_malloc and friends, which tests can make fail at the nth call. */
#ifndef SR_BASE_ARENA_H
#define SR_BASE_ARENA_H

#include "base/span.h"

/* malloc family; the only callers of the system's allocator. */
void *sr_malloc(size_t size);
void *sr_realloc(void *old, size_t size);
void sr_free(void *p);

/* Tests: the nth allocation from now (1 = next) fails, and all after it; 0 switches it off. In
 * debug builds each piece of an arena counts as one too. */
void sr_alloc_fail_at(uint64_t n);

typedef struct sr_arena sr_arena;

sr_arena *sr_arena_new(void); /* NULL when out of memory */
void sr_arena_free(sr_arena *arena);
void sr_arena_reset(sr_arena *arena); /* forgets all pieces, keeps one block for reuse */
bool sr_arena_failed(const sr_arena *arena);
void sr_arena_fail(sr_arena *arena); /* as if an allocation had failed */
size_t sr_arena_bytes(const sr_arena *arena); /* held from the system */

/* Zeroed memory, aligned for any type; NULL on failure. size 0 gives a valid pointer. */
void *sr_arena_alloc(sr_arena *arena, size_t size);

/* A copy of s with a NUL behind it (not counted). {"",0} on failure. */
sr_str sr_arena_copy(sr_arena *arena, sr_str s);
sr_str sr_arena_printf(sr_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* -- growing arrays in an arena ----------------------------------------------------------------
 * A layer is `T *xs; uint32_t xs_count, xs_room;`. SR_PUSH(arena, xs) gives a pointer to a new zeroed last
 * element, or NULL when out of memory (sticky). Pointers to earlier elements may move. */
void *sr_arena_grow(sr_arena *arena, void *items, uint32_t count, uint32_t *room, size_t item_size);

#define SR_PUSH(arena, owner, xs)                                                                  \
    ((owner)->xs##_count < (owner)->xs##_room ||                                                   \
             ((owner)->xs = sr_arena_grow((arena), (owner)->xs, (owner)->xs##_count,               \
                                          &(owner)->xs##_room, sizeof *(owner)->xs),               \
              (owner)->xs##_count < (owner)->xs##_room)                                            \
         ? &(owner)->xs[(owner)->xs##_count++]                                                     \
         : NULL)

#define SR_LAYER(type, xs)                                                                         \
    type *xs;                                                                                      \
    uint32_t xs##_count, xs##_room

#endif
