/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan.c - many logs, read and diagnosed by several threads, handed over in order.
 *
 * A window of logs is at work: the oldest is waited for, handed over and released before the next one
 * begins, so that memory doesn't grow with their number.
 */
#include "base/error.h"
#include "base/jobs.h"
#include "base/mem.h"

#define WINDOW ((size_t)4 * LC_THREADS_MAX) /* logs that are at work or wait to be handed over */

/* One log at work. */
typedef struct task {
    lc_job job;
    const lc_logs *logs;
    const lc_diagnose_options *options;
    size_t log;
    lc_runs runs;
    lc_diagnosis *diagnosis; /* runs.n */
    lc_error err;
} task;

static lc_status diagnose_all(task *t)
{
    if (t->runs.n == 0)
        return LC_OK;
    t->diagnosis = lc_mem_resize(NULL, t->runs.n, sizeof *t->diagnosis);
    if (!t->diagnosis)
        return lc_error_set(&t->err, LC_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < t->runs.n; i++)
        t->diagnosis[i] = (lc_diagnosis)LC_DIAGNOSIS_INIT;
    lc_status st = LC_OK;
    for (size_t i = 0; i < t->runs.n && st == LC_OK; i++)
        st = lc_diagnose(&t->diagnosis[i], &t->runs.run[i], t->options, &t->err);
    return st;
}

static void work(void *self)
{
    task *t = self;
    if (lc_logs_read(&t->runs, t->logs, t->log, &t->err) == LC_OK)
        diagnose_all(t);
}

static void begin(task *t, lc_jobs *jobs, size_t log)
{
    t->log = log;
    t->runs = (lc_runs)LC_RUNS_INIT;
    t->diagnosis = NULL;
    t->err = (lc_error)LC_ERROR_INIT;
    t->job = (lc_job){.run = work, .self = t};
    if (jobs)
        lc_jobs_add(jobs, &t->job);
    else
        work(t);
}

static void end(task *t)
{
    for (size_t i = 0; t->diagnosis && i < t->runs.n; i++)
        lc_diagnosis_free(&t->diagnosis[i]);
    lc_mem_free(t->diagnosis);
    lc_runs_free(&t->runs);
}

lc_status lc_scan(const lc_logs *logs, const lc_diagnose_options *options, unsigned threads,
                  lc_scan_take take, void *self, lc_error *err)
{
    static const lc_runs none = LC_RUNS_INIT;
    size_t n = lc_logs_count(logs), begun = 0, window;
    threads = threads ? threads : lc_processors();
    lc_jobs *jobs = threads > 1 && n > 1 ? lc_jobs_open(threads) : NULL;
    task *list = lc_mem_resize(NULL, WINDOW, sizeof *list);
    if (!list) {
        lc_jobs_close(jobs);
        return lc_error_nomem(err);
    }
    window = jobs ? WINDOW : 1;
    for (size_t k = 0; k < WINDOW; k++)
        list[k] = (task){.logs = logs, .options = options};
    bool on = true;
    for (size_t i = 0; i < n && (on || i < begun); i++) {
        for (; on && begun < n && begun < i + window; begun++)
            begin(&list[begun % WINDOW], jobs, begun);
        task *t = &list[i % WINDOW];
        if (jobs)
            lc_jobs_wait(jobs, &t->job);
        const lc_runs *runs = t->err.code == LC_OK ? &t->runs : &none;
        if (on)
            on = take(self, &(lc_scanned){i, runs, t->diagnosis, &t->err});
        end(t);
    }
    lc_jobs_close(jobs);
    lc_mem_free(list);
    return LC_OK;
}
