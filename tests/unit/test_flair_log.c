/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_flair_log.c - Flair's training.log. */
#include "format_suite.h"

Suite *suite_flair_log(void);

static const reading cases[] = {
    {.sample = "training.log", /* breaks off within the fourth epoch */
     .expected = "4 epoch 1..4: loss 0.6853..0.450172, lr 0.1..0.1, dev_loss 0.612045..0.55199, "
                 "dev_score 0.6917..0.7333\n"
                 "  line 31: epoch 4 breaks off; its last mean loss is kept\n"},
    {.sample = "two-models.log",
     .expected = "2 epoch 1..2: loss 4.2107..2.9044, lr 0.1..0.1, dev_loss 3.115..2.4419, "
                 "dev_f1-score (micro avg) 0.4123..0.5561, test_loss 3.0871..2.4007, test_f1-score "
                 "(micro avg) 0.4208..0.5602\n"
                 "[run 2] 1 epoch 1..1: loss nan..nan 'nan', lr 0.1..0.1, dev_loss nan..nan 'nan', "
                 "dev_f1-score (micro avg) 0..0\n"},
    {.what = "an epoch that is never done, before the next and at the end",
     .text = "d epoch 1 - iter 1/9 - loss 2.5 - x\nd epoch 1 - iter 3/9 - loss 2.0 - x\n"
             "d epoch 2 - iter 1/9 - loss 1.5 - x\nd EPOCH 2 done: loss 1.25 - lr 0.5\n"
             "d epoch 3 - iter 1/9 - loss nan - x\n",
     .expected = "3 epoch 1..3: loss 2..nan, lr 0.5..0.5\n"
                 "  line 3: epoch 1 breaks off; its last mean loss is kept\n"
                 "  line 6: epoch 3 breaks off; its last mean loss is kept\n"},
    {.what = "evaluations before any epoch are of none",
     .text = "DEV : loss 9 - score 0.1\nEPOCH 1 done: loss 1.5 - lr 0.5\nDEV : score\n"
             "DEV : loss 2.5 - score 0.25\n",
     .expected = "1 epoch 1..1: loss 1.5..1.5, lr 0.5..0.5, dev_loss 2.5..2.5, dev_score "
                 "0.25..0.25\n"},
};

static const char *const no_logs[] = {
    "", "epoch,loss\n1,0.5\n", "EPOCH 1 done\n", "epoch 1 - loss 0.5\n", NULL,
};

Suite *suite_flair_log(void)
{
    static const format_tests tests = {
        .format = "flair_log",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
