/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_constant_prediction.c - accuracies that repeat, by one answer to all or by coincidence. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

Suite *suite_constant_prediction(void);

#define RULE "constant-prediction"

START_TEST(question_repeats_the_share_of_the_rare_class)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    const lc_finding *f = found(&run, &d, RULE, "val_acc");
    ck_assert(f && f->severity == LC_NOTE); /* two records of seven */
    ck_assert_double_eq(f->from, 1);
    ck_assert_double_eq(f->to, 50);
    check_evidence(f, "value", 0.0168, 0);
    check_evidence(f, "class_share", 0.0168, 1e-12);
    check_evidence(f, "records", 2, 0);
    /* by coincidence: grain 1e-4 over 2 sqrt(pi) scatter, at 6 places. The scatter of the five others,
     * by their second differences 0.29045, 0.1674, 0.16735 -> 1.4826 * 0.1674 / sqrt(1.5) = 0.2026:
     * 6 * 1e-4 / (3.5449 * 0.2026) = 8.348e-4 */
    ck_assert_ptr_nonnull(strstr(f->basis, "p = 0.00083"));
    ck_assert_double_eq_tol(f->confidence, 0.99, 1e-12);
    ck_assert_ptr_nonnull(strstr(f->causes.text[0], "rarer class"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Twelve records of an accuracy with four digits; the loss beside it, 0 for none. */
static const struct {
    const char *what;
    double y[12], loss;
    size_t samples;
    int severity; /* -1: silent */
} cases[] = {
    {"one value all along", {.9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9}, 0, 0, LC_WARNING},
    {"half of the run",
     {.3, .3, .3, .3, .3, .3, .5213, .5124, .6671, .6012, .7218, .7124},
     0,
     0,
     LC_WARNING},
    {"four records at the start",
     {.3, .3, .3, .3, .4127, .52, .61, .66, .7, .72, .73, .74},
     0,
     10000,
     LC_NOTE},
    {"the same, where values are as far apart as they are few",
     {.3, .3, .3, .3, .4127, .52, .61, .66, .7, .72, .73, .74},
     0,
     0,
     -1},
    {"half of the run, and far better in the end",
     {.3, .3, .3, .3, .3, .3, .5213, .6124, .7171, .7812, .8118, .8224},
     0,
     0,
     LC_NOTE},
    {"nothing right but for rounding",
     {1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12},
     0,
     0,
     -1},
    {"no two alike", {.3, .35, .41, .45, .51, .55, .62, .64, .68, .71, .72, .73}, 0, 0, -1},
    {"a good value twice", {.3, .35, .41, .45, .51, .55, .62, .7, .7, .6, .72, .73}, 0, 0, -1},
    {"nothing right", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 0, -1},
    {"all right", {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 0, 0, -1},
    /* shares of 0.9 and 0.1 have an entropy of 0.325: a loss of 0.05 tells the samples apart */
    {"loss too low for one answer", {.9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9}, 0.05, 0, -1},
    {"loss at the entropy", {.9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9, .9}, 0.33, 0, LC_WARNING},
    /* ten samples: the accuracy has but eleven values, and repeats by chance */
    {"a tiny validation set", {.7, .7, .8, .7, .8, .8, .7, .9, .8, .8, .7, .8}, 0, 10, -1},
};

START_TEST(coincidence_and_the_loss_speak_against_it)
{
    double loss[12];
    lc_run run = run_over(12);
    add(&run, "val_accuracy", cases[_i].y);
    for (size_t i = 0; i < 12; i++)
        loss[i] = cases[_i].loss;
    if (cases[_i].loss > 0)
        add(&run, "val_loss", loss);
    run.facts.validation_samples = cases[_i].samples;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n)
        ck_assert_msg((int)d.findings[0].severity == cases[_i].severity, "%s: %s", cases[_i].what,
                      lc_severity_name(d.findings[0].severity));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* From epoch 40 on: shares of 0.9 and 0.1 have an entropy of 0.325. At 1.5 times that the network has come to
 * rest where it got, at 2.5 times it has not got there. */
START_TEST(the_tail_of_a_run_may_rest_where_it_got)
{
    static const double right[] = {.9, .9, .9, .9, .9, .9}, x[] = {40, 41, 42, 43, 44, 45};
    for (size_t k = 0; k < 2; k++) {
        double loss[6];
        for (size_t i = 0; i < 6; i++)
            loss[i] = (k ? 2.5 : 1.5) * 0.325 + 1e-4 * (double)(i % 2);
        lc_run run = run_at(x, 6);
        add(&run, "val_accuracy", right);
        add(&run, "val_loss", loss);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

static const struct {
    double y[4];
    size_t findings;
} ends[] = {{{.413, .352, .3, .3}, 0}, {{.413, .3, .3, .3}, 1}};

START_TEST(two_records_that_agree_are_one_coincidence)
{
    lc_run run = run_over(4);
    add(&run, "val_accuracy", ends[_i].y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), ends[_i].findings);
    lc_run_free(&run);
}
END_TEST

/* Six of nine records, at four places: three others tell no scatter, so that a record repeats the one before
 * with 0.125 as in other runs: 4 * 0.125^5 = 0.00012. */
START_TEST(what_is_left_of_a_constant_series_has_no_scatter_of_its_own)
{
    static const double y[] = {.301, .299, .302, .3, .3, .3, .3, .3, .3};
    lc_run run = run_over(9);
    add(&run, "val_accuracy", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_msg(strstr(f->basis, "p = 0.00012 "), "%s", f->basis);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A held-out loss at rest says something only while training goes on. */
START_TEST(a_held_out_loss_at_rest_beside_a_training_loss_that_moves)
{
    double train[] = {1.21, 0.93, 0.74, 0.62, 0.55, 0.49, 0.44, 0.41};
    static const double held_out[] = {0.9731, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    for (size_t rests = 0; rests < 2; rests++) {
        lc_run run = run_over(8);
        for (size_t i = 2; i < 8 && rests; i++)
            train[i] = train[1] * (1 + 1e-6 * (double)i); /* what steps of no size leave */
        add(&run, "loss", train);
        add(&run, "val_loss", held_out);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), !rests);
        lc_run_free(&run);
    }
}
END_TEST

/* 0.45 three times: of two digits noise of a few percent repeats one often, of four seldom. */
START_TEST(a_held_out_loss_of_two_digits_repeats_by_chance)
{
    static const double train[] = {0.41, 0.40, 0.40, 0.39, 0.38},
                        held_out[2][5] = {{0.46, 0.46, 0.45, 0.45, 0.45},
                                          {0.4619, 0.4603, 0.4507, 0.4507, 0.4507}};
    double said[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(5);
        add(&run, "loss", train);
        add(&run, "val_loss", held_out[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_loss");
        said[k] = f ? f->log_lr : 0;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_lt(said[0], 3);
    ck_assert_double_gt(said[1], 4);
}
END_TEST

START_TEST(thresholds_move_the_decision)
{
    lc_run run = question();
    ck_assert_uint_eq(count_by(&run, RULE, "coincidence", 8e-4, LC_NOTE), 0); /* it is 8.4e-4 */
    ck_assert_uint_eq(count_by(&run, RULE, "coincidence", 9e-4, LC_NOTE), 1);
    lc_run_free(&run);
    run = run_over(12);
    add(&run, "val_accuracy", cases[2].y); /* four of twelve */
    run.facts.validation_samples = cases[2].samples;
    ck_assert_uint_eq(count_by(&run, RULE, "lasting", 0.5, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "lasting", 0.3, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* A run that ends on one answer, for 4 of 12 records: after it was better by far, or hardly. */
START_TEST(a_run_that_ends_so_has_lost_what_it_had)
{
    double y[12] = {.851, .883, .872, .889, .862, .884, .868, .864, .8, .8, .8, .8};
    lc_run run = run_over(12);
    add(&run, "val_accuracy", y);
    run.facts.validation_samples =
        1000; /* sampling error 0.0126: the median before is 5.6 of it higher */
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "drop_errors", 6, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "drop_errors", 6, LC_NOTE), 1);
    lc_run_free(&run);
    for (size_t i = 0; i < 8; i++)
        y[i] -= .05;
    run = run_over(12);
    add(&run, "val_accuracy", y);
    run.facts.validation_samples = 1000;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(percent_is_read_as_such)
{
    double y[12];
    for (size_t i = 0; i < 12; i++)
        y[i] = 100 * cases[1].y[i];
    lc_run run = run_over(12);
    add(&run, "val_accuracy", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    check_evidence(&d.findings[0], "class_share", 0.3, 1e-12);
    check_evidence(&d.findings[0], "value", 30, 1e-12);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* 500 accuracies over 200 samples that rise as those of a working run do, printed to 4 digits. */
START_TEST(small_validation_sets_raise_no_alarm)
{
    uint64_t seed = 2024;
    size_t alarms = 0;
    for (int k = 0; k < 500; k++) {
        double y[40];
        for (size_t i = 0; i < 40; i++) {
            double p = 0.9 - 0.4 * exp(-(double)i / 8);
            p +=
                sqrt(p * (1 - p) / 200) / 2 * random_normal(&seed); /* the same samples each time */
            y[i] = round(fmin(p, 1) * 200) / 200;
        }
        lc_run run = run_over(40);
        add(&run, "val_accuracy", y);
        alarms += count_by(&run, RULE, NULL, 0, LC_NOTE) > 0;
        lc_run_free(&run);
    }
    ck_assert_msg(alarms <= 10, "%zu of 500", alarms);
}
END_TEST

/* Five about equal classes, entropy ln 5 = 1.609: no class has a share of 0.88, whose entropy is at most
 * 0.367 + 0.12 ln 4 = 0.533. Of a training set of which one class has 0.88 it is a share. */
START_TEST(shares_must_fit_the_entropy_of_the_classes)
{
    double y[20];
    lc_run run = run_over(20);
    for (size_t i = 0; i < 20; i++)
        y[i] = 0.8825;
    add(&run, "val_accuracy", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    run.facts.classes = 5;
    run.facts.class_entropy = 1.609;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.class_entropy = 0.5;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* A score that tells nothing but that it lies between 0 and 1, and jumps among three values. */
static const struct {
    const char *name;
    double less; /* than in the table below */
    size_t findings;
} scores[] = {
    {"val_score", 0, 1}, {"train_score", 0, 0}, {"val_score", 0.4, 0}, {"val_ssim", 0, 0}};

START_TEST(a_held_out_score_without_a_name_is_one_of_shares)
{
    static const double y[] = {.31, .82, .31, .5, .82, .31, .5, .82, .31, .82, .5, .31};
    double z[12];
    lc_run run = run_over(12);
    for (size_t i = 0; i < 12; i++)
        z[i] = y[i] - scores[_i].less;
    add(&run, scores[_i].name, z);
    size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(n == scores[_i].findings, "%s, %g less: %zu", scores[_i].name, scores[_i].less,
                  n);
    lc_run_free(&run);
}
END_TEST

/* It rests at 0.3125: nobody knows of how many samples that is a share, and an overlap is none. */
START_TEST(a_score_that_is_no_accuracy_is_no_share_of_samples)
{
    static const char *const names[] = {"val_score", "val_dice", "val_miou"};
    static const double y[] = {.3125, .3125, .3125, .3125, .3125, .3125, .3125, .3125};
    lc_run run = run_over(8);
    add(&run, names[_i], y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, names[_i]);
    ck_assert(f && f->severity == LC_WARNING);
    check_evidence(f, "value", .3125, 0);
    ck_assert_ptr_null(strstr(f->summary, "right for"));
    for (size_t i = 0; i < f->evidence_n; i++)
        ck_assert_str_ne(f->evidence[i].name, "class_share");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Thirds have no last printed digit, so that equal ones are expected nowhere: a Poisson count with mean 0,
 * at which GSL's own error handler ends the program. */
START_TEST(equal_values_without_digits_need_no_error_handler)
{
    static const double y[] = {1 / 3.0, 2 / 3.0, 1 / 3.0, 2 / 3.0, 1 / 7.0, 2 / 3.0};
    gsl_error_handler_t *before = gsl_set_error_handler(NULL);
    lc_run run = run_over(6);
    add(&run, "val_accuracy", y);
    ck_assert_double_eq(run.series[0].quantum, 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
    gsl_set_error_handler(before);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

/* Accuracies of batches of eight samples repeat by chance; the same digits over an epoch do not. */
START_TEST(batches_of_few_samples_repeat)
{
    static const double y[] = {0.25, 0.25, 0.375};
    lc_run run = run_over(3);
    add(&run, "accuracy", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    run.axis = LC_STEP;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

/* Validation gives one answer: while training's loss falls evenly decisions may follow, after one large step they
 * should have. */
START_TEST(decisions_follow_a_loss_that_falls_evenly)
{
    static const double loss[2][6] = {{.687, .679, .671, .663, .655, .647},
                                      {.687, .684, .681, .653, .65, .647}},
                        right[] = {.61, .622, .631, .643, .652, .664},
                        held_out[] = {.6135, .6135, .6135, .6135, .6135, .6135};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(6);
        add(&run, "loss", loss[k]);
        add(&run, "accuracy", right);
        add(&run, "val_accuracy", held_out);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), k);
        lc_run_free(&run);
    }
}
END_TEST

/* In the tail of a run what is right on all samples that train has come to rest, whatever it is held out. */
START_TEST(a_tail_in_which_training_is_all_right_has_arrived)
{
    static const double right[2][6] = {{.97, .971, .969, .972, .97, .971},
                                       {.992, .993, .992, .994, .993, .993}},
                        held_out[] = {.7625, .7625, .7625, .7625, .7625, .7625};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(6);
        for (size_t i = 0; i < run.n; i++)
            run.x[i] += 40;
        add(&run, "accuracy", right[k]);
        add(&run, "val_accuracy", held_out);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* One answer for half of the run misses 0.7, a third of which is 0.233: the last record misses 0.21, or 0.24. The
 * middle one of the last three gains less than 0.45. */
START_TEST(a_last_record_that_is_far_better_makes_it_a_note)
{
    double y[12] = {.3, .3, .3, .3, .3, .3, .5213, .5124, .6671, .6012, .7218};
    for (size_t k = 0; k < 2; k++) {
        y[11] = k ? .7602 : .7902;
        lc_run run = run_over(12);
        add(&run, "val_accuracy", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

/* Validation's accuracy has got better and rests, which says 5 nats against one answer to all, and 2.5 more above
 * 0.9: unless training's rests as well, close to it, while the loss falls. */
static const struct {
    const char *what;
    double held_out[10], right[10], loss[10], nats; /* 0: nothing is found */
} standing[] = {
    {"both stand still while the loss falls",
     {.45, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213},
     {.5, .6, .61, .612, .615, .618, .625, .625, .625, .625},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     8},
    {"training stands still for three records",
     {.45, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213},
     {.5, .6, .61, .612, .615, .618, .622, .625, .625, .625},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     3},
    {"training stands still elsewhere",
     {.45, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213},
     {.5, .6, .61, .612, .615, .618, .645, .645, .645, .645},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     3},
    {"the loss hardly falls since",
     {.45, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213},
     {.5, .6, .61, .612, .615, .618, .625, .625, .625, .625},
     {1, .7, .8, .6, .62, .55, .51, .5, .5, .49},
     3},
    {"validation moves in the end",
     {.45, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6213, .6302},
     {.5, .6, .61, .612, .615, .618, .625, .625, .625, .625},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     0},
    {"both stand still above 0.9",
     {.6, .9213, .9213, .9213, .9213, .9213, .9213, .9213, .9213, .9213},
     {.5, .8, .91, .912, .915, .918, .925, .925, .925, .925},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     8},
    {"training moves there",
     {.6, .9213, .9213, .9213, .9213, .9213, .9213, .9213, .9213, .9213},
     {.5, .8, .91, .912, .915, .918, .922, .925, .925, .925},
     {1, .7, .8, .6, .62, .55, .58, .5, .52, .45},
     0},
};

START_TEST(scores_that_stand_still_on_both_splits_have_not_converged)
{
    lc_run run = run_over(10);
    add(&run, "loss", standing[_i].loss);
    add(&run, "accuracy", standing[_i].right);
    add(&run, "val_accuracy", standing[_i].held_out);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
    double nats = f ? f->log_lr : 0;
    ck_assert_msg(fabs(nats - standing[_i].nats) < 1e-9, "%s: %g", standing[_i].what, nats);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* One answer that is right in 0.3123 costs its entropy, 0.621: at a training loss of 0.25 samples are told apart,
 * at 0.4 that is not half of it, and a hinge loss says nothing. */
START_TEST(two_equal_records_say_less_where_samples_are_told_apart)
{
    static const struct {
        const char *name;
        double end;
    } losses[] = {{"loss", 0.4}, {"loss", 0.25}, {"hinge_loss", 0.25}};
    static const double y[] = {.3123, .3123, .4127, .3618};
    double nats[3];
    for (size_t k = 0; k < 3; k++) {
        double loss[] = {1.1, 0.9, 0.95, losses[k].end};
        lc_run run = run_over(4);
        add(&run, losses[k].name, loss);
        add(&run, "val_accuracy", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
        ck_assert_ptr_nonnull(f);
        nats[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(nats[0] - nats[1], 2.5, 1e-9);
    ck_assert_double_eq_tol(nats[0] - nats[2], 0, 1e-9);
}
END_TEST

/* Where all training samples are right nothing moves any more, and a held-out score stays between two others. */
START_TEST(a_score_may_rest_once_training_is_all_right)
{
    static const double y[] = {.6528, .6620, .6574, .6574, .6574, .6574, .6667, .6667},
                        right[] = {.8845, .9985, 1, 1, 1, 1, 1, 1},
                        most[] = {.8845, .9, .91, .92, .93, .94, .95, .96};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(8);
        add(&run, "accuracy", k ? right : most);
        add(&run, "val_accuracy", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* ---- what speaks for it, and what against it ------------------------------------------------------- */

#define FALLING                                        \
    {                                                  \
        "loss",                                        \
        {                                              \
            .62, .615, .612, .61, .6, .601, .598, .597 \
        }                                              \
    }
#define ONE_VALUE .7352, .7352, .7352, .7352, .7352, .7352, .7352, .7352
#define CONSTANT      \
    {                 \
        "accuracy",   \
        {             \
            ONE_VALUE \
        }             \
    }
static const comparison compared[] = {
    {"one value all along", {.n = 8, .made = {FALLING, CONSTANT}}, {.n = 8, .made = {FALLING}}, 1},
    {"of a hundred",
     {.n = 8,
      .made = {FALLING, {"accuracy", {73.52, 73.52, 73.52, 73.52, 73.52, 73.52, 73.52, 73.52}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     0},
    {"to two digits",
     {.n = 8, .made = {FALLING, {"accuracy", {.74, .74, .74, .74, .74, .74, .74, .74}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"a recall, of which one answer makes all or nothing",
     {.n = 8,
      .made = {FALLING, {"recall", {.7352, .7352, .7352, .7352, .7352, .7352, .7352, .7352}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"a recall that is the mean over four classes",
     {.n = 8, .made = {FALLING, {"recall", {.25, .25, .25, .25, .25, .25, .25, .25}}}},
     {.n = 8, .made = {FALLING}},
     1},
    {"in three records",
     {.n = 3, .made = {FALLING, CONSTANT}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"in five of eight",
     {.n = 8,
      .made = {FALLING, {"accuracy", {.7352, .7352, .7352, .7352, .7352, .7361, .7374, .7369}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"better than it was",
     {.n = 8, .made = {FALLING, {"accuracy", {.3, .5, .6, .7352, .7352, .7352, .7352, .7352}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"worse than it was",
     {.n = 8,
      .made = {FALLING, {"accuracy", {.951, .963, .972, .7352, .7352, .7352, .7352, .7352}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"the loss rests as well",
     {.n = 3, .made = {{"loss", {.6, .601, .6}}, CONSTANT}},
     {.n = 3, .made = {{"loss", {.7, .65, .6}}, CONSTANT}},
     1},
    {"the loss is below what one answer costs",
     {.n = 8, .made = {{"loss", {.5, .45, .42, .4, .37, .36, .35, .34}}, CONSTANT}},
     {.n = 8, .made = {FALLING}},
     0},
    {"a fifth below it",
     {.n = 8, .made = {{"loss", {.5, .49, .485, .48, .475, .47, .465, .465}}, CONSTANT}},
     {.n = 8, .made = {FALLING}},
     1},
    {"the other split has another share",
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.7352, .7352, .7352, .7352, .7352, .7352, .7352, .7341}},
               {"val_accuracy", {.6, .61, .62, .6, .63, .64, .61, .62}}}},
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.7352, .7352, .7352, .7352, .7352, .7352, .7352, .7341}},
               {"val_accuracy", {.73, .74, .72, .73, .74, .73, .72, .74}}}},
     -1},
    {"a share that the classes don't have",
     {.n = 8, .made = {FALLING, CONSTANT}, .facts = {.classes = 10, .class_entropy = 2.302}},
     {.n = 8, .made = {FALLING}},
     0},
    {"one that they may have",
     {.n = 8, .made = {FALLING, CONSTANT}, .facts = {.classes = 2, .class_entropy = .58}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     0},
    {"exactly a quarter",
     {.n = 8,
      .made = {{"mse", {.62, .615, .612, .61, .6, .601, .598, .597}},
               {"accuracy", {.25, .25, .25, .25, .25, .25, .25, .25}}}},
     {.n = 8,
      .made = {{"mse", {.62, .615, .612, .61, .6, .601, .598, .597}},
               {"accuracy", {.26, .26, .26, .26, .26, .26, .26, .26}}}},
     1},
    {"nine tenths, which few classes have",
     {.n = 8,
      .made = {FALLING, {"accuracy", {.9352, .9352, .9352, .9352, .9352, .9352, .9352, .9352}}}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     -1},
    {"single batches of four, which repeat themselves",
     {.n = 8,
      .made = {FALLING, {"accuracy", {.75, .75, .75, .75, .5, .75, .75, 1}}},
      .axis = LC_STEP},
     {.n = 8, .made = {FALLING}, .axis = LC_STEP},
     0},
    {"all of which fall evenly, and decide late",
     {.n = 8, .made = {{"loss", {.62, .61, .6, .59, .58, .57, .56, .55}}, CONSTANT}},
     {.n = 8, .made = {FALLING, CONSTANT}},
     0},
    {"one value and the other of two classes",
     {.n = 8,
      .made = {FALLING, {"accuracy", {.7352, .2648, .2648, .7352, .2648, .7352, .7352, .2648}}}},
     {.n = 8,
      .made = {FALLING, {"accuracy", {.7352, .2548, .2748, .7252, .2648, .7452, .7152, .2448}}}},
     1},
    {"in fewer records",
     {.n = 4, .made = {FALLING, {"accuracy", {.7352, .2648, .2648, .7352}}}},
     {.n = 8,
      .made = {FALLING, {"accuracy", {.7352, .2648, .2648, .7352, .2648, .7352, .7352, .2648}}}},
     -1},
    {"in two",
     {.n = 2, .made = {FALLING, {"accuracy", {.7352, .2648}}}},
     {.n = 2, .made = {FALLING}},
     0},
    {"the same few values time and again",
     {.n = 9, .made = {FALLING, {"accuracy", {.1, .3, .2, .1, .3, .2, .3, .1, .2}}}},
     {.n = 9, .made = {FALLING, {"accuracy", {.11, .31, .21, .12, .33, .22, .34, .13, .23}}}},
     1},
    {"counts of right answers that come back to the very same",
     {.n = 10, .made = {{"correct", {1135, 1028, 980, 1135, 1135, 1009, 958, 1028, 1135, 982}}}},
     {.n = 10, .made = {{"correct", {1131, 1028, 984, 1137, 1139, 1009, 958, 1026, 1135, 982}}}},
     1},
    {"of another name",
     {.n = 10, .made = {{"reward", {1135, 1028, 980, 1135, 1135, 1009, 958, 1028, 1135, 982}}}},
     {.n = 10, .made = {{"correct", {1131, 1028, 984, 1137, 1139, 1009, 958, 1026, 1135, 982}}}},
     0},
    {"a held-out accuracy that hardly moves while training learns",
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.5, .55, .6, .64, .68, .71, .73, .75}},
               {"val_accuracy", {.51, .511, .512, .511, .51, .512, .511, .51}}}},
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.5, .55, .6, .64, .68, .71, .73, .75}},
               {"val_accuracy", {.51, .53, .512, .521, .51, .532, .511, .54}}}},
     1},
    {"of a hundred",
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {50, 55, 60, 64, 68, 71, 73, 75}},
               {"val_accuracy", {51, 51.1, 51.2, 51.1, 51, 51.2, 51.1, 51}}}},
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.5, .55, .6, .64, .68, .71, .73, .75}},
               {"val_accuracy", {.51, .511, .512, .511, .51, .512, .511, .51}}}},
     0},
    {"while training learns nothing",
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.5, .51, .52, .53, .52, .53, .54, .55}},
               {"val_accuracy", {.51, .511, .512, .511, .51, .512, .511, .51}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"most of which is right",
     {.n = 8,
      .made = {FALLING,
               {"accuracy", {.5, .55, .6, .64, .68, .71, .73, .75}},
               {"val_accuracy", {.951, .953, .952, .951, .954, .952, .951, .953}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"a held-out loss that is always the same",
     {.n = 8, .made = {FALLING, {"val_loss", {.7, .65, .64, .6312, .6312, .6312, .6312, .6312}}}},
     {.n = 8, .made = {FALLING, {"val_loss", {.7, .65, .64, .6312, .6311, .6313, .6312, .631}}}},
     1},
    {"while training's is as well",
     {.n = 8,
      .made = {{"loss", {.7, .65, .64, .6, .6, .6, .6, .6}},
               {"val_loss", {.7, .65, .64, .6312, .6312, .6312, .6312, .6312}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"not to the end",
     {.n = 8, .made = {FALLING, {"val_loss", {.6312, .6312, .6312, .6312, .6312, .64, .63, .62}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"in three of eight records",
     {.n = 8, .made = {FALLING, {"val_loss", {.7, .65, .64, .63, .62, .6312, .6312, .6312}}}},
     {.n = 8, .made = {FALLING}},
     0},
    {"of two digits",
     {.n = 6,
      .made = {{"loss", {.71, .66, .6, .57, .5, .43}},
               {"val_loss", {.7, .65, .64, .63, .63, .63}}}},
     {.n = 6, .made = {FALLING, {"val_loss", {.7, .65, .64, .6312, .6312, .6312}}}},
     -1},
};

START_TEST(what_one_value_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

START_TEST(two_answers_have_two_shares)
{
    static const double y[] = {.7352, .2648, .2648, .7352, .2648, .7352, .7352, .2648};
    lc_run run = run_over(8);
    add(&run, "val_accuracy", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_ptr_nonnull(strstr(d.findings[0].summary, "is either 0.7352 or 0.2648"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

Suite *suite_constant_prediction(void)
{
    Suite *s = suite_create("constant_prediction");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_repeats_the_share_of_the_rare_class);
    tcase_add_loop_test(t, coincidence_and_the_loss_speak_against_it, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, the_tail_of_a_run_may_rest_where_it_got);
    tcase_add_loop_test(t, two_records_that_agree_are_one_coincidence, 0, 2);
    tcase_add_test(t, what_is_left_of_a_constant_series_has_no_scatter_of_its_own);
    tcase_add_test(t, a_held_out_loss_at_rest_beside_a_training_loss_that_moves);
    tcase_add_test(t, a_held_out_loss_of_two_digits_repeats_by_chance);
    tcase_add_test(t, thresholds_move_the_decision);
    tcase_add_test(t, a_run_that_ends_so_has_lost_what_it_had);
    tcase_add_test(t, percent_is_read_as_such);
    tcase_add_test(t, small_validation_sets_raise_no_alarm);
    tcase_add_test(t, shares_must_fit_the_entropy_of_the_classes);
    tcase_add_loop_test(t, a_held_out_score_without_a_name_is_one_of_shares, 0,
                        (int)(sizeof scores / sizeof *scores));
    tcase_add_loop_test(t, a_score_that_is_no_accuracy_is_no_share_of_samples, 0, 3);
    tcase_add_test(t, equal_values_without_digits_need_no_error_handler);
    tcase_add_test(t, survives_curves_without_a_shape);
    tcase_add_test(t, batches_of_few_samples_repeat);
    tcase_add_test(t, decisions_follow_a_loss_that_falls_evenly);
    tcase_add_test(t, a_tail_in_which_training_is_all_right_has_arrived);
    tcase_add_test(t, a_last_record_that_is_far_better_makes_it_a_note);
    tcase_add_loop_test(t, scores_that_stand_still_on_both_splits_have_not_converged, 0,
                        (int)(sizeof standing / sizeof *standing));
    tcase_add_test(t, two_equal_records_say_less_where_samples_are_told_apart);
    tcase_add_test(t, a_score_may_rest_once_training_is_all_right);
    tcase_add_loop_test(t, what_one_value_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    tcase_add_test(t, two_answers_have_two_shares);
    suite_add_tcase(s, t);
    return s;
}
