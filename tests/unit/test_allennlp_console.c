/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_allennlp_console.c - the tables that allennlp train prints. */
#include "format_suite.h"

Suite *suite_allennlp_console(void);

static const reading cases[] = {
    {.sample = "tagger.log", /* the bars' running means are passed over */
     .expected = "3 epoch 0..2: training_accuracy 0.525..0.755, validation_accuracy 0.615..0.685, "
                 "training_gpu_0_memory_MB 1024.5..1024.5, training_loss 1.325..0.705, "
                 "validation_loss 1.105..0.915\n"},
    {.what = "no logger before the lines, and no epochs: tables are counted",
     .text =
         "                    Training |  Validation\nloss               |     0.875  |     0.75\n"
         "done | 1 | 2 | 3\n"
         "                    Training |  Validation\nloss               |     0.5    |     nan\n",
     .expected = "2 epoch 0..1: training_loss 0.875..0.5, validation_loss 0.75..nan 'nan'\n"},
};

static const sample_notes notes[] = {{"tagger.log", "planned_epochs 3\n"}};

static const char *const refused[] = {"", "loss | 0.5 | 0.6\n", NULL};

static const char *const foreign[] = {"| Training | Validation |\n| 0.5 | 0.6 |\n", NULL};

Suite *suite_allennlp_console(void)
{
    static const format_tests tests = {
        .format = "allennlp_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    return format_suite(&tests, NULL);
}
