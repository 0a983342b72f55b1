/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jobs.c - a queue of independent jobs, and threads that take them from it. */
#include "base/jobs.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct lc_jobs {
    pthread_mutex_t lock;
    pthread_cond_t added, done;
    lc_job *first, **end; /* of those that haven't begun */
    bool stop;
    pthread_t thread[LC_JOBS_MAX];
    unsigned threads;
};

unsigned lc_processors(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > LC_THREADS_MAX ? LC_THREADS_MAX : (unsigned)n;
}

static void *take_jobs(void *arg)
{
    lc_jobs *jobs = arg;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stop) {
        lc_job *job = jobs->first;
        if (!job) {
            pthread_cond_wait(&jobs->added, &jobs->lock);
            continue;
        }
        jobs->first = job->next;
        if (!jobs->first)
            jobs->end = &jobs->first;
        pthread_mutex_unlock(&jobs->lock);
        job->run(job->self);
        pthread_mutex_lock(&jobs->lock);
        job->done = true;
        pthread_cond_broadcast(&jobs->done);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

lc_jobs *lc_jobs_open(unsigned threads)
{
    lc_jobs *jobs = threads ? lc_mem_resize(NULL, 1, sizeof *jobs) : NULL;
    if (!jobs)
        return NULL;
    *jobs = (lc_jobs){.end = &jobs->first};
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->added, NULL);
    pthread_cond_init(&jobs->done, NULL);
    while (jobs->threads < threads && jobs->threads < LC_JOBS_MAX &&
           pthread_create(&jobs->thread[jobs->threads], NULL, take_jobs, jobs) == 0)
        jobs->threads++;
    if (jobs->threads)
        return jobs;
    lc_jobs_close(jobs);
    return NULL;
}

void lc_jobs_add(lc_jobs *jobs, lc_job *job)
{
    job->next = NULL;
    job->done = false;
    pthread_mutex_lock(&jobs->lock);
    *jobs->end = job;
    jobs->end = &job->next;
    pthread_cond_signal(&jobs->added);
    pthread_mutex_unlock(&jobs->lock);
}

void lc_jobs_wait(lc_jobs *jobs, const lc_job *job)
{
    pthread_mutex_lock(&jobs->lock);
    while (!job->done)
        pthread_cond_wait(&jobs->done, &jobs->lock);
    pthread_mutex_unlock(&jobs->lock);
}

bool lc_jobs_is_done(lc_jobs *jobs, const lc_job *job)
{
    pthread_mutex_lock(&jobs->lock);
    bool done = job->done;
    pthread_mutex_unlock(&jobs->lock);
    return done;
}

void lc_jobs_close(lc_jobs *jobs)
{
    if (!jobs)
        return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stop = true;
    pthread_cond_broadcast(&jobs->added);
    pthread_mutex_unlock(&jobs->lock);
    while (jobs->threads)
        pthread_join(jobs->thread[--jobs->threads], NULL);
    pthread_cond_destroy(&jobs->done);
    pthread_cond_destroy(&jobs->added);
    pthread_mutex_destroy(&jobs->lock);
    lc_mem_free(jobs);
}

/* ---- one function for many numbers ------------------------------------------------------ */

typedef struct range {
    atomic_size_t next;
    size_t n;
    void (*run)(void *self, size_t k);
    void *self;
} range;

static void run_range(void *arg)
{
    range *r = arg;
    for (size_t k; (k = atomic_fetch_add(&r->next, 1)) < r->n;)
        r->run(r->self, k);
}

void lc_jobs_run(size_t n, unsigned threads, void (*run)(void *self, size_t k), void *self)
{
    range r = {.n = n, .run = run, .self = self};
    lc_job job[LC_JOBS_MAX];
    unsigned others = threads < n ? threads : (unsigned)n;
    lc_jobs *jobs = others > 1 ? lc_jobs_open(others - 1) : NULL;
    others = jobs ? jobs->threads : 0;
    for (unsigned i = 0; i < others; i++) {
        job[i] = (lc_job){.run = run_range, .self = &r};
        lc_jobs_add(jobs, &job[i]);
    }
    run_range(&r);
    for (unsigned i = 0; i < others; i++)
        lc_jobs_wait(jobs, &job[i]);
    lc_jobs_close(jobs);
}
