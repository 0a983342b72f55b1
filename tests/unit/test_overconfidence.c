/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_overconfidence.c - losses that rise with and without their scores falling. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_overconfidence(void);

#define RULE "overconfidence"
#define N 60

static const struct {
    const char *what;
    shape loss, score;
    bool fires;
} cases[] = {
    {"surer, not worse", {1, .4, 4, .01, 20, .4}, {.5, .8, 5, .01, 0, 0}, true},
    {"surer, and still better", {1, .4, 4, .01, 20, .4}, {.5, .8, 20, .01, 0, 0}, true},
    {"worse as well", {1, .4, 4, .01, 20, .4}, {.5, .8, 5, .01, 20, -.2}, false},
    {"the loss rises by less than a tenth",
     {1, .4, 4, .002, 20, .03},
     {.5, .8, 5, .01, 0, 0},
     false},
    {"the rise is lost in noise", {1, .4, 4, .2, 20, .1}, {.5, .8, 5, .01, 0, 0}, false},
    {"no turn", {1, .4, 10, .01, 0, 0}, {.5, .8, 10, .01, 0, 0}, false},
};

static lc_run run_of(const shape *loss, const shape *score)
{
    static const shape train = {1, .05, 15, .005, 0, 0}, right = {.5, .99, 15, .002, 0, 0};
    double y[N];
    uint64_t seed = 11;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    draw(y, N, &right, &seed);
    add(&run, "accuracy", y);
    draw(y, N, loss, &seed);
    add(&run, "val_loss", y);
    draw(y, N, score, &seed);
    add(&run, "val_accuracy", y);
    return run;
}

START_TEST(tells_surer_wrong_answers_from_more_of_them)
{
    lc_run run = run_of(&cases[_i].loss, &cases[_i].score);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Over 8 samples a mean of 0.4 has an error of 0.14, of which sqrt(0.2) is 0.063: more than a rise to
 * 0.46, less than one to 0.79. */
START_TEST(few_samples_may_rise_by_chance)
{
    lc_run run = run_of(&cases[0].loss, &cases[0].score);
    run.facts.validation_samples = 8;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
    run = run_of(&(shape){1, .4, 4, .002, 20, .06}, &cases[0].score);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    run.facts.validation_samples = 8;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.validation_samples = 1000;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(says_where_loss_and_score_part)
{
    lc_run run = run_of(&cases[0].loss, &cases[0].score);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert_ptr_nonnull(f);
    /* 0.4 + 0.6 exp(-(e - 1) / 4) is flat within noise from epoch 15 on and turns at 20 */
    ck_assert_double_ge(f->from, 12);
    ck_assert_double_le(f->from, 23);
    /* the last 3 of 60: 0.4 + 0.4 (59 - 20) / 40 */
    check_evidence(f, "loss_at_end", 0.79, .05);
    check_evidence(f, "score_at_end", 0.8, .03);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_overconfidence(void)
{
    Suite *s = suite_create("overconfidence");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_surer_wrong_answers_from_more_of_them, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, few_samples_may_rise_by_chance);
    tcase_add_test(t, says_where_loss_and_score_part);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
