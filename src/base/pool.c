/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that take the next index from a shared counter. The caller's thread waits and ticks, or
 * works itself where it is alone. */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"

typedef struct pool {
    _Atomic size_t next, done;
    _Atomic bool stop;
    _Atomic unsigned running;
    size_t total;
    sr_job_fn job;
    void *context;
    pthread_mutex_t lock;
    pthread_cond_t idle;
} pool;

typedef struct worker {
    pool *pool;
    unsigned number;
    pthread_t thread;
} worker;

static void *work(void *argument)
{
    worker *w = argument;
    pool *p = w->pool;
    while (!p->stop) {
        size_t i = atomic_fetch_add(&p->next, 1);
        if (i >= p->total) break;
        p->job(p->context, w->number, i);
        atomic_fetch_add(&p->done, 1);
    }
    pthread_mutex_lock(&p->lock);
    p->running--;
    pthread_cond_signal(&p->idle);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void wait_and_tick(pool *p, sr_tick_fn tick)
{
    pthread_mutex_lock(&p->lock);
    while (p->running) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 100000000;
        if (until.tv_nsec >= 1000000000) {
            until.tv_nsec -= 1000000000;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&p->idle, &p->lock, &until);
        if (!tick || p->stop) continue;
        pthread_mutex_unlock(&p->lock);
        if (tick(p->context, p->done, p->total)) p->stop = true;
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
}

static bool run_alone(size_t total, sr_job_fn job, sr_tick_fn tick, void *context)
{
    struct timespec last, now;
    clock_gettime(CLOCK_MONOTONIC, &last);
    for (size_t i = 0; i < total; i++) {
        job(context, 0, i);
        if (!tick) continue;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((now.tv_sec - last.tv_sec) * 10 + (now.tv_nsec - last.tv_nsec) / 100000000 < 1) continue;
        last = now;
        if (tick(context, i + 1, total)) return false;
    }
    return true;
}

bool sr_pool_run(unsigned threads, size_t total, sr_job_fn job, sr_tick_fn tick, void *context)
{
    if (threads > total) threads = (unsigned)total;
    if (threads > SR_MAX_THREADS) threads = SR_MAX_THREADS;
    if (threads <= 1) return run_alone(total, job, tick, context);
    pool p = {.total = total, .job = job, .context = context};
    worker workers[SR_MAX_THREADS];
    unsigned started = 0;
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.idle, NULL);
    while (started < threads) {
        worker *w = &workers[started];
        *w = (worker){.pool = &p, .number = started};
        pthread_mutex_lock(&p.lock);
        p.running++;
        pthread_mutex_unlock(&p.lock);
        if (pthread_create(&w->thread, NULL, work, w) != 0) {
            pthread_mutex_lock(&p.lock);
            p.running--;
            pthread_mutex_unlock(&p.lock);
            break;
        }
        started++;
    }
    wait_and_tick(&p, tick);
    for (unsigned i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
    pthread_cond_destroy(&p.idle);
    pthread_mutex_destroy(&p.lock);
    return started ? !p.stop : run_alone(total, job, tick, context);
}

unsigned sr_pool_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > (long)SR_MAX_THREADS ? SR_MAX_THREADS : (unsigned)n;
}
