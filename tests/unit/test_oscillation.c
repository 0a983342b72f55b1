/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_oscillation.c - swings against sampling error, the other split, and what was gained. */
#include "curves.h"
#include "random.h"

#include "model/sample_steps.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_oscillation(void);

#define RULE "oscillation"
#define N 40

START_TEST(question_swings_by_a_hundred_sampling_errors)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    const lc_finding *f = found(&run, &d, RULE, "val_acc");
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_double_eq(f->from, 1);
    ck_assert_double_eq(f->to, 300);
    /* 0.3862 at epoch 150, 0.1436 at 200 */
    check_evidence(f, "largest_swing", 0.2426, 1e-9);
    check_evidence(f, "largest_swing_from", 150, 0);
    check_evidence(f, "largest_swing_to", 200, 0);
    /* sqrt(0.2649 (1 - 0.2649) / 30405) at the mean of both */
    check_evidence(f, "sampling_error", 0.00253071, 1e-5);
    check_evidence(f, "swing_in_sampling_errors", 95.8626, 1e-5);
    check_evidence(f, "share_of_scale", 0.2426 / (0.6627 - 0.0168), 1e-9);
    check_evidence(f, "turning_points", 2, 0); /* at 150 and 200 */
    ck_assert_ptr_nonnull(strstr(f->basis, "30405 samples"));
    ck_assert_ptr_nonnull(strstr(f->summary, "too few records to judge shorter swings"));
    ck_assert_ptr_nonnull(strstr(f->causes.text[0], "not a validation set that is too small"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Findings that rest on the sampling error; else the noise of other runs speaks. */
static size_t count_sampled(const lc_run *run, const char *name, double value)
{
    lc_diagnosis d = diagnose_by(run, RULE, name, value);
    size_t n = 0;
    for (size_t i = 0; i < d.n; i++)
        for (size_t k = 0; k < d.findings[i].evidence_n; k++)
            n += strcmp(d.findings[i].evidence[k].name, "sampling_error") == 0;
    lc_diagnosis_free(&d);
    return n;
}

START_TEST(thresholds_of_the_known_split_move_the_decision)
{
    lc_run run = question();
    /* 95.86 / sqrt(2) = 67.78 errors of a difference; 0.376 of the scale; 0.243 of the samples */
    ck_assert_uint_eq(count_sampled(&run, "sampling", 67.7), 1);
    ck_assert_uint_eq(count_sampled(&run, "sampling", 67.8), 0);
    ck_assert_uint_eq(count_sampled(&run, "swing", 0.37), 1);
    ck_assert_uint_eq(count_sampled(&run, "swing", 0.38), 0);
    ck_assert_uint_eq(count_sampled(&run, "points", 0.242), 1);
    ck_assert_uint_eq(count_sampled(&run, "points", 0.243), 0);
    lc_run_free(&run);
}
END_TEST

/* The same accuracies over 10, 100, ... samples: swings of 0.1 about 0.8, improvement 0.4 to 0.9. */
START_TEST(a_small_split_swings_by_sampling_alone)
{
    static const struct {
        size_t samples, findings;
    } cases[] = {
        /* sqrt(0.8 0.2 / n) sqrt(2): 0.179, 0.057, 0.018, 0.0057; six of them: below 0.1 for n > 1152 */
        {10, 0}, {100, 0}, {1000, 0}, {1200, 1}, {10000, 1},
    };
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = i < 4 ? 0.4 + 0.1 * (double)i : i % 2 ? 0.75 : 0.85;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_run run = run_over(N);
        add(&run, "val_accuracy", y);
        run.facts.validation_samples = cases[k].samples;
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == cases[k].findings, "%zu samples: %zu", cases[k].samples, n);
        lc_run_free(&run);
    }
}
END_TEST

/* 13, 14, 13, 16, 15, ... of 22 to four digits tell that there are 22; rounded to two they tell nothing. */
START_TEST(a_small_split_is_told_by_its_steps)
{
    static const int right[] = {13, 14, 13, 16, 15, 17, 15, 17, 17, 16, 18, 19, 17, 18};
    static const struct {
        double digit;
        size_t samples;
    } printed[] = {{0, 22}, {1e-4, 22}, {1e-3, 22}, {1e-2, 0}};
    for (size_t k = 0; k < sizeof printed / sizeof *printed; k++) {
        double y[14], d = printed[k].digit;
        for (size_t i = 0; i < 14; i++)
            y[i] = d > 0 ? round(right[i] / 22.0 / d) * d : right[i] / 22.0;
        lc_run run = run_over(14);
        add(&run, "val_accuracy", y);
        ck_assert_uint_eq(lc_samples_by_steps(&run.series[0], 1, run.series[0].quantum),
                          printed[k].samples);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), printed[k].samples ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Two losses that fall from 1 to 0.2, with scatters in units of 0.8. */
static const struct {
    const char *what;
    double train, validation;
    size_t on_train, on_validation;
} scatters[] = {
    {"calm", 0.01, 0.02, 0, 0},
    {"validation a little rough", 0.01, 0.03, 0, 0},
    {"validation swings", 0.01, 0.4, 0, 1},
    {"both swing alike", 0.6, 0.6, 1, 0},
};

static lc_run rough(double train, double validation)
{
    double y[N];
    uint64_t seed = 12;
    shape s = {1, 0.2, 6, 0.8 * train, 0, 0};
    lc_run run = run_over(N);
    draw(y, N, &s, &seed);
    add(&run, "loss", y);
    s.noise = 0.8 * validation;
    draw(y, N, &s, &seed);
    add(&run, "val_loss", y);
    return run;
}

START_TEST(scatter_is_held_against_the_other_split)
{
    lc_run run = rough(scatters[_i].train, scatters[_i].validation);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *t = found(&run, &d, RULE, "loss"), *v = found(&run, &d, RULE, "val_loss");
    ck_assert_msg((t != NULL) == scatters[_i].on_train, "%s: train", scatters[_i].what);
    ck_assert_msg((v != NULL) == scatters[_i].on_validation, "%s: validation", scatters[_i].what);
    if (v) {
        /* sd 0.32, estimated from 40 values to some 30 % */
        ck_assert_double_eq_tol(evidence(v, "scatter"), 0.32, 0.15);
        ck_assert_int_eq(v->severity, LC_WARNING);
        ck_assert_ptr_nonnull(strstr(v->basis, "scatter of"));
        /* a random order of three turns with odds of two in three: 38 * 2 / 3 = 25 +- 2.6 */
        ck_assert_double_eq_tol(evidence(v, "turning_points"), 25, 8);
        ck_assert_double_eq_tol(log(evidence(v, "growth")), 0, 1);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Both losses scatter by 0.05 of what training gained: the weights jump, if the training samples are so
 * many that a mean over new ones would scatter less, 0.2 / sqrt(n). */
START_TEST(scatter_on_both_splits_is_the_weights)
{
    lc_run run = rough(0.05, 0.05);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.train_samples = 16;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.train_samples = 1000;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "joint_scatter", 0.1, LC_NOTE), 0);
    /* Of 100,000 classes, chance is 11.5: a loss that never passes it can gain no more than that. */
    for (size_t i = 0; i < N; i++)
        run.series[0].y[i] += i == 0 ? 600 : 12;
    run.facts.classes = 100000;
    run.facts.train_samples = 100000000; /* so that drawing them anew scatters less */
    lc_diagnosis d = diagnose_by(&run, RULE, "joint_scatter", 0.001);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert_ptr_nonnull(f);
    check_evidence(f, "gained", log(100000), 1e-12);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    run = rough(0.001, 0.05);
    run.facts.train_samples = 1000;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* A training loss about 0.5 that scatters by 0.3: along epochs the weights swing; ten
 * times an epoch, or along steps without validation, each value is of a few batches, whose means scatter
 * by 2.5 times 0.5 / sqrt(batch): 0.44 of 8 samples, 0.078 of 256. */
START_TEST(few_batches_scatter_by_their_samples)
{
    static const shape loss = {1.5, 0.5, 5, 0.3, 0, 0};
    static const struct {
        double step; /* of x */
        lc_kind axis;
        size_t batch;
        lc_severity severity;
    } cases[] = {{1, LC_EPOCH, 8, LC_WARNING},
                 {0.1, LC_EPOCH, 8, LC_NOTE},
                 {0.1, LC_EPOCH, 0, LC_NOTE},
                 {0.1, LC_EPOCH, 256, LC_WARNING},
                 {50, LC_STEP, 8, LC_NOTE}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double x[N], y[N];
        uint64_t seed = 12;
        for (size_t i = 0; i < N; i++)
            x[i] = cases[k].step * (double)(i + 1);
        lc_run run = run_at(x, N);
        run.axis = cases[k].axis;
        draw(y, N, &loss, &seed);
        add(&run, "loss", y);
        run.facts.batch_size = cases[k].batch;
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_msg(d.n == 1 && d.findings[0].severity == cases[k].severity, "%zu: %zu", k, d.n);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(thresholds_of_scatter_move_the_decision)
{
    lc_run run = rough(0.01, 0.4);
    ck_assert_uint_eq(count_by(&run, RULE, "scatter", 0.9, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "ratio", 1000, LC_NOTE), 0);
    lc_run_free(&run);
    run = rough(0.01, 0.05);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_setting set[] = {{RULE, "scatter", 0.01}, {RULE, "swing", 0.01}};
    lc_diagnose_options o = {.rules = RULE, .settings = set, .settings_n = 2};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_ptr_nonnull(found(&run, &d, RULE, "val_loss"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* An alternating series would set its own yardstick. */
START_TEST(alternation_and_short_periods_are_seen)
{
    static const size_t periods[] = {2, 3, 4};
    for (size_t k = 0; k < sizeof periods / sizeof *periods; k++) {
        double y[64];
        for (size_t i = 0; i < 64; i++)
            y[i] = 0.5 + 0.5 * exp(-(double)i / 8) +
                   0.3 * sin(6.283185307179586 * ((double)i + 0.5) / (double)periods[k]);
        lc_run run = run_over(64);
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert_msg(f, "period %zu", periods[k]);
        check_evidence(f, "period", (double)periods[k], 0.01);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

static const struct {
    const char *what;
    double y[12];
} calm[] = {
    {"falls", {1, .8, .6, .5, .45, .42, .4, .4, .39, .39, .38, .38}},
    {"turns and rises", {1, .8, .6, .5, .5, .6, .7, .8, .9, 1, 1.1, 1.2}},
    {"flat", {.5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5}},
    {"jumps once and stays", {1, .8, .6, .5, .5, .9, .9, .9, .9, .9, .9, .9}},
    {"wiggles in the last digit", {1, .8, .6, .5, .51, .5, .51, .5, .51, .5, .51, .5}},
};

START_TEST(other_troubles_are_no_swings)
{
    lc_run run = run_over(12);
    add(&run, "val_loss", calm[_i].y);
    ck_assert_msg(count_by(&run, RULE, NULL, 0, LC_NOTE) == 0, "%s", calm[_i].what);
    lc_run_free(&run);
}
END_TEST

/* Few records, of which the noise of other runs tells more than their own. */
static const rule_case few[] = {
    {"falls all the way", 5, {{"loss", {3.6416, 0.0331, 0.0319, 0.0313, 0.0262}}}, SILENT, {{0}}},
    /* falls of 0.9, 0.03, 0.7, 0.02 ... of the logarithm scatter about any trend, but none turns back */
    {"falls in steps",
     9,
     {{"val_loss", {4, 1.63, 1.58, 0.78, 0.77, 0.31, 0.3, 0.12, 0.119}}},
     SILENT,
     {{0}}},
    /* ln (0.69 / 0.6) = 0.14, below 0.18 */
    {"steps back by less than a fifth",
     8,
     {{"val_loss", {1, 0.6, 0.69, 0.6, 0.69, 0.6, 0.69, 0.6}}},
     SILENT,
     {{0}}},
    {"steps back once",
     8,
     {{"val_loss", {1, 0.8, 0.6, 0.95, 0.6, 0.58, 0.57, 0.56}}},
     LC_NOTE,
     {{"low", 0.56}, {"high", 0.95}}},
    {"steps back again and again",
     8,
     {{"val_loss", {1, 0.8, 0.6, 0.95, 0.6, 0.92, 0.57, 0.9}}},
     LC_WARNING,
     {{"low", 0.57}, {"high", 0.95}}},
    {"a loss near 0 steps back, and hardly a decision changes",
     8,
     {{"val_loss", {.05, .04, .03, .0475, .03, .046, .0285, .045}},
      {"val_accuracy", {.97, .985, .99, .989, .99, .989, .991, .99}}},
     SILENT,
     {{0}}},
    {"a loss near 0 steps back, and decisions change",
     8,
     {{"val_loss", {.05, .04, .03, .0475, .03, .046, .0285, .045}},
      {"val_accuracy", {.97, .978, .98, .979, .98, .979, .981, .98}}},
     LC_WARNING,
     {{0}}},
    {"a part of the loss swings",
     8,
     {{"rmse", {1, 0.8, 0.7, 0.65, 0.6, 0.58, 0.56, 0.55}},
      {"rmse_e", {1, 0.8, 0.6, 0.95, 0.6, 0.92, 0.57, 0.9}}},
     SILENT,
     {{0}}},
    {"what swings is all that is logged",
     8,
     {{"rmse_e", {1, 0.8, 0.6, 0.95, 0.6, 0.92, 0.57, 0.9}}},
     LC_WARNING,
     {{0}}},
    {"an eighth of the samples is lost twice, and found again",
     10,
     {{"val_accuracy", {.5, .6, .68, .72, .6, .73, .75, .63, .76, .77}}},
     LC_WARNING,
     {{0}}},
    {"a few are lost once, and found again",
     10,
     {{"val_accuracy", {.5, .6, .68, .72, .6, .73, .75, .76, .76, .77}}},
     SILENT,
     {{0}}},
    {"twice as many are lost once, and found again",
     10,
     {{"val_accuracy", {.5, .6, .68, .72, .55, .73, .75, .76, .76, .77}}},
     LC_WARNING,
     {{0}}},
    {"as many are lost in the first third",
     10,
     {{"val_accuracy", {.6, .72, .55, .73, .74, .75, .75, .76, .76, .77}}},
     SILENT,
     {{0}}},
    {"a few are lost, found again, and lost in the last record",
     10,
     {{"val_accuracy", {.5, .6, .68, .72, .6, .73, .75, .76, .77, .66}}},
     LC_WARNING,
     {{0}}},
    {"a few are lost twice on a long way up to the last record",
     12,
     {{"val_accuracy", {.1, .2, .3, .34, .42, .335, .55, .68, .595, .75, .82, .88}}},
     SILENT,
     {{0}}},
    {"the same, and the last record is not the best",
     12,
     {{"val_accuracy", {.1, .2, .3, .34, .42, .335, .55, .68, .595, .75, .9, .88}}},
     LC_WARNING,
     {{0}}},
    {"the same of a way that is half as long",
     12,
     {{"val_accuracy", {.5, .56, .62, .68, .72, .635, .74, .76, .675, .78, .8, .82}}},
     LC_WARNING,
     {{0}}},
    {"recall swings, and what it is traded for is not logged",
     10,
     {{"val_recall", {.5, .6, .68, .72, .55, .73, .75, .56, .76, .77}}},
     LC_WARNING,
     {{0}}},
    {"recall swings beside an mAP that doesn't",
     10,
     {{"val_recall", {.5, .6, .68, .72, .55, .73, .75, .56, .76, .77}},
      {"val_mAP", {.4, .5, .56, .6, .62, .64, .65, .655, .66, .66}}},
     SILENT,
     {{0}}},
    {"a score that is high all the while",
     8,
     {{"val_accuracy", {.97, .99, .96, .992, .965, .99, .96, .99}}},
     SILENT,
     {{0}}},
    {"a single jump, while all but one in a hundred are right",
     4,
     {{"val_loss", {.05, .035, .5, .031}}, {"val_accuracy", {.97, .99, .987, .991}}},
     SILENT,
     {{0}}},
    {"a single jump, in which more are wrong",
     4,
     {{"val_loss", {.05, .035, .5, .031}}, {"val_accuracy", {.97, .99, .984, .991}}},
     LC_WARNING,
     {{"peak", .5}}},
    {"three times as many are wrong",
     8,
     {{"val_accuracy", {.91, .97, .88, .976, .895, .97, .88, .97}}},
     LC_WARNING,
     {{0}}},
};

START_TEST(a_swing_of_few_records_turns_back)
{
    check_rule_case(RULE, &few[_i]);
}
END_TEST

/* Losses that fall to a half and scatter by a share of their level: of one in seven neither the largest
 * swing nor the scatter passes a threshold, and other runs must speak. */
static const struct {
    const char *what;
    size_t n;
    double train, validation;
    bool fires;
} many[] = {
    {"validation alone", 58, 0.02, 0.15, true},
    {"validation alone, in more records than other runs speak of", 61, 0.02, 0.15, false},
    {"training as well", 58, 0.15, 0.15, false},
};

/* Losses of single batches, a thousand steps apart, that are high and scatter by half of themselves. */
static const struct {
    const char *what, *name;
    size_t n;
    double least, fall;
    size_t warnings;
} wild[] = {
    {"high all the while", "loss", 12, 2.5, 1, 1},
    {"low now and then", "loss", 12, 1.5, 1, 0},
    {"falls by more than it scatters", "loss", 12, 2.5, 4, 0},
    {"nine records", "loss", 9, 2.5, 1, 0},
};

START_TEST(wild_losses_of_batches_are_swings)
{
    static const double up[] = {1.9, 1, 2.4, 1.2, 2.2, 1, 1.9, 2.5, 1.1, 2.3, 1, 2.1};
    double x[12], y[12];
    for (size_t i = 0; i < wild[_i].n; i++) {
        x[i] = 1000 * (double)(i + 1);
        y[i] =
            wild[_i].least * up[i] * pow(wild[_i].fall, 1 - (double)i / (double)(wild[_i].n - 1));
    }
    lc_run run = run_at(x, wild[_i].n);
    run.axis = LC_STEP;
    add(&run, wild[_i].name, y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(n == wild[_i].warnings, "%s: %zu", wild[_i].what, n);
    lc_run_free(&run);
}
END_TEST

/* A held-out loss that swings by a third, beside a training loss that ends as high, at a third of it, or next to
 * 0. */
START_TEST(swings_far_behind_training_say_less)
{
    static const double held_out[] = {1.1, 0.8, 0.6, 0.9, 0.6, 0.9, 0.6, 0.9, 0.6, 0.9};
    static const double ends[] = {0.6, 0.25, 0.01};
    double log_lr[3];
    for (size_t k = 0; k < 3; k++) {
        double y[10];
        for (size_t i = 0; i < 10; i++)
            y[i] = ends[k] + 0.4 * exp(-(double)i);
        lc_run run = run_over(10);
        add(&run, "loss", y);
        add(&run, "val_loss", held_out);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        ck_assert_ptr_nonnull(f);
        log_lr[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(log_lr[0] - log_lr[2], 2, 1e-9);
    ck_assert_double_eq_tol(log_lr[0] - log_lr[1], 0, 1e-9);
}
END_TEST

/* A part goes up to ten times its level and comes back: with its total beside it that is no word, of itself it is. */
START_TEST(a_part_that_jumps_is_judged_alone)
{
    static const double total[] = {2.1, 1.7, 1.5, 1.41, 1.3, 1.25, 1.22, 1.2},
                        part[] = {0.05, 0.04, 0.03, 0.41, 0.03, 0.025, 0.022, 0.02};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(8);
        if (k)
            add(&run, "val_loss", total);
        add(&run, "val_box_loss", part);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* A part of the loss that scatters on validation, beside a total of that split that doesn't, or of training alone. */
START_TEST(a_part_is_judged_where_its_total_is_not)
{
    for (size_t k = 0; k < 2; k++) {
        double total[2 * N], part[2 * N];
        uint64_t seed = 11;
        shape calm_one = {.start = 3, .floor = 1, .scale = 6, .noise = 0.005};
        shape rough_one = {.start = 1, .floor = 0.5, .scale = 6, .noise = 0.15};
        draw(total, 2 * N, &calm_one, &seed);
        draw(part, 2 * N, &rough_one, &seed);
        lc_run run = run_over(2 * N);
        add(&run, k ? "loss" : "val_loss", total);
        add(&run, "val_box_loss", part);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), k);
        lc_run_free(&run);
    }
}
END_TEST

static void draw_shares(double *y, size_t n, double share, uint64_t *seed)
{
    for (size_t i = 0; i < n; i++)
        y[i] = (0.5 + 0.5 * exp(-(double)i / 6)) * exp(share * random_normal(seed));
}

START_TEST(up_to_60_records_swing_beyond_training)
{
    double y[CURVE_MAX];
    uint64_t seed = 3;
    lc_run run = run_over(many[_i].n);
    draw_shares(y, many[_i].n, many[_i].train, &seed);
    add(&run, "loss", y);
    seed = 5;
    draw_shares(y, many[_i].n, many[_i].validation, &seed);
    add(&run, "val_loss", y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
    ck_assert_msg(n == many[_i].fires, "%s: %zu", many[_i].what, n);
    lc_run_free(&run);
}
END_TEST

/* An accuracy near 0.9 whose misses scatter by a fifth, by some 0.05 from record to record: 6 sqrt(2)
 * sampling errors are 0.11 over 500 samples and 0.008 over 100,000. */
START_TEST(swings_that_samples_explain_are_none_in_many_records)
{
    double y[58];
    uint64_t seed = 4;
    draw_shares(y, 58, 0.2, &seed);
    for (size_t i = 0; i < 58; i++)
        y[i] = 1 - 0.2 * y[i];
    lc_run run = run_over(58);
    add(&run, "val_accuracy", y);
    run.facts.validation_samples = 100000;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
    run.facts.validation_samples = 500;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* An r2 about 0 swings by thousandths of the variance: nothing, though a multiple of itself. */
/* One record at 0.515 among 400 samples, 19 sampling errors below its neighbours: alone a spike, twice a
 * swing. */
START_TEST(a_single_dip_is_a_spike)
{
    for (size_t k = 0; k < 2; k++) {
        double right[12] = {0.4325, 0.915,  0.935, 0.515, 0.9825, 0.98,
                            0.97,   0.9775, 0.985, 0.985, 0.985,  0.985};
        right[8] -= k ? 0.4 : 0;
        lc_run run = run_over(12);
        run.facts.validation_samples = 400;
        add(&run, "val_acc", right);
        ck_assert_uint_ge(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(an_r2_is_measured_by_the_variance)
{
    for (size_t k = 0; k < 2; k++) {
        double y[N];
        uint64_t seed = 9;
        shape s = {.start = 0, .floor = 0, .scale = 1, .noise = k ? 0.3 : 3e-4};
        draw(y, N, &s, &seed);
        lc_run run = run_over(N);
        add(&run, "val_r2", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

static const rule_case rewards[] = {
    {"a policy is lost and found again, twice",
     14,
     {{"episode_reward", {10, 40, 70, 90, 100, 30, 60, 95, 100, 100, 35, 60, 90, 100}}},
     LC_WARNING,
     {{"falls", 2}}},
    {"once",
     14,
     {{"episode_reward", {10, 40, 70, 90, 100, 30, 60, 95, 100, 100, 100, 95, 90, 100}}},
     SILENT,
     {{0}}},
    {"falls to 0.55 of the best, and no further",
     14,
     {{"episode_reward", {10, 40, 70, 90, 100, 55, 60, 95, 100, 100, 55, 60, 90, 100}}},
     SILENT,
     {{0}}},
    {"a single lucky record is no level",
     14,
     {{"episode_reward", {10, 20, 30, 90, 35, 38, 40, 42, 100, 44, 46, 48, 50, 50}}},
     SILENT,
     {{0}}},
    {"one in three is none either",
     14,
     {{"episode_reward", {50, 52, 100, 50, 45, 100, 48, 46, 100, 45, 48, 100, 46, 50}}},
     SILENT,
     {{0}}},
};

START_TEST(a_reward_that_is_lost_again_and_again_swings)
{
    check_rule_case(RULE, &rewards[_i]);
}
END_TEST

/* Twenty samples explain swings: by four of them that is all, by six they tell nothing else any more. */
START_TEST(swings_of_few_samples_that_hide_all_are_a_warning)
{
    for (size_t k = 0; k < 2; k++) {
        double y[10];
        for (size_t i = 0; i < 10; i++)
            y[i] = 0.6 + (i % 2 ? 1 : -1) * (k ? 0.15 : 0.1);
        lc_run run = run_over(10);
        run.facts.validation_samples = 20;
        add(&run, "val_accuracy", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
        ck_assert_uint_eq(f && f->severity == LC_WARNING, k);
        ck_assert(!k || strstr(f->causes.text[0], "20 samples: each is 5 % of the score"));
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* What the finding on it says [nats]; 0 where there is none, or no warning. */
static double said_of(const lc_run *run, const char *series)
{
    lc_diagnosis d = diagnose_by(run, RULE, NULL, 0);
    const lc_finding *f = found(run, &d, RULE, series);
    double nats = f && f->severity >= LC_WARNING ? f->log_lr : 0;
    lc_diagnosis_free(&d);
    return nats;
}

/* The same twenty samples: what a loss over them does, that has no swings itself, says 2 nats. */
START_TEST(a_smooth_loss_over_the_few_samples_speaks_against_swings)
{
    static const struct {
        const char *what;
        size_t samples;
        double loss[10], nats;
    } losses[] = {
        {"falls", 20, {1, .8, .65, .55, .48, .43, .39, .36, .34, .32}, 2},
        {"swings once", 20, {1, .8, .65, .55, .68, .43, .39, .36, .34, .32}, 0},
        {"rests", 20, {.5, .51, .49, .5, .51, .49, .5, .51, .49, .5}, 0},
        {"falls by wild steps", 20, {1, .99, .6, .59, .36, .355, .21, .2, .12, .118}, 0},
        {"falls, over any number", 0, {1, .8, .65, .55, .48, .43, .39, .36, .34, .32}, 0},
    };
    double y[10];
    for (size_t i = 0; i < 10; i++)
        y[i] = 0.6 + (i % 2 ? 0.15 : -0.15);
    for (size_t k = 0; k < sizeof losses / sizeof *losses; k++) {
        lc_run alone = run_over(10), run = run_over(10);
        alone.facts.validation_samples = run.facts.validation_samples = losses[k].samples;
        add(&alone, "val_accuracy", y);
        add(&run, "val_accuracy", y);
        add(&run, "val_loss", losses[k].loss);
        double nats = said_of(&alone, "val_accuracy") - said_of(&run, "val_accuracy");
        ck_assert_msg(fabs(nats - losses[k].nats) < 1e-9, "%s: %g", losses[k].what, nats);
        lc_run_free(&alone);
        lc_run_free(&run);
    }
}
END_TEST

/* The logarithm of the share that is wrong scatters by 0.38 about its trend; by the number of N samples that are
 * wrong, at 0.04 in the end, it would by sqrt(0.96 * 0.04 / N) / 0.04 = 4.9 / sqrt(N), which 1.5 times is 0.38 at
 * N = 374. */
START_TEST(few_wrong_samples_scatter_by_their_number)
{
    static const double y[] = {.45, .53, .6, .69, .77, .84, .9, .95, .93, .97, .93, .96};
    static const struct {
        size_t samples, warnings;
    } splits[] = {{300, 0}, {450, 1}, {0, 1}};
    for (size_t k = 0; k < sizeof splits / sizeof *splits; k++) {
        lc_run run = run_over(12);
        run.facts.validation_samples = splits[k].samples;
        add(&run, "val_accuracy", y);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == splits[k].warnings, "%zu samples: %zu", splits[k].samples, n);
        lc_run_free(&run);
    }
}
END_TEST

static const double steps_back[] = {.5, .6, .68, .72, .55, .73, .75, .56, .76, .77};

/* Training ends at 0.77, and validation at 0.99, or at 0.945; whether the size of the split is known or not. The
 * other way round validation is behind. */
START_TEST(a_score_of_augmented_samples_is_not_judged)
{
    static const double held_out[2][10] = {{.7, .8, .88, .9, .91, .92, .93, .98, .99, .99},
                                           {.7, .8, .88, .9, .91, .92, .93, .98, .95, .945}};
    for (size_t k = 0; k < 4; k++) {
        lc_run run = run_over(10);
        run.facts.train_samples = k / 2 ? 10000 : 0;
        add(&run, "accuracy", steps_back);
        add(&run, "val_accuracy", held_out[k % 2]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k % 2);
        lc_run_free(&run);
    }
    lc_run run = run_over(10);
    add(&run, "accuracy", held_out[0]);
    add(&run, "val_accuracy", steps_back);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* Beside a training score that swings as well, or doesn't: 1.5 nats, which is the most. */
START_TEST(swings_on_both_splits_say_more)
{
    static const double calm_one[] = {.5, .6, .64, .66, .68, .69, .7, .71, .715, .72};
    double nats[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(10);
        add(&run, "accuracy", k ? steps_back : calm_one);
        add(&run, "val_accuracy", steps_back);
        nats[k] = said_of(&run, "val_accuracy");
        lc_run_free(&run);
    }
    ck_assert_double_gt(nats[0], 0);
    ck_assert_double_eq_tol(nats[1] - nats[0], 1.5, 1e-9);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "near the largest double");
}
END_TEST

Suite *suite_oscillation(void)
{
    Suite *s = suite_create("oscillation");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_swings_by_a_hundred_sampling_errors);
    tcase_add_test(t, thresholds_of_the_known_split_move_the_decision);
    tcase_add_test(t, a_small_split_swings_by_sampling_alone);
    tcase_add_test(t, a_small_split_is_told_by_its_steps);
    tcase_add_loop_test(t, scatter_is_held_against_the_other_split, 0,
                        (int)(sizeof scatters / sizeof *scatters));
    tcase_add_test(t, scatter_on_both_splits_is_the_weights);
    tcase_add_test(t, few_batches_scatter_by_their_samples);
    tcase_add_test(t, thresholds_of_scatter_move_the_decision);
    tcase_add_test(t, alternation_and_short_periods_are_seen);
    tcase_add_loop_test(t, other_troubles_are_no_swings, 0, (int)(sizeof calm / sizeof *calm));
    tcase_add_loop_test(t, a_swing_of_few_records_turns_back, 0, (int)(sizeof few / sizeof *few));
    tcase_add_loop_test(t, up_to_60_records_swing_beyond_training, 0,
                        (int)(sizeof many / sizeof *many));
    tcase_add_loop_test(t, wild_losses_of_batches_are_swings, 0, (int)(sizeof wild / sizeof *wild));
    tcase_add_test(t, swings_far_behind_training_say_less);
    tcase_add_test(t, a_part_that_jumps_is_judged_alone);
    tcase_add_test(t, a_part_is_judged_where_its_total_is_not);
    tcase_add_test(t, swings_that_samples_explain_are_none_in_many_records);
    tcase_add_test(t, a_single_dip_is_a_spike);
    tcase_add_test(t, an_r2_is_measured_by_the_variance);
    tcase_add_loop_test(t, a_reward_that_is_lost_again_and_again_swings, 0,
                        (int)(sizeof rewards / sizeof *rewards));
    tcase_add_test(t, swings_of_few_samples_that_hide_all_are_a_warning);
    tcase_add_test(t, a_smooth_loss_over_the_few_samples_speaks_against_swings);
    tcase_add_test(t, few_wrong_samples_scatter_by_their_number);
    tcase_add_test(t, a_score_of_augmented_samples_is_not_judged);
    tcase_add_test(t, swings_on_both_splits_say_more);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
