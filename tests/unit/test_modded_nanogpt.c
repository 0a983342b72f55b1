/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_modded_nanogpt.c - logs of the NanoGPT speedrun. */
#include "format_suite.h"

Suite *suite_modded_nanogpt(void);

static const reading cases[] = {
    {.sample = "speedrun.txt", /* a mean over no steps is left out, and the clock restarts */
     .expected = "13 step 0..12: val_loss 10.8311..6.6803, train_time 0..1038, train_loss "
                 "10.8309..6.7021, step_avg 115.21..115.33\n"},
    {.sample = "validation.out", /* steps that tell the time alone are no records */
     .expected = "5 step 0..500: val_loss 10.8261..4.06511, train_time 0..325.213, step_avg "
                 "0.08..650.43\n"},
    {.what = "two runs, lines that break off",
     .text = "step:0/3 val_loss:10.5 train_time:0ms step_avg:nanms\nstep:1/3 train_loss:9.5\n"
             "step:2/3 train_loss:\nstep:3/3 val_loss:nan train_time:9ms\n"
             "step:0/3 val_loss:10.25 train_ti",
     .expected = "4 step 0..3: val_loss 10.5..nan 'nan', train_time 0..9, train_loss 9.5..9.5\n"
                 "  line 3: expected a loss\n"
                 "[run 2] 1 step 0..0: val_loss 10.25..10.25\n"},
};

static const char *const no_logs[] = {
    "",
    "epoch,loss\n1,0.5\n",
    "step:1/2 train_time:5ms\n",
    "print(f\"step:{step}/{n} val_loss:{loss:.4f}\")\n",
    NULL,
};

Suite *suite_modded_nanogpt(void)
{
    static const format_tests tests = {
        .format = "modded_nanogpt",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
