/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_matlab.c - the tables of trainNetwork and trainnet. */
#include "format_suite.h"

Suite *suite_matlab(void);

static const reading cases[] = {
    {.sample = "comment-regression.m",
     .expected = "5 Iteration 1..200: Epoch 1..3, Time Elapsed 0.4..50.4, Training RMSE 4.7..1.68, "
                 "Training Loss 11.045..nan 'NaN', Base Learning Rate 0.01..0.01\n"
                 "  line 10: expected 6 cells of numbers between bars\n"
                 "[training 2] 3 Iteration 1..100: Epoch 1..2, Time Elapsed 0.4..25.4, Training "
                 "RMSE 4.7..2.71, Training Loss 11.045..3.6585, Base Learning Rate 0.01..0.01\n"},
    {.sample = "trainnet.txt",
     .expected = "6 Iteration 0..195: Epoch 0..3, Time Elapsed 0..21, Learning Rate 0.001..0.001, "
                 "ValidationLoss 2.3..0.41827, ValidationAccuracy 15..87.515, TrainingLoss "
                 "1.4537..0.35238, TrainingAccuracy 47.478..89.433\n"},
    {.sample = "validation.txt",
     .expected = "9 Iteration 1..236: Epoch 1..4, Time Elapsed 1..416, Training Accuracy "
                 "31.87..88.87, Validation Accuracy 32..85.97, Training Loss 1.4145..0.3031, "
                 "Validation Loss 1.45..0.3799, Base Learning Rate 0.001..0.0001\n"},
    {.what = "one header line, cells that are no numbers, another table",
     .text = "|  Epoch  |  Iteration  | Time Elapsed | Training Loss |\n|======|\n"
             "|  1 | 1 | 00:00:01 | 0.5 |\n|  1 | 2 | 00:00:02 | x |\n|  2 | 3 | 1.5 |  |\n"
             "| all |\n",
     .expected = "2 Epoch 1..2: Iteration 1..3, Time Elapsed 1..1.5, Training Loss 0.5..0.5\n"
                 "  line 4: expected 4 cells of numbers between bars\n"},
    {.what = "a value that stands under no column",
     .text = "  Iteration    Epoch    TimeElapsed    TrainingLoss\n"
             "  _________    _____    ___________    ____________\n"
             "          1        1       00:00:01             0.5\n"
             "          2        1       00:00:02             0.4    7\n"
             "          3        1       00:00:03             NaN\n",
     .expected = "2 Iteration 1..3: Epoch 1..1, Time Elapsed 1..3, TrainingLoss 0.5..nan 'NaN'\n"},
};

static const corpus_case corpus[] = {
    {"matlab_console/001-pcg-trainnetwork.txt", 1, 22, NULL, NULL},
};

static const char *const no_logs[] = {
    "",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "  Iteration    Epoch\n1 2\n",
    "  name    size\n  ____    ____\n  1       2\n",
    "|  Epoch  |  Iteration  |\n",
    NULL,
};

static const sample_notes notes[] = {
    {"validation.txt", ""},
};

Suite *suite_matlab(void)
{
    static const format_tests tests = {
        .format = "matlab",
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
