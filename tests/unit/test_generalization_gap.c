/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_generalization_gap.c - validation worse than train: how much, in noise, and since when. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_generalization_gap(void);

#define RULE "generalization-gap"
#define N 50

static lc_run pair_of(const char *train, const shape *a, const char *validation, const shape *b)
{
    double y[N];
    uint64_t seed = 31;
    lc_run run = run_over(N);
    draw(y, N, a, &seed);
    add(&run, train, y);
    draw(y, N, b, &seed);
    add(&run, validation, y);
    return run;
}

/* Straight lines: train from 2 to 1, validation from 2 to 1.5; no noise. */
START_TEST(a_plain_gap_is_measured_as_by_hand)
{
    double train[N], validation[N];
    for (size_t i = 0; i < N; i++) {
        double part = (double)i / (N - 1);
        train[i] = 2 - part;
        validation[i] = 2 - part / 2;
    }
    lc_run run = run_over(N);
    add(&run, "loss", train);
    add(&run, "val_loss", validation);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert(d.n == 1 && f && f->severity == LC_WARNING);
    ck_assert_str_eq(run.series[f->series[1]].metric.name, "loss");
    ck_assert_double_eq(f->from, 1);
    ck_assert_double_eq(f->to, N);
    check_evidence(f, "best_at", N, 0);
    check_evidence(f, "gap_at_best", 0.5 * 48.5 / 49, 1e-9); /* a median of the last two */
    check_evidence(f, "share_of_gain", 0.5, 1e-9);
    /* ends are medians of the last three, at 48 / 49 of the way */
    check_evidence(f, "gap_at_end", 0.5 * 48 / 49, 1e-9);
    check_evidence(f, "ratio_at_end", (2 - 24.0 / 49) / (2 - 48.0 / 49), 1e-9);
    ck_assert_ptr_nonnull(strstr(f->summary, "widens"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *what, *train_name, *validation_name;
    shape train, validation;
    int severity;     /* -1: silent */
    const char *word; /* in the summary */
} cases[] = {
    {"no gap", "loss", "val_loss", {1, .2, 8, .01, 0, 0}, {1, .2, 8, .01, 0, 0}, -1, ""},
    {"validation better", "loss", "val_loss", {1, .3, 8, .01, 0, 0}, {1, .2, 8, .01, 0, 0}, -1, ""},
    {"a gap lost in noise",
     "loss",
     "val_loss",
     {1, .2, 8, .1, 0, 0},
     {1, .21, 8, .1, 0, 0},
     -1,
     ""},
    {"a small one",
     "loss",
     "val_loss",
     {1, .2, 8, .005, 0, 0},
     {1, .3, 8, .005, 0, 0},
     LC_NOTE,
     ""},
    {"a large one",
     "loss",
     "val_loss",
     {1, .2, 8, .005, 0, 0},
     {1, .5, 8, .005, 0, 0},
     LC_WARNING,
     "widens"},
    {"there from the start",
     "loss",
     "val_loss",
     {1, .2, 8, .005, 0, 0},
     {1.5, .7, 8, .005, 0, 0},
     LC_WARNING,
     "present from the first record"},
    {"narrows",
     "loss",
     "val_loss",
     {1, .2, 8, .005, 0, 0},
     {3, .5, 12, .005, 0, 0},
     LC_WARNING,
     "narrows"},
    /* 0.02 of a gain of 0.05, but of a level of 1 */
    {"little was gained by either",
     "loss",
     "val_loss",
     {1, .95, 8, .001, 0, 0},
     {1, .97, 8, .001, 0, 0},
     LC_NOTE,
     ""},
    {"accuracies 15 points apart",
     "accuracy",
     "val_accuracy",
     {.5, .95, 8, .003, 0, 0},
     {.5, .8, 8, .003, 0, 0},
     LC_WARNING,
     ""},
    {"accuracies 5 points apart",
     "accuracy",
     "val_accuracy",
     {.5, .95, 8, .003, 0, 0},
     {.5, .9, 8, .003, 0, 0},
     LC_NOTE,
     ""},
    {"percentages 15 points apart",
     "accuracy",
     "val_accuracy",
     {50, 95, 8, .3, 0, 0},
     {50, 80, 8, .3, 0, 0},
     LC_WARNING,
     ""},
    {"negative losses",
     "loss",
     "val_loss",
     {-1, -5, 8, .01, 0, 0},
     {-1, -3, 8, .01, 0, 0},
     LC_WARNING,
     ""},
};

START_TEST(gap_is_held_against_noise_and_gain)
{
    lc_run run = pair_of(cases[_i].train_name, &cases[_i].train, cases[_i].validation_name,
                         &cases[_i].validation);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert_msg((int)d.findings[0].severity == cases[_i].severity, "%s: %s", cases[_i].what,
                      lc_severity_name(d.findings[0].severity));
        ck_assert_msg(strstr(d.findings[0].summary, cases[_i].word), "%s: %s", cases[_i].what,
                      d.findings[0].summary);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A gap of 0.3 at a level of 0.5: over 10 samples two standard errors are 2 sqrt(2) 0.5 / sqrt(10) =
 * 0.447, over 100 0.141. */
START_TEST(few_samples_show_gaps_by_chance)
{
    static const shape train = {1, .2, 8, .005, 0, 0}, validation = {1, .5, 8, .005, 0, 0};
    lc_run run = pair_of("loss", &train, "val_loss", &validation);
    run.facts.validation_samples = 10;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(d.n == 1 && d.findings[0].severity == LC_NOTE);
    check_evidence(&d.findings[0], "sampling_error", sqrt(2) * 0.5 / sqrt(10), 0.02);
    lc_diagnosis_free(&d);
    run.facts.validation_samples = 100;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "sampling", 6, LC_WARNING), 0);
    /* over 40 an error of 0.112: the gap stands out, but 0.188 of the gain of 0.8 is no quarter */
    run.facts.validation_samples = 40;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "loss_share", 0.2, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* Right in 0.9 of all samples: sd of the losses over their mean sqrt(0.09) ln 9 / h(0.1) = 2.028. */
START_TEST(few_misses_carry_the_loss)
{
    static const shape train = {1, .2, 8, .005, 0, 0}, validation = {1, .5, 8, .005, 0, 0},
                       right = {.9, .9, 1, .0001, 0, 0};
    double y[N];
    uint64_t seed = 7;
    lc_run run = pair_of("loss", &train, "val_loss", &validation);
    draw(y, N, &right, &seed);
    add(&run, "val_accuracy", y);
    run.facts.validation_samples = 100;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    check_evidence(&d.findings[0], "sampling_error", 2.028 * 0.5 / 10, 0.02);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(size_thresholds_move_the_severity)
{
    static const shape train = {1, .4, 8, .005, 0, 0}, validation = {1, .7, 8, .005, 0, 0};
    lc_run run = pair_of("loss", &train, "val_loss", &validation);
    /* 0.3 of a gain of 0.6, and of a level of 0.7; 1.75 times training's */
    ck_assert_uint_eq(count_by(&run, RULE, "loss_share", 0.43, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "loss_share", 0.55, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "level_share", 0.37, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "level_share", 0.48, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "times", 1.2, LC_WARNING), 1);
    lc_run_free(&run);
    static const shape good = {.5, .95, 8, .003, 0, 0}, less = {.5, .8, 8, .003, 0, 0};
    run = pair_of("accuracy", &good, "val_accuracy", &less);
    ck_assert_uint_eq(count_by(&run, RULE, "points", 0.13, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "points", 0.17, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

/* Two ways to stand out: by the level at the end, and by a sign test over the run. */
START_TEST(noise_thresholds_move_the_decision)
{
    static const shape train = {1, .2, 8, .005, 0, 0}, validation = {1, .3, 8, .005, 0, 0};
    lc_run run = pair_of("loss", &train, "val_loss", &validation);
    lc_setting set[] = {{RULE, "noise", 1e6}, {RULE, "alpha", 0}};
    lc_diagnose_options o = {.rules = RULE, .settings = set, .settings_n = 2};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_uint_eq(d.n, 0);
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "noise", 1e6, LC_NOTE), 1); /* by the sign test */
    ck_assert_uint_eq(count_by(&run, RULE, "alpha", 0, LC_NOTE), 1);   /* by the level */
    lc_run_free(&run);
}
END_TEST

/* The test split stands in where there is no validation; each metric is paired with its own. */
START_TEST(pairs_are_of_one_metric)
{
    static const shape good = {1, .2, 8, .005, 0, 0}, bad = {1, .6, 8, .005, 0, 0};
    double y[N], z[N];
    uint64_t seed = 1;
    draw(y, N, &good, &seed);
    draw(z, N, &bad, &seed);
    lc_run run = run_over(N);
    add(&run, "train/box_loss", y);
    add(&run, "train/cls_loss", z);
    add(&run, "val/box_loss", z);
    add(&run, "val/cls_loss", z);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_ptr_nonnull(found(&run, &d, RULE, "val/box_loss"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    run = run_over(N);
    add(&run, "train_loss", y);
    add(&run, "test_loss", z);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(question_shows_one_at_first_sight)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert_ptr_nonnull(f);
    check_evidence(f, "gap_at_end", 0.7271 - 0.0315, 1e-9);
    check_evidence(f, "ratio_at_end", 0.7271 / 0.0315, 1e-9);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* The first guess has many names; among the first five is another score. */
START_TEST(accuracies_of_the_first_guess_are_a_pair)
{
    static const struct {
        const char *train, *validation;
        size_t warnings;
    } names[] = {{"accuracy", "val_acc-top1", 1},
                 {"train_acc1", "val_accuracy", 1},
                 {"train_top1", "val_prec1", 1},
                 {"accuracy", "val_acc-top5", 0},
                 {"train_top5", "val_top1", 0}};
    static const shape good = {.5, .95, 8, .003, 0, 0}, less = {.5, .7, 8, .003, 0, 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_run run = pair_of(names[i].train, &good, names[i].validation, &less);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == names[i].warnings, "%s and %s: %zu", names[i].train, names[i].validation,
                      n);
        lc_run_free(&run);
    }
}
END_TEST

/* From 4 to 0.5 and to 1.2: 0.2 of the gain of 3.5, but 2.4 times training's; 2.0 with a twentieth of 4
 * in both, so that losses near 0 don't differ by a large factor. */
START_TEST(a_loss_twice_that_of_training_counts_whatever_was_gained)
{
    enum { MANY = 70 };
    static const shape train = {4, .5, 8, .003, 0, 0}, twice = {4, 1.2, 8, .003, 0, 0};
    double y[MANY];
    uint64_t seed = 31;
    lc_run run = run_over(MANY);
    draw(y, MANY, &train, &seed);
    add(&run, "loss", y);
    draw(y, MANY, &twice, &seed);
    add(&run, "val_loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, "times", 1.9, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "times", 2.1, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "times", 2.1, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* Eight records, of which the size at the end speaks. */
static const rule_case few[] = {
    /* in the second half: training's logarithm falls by 0.24, validation's by 0.03 or by
     * 0.09 */
    {"validation stalls while training goes on",
     8,
     {{"loss", {1, .8, .66, .58, .52, .48, .44, .41}},
      {"val_loss", {1, .85, .7, .62, .6, .59, .58, .58}}},
     LC_WARNING,
     {{0}}},
    {"validation follows",
     8,
     {{"loss", {1, .8, .66, .58, .52, .48, .44, .41}},
      {"val_loss", {1, .85, .74, .68, .64, .62, .6, .58}}},
     LC_NOTE,
     {{0}}},
    /* without losses any share speaks, though three records tell no noise */
    {"a share alone is behind",
     3,
     {{"f1", {.3, .5, .66}}, {"val_f1", {.35, .52, .5}}},
     LC_NOTE,
     {{"gap_at_end", 0.16}}},
    {"a share alone is nearly as good",
     3,
     {{"f1", {.3, .5, .66}}, {"val_f1", {.35, .52, .6}}},
     SILENT,
     {{0}}},
};

START_TEST(validation_that_stalls_is_left_behind)
{
    check_rule_case(RULE, &few[_i]);
}
END_TEST

/* A tenth of what training gained, but 1.78 times its loss, and validation stalls: 1.70 with a twentieth
 * of 4 in both. */
START_TEST(few_times_is_a_threshold)
{
    static const rule_case c = {"",
                                8,
                                {{"loss", {4, 2, 1.2, .9, .72, .6, .52, .46}},
                                 {"val_loss", {4, 2.1, 1.5, 1.2, 1, .98, .97, .97}}},
                                LC_WARNING,
                                {{0}}};
    lc_run run = run_of_case(&c);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "few_times", 1.9, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

/* A loss five times that of training, while the word error rate falls to the end, or rests. */
START_TEST(a_score_that_gets_better_forgives_the_loss)
{
    static const double train[] = {3.9, 0.43, 0.233, 0.175, 0.137, 0.115, 0.095, 0.08, 0.072};
    static const double held_out[] = {0.71, 0.455, 0.428, 0.414, 0.41, 0.404, 0.398, 0.395, 0.396};
    static const double wer[2][9] = {{0.72, 0.52, 0.46, 0.42, 0.4, 0.37, 0.358, 0.349, 0.344},
                                     {0.72, 0.52, 0.46, 0.42, 0.41, 0.41, 0.41, 0.41, 0.409}};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(9);
        add(&run, "loss", train);
        add(&run, "val_loss", held_out);
        add(&run, "val_wer", wer[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        ck_assert(f && (k ? f->log_lr > 4 : f->log_lr < 4));
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* The last third of three records is the step to the last one. */
START_TEST(a_score_of_three_records_may_get_better)
{
    static const double train[] = {3.9, 0.233, 0.072}, held_out[] = {0.71, 0.414, 0.396};
    static const double wer[2][3] = {{0.72, 0.4, 0.344}, {0.72, 0.4, 0.39}};
    double log_lr[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(3);
        add(&run, "loss", train);
        add(&run, "val_loss", held_out);
        add(&run, "val_wer", wer[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        ck_assert_ptr_nonnull(f);
        log_lr[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_lt(log_lr[0], log_lr[1] - 1);
}
END_TEST

/* A loss five times that of training, beside word error rates that are low and close, far apart, or both high. */
START_TEST(error_rates_that_are_close_forgive_the_loss)
{
    static const struct {
        double train, validation;
        size_t warnings;
    } wer[] = {{0.03, 0.07, 0}, {0.001, 0.095, 1}, {0.1, 0.14, 1}};
    for (size_t k = 0; k < sizeof wer / sizeof *wer; k++) {
        double y[12], z[12], a[12], b[12];
        for (size_t i = 0; i < 12; i++) {
            double left = exp(-(double)i / 2);
            y[i] = 0.05 + 2 * left;
            z[i] = 0.25 + 2 * left;
            a[i] = wer[k].train + 0.3 * left;
            b[i] = wer[k].validation + 0.3 * left;
        }
        lc_run run = run_over(12);
        add(&run, "loss", y);
        add(&run, "val_loss", z);
        add(&run, "wer", a);
        add(&run, "val_wer", b);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        ck_assert_msg(f && (f->severity == LC_WARNING) == wer[k].warnings, "%g and %g: %s",
                      wer[k].train, wer[k].validation, f ? f->summary : "nothing");
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* A loss five times that of training costs no decisions where the accuracies are within 6 points, both high. */
START_TEST(accuracies_that_are_close_forgive_the_loss)
{
    static const struct {
        double train, validation;
        size_t warnings;
    } right[] = {{0.99, 0.935, 0}, {0.99, 0.925, 1}, {0.92, 0.88, 0}, {0.9, 0.855, 1}};
    for (size_t k = 0; k < sizeof right / sizeof *right; k++) {
        shape loss = {2, .05, 6, 0, 0, 0}, held_out = {2.2, .25, 6, 0, 0, 0},
              a = {.3, right[k].train, 4, 0, 0, 0}, b = {.3, right[k].validation, 4, 0, 0, 0};
        lc_run run = pair_of("loss", &loss, "val_loss", &held_out), scores;
        scores = pair_of("accuracy", &a, "val_accuracy", &b);
        for (size_t i = 0; i < 2; i++)
            add(&run, scores.series[i].metric.name, scores.series[i].y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        ck_assert_msg(f && (f->severity == LC_WARNING) == right[k].warnings, "%g and %g: %s",
                      right[k].train, right[k].validation, f ? f->summary : "nothing");
        lc_diagnosis_free(&d);
        lc_run_free(&run);
        lc_run_free(&scores);
    }
}
END_TEST

/* Of an r2 a tenth of the variance counts, as of an accuracy, but not below 0, where nothing is told. */
START_TEST(a_tenth_of_the_variance_counts)
{
    static const struct {
        double train, validation;
        size_t warnings;
    } ends[] = {{0.77, 0.63, 1}, {0.77, 0.73, 0}, {-5.5, -5.9, 0}};
    for (size_t k = 0; k < 3; k++) {
        shape a = {-7, ends[k].train, 6, 0.002, 0, 0}, b = {-7, ends[k].validation, 6, 0.002, 0, 0};
        lc_run run = pair_of("r2", &a, "val_r2", &b);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), ends[k].warnings);
        lc_run_free(&run);
    }
}
END_TEST

/* What a constant answer costs is told by r2: a first loss far above it does not make the gap small. */
START_TEST(a_bad_beginning_hides_no_gap)
{
    double train[N], validation[N], r2[N];
    for (size_t i = 0; i < N; i++) {
        train[i] = 1 + 60 * exp(-(double)i / 2);
        validation[i] = 2.6 + 60 * exp(-(double)i / 2);
        r2[i] = 1 - train[i] / 9;
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        add(&run, "loss", train);
        add(&run, "val_loss", validation);
        if (k)
            add(&run, "r2", r2);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

/* In the second half training's logarithm falls by 0.4 and validation's not, or, with a gap as wide at the
 * end, by 0.2; 40 records tell that from noise, and 30 don't. A score that is nearly the same says no. */
static const struct {
    const char *what;
    size_t n;
    double stays, score;
    size_t warnings;
} stalling[] = {
    {"validation stalls", 40, 1, 0, 1},
    {"validation follows", 40, 0.5, 0, 0},
    {"too few records", 30, 1, 0, 0},
    {"a score agrees", 40, 1, 0.55, 0},
};

START_TEST(a_mild_gap_counts_where_validation_stalls)
{
    double y[40], z[40], a[40], b[40];
    uint64_t seed = 8;
    size_t n = stalling[_i].n;
    for (size_t i = 0; i < n; i++) {
        double way = (double)i / (double)(n - 1), late = fmax(0, way - 0.5), first = exp(-15 * way);
        y[i] = 1.5 * first + exp(-0.8 * late + 0.002 * random_normal(&seed));
        z[i] = 1.5 * first + exp(0.4 * (stalling[_i].stays - 1) * (2 * late - 1) +
                                 0.4 * (stalling[_i].stays - 1) + 0.002 * random_normal(&seed));
        a[i] = stalling[_i].score + 0.1 * way;
        b[i] = a[i] - 0.02;
    }
    lc_run run = run_over(n);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    if (stalling[_i].score > 0) {
        add(&run, "r2", a);
        add(&run, "val_r2", b);
    }
    size_t found = count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(found == stalling[_i].warnings, "%s: %zu", stalling[_i].what, found);
    lc_run_free(&run);
}
END_TEST

/* Losses that are the same on both splits; training gains 0.14 of all samples and ends 0.095 ahead, less than
 * the tenth that is a gap by itself. */
START_TEST(an_accuracy_that_stays_while_training_rises_is_a_gap)
{
    for (size_t k = 0; k < 2; k++) {
        double loss[12], y[12], z[12];
        for (size_t i = 0; i < 12; i++) {
            loss[i] = 1.2 - 0.02 * (double)i;
            y[i] = 0.38 + 0.14 * (double)i / 11 + (i % 2 ? 0.002 : 0);
            z[i] = 0.41 - (k ? 0.06 * (11 - (double)i) / 11 : 0) + (i % 2 ? 0.002 : 0);
        }
        lc_run run = run_over(12);
        add(&run, "loss", loss);
        add(&run, "val_loss", loss);
        add(&run, "accuracy", y);
        add(&run, "val_accuracy", z);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1); /* told once */
        ck_assert_int_eq(d.findings[0].severity, k ? LC_NOTE : LC_WARNING);
        lc_diagnosis_free(&d);
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

/* ---- what speaks for it in few records, and what against it ------------------------------------- */

#define LEARNS                       \
    {                                \
        "loss",                      \
        {                            \
            1, .7, .5, .37, .28, .22 \
        }                            \
    }
#define BEHIND                            \
    {                                     \
        "val_loss",                       \
        {                                 \
            1.05, .85, .72, .66, .65, .66 \
        }                                 \
    }
#define APART(...)                                               \
    {                                                            \
        LEARNS, BEHIND, {"accuracy", {.5, .6, .7, .8, .86, .9}}, \
        {                                                        \
            "val_accuracy",                                      \
            {                                                    \
                __VA_ARGS__                                      \
            }                                                    \
        }                                                        \
    }
static const comparison compared[] = {
    {"a gap",
     {.n = 6, .made = {LEARNS, BEHIND}},
     {.n = 6, .made = {LEARNS, {"val_loss", {1.05, .72, .52, .39, .3, .24}}}},
     1},
    {"a wider one",
     {.n = 6, .made = {LEARNS, {"val_loss", {1.05, .9, .85, .84, .83, .84}}}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     1},
    {"validation that never falls",
     {.n = 6, .made = {LEARNS, {"val_loss", {.66, .67, .66, .65, .67, .66}}}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     1},
    {"validation that falls to the end",
     {.n = 6, .made = {LEARNS, {"val_loss", {1.05, .95, .87, .79, .72, .66}}}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     -1},
    {"a score of validation that gets better to the end",
     {.n = 6, .made = {LEARNS, BEHIND, {"val_f1", {.3, .4, .5, .6, .7, .8}}}},
     {.n = 6, .made = {LEARNS, BEHIND, {"val_f1", {.7, .8, .81, .8, .81, .8}}}},
     -1},
    {"one of training, which tells nothing of it",
     {.n = 6, .made = {LEARNS, BEHIND, {"train_f1", {.3, .4, .5, .6, .7, .8}}}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     0},
    {"accuracies that are far apart",
     {.n = 6, .made = APART(.5, .58, .6, .61, .6, .6)},
     {.n = 6, .made = APART(.5, .6, .7, .79, .8, .79)},
     1},
    {"that are close and good",
     {.n = 6, .made = APART(.5, .62, .7, .86, .89, .88)},
     {.n = 6, .made = APART(.5, .6, .7, .79, .8, .79)},
     -1},
    {"training that stops as well",
     {.n = 6, .made = {{"loss", {1, .6, .35, .23, .22, .22}}, BEHIND}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     -1},
    {"validation of one record",
     {.n = 6, .made = {LEARNS, {"val_loss", {NAN, NAN, NAN, NAN, NAN, .66}}}},
     {.n = 6, .made = {LEARNS}},
     0},
    {"few samples, which make it by chance",
     {.n = 6, .made = {LEARNS, BEHIND}, .facts = {.validation_samples = 8}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     -1},
    {"many samples",
     {.n = 6, .made = {LEARNS, BEHIND}, .facts = {.validation_samples = 80000}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     0},
    {"losses of a training with weights",
     {.n = 6, .made = {LEARNS, BEHIND}, .facts = {.classes = 2, .weighted_class_entropy = .6}},
     {.n = 6, .made = {LEARNS}},
     0},
    {"losses without a logarithm",
     {.n = 6, .made = {{"loss", {1, .7, .5, .3, .1, -.1}}, {"val_loss", {1, .9, .8, .7, .7, .7}}}},
     {.n = 6, .made = {LEARNS, BEHIND}},
     -1},
    {"an accuracy that stays while training's gets far better",
     {.n = 9,
      .made = {{"loss", {1, .9, .8, .7, .6, .5, .4, .35, .3}},
               {"accuracy", {.3, .4, .5, .6, .7, .75, .8, .85, .9}},
               {"val_accuracy", {.31, .3, .32, .31, .3, .31, .32, .3, .31}}}},
     {.n = 9,
      .made = {{"loss", {1, .9, .8, .7, .6, .5, .4, .35, .3}},
               {"accuracy", {.3, .4, .5, .6, .7, .75, .8, .85, .9}},
               {"val_accuracy", {.31, .4, .48, .58, .67, .74, .79, .84, .88}}}},
     1},
};

START_TEST(what_a_gap_of_few_records_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_generalization_gap(void)
{
    Suite *s = suite_create("generalization_gap");
    TCase *t = tcase_create("core");
    tcase_add_test(t, a_plain_gap_is_measured_as_by_hand);
    tcase_add_loop_test(t, gap_is_held_against_noise_and_gain, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, few_samples_show_gaps_by_chance);
    tcase_add_test(t, few_misses_carry_the_loss);
    tcase_add_test(t, size_thresholds_move_the_severity);
    tcase_add_test(t, noise_thresholds_move_the_decision);
    tcase_add_test(t, pairs_are_of_one_metric);
    tcase_add_test(t, question_shows_one_at_first_sight);
    tcase_add_test(t, accuracies_of_the_first_guess_are_a_pair);
    tcase_add_test(t, a_loss_twice_that_of_training_counts_whatever_was_gained);
    tcase_add_loop_test(t, validation_that_stalls_is_left_behind, 0,
                        (int)(sizeof few / sizeof *few));
    tcase_add_test(t, few_times_is_a_threshold);
    tcase_add_test(t, a_score_that_gets_better_forgives_the_loss);
    tcase_add_test(t, a_score_of_three_records_may_get_better);
    tcase_add_test(t, error_rates_that_are_close_forgive_the_loss);
    tcase_add_test(t, accuracies_that_are_close_forgive_the_loss);
    tcase_add_test(t, a_tenth_of_the_variance_counts);
    tcase_add_test(t, a_bad_beginning_hides_no_gap);
    tcase_add_loop_test(t, a_mild_gap_counts_where_validation_stalls, 0,
                        (int)(sizeof stalling / sizeof *stalling));
    tcase_add_test(t, an_accuracy_that_stays_while_training_rises_is_a_gap);
    tcase_add_test(t, survives_curves_without_a_shape);
    tcase_add_loop_test(t, what_a_gap_of_few_records_speaks_for, 0,
                        (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
