/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_box_console.c - boxes of names and values. */
#include "format_suite.h"

Suite *suite_box_console(void);

static const reading cases[] = {
    {.sample = "ppo.log",
     .expected = "3 time/total_timesteps 1024..3072: rollout/ep_len_mean 19.8..27.1, "
                 "rollout/ep_rew_mean 20.4..nan 'nan', time/fps 1203..1150, time/iterations 1..2, "
                 "train/learning_rate 0.0003..0.0003, train/value_loss 41.2..39\n"},
    {.sample = "spinning-up.txt",
     .expected = "2 Epoch 0..1: AverageEpRet 22.1..35.7, StdEpRet 10.9..17.2, EpLen 22.1..35.7, "
                 "LossV 305..281, Time 3.21..6.4\n"},
};

static const char *const no_logs[] = {"", "| loss | 0.5 |\n| acc | 0.25 |\n",
                                      "----------\n| a | b | c |\n| 1 | 2 | 3 |\n----------\n",
                                      NULL};

Suite *suite_box_console(void)
{
    static const format_tests tests = {
        .format = "box_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
