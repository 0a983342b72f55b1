/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_console_table.c - tables that trainers print, of several shapes. */
#include "format_suite.h"

Suite *suite_console_table(void);

static const reading cases[] = {
    {.sample = "skorch.txt",
     .expected = "4 epoch 1..4: train_loss 0.6911..0.6523, valid_acc 0.56..0.645, valid_loss "
                 "0.6823..0.6602, dur 0.0312..0.0285\n"},
    {.sample = "vowpal-wabbit.txt",
     .expected = "4 example counter 1..8: average loss 0.693147..0.602334, since last "
                 "0.693147..0.56455, example weight 1..8, current label -1..1, current predict "
                 "0..0.21, current features 15..18\n"},
    {.sample = "pandas.txt",
     .expected = "3 epoch 1..3: loss 1.2045..0.8427, val_loss 1.3102..1.0719\n"},
    {.sample = "markdown.md",
     .expected = "4 epoch 1..4: train loss 0.81..0.49, val acc 61.2..72\n"},
    {.what = "bars without blanks",
     .text = "epoch|loss|acc\n1|2.5|0.5\n2|1.5|0.75\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.75\n"},
    {.what = "bold numbers and names",
     .text =
         "| **epoch** | loss | acc |\n|---|---|---|\n| 1 | 2.5 | 50% |\n| 2 | **1.5** | 75% |\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, acc 50..75\n"},
    {.what = "a mark beside the best number",
     .text = "| epoch | loss |\n|---|---|\n| 1 | 2.5 |\n| 2 | 1.5 \u2705 |\n| 3 | 2.0 * |\n",
     .expected = "3 epoch 1..3: loss 2.5..2\n"},
    {.what = "a box of drawn lines, with types below the names, as Polars prints it",
     .text =
         "\u250c\u2500\u2500\u252c\u2500\u2500\u2510\n\u2502 epoch \u2506 loss \u2506 acc \u2502\n"
         "\u2502 --- \u2506 --- \u2506 --- \u2502\n\u2502 i64 \u2506 f64 \u2506 f64 \u2502\n"
         "\u255e\u2550\u2550\u256a\u2550\u2550\u2561\n\u2502 1 \u2506 2.5 \u2506 0.5 \u2502\n"
         "\u2502 2 \u2506 1.5 \u2506 0.75 \u2502\n\u2514\u2500\u2500\u2534\u2500\u2500\u2518\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.75\n"},
    {.what = "a comment sign before the names",
     .text = "# step loss\n10 2.5\n20 2.25\n30 inf\n",
     .expected = "3 step 10..30: loss 2.5..inf 'inf'\n"},
    {.what = "names of two words over numbers with units",
     .text = "   Iter   Train Loss   Remaining Time\n      1       1.3502           11.30s\n      "
             "2       1.2752            1.20m\n",
     .expected = "2 Iter 1..2: Train Loss 1.3502..1.2752, Remaining Time 11.3..72\n"},
    {.what = "text between the rows, and the names again",
     .text = "epoch  loss  acc\n1  2.5  0.5\nsaving the model\n2  2.25  0.75\nepoch  loss  acc\n3  "
             "2.0  0.875\n",
     .expected = "3 epoch 1..3: loss 2.5..2, acc 0.5..0.875\n"},
};

static const char *const no_logs[] = {
    "",
    "epoch loss\n",
    "name  size\na  1\nb  2\n",
    "precision recall f1-score support\n0 0.5 0.25 10\n1 0.5 0.25 20\n",
    "It was epoch\nthe loss was\n1 2\n",
    NULL};

Suite *suite_console_table(void)
{
    static const format_tests tests = {
        .format = "console_table",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
