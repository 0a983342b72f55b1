/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_reversal.c - what becomes of each rule's example when its time runs backwards, and when the
 * noise of its curves is doubled.
 */
#include "diagnose/rule.h"
#include "curves.h"
#include "stats/curve.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_reversal(void);

static void turn_round(lc_series *s, size_t records)
{
    for (size_t i = 0, j = s->n; i < j--; i++) {
        double y = s->y[i];
        s->y[i] = s->y[j];
        s->y[j] = y;
    }
    for (size_t i = 0; s->at && i < s->n; i++)
        s->at[i] = (uint32_t)(records - 1) - s->at[i];
    for (size_t i = 0, j = s->at ? s->n : 0; i < j--; i++) {
        uint32_t at = s->at[i];
        s->at[i] = s->at[j];
        s->at[j] = at;
    }
}

/* Move each value as far again from the smooth curve. */
static void double_noise(lc_series *s, const lc_run *run)
{
    double x[CURVE_MAX];
    lc_curve c;
    for (size_t i = 0; i < s->n; i++)
        x[i] = lc_series_x(run, s, i);
    ck_assert_int_eq(lc_curve_make(&c, x, s->y, s->n, NULL), LC_OK);
    for (size_t i = 0, k = 0; i < s->n; i++)
        if (isfinite(s->y[i])) {
            s->y[i] += s->y[i] - c.smooth[k];
            k++;
        }
    lc_curve_free(&c);
}

/* ---- what becomes of each rule ------------------------------------------------------------------- */

enum { GONE = -2, EXPLAINED = -1 }; /* else a severity */

static const struct {
    const char *rule;
    int reversed;
    const char *why;
} fates[] = {
    {"non-finite", LC_NOTE, "what was NaN at first came back"},
    {"divergence", GONE, "a loss that falls far"},
    {"incomparable-losses", LC_WARNING, "a floor holds in each record by itself"},
    {"saturated-output", LC_WARNING, "a loss for each miss knows no time"},
    {"metric-mismatch", GONE, "the loss rises, as fits an accuracy of nothing"},
    {"split-mismatch", LC_CRITICAL, "below a guess in each record"},
    {"train-eval-mode", LC_WARNING, "levels apart from first to last"},
    {"not-learning", LC_CRITICAL, "at chance in each record"},
    {"constant-prediction", LC_WARNING, "one value throughout"},
    {"overfitting", GONE, "both losses end high: that is divergence"},
    {"overconfidence", GONE, "the loss falls first, and training's rises"},
    {"suspiciously-perfect", LC_WARNING, "perfect in each record"},
    {"underfitting", EXPLAINED, "low still, but the loss ran away"},
    {"oscillation", EXPLAINED, "it swings still, but the loss ran away"},
    {"spikes", GONE, "a slow rise and a sudden fall"},
    {"generalization-gap", EXPLAINED, "a gap still, but the loss ran away"},
    {"slow-learning", GONE, "the loss rises slowly"},
    {"early-rate-fall", GONE, "the rate rises at the end"},
    {"plateau", LC_NOTE, "a rest from which it moved on"},
    {"still-improving", GONE, "it gets worse at the end"},
    {"validation-better", LC_NOTE, "better in each record"},
    {"late-generalization", GONE, "the second best comes first"},
    {"learning-rate-step", GONE, "the rate steps up, and the loss with it"},
    {"level-step", GONE, "a step up is none down"},
    {"schedule-effect", GONE, "where it fell by the rate it rises"},
    {"sparse-log", LC_NOTE, "as few records"},
    {"high-variance", LC_WARNING, "the gap at the largest size is larger still"},
    {"high-bias", GONE, "the splits part with more samples"},
    {"more-data-helps", GONE, "the score falls with more samples"},
};

static int fate_of(const lc_run *run, const char *rule)
{
    lc_diagnosis d = diagnose(run);
    const lc_finding *f = found(run, &d, rule, NULL);
    int fate = !f ? GONE : f->explained_by ? EXPLAINED : (int)f->severity;
    lc_diagnosis_free(&d);
    return fate;
}

START_TEST(each_rule_has_a_fate)
{
    size_t n = 0;
    for (; lc_rules[n]; n++)
        ck_assert_str_eq(n < sizeof fates / sizeof *fates ? fates[n].rule : "", lc_rules[n]->id);
    ck_assert_uint_eq(n, sizeof fates / sizeof *fates);
}
END_TEST

START_TEST(reversed_time_does_what_it_must)
{
    lc_runs runs = example_of(fates[_i].rule);
    lc_run *run = &runs.run[0];
    for (size_t k = 0; k < run->series_n; k++)
        turn_round(&run->series[k], run->n);
    int fate = fate_of(run, fates[_i].rule);
    ck_assert_msg(fate == fates[_i].reversed, "%s: %d, not %d: %s", fates[_i].rule, fate,
                  fates[_i].reversed, fates[_i].why);
    lc_runs_free(&runs);
}
END_TEST

/* What an example shows stands well above its noise: in twice as much it stands too, and as severe. */
START_TEST(doubled_noise_hides_nothing)
{
    lc_runs runs = example_of(fates[_i].rule);
    lc_run *run = &runs.run[0];
    int before = fate_of(run, fates[_i].rule);
    for (size_t k = 0; k < run->series_n; k++)
        if (run->series[k].metric.kind == LC_LOSS || run->series[k].metric.kind == LC_SCORE)
            double_noise(&run->series[k], run);
    int fate = fate_of(run, fates[_i].rule);
    ck_assert_msg(before >= (int)LC_NOTE && fate == before, "%s: %d, then %d", fates[_i].rule,
                  before, fate);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_reversal(void)
{
    Suite *s = suite_create("reversal");
    TCase *t = tcase_create("all");
    tcase_add_test(t, each_rule_has_a_fate);
    tcase_add_loop_test(t, reversed_time_does_what_it_must, 0, (int)(sizeof fates / sizeof *fates));
    tcase_add_loop_test(t, doubled_noise_hides_nothing, 0, (int)(sizeof fates / sizeof *fates));
    suite_add_tcase(s, t);
    return s;
}
