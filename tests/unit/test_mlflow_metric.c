/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mlflow_metric.c - the metrics that MLflow keeps in files. */
#include "format_suite.h"

#include <check.h>
#include <string.h>

Suite *suite_mlflow_metric(void);

static const reading cases[] = {
    {.sample = "val_loss", .expected = "5 step 0..4: val_loss 0.6931..0.4902\n"},
    {.sample = "train_loss", /* the last line breaks off */
     .expected = "4 step 0..150: train_loss 0.7019..inf 'nan'\n"
                 "  line 5: no 'timestamp value step'\n"},
    {.sample = "accuracy-without-steps",
     .expected = "3 record 1..3: accuracy-without-steps 0.51..0.66\n"},
    {.sample = "accuracy-of-data-set",
     .expected = "2 step 0..1: accuracy-of-data-set 0.71..0.78\n"},
    {.what = "no name",
     .text = "1900000000123 0.5 10\n"
             "1900000001123 0.25 20\n",
     .expected = "2 step 10..20: value 0.5..0.25\n"},
    {.what = "steps that all are 0",
     .text = "1900000000123 0.5 0\n"
             "1900000001123 0.25 0\n"
             "1900000002123 0.125 0\n",
     .expected = "3 record 1..3: step 0..0, value 0.5..0.125\n"},
    {.what = "negative steps, and a step again",
     .text = "1900000000123 0.5 -1\n"
             "1900000001123 0.25 0\n"
             "1900000001123 0.75 -1\n",
     .expected = "3 step -1..0: value 0.75..0.25\n"
                 "  line 0: step goes back from 0 to -1 (1 time in all), as after a resume: of 1 "
                 "values recorded again the last one counts\n"},
};

/* What a metric is called in a file of this path. */
static void check_name(const char *path, const char *name)
{
    static const char text[] = "1900000000123 0.5 0\n";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, path, text, strlen(text), NULL, NULL), LC_OK);
    ck_assert_str_eq(runs.run[0].series[0].metric.name, name);
    lc_runs_free(&runs);
}

START_TEST(takes_the_name_from_the_path)
{
    check_name("mlruns/0/8f3b/metrics/val_loss", "val_loss");
    check_name("metrics/val/loss", "val/loss");
    check_name("mlruns/metrics/0/8f3b/metrics/eval/acc", "eval/acc");
    check_name("my-metrics/loss", "loss");
    check_name("loss", "loss");
    check_name("-", "value");
    check_name(NULL, "value");
}
END_TEST

static const char *const refused[] = {
    "",
    "1 2 3\n",
    "hello\n",
    NULL,
};

static const char *const foreign[] = {
    "1 0.5 3\n",
    "1900000000123,0.5,3\n",
    "1900000000123 0.5 0.5\n",
    "1900000000123 0.5 3\n"
    "now\n"
    "something\n"
    "else\n",
    "192.168.0.1 1900000000123 5\n",
    NULL,
};

Suite *suite_mlflow_metric(void)
{
    static const format_tests tests = {
        .format = "mlflow_metric",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, takes_the_name_from_the_path);
    return s;
}
