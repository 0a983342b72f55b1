/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_llmc.c - main.log of llm.c. */
#include "read_help.h"

#include <check.h>

Suite *suite_llmc(void);

static const reading cases[] = {
    {.sample = "main.log",
     .told = "13 step 0..12: val_loss 11.0214..6.611, train_loss 11.0213..6.6433, lr "
             "2e-06..1.8e-05, grad_norm 15.4127..1.7719, val_hellaswag_accuracy 0.2491..0.2491\n"},
    {.sample = "resumed.log", /* two steps are done again, and a second run is appended */
     .told = "7 step 0..4: val_loss 10.9911..8.3518, train_loss 10.9908..8.8009\n"
             "  line 0: step goes back from 3 to 2 (1 time in all), as after a resume: of 2 "
             "values recorded again the last one counts\n"
             "[run 2] 2 step 0..1: val_loss 10.9911..10.9911, train_loss 10.9908..nan 'nan'\n"},
    {.what = "lines that break off, other lines",
     .text = "s:0 tel:11.5\nhello\ns:0 trl:11.25 lr:0.00\ns:1 trl:\ns:1 trl:10 lr:0.125 norm:-nan\n"
             "s:x tel:1\ns:2 other:1\ns:2 te",
     .told = "2 step 0..1: val_loss 11.5..11.5, train_loss 11.25..10, lr 0..0.125, grad_norm "
             "-nan..-nan '-nan'\n"
             "  line 4: expected a number\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("llmc", &cases[_i]);
}
END_TEST

START_TEST(refuses_what_is_none)
{
    static const char *const texts[] = {"", "epoch,loss\n1,0.5\n", "s:1\n", "s:1 loss:0.5\n",
                                        "fprintf(f, \"s:%d tel:%.4f\\n\", step, loss);\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_refusal_by("llmc", texts[i]);
        ck_assert_int_eq(bid_for(lc_reader_find("llmc"), texts[i]), 0);
    }
}
END_TEST

Suite *suite_llmc(void)
{
    Suite *s = suite_create("llmc");
    TCase *t = tcase_create("llmc");
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, refuses_what_is_none);
    suite_add_tcase(s, t);
    return s;
}
