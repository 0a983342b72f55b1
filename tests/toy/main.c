/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - what is added by one file and one line works like what was there before. */
#include "learncurve.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

START_TEST(a_format_is_one_file_and_one_line)
{
    static const char text[] = "toy! epoch=1 loss=0.5\nother text\ntoy! epoch=2 loss=0.25\n";
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, "toy.log", text, strlen(text), NULL, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_str_eq(runs.run[0].format, "toy");
    ck_assert_str_eq(runs.run[0].axis_name, "epoch");
    ck_assert(lc_run_find(&runs.run[0], "loss")->y[1] == 0.25);
    lc_runs_free(&runs);
}
END_TEST

/* Eight epochs of a run that overfits, read as CSV, with a bell that rings in so many of them. */
static lc_runs overfitting_run(int rings)
{
    static const double loss[] = {1, .8, .65, .5, .4, .3, .25, .2},
                        val_loss[] = {1, .85, .75, .7, .75, .85, 1, 1.2};
    char text[1024];
    int n = snprintf(text, sizeof text, "epoch,loss,val_loss,bell\n");
    for (int i = 0; i < 8; i++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%d,%g,%g,%d\n", i + 1, loss[i],
                      val_loss[i], i < rings);
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_read_bytes(&runs, "run.csv", text, (size_t)n, NULL, &err) == LC_OK, "%s",
                  err.msg);
    ck_assert_uint_eq(runs.n, 1);
    return runs;
}

static const lc_finding *found(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, rule) == 0)
            return &d->findings[i];
    return NULL;
}

static double weight_of(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->verdict.weights_n; i++)
        if (strcmp(d->verdict.weights[i].rule, rule) == 0)
            return d->verdict.weights[i].log_odds;
    return 0;
}

START_TEST(a_rule_is_one_file_and_one_line)
{
    lc_rule_info info;
    size_t n = 0, listed = 0;
    for (; lc_rule_info_at(&info, n); n++)
        listed += strcmp(info.id, "toy") == 0;
    ck_assert_uint_gt(n, 1);
    ck_assert_uint_eq(listed, 1);
    ck_assert(lc_rule_info_find(&info, "toy") && strcmp(info.verdict, "loud") == 0);
    ck_assert_str_eq(info.thresholds[0].name, "loud");
}
END_TEST

/* Three records are its threshold. Its finding decides the verdict, and explains the other one: that
 * accuses its own fault no more. */
START_TEST(its_findings_are_weighed_with_the_others)
{
    for (int rings = 2; rings <= 3; rings++) {
        bool loud = rings == 3;
        lc_runs runs = overfitting_run(rings);
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        ck_assert_int_eq(lc_diagnose(&d, &runs.run[0], NULL, NULL), LC_OK);
        const lc_finding *other = found(&d, "overfitting"), *own = found(&d, "toy");
        ck_assert_str_eq(d.verdict.name, loud ? "loud" : "overfitting");
        ck_assert(other && !own == !loud);
        ck_assert(loud ? other->explained_by && strcmp(other->explained_by, "toy") == 0
                       : !other->explained_by);
        ck_assert(loud ? weight_of(&d, "toy") > 0 : weight_of(&d, "toy") <= 0);
        ck_assert(!loud || d.verdict.finding == (size_t)(own - d.findings));
        lc_diagnosis_free(&d);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(its_threshold_can_be_set_and_the_rule_left_out)
{
    const lc_setting set = {"toy", "loud", 2};
    const lc_diagnose_options lower = {.settings = &set, .settings_n = 1},
                              without = {.no_rules = "toy"};
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_runs runs = overfitting_run(2);
    ck_assert_int_eq(lc_diagnose(&d, &runs.run[0], &lower, NULL), LC_OK);
    ck_assert_str_eq(d.verdict.name, "loud");
    lc_runs_free(&runs);
    runs = overfitting_run(8);
    ck_assert_int_eq(lc_diagnose(&d, &runs.run[0], &without, NULL), LC_OK);
    ck_assert_str_eq(d.verdict.name, "overfitting");
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("toy");
    TCase *t = tcase_create("toy");
    tcase_add_test(t, a_format_is_one_file_and_one_line);
    tcase_add_test(t, a_rule_is_one_file_and_one_line);
    tcase_add_test(t, its_findings_are_weighed_with_the_others);
    tcase_add_test(t, its_threshold_can_be_set_and_the_rule_left_out);
    suite_add_tcase(s, t);
    SRunner *sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
