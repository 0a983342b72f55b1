/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_hf_table.c - the table of Hugging Face's Trainer. */
#include "format_suite.h"

Suite *suite_hf_table(void);

static const reading cases[] = {
    {.sample = "model-card.md",
     .expected = "3 Epoch 1..3: Training Loss 1.8414..1.4902, Step 120..360, Validation Loss "
                 "1.9021..1.5033, eval Accuracy 0.4312..0.5551, eval F1 0.412..0.5439\n"},
    {.sample = "notebook-page.txt",
     .expected = "3 Epoch 1..3: Training Loss 0.6531..0.584, Validation Loss 0.6412..0.5713, eval "
                 "Accuracy 0.662..0.714\n"},
};

static const char *const no_logs[] = {
    "", "Epoch\tTraining Loss\tAccuracy\n1\t0.5\t0.5\n2\t0.25\t0.5\n", NULL};

Suite *suite_hf_table(void)
{
    static const format_tests tests = {
        .format = "hf_table",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
