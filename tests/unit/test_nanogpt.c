/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_nanogpt.c - what nanoGPT prints, and who else prints like it. */
#include "read_help.h"

#include <check.h>

Suite *suite_nanogpt(void);

static const reading cases[] = {
    {.sample = "char.log", /* what is printed before the first step is no metric */
     .told = "12 step 0..110: train loss 4.1372..2.1288, val loss 4.1401..2.1517, batch loss "
             "4.1518..2.1004, time 8123.45..21.09, mfu 2.31..1.99\n"},
    {.sample = "two-runs.log", /* the second is cut off within a line */
     .told = "4 step 0..900: train loss 4.3127..2.4925, val loss 4.3155..2.5126\n"
             "[run 2] 2 step 0..300: train loss 4.3127..nan 'nan', val loss 4.3155..nan 'nan'\n"
             "  line 11: expected 'train loss' and 'val loss'\n"},
    {.what = "the estimate and the batch of one step are one record",
     .text = "iter 10: loss 2.5, time 20.00ms, mfu -100.00%\n"
             "step 20: train loss 2.25, val loss inf\n"
             "iter 20: loss 2.0, time 21.00ms, mfu 3.00%\n",
     .told = "2 step 10..20: batch loss 2.5..2, time 20..21, train loss 2.25..2.25, val loss "
             "inf..inf 'inf', mfu 3..3\n"},
    {.what = "a resume from the last checkpoint is the same run",
     .text = "step 0: train loss 4.0, val loss 4.1\nstep 50: train loss 3.0, val loss 3.1\n"
             "step 100: train loss 2.5, val loss 2.6\nstep 50: train loss 3.0, val loss 3.1\n"
             "step 100: train loss 2.4, val loss 2.5\n",
     .told = "5 step 0..100: train loss 4..2.4, val loss 4.1..2.5\n"
             "  line 0: step goes back from 100 to 50 (1 time in all), as after a resume: of 4 "
             "values recorded again the last one counts\n"},
    {.what = "other people's text",
     .text = "step by step\niter 5\nstep 7: done\nstep 0: train loss 4.0, val loss 4.1\n"
             "iter 1: loss of\nstep 50: train loss 3.0, val loss 3.1 and more\n",
     .told = "2 step 0..50: train loss 4..3, val loss 4.1..3.1\n"
             "  line 5: expected a number behind 'loss'\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("nanogpt", &cases[_i]);
}
END_TEST

START_TEST(refuses_what_is_none)
{
    static const char *const texts[] = {"", "epoch,loss\n1,0.5\n", "step 5: nothing\n",
                                        "print(f\"step {iter}: train loss {l:.4f}, val loss\")\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_refusal_by("nanogpt", texts[i]);
        ck_assert_int_eq(bid_for(lc_reader_find("nanogpt"), texts[i]), 0);
    }
}
END_TEST

Suite *suite_nanogpt(void)
{
    Suite *s = suite_create("nanogpt");
    TCase *t = tcase_create("nanogpt");
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, refuses_what_is_none);
    suite_add_tcase(s, t);
    return s;
}
