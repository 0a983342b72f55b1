/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel.c - independent jobs on all processors. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

typedef struct pool {
    atomic_size_t next;
    size_t jobs;
    void (*work)(void *self, size_t k);
    void *self;
} pool;

unsigned lc_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > LC_THREADS_MAX ? LC_THREADS_MAX : (unsigned)n;
}

static void *take_jobs(void *arg)
{
    pool *p = arg;
    for (size_t k; (k = atomic_fetch_add(&p->next, 1)) < p->jobs;)
        p->work(p->self, k);
    return NULL;
}

void lc_parallel(size_t jobs, unsigned threads, void (*work)(void *self, size_t k), void *self)
{
    pool p = {.jobs = jobs, .work = work, .self = self};
    pthread_t thread[LC_THREADS_MAX];
    unsigned started = 0;
    while (started + 1 < threads && started + 1 < jobs && started < LC_THREADS_MAX &&
           pthread_create(&thread[started], NULL, take_jobs, &p) == 0)
        started++;
    take_jobs(&p);
    while (started)
        pthread_join(thread[--started], NULL);
}
