/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_jobs.c - each job runs once, in the order of the queue, and what is waited for is done. */
#include "base/jobs.h"

#include "base/mem.h"

#include <check.h>
#include <sched.h>
#include <stdatomic.h>

Suite *suite_jobs(void);

enum { MANY = 1000 };

static atomic_int runs[MANY];

static void count_run(void *self, size_t k)
{
    (void)self;
    atomic_fetch_add(&runs[k], 1);
}

static const struct {
    size_t n;
    unsigned threads;
} ranges[] = {{0, 4}, {1, 4}, {MANY, 0}, {MANY, 1}, {MANY, 2}, {MANY, 8}, {MANY, 100}, {3, 8}};

START_TEST(each_number_is_run_once)
{
    for (size_t k = 0; k < MANY; k++)
        atomic_store(&runs[k], 0);
    lc_jobs_run(ranges[_i].n, ranges[_i].threads, count_run, NULL);
    for (size_t k = 0; k < MANY; k++)
        ck_assert_int_eq(atomic_load(&runs[k]), k < ranges[_i].n);
}
END_TEST

enum { TOLD = 20 };

/* Waits until all are here, which needs a thread for each. */
static void meet(void *self, size_t k)
{
    atomic_int *here = self;
    (void)k;
    atomic_fetch_add(here, 1);
    while (atomic_load(here) < TOLD)
        sched_yield();
}

START_TEST(as_many_threads_as_told)
{
    atomic_int here = 0;
    lc_jobs_run(TOLD, TOLD, meet, &here);
    ck_assert_int_eq(atomic_load(&here), TOLD);
}
END_TEST

START_TEST(without_memory_the_caller_runs_all)
{
    atomic_store(&runs[0], 0);
    atomic_store(&runs[1], 0);
    lc_mem_fail_at(1);
    lc_jobs_run(2, 2, count_run, NULL);
    lc_mem_fail_at(0);
    ck_assert_int_eq(atomic_load(&runs[0]) + atomic_load(&runs[1]), 2);
}
END_TEST

/* The place in which a job ran. */
typedef struct numbered {
    lc_job job;
    atomic_size_t *next;
    size_t place;
} numbered;

static void take_number(void *self)
{
    numbered *n = self;
    n->place = atomic_fetch_add(n->next, 1);
}

START_TEST(one_thread_keeps_the_order)
{
    static numbered job[MANY];
    atomic_size_t next = 0;
    lc_jobs *jobs = lc_jobs_open(1);
    ck_assert_ptr_nonnull(jobs);
    for (size_t k = 0; k < MANY; k++) {
        job[k] = (numbered){.next = &next, .job = {.run = take_number, .self = &job[k]}};
        lc_jobs_add(jobs, &job[k].job);
        if (k % 7 == 0)
            lc_jobs_wait(jobs, &job[k].job);
    }
    lc_jobs_wait(jobs, &job[MANY - 1].job);
    for (size_t k = 0; k < MANY; k++)
        ck_assert_uint_eq(job[k].place, k);
    lc_jobs_close(jobs);
    lc_jobs_close(NULL);
}
END_TEST

Suite *suite_jobs(void)
{
    Suite *s = suite_create("jobs");
    TCase *t = tcase_create("jobs");
    tcase_add_loop_test(t, each_number_is_run_once, 0, (int)(sizeof ranges / sizeof *ranges));
    tcase_add_test(t, as_many_threads_as_told);
    tcase_add_test(t, without_memory_the_caller_runs_all);
    tcase_add_test(t, one_thread_keeps_the_order);
    suite_add_tcase(s, t);
    return s;
}
