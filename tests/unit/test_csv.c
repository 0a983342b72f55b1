/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_csv.c - tables of metrics with all that people's files have beside numbers. */
#include "format_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_csv(void);

/* A sample or a text, and what the reader tells of it. */
static const reading cases[] = {
    {.sample = "semicolon-decimal-comma.csv",
     .expected = "8 epoch 1..8: loss 0.92..0.35, val_loss 0.95..0.53\n"},
    {.sample = "tab.tsv", .expected = "8 step 500..4000: loss 0.92..0.35, lr 0.001..0.0001\n"},
    {.sample = "crcrlf.csv", .expected = "8 epoch 0..7: loss 0.92..0.35, val_loss 0.95..0.53\n"},
    {.sample = "bom-quoted-padded.csv", /* the quoted note on lines 5 and 6 is one cell */
     .expected = "8 epoch 1..8: train, loss 0.92..0.35, val/loss 0.95..0.53\n"
                 "  line 5: column 'note' holds text and is not read\n"},
    {.sample = "resumed.csv", /* epochs 4 and 5 twice: 10 rows, 4 values again */
     .expected = "10 epoch 1..8: loss 0.92..0.34, val_loss 0.95..0.52\n"
                 "  line 0: epoch goes back from 5 to 4 (1 time in all), as after a resume: of 4 "
                 "values recorded again the last one counts\n"},
    {.sample = "header-repeated.csv",
     .expected = "8 epoch 1..8: loss 0.92..0.35, acc 0.52..0.85\n"
                 "  line 6: the header stands here again\n"},
    {.sample = "header-changes.csv", /* the last header swaps two columns */
     .expected = "6 epoch 1..6: loss 0.92..0.4, val_loss 0.66..0.54\n"
                 "  line 4: the columns change here\n"},
    {.sample = "no-epoch.csv", .expected = "8 record 1..8: loss 0.92..0.35, accuracy 0.52..0.85\n"},
    {.sample = "pandas-index.csv",
     .expected = "8 record 1..8: loss 0.92..0.35, val_loss 0.95..0.53\n"},
    {.sample = "unnamed-steps.csv", /* an index that doesn't count by one says something */
     .expected = "8 step 100..800: loss 0.92..0.35, val_loss 0.95..0.53\n"},
    {.sample = "r-row-names.csv",
     .expected = "8 record 1..8: loss 0.92..0.35, val_loss 0.95..0.53\n"
                 "  line 2: the rows have one cell more than the header has names: cell 1 is left "
                 "out\n"},
    {.what = "a first row that is too long",
     .text = "epoch,loss\n1,0.5,7\n2,0.25\n3,0.125\n",
     .expected =
         "2 epoch 2..3: loss 0.25..0.125\n  line 2: a row of 3 cells where the header has 2\n"},
    {.what = "a row that is too long, and then a shorter header",
     .text = "a,b,c,d,e\n1,2,3,4,5,6\nepoch,loss\n0,1,0.5\n1,2,0.25\n",
     .expected =
         "2 epoch 1..2: loss 0.5..0.25\n"
         "  line 2: a row of 6 cells where the header has 5\n"
         "  line 4: the rows have one cell more than the header has names: cell 1 is left out\n"},
    {.what = "evaluations of two metrics before a restart",
     .text = "epoch,loss,val_loss,val_acc\n1,0.9,,\n2,0.8,,\n3,0.7,,\n4,0.6,,\n0,,0.9,\n0,,,0.5\n"
             "1,0.5,,\n2,0.4,,\n3,0.3,,\n4,0.2,,\n",
     .expected =
         "4 epoch 1..4: loss 0.9..0.6\n"
         "  line 0: epoch starts over (1 time in all), first at 0: what follows is a run of "
         "its own\n"
         "[run 2] 6 epoch 0..4: loss 0.5..0.2, val_loss 0.9..0.9, val_acc 0.5..0.5\n"},
    {.what = "thousands, and a number that is too large",
     .text = "step\tloss\n1,000\t0.5\n2,000\t1e309\n",
     .expected = "2 step 1000..2000: loss 0.5..inf '1e309'\n"
                 "  line 3: '1e309' of 'loss' is too large for a double, and infinite\n"},
    {.what = "an index without a name, beside a loss that stands still at first",
     .text = "loss,acc\n0,0.5,0.7\n1,0.5,0.8\n2,0.4,0.9\n",
     .expected =
         "3 record 1..3: loss 0.5..0.4, acc 0.7..0.9\n"
         "  line 2: the rows have one cell more than the header has names: cell 1 is left out\n"},
    {.what = "an index beside epochs",
     .text = "epoch,loss\n0,1,0.5\n1,2,0.4\n2,3,0.3\n",
     .expected =
         "3 epoch 1..3: loss 0.5..0.3\n"
         "  line 2: the rows have one cell more than the header has names: cell 1 is left out\n"},
    {.what = "an empty cell that has no name",
     .text = "epoch\ttime\tloss\tval_loss\n1\t9:00\t5\t\t6\n2\t9:01\t4\t\t5\n",
     .expected = "2 epoch 1..2: time 540..541, loss 5..4, val_loss 6..5\n"
                 "  line 2: the rows have one cell more than the header has names: cell 4 is left "
                 "out\n"},
    {.what = "a cell is missing, and it isn't the last one", /* 0.001 would be the loss */
     .text = "epoch,loss,val_loss,lr\n1,2.5,3.5,0.001\n2,3.25,0.001\n3,1.5,3.0,0.001\n4,1.25\n",
     .expected = "3 epoch 1..4: loss 2.5..1.25, val_loss 3.5..3, lr 0.001..0.001\n"
                 "  line 3: a row of 3 cells where the header has 4, and not the first ones: left "
                 "out\n  line 5: a row of 2 cells where the header has 4\n"},
    {.what = "a last column that is never filled",
     .text = "epoch,loss,lr,note\n1,2.5,0.001\n2,1.5,0.001\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, lr 0.001..0.001\n"
                 "  line 2: a row of 3 cells where the header has 4\n"},
    {.what = "a fold by a longer name, its rows among others'",
     .text = "cv_fold,epoch,loss\n1,1,5\n2,1,6\n1,2,4\n2,2,5\n",
     .expected = "[cv_fold 1] 2 epoch 1..2: loss 5..4\n[cv_fold 2] 2 epoch 1..2: loss 6..5\n"},
    {.what = "names in groups",
     .text =
         ",train,train,val,val\nepoch,loss,acc,loss,acc\n1,2.5,0.5,3.5,0.25\n2,1.5,0.75,3.0,0.5\n",
     .expected = "2 epoch 1..2: train loss 2.5..1.5, train acc 0.5..0.75, val loss 3.5..3, val acc "
                 "0.25..0.5\n"},
    {.what = "groups whose name stands above the first column alone",
     .text = ",train,,val,\nepoch,loss,acc,loss,acc\n1,2.5,0.5,3.5,0.25\n2,1.5,0.75,3.0,0.5\n",
     .expected = "2 epoch 1..2: train loss 2.5..1.5, train acc 0.5..0.75, val loss 3.5..3, val acc "
                 "0.25..0.5\n"},
    {.what = "names of checkpoints, which are no runs'",
     .text = "step,model,loss\n10,c10,2.5\n20,c20,1.5\n30,c30,1.25\n",
     .expected = "3 step 10..30: loss 2.5..1.25\n"},
    {.what = "a context that tells the split, as Aim writes it",
     .text = "context,step,loss\n\"{'subset': 'train'}\",1,2.5\n\"{'subset': 'val'}\",1,3.5\n"
             "\"{'subset': 'train'}\",2,1.5\n\"{'subset': 'val'}\",2,3.0\n",
     .expected = "4 step 1..2: {'subset': 'train'}/loss 2.5..1.5, {'subset': 'val'}/loss 3.5..3\n"},
    {.what = "a metric's variants, as ClearML calls them, are no runs",
     .text = "metric,variant,iteration,value\nloss,train,0,2.5\nloss,train,1,1.5\nloss,val,1,3.5\n"
             "lr,lr,1,0.1\n",
     .expected = "4 iteration 0..1: loss/train 2.5..1.5, loss/val 3.5..3.5, lr 0.1..0.1\n"},
    {.what = "titles and series",
     .text = "title,series,iteration,value\nacc,train,0,0.5\nacc,test,0,0.4\nacc,train,1,0.75\n",
     .expected = "3 iteration 0..1: acc/train 0.5..0.75, acc/test 0.4..0.4\n"},
    {.what = "rows that sum up",
     .text = "epoch,loss\n1,2.5\n2,1.5\nbest,1.5\nmean,2.0\n",
     .expected =
         "2 epoch 1..2: loss 2.5..1.5\n  line 4: a row without a number in column 'epoch' is "
         "left out\n"},
    {.what = "an epoch that is torn tells no record",
     .text = "epoch,loss\n1,2.5\n2,1.5\n\303\251.5,9\n3,1.25\n",
     .expected =
         "3 epoch 1..3: loss 2.5..1.25\n  line 4: a row without a number in column 'epoch' is "
         "left out\n"},
    {.what = "epochs of so many",
     .text = "epoch,loss\n1/2,2.5\n2/2,1.5\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5\n"},
    {.sample = "nan-inf.csv",
     .expected = "8 epoch 1..8: loss 0.92..nan 'NaN', grad_norm 1.5..inf 'inf'\n"},
    {.sample = "percent.csv", .expected = "8 epoch 1..8: loss 0.92..0.35, accuracy 52..85\n"},
    {.sample = "broken-line.csv",
     .expected = "7 epoch 1..8: loss 0.92..0.35, val_loss 0.95..0.5\n"
                 "  line 4: no row of the table: '<<<<<<< HEAD'\n"
                 "  line 6: no row of the table: '======='\n"
                 "  line 7: a row of 2 cells where the header has 3\n"
                 "  line 8: a row of 4 cells where the header has 3\n"
                 "  line 9: a quote in the middle of a field\n"
                 "  line 10: 'oops' in column 'loss' is no number\n"},
    {.sample = "recorder.csv", /* a row behind blanks, an empty cell */
     .expected =
         "8 epoch 1..8: loss 0.6912..0.4131, val_loss 0.6884..0.4602 'nan', lr 0.01..0.001\n"},
    {.sample = "comment-header.csv",
     .expected = "8 epoch 1..8: loss 0.92..0.35, val_loss 0.95..0.53\n"},
    {.what = "unknown names that may be a log's: a column rises",
     .text = "a,b,note\n10,5,x\n20,4,y\n30,2,z\n",
     .expected = "3 record 1..3: a 10..30, b 5..2\n"
                 "  line 2: column 'note' holds text and is not read\n"},
    {.sample = "monitor.csv", .expected = "10 record 1..10: r 0..13.5, l 200..263, t 12.5..125\n"},
    {.sample = "text-columns.csv", /* "None" is an empty cell, not text */
     .expected = "[first] 8 epoch 1..8: loss 0.92..0.35, val_loss 0.95..0.53\n"
                 "  line 2: column 'date' holds text and is not read\n"},
    {.what = "trainings that start over, appended to one file",
     .text = "epoch,loss,val_loss\n0,5,6\n1,4,5\n2,3,4\n0,5.5,6.5\n1,4.5,5.5\n0,5.25,6.25\n",
     .expected =
         "3 epoch 0..2: loss 5..3, val_loss 6..4\n"
         "  line 0: epoch starts over (2 times in all), first at 0: what follows is a run of "
         "its own\n"
         "[run 2] 2 epoch 0..1: loss 5.5..4.5, val_loss 6.5..5.5\n"
         "[run 3] 1 epoch 0..0: loss 5.25..5.25, val_loss 6.25..6.25\n"},
    {.what =
         "steps that are counted anew in each epoch, and -1 at its end", /* 2000 of 3000 have passed */
     .text = "epoch,steps,accuracy\n0,1000,0.5\n0,2000,0.6\n0,-1,0.7\n1,1000,0.75\n1,2000,0.8\n1,-"
             "1,0.85\n",
     .expected =
         "6 epoch 0.333333..2: steps 1000..-1, accuracy 0.5..0.85\n"
         "  line 0: 'steps' is counted anew in each epoch: records stand at the epochs that "
         "had passed\n"},
    {.what = "batches of epochs that are counted from 1", /* 20 of 20 batches */
     .text = "epoch,batch,loss\n1,10,2.5\n1,20,2\n2,10,1.5\n2,20,1.25\n",
     .expected =
         "4 epoch 0.5..2: batch 10..20, loss 2.5..1.25\n"
         "  line 0: 'batch' is counted anew in each epoch: records stand at the epochs that "
         "had passed\n"},
    {.what = "a step that goes on beside a batch that is counted anew",
     .text = "epoch,batch,global_step,loss\n1,10,10,2.5\n1,20,20,2\n2,10,30,1.5\n2,20,40,1.25\n",
     .expected = "4 global_step 10..40: epoch 1..2, batch 10..20, loss 2.5..1.25\n"},
    {.what = "steps that go on over the epochs",
     .text = "epoch,step,loss\n1,10,2.5\n1,20,2\n2,30,1.5\n2,40,1.25\n",
     .expected = "4 step 10..40: epoch 1..2, loss 2.5..1.25\n"},
    {.what = "columns that tell the run, in rows that alternate",
     .text = "fold,seed,epoch,loss\n1,7,1,5\n2,7,1,6\n1,7,2,4\n2,7,2,5\n1,8,1,3\n",
     .expected = "[fold 1, seed 7] 2 epoch 1..2: loss 5..4\n"
                 "[fold 2, seed 7] 2 epoch 1..2: loss 6..5\n"
                 "[fold 1, seed 8] 1 epoch 1..1: loss 3..3\n"},
    {.what = "a column that tells the split",
     .text = "epoch,phase,loss,lr\n1,train,5,0.1\n1,val,6,0.1\n2,train,4,0.1\n2,val,5,0.1\n",
     .expected = "4 epoch 1..2: lr 0.1..0.1, train/loss 5..4, val/loss 6..5\n"},
    {.what = "a value a row, the metric's name beside it",
     .text = "run_id,step,key,value\na,1,loss,5\na,1,val_loss,6\nb,1,loss,7\na,2,loss,4\n"
             "b,2,loss,6.5\na,2,val_loss,nan\n",
     .expected = "[a] 4 step 1..2: loss 5..4, val_loss 6..nan 'nan'\n"
                 "[b] 2 step 1..2: loss 7..6.5\n"},
    {.sample = "trailing-comma.csv", .expected = "8 epoch 1..8: loss 0.92..0.35\n"},
    {.sample = "same-name-twice.csv",
     .expected = "8 epoch 1..8: loss 0.92..0.35, loss.3 0.95..0.53\n"
                 "  line 1: several columns are called 'loss'\n"},
    {.what = "one row is enough",
     .text = "loss,acc\n0.5,0.9\n",
     .expected = "1 record 1..1: loss 0.5..0.5, acc 0.9..0.9\n"},
    {.what = "one column, too",
     .text = "loss\n0.5\n0.4\n",
     .expected = "2 record 1..2: loss 0.5..0.4\n"},
    {.what = "names that say nothing",
     .text = "a,b\n1,2\n3,4\n",
     .expected = "2 record 1..2: a 1..3, b 2..4\n"},
    {.what = "a title above the header",
     .text = "my run\nepoch,loss\n1,0.5\n2,0.4\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4\n"},
    {.what = "columns without a value are none",
     .text = "epoch,loss,acc\n1,0.5,\n2,0.4,\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4\n"},
    {.what = "an unnamed column in the middle",
     .text = "epoch,,loss\n1,7,0.5\n2,8,0.4\n",
     .expected = "2 epoch 1..2: column 2 7..8, loss 0.5..0.4\n"},
    {.what = "the index is dropped beside an axis",
     .text = ",epoch,loss\n5,1,0.5\n9,2,0.4\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4\n"},
    {.what = "a torn cell before the first number",
     .text = "epoch,loss\n1,oops\n2,0.4\n3,0.3\n",
     .expected = "3 epoch 1..3: loss 0.4..0.3\n  line 2: 1 cell of column 'loss' is no number\n"},
    {.what = "a last row that breaks off loses its last cell, which may be half",
     .text = "epoch,loss,acc\n1,0.5,0.6\n2,0.45,0.7\n3,0.4",
     .expected = "3 epoch 1..3: loss 0.5..0.45, acc 0.6..0.7\n"
                 "  line 4: the last row breaks off after 2 of 3 cells\n"},
    {.what = "clocks in a column of times", /* fastai's history.csv; elsewhere they are text */
     .text = "epoch,loss,time,odds\n0,0.5,00:05,3:2\n1,0.4,01:02:03,3:1\n2,0.3,_,2:1\n",
     .expected = "3 epoch 0..2: loss 0.5..0.3, time 5..3723\n"
                 "  line 2: column 'odds' holds text and is not read\n"},
    {.what = "a comment with commas between header and numbers",
     .text = "# epoch,loss,acc\n# my, own, run\n1,0.5,0.6\n2,0.4,0.7\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4, acc 0.6..0.7\n"},
    {.what = "a comment between header and numbers: units, or what somebody noted",
     .text = "epoch,loss\n# no unit, nats\n# resumed here\n1,0.5\n2,0.4\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4\n"},
    {.what = "a title above a header in a comment",
     .text = "My run\n# epoch,loss\n1,0.5\n2,0.4\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4\n"},
    {.what = "a repeated header with other columns in between",
     .text = "step,loss\n1,0.5\nstep,loss,lr\n2,0.4,0.1\nstep,loss,lr\n3,0.3,0.1\n",
     .expected = "3 step 1..3: loss 0.5..0.3, lr 0.1..0.1\n  line 3: the columns change here\n"
                 "  line 5: the header stands here again\n"},
};

static const lc_reader *csv(void)
{
    return lc_reader_find("csv");
}

START_TEST(tells_what_stands_there)
{
    check_reading("csv", &cases[_i]);
}
END_TEST

/* What is no log, or a broken one under `strict`: where and why. */
static const struct {
    const char *text;
    bool strict, detect;
    long line;
    const char *why;
} refused[] = {
    {"epoch,loss\n", .line = 0, .why = "not a training log: no row of numbers under the header"},
    {"epoch,loss\n", .detect = true,
     .why = "not a training log: no row of numbers under the header"},
    {"epoch\n1\n2\n", .detect = true,
     .why = "not a training log: no number beside epochs or steps"},
    {",loss\n0,\n1,\n", .why = "not a training log: no row of numbers under the header"},
    {"1,0.5\n2,0.4\n", .line = 1, .why = "not a training log: numbers without a header above them"},
    {"run_id,lr,accuracy,start_time\na1,0.1,0.5,2031\na2,0.01,0.75,2032\n", .detect = true,
     .why = "not a training log: a table of final scores, a row for each 'run_id'"},
    {"epoch,1,loss,0.5\nepoch,2,loss,0.4\n", .detect = true,
     .why = "not a training log: no table of numbers under a"},
    {"1,0.5\n2,0.4\n", .detect = true, .why = "not a training log: no table of numbers under a"},
    {"model,fold,loss,auc\na,1,0.5,0.8\na,2,0.4,0.7\nb,1,0.3,0.9\nb,2,0.5,0.8\n", .detect = true,
     .why =
         "not a training log: a table of final scores, a row for each 'model', and no epoch, step "
         "or time"},
    {"run_id,accuracy\nx1,0.5\nx2,0.6\nx3,0.7\n", .why = "not a training log: a table of final"},
    {"epoch,loss,acc\n0,1,,0.5\n1,2,,0.6\n", /* an index, or an empty cell without a name? */
     .why = "not a training log: rows have 4 cells where the header has 3"},
    {"epoch,loss\n1,0,95\n2,0,85\n3,0,75\n", .detect = true,
     .why =
         "not a training log: rows have 3 cells where the header has 2, as when numbers are cut"},
    {"petal,sepal,species\n1.5,0.25,a\n1.25,0.5,b\n1.75,0.25,a\n", .detect = true,
     .why = "not a training log, but what looks like a data set (learncurve train FILE --target "
            "'species'): no column"},
    {"id,age,city\n1,50,rome\n2,25,bern\n3,75,rome\n", .detect = true,
     .why = "not a training log, but what looks"},
    {"a,b,target\n3,4,0\n6,7,0\n1,1,0\n6,8,1\n0,3,1\n4,2,0\n4,3,0\n4,4,0\n2,4,1\n5,1,1\n6,8,0\n2,3,"
     "1\n4,1,1\n0,4,1\n8,3,1\n6,9,1\n6,7,0\n3,4,1\n0,1,0\n7,4,1\n",
     .detect = true,
     .why = "not a training log, but what looks like a data set (learncurve train "
            "FILE --target 'target')"},
    {"name,city\nann,rome\n", .why = "not a training log: no row of numbers under the header"},
    {"Dear all,\nthe run is done.\n", .detect = true, .why = "not a training log: no table"},
    {"", .detect = true, .why = "empty: no training log"},
    {"epoch,loss\n1,0.5\n2\n3,0.4\n", .strict = true, .line = 3,
     .why = "a row of 1 cells where the header has 2"},
    {"epoch,loss\n1,0.5\n\n2,x\n3,0.4\n", .strict = true, .line = 4,
     .why = "'x' in column 'loss' is no number"},
    {"epoch,loss\n1,x\n\n2,0.5\n", .strict = true, .line = 2,
     .why = "1 cell of column 'loss' is no number"},
    {"epoch,loss\n1,0.5\n=====\n3,0.4\n", .strict = true, .line = 3,
     .why = "no row of the table: '====='"},
    {"epoch,loss\n1,0.5\n2,\"0.4\n3,0.4\n", .strict = true, .line = 3,
     .why = "a quote that is never closed"},
};

START_TEST(says_where_and_why_it_refuses)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    const char *text = refused[_i].text;
    lc_read_options options = {.format = refused[_i].detect ? NULL : "csv",
                               .strict = refused[_i].strict};
    lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err);
    ck_assert_msg(st == LC_E_FORMAT, "%s was read", text);
    ck_assert_msg(strncmp(err.msg, refused[_i].why, strlen(refused[_i].why)) == 0, "%s: %s", text,
                  err.msg);
    ck_assert_int_eq(err.line, refused[_i].line);
    ck_assert_uint_eq(runs.n, 0);
}
END_TEST

/* What `strict` is not about: headers again, columns of text. */
START_TEST(strict_lets_pass_what_is_not_broken)
{
    static const char *const texts[] = {
        "run,epoch,loss\na,1,0.5\na,2,0.4\n",
        "epoch,loss\n1,0.5\nepoch,loss\n2,0.4\n",
        "epoch,loss\n1,0.5\nepoch,loss,acc\n2,0.4,0.8\n",
        "epoch,loss\n1,\n2,nan\n3,inf\n4,0.5",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        const lc_read_options options = {.strict = true};
        lc_status st = lc_read_bytes(&runs, NULL, texts[i], strlen(texts[i]), &options, &err);
        ck_assert_msg(st == LC_OK, "%s: %s", texts[i], err.msg);
        lc_runs_free(&runs);
    }
}
END_TEST

static const struct {
    const char *comments;
    lc_facts facts;
} facts[] = {
    {"# command: train --seed 1\n# train_samples: 121620\n# validation_samples: 30405\n"
     "# classes: 2\n# batch_size: 32\n# planned_epochs: 500\n# class_counts: 119552, 2068\n"
     "# class_entropy: 0.086\n# validation_class_entropy: 0.091\n",
     {121620, 30405, 2, 32, 500, 0.086, 0.091, 0, 0, 0}},
    {"# weighted_class_entropy: 0.104\n# heaviest_class_weight: 0.996\n# heaviest_class_share: "
     "0.017\n",
     {.weighted_class_entropy = 0.104,
      .heaviest_class_weight = 0.996,
      .heaviest_class_share = 0.017}},
    {"#batch_size:64\n##  train_samples : 7\n", {.batch_size = 64}}, /* a blank in the key */
    {"# planned_epochs: 2.5\n# classes: 3\n# classes: 4\n", {.planned_epochs = 2.5, .classes = 4}},
    {"# train_samples: many\n# classes:\n# batch_size: -1\n# planned_epochs: nan\n", {0}},
    {"# train_samples: 1e30\n# batch_size: inf\n# classes: 0\n#\n# :\n#:3\n", {0}},
    {"# train_samples: 5, or 6\n# my_classes: 3\n# note: \"train_samples: 5\n", {0}},
};

START_TEST(takes_facts_from_comments)
{
    static const char table[] = "epoch,loss\n1,0.5\n2,0.4\n# classes: 9\n";
    char text[400];
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(text, sizeof text, "%s%s", facts[_i].comments, table);
    ck_assert_msg(lc_read_bytes(&runs, NULL, text, strlen(text), NULL, &err) == LC_OK, "%s",
                  err.msg);
    const lc_facts *want = &facts[_i].facts, *is = &runs.run[0].facts;
    ck_assert_uint_eq(is->train_samples, want->train_samples);
    ck_assert_uint_eq(is->validation_samples, want->validation_samples);
    ck_assert_uint_eq(is->classes, want->classes);
    ck_assert_uint_eq(is->batch_size, want->batch_size);
    ck_assert(is->planned_epochs == want->planned_epochs);
    ck_assert(is->class_entropy == want->class_entropy);
    ck_assert(is->validation_class_entropy == want->validation_class_entropy);
    ck_assert_uint_eq(runs.run[0].series_n, 1);
    ck_assert_uint_eq(runs.run[0].n, 2);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(believes_the_user_before_comments)
{
    static const char text[] = "# classes: 9\n# batch_size: 8\nepoch,loss\n1,0.5\n2,0.4\n";
    const lc_read_options options = {.facts.classes = 3};
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.run[0].facts.classes, 3);
    ck_assert_uint_eq(runs.run[0].facts.batch_size, 8);
    lc_runs_free(&runs);
}
END_TEST

/* More rows than one block holds: all arrive, in order, beside texts that come at a block's end. */
START_TEST(reads_many_rows)
{
    enum { ROWS = 150000 };
    char *text = NULL;
    size_t n;
    FILE *f = open_memstream(&text, &n);
    ck_assert_ptr_nonnull(f);
    fputs("epoch,loss,note\n", f);
    for (int i = 1; i <= ROWS; i++)
        fprintf(f, "%d,%d.5,%s\n", i, i, i % 100 ? "" : "checkpoint");
    fclose(f);
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, n, NULL, NULL), LC_OK);
    const lc_series *loss = lc_run_find(&runs.run[0], "loss");
    ck_assert_uint_eq(runs.run[0].rows, ROWS);
    ck_assert_uint_eq(loss->n, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        ck_assert(loss->y[i] == (double)i + 1.5);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

/* Where the cells of a short row belong is found in one pass over them, not one for each place. */
START_TEST(short_rows_of_a_wide_table_take_no_time)
{
    enum { COLUMNS = 20000, ROWS = 20 };
    size_t size;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);
    lc_runs runs = LC_RUNS_INIT;
    fputs("epoch", out);
    for (int i = 1; i < COLUMNS; i++)
        fprintf(out, ",loss%d", i);
    for (int row = 1; row <= ROWS; row++) {
        fprintf(out, "\n%d", row);
        for (int i = row > 1; i < COLUMNS - 1; i++)
            fputs(row % 2 ? ",1" : ",100", out);
    }
    fclose(out);
    const lc_read_options options = {.format = "csv"};
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.run[0].series_n, COLUMNS - 1);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

START_TEST(bids_for_tables_only)
{
    static const char table[] = "epoch,loss\n1,0.5\n", plain[] = "a,b\n1,2\n",
                      text[] = "hello, world\nthis is, well, text\n";
    int known = probe_score(csv(), table);
    int unknown = probe_score(csv(), plain);
    ck_assert_int_gt(known, unknown); /* names that are metrics' count */
    ck_assert_int_gt(unknown, 0);
    ck_assert_int_eq(probe_score(csv(), text), 0);
}
END_TEST

/* Lines with commas, one of which begins with numbers: no row below headers. */
START_TEST(takes_no_lines_of_text_for_headers)
{
    static const char text[] = "2031-02-03 04:05:06,789 - INFO - building the network\n"
                               "2031-02-03 04:05:07,123 - INFO - loss: cross entropy\n"
                               "1,234,567 parameters\n"
                               "2031-02-03 04:05:08,456 - INFO - epoch 1, loss 0.71\n"
                               "2031-02-03 04:05:09,812 - INFO - epoch 2, loss 0.64\n";
    static const char repeated[] = "epoch,loss\n1,0.9\nepoch,loss\n2,0.8\n";
    ck_assert_int_eq(probe_score(csv(), text), 0);
    ck_assert_int_eq(probe_score(csv(), repeated), 85);
}
END_TEST

/* 30 for the share of rows that fit their header, 25 for columns, 30 for a known name; rows may have an index more,
 * or one cell less. */
START_TEST(a_probe_counts_the_rows_that_fit)
{
    static const struct {
        const char *text;
        int score;
    } probes[] = {
        {"a,b,c\n1,2,3\n4,5,6\n", 55},
        {"a,b,c\n0,1,2,3\n1,4,5,6\n", 55},
        {"a,b,c\n1,2\n4,5\n", 55},
        {"a,b\n1\n2\n3\n", 30}, /* a column alone, of that name */
        {"a,b,c\n1,2,3\n1,2,3,4,5,6\n", 40},
        {"a,b,c\n1,2,3\n1,2,3,4,5,6\n1,2,3,4,5,6\n", 0},
        {"loss\n9\n8\n7\n6\n5\n4\n3\n2\n1\n", 60},
    };
    for (size_t k = 0; k < sizeof probes / sizeof *probes; k++) {
        int score = probe_score(csv(), probes[k].text);
        ck_assert_msg(score == probes[k].score, "%d for\n%s", score, probes[k].text);
    }
}
END_TEST

Suite *suite_csv(void)
{
    Suite *s = suite_create("csv");
    TCase *t = tcase_create("csv");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, says_where_and_why_it_refuses, 0,
                        (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, strict_lets_pass_what_is_not_broken);
    tcase_add_loop_test(t, takes_facts_from_comments, 0, (int)(sizeof facts / sizeof *facts));
    tcase_add_test(t, believes_the_user_before_comments);
    tcase_add_test(t, reads_many_rows);
    tcase_add_test(t, short_rows_of_a_wide_table_take_no_time);
    tcase_add_test(t, bids_for_tables_only);
    tcase_add_test(t, takes_no_lines_of_text_for_headers);
    tcase_add_test(t, a_probe_counts_the_rows_that_fit);
    suite_add_tcase(s, t);
    return s;
}
