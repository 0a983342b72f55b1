/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_cyclegan_log.c - losses without the word. */
#include "format_suite.h"

Suite *suite_cyclegan_log(void);

static const reading cases[] = {
    {.sample = "pix2pix.txt",
     .expected = "4 iters 200..800: epoch 1..2, G_GAN 1.204..1.45, G_L1 31.87..24.677, D_real "
                 "0.512..0.402, D_fake 0.633..0.481\n"
                 "  line 0: iters starts over (1 time in all), first at 200: what follows is a run "
                 "of its own\n"
                 "[run 2] 2 iters 200..400: epoch 1..1, G_GAN 1.111..1.301, G_L1 30.05..27.55, "
                 "D_real 0.5..0.466, D_fake 0.61..0.53\n"},
};

static const char *const no_logs[] = {"", "(epoch: 1) D: 0.5\n", NULL};

Suite *suite_cyclegan_log(void)
{
    static const format_tests tests = {
        .format = "cyclegan_log",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
