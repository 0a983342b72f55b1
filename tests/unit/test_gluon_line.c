/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_gluon_line.c - lines of MXNet's and Gluon's scripts: where they stand, and their values. */
#include "read/engine/gluon_line.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *suite_gluon_line(void);

/* NULL: the line names no epoch. */
static const struct {
    const char *line, *rest;
    lc_gluon_reach reach;
    double epoch, share;
} places[] = {
    {"[Epoch 3] training: accuracy=0.8", "training: accuracy=0.8", LC_GLUON_WHOLE, 3, 0},
    {"INFO:root:[Epoch 12] time cost: 3", "time cost: 3", LC_GLUON_WHOLE, 12, 0},
    {"[Epoch 3][Batch 49], Speed: 7", "Speed: 7", LC_GLUON_BATCH, 3, 0},
    {"[Epoch 3][Batch 49/99], loss=7", "loss=7", LC_GLUON_BATCH, 3, 0},
    {"[Epoch 3 Batch 100/400] loss 4.5", "loss 4.5", LC_GLUON_SHARE, 3, .25},
    {"[Epoch 3 Batch 400/400] loss 4.5", "loss 4.5", LC_GLUON_SHARE, 3, 1},
    {"[Epoch 3 Batch 401/400] loss 4.5", "loss 4.5", LC_GLUON_SHARE, 3, 1},
    {"[Epoch 3 Batch 0/1] loss 4.5", "loss 4.5", LC_GLUON_SHARE, 3, 0},
    {"[Epoch 3 Batch 1/0] loss 4.5", NULL, LC_GLUON_WHOLE, 0, 0},
    {"[Epoch 3 Batch 100] loss 4.5", NULL, LC_GLUON_WHOLE, 0, 0},
    {"[Epoch 3 Batch 1/4 loss 4.5", NULL, LC_GLUON_WHOLE, 0, 0},
    {"[Epoch 3 loss 4.5", NULL, LC_GLUON_WHOLE, 0, 0},
    {"[Epoch x] loss 4.5", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch[3] Train-accuracy=0.8", "Train-accuracy=0.8", LC_GLUON_WHOLE, 3, 0},
    {"Epoch[3] Batch [49]\tSpeed: 7", "Speed: 7", LC_GLUON_BATCH, 3, 0},
    {"Epoch[3] Batch [49", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch[3 Batch [49]", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch[x] loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch 3 iteration 225/900: loss 4", "loss 4", LC_GLUON_SHARE, 3, .25},
    {"Epoch 3 iteration 225/900 loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch 3 iteration 225: loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch 3, loss 4", "loss 4", LC_GLUON_WHOLE, 3, 0},
    {"Epoch 3: loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch x, loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"Epoch 3, global step 80: loss 4", NULL, LC_GLUON_WHOLE, 0, 0}, /* Lightning's */
    {"Epochs completed : 3 loss 4", "loss 4", LC_GLUON_WHOLE, 3, 0},
    {"Epochs completed : x", NULL, LC_GLUON_WHOLE, 0, 0},
    {"04:05:06 Epoch 3, loss 4", "loss 4", LC_GLUON_WHOLE, 3, 0},
    {"root:Epoch[3] loss 4", "loss 4", LC_GLUON_WHOLE, 3, 0},
    {"[04:05:06]Epoch[3] loss 4", "loss 4", LC_GLUON_WHOLE, 3, 0},
    {"said 'Epoch[3] loss 4'", NULL, LC_GLUON_WHOLE, 0, 0}, /* quoted */
    {"\"[Epoch 3] loss 4\"", NULL, LC_GLUON_WHOLE, 0, 0},
    {"myEpoch 3, loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"epoch 3, loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"loss 4", NULL, LC_GLUON_WHOLE, 0, 0},
    {"", NULL, LC_GLUON_WHOLE, 0, 0},
    /* a bar is a state of the epoch, and what stands in it no value */
    {"[Epoch 3] loss=4: 12%|#  | 3/25 [00:01]", "loss=4", LC_GLUON_BATCH, 3, 0},
    {"[Epoch 3] loss=4, acc=5:  12%|#  | 3/25", "loss=4, acc=5", LC_GLUON_BATCH, 3, 0},
    {"[Epoch 3] 12%|#  | 3/25", "", LC_GLUON_BATCH, 3, 0},
    {"[Epoch 3] acc=12%", "acc=12%", LC_GLUON_WHOLE, 3, 0},
};

START_TEST(a_line_says_where_it_stands)
{
    lc_span line = lc_span_of(places[_i].line);
    lc_gluon_place p;
    bool is = lc_gluon_take_place(&line, &p);
    ck_assert_msg(is == (places[_i].rest != NULL), "%s", places[_i].line);
    ck_assert_msg(lc_span_is(&line, is ? places[_i].rest : places[_i].line), "%s: '%.*s'",
                  places[_i].line, (int)lc_span_length(&line), line.s);
    if (is)
        ck_assert_msg(p.reach == places[_i].reach && p.epoch == places[_i].epoch &&
                          p.share == places[_i].share,
                      "%s: %d %g %g", places[_i].line, p.reach, p.epoch, p.share);
}
END_TEST

START_TEST(a_role_stands_before_the_values)
{
    static const struct {
        const char *line, *role, *rest;
    } cases[] = {{"training: accuracy=0.8", "", "accuracy=0.8"},
                 {"validation: err-top1=0.2", "val_", "err-top1=0.2"},
                 {"Validation:err=0.2", "val_", "err=0.2"},
                 {"validation accuracy=0.2", "val_", "accuracy=0.2"},
                 {"validation-accuracy=0.2", "", "validation-accuracy=0.2"},
                 {"training-accuracy=0.2", "", "training-accuracy=0.2"},
                 {"loss=0.2", "", "loss=0.2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_span t = lc_span_of(cases[i].line);
        ck_assert_str_eq(lc_gluon_take_role(&t), cases[i].role);
        ck_assert_msg(lc_span_is(&t, cases[i].rest), "%s", cases[i].line);
    }
}
END_TEST

START_TEST(values_are_named_by_what_they_are)
{
    static const struct {
        const char *line, *told; /* "name 0.5;name 0.5;" */
    } cases[] = {{"loss=0.5, acc=0.25", "loss 0.5;acc 0.25;"},
                 {"Speed: 70 samples/sec loss=0.5", "loss 0.5;"},
                 {"speed: 70 loss=0.5 throughput=80", "loss 0.5;"},
                 {"Training cost: 7", "time cost 7;"},
                 {"Set learning rate to 0.01", "lr 0.01;"},
                 {"current loss: 0.5, valid loss: 0.25", "loss 0.5;valid loss 0.25;"},
                 {"metrics=acc: 0.5", "acc 0.5;"},
                 {"metrics:acc=0.5", "acc 0.5;"},
                 {"3/25", ""}, /* of nothing that has a name */
                 {"Speed: 70", ""},
                 {"words", ""},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_span t = lc_span_of(cases[i].line);
        char told[200] = "";
        lc_named_value v;
        ck_assert_msg(lc_gluon_has_value(t) == (*cases[i].told != '\0'), "%s", cases[i].line);
        while (lc_gluon_next_value(&t, &v))
            snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s %g;",
                     (int)lc_span_length(&v.name), v.name.s, v.value);
        ck_assert_msg(strcmp(told, cases[i].told) == 0, "%s: %s", cases[i].line, told);
    }
}
END_TEST

Suite *suite_gluon_line(void)
{
    Suite *s = suite_create("gluon_line");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_line_says_where_it_stands, 0, (int)(sizeof places / sizeof *places));
    tcase_add_test(t, a_role_stands_before_the_values);
    tcase_add_test(t, values_are_named_by_what_they_are);
    suite_add_tcase(s, t);
    return s;
}
