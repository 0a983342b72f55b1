/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_folder.c - the runs below a folder. */
#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *suite_folder(void);

static char root[] = "/tmp/lc-test-XXXXXX";

static void make_root(void)
{
    strcpy(root + sizeof root - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    char command[80];
    snprintf(command, sizeof command, "rm -r %s", root);
    ck_assert_int_eq(system(command), 0);
}

/* Write a file below the root; folders on its way are made. */
static void put(const char *path, const char *bytes)
{
    char full[200];
    size_t n = (size_t)snprintf(full, sizeof full, "%s/%s", root, path);
    for (size_t i = strlen(root) + 1; i < n; i++)
        if (full[i] == '/') {
            full[i] = '\0';
            mkdir(full, 0700);
            full[i] = '/';
        }
    FILE *f = fopen(full, "wb");
    ck_assert_ptr_nonnull(f);
    fputs(bytes, f);
    fclose(f);
}

static const char log_a[] = "epoch,loss\n1,0.5\n2,0.4\n",
                  log_b[] = "epoch,loss\n1,0.7\n2,0.6\n3,0.5\n";

START_TEST(finds_the_runs_in_the_order_of_their_names)
{
    lc_runs runs = LC_RUNS_INIT;
    char source[80];
    put("b/run.csv", log_b);
    put("a/deep/run.csv", log_a);
    put("README.md", "# Runs\n\nThey are below.\n");
    put(".cache/run.csv", log_a);
    put("a/empty.csv", "");
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "2 epoch 1..2: loss 0.5..0.4\n3 epoch 1..3: loss 0.7..0.5\n");
    snprintf(source, sizeof source, "%s/a/deep/run.csv", root);
    ck_assert_str_eq(runs.run[0].source, source);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

/* MLflow keeps a file for each metric; what lies between metrics/ and it is part of the name. */
START_TEST(joins_the_metrics_of_a_run)
{
    lc_runs runs = LC_RUNS_INIT;
    char source[80];
    put("a/metrics/loss", "1700000000000 0.5 0\n1700000001000 0.4 1\n");
    put("a/metrics/val/loss", "1700000000000 0.6 0\n1700000001000 0.5 1\n");
    put("b/metrics/loss", "1700000000000 0.9 0\n1700000001000 0.8 1\n");
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "4 step 0..1: loss 0.5..0.4, val/loss 0.6..0.5\n"
                           "2 step 0..1: loss 0.9..0.8\n");
    snprintf(source, sizeof source, "%s/a", root);
    ck_assert_str_eq(runs.run[0].source, source);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

/* "10" behind "2", though it stands before it in a listing. */
START_TEST(joins_an_epochs_files_by_their_numbers)
{
    lc_runs runs = LC_RUNS_INIT;
    put("run/metrics_epoch_0.json", "{\"best_epoch\": 0, \"epoch\": 0, \"training_loss\": 0.5}");
    put("run/metrics_epoch_10.json",
        "{\"best_epoch\": 2, \"epoch\": 10, \"training_loss\": 0.125}");
    put("run/metrics_epoch_2.json", "{\"best_epoch\": 2, \"epoch\": 2, \"training_loss\": 0.25}");
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "3 epoch 0..10: training_loss 0.5..0.125\n");
    free(told);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(follows_no_link_to_a_folder)
{
    lc_runs runs = LC_RUNS_INIT;
    char loop[80];
    put("run.csv", log_a);
    snprintf(loop, sizeof loop, "%s/loop", root);
    ck_assert_int_eq(symlink(root, loop), 0);
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(says_that_there_is_none)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    put("notes.txt", "nothing\n");
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "no training log in this folder (1 file looked at)");
    lc_runs_free(&runs);
}
END_TEST

START_TEST(says_what_it_could_not_read)
{
    lc_runs runs = LC_RUNS_INIT;
    const lc_read_options options = {.strict = true};
    put("a.csv", "epoch,loss\n1,0.5\n2,oops\n3,0.3\n4,0.2\n5,0.1\n");
    put("b.csv", log_b);
    ck_assert_int_eq(lc_read_file(&runs, root, &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_uint_eq(runs.run[0].remark_n, 1);
    ck_assert_ptr_nonnull(strstr(runs.run[0].remarks[0].text,
                                 "1 file of this folder can't be read; "
                                 "a.csv: 'oops'"));
    lc_runs_free(&runs);
}
END_TEST

START_TEST(survives_every_failed_allocation)
{
    put("a.csv", log_a);
    put("b/b.csv", log_b);
    for (size_t k = 1;; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_read_file(&runs, root, NULL, NULL);
        lc_mem_fail_at(0);
        bool all = st == LC_OK && runs.n == 2;
        lc_runs_free(&runs);
        if (all)
            break;
        ck_assert_uint_lt(k, 10000);
    }
}
END_TEST

Suite *suite_folder(void)
{
    Suite *s = suite_create("folder");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, make_root, remove_root);
    tcase_add_test(t, finds_the_runs_in_the_order_of_their_names);
    tcase_add_test(t, joins_the_metrics_of_a_run);
    tcase_add_test(t, joins_an_epochs_files_by_their_numbers);
    tcase_add_test(t, follows_no_link_to_a_folder);
    tcase_add_test(t, says_that_there_is_none);
    tcase_add_test(t, says_what_it_could_not_read);
    tcase_add_test(t, survives_every_failed_allocation);
    suite_add_tcase(s, t);
    return s;
}
