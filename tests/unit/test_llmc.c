/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_llmc.c - main.log of llm.c. */
#include "format_suite.h"

Suite *suite_llmc(void);

static const reading cases[] = {
    {.sample = "main.log",
     .expected =
         "13 step 0..12: val_loss 11.0214..6.611, train_loss 11.0213..6.6433, lr "
         "2e-06..1.8e-05, grad_norm 15.4127..1.7719, val_hellaswag_accuracy 0.2491..0.2491\n"},
    {.sample = "resumed.log", /* two steps are done again, and a second run is appended */
     .expected = "7 step 0..4: val_loss 10.9911..8.3518, train_loss 10.9908..8.8009\n"
                 "  line 0: step goes back from 3 to 2 (1 time in all), as after a resume: of 2 "
                 "values recorded again the last one counts\n"
                 "[run 2] 2 step 0..1: val_loss 10.9911..10.9911, train_loss 10.9908..nan 'nan'\n"},
    {.what = "lines that break off, other lines",
     .text = "s:0 tel:11.5\nhello\ns:0 trl:11.25 lr:0.00\ns:1 trl:\ns:1 trl:10 lr:0.125 norm:-nan\n"
             "s:x tel:1\ns:2 other:1\ns:2 te",
     .expected = "2 step 0..1: val_loss 11.5..11.5, train_loss 11.25..10, lr 0..0.125, grad_norm "
                 "-nan..-nan '-nan'\n"
                 "  line 4: expected a number\n"},
};

static const char *const no_logs[] = {
    "",
    "epoch,loss\n1,0.5\n",
    "s:1\n",
    "s:1 loss:0.5\n",
    "fprintf(f, \"s:%d tel:%.4f\\n\", step, loss);\n",
    NULL,
};

Suite *suite_llmc(void)
{
    static const format_tests tests = {
        .format = "llmc",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
