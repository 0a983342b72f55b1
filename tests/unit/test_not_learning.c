/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_not_learning.c - losses at the level of chance, and flat losses at none. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_not_learning(void);

#define RULE "not-learning"
#define N 30

/* A run whose loss scatters by `noise` about `level`, its accuracy by 0.01 about `share`. */
static lc_run flat_run(double level, double noise, double share)
{
    double loss[N], acc[N];
    uint64_t seed = 5;
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        loss[i] = level + noise * random_normal(&seed);
        acc[i] = share + 0.01 * random_normal(&seed);
    }
    add(&run, "loss", loss);
    if (share > 0)
        add(&run, "accuracy", acc);
    return run;
}

static const struct {
    const char *what;
    double level, noise, share;
    size_t classes;
    int severity;  /* -1: silent */
    double chance; /* the level that must be named, 0: none */
} cases[] = {
    {"two classes", 0.693, 0.0005, 0.5, 0, LC_CRITICAL, 0.693147},
    {"ten classes", 2.3026, 0.002, 0.1, 0, LC_CRITICAL, 2.302585},
    {"ten classes, and no accuracy", 2.3026, 0.002, 0, 0, LC_CRITICAL, 2.302585},
    {"seven classes, told", 1.9459, 0.002, 0, 7, LC_CRITICAL, 1.945910},
    {"seven classes by the accuracy", 1.9459, 0.002, 0.143, 0, LC_CRITICAL, 1.945910},
    /* -0.8 ln 0.8 - 0.2 ln 0.2 = 0.500402: two classes, one with a share of 0.8 */
    {"the entropy of unequal shares", 0.5004, 0.0005, 0.8, 0, LC_CRITICAL, 0.500402},
    {"flat at no level that is known", 0.47, 0.001, 0, 0, LC_WARNING, 0},
    {"flat where nearly all is right", 0.1, 0.001, 0.97, 0, -1, 0},
    /* ln 2, but the accuracy is far from a half: other classes, and flat for another reason */
    {"ln 2 with an accuracy of 0.85", 0.693, 0.0005, 0.85, 0, LC_WARNING, 0},
};

START_TEST(names_the_level_of_chance)
{
    lc_run run = flat_run(cases[_i].level, cases[_i].noise, cases[_i].share);
    run.facts.classes = cases[_i].classes;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        const lc_finding *f = &d.findings[0];
        ck_assert_msg((int)f->severity == cases[_i].severity, "%s", cases[_i].what);
        ck_assert_double_eq(f->from, 1);
        ck_assert_double_eq(f->to, N);
        if (cases[_i].chance > 0) {
            /* the shares are known as well as the accuracy is */
            check_evidence(f, "chance_level", cases[_i].chance,
                           cases[_i].share > 0.5 ? 0.01 : 1e-5);
            check_evidence(f, "share_of_records", 1, 0.04);
        } else {
            check_evidence(f, "start", run.series[0].y[0], 0);
        }
        ck_assert_ptr_nonnull(strstr(f->advice.text[0], "16 samples"));
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Losses that begin at chance or look flat, and yet learn. */
static const struct {
    const char *what;
    shape loss, acc;
} learns[] = {
    {"falls by a tenth", {0.693, 0.62, 8, 0.002, 0, 0}, {0.5, 0.66, 8, 0.005, 0, 0}},
    {"accuracy rises while the loss rests",
     {0.693, 0.690, 8, 0.001, 0, 0},
     {0.5, 0.8, 8, 0.005, 0, 0}},
    {"falls fast and settles", {2.3, 0.3, 2, 0.01, 0, 0}, {0.1, 0.9, 2, 0.005, 0, 0}},
    {"slow but steady", {2.3, 2.1, 100, 0.001, 0, 0}, {0.1, 0.2, 100, 0.005, 0, 0}},
    {"runs away", {0.69, 9, 10, 0.01, 0, 0}, {0.4, 0.4, 8, 0.005, 0, 0}},
};

START_TEST(a_loss_that_moves_is_not_accused)
{
    double loss[N], acc[N];
    uint64_t seed = 17;
    lc_run run = run_over(N);
    draw(loss, N, &learns[_i].loss, &seed);
    draw(acc, N, &learns[_i].acc, &seed);
    add(&run, "loss", loss);
    add(&run, "accuracy", acc);
    ck_assert_msg(count_by(&run, RULE, NULL, 0, LC_NOTE) == 0, "%s", learns[_i].what);
    lc_run_free(&run);
}
END_TEST

/* Training and validation losses where the level of chance is told: ln 2 by two classes, or 4 by an r2
 * that makes loss / (1 - r2) the variance of the targets. */
static const struct {
    const char *what;
    shape train, validation;
    size_t classes;     /* 0: r2 is logged */
    const char *series; /* accused; NULL: none */
} guesses[] = {
    {"falls from above to chance",
     {3, 0.693, 2, 0.002, 0, 0},
     {2, 0.693, 2, 0.002, 0, 0},
     2,
     "loss"},
    {"rests above chance", {3, 0.9, 2, 0.002, 0, 0}, {2, 0.9, 2, 0.002, 0, 0}, 2, "loss"},
    {"still falls to chance", {3, 0.7, 20, 0.002, 0, 0}, {2, 0.7, 20, 0.002, 0, 0}, 2, NULL},
    {"falls from above and through", {3, 0.5, 2, 0.002, 0, 0}, {2, 0.5, 2, 0.002, 0, 0}, 2, NULL},
    {"validation alone is no better",
     {0.7, 0.67, 5, 0.001, 0, 0},
     {0.7, 0.695, 5, 0.001, 0, 0},
     2,
     "val_loss"},
    /* a gap, or overfitting: another rule's matter */
    {"validation is no better, training far",
     {0.7, 0.3, 5, 0.001, 0, 0},
     {0.72, 0.9, 5, 0.001, 0, 0},
     2,
     NULL},
    {"a regression at its variance", {90, 4, 2, 0.01, 0, 0}, {80, 4, 2, 0.01, 0, 0}, 0, "loss"},
    {"a regression that learns", {90, 2, 2, 0.01, 0, 0}, {80, 2, 2, 0.01, 0, 0}, 0, NULL},
};

START_TEST(no_better_than_a_guess_is_not_learning)
{
    double y[N], r2[N];
    uint64_t seed = 23;
    lc_run run = run_over(N);
    run.facts.classes = guesses[_i].classes;
    draw(y, N, &guesses[_i].train, &seed);
    add(&run, "loss", y);
    for (size_t i = 0; i < N; i++)
        r2[i] = 1 - y[i] / 4;
    if (guesses[_i].classes == 0)
        add(&run, "r2", r2);
    draw(y, N, &guesses[_i].validation, &seed);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (guesses[_i].series != NULL), "%s: %zu", guesses[_i].what, d.n);
    if (d.n)
        ck_assert_msg(found(&run, &d, RULE, guesses[_i].series) != NULL, "%s", guesses[_i].what);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(width_about_the_level_is_a_threshold)
{
    /* all 0.8 % above ln 2; an accuracy would tell that there are two classes */
    lc_run run = flat_run(0.693147 * 1.008, 0, 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "width", 0.007, LC_CRITICAL), 0);
    lc_run_free(&run);
}
END_TEST

/* A validation loss is held against the entropy of its own classes: 0.46 below ln 2 is learnt, and no
 * better than a guess where one class in six is the other one, 0.4506. */
START_TEST(a_split_has_its_own_chance)
{
    static const shape train = {0.7, 0.46, 5, 0.001, 0, 0},
                       validation = {0.7, 0.44, 5, 0.001, 0, 0};
    double y[N];
    uint64_t seed = 29;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    draw(y, N, &validation, &seed);
    add(&run, "val_loss", y);
    run.facts.classes = 2;
    run.facts.class_entropy = 0.48;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.validation_class_entropy = 0.4506;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    lc_run_free(&run);
}
END_TEST

/* Ten records have four in their last third, whose order alone is no rarer than 1 in 24. */
START_TEST(ten_records_in_order_still_fall)
{
    static const shape fall = {1.2, 0.69, 3, 0, 0, 0};
    double y[10];
    uint64_t seed = 31;
    lc_run run = run_over(10);
    draw(y, 10, &fall, &seed);
    add(&run, "loss", y);
    add(&run, "val_loss", y);
    run.facts.classes = 2;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
    run = run_over(10);
    for (size_t i = 6; i < 10; i++)
        y[i] = 0.72 + (i % 2 ? 0.01 : 0);
    add(&run, "loss", y);
    add(&run, "val_loss", y);
    run.facts.classes = 2;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    lc_run_free(&run);
}
END_TEST

/* A loss without noise that loses a share of itself in 40 records, at an accuracy that stands: 0.6 % is
 * three times what a third may creep. */
START_TEST(a_loss_that_creeps_does_not_learn)
{
    static const struct {
        double share;
        bool fires;
    } creeps[] = {{0.003, true}, {0.0055, true}, {0.0065, false}};
    for (size_t k = 0; k < sizeof creeps / sizeof *creeps; k++) {
        double loss[40], accuracy[40];
        lc_run run = run_over(40);
        for (size_t i = 0; i < 40; i++) {
            loss[i] = 0.3286 * (1 - creeps[k].share * (double)i / 39);
            accuracy[i] = 0.8557;
        }
        add(&run, "loss", loss);
        add(&run, "accuracy", accuracy);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), creeps[k].fires);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(share_of_records_is_a_threshold)
{
    double loss[10] = {0.9, 0.8, 0.75, 0.693, 0.693, 0.693, 0.693, 0.693, 0.693, 0.693};
    lc_run run = run_over(10);
    add(&run, "loss", loss);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 0); /* 7 of 10 */
    ck_assert_uint_eq(count_by(&run, RULE, "share", 0.7, LC_CRITICAL), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(flat_is_a_threshold)
{
    /* scatter alone, which moves the end off the start by some percent */
    lc_run run = flat_run(0.5, 0.03, 0);
    ck_assert_uint_eq(count_by(&run, RULE, "flat", 0.5, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "flat", 1e-6, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(accuracy_that_means_all_is_learnt_is_a_threshold)
{
    lc_run run = flat_run(0.1, 0.001, 0.97);
    ck_assert_uint_eq(count_by(&run, RULE, "learnt", 0.99, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_validation_loss_is_asked_only_for_chance)
{
    double chance[N], flat[N];
    for (size_t i = 0; i < N; i++) {
        chance[i] = 0.6931;
        flat[i] = 0.47;
    }
    lc_run run = run_over(N);
    add(&run, "val_loss", flat);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
    run = run_over(N);
    add(&run, "val_loss", chance);
    add(&run, "loss", chance);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_ptr_nonnull(found(&run, &d, RULE, "loss"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(four_records_at_chance_are_a_beginning)
{
    double y[] = {0.693, 0.693, 0.693, 0.693, 0.693};
    lc_run four = run_over(4), five = run_over(5);
    add(&four, "loss", y);
    add(&five, "loss", y);
    ck_assert_uint_eq(count_by(&four, RULE, NULL, 0, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&five, RULE, NULL, 0, LC_NOTE), 1);
    lc_run_free(&four);
    lc_run_free(&five);
}
END_TEST

/* Small steps are meant to change little while the learning rate rises to half as much again or more. */
START_TEST(a_warm_up_is_not_accused)
{
    double rate[N];
    lc_run run = flat_run(2.3026, 0.002, 0.1);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    for (size_t i = 0; i < N; i++)
        rate[i] = 1e-5 * (double)(i + 1);
    add(&run, "lr", rate);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.series[run.series_n - 1].y[N - 1] = rate[N - 2]; /* it is over */
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    lc_run_free(&run);
}
END_TEST

/* A squared error that comes to rest at ln 10 isn't among ten classes. */
START_TEST(errors_of_a_regression_are_at_no_level_of_classes)
{
    double y[N], r2[N];
    for (size_t i = 0; i < N; i++) {
        y[i] = 2.3026 + (i < 3 ? 5 / (double)(i + 1) : 0.002 * ((double)(7 * i % 5) - 2));
        r2[i] = 1 - y[i] / 8;
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        add(&run, "loss", y);
        if (k)
            add(&run, "r2", r2);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Both losses come down, to what 0.5 right of two classes cost, and no more are right than that; or
 * training alone gets better, by heart; or validation does as well. */
START_TEST(no_more_right_than_the_loss_says_are_guesses)
{
    static const double ends[][2] = {{0.5, 0.5}, {0.61, 0.5}, {0.65, 0.63}};
    for (size_t k = 0; k < 3; k++) {
        double y[2][12], right[2][12];
        for (size_t i = 0; i < 12; i++)
            for (size_t s = 0; s < 2; s++) {
                y[s][i] = 0.7 + 0.25 * exp(-(double)i / 3);
                right[s][i] = ends[k][s] - (ends[k][s] - 0.5) * exp(-(double)i / 3) +
                              0.004 * ((double)((7 * i + s) % 5) - 2);
            }
        lc_run run = run_over(12);
        add(&run, "loss", y[0]);
        add(&run, "val_loss", y[1]);
        add(&run, "accuracy", right[0]);
        add(&run, "val_accuracy", right[1]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k < 2);
        lc_run_free(&run);
    }
}
END_TEST

/* At a loss of 0.7 a guess is right in 0.497, and what is right in less than 0.04 more, 0.08 of 0.503, is one.
 * Validation is right in 0.555: so much more is an error of the mean of 200 samples, 0.035, but not of 5,000. */
START_TEST(a_guess_of_few_samples_may_be_right_more_often)
{
    static const struct {
        const char *what;
        size_t samples;
        double train_best;
        size_t findings;
    } splits[] = {
        {"200 samples", 200, 0.6, 1},
        {"5,000 samples", 5000, 0.6, 0},
        {"nobody knows how many", 0, 0.6, 0},
        {"200 samples, and training was once right in more", 200, 0.72, 0},
    };
    for (size_t k = 0; k < sizeof splits / sizeof *splits; k++) {
        double loss[12], y[12], z[12];
        for (size_t i = 0; i < 12; i++) {
            loss[i] = 0.7 + 0.25 * exp(-(double)i / 3);
            y[i] = 0.6 - 0.08 * exp(-(double)i / 3) + 0.004 * ((double)(7 * i % 5) - 2);
            z[i] = 0.555 + 0.004 * ((double)((7 * i + 1) % 5) - 2) + 0.0001 * (double)i;
        }
        y[6] = splits[k].train_best;
        lc_run run = run_over(12);
        add(&run, "loss", loss);
        add(&run, "val_loss", loss);
        add(&run, "accuracy", y);
        add(&run, "val_accuracy", z);
        run.facts.validation_samples = splits[k].samples;
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == splits[k].findings, "%s: %zu", splits[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Within 1 % of ln 2 throughout: down evenly, and no record is less often right than the one before; or with
 * one large step; or some records are. */
START_TEST(an_even_fall_through_chance_is_learning)
{
    static const double even[] = {.699, .697, .695, .693, .691, .689, .687, .685},
                        uneven[] = {.699, .697, .696, .6945, .689, .688, .687, .685},
                        rises[] = {.5, .5, .501, .501, .501, .502, .502, .502},
                        rests[] = {.501, .499, .502, .498, .501, .503, .499, .5};
    static const struct {
        const double *loss, *right;
        bool fires;
    } ways[] = {{even, rises, false}, {uneven, rises, true}, {even, rests, true}};
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        lc_run run = run_over(8);
        add(&run, "loss", ways[k].loss);
        add(&run, "accuracy", ways[k].right);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == ways[k].fires, "%zu: %zu", k, n);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    /* a loss that never moves does not learn */
    check_degenerate(RULE, "constant,nothing but zeros,near the smallest double");
}
END_TEST

/* ---- what speaks for it, and what against it ------------------------------------------------------- */

#define AT_LN_10                                                       \
    {                                                                  \
        "loss",                                                        \
        {                                                              \
            2.303, 2.302, 2.3035, 2.3024, 2.303, 2.3021, 2.3026, 2.303 \
        }                                                              \
    }
#define FALLS_BELOW                              \
    {                                            \
        "loss",                                  \
        {                                        \
            2.3, 2, 1.7, 1.45, 1.25, 1.1, 1, .92 \
        }                                        \
    }
#define GUESSES                                  \
    {                                            \
        "accuracy",                              \
        {                                        \
            .1, .11, .09, .1, .105, .095, .1, .1 \
        }                                        \
    }
#define ABOVE                                          \
    {                                                  \
        "loss",                                        \
        {                                              \
            3.1, 2.7, 2.5, 2.42, 2.4, 2.41, 2.4, 2.405 \
        }                                              \
    }
static const comparison compared[] = {
    {"a guess", {.n = 8, .made = {AT_LN_10}}, {.n = 8, .made = {FALLS_BELOW}}, 1},
    {"of four records", {.n = 4, .made = {AT_LN_10}}, {.n = 4, .made = {FALLS_BELOW}}, 0},
    {"that is told to be of another number of classes",
     {.n = 8, .made = {AT_LN_10}, .facts = {.classes = 40}},
     {.n = 8, .made = {AT_LN_10}, .facts = {.classes = 10}},
     -1},
    {"beside an accuracy of a guess",
     {.n = 8, .made = {AT_LN_10, GUESSES}},
     {.n = 8, .made = {AT_LN_10}},
     0},
    {"beside one that is more",
     {.n = 8, .made = {AT_LN_10, {"accuracy", {.4, .41, .42, .43, .44, .45, .46, .47}}}},
     {.n = 8, .made = {AT_LN_10}},
     -1},
    {"near it in nine of ten records",
     {.n = 10,
      .made = {{"loss",
                {2.9, 2.303, 2.302, 2.3035, 2.3024, 2.303, 2.3021, 2.3026, 2.303, 2.3025}}}},
     {.n = 10,
      .made = {{"loss", {2.9, 2.8, 2.7, 2.3035, 2.3024, 2.303, 2.3021, 2.3026, 2.303, 2.3025}}}},
     1},
    {"above a guess, of which no more are right",
     {.n = 8, .made = {ABOVE, GUESSES}},
     {.n = 8, .made = {ABOVE, {"accuracy", {.1, .2, .3, .35, .4, .42, .45, .47}}}},
     1},
    {"of a hundred",
     {.n = 8, .made = {ABOVE, {"accuracy", {10, 11, 9, 10, 10.5, 9.5, 10, 10}}}},
     {.n = 8, .made = {ABOVE, GUESSES}},
     0},
    {"of four records", {.n = 4, .made = {ABOVE, GUESSES}}, {.n = 4, .made = {ABOVE}}, 0},
    {"flat at no level",
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}},
     {.n = 8, .made = {{"loss", {.471, .45, .43, .41, .4, .39, .385, .38}}}},
     1},
    {"while some held-out score gets better",
     {.n = 8,
      .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}},
               {"val_f1", {.3, .35, .4, .44, .48, .51, .54, .56}}}},
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}},
     -1},
    {"of a hundred",
     {.n = 8,
      .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}},
               {"val_f1", {30, 30.1, 29.9, 30, 30.5, 29.8, 30.1, 30.2}}}},
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}},
     0},
    {"while most is right",
     {.n = 8,
      .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}},
               {"accuracy", {.97, .971, .969, .97, .97, .971, .97, .97}}}},
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}},
     -1},
    {"the last records of a run",
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}, .from = 90},
     {.n = 8, .made = {{"loss", {.471, .47, .4705, .4695, .4702, .4698, .4701, .47}}}},
     -1},
};

START_TEST(what_rest_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_not_learning(void)
{
    Suite *s = suite_create("not_learning");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, names_the_level_of_chance, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, a_loss_that_moves_is_not_accused, 0,
                        (int)(sizeof learns / sizeof *learns));
    tcase_add_loop_test(t, no_better_than_a_guess_is_not_learning, 0,
                        (int)(sizeof guesses / sizeof *guesses));
    tcase_add_test(t, width_about_the_level_is_a_threshold);
    tcase_add_test(t, a_split_has_its_own_chance);
    tcase_add_test(t, ten_records_in_order_still_fall);
    tcase_add_test(t, a_loss_that_creeps_does_not_learn);
    tcase_add_test(t, share_of_records_is_a_threshold);
    tcase_add_test(t, flat_is_a_threshold);
    tcase_add_test(t, accuracy_that_means_all_is_learnt_is_a_threshold);
    tcase_add_test(t, a_validation_loss_is_asked_only_for_chance);
    tcase_add_test(t, four_records_at_chance_are_a_beginning);
    tcase_add_test(t, a_warm_up_is_not_accused);
    tcase_add_test(t, errors_of_a_regression_are_at_no_level_of_classes);
    tcase_add_test(t, no_more_right_than_the_loss_says_are_guesses);
    tcase_add_test(t, a_guess_of_few_samples_may_be_right_more_often);
    tcase_add_test(t, an_even_fall_through_chance_is_learning);
    tcase_add_test(t, survives_curves_without_a_shape);
    tcase_add_loop_test(t, what_rest_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
