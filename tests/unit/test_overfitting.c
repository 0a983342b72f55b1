/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_overfitting.c - validation losses that turn, and those that rest, swing or fall. */
#include "curves.h"
#include "model/params.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_overfitting(void);

#define RULE "overfitting"
#define N 100

/* A run whose training loss falls from 1 to 0.1, with this validation loss. */
static lc_run run_with(const shape *validation, size_t n, uint64_t *seed)
{
    /* Losses below 0 train lower than they validate, too. */
    double lower = validation->start < 0 ? 4 : 0;
    const shape train = {1 - lower, 0.1 - lower, fmin(25, (double)n / 4), 0, 0, 0};
    double y[CURVE_MAX];
    lc_run run = run_over(n);
    draw(y, n, &train, seed);
    add(&run, "loss", y);
    draw(y, n, validation, seed);
    add(&run, "val_loss", y);
    return run;
}

/* A V without noise: down from 1 to 0.5 in 50 records, up to 0.75 in 50. */
START_TEST(a_plain_v_is_measured_as_by_hand)
{
    double train[N], validation[N];
    for (size_t i = 0; i < N; i++) {
        double e = (double)i + 1;
        train[i] = 1 - 0.9 * e / N;
        validation[i] = e <= 50 ? 1 - 0.01 * e : 0.5 + 0.005 * (e - 50);
    }
    lc_run run = run_over(N);
    add(&run, "loss", train);
    add(&run, "val_loss", validation);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    /* it loses half of what it had gained: just not more than that, which would be critical */
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_str_eq(run.series[f->series[1]].metric.name, "loss");
    /* Medians of five about records 48 .. 53 are 0.52, 0.51, 0.51, 0.51, 0.51, 0.515; the least mean
     * of five of those is at 51: 2.555 / 5 = 0.511. */
    check_evidence(f, "best_at", 51, 0);
    check_evidence(f, "best", 0.511, 1e-9);
    check_evidence(f, "wasted", 49, 0);
    ck_assert_double_eq(f->from, 51);
    ck_assert_double_eq(f->to, 100);
    /* end: median of the last five, 0.5 + 0.005 * 48 = 0.74 */
    check_evidence(f, "end", 0.74, 1e-9);
    check_evidence(f, "rise_over_gain", 0.229 / 0.479, 1e-9); /* (0.74 - 0.511) / (0.99 - 0.511) */
    check_evidence(f, "generalization_loss_percent", 100 * (0.74 / 0.511 - 1), 1e-9);
    check_evidence(f, "train_at_best", 0.541, 1e-9); /* 1 - 0.9 * 0.51 */
    check_evidence(f, "train_end", 0.118, 1e-9);     /* 1 - 0.9 * 0.98 */
    ck_assert_ptr_nonnull(strstr(f->basis, "p = "));
    ck_assert_double_gt(f->confidence, 0.95);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *what;
    shape validation; /* beside a training loss that falls from 1 to 0.1 */
    int severity;     /* -1: silent */
} cases[] = {
    {"falls and settles", {1, 0.3, 10, 0.01, 0, 0}, -1},
    {"settles, with much noise", {1, 0.3, 10, 0.08, 0, 0}, -1},
    {"still falls", {1, 0.3, 80, 0.01, 0, 0}, -1},
    {"rests with a gap", {1, 0.6, 5, 0.01, 0, 0}, -1},
    {"flat all along", {0.7, 0.7, 5, 0.02, 0, 0}, -1},
    /* 0.02 of a gain of 0.7: 3 %, below a twentieth */
    {"turns by very little", {1, 0.3, 10, 0.001, 50, 0.02}, LC_NOTE},
    {"turns", {1, 0.3, 10, 0.01, 50, 0.15}, LC_WARNING},
    {"turns early", {1, 0.3, 5, 0.01, 20, 0.25}, LC_WARNING},
    {"turns late", {1, 0.3, 10, 0.01, 80, 0.25}, LC_WARNING},
    {"loses all it had gained", {1, 0.3, 5, 0.01, 20, 0.7}, LC_CRITICAL},
    {"ends far above its start", {1, 0.5, 5, 0.02, 20, 3}, LC_CRITICAL},
    {"negative losses", {-1, -3, 10, 0.01, 50, 0.6}, LC_WARNING},
};

/* The log tells that the weights of the best val_loss are kept: those do not overfit. */
/* What was logged last counts at the best epoch, and at the end. */
START_TEST(an_accuracy_may_end_before_the_best_loss)
{
    double train[N], validation[N], accuracy[N];
    for (size_t i = 0; i < N; i++) {
        double e = (double)i + 1;
        train[i] = 1 - 0.9 * e / N;
        validation[i] = e <= 50 ? 1 - 0.01 * e : 0.5 + 0.005 * (e - 50);
        accuracy[i] = e <= 8 ? 0.75 : lc_absent();
    }
    lc_run run = run_over(N);
    add(&run, "loss", train);
    add(&run, "val_loss", validation);
    add(&run, "val_accuracy", accuracy);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert_ptr_nonnull(f);
    check_evidence(f, "accuracy_at_best", 0.75, 1e-9);
    check_evidence(f, "accuracy_at_end", 0.75, 1e-9);
    bool told = false;
    for (size_t i = 0; i < f->causes.n; i++)
        told |= strstr(f->causes.text[i], "(0.75 at the best epoch, 0.75 at the end)") != NULL;
    ck_assert(told);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(what_is_not_kept_is_no_verdict)
{
    static const shape train = {1, 0.01, 12, 0.003, 0, 0}, validation = {1, 0.4, 6, 0.01, 20, 0.5};
    for (int restored = 0; restored < 3; restored++) {
        double y[60];
        uint64_t seed = 5;
        lc_run run = run_over(60);
        draw(y, 60, &train, &seed);
        add(&run, "loss", y);
        draw(y, 60, &validation, &seed);
        add(&run, "val_loss", y);
        const char *metric = restored == 1 ? "val_loss" : "val_accuracy";
        if (restored)
            lc_params_set(&run.params, "restore_best", 12, metric, strlen(metric), NULL);
        lc_diagnosis d = diagnose(&run);
        const lc_finding *f = found(&run, &d, "overfitting", "val_loss");
        ck_assert_str_eq(d.verdict.name, restored == 1 ? "healthy" : "overfitting");
        ck_assert_int_eq(f->severity, restored == 1 ? LC_NOTE : LC_CRITICAL);
        ck_assert(!strstr(d.verdict.summary, "that are kept") == (restored != 1));
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(only_a_turn_for_good_is_found)
{
    uint64_t seed = 99;
    lc_run run = run_with(&cases[_i].validation, N, &seed);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n)
        ck_assert_msg((int)d.findings[0].severity == cases[_i].severity, "%s: %s", cases[_i].what,
                      lc_severity_name(d.findings[0].severity));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Each threshold, with a turn that passes it and a value that it does not pass. */
static const struct {
    const char *name;
    shape validation;
    double value;
    lc_severity was; /* that severity is found at the default, and not at `value` */
} limits[] = {
    /* 0.05 of 0.7: 7 % */
    {"gain_share", {1, 0.3, 10, 0.002, 50, 0.05}, 0.12, LC_WARNING},
    /* 0.05 of 0.3: 17 % */
    {"loss_share", {1, 0.3, 10, 0.002, 50, 0.05}, 0.25, LC_WARNING},
    /* a start of 9 makes the gain 8.7, of which 0.1 is 1 %; over the best it is a third */
    {"loss_alone", {9, 0.3, 2, 0.002, 50, 0.1}, 0.5, LC_WARNING},
};

START_TEST(each_threshold_moves_the_decision)
{
    uint64_t seed = 3;
    lc_run run = run_with(&limits[_i].validation, N, &seed);
    lc_setting set[] = {{RULE, "alpha_fitting", 0.01},
                        {RULE, "small", 1},
                        {RULE, limits[_i].name, limits[_i].value}};
    lc_diagnose_options o = {
        .rules = RULE, .settings = set, .settings_n = 2, .min_severity = limits[_i].was};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_msg(d.n == 1, "%s by default", limits[_i].name);
    o.settings_n = 3;
    lc_diagnosis_free(&d);
    d = diagnose_with(&run, &o);
    ck_assert_msg(d.n == 0, "%s of %g", limits[_i].name, limits[_i].value);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(alpha_is_a_threshold)
{
    static const shape settled = {1, 0.1, 2, 0, 0, 0}, turn = {1, 0.3, 5, 0.02, 50, 0.1};
    double y[N];
    uint64_t seed = 6;
    lc_run run = run_over(N);
    draw(y, N, &settled, &seed); /* training has no part in it */
    add(&run, "loss", y);
    draw(y, N, &turn, &seed);
    add(&run, "val_loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "alpha", 1e-12, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* A rise that is more than one in fifty of noise alone, while training goes on: it gained more than a
 * seventh of all since the best, and more than a third of its loss there. */
START_TEST(odds_are_another_while_training_fits_on)
{
    static const shape train = {2.7, 0.2, 9, 0.01, 0, 0}, validation = {2.6, 0.5, 4, 0.03, 16, 0.2};
    double y[30], z[30];
    uint64_t seed = 6;
    draw(y, 30, &train, &seed);
    draw(z, 30, &validation, &seed);
    lc_run run = run_over(30);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "alpha_fitting", 0, LC_NOTE), 0);
    lc_setting set[] = {{RULE, "fitting", 0.9}, {RULE, "fitting_loss", 0.9}};
    lc_diagnose_options o = {.rules = RULE, .settings = set, .settings_n = 2};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_uint_eq(d.n, 0);
    lc_diagnosis_free(&d);
    o.settings_n = 1; /* either of both is enough */
    d = diagnose_with(&run, &o);
    ck_assert_uint_eq(d.n, 1);
    lc_diagnosis_free(&d);
    /* beside a start of 100 it is next to nothing, but it is half of the loss */
    run.series[0].y[0] = 100;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "fitting_loss", 0.9, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(training_that_rises_as_well_is_no_overfitting)
{
    double y[N], z[N];
    uint64_t seed = 8;
    static const shape both = {1, 0.3, 10, 0.01, 50, 0.3};
    lc_run run = run_over(N);
    draw(y, N, &both, &seed);
    draw(z, N, &both, &seed);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(accuracy_tells_overconfidence_from_worse_decisions)
{
    static const shape turn = {1, 0.3, 10, 0.005, 40, 0.3}, good = {0.5, 0.9, 10, 0.002, 0, 0},
                       bad = {0.5, 0.9, 10, 0.002, 40, -0.2};
    for (int falls = 0; falls < 2; falls++) {
        double y[N];
        uint64_t seed = 8;
        lc_run run = run_with(&turn, N, &seed);
        draw(y, N, falls ? &bad : &good, &seed);
        add(&run, "val_accuracy", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        bool overconfident = false;
        ck_assert_ptr_nonnull(f);
        for (size_t i = 0; i < f->causes.n; i++)
            overconfident = overconfident || strstr(f->causes.text[i], "overconfidence");
        ck_assert_int_eq(overconfident, !falls);
        ck_assert_double_eq_tol(evidence(f, "accuracy_at_best"), 0.9, 0.02);
        ck_assert_double_eq_tol(evidence(f, "accuracy_at_end"), falls ? 0.7 : 0.9, 0.02);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* Without losses a score's turn counts; without training curves validation's own does. */
START_TEST(scores_and_lone_validation_curves_can_turn)
{
    static const shape up_and_down = {0.5, 0.9, 10, 0.002, 50, -0.1},
                       rises = {0.5, 0.99, 20, 0.002, 0, 0}, turn = {1, 0.3, 10, 0.005, 50, 0.2};
    double y[N], z[N];
    uint64_t seed = 4;
    lc_run run = run_over(N);
    draw(y, N, &rises, &seed);
    draw(z, N, &up_and_down, &seed);
    add(&run, "accuracy", y);
    add(&run, "val_accuracy", z);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
    ck_assert_ptr_nonnull(f);
    ck_assert_double_eq_tol(evidence(f, "best"), 0.9, 0.01);
    /* the end is the median of the last five: 0.9 - 0.1 * 48 / 50 = 0.804 */
    ck_assert_double_eq_tol(evidence(f, "end"), 0.804, 0.005);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    run = run_over(N);
    draw(y, N, &turn, &seed);
    add(&run, "val_loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* 100 runs for each: turns at 0.2 .. 0.6 of the run that rise by five sds of the noise or more, and
 * by more than the twentieth of the gain that is worth a warning. */
static const struct {
    size_t n;
    double noise, rise; /* of the gain, 0.7; in sds */
} detected[] = {
    {30, 0.03, 10}, {30, 0.1, 10}, {100, 0.03, 5},  {100, 0.1, 5}, {100, 0.01, 10},
    {300, 0.03, 5}, {300, 0.1, 5}, {300, 0.01, 20}, {10, 0.1, 20},
};

START_TEST(turns_of_five_sds_are_found_in_95_of_100)
{
    size_t n = detected[_i].n, warned = 0;
    for (int k = 0; k < 100; k++) {
        uint64_t seed = (uint64_t)k + 1000 * n;
        double sd = 0.7 * detected[_i].noise, turn = (0.2 + 0.2 * (k % 3)) * (double)n;
        shape v = {1, 0.3, turn / 5, sd, turn, detected[_i].rise * sd};
        lc_run run = run_with(&v, n, &seed);
        warned += count_by(&run, RULE, NULL, 0, LC_WARNING) > 0;
        lc_run_free(&run);
    }
    ck_assert_msg(warned >= 95, "n %zu, noise %g, rise %g sds: %zu of 100", n, detected[_i].noise,
                  detected[_i].rise, warned);
}
END_TEST

/* A rise of 0.12 over a best of 0.3: 20 samples may show 0.45 * 0.3 / sqrt(20) = 0.03 by chance, one
 * 0.134. Training that never gets better than validation's best has learnt nothing by heart. */
START_TEST(few_samples_and_poor_training_make_it_a_note)
{
    static const shape turn = {1, 0.3, 5, 0.002, 50, 0.12}, poor = {1, 0.4, 25, 0, 0, 0};
    double y[N];
    uint64_t seed = 3;
    lc_run run = run_with(&turn, N, &seed);
    run.facts.validation_samples = 20;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    run.facts.validation_samples = 1;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
    lc_run_free(&run);
    run = run_over(N);
    draw(y, N, &poor, &seed);
    add(&run, "loss", y);
    draw(y, N, &turn, &seed);
    add(&run, "val_loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* An AUC that ends 0.0016 below its best of 0.9307 has 2.3 % more wrong than there; at 0.91 29 %. */
START_TEST(a_score_must_lose_some_of_what_it_lacks)
{
    static const shape train = {0.96, 0.98, 20, 0, 0, 0};
    static const struct {
        double rise;
        lc_severity severity;
    } ends[] = {{-0.0016, LC_NOTE}, {-0.0207, LC_CRITICAL}};
    for (size_t k = 0; k < 2; k++) {
        const shape v = {0.93, 0.9307, 3, 0.00001, 30, ends[k].rise};
        double y[N];
        uint64_t seed = 4;
        lc_run run = run_over(N);
        draw(y, N, &train, &seed);
        add(&run, "auc", y);
        draw(y, N, &v, &seed);
        add(&run, "val_auc", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert(d.n == 1 && d.findings[0].severity == ends[k].severity);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* Falls fast from 3 to 0.9 in 15 records, then rises for 25: by a share of the best, and by a fiftieth of
 * what was gained. Training falls to the end, or rests. */
START_TEST(three_percent_of_the_best_suffice_without_a_training_loss)
{
    static const struct {
        double rise; /* of the best */
        bool train;
        size_t warnings;
    } cases_alone[] = {{0.05, false, 1}, {0.05, true, 0}, {0.02, false, 0}};
    for (size_t k = 0; k < sizeof cases_alone / sizeof *cases_alone; k++) {
        double y[40], z[40];
        for (size_t i = 0; i < 40; i++) {
            y[i] = i < 15 ? 0.9 + 2.1 * exp(-(double)i / 1.5)
                          : 0.9 * (1 + cases_alone[k].rise * ((double)i - 14) / 25);
            z[i] = 0.8 + 2.2 * exp(-(double)i / 3);
        }
        lc_run run = run_over(40);
        add(&run, "val_loss", y);
        if (cases_alone[k].train)
            add(&run, "loss", z);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == cases_alone[k].warnings, "%g: %zu", cases_alone[k].rise, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Validation alone rises by a third from its best; the last record keeps that, most of it, or little. */
START_TEST(a_rise_that_is_undone_is_none)
{
    static const struct {
        double last;
        size_t warnings;
    } ends[] = {{0.8, 1}, {0.74, 1}, {0.67, 0}};
    double y[] = {1.4, 1.1, 0.9, 0.75, 0.66, 0.61, 0.6, 0.65, 0.7, 0.74, 0.77, 0};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        y[11] = ends[k].last;
        lc_run run = run_over(12);
        add(&run, "val_loss", y);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == ends[k].warnings, "%g: %zu", ends[k].last, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Twelve records of both splits. */
static const rule_case few[] = {
    {"both splits rise as the weight of a part of the loss does",
     8,
     {{"loss", {70, 55, 53, 54, 55, 56, 57, 57}},
      {"val_loss", {60, 51, 50.5, 53, 55.5, 57, 58.5, 59}},
      {"beta", {0, 0, 0.1, 0.3, 0.5, 0.7, 0.9, 1}}},
     SILENT,
     {{0}}},
    {"validation rises from its best on, and ends at the same value",
     12,
     {{"loss", {1, .8, .66, .57, .5, .45, .42, .4, .38, .37, .36, .36}},
      {"val_loss", {1, .7, .6, .5, .47, .45, .47, .5, .54, .58, .62, .66}}},
     LC_WARNING,
     {{0}}},
    {"a small rise, while the accuracy of validation falls back",
     8,
     {{"loss", {1, .8, .66, .58, .52, .47, .43, .4}},
      {"val_loss", {1, .82, .7, .64, .61, .6, .605, .612}},
      {"val_accuracy", {.5, .6, .68, .72, .74, .75, .748, .745}}},
     LC_NOTE,
     {{0}}},
    {"a small rise, while the accuracy of validation gets better to the end",
     8,
     {{"loss", {1, .8, .66, .58, .52, .47, .43, .4}},
      {"val_loss", {1, .82, .7, .64, .61, .6, .605, .612}},
      {"val_accuracy", {.5, .6, .68, .72, .74, .75, .755, .76}}},
     SILENT,
     {{0}}},
    {"a lone best record, far below its neighbours",
     8,
     {{"loss", {1, .8, .66, .58, .52, .47, .43, .4}},
      {"val_loss", {1, .9, .15, .85, .9, .95, 1, 1.05}}},
     LC_NOTE,
     {{0}}},
    {"a best record among others",
     8,
     {{"loss", {1, .8, .66, .58, .52, .47, .43, .4}},
      {"val_loss", {1, .9, .75, .8, .85, .95, 1, 1.05}}},
     LC_CRITICAL,
     {{0}}},
    {"training gains little, and validation loses as much",
     10,
     {{"loss", {.700, .697, .694, .691, .688, .685, .682, .679, .676, .673}},
      {"val_loss", {.700, .698, .697, .699, .701, .703, .705, .707, .709, .711}}},
     LC_WARNING,
     {{0}}},
    {"validation swings, and ends high",
     12,
     {{"loss", {1, .8, .66, .57, .5, .45, .42, .4, .38, .37, .36, .36}},
      {"val_loss", {1, .7, .8, .5, .66, .45, .62, .47, .66, .45, .5, .66}}},
     SILENT,
     {{0}}},
    {"a score that swings, and is best in the last record",
     10,
     {{"accuracy", {.5, .6, .66, .71, .75, .78, .81, .83, .85, .87}},
      {"val_accuracy", {.5, .58, .74, .76, .75, .6, .62, .58, .6, .77}}},
     SILENT,
     {{0}}},
    {"the last record alone is worse than one that still fell",
     5,
     {{"loss", {1, .86, .75, .66, .6}}, {"val_loss", {.9, .72, .6, .5, .58}}},
     SILENT,
     {{0}}},
};

START_TEST(swings_that_end_high_are_no_overfitting)
{
    check_rule_case(RULE, &few[_i]);
}
END_TEST

START_TEST(parts_do_not_outvote_the_whole)
{
    static const double train[] = {1, .8, .66, .57, .5, .45, .42, .4, .38, .37, .36, .36},
                        falls[] = {1.05, .85, .7, .6, .53, .48, .45, .43, .41, .4, .39, .385},
                        turns[] = {1, .7, .6, .5, .47, .45, .47, .5, .54, .58, .62, .66};
    static const char *const others[][2] = {{"rmse_e", "val_rmse_e"}, {"mae", "val_mae"}};
    for (size_t k = 0; k < 2; k++) { /* an error of another kind is no part */
        lc_run run = run_over(12);
        add(&run, "rmse", train);
        add(&run, "val_rmse", falls);
        add(&run, others[k][0], train);
        add(&run, others[k][1], turns);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

/* Beside a validation loss at rest its accuracy falls from 0.82, to 0.76 or to 0.79. */
START_TEST(an_accuracy_that_loses_a_twentieth_speaks_beside_the_losses)
{
    static const double lost[] = {.7013, .7619, .8027, .8231, .8233, .8117,
                                  .8009, .7921, .7829, .7717, .7613, .7511};
    double y[12], z[12], rests[12], most[12], less[12];
    for (size_t i = 0; i < 12; i++) {
        y[i] = 0.1 + 0.9 * exp(-(double)i / 3);
        z[i] = 1 - y[i] / 2;
        rests[i] = 0.5;
        most[i] = lost[i];
        less[i] = i < 5 ? lost[i] : (lost[i] + 0.82) / 2;
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(12);
        add(&run, "loss", y);
        add(&run, "val_loss", rests);
        add(&run, "accuracy", z);
        add(&run, "val_accuracy", k ? less : most);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        ck_assert_uint_eq(count_by(&run, RULE, "lost", k ? 0.02 : 0.07, LC_WARNING), k ? 1 : 0);
        lc_run_free(&run);
    }
}
END_TEST

/* An error rate is a score, too: beside a loss that falls to the end it rises from 0.15, to 0.16 or to 0.25. */
START_TEST(an_error_rate_that_rises_by_a_twentieth_speaks_beside_the_losses)
{
    double loss[12], val[12], train[12], error[12];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(12);
        for (size_t i = 0; i < 12; i++) {
            loss[i] = 0.35 + 0.3 * exp(-(double)i / 4);
            val[i] = loss[i] + 0.02;
            train[i] = 0.12 + 0.1 * exp(-(double)i / 4);
            error[i] =
                i < 5 ? 0.2013 - 0.0128 * (double)i : 0.15 + (k ? 0.014 : 0.0017) * (double)(i - 4);
        }
        add(&run, "loss", loss);
        add(&run, "val_loss", val);
        add(&run, "error", train);
        add(&run, "val_error", error);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

/* Boosting from a first guess far off: validation is best at record 20 of 100 and creeps up by 2 %, a
 * hundredth of all that it gained, while training falls on by a third, or rests. */
START_TEST(a_small_rise_counts_where_training_goes_its_way)
{
    double train[2][N], validation[N];
    uint64_t seed = 5;
    shape v = {.start = 8, .floor = 2, .scale = 3, .noise = 0.001, .turn = 20, .rise = 0.045};
    shape falls = {.start = 8, .floor = 2, .scale = 3, .noise = 0.001, .turn = 20, .rise = -0.7};
    shape rests = {.start = 8, .floor = 1.9, .scale = 3, .noise = 0.001};
    draw(validation, N, &v, &seed);
    draw(train[0], N, &falls, &seed);
    draw(train[1], N, &rests, &seed);
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        add(&run, "loss", train[k]);
        add(&run, "val_loss", validation);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        ck_assert_uint_eq(count_by(&run, RULE, "on", 0.5, LC_WARNING), 0);
        ck_assert_uint_eq(count_by(&run, RULE, "small", 0.03, LC_WARNING), 0);
        lc_run_free(&run);
    }
}
END_TEST

/* What the rule's finding says of eight records of both splits [nats]. */
static double few_say(const double train[8], double factor, const double validation[8])
{
    double y[8];
    for (size_t i = 0; i < 8; i++)
        y[i] = factor * train[i];
    lc_run run = run_over(8);
    add(&run, "loss", y);
    add(&run, "val_loss", validation);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert_ptr_nonnull(f);
    double says = f->log_lr;
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    return says;
}

/* Validation ends at 0.65, and so does training, or a fifth above. */
START_TEST(validation_below_training_speaks_against_overfitting)
{
    static const double train[] = {1.8, 1.6, 1.4, 1.25, 1.17, 1.1, 1.04, 1},
                        held_out[] = {1.1, .85, .7, .62, .58, .61, .63, .65};
    double same = few_say(train, 0.65, held_out), below = few_say(train, 0.65 * exp(0.2), held_out);
    ck_assert_double_eq_tol(same - below, 1.5, 0.5);
}
END_TEST

/* By 3.5 % behind the best, while training falls on: so do the same values in another order. */
START_TEST(a_small_rise_counts_record_for_record)
{
    static const double train[] = {.9, .7, .6, .54, .5, .47, .44, .415, .395, .375, .374, .373};
    static const struct {
        const char *what;
        size_t n;
        double held_out[12];
        size_t warnings;
    } rises[] = {
        {"in order", 10, {.846, .622, .547, .511, .49, .482, .484, .489, .493, .499}, 1},
        {"two in another order",
         10,
         {.846, .622, .547, .511, .49, .482, .489, .484, .493, .499},
         0},
        {"one below the best", 10, {.846, .622, .547, .511, .49, .482, .493, .481, .489, .499}, 0},
        {"six in order",
         12,
         {.846, .622, .547, .511, .49, .482, .484, .486, .488, .49, .492, .494},
         1},
        {"the first two of six in another order",
         12,
         {.846, .622, .547, .511, .49, .482, .486, .484, .488, .49, .492, .494},
         0},
    };
    for (size_t k = 0; k < sizeof rises / sizeof *rises; k++) {
        lc_run run = run_over(rises[k].n);
        add(&run, "loss", train);
        add(&run, "val_loss", rises[k].held_out);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == rises[k].warnings, "%s: %zu", rises[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Five records behind the lowest, out of order: all 5 % above it and more, which says a quarter of a nat for each but three, or
 * one of them by 1 %. */
START_TEST(each_record_behind_the_lowest_counts)
{
    static const double train[] = {1.2, .95, .8, .72, .66, .61, .57, .54},
                        all[] = {1.1, .8, .6, .66, .63, .68, .66, .7},
                        one[] = {1.1, .8, .6, .66, .606, .68, .66, .7};
    ck_assert_double_ge(few_say(train, 1, all) - few_say(train, 1, one), 0.5);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_overfitting(void)
{
    Suite *s = suite_create("overfitting");
    TCase *t = tcase_create("core");
    tcase_add_test(t, a_plain_v_is_measured_as_by_hand);
    tcase_add_loop_test(t, only_a_turn_for_good_is_found, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, each_threshold_moves_the_decision, 0,
                        (int)(sizeof limits / sizeof *limits));
    tcase_add_test(t, alpha_is_a_threshold);
    tcase_add_test(t, odds_are_another_while_training_fits_on);
    tcase_add_test(t, training_that_rises_as_well_is_no_overfitting);
    tcase_add_test(t, accuracy_tells_overconfidence_from_worse_decisions);
    tcase_add_test(t, scores_and_lone_validation_curves_can_turn);
    tcase_add_loop_test(t, turns_of_five_sds_are_found_in_95_of_100, 0,
                        (int)(sizeof detected / sizeof *detected));
    tcase_add_test(t, an_accuracy_may_end_before_the_best_loss);
    tcase_add_test(t, what_is_not_kept_is_no_verdict);
    tcase_add_test(t, few_samples_and_poor_training_make_it_a_note);
    tcase_add_test(t, a_score_must_lose_some_of_what_it_lacks);
    tcase_add_test(t, three_percent_of_the_best_suffice_without_a_training_loss);
    tcase_add_test(t, a_rise_that_is_undone_is_none);
    tcase_add_loop_test(t, swings_that_end_high_are_no_overfitting, 0,
                        (int)(sizeof few / sizeof *few));
    tcase_add_test(t, an_accuracy_that_loses_a_twentieth_speaks_beside_the_losses);
    tcase_add_test(t, an_error_rate_that_rises_by_a_twentieth_speaks_beside_the_losses);
    tcase_add_test(t, a_small_rise_counts_where_training_goes_its_way);
    tcase_add_test(t, parts_do_not_outvote_the_whole);
    tcase_add_test(t, validation_below_training_speaks_against_overfitting);
    tcase_add_test(t, a_small_rise_counts_record_for_record);
    tcase_add_test(t, each_record_behind_the_lowest_counts);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
