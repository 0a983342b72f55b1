/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_wandb_jsonl.c - the history of Weights & Biases. */
#include "format_suite.h"

#include <check.h>
#include <string.h>

Suite *suite_wandb_jsonl(void);

static const reading cases[] = {
    {.sample = "wandb-history.jsonl", /* pictures and histograms are no metrics */
     .expected =
         "10 epoch 0..1.8: loss 1.4..0.32648 'Infinity', _runtime 3.1..21.28, _timestamp "
         "1.9e+09..1.9e+09, _step 0..9, val/loss 0.74985..0.42175, val/accuracy 0.68..0.78\n"},
    {.what = "keys in another order, lines without a metric",
     .text = "{\"_step\": 0, \"_runtime\": 1.5}\n"
             "{\"loss\": 0.5, \"_step\": 1, \"_timestamp\": 9}\n"
             "{\"_step\": 2, \"loss\": \"NaN\"}\n",
     .expected = "3 _step 0..2: _runtime 1.5..1.5, loss 0.5..nan 'NaN', _timestamp 9..9\n"},
};

START_TEST(refuses_a_summary_and_says_where_the_course_is)
{
    static const char text[] = "{\"loss\": 0.31, \"_step\": 197, \"_runtime\": 503.9}";
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, "run/wandb-summary.json", text, strlen(text), NULL, &err);
    ck_assert_int_eq(st, LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "wandb-history.jsonl"));
    ck_assert_int_eq(lc_read_bytes(&runs, "run/history.jsonl", text, strlen(text), NULL, &err),
                     LC_OK);
    lc_runs_free(&runs);
}
END_TEST

static const char *const refused[] = {
    "",
    "{\"_step\": 0, \"epoch\": 1.5}\n",
    "[]\n",
    NULL,
};

static const char *const foreign[] = {
    "{\"system.cpu\": 65.2, \"_wandb\": true, \"_timestamp\": 9, \"_runtime\": 28}",
    "{\"_step\": 3, \"loss\": 1}",
    NULL,
};

Suite *suite_wandb_jsonl(void)
{
    static const format_tests tests = {
        .format = "wandb_jsonl",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, refuses_a_summary_and_says_where_the_course_is);
    return s;
}
