/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_flower.c - the log of Flower's server. */
#include "format_suite.h"

Suite *suite_flower(void);

static const reading cases[] = {
    {.sample = "rounds.log", /* the server's own values come as rounds pass, and once more */
     .expected = "17 round 0..3: eval centralized loss 2.305..1.225, eval centralized accuracy "
                 "0.1..0.55, eval distributed loss 1.895..1.245, train distributed accuracy "
                 "0.35..0.575, eval distributed accuracy 0.315..0.54\n"},
    {.sample = "summary.log",
     .expected = "9 round 1..3: eval distributed loss 2.205..1.405, train distributed train_loss "
                 "2.105..1.305, eval distributed accuracy 0.205..0.505\n"},
    {.what = "a run that goes on",
     .text = "INFO flwr 2031-02-03 10:11:34,000 | server.py:125 | fit progress: (1, 1.5, {}, 2.5)\n"
             "INFO flwr 2031-02-03 10:11:54,000 | server.py:125 | fit progress: (2, 1.25, {}, 4)\n",
     .expected = "2 round 1..2: eval centralized loss 1.5..1.25\n"},
};

static const char *const refused[] = {"", "History (loss, distributed):\n", NULL};

static const char *const foreign[] = {"round 1: 0.5\nround 2: 0.25\n", NULL};

Suite *suite_flower(void)
{
    static const format_tests tests = {
        .format = "flower",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    return format_suite(&tests, NULL);
}
