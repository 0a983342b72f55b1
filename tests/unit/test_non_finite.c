/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_non_finite.c - NaN and infinity: where, how grave, and what went before. */
#include "curves.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_non_finite(void);

#define RULE "non-finite"

/* Six records of "loss", or of the metric named. */
static const struct {
    const char *what, *name;
    double y[6];
    int severity;
    double first, count;
} cases[] = {
    {"finite throughout", "loss", {3, 2, 1, 1, 1, 1}, SILENT, 0, 0},
    {"large, but finite", "loss", {1, 1e10, 1e100, 1e300, 1e308, 1e308}, SILENT, 0, 0},
    {"NaN to the end", "loss", {3, 2, 1, NAN, NAN, NAN}, LC_CRITICAL, 4, 3},
    {"infinite at the end", "loss", {3, 2, 1, 1, 1, INFINITY}, LC_CRITICAL, 6, 1},
    {"minus infinity", "loss", {3, 2, 1, 1, -INFINITY, -INFINITY}, LC_CRITICAL, 5, 2},
    {"one bad record, then as before", "loss", {3, 2, NAN, 1.5, 1, 1}, LC_WARNING, 3, 1},
    {"at the start only", "loss", {NAN, NAN, 2, 1, 1, 1}, LC_NOTE, 1, 2},
    {"more bad than good at the start", "loss", {NAN, NAN, NAN, NAN, 1, 1}, LC_WARNING, 1, 4},
    {"never on train", "loss", {NAN, NAN, NAN, NAN, NAN, NAN}, LC_CRITICAL, 1, 6},
    {"never on validation", "val_loss", {NAN, NAN, NAN, NAN, NAN, NAN}, LC_WARNING, 1, 6},
    {"a score", "val_accuracy", {0.1, 0.2, NAN, NAN, NAN, NAN}, LC_CRITICAL, 3, 4},
    {"a gradient norm", "grad_norm", {1, 2, 4, INFINITY, NAN, NAN}, LC_CRITICAL, 4, 3},
    {"a learning rate", "lr", {1, 1, NAN, NAN, NAN, NAN}, LC_CRITICAL, 3, 4},
    {"a time is not watched", "time", {1, NAN, NAN, NAN, NAN, NAN}, SILENT, 0, 0},
};

START_TEST(says_where_and_how_grave)
{
    lc_run run = run_over(6);
    add(&run, cases[_i].name, cases[_i].y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity != SILENT), "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        const lc_finding *f = &d.findings[0];
        ck_assert_msg((int)f->severity == cases[_i].severity, "%s: %s", cases[_i].what,
                      lc_severity_name(f->severity));
        /* the share of such verdicts that are right; what is critical is there, and not inferred */
        ck_assert_double_ge(f->confidence, f->severity == LC_CRITICAL ? 0.95 : 0.9);
        ck_assert_ptr_nonnull(strstr(f->basis, "bound"));
        ck_assert_double_eq(f->from, cases[_i].first);
        ck_assert_double_eq(f->to, 6);
        check_evidence(f, "first", cases[_i].first, 0);
        check_evidence(f, "count", cases[_i].count, 0);
        ck_assert(f->summary && f->summary[0] && f->causes.n > 0);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* The loss before the NaN is 6, its best 2: it had grown threefold, which is the threshold. */
START_TEST(growth_before_tells_an_explosion)
{
    double y[] = {4, 2, 3, 6, NAN, NAN};
    lc_run run = run_over(6);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert_ptr_nonnull(f);
    check_evidence(f, "last_finite", 6, 0);
    check_evidence(f, "last_finite_at", 4, 0);
    check_evidence(f, "growth_before", 3, 0);
    ck_assert_ptr_nonnull(strstr(f->causes.text[0], "learning rate"));
    lc_diagnosis_free(&d);
    d = diagnose_by(&run, RULE, "growth", 3.1);
    ck_assert_ptr_null(strstr(d.findings[0].causes.text[0], "learning rate"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Answers that are all the same have no correlation: constant-prediction's matter, unless a loss is lost as well. */
START_TEST(a_correlation_of_nothing_is_a_note)
{
    double correlation[] = {.0312, -.0147, .02, NAN, NAN, NAN};
    double rests[] = {.108, .088, .0879, .0877, .0876, .0876}, lost[] = {3, 2, 1, 1, 1, NAN};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(6);
        add(&run, "loss", k ? lost : rests);
        add(&run, "val_pearson", correlation);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "val_pearson");
        ck_assert(f && f->severity == (k ? LC_CRITICAL : LC_NOTE));
        lc_diagnosis_free(&d);
        d = diagnose_by(&run, "constant-prediction", NULL, 0);
        f = found(&run, &d, "constant-prediction", "val_pearson");
        ck_assert_int_eq(f != NULL, k == 0);
        if (f)
            check_evidence(f, "records", 3, 0);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(metrics_that_fail_together_are_one_finding)
{
    double together[] = {3, 2, NAN, NAN}, later[] = {3, 2, 1, NAN}, never[] = {NAN, NAN, NAN, NAN};
    lc_run run = run_over(4);
    add(&run, "loss", together);
    add(&run, "accuracy", together);
    add(&run, "val_loss", later);
    add(&run, "val_accuracy", never);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 3);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->series_n == 2 && f->series[1] == 1);
    ck_assert(found(&run, &d, RULE, "val_loss") && found(&run, &d, RULE, "val_accuracy"));
    ck_assert_ptr_null(found(&run, &d, RULE, "accuracy"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A NaN on train is graver than one on validation that recovers: it speaks for both. */
START_TEST(the_gravest_of_them_speaks)
{
    double recovers[] = {3, NAN, 2, 1}, ends[] = {3, NAN, NAN, NAN};
    lc_run run = run_over(4);
    add(&run, "val_loss", recovers);
    add(&run, "loss", ends);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_int_eq(d.findings[0].severity, LC_CRITICAL);
    ck_assert_str_eq(run.series[d.findings[0].series[0]].metric.name, "loss");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Ten metrics, and room for four in a finding. */
START_TEST(more_metrics_than_a_finding_holds_are_counted)
{
    double y[] = {1, NAN};
    lc_run run = run_over(2);
    for (char name[] = "a_loss"; name[0] < 'k'; name[0]++)
        add(&run, name, y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_uint_eq(d.findings[0].series_n, LC_FINDING_SERIES);
    ck_assert_ptr_nonnull(strstr(d.findings[0].summary, "9 other metrics"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* An IoU of no object; not where the loss fails as well, where there is none, or to the end. */
START_TEST(a_score_of_nothing_now_and_then_is_a_note)
{
    static const double fine[] = {3, 2, 1.5, 1.2}, fails[] = {3, NAN, 1.5, 1.2};
    static const double undefined[] = {0.5, NAN, 0.6, NAN}, gone[] = {0.5, 0.6, NAN, NAN};
    for (size_t k = 0; k < 4; k++) {
        lc_run run = run_over(4);
        if (k < 3)
            add(&run, "loss", k == 1 ? fails : fine);
        add(&run, "iou", k == 2 ? gone : undefined);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 1 : 0);
        ck_assert_uint_ge(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
        lc_run_free(&run);
    }
}
END_TEST

/* A table of the records of both splits, turn by turn; where both are NaN in one record it is none. */
START_TEST(a_merged_table_has_nothing_that_is_not_finite)
{
    static const double train[] = {3, NAN, 2, NAN, 1, NAN};
    double held_out[] = {NAN, 3.1, NAN, 2.2, NAN, 1.3};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(6);
        held_out[5] = k ? NAN : 1.3;
        add(&run, "loss", train);
        add(&run, "val_loss", held_out);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE) > 0, k);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "no number at all,infinite,one value among NaN");
}
END_TEST

Suite *suite_non_finite(void)
{
    Suite *s = suite_create("non_finite");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, says_where_and_how_grave, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, growth_before_tells_an_explosion);
    tcase_add_test(t, a_correlation_of_nothing_is_a_note);
    tcase_add_test(t, metrics_that_fail_together_are_one_finding);
    tcase_add_test(t, the_gravest_of_them_speaks);
    tcase_add_test(t, more_metrics_than_a_finding_holds_are_counted);
    tcase_add_test(t, a_score_of_nothing_now_and_then_is_a_note);
    tcase_add_test(t, a_merged_table_has_nothing_that_is_not_finite);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
