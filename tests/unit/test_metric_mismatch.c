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
    {"the same of one answer to all", {9, 1.5, 6, .01, 0, 0}, {.06, .06, 9, 0, 0, 0}, 0, 0},
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

/* Of thirteen samples in a hundred that are wrong, or eight, each costs a cross-entropy 0.69 at least, far above the
 * loss: that of a focal loss, where the other split tells that the accuracy has followed it. */
static const rule_case floors[] = {
    {"nearly all is right, and validation has followed",
     12,
     {{"loss", {.02, .012, .009, .007, .006, .005, .0045, .004, .0038, .0036, .0035, .0034}},
      {"accuracy", {.91, .92, .921, .92, .922, .921, .92, .92, .921, .92, .92, .92}},
      {"val_accuracy", {.5, .7, .8, .86, .89, .9, .91, .915, .918, .92, .92, .92}}},
     SILENT,
     {{0}}},
    {"nearly all is right, and nothing tells of the way",
     12,
     {{"loss", {.02, .012, .009, .007, .006, .005, .0045, .004, .0038, .0036, .0035, .0034}},
      {"accuracy", {.91, .92, .921, .92, .922, .921, .92, .92, .921, .92, .92, .92}}},
     LC_WARNING,
     {{0}}},
    {"nearly all is right, and validation has not moved",
     12,
     {{"loss", {.02, .012, .009, .007, .006, .005, .0045, .004, .0038, .0036, .0035, .0034}},
      {"accuracy", {.91, .92, .921, .92, .922, .921, .92, .92, .921, .92, .92, .92}},
      {"val_accuracy", {.9, .91, .911, .91, .91, .911, .91, .91, .91, .91, .91, .91}}},
     LC_WARNING,
     {{0}}},
    {"one in ten is right, give or take a batch's, at a loss of few that are wrong",
     9,
     {{"cost", {2.4, .86, .41, .25, .16, .1, .07, .05, .04}},
      {"accuracy", {0, .1, 0, .2, 0, .1, 0, .1, .1}}},
     LC_WARNING,
     {{"loss_end", .05}}},
    {"the same, of more and more that are right",
     9,
     {{"cost", {2.4, .86, .41, .25, .16, .1, .07, .05, .04}},
      {"accuracy", {0, .1, 0, .2, .1, .2, .2, .3, .2}}},
     SILENT,
     {{0}}},
    {"fewer are right, and validation has followed",
     12,
     {{"loss", {.02, .012, .009, .007, .006, .005, .0045, .004, .0038, .0036, .0035, .0034}},
      {"accuracy", {.86, .87, .871, .87, .872, .871, .87, .87, .871, .87, .87, .87}},
      {"val_accuracy", {.5, .7, .8, .86, .89, .9, .91, .915, .918, .92, .92, .92}}},
     LC_WARNING,
     {{0}}},
};

START_TEST(an_accuracy_of_nearly_all_has_followed_where_the_other_split_has)
{
    check_rule_case(RULE, &floors[_i]);
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

/* Sixteen records of four classes. Loss and accuracy add up to the same in the last thirteen at least: both come
 * to it, or begin above what equal probabilities cost, which no second softmax does, or all that moves does so
 * before. */
START_TEST(what_moves_must_add_up_from_a_usual_start)
{
    static const struct {
        const char *what;
        double first, right_at_first, learnt;
        size_t findings;
    } runs[] = {
        {"the first three differ", 1.38, 0.3, 0.2, 1},
        {"the first cost more than a guess", 1.6, 0.3, 0.2, 0},
        {"only the first three move", 1.38, 0.3, 0.01, 0},
    };
    for (size_t k = 0; k < sizeof runs / sizeof *runs; k++) {
        double loss[16], right[16];
        for (size_t i = 0; i < 16; i++) {
            right[i] =
                i < 3 ? runs[k].right_at_first : 0.98 - runs[k].learnt * exp(-((double)i - 3) / 2);
            loss[i] = i < 3 ? runs[k].first : log(exp(1) + 3) - right[i];
        }
        lc_run run = run_over(16);
        add(&run, "loss", loss);
        add(&run, "accuracy", right);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == runs[k].findings, "%s: %zu", runs[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

static const rule_case sums[] = {
    {"a loss that is never set back to 0, of steps that shrink",
     6,
     {{"loss", {0.9, 1.4, 1.8, 2.15, 2.45, 2.7}},
      {"accuracy", {0.52, 0.6, 0.67, 0.72, 0.76, 0.79}}},
     LC_WARNING,
     {{"first", 0.9}, {"last_step", 0.25}}},
    {"a loss that is never set back to 0",
     6,
     {{"loss", {0.9, 1.7, 2.4, 3, 3.5, 3.9}}, {"accuracy", {0.52, 0.6, 0.67, 0.72, 0.76, 0.79}}},
     LC_WARNING,
     {{"first", 0.9}, {"last_step", 0.4}}},
    {"the same while nothing gets better",
     6,
     {{"loss", {0.9, 1.7, 2.4, 3, 3.5, 3.9}}, {"accuracy", {0.52, 0.5, 0.51, 0.49, 0.5, 0.5}}},
     SILENT,
     {{0}}},
    {"one step is larger than the first value",
     6,
     {{"loss", {0.9, 1.7, 2.4, 3.9, 4.4, 4.8}}, {"accuracy", {0.52, 0.6, 0.67, 0.72, 0.76, 0.79}}},
     SILENT,
     {{0}}},
    {"four times the held-out loss, in each record",
     6,
     {{"loss", {9.24, 8.06, 7.11, 6.39, 5.97, 5.78}},
      {"val_loss", {2.3, 2.0, 1.78, 1.61, 1.49, 1.45}},
      {"val_accuracy", {0.31, 0.38, 0.43, 0.49, 0.52, 0.53}}},
     LC_WARNING,
     {{"ratio_least", 6.39 / 1.61}, {"ratio_greatest", 8.06 / 2.0}}},
    {"three and a half times",
     6,
     {{"loss", {8.05, 7.0, 6.23, 5.635, 5.215, 5.075}},
      {"val_loss", {2.3, 2.0, 1.78, 1.61, 1.49, 1.45}},
      {"val_accuracy", {0.31, 0.38, 0.43, 0.49, 0.52, 0.53}}},
     SILENT,
     {{0}}},
    {"four times at first, five times in the end",
     6,
     {{"loss", {9.2, 8.4, 7.8, 7.5, 7.2, 7.25}},
      {"val_loss", {2.3, 2.0, 1.78, 1.61, 1.49, 1.45}},
      {"val_accuracy", {0.31, 0.38, 0.43, 0.49, 0.52, 0.53}}},
     SILENT,
     {{0}}},
    {"four times a loss that dropout may make so low",
     6,
     {{"loss", {4.04, 2.81, 1.99, 1.52, 1.19, 1.12}},
      {"val_loss", {1.01, 0.7, 0.5, 0.38, 0.3, 0.28}},
      {"val_accuracy", {0.71, 0.78, 0.83, 0.89, 0.92, 0.93}}},
     SILENT,
     {{0}}},
    {"four times, of two losses that rest",
     6,
     {{"loss", {9.24, 9.23, 9.25, 9.24, 9.23, 9.24}},
      {"val_loss", {2.31, 2.31, 2.3, 2.31, 2.31, 2.31}},
      {"val_accuracy", {0.1, 0.1, 0.1, 0.11, 0.1, 0.1}}},
     SILENT,
     {{0}}},
    {"once, as between splits of one task",
     6,
     {{"loss", {2.31, 2.02, 1.77, 1.6, 1.49, 1.45}},
      {"val_loss", {2.3, 2.0, 1.78, 1.61, 1.49, 1.45}},
      {"val_accuracy", {0.31, 0.38, 0.43, 0.49, 0.52, 0.53}}},
     SILENT,
     {{0}}},
    /* 30 / (1 - 0.6) = 75 nats each wrong answer, and 15 / 0.4 = 37.5 */
    {"each wrong answer costs more than a certain one at once",
     6,
     {{"loss", {1.2, 1, 0.9, 0.84, 0.8, 0.78}},
      {"val_loss", {30, 29.5, 29, 28.8, 28.5, 28}},
      {"val_accuracy", {0.6, 0.62, 0.63, 0.64, 0.65, 0.66}}},
     LC_WARNING,
     {{"ratio_first", 25}}},
    {"as many times the other loss, but less than that each",
     6,
     {{"loss", {0.6, 0.5, 0.45, 0.42, 0.4, 0.39}},
      {"val_loss", {15, 14.75, 14.5, 14.4, 14.25, 14}},
      {"val_accuracy", {0.6, 0.62, 0.63, 0.64, 0.65, 0.66}}},
     SILENT,
     {{0}}},
    {"as much, while most are wrong at first",
     6,
     {{"loss", {1.2, 1, 0.9, 0.84, 0.8, 0.78}},
      {"val_loss", {30, 29.5, 29, 28.8, 28.5, 28}},
      {"val_accuracy", {0.45, 0.46, 0.48, 0.5, 0.51, 0.52}}},
     SILENT,
     {{0}}},
    {"as much, while ever more goes wrong",
     6,
     {{"loss", {1.2, 1, 0.9, 0.84, 0.8, 0.78}},
      {"val_loss", {30, 29.5, 29, 28.8, 28.5, 28}},
      {"val_accuracy", {0.6, 0.59, 0.57, 0.56, 0.55, 0.54}}},
     SILENT,
     {{0}}},
};

START_TEST(sums_that_pass_for_means_are_told)
{
    check_rule_case(RULE, &sums[_i]);
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
    tcase_add_loop_test(t, an_accuracy_of_nearly_all_has_followed_where_the_other_split_has, 0,
                        (int)(sizeof floors / sizeof *floors));
    tcase_add_test(t, does_not_depend_on_the_unit_of_the_loss);
    tcase_add_test(t, losses_of_other_units_are_told);
    tcase_add_test(t, a_softmax_that_is_applied_twice_is_told);
    tcase_add_test(t, what_moves_must_add_up_from_a_usual_start);
    tcase_add_loop_test(t, sums_that_pass_for_means_are_told, 0, (int)(sizeof sums / sizeof *sums));
    tcase_add_test(t, a_loss_per_wrong_answer_that_differs_is_told);
    tcase_add_test(t, records_without_a_loss_say_nothing);
    tcase_add_test(t, losses_of_opposite_signs_are_not_the_same);
    tcase_add_test(t, what_was_memorised_before_a_piece_is_no_other_unit);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
