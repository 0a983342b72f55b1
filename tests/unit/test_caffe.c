/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_caffe.c - Caffe's iterations, its nets' outputs, and the dumps before them. */
#include "format_suite.h"

#include <check.h>

Suite *suite_caffe(void);

static const reading cases[] = {
    {.sample = "nets-and-outputs.log",
     .expected =
         "3 Iteration 0..20: val_loss3/top-1 0.1..0.3506, val_loss3/loss3 2.38..1.69824, "
         "val_net1_accuracy 0.1..0.3506, val_net1_loss 2.38..1.69824, val_net1_per_class "
         "0.5..0.7, val_net1_per_class #3 0.4..0.6, train_loss1/loss1 2.31..-nan '-nan', "
         "train_loss3/loss3 2.31..1.62824, lr 0.05..0.05, loss 3.003..nan 'nan'\n"
         "[run 2] 3 Iteration 0..20: train_accuracy 0.3..0.5, train_aux loss 0.4..0.4, loss "
         "2.31..1.62824, total_loss 2.51..1.82824\n"
         "  line 101: no number for iteration 30\n"},
    {.sample = "resumed.log",
     .expected = "13 Iteration 0..120: val_accuracy 0.1..0.7911, val_loss 2.38..0.612019, lr "
                 "0.05..0.005, loss 2.37234..0.51324\n"},
    {.what = "a weight alone makes the output and the sum differ",
     .text = "I20210517 09:02:01.1 7 solver.cpp:1] Iteration 0, loss = 2\n"
             "I20210517 09:02:01.1 7 solver.cpp:1] Train net output #0: loss = 4 (* 0.5 = 2 loss)\n"
             "I20210517 09:02:01.1 7 solver.cpp:1] Iteration 5 (1 iter/s), 0.5/9ep, loss = 1\n"
             "I20210517 09:02:01.1 7 solver.cpp:1] Train net output #0: loss = 2 (* 0.5 = 1 loss)\n"
             "I20210517 09:02:01.1 7 solver.cpp:1] Train net output #1: softmax = \n",
     .expected =
         "2 Iteration 0..5: loss 4..2, total_loss 2..1\n  line 5: no number for output #1\n"},
    {.what = "no glog before the line, a layer's own words, other people's lines",
     .text = "I0517 09:02:01.1 7 solver.cpp:1] Iteration 0, loss = 2\nIteration 3, loss = 9\n"
             "batch_size: many\nI0517 09:02:01.1 7 other.cpp:1] Iteration 7 of the search\n"
             "I0517 7 solver.cpp:1] Iteration 8, loss = 1\n",
     .expected = "1 Iteration 0..0: loss 2..2\n"},
    {.what = "iteration 0 again is another training, another one is a resume",
     .text = "I0517 09:02:01.1 7 solver.cpp:1] Iteration 0, loss = 3\n"
             "I0517 09:02:01.1 7 solver.cpp:1] Iteration 20, loss = 2\n"
             "I0517 09:02:01.1 7 solver.cpp:1] Restoring previous solver status from x\n"
             "I0517 09:02:01.1 7 solver.cpp:1] Iteration 10, loss = 2.5\n"
             "I0517 09:02:01.1 7 solver.cpp:1] Iteration 20, loss = 1\n"
             "I0517 09:02:01.1 7 solver.cpp:1] Iteration 0, loss = 4\n",
     .expected =
         "4 Iteration 0..20: loss 3..1\n"
         "  line 0: Iteration goes back from 20 to 10 (1 time in all), as after a resume: of 1 "
         "values recorded again the last one counts\n[run 2] 1 Iteration 0..0: loss 4..4\n"},
};

static const corpus_case corpus[] = {
    {"caffe_log/001-bs128-tanh.log", 1, 50, "loss", ", loss = "},
    {"caffe_log/002-bad-adadelta.log", 1, 61, "lr", ", lr = "},
    {"caffe_log/003-bad-adam.log", 1, 29, "loss", ", loss = "},
    {"caffe_log/004-bad-rmsprop.log", 1, 35, "loss", ", loss = "},
    {"caffe_log/005-bad-adagrad.log", 1, 49, "loss", ", loss = "},
    {"caffe_log/006-lab-colorspace.log", 1, 82, "val_accuracy", ": accuracy = "},
    {"caffe_log/007-bn-after-tanh.log", 1, 1460, "val_accuracy", ": accuracy = "},
    {"caffe_log/008-bn-after-relu.log", 1, 18, "loss", ", loss = "},
};

START_TEST(reads_a_whole_collection)
{
    check_corpus_folder("caffe", "collections/caffenet_benchmark", "loss", ", loss = ");
}
END_TEST

static const char *const no_logs[] = {
    "",
    "Iteration 0, loss = 2\n",
    "I0517 09:02:01.1 7 main.cpp:1] hello\n",
    "I0517 hello\n",
    "epoch,loss\n1,2\n",
    NULL,
};

static const sample_notes notes[] = {
    {"resumed.log",
     "validation_samples 1000, batch_size 128, loss: mean of the last 20 iterations"},
    {"nets-and-outputs.log", "validation_samples 1000, batch_size 64\n"
                             ""},
};

Suite *suite_caffe(void)
{
    static const format_tests tests = {
        .format = "caffe",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .notes = notes,
        .notes_n = COUNT(notes),
        .corpus = corpus,
        .corpus_n = COUNT(corpus),
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    add_shared_test(t, reads_a_whole_collection, "corpus/collections/caffenet_benchmark", 0, 1);
    return s;
}
