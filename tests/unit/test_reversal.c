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

static int fate_of(const lc_run *run, const char *rule)
{
    lc_diagnosis d = diagnose(run);
    const lc_finding *f = found(run, &d, rule, NULL);
    int fate = !f ? GONE : f->explained_by ? EXPLAINED : (int)f->severity;
    lc_diagnosis_free(&d);
    return fate;
}

/* What a rule says of the order of the records holds: an ordered one finds nothing in reversed time, or
 * nothing that stands; to another one it is all the same. */
START_TEST(reversed_time_does_what_it_must)
{
    const lc_rule *rule = lc_rules[_i];
    lc_runs runs = example_of(rule->id);
    lc_run *run = &runs.run[0];
    for (size_t k = 0; k < run->series_n; k++)
        turn_round(&run->series[k], run->n);
    int fate = fate_of(run, rule->id);
    ck_assert_msg(rule->ordered ? fate < (int)LC_WARNING : fate != GONE, "%s: %d", rule->id, fate);
    lc_runs_free(&runs);
}
END_TEST

/* What an example shows stands well above its noise: in twice as much it stands too, and as severe. */
START_TEST(doubled_noise_hides_nothing)
{
    lc_runs runs = example_of(lc_rules[_i]->id);
    lc_run *run = &runs.run[0];
    int before = fate_of(run, lc_rules[_i]->id);
    for (size_t k = 0; k < run->series_n; k++)
        if (run->series[k].metric.kind == LC_LOSS || run->series[k].metric.kind == LC_SCORE)
            double_noise(&run->series[k], run);
    int fate = fate_of(run, lc_rules[_i]->id);
    ck_assert_msg(before >= (int)LC_NOTE && fate == before, "%s: %d, then %d", lc_rules[_i]->id,
                  before, fate);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_reversal(void)
{
    Suite *s = suite_create("reversal");
    TCase *t = tcase_create("all");
    int n = 0;
    while (lc_rules[n])
        n++;
    tcase_add_loop_test(t, reversed_time_does_what_it_must, 0, n);
    tcase_add_loop_test(t, doubled_noise_hides_nothing, 0, n);
    suite_add_tcase(s, t);
    return s;
}
