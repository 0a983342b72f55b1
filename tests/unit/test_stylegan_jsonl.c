/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_stylegan_jsonl.c - means of quantities. */
#include "format_suite.h"

Suite *suite_stylegan_jsonl(void);

static const reading cases[] = {
    {.sample = "stats.jsonl",
     .expected = "2 Progress/kimg 0.125..4.125: Loss/G/loss 1.25..1.5, Loss/D/loss 0.75..0.5, "
                 "Progress/tick 0..1, timestamp 1.9e+09..1.9e+09\n"},
};

static const char *const foreign[] = {"{\"Loss/G/loss\": 0.5, \"Progress/kimg\": 3}",
                                      "{\"num\": 1, \"mean\": 2, \"std\": 3}", NULL};

Suite *suite_stylegan_jsonl(void)
{
    static const format_tests tests = {
        .format = "stylegan_jsonl",
        .cases = cases,
        .cases_n = COUNT(cases),
        .foreign = foreign,
    };
    return format_suite(&tests, NULL);
}
