/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_fastai_console.c - fastai's tables, and what stands among their rows. */
#include "format_suite.h"

Suite *suite_fastai_console(void);

static const reading cases[] = {
    {.sample = "copied-comment.txt",
     .expected = "5 epoch 0..4: train_loss 1.3..0.489957 'nan', valid_loss 1.3..0.563597, "
                 "valid_error_rate 0.5..0.205439, time 31..32\n"
                 "  line 8: expected 5 values, one for each column\n"},
    {.sample = "fine-tune.txt",
     .expected =
         "1 epoch 0..0: train_loss 2.53288..2.53288, valid_loss 2.19449..2.19449, "
         "valid_accuracy 0.33..0.33, time 31..31\n"
         "[fit 2] 6 epoch 0..5: train_loss 2.00479..0.865502, valid_loss 1.65788..0.783357, "
         "valid_accuracy 0.526735..0.805106, valid_f1_score 0.3..0.758958, time 31..33\n"},
    {.what = "a row without its header, one too short, and text that begins with numbers",
     .text = "0         4.500000    3.500000    0.250000  02:40\n"
             "epoch     train_loss  valid_loss  accuracy  time\n"
             "0         0.500000    None        nan       1:02:40\n3 0.5\n4 of 5 files\n"
             "1         0.400000    0.300000    0.750000  02:40\n",
     .expected = "2 epoch 0..1: train_loss 0.5..0.4, valid_loss 0.3..0.3, valid_accuracy nan..0.75 "
                 "'nan', time 3760..160\n"
                 "  line 1: a row without a header above is passed over\n"
                 "  line 4: expected 5 values, one for each column\n"},
    {.what = "names that say their split",
     .text = "epoch train_loss valid_loss train_accuracy valid_accuracy\n"
             "0 0.500000 0.400000 0.6 0.5\n",
     .expected = "1 epoch 0..0: train_loss 0.5..0.5, valid_loss 0.4..0.4, train_accuracy 0.6..0.6, "
                 "valid_accuracy 0.5..0.5\n"},
};

static const corpus_case corpus[] = {
    {"fastai_console/001-ulmfit-ja.txt", 2, 22, NULL, NULL},
    {"fastai_console/003-camvid-comment-prefix.txt", 1, 10, NULL, NULL},
    {"fastai_console/005-shallownet-1based.txt", 1, 5, NULL, NULL},
};

static const char *const no_logs[] = {
    "",
    "epoch,train_loss,valid_loss\n0,1,2\n",
    "epoch train_loss valid_loss dur\n1 0.5 0.4 1.0\n",
    "0 0.500000 0.400000\n",
    NULL,
};

static const char *const refused[] = {
    "epoch train_loss valid_loss\n",
    NULL,
};

static const sample_notes notes[] = {
    {"copied-comment.txt", "train_loss: moving average over the batches, 0.98 of it old"},
};

Suite *suite_fastai_console(void)
{
    static const format_tests tests = {
        .format = "fastai_console",
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
