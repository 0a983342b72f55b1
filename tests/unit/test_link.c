/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_link.c - which series belong together. */
#include "diagnose/link.h"

#include "base/mem.h"
#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_link(void);

#define FALLS      \
    {              \
        4, 3, 2, 1 \
    }
#define RISES          \
    {                  \
        .2, .4, .5, .6 \
    }
#define NOTHING            \
    {                      \
        NAN, NAN, NAN, NAN \
    }

/* ---- pairs -------------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    const char *held_out, *train; /* of the first pair; NULL: there is none */
    size_t pairs;
} pairs[] = {
    {"a loss", {{"loss", FALLS}, {"val_loss", FALLS}}, "val_loss", "loss", 1},
    {"in another order", {{"val_loss", FALLS}, {"loss", FALLS}}, "val_loss", "loss", 1},
    {"no like", {{"loss", FALLS}, {"val_accuracy", RISES}}, NULL, NULL, 0},
    {"training has no value", {{"loss", NOTHING}, {"val_loss", FALLS}}, NULL, NULL, 0},
    {"validation has none", {{"loss", FALLS}, {"val_loss", NOTHING}}, NULL, NULL, 0},
    {"test for want of validation",
     {{"train_loss", FALLS}, {"test_loss", FALLS}},
     "test_loss",
     "train_loss",
     1},
    {"beside validation a test is no pair",
     {{"test_loss", FALLS}, {"train_loss", FALLS}, {"val_loss", FALLS}},
     "val_loss",
     "train_loss",
     1},
    {"a test of what validation hasn't",
     {{"test_f1", RISES}, {"train_f1", RISES}, {"val_loss", FALLS}},
     "test_f1",
     "train_f1",
     1},
    {"two of them",
     {{"loss", FALLS}, {"f1", RISES}, {"val_f1", RISES}, {"val_loss", FALLS}},
     "val_f1",
     "f1",
     2},
    {"the loss without weights",
     {{"train_loss", FALLS}, {"val_loss", FALLS}, {"train_unweighted_loss", FALLS}},
     "val_loss",
     "train_unweighted_loss",
     1},
    {"losses of reinforcement learning have no direction",
     {{"train_policy_loss", FALLS}, {"val_policy_loss", FALLS}, {"mean_reward", RISES}},
     NULL,
     NULL,
     0},
};

START_TEST(a_held_out_series_is_paired_with_its_like)
{
    studied s;
    study_made(&s, 4, NULL, pairs[_i].made);
    const lc_context *c = &s.context;
    ck_assert_msg(c->pairs_n == pairs[_i].pairs, "%s: %zu", pairs[_i].what, c->pairs_n);
    if (c->pairs_n) {
        ck_assert_str_eq(name_of(c->pairs[0].validation), pairs[_i].held_out);
        ck_assert_str_eq(name_of(c->pairs[0].train), pairs[_i].train);
        ck_assert_ptr_eq(lc_context_other(c, c->pairs[0].train), c->pairs[0].validation);
        ck_assert_ptr_eq(lc_context_other(c, c->pairs[0].validation), c->pairs[0].train);
    }
    studied_free(&s);
}
END_TEST

START_TEST(the_main_pair_is_that_of_the_plain_loss)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        const char *main;
    } cases[] = {
        {{{"box_loss", FALLS}, {"val_box_loss", FALLS}, {"loss", FALLS}, {"val_loss", FALLS}},
         "val_loss"},
        {{{"box_loss", FALLS}, {"val_box_loss", FALLS}, {"f1", RISES}, {"val_f1", RISES}},
         "val_box_loss"},
        {{{"f1", RISES}, {"val_f1", RISES}, {"box_loss", FALLS}, {"val_box_loss", FALLS}},
         "val_box_loss"},
        {{{"box_loss", FALLS}, {"val_box_loss", FALLS}, {"a_loss", FALLS}, {"val_a_loss", FALLS}},
         "val_box_loss"},
        {{{"f1", RISES}, {"val_f1", RISES}}, "none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 4, NULL, cases[i].made);
        const lc_pair *p = lc_context_main_pair(&s.context);
        ck_assert_str_eq(name_of(p ? p->validation : NULL), cases[i].main);
        studied_free(&s);
    }
}
END_TEST

/* A series that is in two pairs has the first of them. */
START_TEST(the_first_pair_of_a_series_counts)
{
    static const made_series made[STUDIED_SERIES] = {
        {"train_accuracy", RISES}, {"val_accuracy", RISES}, {"val_top1", RISES}};
    studied s;
    study_made(&s, 4, NULL, made);
    ck_assert_uint_eq(s.context.pairs_n, 2);
    ck_assert_str_eq(name_of(lc_context_other(&s.context, analyzed_as(&s, "train_accuracy"))),
                     "val_accuracy");
    ck_assert_str_eq(name_of(lc_context_other(&s.context, analyzed_as(&s, "val_top1"))),
                     "train_accuracy");
    studied_free(&s);
}
END_TEST

/* ---- main losses -------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    const char *train, *held_out;
} mains[] = {
    {"the plain one", {{"box_loss", {40, 30, 20, 10}}, {"loss", FALLS}}, "loss", "none"},
    {"a total",
     {{"box_loss", FALLS}, {"total_loss", FALLS}, {"cls_loss", FALLS}},
     "total_loss",
     "none"},
    {"a cross-entropy before a total",
     {{"total_loss", FALLS}, {"ce_loss", FALLS}},
     "ce_loss",
     "none"},
    {"the larger part", {{"box_loss", FALLS}, {"cls_loss", {5, 4, 3, 2}}}, "cls_loss", "none"},
    {"which is the first one",
     {{"box_loss", {5, 4, 3, 2}}, {"cls_loss", FALLS}},
     "box_loss",
     "none"},
    {"as far as it is finite",
     {{"box_loss", {5, 4, NAN, INFINITY}}, {"cls_loss", FALLS}},
     "box_loss",
     "none"},
    {"however long", {{"box_loss", FALLS}, {"cls_loss", {5, 4, NAN, NAN}}}, "cls_loss", "none"},
    {"below 0 as well", {{"box_loss", FALLS}, {"cls_loss", {-5, -6, -7, -8}}}, "cls_loss", "none"},
    {"equal ones: the first", {{"box_loss", FALLS}, {"cls_loss", FALLS}}, "box_loss", "none"},
    {"what has no values is none", {{"loss", NOTHING}, {"box_loss", FALLS}}, "box_loss", "none"},
    {"an error is no part", {{"box_loss", FALLS}, {"mse", {90, 80, 70, 60}}}, "box_loss", "none"},
    {"a score is none", {{"accuracy", RISES}}, "none", "none"},
    {"validation", {{"val_box_loss", FALLS}, {"val_loss", FALLS}}, "none", "val_loss"},
    {"test for want of it",
     {{"test_loss", FALLS}, {"train_loss", FALLS}},
     "train_loss",
     "test_loss"},
    {"not beside it", {{"test_loss", FALLS}, {"val_loss", FALLS}}, "none", "val_loss"},
};

START_TEST(the_main_loss_is_what_is_minimised)
{
    studied s;
    study_made(&s, 4, NULL, mains[_i].made);
    const char *train = name_of(lc_context_main_loss(&s.context, LC_TRAIN)),
               *held_out = name_of(lc_context_main_loss(&s.context, LC_VALIDATION));
    ck_assert_msg(strcmp(train, mains[_i].train) == 0, "%s: %s", mains[_i].what, train);
    ck_assert_msg(strcmp(held_out, mains[_i].held_out) == 0, "%s: %s", mains[_i].what, held_out);
    studied_free(&s);
}
END_TEST

START_TEST(r2_is_known_where_it_has_values)
{
    static const made_series made[STUDIED_SERIES] = {
        {"val_r2", NOTHING}, {"val_loss", FALLS}, {"train_r2", RISES}};
    studied s;
    study_made(&s, 4, NULL, made);
    ck_assert_ptr_null(s.context.r2[LC_VALIDATION]);
    ck_assert_str_eq(name_of(s.context.r2[LC_TRAIN]), "train_r2");
    studied_free(&s);
}
END_TEST

/* ---- accuracies --------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    const char *accuracy, *plain; /* of the first series, and that one's */
} heads[] = {
    {"of the same split",
     {{"val_loss", FALLS}, {"accuracy", RISES}, {"val_accuracy", RISES}},
     "val_accuracy",
     "val_loss"},
    {"of the same head",
     {{"a_loss", FALLS}, {"b_accuracy", RISES}, {"a_accuracy", RISES}},
     "a_accuracy",
     "none"},
    {"of no head, of two",
     {{"loss", FALLS}, {"b_accuracy", RISES}, {"a_accuracy", RISES}},
     "none",
     "none"},
    {"the only one, for the plain loss",
     {{"loss", FALLS}, {"a_accuracy", RISES}},
     "a_accuracy",
     "loss"},
    {"the first of one head",
     {{"loss", FALLS}, {"accuracy", RISES}, {"accuracy_top5", RISES}},
     "accuracy",
     "loss"},
    {"the only one, for what is minimised",
     {{"a_loss", FALLS}, {"accuracy", RISES}},
     "accuracy",
     "none"},
    {"not for a part of it",
     {{"a_loss", FALLS}, {"total_loss", FALLS}, {"accuracy", RISES}},
     "none",
     "none"},
    {"not that of a head, for another one",
     {{"a_loss", FALLS}, {"b_accuracy", RISES}},
     "none",
     "none"},
    {"none with values", {{"loss", FALLS}, {"accuracy", NOTHING}}, "none", "none"},
    {"an error rate is none", {{"loss", FALLS}, {"f1", RISES}}, "none", "none"},
};

START_TEST(a_loss_has_the_accuracy_of_its_split_and_head)
{
    studied s;
    study_made(&s, 4, NULL, heads[_i].made);
    const lc_analyzed *a = lc_context_accuracy(&s.context, &s.context.analyzed[0]);
    ck_assert_msg(strcmp(name_of(a), heads[_i].accuracy) == 0, "%s: %s", heads[_i].what,
                  name_of(a));
    if (a)
        ck_assert_str_eq(name_of(lc_context_plain_loss(&s.context, a)), heads[_i].plain);
    studied_free(&s);
}
END_TEST

START_TEST(the_first_plain_loss_has_the_accuracy)
{
    static const made_series made[STUDIED_SERIES] = {
        {"nll", FALLS}, {"loss", FALLS}, {"accuracy", RISES}};
    studied s;
    study_made(&s, 4, NULL, made);
    ck_assert_str_eq(name_of(lc_context_plain_loss(&s.context, analyzed_as(&s, "accuracy"))),
                     "nll");
    studied_free(&s);
}
END_TEST

/* ---- digits ------------------------------------------------------------------------------------- */

static double quantum_of(const studied *s, const char *name)
{
    return lc_context_quantum(&s->context, analyzed_as(s, name));
}

/* A series is printed at least as finely as the other splits' of its name, and shares all alike; one record
 * tells nothing. */
START_TEST(what_has_one_name_is_printed_alike)
{
    static const made_series made[STUDIED_SERIES] = {
        {"loss", FALLS}, {"val_loss", FALLS}, {"box_loss", FALLS}, {"f1", RISES}};
    studied s;
    study_made(&s, 4, NULL, made);
    static const double quantum[] = {.1, .01, .001, .0001};
    for (size_t i = 0; i < 4; i++)
        s.seen.series[i].quantum = quantum[i];
    lc_mem_free(s.context.pairs);
    s.context.pairs = NULL;
    s.context.pairs_n = 0;
    ck_assert_int_eq(lc_context_link(&s.context, NULL), LC_OK);
    ck_assert(quantum_of(&s, "loss") == .01 && quantum_of(&s, "val_loss") == .01);
    ck_assert(quantum_of(&s, "box_loss") == .001 && quantum_of(&s, "f1") == .0001);
    studied_free(&s);
}
END_TEST

START_TEST(one_record_tells_no_digits_of_others)
{
    double a = lc_absent(), share[] = {.2, .4, .5}, one[] = {a, .41, a};
    studied s = {.run = run_over(3)};
    add(&s.run, "f1", share);
    add(&s.run, "val_f1", one);
    add(&s.run, "recall", one);
    s.run.series[0].quantum = .1;
    s.run.series[1].quantum = .01;
    s.run.series[2].quantum = .001;
    study(&s);
    ck_assert(quantum_of(&s, "f1") == .1 && quantum_of(&s, "val_f1") == .01);
    studied_free(&s);
}
END_TEST

START_TEST(two_records_tell_the_digits_of_all_shares)
{
    double a = lc_absent(), share[] = {.2, .4, .5}, two[] = {.412, a, .415};
    studied s = {.run = run_over(3)};
    add(&s.run, "f1", share);
    add(&s.run, "recall", two);
    s.run.series[0].quantum = .1;
    s.run.series[1].quantum = .001;
    study(&s);
    ck_assert(quantum_of(&s, "f1") == .001);
    studied_free(&s);
}
END_TEST

Suite *suite_link(void)
{
    Suite *s = suite_create("link");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_held_out_series_is_paired_with_its_like, 0,
                        (int)(sizeof pairs / sizeof *pairs));
    tcase_add_test(t, the_main_pair_is_that_of_the_plain_loss);
    tcase_add_test(t, the_first_pair_of_a_series_counts);
    tcase_add_loop_test(t, the_main_loss_is_what_is_minimised, 0,
                        (int)(sizeof mains / sizeof *mains));
    tcase_add_test(t, r2_is_known_where_it_has_values);
    tcase_add_loop_test(t, a_loss_has_the_accuracy_of_its_split_and_head, 0,
                        (int)(sizeof heads / sizeof *heads));
    tcase_add_test(t, the_first_plain_loss_has_the_accuracy);
    tcase_add_test(t, what_has_one_name_is_printed_alike);
    tcase_add_test(t, one_record_tells_no_digits_of_others);
    tcase_add_test(t, two_records_tell_the_digits_of_all_shares);
    suite_add_tcase(s, t);
    return s;
}
