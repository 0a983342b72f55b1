/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_sampling.c - what few samples alone make of a score or of a mean loss. */
#include "diagnose/sampling.h"

#include "diagnose/baseline.h"
#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_sampling(void);

/* Of 100 training and 400 validation samples. */
static void study_samples(studied *s, size_t n, const double *x, const made_series *made)
{
    *s = (studied){.run = x ? run_at(x, n) : run_over(n)};
    for (size_t i = 0; i < STUDIED_SERIES && made[i].name; i++)
        add(&s->run, made[i].name, made[i].y);
    s->run.facts.train_samples = 100;
    s->run.facts.validation_samples = 400;
    s->run.facts.batch_size = 25;
    study(s);
}

/* sqrt(0.2 0.8 / 400) = 0.02 */
START_TEST(an_accuracy_has_the_error_of_its_samples)
{
    static const made_series made[STUDIED_SERIES] = {{"val_accuracy", {.5, .6, .8}},
                                                     {"accuracy", {50.5, 60, 80}},
                                                     {"val_f1", {.5, .6, .8}},
                                                     {"test_accuracy", {.5, .6, .8}}};
    studied s;
    study_samples(&s, 3, NULL, made);
    const lc_analyzed *t = s.context.analyzed;
    s.seen.series[0].quantum = .01;
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], .8), .02, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], .2), .02, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[1], 80), 4, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], 1), .005, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], 1.5), .005, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], -.5), .005, 1e-9);
    ck_assert(lc_context_sampling_error(&s.context, &t[2], .8) == 0); /* no share of samples */
    ck_assert(lc_context_sampling_error(&s.context, &t[3], .8) == 0); /* of unknown samples */
    studied_free(&s);
}
END_TEST

/* A recall is over the positive samples: 25 by its steps, whatever the split has. sqrt(0.2 0.8 / 25) = 0.08 */
START_TEST(a_recall_has_the_error_of_the_samples_that_its_steps_tell)
{
    static const made_series made[STUDIED_SERIES] = {{"val_recall", {.52, .64, .8, .76}},
                                                     {"val_recall2", {.5213, .6417, .8031, .7629}},
                                                     {"val_error", {.48, .36, .2, .24}}};
    studied s;
    study_samples(&s, 4, NULL, made);
    for (size_t i = 0; i < 3; i++)
        s.seen.series[i].quantum = 1e-4;
    const lc_analyzed *t = s.context.analyzed;
    ck_assert_uint_eq(lc_context_score_samples(&s.context, &t[0]), 25);
    ck_assert_uint_eq(lc_context_score_samples(&s.context, &t[1]), 0);
    ck_assert_uint_eq(lc_context_score_samples(&s.context, &t[2]), 25);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[0], .8), .08, 1e-9);
    ck_assert_double_eq_tol(lc_context_sampling_error(&s.context, &t[2], .2), .08, 1e-9);
    studied_free(&s);
}
END_TEST

/* Alone as many times its level as the root of the samples tells; of a network that is right in 0.9, the sd
 * of -ln p is 0.3 ln 9, and the entropy 0.325. Of one that is right in half, it is no more than the level. */
START_TEST(a_loss_has_the_error_of_its_samples)
{
    static const made_series alone[STUDIED_SERIES] = {{"val_loss", {3, 2, 1}}},
                             right[STUDIED_SERIES] = {{"val_loss", {3, 2, 1}},
                                                      {"val_accuracy", {.5, .6, .9}}},
                             guess[STUDIED_SERIES] = {{"val_loss", {3, 2, 1}},
                                                      {"val_accuracy", {.2, .3, .5}}},
                             unknown[STUDIED_SERIES] = {{"test_loss", {3, 2, 1}}};
    studied s;
    study_samples(&s, 3, NULL, alone);
    ck_assert_double_eq_tol(lc_context_loss_error(&s.context, s.context.analyzed, 2), .1, 1e-9);
    ck_assert_double_eq_tol(lc_context_loss_error(&s.context, s.context.analyzed, -2), .1, 1e-9);
    ck_assert(lc_context_is_few(&s.context, s.context.analyzed, 2, .04));
    ck_assert(!lc_context_is_few(&s.context, s.context.analyzed, 2, .05));
    studied_free(&s);
    study_samples(&s, 3, NULL, right);
    double spread = .3 * log(9) / lc_baseline_entropy(.9);
    ck_assert_double_eq_tol(lc_context_loss_error(&s.context, s.context.analyzed, 2), .1 * spread,
                            1e-9);
    s.seen.series[1].quantum = .01;
    /* twice sqrt(0.2) of 0.015 */
    ck_assert(lc_context_is_few(&s.context, &s.context.analyzed[1], .9, .013));
    ck_assert(!lc_context_is_few(&s.context, &s.context.analyzed[1], .9, .014));
    studied_free(&s);
    study_samples(&s, 3, NULL, guess);
    ck_assert_double_eq_tol(lc_context_loss_error(&s.context, s.context.analyzed, 2), .1, 1e-9);
    studied_free(&s);
    study_samples(&s, 3, NULL, unknown);
    ck_assert(lc_context_loss_error(&s.context, s.context.analyzed, 2) == 0);
    ck_assert(!lc_context_is_few(&s.context, s.context.analyzed, 2, 0));
    studied_free(&s);
}
END_TEST

START_TEST(training_values_closer_than_an_epoch_are_of_batches)
{
    static const struct {
        lc_kind axis;
        double step; /* of x */
        made_series made[STUDIED_SERIES];
        bool is; /* the first one */
    } cases[] = {
        {LC_EPOCH, .5, {{"loss", {4, 3, 2, 1}}}, true},
        {LC_EPOCH, 1, {{"loss", {4, 3, 2, 1}}}, false},
        {LC_EPOCH, .5, {{"val_loss", {4, 3, 2, 1}}}, false},
        {LC_EPOCH, .5, {{"loss", {4, NAN, NAN, NAN}}}, false},
        {LC_STEP, 1, {{"loss", {4, 3, 2, 1}}}, true},
        {LC_STEP, 1, {{"loss", {4, 3, 2, 1}}, {"val_loss", {4, 3, 2, 1}}}, false},
        {LC_STEP, 1, {{"loss", {4, 3, 2, 1}}, {"val_loss", {4, NAN, NAN, 1}}}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x[4];
        for (size_t k = 0; k < 4; k++)
            x[k] = cases[i].step * (double)(k + 1);
        studied s = {.run = LC_RUN_INIT};
        ck_assert_int_eq(lc_run_set_axis(&s.run, cases[i].axis, x, 4, NULL), LC_OK);
        for (size_t k = 0; cases[i].made[k].name; k++)
            add(&s.run, cases[i].made[k].name, cases[i].made[k].y);
        study(&s);
        ck_assert_msg(lc_context_is_of_batches(&s.context, s.context.analyzed) == cases[i].is,
                      "%zu", i);
        studied_free(&s);
    }
}
END_TEST

/* sqrt(0.2 0.8 / 25) = 0.08, the same of a hundred, and nothing where all are right */
START_TEST(a_mean_over_a_batch_has_the_error_of_its_samples)
{
    static const made_series made[STUDIED_SERIES] = {{"accuracy", {.2, .2, .2}},
                                                     {"val_accuracy", {20, 20, 20}},
                                                     {"loss", {2, 2, 2}},
                                                     {"val_f1", {1, 1, 1}}};
    studied s;
    study_samples(&s, 3, NULL, made);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert_double_eq_tol(lc_context_batch_error(&s.context, &t[0]), .08, 1e-9);
    ck_assert_double_eq_tol(lc_context_batch_error(&s.context, &t[1]), 8, 1e-9);
    ck_assert(lc_context_batch_error(&s.context, &t[3]) == 0);
    double batch = lc_context_batch_error(&s.context, &t[2]);
    ck_assert(batch > .4 && batch < 2); /* a few times 2 / sqrt(25) */
    s.seen.facts.batch_size = 0;
    ck_assert_double_eq_tol(lc_context_batch_error(&s.context, &t[0]), .4, 1e-9);
    ck_assert_double_eq_tol(lc_context_batch_error(&s.context, &t[2]), 5 * batch, 1e-9);
    studied_free(&s);
}
END_TEST

Suite *suite_sampling(void)
{
    Suite *s = suite_create("sampling");
    TCase *t = tcase_create("all");
    tcase_add_test(t, an_accuracy_has_the_error_of_its_samples);
    tcase_add_test(t, a_recall_has_the_error_of_the_samples_that_its_steps_tell);
    tcase_add_test(t, a_loss_has_the_error_of_its_samples);
    tcase_add_test(t, training_values_closer_than_an_epoch_are_of_batches);
    tcase_add_test(t, a_mean_over_a_batch_has_the_error_of_its_samples);
    suite_add_tcase(s, t);
    return s;
}
