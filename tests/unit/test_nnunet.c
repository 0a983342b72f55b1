/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_nnunet.c - the epochs of nnU-Net's training logs. */
#include "format_suite.h"

Suite *suite_nnunet(void);

static const reading cases[] = {
    {.sample = "v1-cut-off.txt",
     .expected = "5 epoch 0..4: train loss -0.0509..-0.5356, validation loss -0.0556..-0.4904, "
                 "val_foreground_dice 0.05..0.5557, lr 0.009991..0.009964, Epoch time "
                 "330.922..330.139\n"
                 "  line 43: expected '[0.9, 0.8]' behind 'Average global foreground Dice: '\n"},
    {.sample = "v2-two-folds.txt",
     .expected = "[fold 0] 5 epoch 0..4: Current learning rate 0.01..0.00996, train_loss "
                 "0.3418..-0.254, val_loss 0.2584..-0.2322, val_pseudo_dice_1 0.2137..0.5436, "
                 "val_pseudo_dice_2 nan..0.4488 'nan', val_pseudo_dice 0.2137..0.4962, Epoch time "
                 "61.89..61.12, Mean Validation Dice 0.749733..0.749733\n"
                 "[fold 1] 4 epoch 0..3: Current learning rate 0.01..0.00997, train_loss "
                 "0.3537..-0.1556, val_loss 0.2709..-0.1444, val_pseudo_dice_1 0.2137..0.4538, "
                 "val_pseudo_dice_2 nan..0.3746 'nan', val_pseudo_dice 0.2137..0.4142, Epoch time "
                 "61.58..61.18, Mean Validation Dice 0.754147..0.754147\n"},
    {.what = "no time before the lines, and a fold that starts over",
     .text = "Desired fold for training: 2\nEpoch 0\ntrain_loss 0.5\nEpoch 1\ntrain_loss 0.4\n"
             "2024-01-01 00:00:00.1: Pseudo dice [0.5]\nEpoch 0\ntrain_loss 0.6\n",
     .expected = "[fold 2] 2 epoch 0..1: train_loss 0.5..0.4, val_pseudo_dice 0.5..0.5\n"
                 "[fold 2] 1 epoch 0..0: train_loss 0.6..0.6\n"},
    {.what = "a resume announces the same fold, and is the same run",
     .text = "2024-01-01 00:00:00.1: Desired fold for training: 0\n2024-01-01 00:00:00.1: Epoch 4\n"
             "2024-01-01 00:00:00.1: val_loss nan\n2024-01-01 00:00:00.1: Pseudo dice []\n"
             "2024-01-01 00:00:00.1: Desired fold for training: 0\n2024-01-01 00:00:00.1: Epoch 5\n"
             "2024-01-01 00:00:00.1: val_loss -0.5\n2024-01-01 00:00:00.1: Pseudo dice [x]\n"
             "2024-01-01 00:00:00.1: train_loss\n2024-01-01 00:00:00.1: lr: \n",
     .expected = "[fold 0] 2 epoch 4..5: val_loss nan..-0.5 'nan'\n"
                 "  line 8: expected '[0.9, 0.8]' behind 'Pseudo dice '\n"
                 "  line 10: lr is no number\n"},
};

static const corpus_case corpus[] = {
    {"nnunet_log/001-cardiac-one-epoch.txt", 1, 1, "train_loss", "train_loss "},
};

static const char *const no_logs[] = {
    "",
    "Epoch 1\n",
    "epoch,train_loss\n1,2\n",
    "train_loss 0.5\nval_loss 0.4\n",
    "2024-01-01 00:00:00.1: hello\n",
    NULL,
};

static const sample_notes notes[] = {
    {"v2-two-folds.txt",
     "train_samples 24, validation_samples 6, val_pseudo_dice: mean of the classes\n"
     "train_samples 24, validation_samples 6, val_pseudo_dice: mean of the classes"},
    {"v1-cut-off.txt", ""},
};

Suite *suite_nnunet(void)
{
    static const format_tests tests = {
        .format = "nnunet",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .notes = notes,
        .notes_n = COUNT(notes),
        .corpus = corpus,
        .corpus_n = COUNT(corpus),
    };
    return format_suite(&tests, NULL);
}
