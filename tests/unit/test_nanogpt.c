/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_nanogpt.c - what nanoGPT prints, and who else prints like it. */
#include "format_suite.h"

Suite *suite_nanogpt(void);

static const reading cases[] = {
    {.sample = "char.log", /* what is printed before the first step is no metric */
     .expected = "12 step 0..110: train loss 4.1372..2.1288, val loss 4.1401..2.1517, batch loss "
                 "4.1518..2.1004, time 8123.45..21.09, mfu 2.31..1.99\n"},
    {.sample = "two-runs.log", /* the second is cut off within a line */
     .expected = "4 step 0..900: train loss 4.3127..2.4925, val loss 4.3155..2.5126\n"
                 "[run 2] 2 step 0..300: train loss 4.3127..nan 'nan', val loss 4.3155..nan 'nan'\n"
                 "  line 11: expected 'train loss' and 'val loss'\n"},
    {.what = "the estimate and the batch of one step are one record",
     .text = "iter 10: loss 2.5, time 20.00ms, mfu -100.00%\n"
             "step 20: train loss 2.25, val loss inf\n"
             "iter 20: loss 2.0, time 21.00ms, mfu 3.00%\n",
     .expected = "2 step 10..20: batch loss 2.5..2, time 20..21, train loss 2.25..2.25, val loss "
                 "inf..inf 'inf', mfu 3..3\n"},
    {.what = "a resume from the last checkpoint is the same run",
     .text = "step 0: train loss 4.0, val loss 4.1\nstep 50: train loss 3.0, val loss 3.1\n"
             "step 100: train loss 2.5, val loss 2.6\nstep 50: train loss 3.0, val loss 3.1\n"
             "step 100: train loss 2.4, val loss 2.5\n",
     .expected = "5 step 0..100: train loss 4..2.4, val loss 4.1..2.5\n"
                 "  line 0: step goes back from 100 to 50 (1 time in all), as after a resume: of 4 "
                 "values recorded again the last one counts\n"},
    {.what = "other people's text",
     .text = "step by step\niter 5\nstep 7: done\nstep 0: train loss 4.0, val loss 4.1\n"
             "iter 1: loss of\nstep 50: train loss 3.0, val loss 3.1 and more\n",
     .expected = "2 step 0..50: train loss 4..3, val loss 4.1..3.1\n"
                 "  line 5: expected a number behind 'loss'\n"},
};

static const char *const no_logs[] = {
    "",
    "epoch,loss\n1,0.5\n",
    "step 5: nothing\n",
    "print(f\"step {iter}: train loss {l:.4f}, val loss\")\n",
    NULL,
};

Suite *suite_nanogpt(void)
{
    static const format_tests tests = {
        .format = "nanogpt",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
