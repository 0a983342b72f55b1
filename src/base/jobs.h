/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jobs.h - a queue of independent jobs, and threads that take them from it. */
#ifndef LC_BASE_JOBS_H
#define LC_BASE_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#define LC_THREADS_MAX 8 /* unless told: more only wait for memory */
#define LC_JOBS_MAX 256  /* threads of a queue, as of trainings, which wait for nothing */

/* Processors that are online, at least 1 and at most LC_THREADS_MAX. */
unsigned lc_processors(void);

typedef struct lc_jobs lc_jobs;

/* One job, in memory of the caller's, who leaves it alone until it is done. */
typedef struct lc_job {
    void (*run)(void *self); /* must write nothing that another job reads */
    void *self;
    struct lc_job *next; /* the queue's, like the next */
    bool done;
} lc_job;

/* Start `threads` threads, LC_JOBS_MAX at most; those that can't be started are done without.
 * NULL when there is none, or memory is out. */
lc_jobs *lc_jobs_open(unsigned threads);

/* Put a job at the end of the queue; jobs begin in this order. */
void lc_jobs_add(lc_jobs *jobs, lc_job *job);

/* Wait until a job that was added is done; or only ask whether it is. */
void lc_jobs_wait(lc_jobs *jobs, const lc_job *job);
bool lc_jobs_is_done(lc_jobs *jobs, const lc_job *job);

/* Let the jobs that run end, drop those that haven't begun, end the threads. NULL is fine. */
void lc_jobs_close(lc_jobs *jobs);

/* Call run(self, k) once for each k < n, on `threads` threads with the caller's among them, and
 * return when all are done. */
void lc_jobs_run(size_t n, unsigned threads, void (*run)(void *self, size_t k), void *self);

#endif
