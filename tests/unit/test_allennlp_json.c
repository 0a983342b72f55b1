/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_allennlp_json.c - a file an epoch; test_folder.c has a folder of them. */
#include "format_suite.h"

Suite *suite_allennlp_json(void);

static const reading cases[] = {
    {.sample = "metrics_epoch_2.json",
     .expected = "1 epoch 2..2: training_accuracy 0.755..0.755, training_loss 0.705..0.705, "
                 "validation_accuracy 0.685..0.685, validation_loss 0.915..0.915\n"},
};

static const char *const refused[] = {"", "{\"training_loss\": 0.5}", NULL};

static const char *const foreign[] = {"{\"epoch\": 1, \"training_loss\": 0.5}",
                                      "{\"epoch\": [1, 2], \"loss\": [0.5, 0.25]}", NULL};

Suite *suite_allennlp_json(void)
{
    static const format_tests tests = {
        .format = "allennlp_json",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    return format_suite(&tests, NULL);
}
