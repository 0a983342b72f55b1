/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_printed_line.c - what the pairs of a printed line mean. */
#include "read/engine/printed_line.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *suite_printed_line(void);

#define TEXT_MAX 600

/* Append to text[TEXT_MAX]. */
#define TELL(...) (n += (size_t)snprintf(text + n, TEXT_MAX - n, __VA_ARGS__))

/* "E epoch=3 M train loss=0.5 | record counter": role, name and value of each pair, and what the line is. */
static void tell_line(char text[TEXT_MAX], const char *line, const char *heading, bool commas)
{
    static const char roles[] = "-AMESPR";
    lc_printed_line l;
    lc_role role[LC_LINE_PAIRS];
    char name[LC_NAME_MAX];
    size_t n = 0;
    lc_printed_line_parse(&l, lc_span_of(line), heading ? lc_span_of(heading) : (lc_span){0},
                          commas);
    lc_line_class is = lc_printed_line_classify(&l, role);
    text[0] = '\0';
    for (size_t i = 0; i < l.n; i++) {
        size_t len = lc_printed_line_name(&l, i, name);
        TELL("%s%c %.*s=%g", i ? " " : "", roles[role[i]], (int)len, name, l.pair[i].v.value);
        if (is.losses & (UINT64_C(1) << i))
            TELL("!");
    }
    TELL("%s|%s%s%s%s%s%s", n ? " " : "", is.record ? " record" : "", is.counter ? " counter" : "",
         is.unknown ? " unknown" : "", l.best ? " best" : "", l.unclear ? " unclear" : "",
         l.doubled ? " doubled" : "");
    if (l.ranked)
        TELL(" rank %g", l.rank);
}

/* Letters are roles: epoch E, step S, progress P, run R, measure M, aside A, none "-"; "!" is a loss or a score. */
#define L(line, want)           \
    {                           \
        line, want, NULL, false \
    }
static const struct {
    const char *line, *want, *heading;
    bool commas;
} lines[] = {
    L("Epoch 3/10 loss: 0.5", "E Epoch=3 M loss=0.5! | record counter"),
    /* processes */
    L("[rank3] loss: 0.5", "M loss=0.5! | record rank 3"),
    L("[Rank 3]: loss: 0.5", "- Rank=3 M loss=0.5! | record rank 3"),
    L("rank=3 loss: 0.5", "A rank=3 M loss=0.5! | record rank 3"),
    L("(worker 12) loss: 0.5", "- worker=12 M loss=0.5! | record rank 12"),
    L("rank3a loss: 0.5", "M rank3a loss=0.5! | record"),
    L("rank loss: 0.5", "M rank loss=0.5! | record"),
    L("rank", "|"),
    L("a b c d e rank 3 loss: 0.5", "- a b c d e rank=3 M loss=0.5! | record rank 3"),
    L("a b c d e f rank 3 loss: 0.5", "- a b c d e f rank=3 M loss=0.5! | record"),
    L("ranking 3 loss: 0.5", "- ranking=3 M loss=0.5! | record"),
    /* what estimators tell */
    L("cur metric, acc: 0.03", "M eval acc=0.03! | record"),
    L("best metric, acc: 0.03", "- acc=0.03 | best"),
    L("metric, acc: 0.03", "M acc=0.03! | record"),
    L("my cur thing, acc: 0.03", "M acc=0.03! | record"),
    L("current metrics: acc: 0.03", "M eval acc=0.03! | record"),
    L("Saving dict for global step 100: accuracy = 0.5, loss = 0.6",
      "- Saving dict for global step=100 M eval accuracy=0.5! M eval loss=0.6! | record"),
    /* counters without a name */
    L("3|640|Loss: 0.5", "E epoch=3 S step=640 M Loss=0.5! | record counter"),
    L("[3,   640] loss: 0.5", "E epoch=3 S step=640 M loss=0.5! | record counter"),
    L("[3, 640 loss: 0.5", "M loss=0.5! | record"),
    L("3|640 Loss: 0.5", "M Loss=0.5! | record"),
    L("  10/160, train_loss: 0.5", "P =10 M train_loss=0.5! | record"),
    L("10/160 loss: 0.5", "P =10 M loss=0.5! | record"),
    L("161/160 loss: 0.5", "M loss=0.5! | record"),
    L("160/160 loss: 0.5", "P =160 M loss=0.5! | record"),
    L("0/0 loss: 0.5", "M loss=0.5! | record"),
    L("10/12 12:30 loss: 0.5", "M loss=0.5! | record"),
    L("10/160:loss: 0.5", "M loss=0.5! | record"),
    L("10/160 ", "|"),
    /* a counter within a name */
    L("Cost after epoch 3: 0.5", "E epoch=3 M Cost=0.5! | record counter"),
    L("Cost after fold 3: 0.5", "M Cost after fold=3! | record"),
    L("after epoch 3: 0.5", "- after epoch=3 |"),
    L("Loss at iteration 40: 0.25", "S iteration=40 M Loss=0.25! | record counter"),
    L("Loss near epoch 3: 0.5", "M Loss near epoch=3! | record"),
    L("Cost after epoch 3 ", "M Cost after epoch=3! | record"),
    L("Accuracy in epoch 3: 0.5, loss: 0.7",
      "E epoch=3 M Accuracy=0.5! M loss=0.7! | record counter"),
    /* the split */
    L("train Loss: 0.31 Acc: 0.88", "M train Loss=0.31! M train Acc=0.88! | record"),
    L("Loss: 0.31 | val Loss: 0.4 Acc: 0.8",
      "M Loss=0.31! M val Loss=0.4! M val Acc=0.8! | record"),
    L("train.py loss: 0.5", "M train.py loss=0.5! | record"),
    L("in train. loss: 0.5", "M train loss=0.5! | record"),
    L("./train loss: 0.5", "M loss=0.5! | record"),
    L("train@5 loss: 0.5", "M train@5 loss=0.5! | record"),
    L("train: loss: 0.5", "M train loss=0.5! | record"),
    L("metrics loss: 0.5", "M metrics loss=0.5! | record"),
    L("validation: loss 0.5", "M validation loss=0.5! | record"),
    L("train_x loss: 0.5", "M train_x loss=0.5! | record"),
    L("_val loss: 0.5", "M _val loss=0.5! | record"),
    L("éval loss: 0.5", "M éval loss=0.5! | record"),
    /* two values */
    L("loss train/val: 0.5/0.6", "M train loss=0.5! M val loss=0.6! | record"),
    L("train/val loss: 0.5/0.6", "M train loss=0.5! M val loss=0.6! | record"),
    L("loss: 0.5/0.6 (train/val)", "M train loss=0.5! M val loss=0.6! | record"),
    L("loss train/train: 0.5/0.6", "| doubled"),
    L("loss: 0.5/0.6", "| doubled"),
    L("loss a/b: 0.5/0.6 acc: 0.7", "M acc=0.7! | record doubled"),
    L("lr: 0.1 loss train/val: 0.5/0.6 acc: 0.9/0.8 (train/val) time: 3.5s",
      "M lr=0.1 M train loss=0.5! M val loss=0.6! M train acc=0.9! M val acc=0.8! A time=3.5 | "
      "record"),
    L("time: 0.5/0.6 loss: 0.3", "M loss=0.3! | record"),
    L("train: 0.5/0.6 acc: 0.7", "M train acc=0.7! | record doubled"),
    L("Loss (train-val): 0.5/0.6", "| doubled"),
    L("Loss - train/val: 0.5/0.6", "M train Loss=0.5! M val Loss=0.6! | record"),
    /* decimal commas */
    L("loss: 1,234 acc: 0.5", "M acc=0.5! | record unclear"),
    L("loss: 0,912 acc: 0,5", "M loss=0.912! M acc=0.5! | record"),
    L("loss: 0,91 lr: 0,001", "M loss=0.91! M lr=0.001 | record"),
    {"loss: 1,234 acc: 0.5", "M loss=1.234! M acc=0.5! | record", NULL, true},
    L("size: 1,234 acc: 0.5", "A size=1234 M acc=0.5! | record"),
    /* the quantity before the split */
    L("Loss - train: 0.5, val: 0.6", "M train Loss=0.5! M val Loss=0.6! | record"),
    L("Loss: 0.5, Val: 0.6", "M Loss=0.5! A Val=0.6 | record"),
    L("Time: train 9.5 val 2.5 loss: 0.5", "A Time=9.5 A Time=2.5 M val loss=0.5! | record"),
    L("Loss - train: 5, val: 6", "A train=5 A val=6 |"),
    L("Loss - train: 0.5s", "A train=0.5 |"),
    L("Accuracy - train: 50%, val: 60%", "A train=50 A val=60 |"),
    L("Accuracy - train: 50.5%, val: 60.5%",
      "M train Accuracy=50.5! M val Accuracy=60.5! | record"),
    L("foo - train: 0.5, val: 0.6", "A train=0.5 A val=0.6 |"),
    L("time - train: 0.5, val: 0.6", "A train=0.5 A val=0.6 |"),
    L("time train: 0.5", "A time train=0.5 |"),
    /* runs among several */
    L("Trial 3 finished with value: 0.5", "- Trial=3 - finished with value=0.5 | best"),
    L("Trial 3 value: 0.5", "R Trial=3 A value=0.5 | counter unknown"),
    L("Fold 2 loss: 0.5", "R Fold=2 M loss=0.5! | record counter"),
    L("Epoch 3 finished with loss: 0.5", "E Epoch=3 M finished with loss=0.5! | record counter"),
    L("run 3 done loss: 0.4", "- run=3 - done loss=0.4 | best"),
    L("finished loss: 0.4", "M finished loss=0.4! | record"),
    /* optimizers */
    L("At iterate   10    f=  1.5D-01    |proj g|=  2.2D-02",
      "S At iterate=10 M f=0.15! M proj g=0.022 | record counter"),
    L("iter 10 value 3.5", "S iter=10 M value=3.5! | record counter"),
    L("iter 10 worth 3.5", "S iter=10 A worth=3.5 | counter"),
    L("iteration 10 value 3.5", "S iteration=10 A value=3.5 | counter"),
    L("iter 10 value 3.5 value 4.5", "S iter=10 M value=3.5! A value=4.5 | record counter"),
    /* counts of something else */
    L("best epoch: 3 loss: 0.5", "- best epoch=3 M loss=0.5! | record"),
    L("val_loss improved from 0.5 to 0.4", "- val_loss improved from=0.5 |"),
    L("epoch: 3 best loss: 0.5", "E epoch=3 - best loss=0.5 | counter"),
    L("best: 3", "- best=3 |"),
    L("epochs: 10", "- epochs=10 |"),
    L("epochs: 10 loss: 0.5", "E epochs=10 M loss=0.5! | record counter"),
    L("epochs 1/10", "E epochs=1 | counter"),
    L("epoch 10", "E epoch=10 | counter"),
    L("the current training epoch: 3", "- the current training epoch=3 |"),
    L("my current training epoch: 3", "- my current training epoch=3 |"),
    L("epoch: -1 loss: 0.5", "- epoch=-1 M loss=0.5! | record"),
    L("epoch: 0 loss: 0.5", "E epoch=0 M loss=0.5! | record counter"),
    L("epoch: 0.5 loss: 0.5", "E epoch=0.5 M loss=0.5! | record counter"),
    L("step: 0.5 loss: 0.5", "- step=0.5 M loss=0.5! | record"),
    L("epoch: nan loss: 0.5", "- epoch=nan M loss=0.5! | record"),
    L("epoch: 3s loss: 0.5", "- epoch=3 M loss=0.5! | record"),
    /* a split as a counter */
    L("Test: [ 10/196] loss: 0.5", "P Test=10 M Test loss=0.5! | record"),
    L("Train: 5 [100/1251] loss: 0.5", "E Train=5 P =100 M Train loss=0.5! | record counter"),
    L("Train: 5.5 [100/1251] loss: 0.5", "A Train=5.5 P =100 M Train loss=0.5! | record"),
    L("Validation: 100%|####| 20/20 [00:10<00:00] loss=0.5",
      "- Validation=100 P =20 M Validation loss=0.5! | record"),
    L("Train: 5 loss: 0.5", "A Train=5 M Train loss=0.5! | record"),
    L("Train: 5", "A Train=5 |"),
    L("train 0.5 epoch 3", "A train=0.5 E epoch=3 | counter unknown"),
    L("train: 5s [1/2] loss: 0.5", "A train=5 P =1 M train loss=0.5! | record"),
    /* two counters */
    L("[3/10][640/60000] loss: 0.5", "E =3 P =640 M loss=0.5! | record counter"),
    L("[3/10] [640/60000] loss: 0.5", "P =3 P =640 M loss=0.5! | record"),
    L("[3/10] loss: 0.5", "P =3 M loss=0.5! | record"),
    L("lr: 0.1 [3/10][640/60000] loss: 0.5", "M lr=0.1 P =3 P =640 M loss=0.5! | record"),
    L("[3][640/60000] loss: 0.5", "P =640 M loss=0.5! | record"),
    L("[3/10][640] loss: 0.5", "P =3 M loss=0.5! | record"),
    /* bars */
    L("steps:  5%|#  | 640/60000 loss=0.5", "- steps=5 S =640 M loss=0.5! | record counter"),
    L("Epoch 3:  5%|#  | 640/60000 loss=0.5", "E Epoch=3 P =640 M loss=0.5! | record counter"),
    L("epoch:  5%|#  | 3/60 loss=0.5", "- epoch=5 E =3 M loss=0.5! | record counter"),
    L("evaluating Epoch: 100%|##| 20/20 loss=0.5",
      "- evaluating Epoch=100 P =20 M loss=0.5! | record"),
    L("5%|#  | 640/60000 loss=0.5", "P =640 M loss=0.5! | record"),
    L("foo:  5%|#  | 640/60000 loss=0.5", "A foo=5 P =640 M loss=0.5! | record"),
    L("Progress: 2.5% loss: 0.5", "P Progress=2.5 M loss=0.5! | record"),
    L("Progress: 2.5 loss: 0.5", "A Progress=2.5 M loss=0.5! | record"),
    /* episodes */
    L("ep:3 epch:0.14 loss: 0.5", "- ep=3 E epch=0.14 M loss=0.5! | record counter"),
    L("Ep 3: reward = 20", "S Ep=3 M reward=20! | record counter"),
    L("Ep 3: loss = 20.5", "E Ep=3 M loss=20.5! | record counter"),
    L("ep 3 epoch 4 loss: 0.5", "- ep=3 E epoch=4 M loss=0.5! | record counter"),
    L("epoch 3 reward: 20.5", "E epoch=3 M reward=20.5! | record counter"),
    /* batches */
    L("lr=0.01 batch=32/100", "M lr=0.01 S batch=32 | record counter"),
    L("loss=0.01 batch=32", "M loss=0.01! S batch=32 | record counter"),
    L("lr=0.01 step=32", "M lr=0.01 S step=32 | record counter"),
    /* unknown names */
    L("epoch: 3 L_pde=0.5", "E epoch=3 A L_pde=0.5 | counter unknown"),
    L("epoch: 3 L_pde=5", "E epoch=3 A L_pde=5 | counter"),
    L("epoch: 3 L_pde=0.5 loss=0.4", "E epoch=3 A L_pde=0.5 M loss=0.4! | record counter"),
    L("L_pde=0.5", "A L_pde=0.5 |"),
    L("epoch: 3 train 0.5", "E epoch=3 A train=0.5 | counter unknown"),
    L("epoch: 3 L_pde=0.5s", "E epoch=3 - L_pde=0.5 | counter"),
    L("epoch: 3 and 5 more", "E epoch=3 - and=5 | counter"),
    L("Sun Jun 8", "- Sun Jun=8 |"),
    L("epoch: 3 L_pde=0,5", "E epoch=3 | counter"),
    /* whose split is told by others */
    L("loss: 0.5 val loss: 0.6 acc: 0.8 val acc: 0.7",
      "M loss=0.5! M val loss=0.6! M acc=0.8! M val acc=0.7! | record"),
    L("loss: 0.5 val loss: 0.6 acc: 0.8", "M loss=0.5! M val loss=0.6! M val acc=0.8! | record"),
    L("val loss: 0.6 lr: 0.1", "M val loss=0.6! M lr=0.1 | record"),
    L("Val f1: 0.6 val_acc: 0.7", "M Val f1=0.6! M val_acc=0.7! | record"),
    L("val loss: 0.6 loss: 0.5 val loss: 0.7",
      "M val loss=0.6! M loss=0.5! M val loss=0.7! | record"),
    /* units */
    L("loss: 0.5s", "- loss=0.5 |"),
    L("loss: 0.5dB", "M loss=0.5! | record"),
    L("psnr: 30.5dB", "M psnr=30.5! | record"),
    L("time: 3.5s", "A time=3.5 |"),
    L("acc: 50.5%", "M acc=50.5! | record"),
    L("grad norm: 0.5", "M grad norm=0.5 | record"),
    L("foo: 0.5", "A foo=0.5 |"),
    /* stars */
    L("* Acc@1 76.5 Acc@5 93.1", "M Acc@1=76.5! M Acc@5=93.1! | record"),
    {"loss: 0.5 acc: 0.7", "M Test loss=0.5! M Test acc=0.7! | record", "Test", false},
    {"loss: 0.5 val acc: 0.7", "M Test loss=0.5! M val acc=0.7! | record", "Test", false},
    {"epoch: 3 loss: 0.5", "E epoch=3 M Test loss=0.5! | record counter", "Test", false},
};

START_TEST(lines_mean_what_they_say)
{
    char text[TEXT_MAX];
    tell_line(text, lines[_i].line, lines[_i].heading, lines[_i].commas);
    ck_assert_msg(strcmp(text, lines[_i].want) == 0, "%s: %s", lines[_i].line, text);
}
END_TEST

/* ---- headings ---------------------------------------------------------------------------------- */

START_TEST(headings_name_a_split)
{
    static const struct {
        const char *line, *word;
    } cases[] = {{"Test", "Test"},
                 {"Test Error:", "Test"},
                 {"Test error", NULL},
                 {"Error of test:", "test"},
                 {"Error of the test:", NULL},
                 {"*** Evaluation metrics ***", "Evaluation"},
                 {"---- train", "train"},
                 {"-- train metrics", "train"},
                 {"- train metrics", NULL},
                 {"--> train metrics", NULL},
                 {"----train metrics", NULL},
                 {"a train metrics", NULL},
                 {"++ train metrics", NULL},
                 {"Error:", NULL},
                 {"train.py:", NULL},
                 {"  val:  ", "val"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_span word;
        bool is = lc_printed_line_is_heading(lc_span_of(cases[i].line), &word);
        ck_assert_msg(is == (cases[i].word != NULL), "%s", cases[i].line);
        ck_assert(!is || lc_span_is(&word, cases[i].word));
    }
}
END_TEST

/* More pairs than are read, of which one would become two. */
START_TEST(a_line_has_so_many_pairs)
{
    char line[1000] = "train/val";
    lc_printed_line l;
    for (size_t i = 0; i < LC_LINE_PAIRS + 2; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), " m%zu=0.5", i);
    lc_printed_line_parse(&l, lc_span_of(line), (lc_span){0}, false);
    ck_assert_uint_eq(l.n, LC_LINE_PAIRS);
    strcpy(strstr(line, "m3=0.5"), "m3=0.5/0.6 m4=0.7");
    lc_printed_line_parse(&l, lc_span_of(line), (lc_span){0}, false);
    ck_assert(l.n == 6 && l.pair[5].v.value == 0.7 && l.pair[4].v.value == 0.6);
    ck_assert(lc_span_is(&l.split[3], "train") && lc_span_is(&l.split[4], "val"));
}
END_TEST

/* A name that is too long is cut; so is one that a split's word goes before. */
START_TEST(long_names_are_cut)
{
    char line[2 * LC_NAME_MAX + 40], name[LC_NAME_MAX];
    lc_printed_line l;
    memset(line, 'x', sizeof line);
    memcpy(line, "loss_", 5);
    strcpy(line + 2 * LC_NAME_MAX, "=0.5");
    lc_printed_line_parse(&l, lc_span_of(line), lc_span_of("val"), false);
    ck_assert_uint_eq(l.n, 1);
    ck_assert_uint_eq(lc_printed_line_name(&l, 0, name), LC_NAME_MAX);
    ck_assert_mem_eq(name, "val loss_x", 10);
}
END_TEST

/* Lines are of one template where names and splits are the same. */
START_TEST(the_hash_is_that_of_names_and_splits)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {{"loss: 0.5 acc: 0.7", "loss: 0.4 acc: 0.8", true},
                 {"loss: 0.5 acc: 0.7", "loss: 0.5 ace: 0.7", false},
                 {"train loss: 0.5", "val loss: 0.5", false},
                 {"train: loss: 0.5", "val: loss: 0.5", false},
                 {"loss: 0.5 acc: 0.7", "loss: 0.5", false},
                 {"* loss: 0.5", "loss: 0.5", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_printed_line a, b;
        lc_printed_line_parse(&a, lc_span_of(cases[i].a), (lc_span){0}, false);
        lc_printed_line_parse(&b, lc_span_of(cases[i].b), (lc_span){0}, false);
        ck_assert_msg((a.hash == b.hash) == cases[i].same, "%s", cases[i].b);
    }
}
END_TEST

Suite *suite_printed_line(void)
{
    Suite *s = suite_create("printed_line");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, lines_mean_what_they_say, 0, (int)(sizeof lines / sizeof *lines));
    tcase_add_test(t, headings_name_a_split);
    tcase_add_test(t, a_line_has_so_many_pairs);
    tcase_add_test(t, long_names_are_cut);
    tcase_add_test(t, the_hash_is_that_of_names_and_splits);
    suite_add_tcase(s, t);
    return s;
}
