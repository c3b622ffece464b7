/* SPDX-License-Identifier: Apache-2.0 */
/* A fixed set of threads over a range of jobs. */
#ifndef SR_BASE_POOL_H
#define SR_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* job(context, worker, index); worker is 0 .. threads-1. */
typedef void (*sr_job_fn)(void *context, unsigned worker, size_t index);

/* Called from the thread that called sr_pool_run; true stops the handing out of jobs. */
typedef bool (*sr_tick_fn)(void *context, size_t done, size_t total);

/* Runs job for each index below total, on `threads` threads (1: on the caller's own). Returns when
 * all that was begun is done. tick (may be NULL) is called about ten times a second. Returns false
 * when tick stopped it. Where threads cannot be started, fewer do the work. */
bool sr_pool_run(unsigned threads, size_t total, sr_job_fn job, sr_tick_fn tick, void *context);

unsigned sr_pool_processors(void);

#endif
