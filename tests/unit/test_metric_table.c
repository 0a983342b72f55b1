/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_metric_table.c - what is made of a table's headers, columns and rows, as people's files have them. */
#include "format_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_metric_table(void);

static const struct {
    const char *what, *text, *expected;
} tables[] = {
    {"an underscore where a number is missing, behind a name",
     "epoch,loss,acc\na,1,_,0.5\nb,2,1.5,0.75\n",
     "2 epoch 1..2: loss 1.5..1.5, acc 0.5..0.75\n  line 2: the rows have one cell more than the "
     "header has "
     "names: cell 1 is left out\n"},
    {"a long form whose row breaks off", "epoch,name,value\n1,loss,9\n2,loss,8\n3,loss",
     "3 epoch 1..3: loss 9..8\n  line 4: the last row breaks off after 2 of 3 cells\n"},
    {"a header alone", "epoch,loss\n",
     "error: not a training log: no row of numbers under the header"},
    {"numbers without a header", "1,2\n3,4\n",
     "error: not a training log: numbers without a header above them"},
    {"a title above the header", "My run\nepoch,loss\n1,2.5\n2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a title of two cells", "my run, 3rd\nepoch,loss\n1,2.5\n2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a lone text below the header", "epoch,loss\nhello\n1,2.5\n2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n  line 2: no row of the table: 'hello'\n"},
    {"a second header before the first row", "epoch,loss\nstep,acc\n1,0.5\n2,0.6\n",
     "2 step 1..2: acc 0.5..0.6\n"},
    {"names in groups over other names than splits",
     ",first,first,second,second\nepoch,loss,acc,loss,acc\n1,2.5,0.5,3.5,0.25\n2,1.5,0.75,3.0,0."
     "5\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.75, loss.4 3.5..3, acc.5 0.25..0.5\n  line 2: "
     "several columns are called 'loss'\n  line 2: several columns are called 'acc'\n"},
    {"groups by a name with a number", ",train.1,val.2\nepoch,loss,loss\n1,2.5,3.5\n2,1.5,3.0\n",
     "2 epoch 1..2: train loss 2.5..1.5, val loss 3.5..3\n"},
    {"groups, a group that is no split between",
     ",train,other,val\nepoch,loss,acc,loss\n1,2.5,0.5,3.5\n2,1.5,0.75,3.0\n",
     "2 epoch 1..2: train loss 2.5..1.5, acc 0.5..0.75, val loss 3.5..3\n"},
    {"names in groups that nothing asks for", ",train,val\nepoch,loss,acc\n1,2.5,0.5\n2,1.5,0.75\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.75\n"},
    {"a name twice", "epoch,loss,loss\n1,2.5,3.5\n2,1.5,3.0\n",
     "2 epoch 1..2: loss 2.5..1.5, loss.3 3.5..3\n  line 1: several columns are called 'loss'\n"},
    {"a name three times", "epoch,note,note,note\n1,2.5,3.5,4.5\n2,1.5,3.0,4.0\n",
     "2 epoch 1..2: note 2.5..1.5, note.3 3.5..3, note.4 4.5..4\n"},
    {"a column without a name", "epoch,loss,\n1,2.5,7\n2,1.5,8\n",
     "2 epoch 1..2: loss 2.5..1.5, column 3 7..8\n"},
    {"a name that begins like pandas'", "Unnamed:loss,epoch,loss\n0.5,1,2.5\n0.4,2,1.5\n",
     "2 epoch 1..2: Unnamed:loss 0.5..0.4, loss 2.5..1.5\n"},
    {"pandas' name for it", "Unnamed: 0,epoch,loss\n0,1,2.5\n1,2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"an index without an axis beside it", ",loss,acc\n0,2.5,0.5\n1,1.5,0.6\n2,1.25,0.7\n",
     "3 record 1..3: loss 2.5..1.25, acc 0.5..0.7\n"},
    {"one that counts by two", ",loss,acc\n0,2.5,0.5\n2,1.5,0.6\n4,1.25,0.7\n",
     "3 step 0..4: loss 2.5..1.25, acc 0.5..0.7\n"},
    {"one of which the second is missing", ",loss,acc\n0,2.5,0.5\n,1.5,0.6\n4,1.25,0.7\n",
     "3 record 1..3: loss 2.5..1.25, acc 0.5..0.7\n"},
    {"one that is text", ",loss,acc\na,2.5,0.5\nb,1.5,0.6\nc,1.25,0.7\n",
     "3 record 1..3: loss 2.5..1.25, acc 0.5..0.7\n"},
    {"the header again", "epoch,loss\n1,2.5\nepoch,loss\n2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n  line 3: the header stands here again\n"},
    {"the header again, with an empty cell", ",loss,acc\n0,2.5,0.5\n,loss,acc\n1,1.5,0.6\n",
     "2 record 1..2: loss 2.5..1.5, acc 0.5..0.6\n  line 3: the header stands here again\n"},
    {"a header that shares no name", "epoch,loss\n1,2.5\na,b\n2,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n  line 3: a row without a number in column 'epoch' is left "
     "out\n"},
    {"a header that shares one name", "epoch,loss\n1,2.5\nepoch,acc\n2,0.5\n",
     "2 epoch 1..2: loss 2.5..2.5, acc 0.5..0.5\n  line 3: the columns change here\n"},
    {"a header that shares one name, and is wider",
     "epoch,loss\n1,2.5\nepoch,acc,loss\n2,0.5,1.5\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.5\n  line 3: the columns change here\n"},
    {"eight texts before a number",
     "epoch,loss,x\n1,9,a\n2,8,a\n3,7,a\n4,6,a\n5,5,a\n6,4,a\n7,3,a\n8,2,a\n9,1,5\n",
     "9 epoch 1..9: loss 9..1\n  line 2: column 'x' holds text and is not read\n"},
    {"seven of them",
     "epoch,loss,x\n1,9,a\n2,8,a\n3,7,a\n4,6,a\n5,5,a\n6,4,a\n7,3,a\n8,2,5\n9,1,5\n",
     "9 epoch 1..9: loss 9..1, x 5..5\n  line 2: 7 cells of column 'x' are no number\n"},
    {"one of them", "epoch,loss,x\n1,9,a\n2,8,4\n3,7,5\n",
     "3 epoch 1..3: loss 9..7, x 4..5\n  line 2: 1 cell of column 'x' is no number\n"},
    {"text among numbers", "epoch,loss\n1,9\n2,oops\n3,7\n",
     "3 epoch 1..3: loss 9..7\n  line 3: 'oops' in column 'loss' is no number\n"},
    {"clocks", "epoch,time,loss\n1,12:30,9\n2,12:45,8\n3,0:10,7\n",
     "3 epoch 1..3: time 750..10, loss 9..7\n"},
    {"clocks of a metric that is no time", "epoch,x,loss\n1,12:30,9\n2,12:45,8\n3,1,7\n",
     "3 epoch 1..3: x 1..1, loss 9..7\n  line 2: 2 cells of column 'x' are no number\n"},
    {"parts", "epoch,loss\n1/3,9\n2/3,8\n3/3,7\n", "3 epoch 1..3: loss 9..7\n"},
    {"thousands", "step,loss\n\"1,000\",9\n\"2,000\",8\n", "2 step 1000..2000: loss 9..8\n"},
    {"a row that sums up", "epoch,loss\n1,9\n2,8\nbest,8\n",
     "2 epoch 1..2: loss 9..8\n  line 4: a row without a number in column 'epoch' is left out\n"},
    {"a row without an epoch", "epoch,loss\n1,9\n,8\n3,7\n",
     "3 record 1..3: epoch 1..3, loss 9..7\n"},
    {"a row whose epoch is a sign", "epoch,loss\n1,9\n-,8\n3,7\n",
     "3 record 1..3: epoch 1..3, loss 9..7\n"},
    {"empty cells behind the row", "epoch,loss\n1,9,,\n2,8,,\n", "2 epoch 1..2: loss 9..8\n"},
    {"a longer row among others", "epoch,loss\n1,9\n2,8,7\n3,7\n",
     "2 epoch 1..3: loss 9..7\n  line 3: a row of 3 cells where the header has 2\n"},
    {"two longer rows at first", "epoch,loss\n1,9,7\n2,8,7\n3,7,7\n",
     "3 epoch 7..9: loss 7..7\n  line 2: the rows have one cell more than the header has names: "
     "cell 1 is left out\n  line 0: epoch goes back from 9 to 8 (2 times in all), as after a "
     "resume: of 0 values recorded again the last one counts\n"},
    {"an index, one cell more", "loss,acc\n5,2.5,0.5\n6,1.5,0.6\n7,1.25,0.7\n",
     "3 record 1..3: loss 2.5..1.25, acc 0.5..0.7\n  line 2: the rows have one cell more than the "
     "header has names: cell 1 is left out\n"},
    {"a name in the first cell, one cell more", "loss,acc\na,2.5,0.5\nb,1.5,0.6\n",
     "2 record 1..2: loss 2.5..1.5, acc 0.5..0.6\n  line 2: the rows have one cell more than the "
     "header has names: cell 1 is left out\n"},
    {"an only row of one cell more, an index", "loss,acc\n5,2.5,0.5\n",
     "1 record 1..1: loss 2.5..2.5, acc 0.5..0.5\n  line 2: the rows have one cell more than the "
     "header has names: cell 1 is left out\n"},
    {"an only row of one cell more with a hole", "epoch,loss,acc\n1,2.5,,0.5\n",
     "error: not a training log: rows have 4 cells where the header has 3, as when numbers are cut "
     "at a decimal comma"},
    {"holes at two places", "epoch,loss,acc\n1,,,0.5\n2,,,0.6\n",
     "2 record 1..2: acc 0.5..0.6\n  line 2: the rows have one cell more than the header has "
     "names: cell 1 is left out\n"},
    {"a decimal comma cut at", "epoch,loss\n1,0,5\n2,0,25\n3,0,125\n",
     "error: not a training log: rows have 3 cells where the header has 2, as when numbers are cut "
     "at a decimal comma"},
    {"the same of epochs that begin anew", "epoch,loss\n0,95,1\n1,20,1\n2,10,1\n",
     "3 epoch 10..95: loss 1..1\n  line 2: the rows have one cell more than the header has names: "
     "cell 1 is left out\n  line 0: epoch goes back from 95 to 20 (2 times in all), as after a "
     "resume: of 0 values recorded again the last one counts\n"},
    {"a comment is a header", "# epoch,loss\n1,9\n2,8\n", "2 epoch 1..2: loss 9..8\n"},
    {"two of them", "# made by me\n# epoch,loss\n1,9\n2,8\n", "2 epoch 1..2: loss 9..8\n"},
    {"a comment below the header", "epoch,loss\n# a,b\n1,9\n2,8\n", "2 epoch 1..2: loss 9..8\n"},
    {"a comment that says more", "a,b\n# epoch,loss\n1,9\n2,8\n", "2 epoch 1..2: loss 9..8\n"},
    {"a comment of other length", "# epoch,loss\n1,9,7\n2,8,7\n",
     "error: not a training log: numbers without a header above them"},
    {"a hyper-parameter", "# hidden: 32,32\nepoch,loss\n1,9\n2,8\n", "2 epoch 1..2: loss 9..8\n"},
    {"a short row", "epoch,loss,acc\n1,9,0.5\n2,8\n3,7,0.7\n",
     "3 epoch 1..3: loss 9..7, acc 0.5..0.7\n  line 3: a row of 2 cells where the header has 3\n"},
    {"a short row whose cells fit others", "epoch,loss,acc\n1,900,0.5\n2,0.6\n3,700,0.7\n",
     "2 epoch 1..3: loss 900..700, acc 0.5..0.7\n  line 3: a row of 2 cells where the header has "
     "3, and not the first ones: left out\n"},
    {"a short row before any other", "epoch,loss,acc\n1,9\n2,8,0.5\n",
     "2 epoch 1..2: loss 9..8, acc 0.5..0.5\n  line 2: a row of 2 cells where the header has 3\n"},
    {"a last row that breaks off", "epoch,loss,acc\n1,9,0.5\n2,8,0.6\n3,7",
     "3 epoch 1..3: loss 9..8, acc 0.5..0.6\n  line 4: the last row breaks off after 2 of 3 "
     "cells\n"},
    {"one that breaks off in its first cell", "epoch,loss,acc\n1,9,0.5\n2,8,0.6\n3",
     "3 epoch 1..2: loss 9..8, acc 0.5..0.6\n  line 4: the last row breaks off after 1 of 3 "
     "cells\n"},
    {"a lone text among the rows", "epoch,loss\n1,9\nhello\n2,8\n",
     "2 epoch 1..2: loss 9..8\n  line 3: no row of the table: 'hello'\n"},
    {"names of splits in a column", "epoch,split,loss\n1,train,9\n1,val,8\n2,train,7\n2,val,6\n",
     "4 epoch 1..2: train/loss 9..7, val/loss 8..6\n"},
    {"beside a rate", "epoch,split,loss,lr\n1,train,9,0.1\n1,val,8,0.1\n",
     "2 epoch 1..1: lr 0.1..0.1, train/loss 9..9, val/loss 8..8\n"},
    {"beside a name that tells a split", "epoch,split,val_loss\n1,train,9\n2,train,7\n",
     "2 epoch 1..2: val_loss 9..7\n"},
    {"a name and a value", "epoch,name,value\n1,loss,9\n1,acc,0.5\n2,loss,8\n2,acc,0.6\n",
     "4 epoch 1..2: loss 9..8, acc 0.5..0.6\n"},
    {"an empty name", "epoch,name,value\n1,loss,9\n1,,0.5\n2,loss,8\n",
     "3 epoch 1..2: loss 9..8\n"},
    {"a name, a split and a value",
     "epoch,split,name,value\n1,train,loss,9\n1,val,loss,8\n2,train,loss,7\n",
     "3 epoch 1..2: train/loss 9..7, val/loss 8..8\n"},
    {"runs by a column", "run,epoch,loss\na,1,9\na,2,8\nb,1,7\nb,2,6\n",
     "[a] 2 epoch 1..2: loss 9..8\n[b] 2 epoch 1..2: loss 7..6\n"},
    {"by two columns", "fold,seed,epoch,loss\n1,1,1,9\n1,1,2,8\n1,2,1,7\n1,2,2,6\n",
     "[fold 1, seed 1] 2 epoch 1..2: loss 9..8\n[fold 1, seed 2] 2 epoch 1..2: loss 7..6\n"},
    {"final scores", "model,accuracy\na,0.5\nb,0.6\nc,0.7\n",
     "error: not a training log: a table of final scores, a row for each 'model', and no epoch, "
     "step or time"},
    {"two of each model", "model,accuracy\na,0.5\na,0.6\nb,0.6\nb,0.7\n",
     "error: not a training log: a table of final scores, a row for each 'model', and no epoch, "
     "step or time"},
    {"three of one, a curve", "model,accuracy\na,0.5\na,0.6\na,0.7\nb,0.6\nb,0.7\n",
     "[a] 3 record 1..3: accuracy 0.5..0.7\n[b] 2 record 1..2: accuracy 0.6..0.7\n"},
    {"scores of one model", "model,accuracy\na,0.5\na,0.6\n",
     "[a] 2 record 1..2: accuracy 0.5..0.6\n"},
    {"scores, and how long they took", "model,time,accuracy\na,10,0.5\nb,20,0.6\n",
     "error: not a training log: a table of final scores, a row for each 'model', and no epoch, "
     "step or time"},
    {"two times of one model, a curve", "model,time,accuracy\na,10,0.5\na,20,0.6\nb,20,0.6\n",
     "[a] 2 record 1..2: time 10..20, accuracy 0.5..0.6\n"
     "[b] 1 record 1..1: time 20..20, accuracy 0.6..0.6\n"},
    {"a data set of numbers", "width,height\n3.5,1.5\n2.5,4.5\n9.5,0.5\n1.5,7.5\n",
     "4 record 1..4: width 3.5..1.5, height 1.5..7.5\n"},
    {"no number", "epoch,loss\na,b\nc,d\n",
     "error: not a training log: no row of numbers under the header"},
    {"rows longer than the header", "epoch,loss\n1,5,2,5\n2,5,1,5\n",
     "error: not a training log: rows have 4 cells where the header has 2, as when numbers are cut "
     "at a decimal comma"},
};

START_TEST(tables_are_read_as_they_were_meant)
{
    check_forced("csv", tables[_i].what, tables[_i].text, tables[_i].expected);
}
END_TEST

/* What nobody told to be a log, and looks like rows in any order, is none. */
START_TEST(a_data_set_is_no_log)
{
    static const struct {
        const char *text, *says; /* NULL: it is a log */
    } cases[] = {{"width,height,kind\n3.5,1.5,a\n2.5,4.5,b\n9.5,0.5,a\n1.5,7.5,b\n", "'kind'"},
                 {"width,kind,height\n3.5,a,1.5\n2.5,b,4.5\n9.5,a,0.5\n1.5,b,7.5\n", "'kind'"},
                 {"width,height,kind\n3.5,1.5,a\n2.5,4.5,b\n9.5,0.5,a\n1.5,7.5,b\n", "'width="},
                 {"epoch,loss,kind\n1,1.5,a\n2,4.5,b\n3,0.5,a\n4,7.5,b\n", NULL}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        lc_status st = lc_read_bytes(&runs, NULL, cases[i].text, strlen(cases[i].text), NULL, &err);
        ck_assert_msg(cases[i].says ? st == LC_E_FORMAT && strstr(err.msg, cases[i].says) != NULL
                                    : st == LC_OK,
                      "%zu: %s", i, err.msg);
        lc_runs_free(&runs);
    }
}
END_TEST

/* Our own long form says of each value what it is, whatever its name. */
START_TEST(the_long_form_tells_kind_and_split)
{
    static const char text[] = "run,axis,x,metric,split,kind,value\n"
                               "r,epoch,1,foo,train,loss,0.5\nr,epoch,1,bar,validation,score,0.6\n"
                               "r,epoch,2,foo,train,loss,0.4\nr,epoch,2,bar,validation,score,0.7\n";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    const lc_series *foo = lc_run_find(&runs.run[0], "foo"),
                    *bar = lc_run_find(&runs.run[0], "bar");
    ck_assert(runs.run[0].axis == LC_EPOCH && runs.run[0].n == 2);
    ck_assert(foo && foo->metric.kind == LC_LOSS && foo->metric.split == LC_TRAIN);
    ck_assert(bar && bar->metric.kind == LC_SCORE && bar->metric.split == LC_VALIDATION);
    ck_assert(foo->n == 2 && foo->y[1] == .4 && bar->y[0] == .6);
    lc_runs_free(&runs);
}
END_TEST

/* Words of ours above a table of several runs say what a column is in each of them. */
START_TEST(comments_tell_what_a_column_is_in_each_run)
{
    static const char text[] = "# learncurve: runs named\n"
                               "# learncurve: run 1 axis 2 epoch\n"
                               "# learncurve: run 1 metric 3 train loss lower\n"
                               "# learncurve: run 2 axis 2 step\n"
                               "# learncurve: run 2 metric 3 validation score higher\n"
                               "# learncurve: run 2 metric 4x train loss lower\n"
                               "# learncurve: run 2 metric 0 train loss lower\n"
                               "# learncurve: run 2 metric 9 train loss lower\n"
                               "run,t,foo,bar\na,1,0.5,1\na,2,0.4,2\nb,1,0.6,3\nb,2,0.7,4\n";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 2);
    ck_assert(runs.run[0].axis == LC_EPOCH && runs.run[1].axis == LC_STEP);
    const lc_metric *first = &lc_run_find(&runs.run[0], "foo")->metric,
                    *second = &lc_run_find(&runs.run[1], "foo")->metric,
                    *other = &lc_run_find(&runs.run[1], "bar")->metric;
    ck_assert(first->kind == LC_LOSS && first->split == LC_TRAIN);
    ck_assert(second->kind == LC_SCORE && second->split == LC_VALIDATION);
    ck_assert(other->kind == LC_OTHER);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_metric_table(void)
{
    Suite *s = suite_create("metric_table");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tables_are_read_as_they_were_meant, 0, (int)COUNT(tables));
    tcase_add_test(t, a_data_set_is_no_log);
    tcase_add_test(t, the_long_form_tells_kind_and_split);
    tcase_add_test(t, comments_tell_what_a_column_is_in_each_run);
    suite_add_tcase(s, t);
    return s;
}
