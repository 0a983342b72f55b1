/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_divergence.c - training losses that run away, and those that only seem to. */
#include "curves.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_divergence(void);

#define RULE "divergence"

/* Falls from 1 to 0.5 in five records, then grows by 1 a record up to `end`, 12 records in all. */
static lc_run runaway(const char *name, double end)
{
    double y[12] = {1, 0.8, 0.7, 0.6, 0.5};
    for (size_t i = 5; i < 12; i++)
        y[i] = fmin(y[i - 1] + 1, end);
    lc_run run = run_over(12);
    add(&run, name, y);
    return run;
}

START_TEST(a_training_loss_that_runs_away_is_critical)
{
    lc_run run = runaway("loss", 1e9);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert_uint_eq(d.n, 1);
    ck_assert(f && f->severity == LC_CRITICAL);
    check_evidence(f, "start", 1, 0);
    check_evidence(f, "best", 0.5, 0);
    check_evidence(f, "best_at", 5, 0);
    /* the last three values are 5.5, 6.5, 7.5; their median is the end */
    check_evidence(f, "end", 6.5, 0);
    check_evidence(f, "factor", 13, 1e-12);
    check_evidence(f, "since", 6, 0); /* 1.5 is the first above the start that stays so */
    ck_assert_double_eq(f->from, 6);
    ck_assert_double_eq(f->to, 12);
    ck_assert_ptr_nonnull(strstr(f->basis, "p = "));
    ck_assert_ptr_nonnull(strstr(f->causes.text[0], "learning rate"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Twelve records of one metric; `findings` is how many are expected. */
static const struct {
    const char *what, *name;
    double y[12];
    size_t findings;
} cases[] = {
    {"falls", "loss", {1, .8, .6, .5, .45, .42, .4, .4, .39, .39, .38, .38}, 0},
    {"rises, but stays below its start",
     "loss",
     {1, .8, .6, .5, .5, .6, .7, .75, .8, .85, .9, .95},
     0},
    {"ends 5 % above its start", "loss", {1, .8, .6, .5, .5, .6, .8, .9, 1, 1.05, 1.05, 1.05}, 0},
    {"ends 60 % above its start", "loss", {1, .8, .6, .5, .5, .6, .8, 1, 1.2, 1.6, 1.6, 1.6}, 1},
    {"a spike that it recovers from", "loss", {1, .8, .6, 90, 40, 9, .6, .5, .5, .5, .5, .5}, 0},
    {"a spike at the very end", "loss", {1, .8, .6, .5, .5, .5, .5, .5, .5, .5, .5, 90}, 0},
    {"rises from the start", "loss", {1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48}, 1},
    {"jumps and stays, which is a lasting jump",
     "loss",
     {1, .5, .4, .4, .4, .4, 9, 9, 9, 9, 9, 9},
     0},
    {"overfits on validation", "val_loss", {1, .8, .7, .7, .8, 1, 1.2, 1.5, 2, 2.5, 3, 3.5}, 0},
    {"a score that rises", "accuracy", {.1, .2, .3, .4, .5, .6, .7, .8, .9, .9, .9, .9}, 0},
    {"negative and falling", "loss", {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12}, 0},
    {"negative and rising above its start",
     "loss",
     {-9, -12, -13, -9, -5, -1, 3, 7, 11, 15, 19, 23},
     1},
    {"is astronomic throughout",
     "loss",
     {3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3e15},
     1},
    {"is astronomic, but comes down: by 1.1 of the logarithm",
     "loss",
     {9e12, 8.2e12, 7.4e12, 6.7e12, 6e12, 5.5e12, 5e12, 4.5e12, 4.1e12, 3.7e12, 3.3e12, 3e12},
     0},
    {"squared errors of sums of money",
     "mse",
     {3e12, 2.9e12, 3.1e12, 3e12, 2.9e12, 3.1e12, 3e12, 2.9e12, 3.1e12, 3e12, 2.9e12, 3e12},
     0},
    {"about zero", "loss", {0, -1, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7}, 1},
};

START_TEST(only_a_training_loss_that_ends_above_its_start_counts)
{
    lc_run run = run_over(12);
    add(&run, cases[_i].name, cases[_i].y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
    ck_assert_msg(n == cases[_i].findings, "%s: %zu", cases[_i].what, n);
    lc_run_free(&run);
}
END_TEST

START_TEST(three_records_are_enough)
{
    double up[] = {1, 2, 4}, two[] = {1, 300};
    lc_run run = run_over(3), short_run = run_over(2);
    add(&run, "loss", up);
    add(&short_run, "loss", two);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&short_run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
    lc_run_free(&short_run);
}
END_TEST

START_TEST(excess_over_the_start_is_a_threshold)
{
    /* start 1, gain 0.5, end 1.8: excess 0.8 / max(1, 0.5) = 0.8 */
    static const double y[] = {1, .8, .7, .6, .5, .6, .8, 1.1, 1.4, 1.8, 1.8, 1.8};
    lc_run run = run_over(12);
    add(&run, "loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "excess", 0.79, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "excess", 0.81, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(alpha_is_a_threshold)
{
    /* Alternating by 0.8 about a rise from 1 to 3: the noise is as large as the rise. */
    double y[12];
    for (size_t i = 0; i < 12; i++)
        y[i] = 1 + 2.0 * (double)i / 11 + (i % 2 ? 0.8 : 0);
    lc_run run = run_over(12);
    add(&run, "loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "alpha", 0.2, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* -ln 1.4e-45 = 103.28: no float32 probability costs more; with an accuracy beside it the loss is
 * one of a classifier. */
START_TEST(a_classifier_beyond_float32_is_critical_on_either_split)
{
    double loss[] = {1, 50, 103.2, 103.2}, acc[] = {0.5, 0.4, 0.5, 0.5};
    lc_run run = run_over(4);
    add(&run, "val_loss", loss);
    add(&run, "val_accuracy", acc);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "out_of_range", 103.1, LC_NOTE), 1);
    run.series[0].y[3] =
        103.35; /* and not what rounds to -ln 1.4e-45, which has words of its own */
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert(f && f->severity == LC_CRITICAL);
    check_evidence(f, "end", 103.35, 0);
    check_evidence(f, "bound", 103.28, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    run = run_over(4); /* a regression has no such bound */
    loss[3] = 1000;
    add(&run, "val_loss", loss);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* Two classes: chance is ln 2. Losses that come down and go up again, and how much of that is lost. */
static const struct {
    const char *what;
    double y[12];
    size_t classes, findings;
} lost[] = {
    {"back at chance", {.9, .6, .4, .3, .3, .3, .68, .69, .69, .69, .69, .69}, 2, 1},
    {"back, but chance is not told", {.9, .6, .4, .3, .3, .3, .68, .69, .69, .69, .69, .69}, 0, 0},
    {"half lost", {.9, .6, .4, .3, .3, .3, .5, .5, .5, .5, .5, .5}, 2, 0},
    {"never a fifth below", {.9, .7, .6, .6, .6, .6, .68, .69, .69, .69, .69, .69}, 2, 0},
    {"a spike at the end", {.9, .6, .4, .3, .3, .3, .3, .3, .3, .3, .3, .69}, 2, 0},
    {"ends above a start that was better than chance",
     {.4, .3, .3, .3, .4, .5, .5, .5, .5, .5, .5, .5},
     2,
     0},
};

START_TEST(what_was_learnt_may_be_lost)
{
    lc_run run = run_over(12);
    add(&run, "loss", lost[_i].y);
    run.facts.classes = lost[_i].classes;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == lost[_i].findings, "%s: %zu", lost[_i].what, d.n);
    if (d.n) {
        check_evidence(&d.findings[0], "end", 0.69, 0);
        check_evidence(&d.findings[0], "chance_level", log(2), 1e-12);
        check_evidence(&d.findings[0], "since", 7, 0);
        ck_assert_uint_eq(count_by(&run, RULE, "learnt", 0.7, LC_NOTE), 0);
        ck_assert_uint_eq(count_by(&run, RULE, "lost", 1, LC_NOTE), 0);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Down to half of what a guess at two classes costs, and up again. */
START_TEST(as_much_as_counts_as_learnt_is_lost)
{
    double guess = log(2), half = guess / 2,
           loss[] = {guess, half, half, half, half, guess, guess, guess, guess};
    lc_run run = run_over(9);
    add(&run, "loss", loss);
    run.facts.classes = 2;
    ck_assert_uint_eq(count_by(&run, RULE, "learnt", 0.5, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "learnt", 0.51, LC_CRITICAL), 0);
    lc_run_free(&run);
}
END_TEST

/* Of ten records the last two over the first two: a critic without bounds grows 400-fold, and its generator
 * 200-fold, or 2-fold. */
START_TEST(both_networks_of_a_gan_may_run_away)
{
    static const double critic[] = {-1, -1, -3, -8, -20, -50, -120, -250, -400, -400};
    static const double generator[2][10] = {{2, 2, 5, 9, 20, 50, 120, 240, 400, 400},
                                            {2, 2, 2, 2, 3, 3, 3, 4, 4, 4}};
    static const char *const names[][2] = {
        {"d_loss", "g_loss"}, {"D_real_loss", "G_GAN_loss"}, {"D_fake_loss", "G_GAN_loss"}};
    for (size_t k = 0; k < 6; k++) {
        lc_run run = run_over(10);
        add(&run, names[k / 2][0], critic);
        add(&run, names[k / 2][1], generator[k % 2]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, k % 2 ? 0 : 1);
        if (d.n) {
            ck_assert_int_eq(d.findings[0].severity, LC_CRITICAL);
            check_evidence(&d.findings[0], "discriminator_ratio", 400, 1e-12);
            check_evidence(&d.findings[0], "generator_ratio", 200, 1e-12);
        }
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* Errors of a regression in its own unit: down from 1e10 steadily, or up to the same end. */
/* Two metrics that change by these factors every thirty records, of forty. */
static const struct {
    const char *what, *a, *b, *said;
    double fall, rise; /* of `a` and of `b` */
} moving[] = {
    {"the discriminator tells all", "d_loss", "g_loss", "the discriminator has won", 1e-3, 100},
    {"they are in balance", "d_loss", "g_loss", NULL, 0.5, 1.5},
    {"values run away", "reward", "loss", "the value estimates diverge", 1, 1e6},
    {"losses grow with the rewards", "reward", "loss", NULL, 1e4, 1e6},
};

START_TEST(losses_that_chase_a_moving_target_are_told)
{
    double a[40], b[40];
    for (size_t i = 0; i < 40; i++) {
        a[i] = pow(moving[_i].fall, (double)i / 30);
        b[i] = pow(moving[_i].rise, (double)i / 30);
    }
    lc_run run = run_over(40);
    add(&run, moving[_i].a, a);
    add(&run, moving[_i].b, b);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    bool said = false;
    for (size_t i = 0; i < d.n && moving[_i].said; i++)
        said |= strstr(d.findings[i].summary, moving[_i].said) != NULL;
    ck_assert_msg(said == (moving[_i].said != NULL), "%s: %s", moving[_i].what,
                  d.n ? d.findings[0].summary : "nothing");
    if (!moving[_i].said)
        for (size_t i = 0; i < d.n; i++)
            ck_assert_ptr_null(strstr(d.findings[i].summary, "diverge"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* -ln of the smallest float32, 2^-149: 149 ln 2 = 103.2789. */
START_TEST(what_a_framework_shows_for_infinite_outputs_is_told)
{
    const double y[12] = {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5, 0.5, 103.2789, 103.2789, 103.2789};
    lc_run run = run_over(12);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_CRITICAL);
    check_evidence(f, "records_at_level", 3, 0);
    ck_assert_ptr_nonnull(strstr(f->summary, "smallest float32"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(what_comes_down_is_of_another_unit)
{
    static const double y[2][6] = {{1e10, 4e9, 2e9, 1e9, 6e8, 5e8},
                                   {1e8, 2e8, 3e8, 3.5e8, 4e8, 5e8}},
                        accuracy[] = {0, 0, 0, 0, 0, 0};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(6);
        add(&run, "val_loss", y[k]);
        add(&run, "val_accuracy", accuracy);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), k);
        lc_run_free(&run);
    }
}
END_TEST

/* A mean square of 3e15 is that of errors of about 3.8e7, whose unit is small; beside one of 2.5e7 it is not. */
static const rule_case units[] = {
    {"the square of an error beside it",
     6,
     {{"loss", {3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3e15}},
      {"mae", {3.8e7, 3.8e7, 4.1e7, 3.8e7, 3.8e7, 3.8e7}}},
     SILENT,
     {{0}}},
    {"too large for its square",
     6,
     {{"loss", {3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3e15}},
      {"mae", {2.5e7, 2.5e7, 2.6e7, 2.5e7, 2.4e7, 2.5e7}}},
     LC_CRITICAL,
     {{0}}},
    {"less than its square, as no mean square is",
     6,
     {{"loss", {3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3e15}},
      {"mae", {9e7, 9e7, 9.3e7, 9e7, 8.7e7, 9e7}}},
     LC_CRITICAL,
     {{0}}},
    {"its square on the other split",
     6,
     {{"loss", {3e15, 2.9e15, 3.1e15, 3e15, 2.9e15, 3e15}},
      {"val_mae", {3.8e7, 3.8e7, 4.1e7, 3.8e7, 3.8e7, 3.8e7}}},
     LC_CRITICAL,
     {{0}}},
    /* a fall of the logarithm by 1.1, which below 1e20 a unit may explain */
    {"comes down to 3e20",
     6,
     {{"loss", {9e20, 8e20, 6e20, 5e20, 4e20, 3e20}}},
     LC_CRITICAL,
     {{"end", 3e20}}},
    {"comes down to 3e19", 6, {{"loss", {9e19, 8e19, 6e19, 5e19, 4e19, 3e19}}}, SILENT, {{0}}},
    {"rests at what unscaled sums of money cost",
     6,
     {{"loss", {3.9e11, 4.4e11, 4.1e11, 3.7e11, 4.8e11, 4.2e11}}},
     SILENT,
     {{0}}},
    {"rests at more than that",
     6,
     {{"loss", {3.9e14, 4.4e14, 4.1e14, 3.7e14, 4.8e14, 4.2e14}}},
     LC_CRITICAL,
     {{"end", 4.2e14}}},
    {"goes up and down by more",
     6,
     {{"loss", {3.1e11, 4.4e11, 3.3e11, 4.1e11, 4.9e11, 3.6e11}}},
     LC_CRITICAL,
     {{"end", 3.6e11}}},
    {"in four records",
     4,
     {{"loss", {3.9e11, 4.4e11, 4.1e11, 3.7e11}}},
     LC_CRITICAL,
     {{"end", 3.7e11}}},
    {"a Dice score with its sign turned, of next to nothing",
     7,
     {{"loss", {-.0311, -.0243, -.0241, -.0244, -.0242, -.0243, -.0242}}},
     SILENT,
     {{0}}},
    {"of much",
     7,
     {{"loss", {-.61, -.43, -.31, -.3, -.3, -.3, -.3}}},
     LC_CRITICAL,
     {{"start", -.61}}},
    {"rests at 3e19",
     6,
     {{"loss", {3.1e19, 3e19, 3.2e19, 3e19, 3.1e19, 3e19}}},
     LC_CRITICAL,
     {{"end", 3e19}}},
    {"a sum that is never set back to 0, while validation gets better",
     6,
     {{"loss", {0.9, 1.7, 2.4, 3, 3.5, 3.9}}, {"val_loss", {0.85, 0.75, 0.66, 0.55, 0.46, 0.4}}},
     SILENT,
     {{0}}},
    {"the same while validation gets worse",
     6,
     {{"loss", {0.9, 1.7, 2.4, 3, 3.5, 3.9}}, {"val_loss", {0.9, 1.6, 2.4, 3, 3.4, 3.9}}},
     LC_CRITICAL,
     {{"start", 0.9}}},
};

START_TEST(what_is_large_by_its_unit_or_as_a_sum_is_not_lost)
{
    check_rule_case(RULE, &units[_i]);
}
END_TEST

START_TEST(only_what_stays_is_said_not_to_come_down)
{
    static const double y[2][4] = {{9e20, 6e20, 4e20, 3e20}, {3.1e20, 3e20, 3.2e20, 3e20}};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(4);
        add(&run, "loss", y[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert_ptr_nonnull(f);
        ck_assert_uint_eq(strstr(f->summary, "does not come down") != NULL, k);
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

Suite *suite_divergence(void)
{
    Suite *s = suite_create("divergence");
    TCase *t = tcase_create("core");
    tcase_add_test(t, a_training_loss_that_runs_away_is_critical);
    tcase_add_loop_test(t, only_a_training_loss_that_ends_above_its_start_counts, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, three_records_are_enough);
    tcase_add_test(t, excess_over_the_start_is_a_threshold);
    tcase_add_test(t, alpha_is_a_threshold);
    tcase_add_test(t, a_classifier_beyond_float32_is_critical_on_either_split);
    tcase_add_loop_test(t, what_was_learnt_may_be_lost, 0, (int)(sizeof lost / sizeof *lost));
    tcase_add_test(t, as_much_as_counts_as_learnt_is_lost);
    tcase_add_test(t, both_networks_of_a_gan_may_run_away);
    tcase_add_loop_test(t, losses_that_chase_a_moving_target_are_told, 0,
                        (int)(sizeof moving / sizeof *moving));
    tcase_add_test(t, what_a_framework_shows_for_infinite_outputs_is_told);
    tcase_add_test(t, what_comes_down_is_of_another_unit);
    tcase_add_loop_test(t, what_is_large_by_its_unit_or_as_a_sum_is_not_lost, 0,
                        (int)(sizeof units / sizeof *units));
    tcase_add_test(t, only_what_stays_is_said_not_to_come_down);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
