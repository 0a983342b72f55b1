/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_metric_mismatch.c - accuracies of other tasks, and ordinary ones that look a little like them. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_metric_mismatch(void);

#define RULE "metric-mismatch"
#define N 40

static const struct {
    const char *what;
    shape loss, accuracy;
    size_t classes;
    int findings;
} cases[] = {
    {"accuracy of a regression", {9, 1, 8, .05, 0, 0}, {.0005, .0005, 1, .0001, 0, 0}, 0, 1},
    {"few of 100 classes: half of a guess is 0.005",
     {4, 1, 8, .05, 0, 0},
     {.001, .004, 9, 0, 0, 0},
     100,
     1},
    {"a guess among 100 classes", {4, 1, 8, .05, 0, 0}, {.01, .01, 9, 0, 0, 0}, 100, 0},
    {"both fall", {2, .5, 12, .01, 0, 0}, {.9, .6, 12, .005, 0, 0}, 10, 1},
    {"the accuracy falls by less than a twentieth",
     {2, .5, 12, .01, 0, 0},
     {.9, .86, 12, .001, 0, 0},
     10,
     0},
    {"the loss does not fall", {2, 1.9, 12, .01, 0, 0}, {.0005, .0005, 1, .0001, 0, 0}, 0, 0},
    {"the loss comes far below what nine misses in ten cost",
     {.6, .04, 3, .001, 0, 0},
     {.098, .098, 9, .002, 0, 0},
     10,
     1},
    {"the loss halves, to below what one miss in two costs",
     {.59, .24, 3, .001, 0, 0},
     {.5, .5, 9, .004, 0, 0},
     0,
     1},
    {"nearly all is wrong as before while the loss falls to a sixth",
     {9, 1.5, 6, .01, 0, 0},
     {.06, .06, 9, .001, 0, 0},
     0,
     1},
    {"the same while it falls to a third", {9, 3, 6, .01, 0, 0}, {.06, .06, 9, .001, 0, 0}, 0, 0},
    {"all is right where hardly an answer can be sure",
     {2.5, 2.15, 6, .005, 0, 0},
     {1, 1, 9, 0, 0, 0},
     0,
     1},
    {"all is right, and the loss comes lower", {2.5, 1.8, 6, .005, 0, 0}, {1, 1, 9, 0, 0, 0}, 0, 0},
    {"all is right but once", {2.5, 2.15, 6, .005, 0, 0}, {.99, 1, .01, 0, 0, 0}, 0, 0},
    /* -0.802 ln 0.802 - 99 * 0.002 ln 0.002 = 1.4074 */
    {"all is right at the cost of labels that are smoothed by 0.2 among 100 classes",
     {1.6645, 1.4074, 6, .001, 0, 0},
     {1, 1, 9, 0, 0, 0},
     0,
     0},
    {"an ordinary run", {2, .5, 12, .01, 0, 0}, {.2, .8, 12, .01, 0, 0}, 10, 0},
    {"it turns within noise", {2, .5, 12, .01, 0, 0}, {.6, .52, 12, .1, 0, 0}, 10, 0},
};

START_TEST(tells_a_metric_of_another_task)
{
    double y[N];
    uint64_t seed = 7;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].loss, &seed);
    add(&run, "loss", y);
    draw(y, N, &cases[_i].accuracy, &seed);
    add(&run, "accuracy", y);
    run.facts.classes = cases[_i].classes;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (size_t)cases[_i].findings, "%s: %zu", cases[_i].what, d.n);
    ck_assert(d.n == 0 || d.findings[0].severity == LC_WARNING);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* The scale of a loss says nothing; the accuracy's does. */
START_TEST(does_not_depend_on_the_unit_of_the_loss)
{
    double y[N];
    uint64_t seed = 7;
    lc_run run = run_over(N);
    draw(y, N, &cases[0].loss, &seed);
    for (size_t i = 0; i < N; i++)
        y[i] *= 1e6;
    add(&run, "loss", y);
    draw(y, N, &cases[0].accuracy, &seed);
    add(&run, "accuracy", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "learnt", 0.95, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

/* Train in units of the scaled target, validation in the target's own, all along: a factor that stays is
 * none of generalization from 12 on. One that grows is told from 300 on. */
START_TEST(losses_of_other_units_are_told)
{
    static const struct {
        double first, last;
        int found;
    } factors[] = {{600, 600, 1}, {60, 60, 1}, {8, 8, 0}, {20, 60, 0}, {1.0 / 20, 1.0 / 60, 1}};
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        double y[N], z[N];
        for (size_t i = 0; i < N; i++) {
            double way = (double)i / (N - 1);
            y[i] = 0.4 + 1.5 * exp(-(double)i / 5);
            z[i] = factors[k].first * pow(factors[k].last / factors[k].first, way) * (y[i] + 0.01);
        }
        lc_run run = run_over(N);
        add(&run, "loss", y);
        add(&run, "val_loss", z);
        ck_assert_int_eq((int)count_by(&run, RULE, NULL, 0, LC_WARNING), factors[k].found);
        lc_run_free(&run);
    }
}
END_TEST

/* Four classes: ln (e + 3) = 1.744 less the accuracy; half of that is a usual loss. Of two that rest the sum
 * is the same in every record whatever they are. */
START_TEST(a_softmax_that_is_applied_twice_is_told)
{
    for (size_t k = 0; k < 3; k++) {
        double loss[N], right[N];
        for (size_t i = 0; i < N; i++) {
            right[i] = 0.98 - (k == 2 ? 0.015 : 0.3) * exp(-(double)i / 2);
            loss[i] = (log(exp(1) + 3) - right[i]) / (k == 1 ? 2 : 1);
        }
        lc_run run = run_over(N);
        add(&run, "loss", loss);
        add(&run, "accuracy", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        run.facts.classes = 5;
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
        lc_run_free(&run);
    }
}
END_TEST

/* Both splits are right equally often, but each wrong answer costs validation ten times as much. */
START_TEST(a_loss_per_wrong_answer_that_differs_is_told)
{
    for (size_t k = 0; k < 2; k++) {
        double loss[N], held_out[N], right[N];
        for (size_t i = 0; i < N; i++) {
            right[i] = 0.95 - 0.15 * exp(-(double)i / 5);
            loss[i] = 3 * (1 - right[i]);
            held_out[i] = (k ? 1.1 : 10) * loss[i];
        }
        lc_run run = run_over(N);
        add(&run, "loss", loss);
        add(&run, "accuracy", right);
        add(&run, "val_loss", held_out);
        add(&run, "val_accuracy", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* The accuracy goes on in the records in which the loss is NaN: they show nothing of both. */
START_TEST(records_without_a_loss_say_nothing)
{
    static const double loss[] = {2.2, 1.8, 1.2, 0.8, NAN, NAN, NAN, NAN},
                        right[] = {0.2, 0.6, 0.8, 0.9, 0.1, 0.1, 0.1, 0.1};
    lc_run run = run_over(8);
    add(&run, "loss", loss);
    add(&run, "accuracy", right);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(losses_of_opposite_signs_are_not_the_same)
{
    static const double train[] = {.9, .7, .6, .52, .5};
    static const struct {
        const char *what;
        double y[5];
        size_t findings;
    } held_out[] = {
        {"far below 0 all along", {-7, -7.6, -8, -8.2, -8.3}, 1},
        {"as far above 0", {7, 7.6, 8, 8.2, 8.3}, 0},
        {"near 0 at first", {-.9, -3, -6, -8, -8.3}, 0},
        {"above 0 once", {-7, -7.6, .1, -8.2, -8.3}, 0},
    };
    for (size_t k = 0; k < sizeof held_out / sizeof *held_out; k++) {
        lc_run run = run_over(5);
        add(&run, "loss", train);
        add(&run, "val_loss", held_out[k].y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        size_t n = 0;
        for (size_t i = 0; i < d.n; i++)
            n += strstr(d.findings[i].summary, "not the same loss") != NULL;
        ck_assert_msg(n == held_out[k].findings, "%s: %zu", held_out[k].what, n);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* In a piece of a run a gap may have opened before; it is one where training's loss is below 0.05. */
START_TEST(what_was_memorised_before_a_piece_is_no_other_unit)
{
    for (size_t k = 0; k < 2; k++) {
        double x[8], y[8], z[8];
        for (size_t i = 0; i < 8; i++) {
            x[i] = (double)i + 31;
            y[i] = (k ? 0.06 : 0.04) + 0.0002 * (double)(i % 2);
            z[i] = 600 * y[i];
        }
        lc_run run = run_at(x, 8);
        add(&run, "loss", y);
        add(&run, "val_loss", z);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_metric_mismatch(void)
{
    Suite *s = suite_create("metric_mismatch");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_a_metric_of_another_task, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, does_not_depend_on_the_unit_of_the_loss);
    tcase_add_test(t, losses_of_other_units_are_told);
    tcase_add_test(t, a_softmax_that_is_applied_twice_is_told);
    tcase_add_test(t, a_loss_per_wrong_answer_that_differs_is_told);
    tcase_add_test(t, records_without_a_loss_say_nothing);
    tcase_add_test(t, losses_of_opposite_signs_are_not_the_same);
    tcase_add_test(t, what_was_memorised_before_a_piece_is_no_other_unit);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
