/* SPDX-License-Identifier: Apache-2.0 */
/* Folders to the files in them. */
#ifndef SR_BASE_WALK_H
#define SR_BASE_WALK_H

#include "base/arena.h"
#include "base/err.h"

/* One input found, or one fault on the way (fault.code != 0). */
typedef struct sr_found {
    sr_str path;
    sr_err fault;
} sr_found;

typedef struct sr_founds {
    SR_LAYER(sr_found, items);
} sr_founds;

/* Adds `path` itself where it is no folder ("-" included), else every file below it in byte order
 * of names. Hidden entries are left out; links to folders are not followed and are faults, as are
 * folders that cannot be opened, hold nothing, or lie too deep. Paths live in arena. */
void sr_walk(sr_arena *arena, const char *path, sr_founds *out);

#endif
