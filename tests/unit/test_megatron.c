/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_megatron.c - what Megatron-LM and its heirs print. */
#include "format_suite.h"

Suite *suite_megatron(void);

static const reading cases[] = {
    {.sample = "gpt.log", /* an interval without a loss; losses at the end that name no iteration */
     .expected = "5 iteration 100..500: consumed samples 1600..8000, consumed tokens "
                 "1.6384e+06..8.192e+06, elapsed time per iteration (ms) 412.7..410.2, learning "
                 "rate 1.5e-05..7.5e-05, global batch size 16..16, lm loss 9.41208..6.30146, loss "
                 "scale 4096..512, grad norm 3.118..0.884, number of skipped iterations 3..0, "
                 "number of nan iterations 0..0, validation lm loss 7.6341..6.24419, validation lm "
                 "loss PPL 2067.51..515.012, test lm loss 6.25983..6.25983, test lm loss PPL "
                 "523.132..523.132\n"},
    {.sample = "neox.log", /* the iteration stands second; the last line breaks off in its loss */
     .expected =
         "3 iteration 10..30: elapsed time per iteration (ms) 4526.9..4243.5, learning rate "
         "1.2e-06..3.6e-06, lm_loss 10.9128..10.4038, loss scale 4096..4096, number of "
         "skipped iterations 0..0, number of nan iterations 0..0, validation lm_loss "
         "10.2177..10.2177, validation lm_loss_ppl 27385.1..27385.1\n"
         "  line 7: the line breaks off; its last value is left out\n"},
    {.what = "nan, a rank before the line, a run that starts over",
     .text = "[3]: iteration 10/ 20 | learning rate: 1E-05 | lm loss: NaN | loss scale: 1.0 |\n"
             "3: iteration 20/ 20 | learning rate: 1E-05 | lm loss: 2.5E+00 | loss scale: 1.0 |\n"
             " iteration 5/ 20 | learning rate: 1E-05 | lm loss: 3.5E+00 | loss scale: 1.0 |\n"
             " iteration x/ 20 | lm loss: 3.0E+00 |\n validation loss | at iteration\n",
     .expected = "2 iteration 10..20: learning rate 1e-05..1e-05, lm loss nan..2.5 'NaN', loss "
                 "scale 1..1\n"
                 "[run 2] 1 iteration 5..5: learning rate 1e-05..1e-05, lm loss 3.5..3.5, loss "
                 "scale 1..1\n"},
};

static const char *const no_logs[] = {
    "", "epoch,loss\n1,0.5\n", "| a | b |\n| 1 | 2 |\n", "iteration 5/ 10 of the dance\n", NULL,
};

Suite *suite_megatron(void)
{
    static const format_tests tests = {
        .format = "megatron",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
