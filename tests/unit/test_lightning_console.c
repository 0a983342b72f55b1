/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_lightning_console.c - Lightning's bars and tables. */
#include "format_suite.h"

Suite *suite_lightning_console(void);

static const reading cases[] = {
    {.sample = "rich.log",
     .expected =
         "5 epoch 0..4: train_loss 1.8..0.503, train_acc 0.3..0.819, val_loss 2..0.822, val "
         "score 0.83..0.83\n"
         "  line 14: epoch 4 breaks off; its last state is kept\n"},
    {.sample = "tqdm.log",
     .expected = "4 epoch 0..3: train_loss 1.431..0.63, val_loss 2.1..1.089, val_acc 0.25..0.629, "
                 "test_accuracy 0.7712..0.7712, test_accuracy/dataloader_idx_1 0.681..0.681, "
                 "test_loss 0.728193..0.728193, test_loss/dataloader_idx_1 0.941203..0.941203\n"},
    {.sample = "version1-two-fits.log",
     .expected = "3 epoch 0..2: loss 2.4..1.07, val_acc 0.4..0.6, train_acc 0.41..0.65\n"
                 "[fit 2] 3 epoch 0..2: loss 2.5..0.9 'nan', val_acc 0.4..0.5\n"
                 "  line 14: epoch 2 breaks off; its last state is kept\n"},
    {.what = "several states on one line, an unknown number of batches",
     .text = "Epoch 0: : 9it [00:01, 9.0it/s, v_num=0, a=2]"
             "Epoch 0: : 17it [00:02, 9.0it/s, v_num=0, a=1]"
             "Epoch 1: |    | 17/? [00:02<00:00, 9.0it/s, v_num=0, a=0.5]",
     .expected = "2 epoch 0..1: a 1..0.5\n  line 1: epoch 0 breaks off; its last state is kept\n"
                 "  line 1: epoch 1 breaks off; its last state is kept\n"},
    {.what = "a table alone, in a narrow shape",
     .text = "       Test metric             DataLoader 0\n        Test MSE             0.25\n"
             "        mAP             nan\n────\n────\nbye  5\n",
     .expected = "1 record 1..1: Test MSE 0.25..0.25, test_mAP nan..nan 'nan'\n"},
    {.what = "each step that a bar shows, and validation once, as NeMo prints them",
     .text = "Epoch 0: :   1%|          | 1/4 [00:05<16:35, v_num=0, train_loss=7.5, "
             "global_step=0.000]\rEpoch 0: :   1%|          | 2/4 [00:10<16:30, v_num=0, "
             "train_loss=6.5, global_step=1.000]\rEpoch 0: :   1%|          | 2/4 [00:10<16:30, "
             "v_num=0, train_loss=6.5, global_step=1.000, val_loss=3.5]\rEpoch 0: :   1%|         "
             " | 3/4 [00:10<16:30, v_num=0, train_loss=5.5, global_step=2.000, val_loss=3.5]\n",
     .expected = "3 global_step 0..2: epoch 0..0, train_loss 7.5..5.5, val_loss 3.5..3.5\n"},
    {.what = "each model is a fit of its own",
     .text = "  | Name | Type | Params\nTest metric  DataLoader 0\ntest_acc  0.5\n"
             "  | Name | Type | Params\nTest metric  DataLoader 0\ntest_acc  0.75\n",
     .expected = "1 record 1..1: test_acc 0.5..0.5\n[fit 2] 1 record 1..1: test_acc 0.75..0.75\n"},
};

static const corpus_case corpus[] = {
    {"lightning_console/001-gajda-2dprotein-rich.txt", 2, 2, NULL, NULL},
    {"lightning_console/002-gajda-2dprotein-rich-b.txt", 2, 2, NULL, NULL},
};

static const char *const no_logs[] = {
    "",
    "Epoch 1/10\n9/9 [====] - 1s - loss: 0.5\n",
    "Epoch 3: loss 0.5\n",
    "  | Name | Type | Params\n",
    NULL,
};

static const char *const refused[] = {
    "Epoch 1: 100%|###| 9/9 [00:01<00:00, 9.0it/s, v_num=0]\n",
    "Testing DataLoader 0: 100%|###| 9/9 [00:01<00:00, 9.0it/s]\n",
    NULL,
};

static const sample_notes notes[] = {
    {"version1-two-fits.log", "loss: mean of the last 20 batches\n"
                              "loss: mean of the last 20 batches"},
    {"tqdm.log", "planned_epochs 4"},
    {"rich.log", "planned_epochs 5"},
};

Suite *suite_lightning_console(void)
{
    static const format_tests tests = {
        .format = "lightning_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .refused = refused,
        .notes = notes,
        .notes_n = COUNT(notes),
        .corpus = corpus,
        .corpus_n = COUNT(corpus),
    };
    return format_suite(&tests, NULL);
}
