/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_example.c - each rule has a suite, an example that shows what the rule is for, and texts that
 * give the numbers that it uses. */
#include "diagnose/rule.h"
#include "curves.h"

#include <check.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
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

/* ---- the table ------------------------------------------------------------------------------ */

static const char *const rules[] = {
#define RULE(id) #id,
#include "diagnose/rules/rules.def"
#undef RULE
};

static const char *const suites[] = {
#define SUITE(id) #id,
#include "suites.def"
#undef SUITE
};

static bool has_suite(const char *rule)
{
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
        if (strcmp(suites[i], rule) == 0)
            return true;
    return false;
}

START_TEST(each_rule_has_a_suite_of_its_name)
{
    ck_assert_msg(has_suite(rules[_i]), "%s", rules[_i]);
}
END_TEST

/* ---- examples ------------------------------------------------------------------------------- */

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

/* ---- texts --------------------------------------------------------------------------------- */

/* Fractions in words, beside those in digits. */
static const struct {
    const char *words;
    double value;
} fractions[] = {
    {"a tenth", 0.1},        {"a fifth", 0.2},      {"a twentieth", 0.05}, {"a fiftieth", 0.02},
    {"two fifths", 0.4},     {"three fifths", 0.6}, {"four fifths", 0.8},  {"a quarter", 0.25},
    {"nine in ten", 0.9},    {"nine of ten", 0.9},  {"seven tenths", 0.7}, {"a hundredth", 0.01},
    {"a thousandth", 0.001}, {"1 in 20", 0.05},
};

static bool is_threshold(const lc_rule *rule, double value)
{
    for (size_t i = 0; i < rule->thresholds_n; i++)
        if (fabs(rule->thresholds[i].value - value) <= 1e-9 * value)
            return true;
    return false;
}

/* Bytes of "{NAME}" or "{NAME%}"; the test fails unless the rule has that threshold. */
static size_t check_placeholder(const lc_rule *rule, const char *text)
{
    size_t n = strcspn(text + 1, "%}");
    bool known = false;
    for (size_t i = 0; i < rule->thresholds_n; i++) {
        const char *name = rule->thresholds[i].name;
        known = known || (strlen(name) == n && strncmp(name, text + 1, n) == 0);
    }
    size_t end = 1 + n + (text[1 + n] == '%');
    ck_assert_msg(known && text[end] == '}', "%s: %.20s", rule->id, text);
    return end + 1;
}

static bool begins_number(const char *text, const char *at)
{
    bool within = at > text && (isalnum((unsigned char)at[-1]) || strchr(".-/", at[-1]));
    return isdigit((unsigned char)*at) && !within;
}

START_TEST(its_theory_takes_numbers_from_the_thresholds)
{
    const lc_rule *rule = lc_rules[_i];
    const char *text = rule->theory;
    for (const char *at = text; *at;) {
        if (*at == '{') {
            at += check_placeholder(rule, at);
        } else if (begins_number(text, at)) {
            char *end;
            double v = strtod(at, &end), part = strncmp(end, " %", 2) == 0 ? v / 100 : v;
            ck_assert_msg(!is_threshold(rule, part), "%s: %.20s", rule->id, at);
            at = end;
        } else {
            at++;
        }
    }
    for (size_t i = 0; i < sizeof fractions / sizeof *fractions; i++)
        ck_assert_msg(!strstr(text, fractions[i].words) || !is_threshold(rule, fractions[i].value),
                      "%s: %s", rule->id, fractions[i].words);
}
END_TEST

START_TEST(explain_fills_in_all_numbers)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_int_eq(lc_explain(out, lc_rules[_i]->id, NULL, NULL, NULL, NULL), LC_OK);
    fclose(out);
    ck_assert_msg(!strpbrk(text, "{}"), "%s: %s", lc_rules[_i]->id, strpbrk(text, "{}"));
    free(text);
}
END_TEST

Suite *suite_example(void)
{
    Suite *s = suite_create("example");
    TCase *t = tcase_create("rules");
    tcase_add_loop_test(t, each_rule_has_a_suite_of_its_name, 0,
                        (int)(sizeof rules / sizeof *rules));
    tcase_add_loop_test(t, it_is_a_short_log_of_one_run, 0, (int)rules_n());
    tcase_add_loop_test(t, its_rule_fires_and_decides_the_verdict, 0, (int)rules_n());
    tcase_add_loop_test(t, its_theory_takes_numbers_from_the_thresholds, 0, (int)rules_n());
    tcase_add_loop_test(t, explain_fills_in_all_numbers, 0, (int)rules_n());
    suite_add_tcase(s, t);
    return s;
}
