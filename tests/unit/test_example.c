/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_example.c - each rule's example shows what the rule is for. */
#include "diagnose/rule.h"
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_example(void);

#define RECORDS_MAX 30 /* what one looks through at a glance */

static size_t rules_n(void)
{
    size_t n = 0;
    while (lc_rules[n])
        n++;
    return n;
}

START_TEST(it_is_a_short_log_of_one_run)
{
    const char *id = lc_rules[_i]->id;
    lc_runs runs = example_of(id);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_str_eq(runs.run[0].format, "csv");
    ck_assert_msg(runs.run[0].rows <= RECORDS_MAX, "%s: %zu records", id, runs.run[0].rows);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(its_rule_fires_and_decides_the_verdict)
{
    const lc_rule *rule = lc_rules[_i];
    lc_runs runs = example_of(rule->id);
    lc_diagnosis d = diagnose(&runs.run[0]);
    const lc_finding *f = found(&runs.run[0], &d, rule->id, NULL);
    ck_assert_msg(f, "%s: only %s", rule->id, names_of(&d, LC_NOTE));
    ck_assert_msg(!f->explained_by, "%s: explained by %s", rule->id, f->explained_by);
    if (rule->verdict)
        ck_assert_msg(strcmp(d.verdict.name, rule->verdict) == 0, "%s: %s", rule->id,
                      d.verdict.name);
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_example(void)
{
    Suite *s = suite_create("example");
    TCase *t = tcase_create("rules");
    tcase_add_loop_test(t, it_is_a_short_log_of_one_run, 0, (int)rules_n());
    tcase_add_loop_test(t, its_rule_fires_and_decides_the_verdict, 0, (int)rules_n());
    suite_add_tcase(s, t);
    return s;
}
