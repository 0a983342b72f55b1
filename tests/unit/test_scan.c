/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_scan.c - many logs are handed over in order, whatever the threads and whatever fails. */
#include "base/mem.h"
#include "learncurve.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_scan(void);

#define LOGS 100 /* more than a scan has at work at a time */

static char root[] = "/tmp/lc-test-XXXXXX";

/* LOGS files of 2 .. LOGS + 1 records, of which every tenth is no log. */
static void make_logs(void)
{
    strcpy(root + sizeof root - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    for (int i = 0; i < LOGS; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s/%03d.csv", root, i);
        FILE *f = fopen(path, "w");
        ck_assert_ptr_nonnull(f);
        fputs(i % 10 == 9 ? "nothing here\n" : "epoch,loss\n", f);
        for (int k = 1; i % 10 != 9 && k <= i + 2; k++)
            fprintf(f, "%d,%g\n", k, 1.0 / k);
        fclose(f);
    }
}

static void remove_logs(void)
{
    char command[80];
    snprintf(command, sizeof command, "rm -r %s", root);
    ck_assert_int_eq(system(command), 0);
}

typedef struct taken {
    size_t n, records, stop_at;
    bool in_order;
} taken;

static bool take(void *self, const lc_scanned *log)
{
    taken *t = self;
    t->in_order = t->in_order && log->log == t->n;
    t->n++;
    for (size_t i = 0; i < log->n; i++)
        t->records += log->digests[i].verdict ? log->digests[i].records : 0;
    return t->n != t->stop_at;
}

static lc_logs *find_logs(unsigned threads)
{
    lc_logs *logs = NULL;
    static const char *const paths[] = {root};
    ck_assert_int_eq(lc_logs_find(&logs, paths, 1, &(lc_scan_options){.threads = threads}, NULL),
                     LC_OK);
    ck_assert_uint_eq(lc_logs_count(logs), LOGS - LOGS / 10);
    ck_assert_uint_eq(lc_logs_passed_over(logs), LOGS / 10);
    return logs;
}

START_TEST(logs_come_in_order_with_any_number_of_threads)
{
    make_logs();
    size_t records = 0;
    for (size_t i = 0; i < LOGS; i++)
        records += i % 10 != 9 ? i + 2 : 0;
    for (unsigned threads = 0; threads <= 8; threads++) {
        taken t = {.in_order = true};
        lc_logs *logs = find_logs(threads);
        ck_assert_int_eq(lc_scan(logs, take, &t, NULL), LC_OK);
        ck_assert(t.in_order);
        ck_assert_uint_eq(t.n, LOGS - LOGS / 10);
        ck_assert_uint_eq(t.records, records);
        lc_logs_close(logs);
    }
    remove_logs();
}
END_TEST

START_TEST(a_scan_ends_when_it_is_told_to)
{
    make_logs();
    for (unsigned threads = 1; threads <= 4; threads++) {
        taken t = {.in_order = true, .stop_at = 3};
        lc_logs *logs = find_logs(threads);
        ck_assert_int_eq(lc_scan(logs, take, &t, NULL), LC_OK);
        ck_assert_uint_eq(t.n, 3);
        lc_logs_close(logs);
    }
    remove_logs();
}
END_TEST

START_TEST(old_logs_are_dropped)
{
    make_logs();
    lc_logs *logs = find_logs(2);
    double changed = lc_logs_changed(logs, 0);
    lc_logs_drop_older(logs, changed - 1000);
    ck_assert_uint_eq(lc_logs_count(logs), LOGS - LOGS / 10);
    lc_logs_drop_older(logs, changed + 1000);
    ck_assert_uint_eq(lc_logs_count(logs), 0);
    lc_logs_close(logs);
    remove_logs();
}
END_TEST

/* One log that can't be read for want of memory costs that log. */
START_TEST(a_failing_allocation_is_an_error_of_its_log)
{
    char path[80];
    make_logs();
    snprintf(path, sizeof path, "%s/005.csv", root);
    const char *const paths[] = {path};
    for (size_t k = 1; k < 400; k++) {
        lc_logs *logs = NULL;
        taken t = {.in_order = true};
        lc_mem_fail_at(k);
        lc_status st = lc_logs_find(&logs, paths, 1, &(lc_scan_options){.threads = 1}, NULL);
        if (st == LC_OK)
            st = lc_scan(logs, take, &t, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_logs_close(logs);
    }
    remove_logs();
}
END_TEST

START_TEST(a_digest_has_the_metric_that_is_asked_for)
{
    static const char text[] = "epoch,loss,val_loss,accuracy\n1,0.9,0.8,0.5\n2,0.7,0.6,0.75\n"
                               "3,0.6,0.65,0.7\n";
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis diagnosis = LC_DIAGNOSIS_INIT;
    lc_digest d;
    ck_assert_int_eq(lc_read_bytes(&runs, "a.csv", text, strlen(text), NULL, NULL), LC_OK);
    ck_assert_int_eq(lc_diagnose(&diagnosis, &runs.run[0], NULL, NULL), LC_OK);
    ck_assert_int_eq(lc_digest_make(&d, &runs.run[0], &diagnosis, NULL, NULL), LC_OK);
    ck_assert_str_eq(d.metric, "val_loss");
    ck_assert(d.first == 0.8 && d.best == 0.6 && d.best_at == 2 && d.last == 0.65);
    ck_assert_uint_eq(d.records, 3);
    lc_digest_free(&d);
    ck_assert_int_eq(lc_digest_make(&d, &runs.run[0], &diagnosis, "accuracy", NULL), LC_OK);
    ck_assert(d.better == LC_HIGHER_IS_BETTER && d.best == 0.75 && d.best_at == 2);
    lc_digest_free(&d);
    ck_assert_int_eq(lc_digest_make(&d, &runs.run[0], &diagnosis, "f1", NULL), LC_OK);
    ck_assert_ptr_null(d.metric);
    ck_assert(lc_is_absent(d.best));
    lc_digest_free(&d);
    lc_diagnosis_free(&diagnosis);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_scan(void)
{
    Suite *s = suite_create("scan");
    TCase *t = tcase_create("scan");
    tcase_add_test(t, logs_come_in_order_with_any_number_of_threads);
    tcase_add_test(t, a_scan_ends_when_it_is_told_to);
    tcase_add_test(t, old_logs_are_dropped);
    tcase_add_test(t, a_failing_allocation_is_an_error_of_its_log);
    tcase_add_test(t, a_digest_has_the_metric_that_is_asked_for);
    suite_add_tcase(s, t);
    return s;
}
