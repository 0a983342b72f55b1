/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_still_improving.c - runs that end too early, and those that have settled or turned. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_still_improving(void);

#define RULE "still-improving"
#define N 60

START_TEST(question_still_learns_by_its_training_accuracy)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    const lc_finding *f = found(&run, &d, RULE, "acc");
    ck_assert_ptr_nonnull(f);
    /* the last third begins at 200.3; four points are taken at least */
    ck_assert_double_eq(f->from, 150);
    ck_assert_double_eq(f->to, 300);
    check_evidence(f, "from_value", 0.3219, 0);
    check_evidence(f, "end_value", 0.4981, 0);
    check_evidence(f, "gained_in_last_third", 0.1762, 1e-9);
    check_evidence(f, "share_of_gain", 0.1762 / (0.4981 - 0.0207), 1e-9);
    /* steps into and in the last third: 0.0715 from 200 to 250, 0.0185 from 250 to 300 */
    check_evidence(f, "least_step", 0.0185, 1e-9);
    check_evidence(f, "most_step", 0.0715, 1e-9);
    /* slopes (1e-5 per epoch) 172.4, 157.7, 117.5, 143, 90, 37: the median is (143 + 117.5) / 2 */
    check_evidence(f, "slope", 0.00130233, 1e-5);
    /* four in order are 1 of 24, 0.042; that neighbours may correlate and their sizes make it 0.049 */
    ck_assert_ptr_nonnull(strstr(f->basis, "p = 0.049"));
    ck_assert_double_eq_tol(f->confidence, 0.808, 1e-3); /* as the calibration has it, no more */
    ck_assert_ptr_nonnull(strstr(f->summary, "rising"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A loss of exactly 0.2 + 0.8 exp(-t / scale): what lies ahead is known. */
START_TEST(what_is_expected_is_bounded_by_the_slope)
{
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = 0.2 + 0.8 * exp(-(double)i / 59);
    lc_run run = run_over(N);
    add(&run, "loss", y);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert(d.n == 1 && f && f->severity == LC_WARNING);
    /* as many epochs again: t = 118, where the loss is 0.2 + 0.8 exp(-2) = 0.308. Half the slope of
     * the last third promises less: 0.8 / 59 exp(-49 / 59) = 0.00591 at its middle, times 59 / 2,
     * below the end's 0.2 + 0.8 exp(-58 / 59) = 0.4993 */
    check_evidence(f, "expected_at", 119, 1e-9);
    check_evidence(f, "expected", 0.325, 0.01);
    /* the change of 0.173 is known to 0.01 at best, of 0.1 / 3 and 0.1 the power of ten below */
    ck_assert_str_eq(f->advice.text[0],
                     "train longer: 59 more epochs should lower val_loss to about 0.33");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *what;
    shape train, validation;
    int severity;       /* -1: silent */
    const char *series; /* that answers */
} cases[] = {
    {"half of the way to go",
     {1, .1, 60, .003, 0, 0},
     {1, .2, 60, .003, 0, 0},
     LC_WARNING,
     "val_loss"},
    {"settled", {1, .1, 6, .003, 0, 0}, {1, .2, 6, .003, 0, 0}, -1, NULL},
    {"the last little bit", {1, .1, 15, .003, 0, 0}, {1, .2, 15, .003, 0, 0}, LC_NOTE, "val_loss"},
    {"validation turned, train falls on",
     {1, .1, 60, .003, 0, 0},
     {1, .2, 5, .003, 20, .3},
     -1,
     NULL},
    {"flat all along", {1, 1, 6, .01, 0, 0}, {1, 1, 6, .01, 0, 0}, -1, NULL},
    {"runs away", {1, 9, 60, .003, 0, 0}, {1, 9, 60, .003, 0, 0}, -1, NULL},
    {"negative losses", {-1, -5, 60, .01, 0, 0}, {-1, -4, 60, .01, 0, 0}, LC_WARNING, "val_loss"},
};

START_TEST(asks_validation_whether_the_run_had_settled)
{
    double y[N];
    uint64_t seed = 41;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].train, &seed);
    add(&run, "loss", y);
    draw(y, N, &cases[_i].validation, &seed);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert_msg((int)d.findings[0].severity == cases[_i].severity, "%s: %s", cases[_i].what,
                      lc_severity_name(d.findings[0].severity));
        ck_assert_ptr_nonnull(found(&run, &d, RULE, cases[_i].series));
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(each_threshold_moves_the_decision)
{
    static const shape s = {1, .2, 60, .003, 0, 0};
    double y[N];
    uint64_t seed = 41;
    lc_run run = run_over(N);
    draw(y, N, &s, &seed);
    add(&run, "loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "alpha", 0, LC_NOTE), 0);
    /* in the last third e^(-2/3) - e^-1 = 0.146 of 1 - e^-1 = 0.632 are gained: 0.23 */
    ck_assert_uint_eq(count_by(&run, RULE, "gain", 0.18, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "gain", 0.28, LC_NOTE), 0);
    /* ahead: e^-1 - e^-2 = 0.233 of 0.632, 0.37; by the last third's slope 0.35 */
    ck_assert_uint_eq(count_by(&run, RULE, "much", 0.15, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "much", 0.5, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "much", 0.5, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* 400 settled runs: the trend test at its 5 %, and hardly ever more than a note. */
START_TEST(settled_runs_are_seldom_said_to_improve)
{
    size_t notes = 0, warnings = 0;
    for (int k = 0; k < 400; k++) {
        static const shape s = {1, .2, 4, .05, 0, 0};
        double y[N];
        uint64_t seed = (uint64_t)k;
        lc_run run = run_over(N);
        draw(y, N, &s, &seed);
        add(&run, "val_loss", y);
        draw(y, N, &s, &seed);
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        notes += d.n > 0;
        warnings += d.n > 0 && d.findings[0].severity > LC_NOTE;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_msg(notes <= 40 && warnings <= 4, "%zu, of them %zu warnings", notes, warnings);
}
END_TEST

/* It begins far above chance, ln 2, and what it gains below that is little of the whole fall: counted
 * from the start, a note; from chance on, a tenth and more lies ahead. Above chance everything does. */
START_TEST(the_way_is_counted_from_chance)
{
    double y[2][N];
    for (size_t i = 0; i < N; i++) {
        y[0][i] = 0.3 + 0.45 * exp(-(double)i / 30) + 40 * exp(-(double)i / 2);
        y[1][i] = 0.8 + 40 * exp(-(double)i / 8);
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        add(&run, "loss", y[k]);
        add(&run, "val_loss", y[k]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
        run.facts.classes = 2;
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Half are wrong, and the loss falls: a twentieth of the whole fall lies ahead, but far more can. */
START_TEST(so_many_wrong_are_not_the_end)
{
    double y[N], right[2][N];
    for (size_t i = 0; i < N; i++) {
        y[i] = 1 + 3 * exp(-(double)i / 2) - 0.3 * (double)i / (N - 1);
        right[0][i] = 0.4 + 0.1 * (double)i / (N - 1);
        right[1][i] = 0.7 + 0.1 * (double)i / (N - 1);
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        add(&run, "loss", y);
        add(&run, "val_loss", y);
        add(&run, "val_accuracy", right[k]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        ck_assert_uint_eq(count_by(&run, RULE, "little", k ? 0.9 : 0.3, LC_WARNING), k ? 1 : 0);
        lc_run_free(&run);
    }
}
END_TEST

/* Ten records, of which the first takes most of the way: a hundredth of its level in each of the last
 * steps is no rest, less is. */
START_TEST(a_loss_that_falls_in_each_record_has_not_settled)
{
    for (size_t k = 0; k < 2; k++) {
        double y[10];
        for (size_t i = 0; i < 10; i++)
            y[i] = (i == 0 ? 12 : 1.2) * exp(-(k ? 0.008 : 0.014) * (double)i);
        lc_run run = run_over(10);
        add(&run, "loss", y);
        add(&run, "val_loss", y);
        ck_assert_uint_eq(count_by(&run, RULE, "gain", 0, LC_WARNING), k ? 0 : 1);
        ck_assert_uint_eq(count_by(&run, RULE, "gain", 0, LC_NOTE), 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Four in ten are right, and the loss creeps: as long again brings less than a hundredth of it. */
START_TEST(what_creeps_is_no_warning_however_much_is_wrong)
{
    double y[N], right[N];
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < N; i++) {
            double at = (double)i / (N - 1);
            y[i] = 1 + 0.04 * exp(-(double)i / 2) - (k ? 0.003 : 0.1) * at;
            right[i] = 0.4 + (k ? 0.001 : 0.05) * at;
        }
        lc_run run = run_over(N);
        add(&run, "loss", y);
        add(&run, "val_loss", y);
        add(&run, "val_accuracy", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* Training falls to the end; validation rests in the second half of the run, or follows. */
START_TEST(what_validation_leaves_behind_is_not_asked_for)
{
    for (size_t k = 0; k < 2; k++) {
        double y[24], held_out[24];
        for (size_t i = 0; i < 24; i++) {
            y[i] = 1 - 0.03 * (double)i;
            held_out[i] = 1 + exp(-2 * (double)i) + (i % 2 ? 0.001 : -0.001);
            held_out[i] -= k ? 0.02 * (double)i : i + 1 == 24 ? 0.004 : 0;
        }
        lc_run run = run_over(24);
        add(&run, "loss", y);
        add(&run, "val_loss", held_out);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), k);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

/* ---- what makes it a warning, and what a note ----------------------------------------------------- */

#define FALLS                                       \
    {                                               \
        "loss",                                     \
        {                                           \
            1, .9, .82, .75, .69, .64, .6, .57, .54 \
        }                                           \
    }
#define SETTLED                                         \
    {                                                   \
        "loss",                                         \
        {                                               \
            1, .6, .4, .33, .31, .305, .303, .302, .302 \
        }                                               \
    }
#define FADES                                          \
    {                                                  \
        "loss",                                        \
        {                                              \
            10, 1, .8, .7, .66, .648, .644, .642, .641 \
        }                                              \
    }
static const comparison compared[] = {
    {"much lies ahead", {.n = 9, .made = {FALLS}}, {.n = 9, .made = {SETTLED}}, 1},
    {"of three records", {.n = 3, .made = {FALLS}}, {.n = 9, .made = {SETTLED}}, 0},
    {"it fades, while much is wrong",
     {.n = 9, .made = {FADES, {"accuracy", {.2, .4, .45, .47, .48, .485, .487, .488, .489}}}},
     {.n = 9, .made = {FADES, {"accuracy", {.5, .8, .85, .87, .88, .885, .887, .888, .889}}}},
     0},
    {"from worse than a guess",
     {.n = 9,
      .made = {{"loss", {40, 4, 3.5, 3.3, 3.1, 3, 2.95, 2.9, 2.87}}},
      .facts = {.classes = 10}},
     {.n = 9,
      .made = {{"loss", {40, 4, 3.5, 3.3, 3.1, 3, 2.95, 2.9, 2.87}}},
      .facts = {.classes = 100}},
     1},
    {"validation has turned",
     {.n = 9, .made = {FALLS, {"val_loss", {1.02, .93, .85, .79, .85, .92, .99, 1.05, 1.1}}}},
     {.n = 9, .made = {FALLS}},
     -1},
    {"nor does its accuracy, whatever that of training does",
     {.n = 9,
      .made = {FALLS,
               {"val_loss", {1.02, .8, .7, .65, .64, .641, .639, .64, .64}},
               {"accuracy", {.5, .54, .58, .62, .66, .7, .74, .78, .82}}}},
     {.n = 9, .made = {FALLS, {"accuracy", {.5, .54, .58, .62, .66, .7, .74, .78, .82}}}},
     -1},
    {"a score that is not of training has settled",
     {.n = 9, .made = {FALLS, {"mAP", {.1, .3, .37, .38, .379, .381, .38, .38, .379}}}},
     {.n = 9, .made = {FALLS, {"mAP", {.1, .15, .2, .24, .28, .31, .34, .36, .38}}}},
     -1},
    {"validation doesn't follow any more",
     {.n = 9, .made = {FALLS, {"val_loss", {1.02, .8, .7, .65, .64, .641, .639, .64, .64}}}},
     {.n = 9, .made = {FALLS}},
     -1},
};

START_TEST(what_lies_ahead_counts)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_still_improving(void)
{
    Suite *s = suite_create("still_improving");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_still_learns_by_its_training_accuracy);
    tcase_add_test(t, what_is_expected_is_bounded_by_the_slope);
    tcase_add_loop_test(t, asks_validation_whether_the_run_had_settled, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, each_threshold_moves_the_decision);
    tcase_add_test(t, settled_runs_are_seldom_said_to_improve);
    tcase_add_test(t, the_way_is_counted_from_chance);
    tcase_add_test(t, so_many_wrong_are_not_the_end);
    tcase_add_test(t, a_loss_that_falls_in_each_record_has_not_settled);
    tcase_add_test(t, what_creeps_is_no_warning_however_much_is_wrong);
    tcase_add_test(t, what_validation_leaves_behind_is_not_asked_for);
    tcase_add_test(t, survives_curves_without_a_shape);
    tcase_add_loop_test(t, what_lies_ahead_counts, 0, (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
