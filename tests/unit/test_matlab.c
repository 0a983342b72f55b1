/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_matlab.c - the tables of trainNetwork and trainnet. */
#include "corpus.h"

#include <check.h>

Suite *suite_matlab(void);

static const reading cases[] = {
    {.sample = "comment-regression.m",
     .told = "5 Iteration 1..200: Epoch 1..3, Time Elapsed 0.4..50.4, Training RMSE 4.7..1.68, "
             "Training Loss 11.045..nan 'NaN', Base Learning Rate 0.01..0.01\n"
             "  line 10: expected 6 cells of numbers between bars\n"
             "[training 2] 3 Iteration 1..100: Epoch 1..2, Time Elapsed 0.4..25.4, Training "
             "RMSE 4.7..2.71, Training Loss 11.045..3.6585, Base Learning Rate 0.01..0.01\n"},
    {.sample = "trainnet.txt",
     .told = "6 Iteration 0..195: Epoch 0..3, Time Elapsed 0..21, Learning Rate 0.001..0.001, "
             "ValidationLoss 2.3..0.41827, ValidationAccuracy 15..87.515, TrainingLoss "
             "1.4537..0.35238, TrainingAccuracy 47.478..89.433\n"},
    {.sample = "validation.txt",
     .told = "9 Iteration 1..236: Epoch 1..4, Time Elapsed 1..416, Training Accuracy "
             "31.87..88.87, Validation Accuracy 32..85.97, Training Loss 1.4145..0.3031, "
             "Validation Loss 1.45..0.3799, Base Learning Rate 0.001..0.0001\n"},
    {.what = "one header line, cells that are no numbers, another table",
     .text = "|  Epoch  |  Iteration  | Time Elapsed | Training Loss |\n|======|\n"
             "|  1 | 1 | 00:00:01 | 0.5 |\n|  1 | 2 | 00:00:02 | x |\n|  2 | 3 | 1.5 |  |\n"
             "| all |\n",
     .told = "2 Epoch 1..2: Iteration 1..3, Time Elapsed 1..1.5, Training Loss 0.5..0.5\n"
             "  line 4: expected 4 cells of numbers between bars\n"},
    {.what = "a value that stands under no column",
     .text = "  Iteration    Epoch    TimeElapsed    TrainingLoss\n"
             "  _________    _____    ___________    ____________\n"
             "          1        1       00:00:01             0.5\n"
             "          2        1       00:00:02             0.4    7\n"
             "          3        1       00:00:03             NaN\n",
     .told = "2 Iteration 1..3: Epoch 1..1, Time Elapsed 1..3, TrainingLoss 0.5..nan 'NaN'\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("matlab", &cases[_i]);
}
END_TEST

START_TEST(refuses_what_is_no_log_of_it)
{
    static const char *const texts[] = {
        "",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "  Iteration    Epoch\n1 2\n",
        "  name    size\n  ____    ____\n  1       2\n",
        "|  Epoch  |  Iteration  |\n",
        NULL,
    };
    check_refusals("matlab", texts);
    check_foreign("matlab", texts);
}
END_TEST

START_TEST(knows_sizes_and_averages)
{
    check_asides("matlab", "validation.txt", "");
}
END_TEST

static const corpus_case corpus[] = {
    {"matlab_console/001-pcg-trainnetwork.txt", 1, 22, NULL, NULL},
};

START_TEST(reads_other_peoples_logs)
{
    check_corpus("matlab", &corpus[_i]);
}
END_TEST

Suite *suite_matlab(void)
{
    Suite *s = suite_create("matlab");
    TCase *t = tcase_create("matlab");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, refuses_what_is_no_log_of_it);
    tcase_add_test(t, knows_sizes_and_averages);
    tcase_add_loop_test(t, reads_other_peoples_logs, 0, (int)(sizeof corpus / sizeof *corpus));
    suite_add_tcase(s, t);
    return s;
}
