/* SPDX-License-Identifier: Apache-2.0 */
/* The knowledge of clean, opened once for a group of tests. */
#ifndef SR_TESTS_CLEAN_MODEL_H
#define SR_TESTS_CLEAN_MODEL_H

#include "house.h"

#include "clean/clean.h"

static sr_arena *arena;
static const sr_clean *model;

static int open_model(void **state)
{
    (void)state;
    sr_err err = {0};
    arena = sr_arena_new();
    if (sr_clean_open(arena, NULL, &model, &err)) fail_msg("%s", err.message);
    return 0;
}

static int close_model(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

#endif
