/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_sparse_log.c - what a log leaves out, and what it has twice. */
#include "curves.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_sparse_log(void);

#define RULE "sparse-log"

/* The finding whose summary has that text; NULL if there is none. */
static const lc_finding *saying(const lc_diagnosis *d, const char *text)
{
    for (size_t i = 0; i < d->n; i++)
        if (strstr(d->findings[i].summary, text))
            return &d->findings[i];
    return NULL;
}

static lc_run falling(const double *x, size_t n)
{
    double y[CURVE_MAX];
    lc_run run = run_at(x, n);
    for (size_t i = 0; i < n; i++)
        y[i] = 1 / ((double)i + 1);
    add(&run, "loss", y);
    return run;
}

START_TEST(question_has_seven_records_of_300_epochs)
{
    lc_run run = question();
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_int_eq(d.findings[0].severity, LC_NOTE);
    ck_assert_double_eq(d.findings[0].from, 1);
    ck_assert_double_eq(d.findings[0].to, 300);
    check_evidence(&d.findings[0], "records", 7, 0);
    check_evidence(&d.findings[0], "epochs", 300, 0);
    ck_assert_double_eq(d.findings[0].confidence, 1);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(few_records_are_said_by_number)
{
    static const struct {
        size_t n;
        int severity;
    } cases[] = {{1, LC_WARNING}, {2, LC_WARNING}, {3, LC_NOTE}, {7, LC_NOTE}, {8, -1}, {50, -1}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_run run = falling(NULL, cases[k].n);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_msg(d.n == (cases[k].severity >= 0), "%zu records: %zu", cases[k].n, d.n);
        ck_assert(!d.n || (int)d.findings[0].severity == cases[k].severity);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(every_tenth_epoch_is_thin)
{
    double x[20], steps[20];
    for (size_t i = 0; i < 20; i++)
        x[i] = steps[i] = 10 * ((double)i + 1);
    lc_run run = falling(x, 20);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = saying(&d, "20 records of 200 epochs");
    ck_assert_ptr_nonnull(f);
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "recorded", 0.1, LC_NOTE), 0); /* 20 of 191 */
    lc_run_free(&run);
    run = (lc_run)LC_RUN_INIT; /* steps are not counted one by one */
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, steps, 20, NULL), LC_OK);
    add(&run, "loss", x);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_run_that_ends_before_its_plan_is_said)
{
    lc_run run = falling(NULL, 20);
    run.facts.planned_epochs = 21; /* epochs may count from 0 */
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.planned_epochs = 22;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = saying(&d, "epoch 20 of 22 planned");
    ck_assert(f && f->severity == LC_NOTE);
    check_evidence(f, "planned_epochs", 22, 0);
    check_evidence(f, "last_epoch", 20, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(resumed_runs_and_repeats_are_said)
{
    lc_run run = falling(NULL, 20);
    run.repeats = 5;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(d.n == 1 && saying(&d, "5 values stand twice"));
    lc_diagnosis_free(&d);
    run.restarts = 1;
    d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(d.n == 1 && saying(&d, "steps back 1 time,"));
    check_evidence(&d.findings[0], "steps_back", 1, 0);
    check_evidence(&d.findings[0], "values_recorded_again", 5, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_gap_along_x_has_its_range)
{
    double x[20];
    for (size_t i = 0; i < 20; i++)
        x[i] = (double)i + (i >= 10 ? 5 : 0); /* 9, then 15: six where one is usual */
    lc_run run = falling(x, 20);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = saying(&d, "nothing is recorded");
    ck_assert_ptr_nonnull(f);
    ck_assert_double_eq(f->from, 9);
    ck_assert_double_eq(f->to, 15);
    check_evidence(f, "widest_gap", 6, 0);
    check_evidence(f, "usual_gap", 1, 0);
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "uneven", 6, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(missing_cells_are_counted_but_not_regular_ones)
{
    double none = lc_absent(), holes[20], regular[20], late[20];
    for (size_t i = 0; i < 20; i++) {
        holes[i] = i == 8 || i == 9 ? none : 1;
        regular[i] = i % 5 == 4 ? 1 : none; /* validated every fifth epoch */
        late[i] = i < 10 ? none : 1;
    }
    lc_run run = falling(NULL, 20);
    add(&run, "val_loss", regular);
    add(&run, "val_f1", late);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    add(&run, "val_auc", holes);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_auc");
    ck_assert_ptr_nonnull(f);
    check_evidence(f, "missing_cells", 2, 0);
    check_evidence(f, "metrics", 1, 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(percent_beside_fraction_is_a_warning)
{
    double percent[20], fraction[20];
    for (size_t i = 0; i < 20; i++) {
        percent[i] = 50 + (double)i;
        fraction[i] = percent[i] / 100;
    }
    lc_run run = run_over(20);
    add(&run, "accuracy", percent);
    add(&run, "val_accuracy", fraction);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "accuracy");
    ck_assert(f && f->severity == LC_WARNING);
    ck_assert_str_eq(run.series[f->series[1]].metric.name, "val_accuracy");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(counts_are_thresholds)
{
    lc_run run = falling(NULL, 20);
    ck_assert_uint_eq(count_by(&run, RULE, "few", 20, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "few", 21, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "one record,two records,one record at 0");
}
END_TEST

Suite *suite_sparse_log(void)
{
    Suite *s = suite_create("sparse_log");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_has_seven_records_of_300_epochs);
    tcase_add_test(t, few_records_are_said_by_number);
    tcase_add_test(t, every_tenth_epoch_is_thin);
    tcase_add_test(t, a_run_that_ends_before_its_plan_is_said);
    tcase_add_test(t, resumed_runs_and_repeats_are_said);
    tcase_add_test(t, a_gap_along_x_has_its_range);
    tcase_add_test(t, missing_cells_are_counted_but_not_regular_ones);
    tcase_add_test(t, percent_beside_fraction_is_a_warning);
    tcase_add_test(t, counts_are_thresholds);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
