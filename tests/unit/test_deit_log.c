/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_deit_log.c - log.txt of DeiT, MAE and their heirs. */
#include "format_suite.h"

Suite *suite_deit_log(void);

static const reading cases[] = {
    {.sample = "finetune.txt",
     .expected = "7 epoch 0..6: train_lr 1e-06..0.00099, train_loss 7.80451..3.42611, test_loss "
                 "6.474..2.85385, test_acc1 1.6486..16.3709, test_acc5 16.9869..45.7743\n"},
    {.sample = "pretrain.txt",
     .expected = "6 epoch 0..5: train_lr 0..1.875e-05, train_loss 0.92..0.514438\n"},
    {.what = "lists within",
     .text = "{\"train_lr\": 0.1, \"train_loss\": 3, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 0, \"n_parameters\": 9}\n"
             "{\"train_lr\": 0.1, \"train_loss\": 2, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 1, \"n_parameters\": 9}\n"
             "{\"train_lr\": 0.1, \"train_loss\": NaN, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 2, \"n_parameters\": 9}\n",
     .expected = "3 epoch 0..2: train_lr 0.1..0.1, train_loss 3..nan 'NaN', test_loss 5..5\n"},
};

static const char *const refused[] = {
    "",
    "{\"epoch\": 3, \"n_parameters\": 9}\n",
    NULL,
};

static const char *const foreign[] = {
    "{\"train_loss\": 0.5, \"epoch\": 1}",
    "{\"epoch\": 1, \"n_parameters\": 5}",
    NULL,
};

static const sample_notes notes[] = {
    {"finetune.txt", "train_loss: mean over the epoch"},
};

Suite *suite_deit_log(void)
{
    static const format_tests tests = {
        .format = "deit_log",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    return format_suite(&tests, NULL);
}
