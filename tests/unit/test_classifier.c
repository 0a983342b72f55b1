/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_classifier.c - when the classifier is asked, what it says, and what the verdict makes of it. */
#include "diagnose/classifier.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/weigh.h"
#include "studied.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_classifier(void);

/* Losses that rest at those of a guess among ten, and accuracies that stay at a tenth; or both learn well. */
static void make_run(studied *b, size_t n, bool learns)
{
    double y[4][CURVE_MAX];
    uint64_t seed = 5;
    const shape loss = {learns ? 2.3 : 2.306, learns ? 0.25 : 2.303, 3, 0.003, 0, 0};
    const shape score = {learns ? 0.3 : 0.1, learns ? 0.93 : 0.1, 3, 0.003, 0, 0};
    *b = (studied){.run = run_over(n), .options = LC_DIAGNOSE_OPTIONS_INIT};
    for (size_t k = 0; k < 4; k++)
        draw(y[k], n, k < 2 ? &loss : &score, &seed);
    add(&b->run, "loss", y[0]);
    add(&b->run, "val_loss", y[1]);
    add(&b->run, "acc", y[2]);
    add(&b->run, "val_acc", y[3]);
}

static double odds_of(studied *b)
{
    study(b);
    lc_classify(&b->context);
    double odds = b->context.fault_odds;
    studied_free(b);
    return odds;
}

START_TEST(tells_runs_that_learn_from_others)
{
    studied b;
    make_run(&b, 10, false);
    ck_assert_double_gt(odds_of(&b), LC_CLASSIFIER_SURE);
    make_run(&b, 10, true);
    ck_assert_double_lt(odds_of(&b), 0);
}
END_TEST

START_TEST(is_not_asked_of_a_part)
{
    studied b;
    for (int k = 0; k < 4; k++) {
        make_run(&b, 10, false);
        b.options.goes_on = k == 0;
        b.options.rules = k == 1 ? "overfitting" : NULL;
        b.options.no_rules = k == 2 ? "overfitting" : NULL;
        b.options.metric = k == 3 ? "loss" : NULL;
        ck_assert_msg(odds_of(&b) == 0, "option %d", k);
    }
}
END_TEST

START_TEST(is_asked_of_few_records_and_more_than_two)
{
    static const struct {
        size_t n;
        bool asked;
    } cases[] = {
        {2, false}, {3, true}, {LC_CLASSIFIER_MOST, true}, {LC_CLASSIFIER_MOST + 1, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        studied b;
        make_run(&b, cases[k].n, false);
        ck_assert_msg((odds_of(&b) != 0) == cases[k].asked, "%zu records", cases[k].n);
    }
}
END_TEST

START_TEST(is_not_asked_of_sizes)
{
    studied b;
    make_run(&b, 10, false);
    b.run.axis = LC_TRAIN_SIZE;
    ck_assert_double_eq(odds_of(&b), 0);
}
END_TEST

START_TEST(is_not_asked_of_rewards)
{
    static const double reward[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    studied b;
    make_run(&b, 10, false);
    add(&b.run, "episode_reward_mean", reward);
    ck_assert_double_eq(odds_of(&b), 0);
}
END_TEST

/* A finding of the likeliest fault, for the rule of that fault. */
START_TEST(names_the_likeliest_fault)
{
    studied b;
    make_run(&b, 10, false);
    study(&b);
    b.context.fault_odds = LC_CLASSIFIER_SURE + 0.1;
    ck_assert(lc_classifier_tell(&b.context));
    ck_assert_uint_eq(b.d.n, 1);
    const lc_finding *f = &b.d.findings[0];
    ck_assert_str_eq(f->rule, "not-learning");
    ck_assert_int_eq(f->severity, LC_WARNING);
    ck_assert_double_gt(f->log_lr, -LC_PRIOR);
    ck_assert_double_eq_tol(evidence(f, "classifier"), 0.816, 0.005);
    const char *reasons = strstr(f->basis, "What weighs most: ");
    ck_assert_ptr_nonnull(reasons);
    size_t n = 1;
    while ((reasons = strstr(reasons, "; "))) {
        reasons++;
        n++;
    }
    ck_assert_uint_eq(n, 3);
    ck_assert_uint_eq(f->advice.n, 1);
    studied_free(&b);
}
END_TEST

START_TEST(names_none_unless_it_is_sure)
{
    studied b;
    make_run(&b, 10, false);
    study(&b);
    b.context.fault_odds = LC_CLASSIFIER_SURE - 0.1;
    ck_assert(!lc_classifier_tell(&b.context));
    ck_assert_uint_eq(b.d.n, 0);
    studied_free(&b);
}
END_TEST

/* A fault whose rule can't judge the run isn't named, nor another one in its place. */
START_TEST(names_what_can_be_judged)
{
    studied b;
    make_run(&b, 10, false);
    study(&b);
    b.context.fault_odds = LC_CLASSIFIER_SURE + 0.1;
    b.context.ruling[lc_rule_index("not-learning")].why_not = "too few records";
    ck_assert(!lc_classifier_tell(&b.context));
    ck_assert_uint_eq(b.d.n, 0);
    studied_free(&b);
}
END_TEST

/* What one rule finds is dropped where the classifier is sure that the run is sound. */
#define SOUND (-2.2) /* as in weigh.c */
START_TEST(speaks_against_a_doubtful_finding)
{
    for (int sure = 0; sure < 2; sure++) {
        studied b;
        lc_weighing w;
        make_run(&b, 10, true);
        study(&b);
        b.context.rule = lc_rule_find("generalization-gap");
        lc_finding *f = lc_find(&b.context, LC_WARNING, 0.7, NULL);
        lc_finding_weigh(f, 0.5 - LC_PRIOR);
        b.context.fault_odds = sure ? SOUND - 0.1 : SOUND + 0.1;
        lc_weigh(&w, &b.context);
        ck_assert_int_eq(w.decides == SIZE_MAX, sure);
        lc_weighing_free(&w);
        studied_free(&b);
    }
}
END_TEST

START_TEST(a_run_that_it_doubts_is_not_healthy)
{
    for (int doubts = 0; doubts < 2; doubts++) {
        studied b;
        lc_weighing w;
        make_run(&b, 10, true);
        study(&b);
        for (size_t k = 0; lc_rules[k]; k++)
            b.context.ruling[k].ran = true;
        b.context.fault_odds = doubts ? LC_CLASSIFIER_DOUBT + 0.1 : LC_CLASSIFIER_DOUBT - 0.1;
        lc_weigh(&w, &b.context);
        lc_weighing_mark(&w, &b.context);
        lc_verdict_reach(&b.context, &w);
        ck_assert_str_eq(b.d.verdict.name, doubts ? "inconclusive" : "healthy");
        lc_weighing_free(&w);
        studied_free(&b);
    }
}
END_TEST

/* A finding that was too doubtful alone, and is likely with what the trees say, stands again. */
START_TEST(what_it_confirms_is_no_note)
{
    static const double loss[] = {4.4,  0.714,  0.677,  0.6711, 0.6702, 0.6704,
                                  0.67, 0.6703, 0.6701, 0.6702, 0.6701, 0.6702};
    static const double score[] = {0.390625, 0.609375, 0.609375, 0.609375, 0.609375, 0.609375,
                                   0.609375, 0.609375, 0.609375, 0.609375, 0.609375, 0.609375};
    lc_run run = run_over(12);
    run.axis = LC_STEP;
    add(&run, "loss", loss);
    add(&run, "validation_score", score);
    lc_diagnosis d = diagnose(&run);
    const lc_finding *f = found(&run, &d, "constant-prediction", NULL);
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_str_eq(d.verdict.name, "not-learning");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

Suite *suite_classifier(void)
{
    Suite *s = suite_create("classifier");
    TCase *t = tcase_create("all");
    tcase_add_test(t, tells_runs_that_learn_from_others);
    tcase_add_test(t, is_not_asked_of_a_part);
    tcase_add_test(t, is_asked_of_few_records_and_more_than_two);
    tcase_add_test(t, is_not_asked_of_sizes);
    tcase_add_test(t, is_not_asked_of_rewards);
    tcase_add_test(t, names_the_likeliest_fault);
    tcase_add_test(t, names_none_unless_it_is_sure);
    tcase_add_test(t, names_what_can_be_judged);
    tcase_add_test(t, speaks_against_a_doubtful_finding);
    tcase_add_test(t, a_run_that_it_doubts_is_not_healthy);
    tcase_add_test(t, what_it_confirms_is_no_note);
    suite_add_tcase(s, t);
    return s;
}
