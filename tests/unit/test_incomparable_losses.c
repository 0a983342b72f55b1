/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_incomparable_losses.c - the floor (1 - accuracy) ln 2, worked by hand. */
#include "curves.h"
#include "model/params.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_incomparable_losses(void);

#define RULE "incomparable-losses"

START_TEST(question_breaches_the_floor_on_train_only)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(f->severity, LC_WARNING);
    ck_assert_double_gt(f->confidence, 0.9); /* the share of such verdicts that are right */
    ck_assert_ptr_nonnull(strstr(f->basis, "bound"));
    ck_assert_str_eq(run.series[f->series[1]].metric.name, "val_loss");
    ck_assert_double_eq(f->from, 1);
    ck_assert_double_eq(f->to, 300);
    check_evidence(f, "records_below_floor", 7, 0);
    check_evidence(f, "records", 7, 0);
    /* (1 - 0.0207) 0.693147 = 0.678799, over 0.1229; (1 - 0.1456) 0.693147 = 0.592225, over 0.0414 */
    check_evidence(f, "least_factor_at", 1, 0);
    check_evidence(f, "loss_at_least", 0.1229, 0);
    check_evidence(f, "floor_at_least", 0.678799, 1e-6);
    check_evidence(f, "least_factor", 5.52318, 1e-5);
    check_evidence(f, "most_factor_at", 100, 0);
    check_evidence(f, "loss_at_most", 0.0414, 0);
    check_evidence(f, "floor_at_most", 0.592225, 1e-6);
    check_evidence(f, "most_factor", 14.3050, 1e-5);
    /* 0.1229 / 0.9793 and 4.3194 / 0.9832 */
    check_evidence(f, "loss_per_miss", 0.125498, 1e-5);
    check_evidence(f, "loss_per_miss_other", 4.39321, 1e-5);
    check_evidence(f, "per_miss_ratio", 35.0062, 1e-5);
    ck_assert_ptr_nonnull(strstr(f->causes.text[0], "class_weight"));
    ck_assert_ptr_nonnull(strstr(f->advice.text[0], "unweighted loss"));
    ck_assert_ptr_nonnull(strstr(f->summary, "7 of 7"));
    ck_assert_ptr_nonnull(strstr(f->summary, "0 of 7"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* The same, with accuracies in percent or with the two splits exchanged. */
START_TEST(question_reads_the_same_in_percent_and_with_splits_exchanged)
{
    lc_run run = question(), other = run_at(run.x, run.n);
    double y[4][7];
    for (size_t k = 0; k < 4; k++)
        for (size_t i = 0; i < 7; i++)
            y[k][i] = run.series[k].y[i] * (k % 2 ? 100 : 1);
    add(&other, "val_loss", y[0]);
    add(&other, "val_acc", y[1]);
    add(&other, "loss", y[2]);
    add(&other, "acc", y[3]);
    lc_diagnosis d = diagnose_by(&other, RULE, NULL, 0);
    const lc_finding *f = found(&other, &d, RULE, "val_loss");
    ck_assert(f && f->severity == LC_WARNING);
    check_evidence(f, "least_factor", 5.52318, 1e-5);
    check_evidence(f, "per_miss_ratio", 35.0062, 1e-5);
    lc_diagnosis_free(&d);
    lc_run_free(&other);
    lc_run_free(&run);
}
END_TEST

/* Weights 0.016 and 250 on 119,542 and 2,078 samples: 1,912.7 and 519,500 of 521,412.7. */
static void tell_weights(lc_run *run)
{
    run->facts.classes = 2;
    run->facts.train_samples = 121620;
    run->facts.class_entropy = 0.0864706;
    run->facts.weighted_class_entropy = 0.103926;
    run->facts.heaviest_class_weight = 0.996332;
    run->facts.heaviest_class_share = 0.0170860;
}

START_TEST(told_weights_are_the_proof)
{
    lc_run run = question();
    tell_weights(&run);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_ptr_nonnull(strstr(f->headline, "1.71 % of the samples carries 99.6 % of loss"));
    ck_assert_uint_eq(f->causes.n, 1);
    check_evidence(f, "heaviest_class_weight", 0.996332, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Above the floor, and below the entropy of the classes: a note, no gap, and no failure to learn. */
START_TEST(told_weights_are_noted_above_the_floor)
{
    static const double loss[] = {0.41, 0.3, 0.25, 0.22, 0.2, 0.19},
                        acc[] = {0.8, 0.85, 0.88, 0.9, 0.9, 0.91},
                        val_loss[] = {0.36, 0.3, 0.28, 0.3, 0.31, 0.29};
    lc_run run = run_over(6);
    add(&run, "loss", loss);
    add(&run, "accuracy", acc);
    add(&run, "val_loss", val_loss);
    add(&run, "val_accuracy", acc);
    tell_weights(&run);
    run.facts.weighted_class_entropy = 0.693147;
    lc_diagnosis d = diagnose(&run);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_WARNING); /* 0.693 is 8 times 0.086 */
    ck_assert_ptr_nonnull(strstr(f->summary, "a constant answer gets 0.6931"));
    ck_assert_ptr_null(found(&run, &d, "not-learning", NULL));
    ck_assert_ptr_null(found(&run, &d, "generalization-gap", NULL));
    lc_diagnosis_free(&d);
    run.facts.class_entropy = 0.61; /* 0.693 is 1.14 times as much: 7 and 3 of 10 */
    d = diagnose_by(&run, RULE, NULL, 0);
    f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_NOTE);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A column of weights is told, but not what it makes of the loss: it is at no level of chance. */
START_TEST(told_sample_weights_are_noted)
{
    static const double loss[] = {0.71, 0.70, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69},
                        acc[] = {0.5, 0.6, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7};
    static const char *const values[] = {NULL, "None", "w"};
    for (size_t k = 0; k < 3; k++) {
        bool told = k == 2;
        lc_run run = run_over(8);
        add(&run, "loss", loss);
        add(&run, "val_loss", loss);
        add(&run, "val_accuracy", acc);
        run.facts.classes = 2;
        if (values[k])
            lc_params_set(&run.params, "sample_weight", 13, values[k], strlen(values[k]), NULL);
        lc_diagnosis d = diagnose(&run);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert(!told == !f);
        ck_assert(!f || (f->severity == LC_NOTE && strstr(f->summary, "sample weights")));
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* The advice is followed: the loss without weights is what val_loss is compared with. */
START_TEST(an_unweighted_loss_is_compared_with_validation)
{
    lc_run run = question(), other = run_at(run.x, run.n);
    double y[7];
    for (size_t k = 0; k < 4; k++)
        add(&other, run.series[k].metric.name, run.series[k].y);
    for (size_t i = 0; i < 7; i++)
        y[i] = 0.98 * run.series[2].y[i];
    add(&other, "unweighted_loss", y);
    tell_weights(&other);
    lc_diagnosis d = diagnose(&other);
    ck_assert_str_ne(d.verdict.name, RULE);
    const lc_finding *f = found(&other, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_NOTE);
    ck_assert_ptr_null(found(&other, &d, "generalization-gap", "val_loss"));
    lc_diagnosis_free(&d);
    lc_run_free(&other);
    lc_run_free(&run);
}
END_TEST

/* What the floor says of pairs; the first four values differ, the fifth goes on. */
#define SAME(v)       \
    {                 \
        v, v, v, v, v \
    }
static const struct {
    const char *what;
    double loss[5], acc[5], val_loss[5], val_acc[5];
    int notes, warnings;
} pairs[] = {
    {"cross-entropy of two classes",
     {0.69, 0.5, 0.4, 0.35, 0.3},
     {0.52, 0.75, 0.82, 0.85, 0.88},
     {0.68, 0.55, 0.45, 0.42, 0.4},
     {0.55, 0.72, 0.8, 0.82, 0.83},
     0,
     0},
    /* ln 10 at a tenth right: the floor is 0.624 */
    {"ten classes",
     {2.3026, 1.8, 1.2, 0.9, 0.7},
     {0.1, 0.35, 0.6, 0.7, 0.76},
     {2.31, 1.9, 1.4, 1.2, 1.1},
     {0.1, 0.3, 0.5, 0.6, 0.63},
     0,
     0},
    /* smoothing 0.1 over 10 classes costs 0.500 even when all is right */
    {"label smoothing",
     {2.3, 1.5, 0.8, 0.6, 0.51},
     {0.1, 0.6, 0.9, 0.98, 1},
     {2.3, 1.6, 1, 0.9, 0.85},
     {0.1, 0.5, 0.8, 0.85, 0.87},
     0,
     0},
    /* 0.25 per miss at least: below ln 2 per miss on both splits alike */
    {"mean squared error",
     {0.25, 0.2, 0.15, 0.12, 0.1},
     {0.5, 0.6, 0.7, 0.75, 0.8},
     {0.25, 0.21, 0.17, 0.15, 0.14},
     {0.5, 0.58, 0.66, 0.7, 0.72},
     1,
     0},
    /* 0.25 against 0.9 per miss: a factor of 3.6, which one other loss may explain */
    {"train below, but not by more than another loss explains",
     {0.125, 0.1, 0.1, 0.1, 0.1},
     {0.5, 0.6, 0.6, 0.6, 0.6},
     {0.45, 0.4, 0.4, 0.4, 0.4},
     {0.5, 0.6, 0.6, 0.6, 0.6},
     1,
     0},
    /* 0.1 against 1 per miss */
    {"train below by more",
     {0.05, 0.04, 0.04, 0.04, 0.04},
     {0.5, 0.6, 0.6, 0.6, 0.6},
     {0.5, 0.4, 0.4, 0.4, 0.4},
     {0.5, 0.6, 0.6, 0.6, 0.6},
     0,
     1},
    /* All is well until the third record: the training accuracy lags, or the log has another fault. */
    {"train below from the third record on",
     {0.69, 0.6, 0.02, 0.01, 0.01},
     {0.52, 0.6, 0.6, 0.6, 0.6},
     {0.69, 0.62, 0.9, 1.5, 2.5},
     {0.52, 0.58, 0.58, 0.57, 0.56},
     0,
     0},
    /* The same, but validation learns as well: the first epoch's mean holds the way to the weights. */
    {"train below from the third record on, while validation learns",
     {0.69, 0.6, 0.02, 0.01, 0.01},
     {0.52, 0.6, 0.6, 0.6, 0.6},
     {0.69, 0.67, 0.66, 0.65, 0.64},
     {0.52, 0.58, 0.58, 0.57, 0.56},
     0,
     1},
    {"one record below, the first",
     {0.1, 0.6, 0.5, 0.45, 0.4},
     {0.5, 0.7, 0.75, 0.8, 0.8},
     {0.7, 0.6, 0.5, 0.5, 0.5},
     {0.5, 0.7, 0.75, 0.78, 0.78},
     0,
     0},
    {"nothing missed", {0.1, 0.01, 0, 0, 0}, SAME(1), {0.1, 0.01, 0, 0, 0}, SAME(1), 0, 0},
    {"negative losses", SAME(-1), SAME(0.5), SAME(-1), SAME(0.5), 1, 0},
};

START_TEST(floor_tells_different_losses_from_other_losses)
{
    lc_run run = run_over(20);
    double y[4][20];
    for (size_t i = 0; i < 20; i++) {
        size_t k = i < 4 ? i : 4;
        y[0][i] = pairs[_i].loss[k];
        y[1][i] = pairs[_i].acc[k];
        y[2][i] = pairs[_i].val_loss[k];
        y[3][i] = pairs[_i].val_acc[k];
    }
    add(&run, "loss", y[0]);
    add(&run, "accuracy", y[1]);
    add(&run, "val_loss", y[2]);
    add(&run, "val_accuracy", y[3]);
    int all = (int)count_by(&run, RULE, NULL, 0, LC_NOTE);
    int warnings = (int)count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(all - warnings == pairs[_i].notes && warnings == pairs[_i].warnings,
                  "%s: %d findings, %d of them warnings", pairs[_i].what, all, warnings);
    lc_run_free(&run);
}
END_TEST

/* Four records at the accuracy and loss given, one that sets the printed digits. */
static const struct {
    double acc, loss;
    bool below;
} digits[] = {
    /* the floor less half a digit of each: (1 - 0.50005) 0.693147 - 0.00005 = 0.346489 */
    {0.5, 0.3465, false},
    {0.5, 0.3464, true},
    /* (1 - 0.90005) 0.693147 - 0.00005 = 0.069230 */
    {0.9, 0.0693, false},
    {0.9, 0.0692, true},
    {0, 0.6931, false}, /* 0.999950 0.693147 - 0.00005 = 0.693063 */
    {0, 0.6930, true},
};

START_TEST(half_a_printed_digit_is_allowed)
{
    double loss[5], acc[5];
    for (size_t i = 0; i < 4; i++) {
        loss[i] = digits[_i].loss;
        acc[i] = digits[_i].acc;
    }
    loss[4] = 1.2345;
    acc[4] = 0.1234;
    lc_run run = run_over(5);
    add(&run, "loss", loss);
    add(&run, "acc", acc);
    ck_assert_double_eq_tol(run.series[0].quantum, 1e-4, 1e-12);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), digits[_i].below);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0); /* no pair, no comparison */
    lc_run_free(&run);
}
END_TEST

START_TEST(share_of_records_below_is_a_threshold)
{
    double loss[] = {0.1, 0.1, 0.1, 0.6, 0.6, 0.6, 0.6},
           acc[] = {0.5, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6};
    lc_run run = run_over(7);
    add(&run, "loss", loss);
    add(&run, "acc", acc);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0); /* 3 of 7 */
    ck_assert_uint_eq(count_by(&run, RULE, "share", 0.4, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(ratio_per_miss_is_a_threshold)
{
    lc_run run = question();
    ck_assert_uint_eq(count_by(&run, RULE, "per_miss", 35, LC_WARNING), 1); /* it is 35.006 */
    ck_assert_uint_eq(count_by(&run, RULE, "per_miss", 35.1, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "per_miss", 35.1, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* A loss of another name has a floor of its own, and other samples another accuracy. */
START_TEST(only_a_plain_loss_with_its_accuracy_has_the_floor)
{
    static const struct {
        const char *loss, *score;
        size_t n;
    } names[] = {
        {"loss", "accuracy", 1}, {"train_loss", "train_acc", 1}, {"cross_entropy", "top1", 1},
        {"mse", "accuracy", 0},  {"loss", "val_accuracy", 0},    {"box_loss", "accuracy", 0},
        {"loss", "f1", 0},       {"val_loss", "val_acc", 1},     {"hinge_loss", "accuracy", 0}};
    double loss[] = {0.1, 0.09, 0.08, 0.07}, score[] = {0.5, 0.51, 0.52, 0.53};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_run run = run_over(4);
        add(&run, names[i].loss, loss);
        add(&run, names[i].score, score);
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == names[i].n, "%s and %s: %zu", names[i].loss, names[i].score, n);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(values_are_compared_record_by_record)
{
    /* the accuracy is there at every other record; NaN and absent ones don't count */
    double none = lc_absent();
    double loss[] = {0.1, 0.1, 0.1, NAN, 0.1, 0.1}, acc[] = {0.5, none, 0.5, 0.5, 0.99, none};
    lc_run run = run_over(6);
    add(&run, "loss", loss);
    add(&run, "acc", acc);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    check_evidence(&d.findings[0], "records", 3, 0);
    check_evidence(&d.findings[0], "records_below_floor", 2, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* All seven records are below the floor by a factor of 5.5 or more; or by 1.2 or more; or six of them. */
START_TEST(a_bound_broken_in_every_record_is_nearly_certain)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_double_ge(d.findings[0].confidence, 0.95);
    double all = d.findings[0].log_lr;
    lc_diagnosis_free(&d);
    for (size_t i = 0; i < 7; i++)
        run.series[0].y[i] *= 5.5 / 1.2;
    d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(d.n == 1 && d.findings[0].severity == LC_WARNING);
    ck_assert_double_lt(d.findings[0].log_lr, all);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    run = question();
    run.series[0].y[6] = 0.7; /* the floor is (1 - accuracy) ln 2 < 0.7 */
    d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(d.n == 1 && d.findings[0].severity == LC_WARNING);
    ck_assert_double_lt(d.findings[0].log_lr, all);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Two thirds are right on both splits, at losses of 2.6 and 1.07: dropout would cost training decisions. */
START_TEST(a_training_loss_with_a_surplus_is_another)
{
    static const double loss[] = {4.38, 3.61, 3.35, 3.16, 3.04, 2.92, 2.82, 2.74, 2.64},
                        held_out[] = {1.67, 1.4, 1.29, 1.21, 1.17, 1.13, 1.1, 1.08, 1.07},
                        right[] = {0.43, 0.52, 0.576, 0.598, 0.608, 0.614, 0.63, 0.634, 0.633};
    for (size_t k = 0; k < 3; k++) {
        double train[9], less[9];
        for (size_t i = 0; i < 9; i++) {
            train[i] = right[i] + (k == 1 ? -0.15 : 0.03);
            less[i] = k == 2 ? loss[i] / 1.6 : loss[i];
        }
        lc_run run = run_over(9);
        add(&run, "loss", less);
        add(&run, "val_loss", held_out);
        add(&run, "accuracy", train);
        add(&run, "val_accuracy", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        ck_assert_uint_eq(count_by(&run, RULE, "surplus", k == 2 ? 1.5 : 3, LC_WARNING), k == 2);
        lc_run_free(&run);
    }
}
END_TEST

/* A sum of eight beside a mean; one that grows beside validation from there is no factor, and neither is a
 * smaller one. */
static const struct {
    double train[4];
    bool tells;
} factors[] = {
    {{20, 17.2, 16, 15.2}, true},
    {{20, 16, 13, 10}, false},
    {{7.5, 6.5, 6, 5.7}, false},
};

START_TEST(a_training_loss_that_is_always_the_same_multiple_is_a_sum)
{
    static const double held_out[] = {2.5, 2.15, 2, 1.9};
    lc_run run = run_over(4);
    add(&run, "train_loss", factors[_i].train);
    add(&run, "val_loss", held_out);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "train_loss");
    ck_assert_int_eq(f != NULL, factors[_i].tells);
    if (f) {
        check_evidence(f, "least_factor", 8, 1e-9);
        check_evidence(f, "most_factor", 8, 1e-9);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_incomparable_losses(void)
{
    Suite *s = suite_create("incomparable_losses");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_breaches_the_floor_on_train_only);
    tcase_add_test(t, question_reads_the_same_in_percent_and_with_splits_exchanged);
    tcase_add_loop_test(t, floor_tells_different_losses_from_other_losses, 0,
                        (int)(sizeof pairs / sizeof *pairs));
    tcase_add_loop_test(t, half_a_printed_digit_is_allowed, 0,
                        (int)(sizeof digits / sizeof *digits));
    tcase_add_test(t, told_weights_are_the_proof);
    tcase_add_test(t, told_weights_are_noted_above_the_floor);
    tcase_add_test(t, told_sample_weights_are_noted);
    tcase_add_test(t, an_unweighted_loss_is_compared_with_validation);
    tcase_add_test(t, share_of_records_below_is_a_threshold);
    tcase_add_test(t, ratio_per_miss_is_a_threshold);
    tcase_add_test(t, only_a_plain_loss_with_its_accuracy_has_the_floor);
    tcase_add_test(t, values_are_compared_record_by_record);
    tcase_add_test(t, a_bound_broken_in_every_record_is_nearly_certain);
    tcase_add_test(t, a_training_loss_with_a_surplus_is_another);
    tcase_add_loop_test(t, a_training_loss_that_is_always_the_same_multiple_is_a_sum, 0,
                        (int)(sizeof factors / sizeof *factors));
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
