/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tensorboard_csv.c - a chart of TensorBoard's. */
#include "format_suite.h"

Suite *suite_tensorboard_csv(void);

static const reading cases[] = {
    {.sample = "run-validation-tag-epoch_loss.csv",
     .expected = "3 Step 0..100: Wall time 1.9e+09..1.9e+09, validation/epoch_loss 2.5..1.25\n"},
    {.what = "no name that tells",
     .text = "Wall time,Step,Value\n1,0,2.5\n2,1,1.5\n",
     .expected = "2 Step 0..1: Wall time 1..2, Value 2.5..1.5\n"},
    {.name = "logs/run-.-tag-train_acc.csv",
     .text = "Wall time,Step,Value\n1,0,0.5\n2,1,0.75\n",
     .expected = "2 Step 0..1: Wall time 1..2, train_acc 0.5..0.75\n"},
};

static const char *const foreign[] = {"Wall time,Step,Value,More\n1,2,3,4\n", NULL};

Suite *suite_tensorboard_csv(void)
{
    static const format_tests tests = {
        .format = "tensorboard_csv",
        .cases = cases,
        .cases_n = COUNT(cases),
        .foreign = foreign,
    };
    return format_suite(&tests, NULL);
}
