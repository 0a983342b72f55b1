/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_finding.c - how a rule says what it found: range, weight, sentences, evidence, numbers for people. */
#include "diagnose/finding.h"

#include "base/mem.h"
#include "diagnose/rule.h"
#include "diagnose/weigh.h"
#include "stats/trend.h"
#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_finding(void);

static const lc_rule fault = {.id = "fault", .verdict = "broken", .mark = LC_MARK_BAND},
                     remark = {.id = "remark"};

/* Five epochs from 2 on; the second series has values at two of them, the last one at none. */
static void study_five(studied *s, const lc_rule *rule)
{
    double a = lc_absent(), x[] = {2, 3, 5, 8, 13}, all[] = {5, 4, 3, 2, 1},
           some[] = {a, 5, a, 6, a}, none[] = {a, a, a, a, a};
    *s = (studied){.run = run_at(x, 5)};
    add(&s->run, "loss", all);
    add(&s->run, "val_loss", some);
    add(&s->run, "val_f1", none);
    study(s);
    s->context.rule = rule;
}

START_TEST(a_finding_is_of_its_rule_and_its_series)
{
    static const struct {
        size_t series; /* 3: of the run */
        double from, to;
    } cases[] = {{0, 2, 13}, {1, 3, 8}, {2, 2, 13}, {3, 2, 13}};
    studied s;
    study_five(&s, &fault);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lc_analyzed *t = cases[i].series < 3 ? &s.context.analyzed[cases[i].series] : NULL;
        const lc_finding *f = lc_find(&s.context, LC_WARNING, .75, t);
        ck_assert_ptr_eq(f, &s.d.findings[i]);
        ck_assert_str_eq(f->rule, "fault");
        ck_assert(f->severity == LC_WARNING && f->confidence == .75 && f->mark == LC_MARK_BAND);
        ck_assert_msg(f->from == cases[i].from && f->to == cases[i].to && f->at == f->from,
                      "%zu: %g .. %g", i, f->from, f->to);
        ck_assert_uint_eq(f->series_n, t != NULL);
        ck_assert(!t || f->series[0] == cases[i].series);
        ck_assert(!f->basis && !f->summary && !f->headline && f->evidence_n == 0);
    }
    ck_assert_uint_eq(s.d.n, sizeof cases / sizeof *cases);
    studied_free(&s);
}
END_TEST

/* The first ones are kept. */
START_TEST(a_finding_speaks_of_a_few_series)
{
    studied s;
    study_five(&s, &fault);
    lc_finding *f = lc_find(&s.context, LC_NOTE, .9, NULL);
    for (size_t i = 0; i < 2 * (size_t)LC_FINDING_SERIES; i++) {
        lc_finding_series(f, NULL);
        lc_finding_series(f, &s.context.analyzed[i % 3]);
        ck_assert_uint_eq(f->series_n, i < LC_FINDING_SERIES ? i + 1 : LC_FINDING_SERIES);
    }
    for (size_t i = 0; i < LC_FINDING_SERIES; i++)
        ck_assert_uint_eq(f->series[i], i % 3);
    studied_free(&s);
}
END_TEST

START_TEST(a_plot_marks_where_a_range_begins_or_where_it_is_told)
{
    studied s;
    study_five(&s, &fault);
    lc_finding *f = lc_find(&s.context, LC_NOTE, .9, NULL);
    lc_finding_range(f, 3, 5);
    ck_assert(f->from == 3 && f->to == 5 && f->at == 3);
    lc_finding_at(f, 4);
    ck_assert(f->from == 3 && f->to == 5 && f->at == 4);
    lc_finding_range(f, 2, 8);
    ck_assert(f->from == 2 && f->to == 8 && f->at == 2);
    studied_free(&s);
}
END_TEST

static double weight_of(studied *s, const lc_rule *rule, lc_severity severity, double confidence)
{
    s->context.rule = rule;
    return lc_find(&s->context, severity, confidence, NULL)->log_lr;
}

/* The odds of what is right so often are c / (1 - c). */
START_TEST(what_is_surer_and_graver_weighs_more)
{
    static const double sure[] = {.1, .5, .6, .9, .98};
    studied s;
    study_five(&s, &fault);
    double even = weight_of(&s, &fault, LC_WARNING, .5);
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++) {
        double c = sure[i], w = weight_of(&s, &fault, LC_WARNING, c);
        ck_assert_double_eq_tol(w - even, log(c / (1 - c)), 1e-9);
        ck_assert_double_gt(weight_of(&s, &fault, LC_CRITICAL, c), w + .5);
        ck_assert_double_eq_tol(weight_of(&s, &remark, LC_WARNING, c), w, 1e-9);
    }
    studied_free(&s);
}
END_TEST

/* What is certain weighs as what statistics are sure of. */
START_TEST(certainty_has_a_weight)
{
    studied s;
    study_five(&s, &fault);
    double certain = weight_of(&s, &fault, LC_WARNING, 1);
    ck_assert(certain == weight_of(&s, &fault, LC_WARNING, lc_confidence(0)));
    ck_assert(isfinite(certain) && certain > weight_of(&s, &fault, LC_WARNING, .98));
    studied_free(&s);
}
END_TEST

/* But where the rule decides no verdict, whose notes are all that it has. */
START_TEST(a_note_accuses_nobody)
{
    studied s;
    study_five(&s, &fault);
    ck_assert(weight_of(&s, &fault, LC_NOTE, .99) == 0);
    ck_assert(weight_of(&s, &remark, LC_NOTE, .9) == weight_of(&s, &remark, LC_WARNING, .9));
    studied_free(&s);
}
END_TEST

/* Alone against the prior of a fault. */
START_TEST(a_warning_that_is_likely_names_its_fault)
{
    static const struct {
        double confidence;
        bool named;
    } cases[] = {{.05, false}, {.1, false}, {.5, true}, {.9, true}};
    studied s;
    study_five(&s, &fault);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double logit = weight_of(&s, &fault, LC_WARNING, cases[i].confidence) + LC_PRIOR;
        ck_assert((1 / (1 + exp(-logit)) >= LC_NAMED) == cases[i].named);
    }
    studied_free(&s);
}
END_TEST

START_TEST(a_rule_may_know_the_weight_itself)
{
    studied s;
    study_five(&s, &fault);
    lc_finding *f = lc_find(&s.context, LC_NOTE, .9, NULL);
    lc_finding_weigh(f, 7.5);
    ck_assert(f->log_lr == 7.5);
    studied_free(&s);
}
END_TEST

static void tell_all(lc_context *context, lc_finding *f)
{
    const lc_trend trend = {.slope = -.5, .low = -.75, .high = -.25};
    lc_finding_basis(context, f, "p = %g", .25);
    lc_finding_basis(context, f, "p = %g", .125);
    lc_finding_summary(context, f, "%s falls by %d", "loss", 3);
    lc_finding_summary(context, f, "%s falls by %d", "loss", 4);
    lc_finding_headline(context, f, "%s falls", "acc");
    lc_finding_headline(context, f, "%s falls", "loss");
    lc_finding_cause(context, f, "cause %d", 1);
    lc_finding_cause(context, f, "100 %%");
    lc_finding_advice(context, f, "lower %s", "lr");
    lc_finding_evidence(context, f, "best_epoch", 8);
    lc_finding_evidence(context, f, "nothing", NAN);
    lc_finding_evidence(context, f, "far", -INFINITY);
    lc_finding_evidence(context, f, "zero", 0);
    lc_finding_slope(context, f, &trend);
}

START_TEST(a_finding_keeps_what_is_said_of_it)
{
    static const struct {
        const char *name;
        double value;
    } want[] = {
        {"best_epoch", 8}, {"zero", 0}, {"slope", -.5}, {"slope_low", -.75}, {"slope_high", -.25}};
    studied s;
    study_five(&s, &fault);
    lc_finding *f = lc_find(&s.context, LC_WARNING, .9, NULL);
    ck_assert(isnan(lc_finding_value(f, "best_epoch")));
    tell_all(&s.context, f);
    ck_assert_str_eq(f->basis, "p = 0.125");
    ck_assert_str_eq(f->summary, "loss falls by 4");
    ck_assert_str_eq(f->headline, "loss falls");
    ck_assert(f->causes.n == 2 && f->advice.n == 1);
    ck_assert_str_eq(f->causes.text[0], "cause 1");
    ck_assert_str_eq(f->causes.text[1], "100 %");
    ck_assert_str_eq(f->advice.text[0], "lower lr");
    ck_assert_uint_eq(f->evidence_n, sizeof want / sizeof *want);
    for (size_t i = 0; i < f->evidence_n; i++) {
        ck_assert_str_eq(f->evidence[i].name, want[i].name);
        ck_assert(lc_finding_value(f, want[i].name) == want[i].value);
    }
    ck_assert(isnan(lc_finding_value(f, "nothing")) && isnan(lc_finding_value(f, "slope_")));
    ck_assert_ptr_null(f->experiment);
    lc_finding_experiment(f, "train again");
    ck_assert_str_eq(f->experiment, "train again");
    ck_assert_int_eq(s.context.first.code, LC_OK);
    studied_free(&s);
}
END_TEST

/* An interval that isn't known on both sides is none. */
START_TEST(a_slope_may_have_no_interval)
{
    static const struct {
        lc_trend trend;
        size_t evidence;
    } cases[] = {{{.slope = 1, .low = .5, .high = 2}, 3},
                 {{.slope = 1, .low = NAN, .high = 2}, 1},
                 {{.slope = 1, .low = .5, .high = INFINITY}, 1},
                 {{.slope = 1, .low = NAN, .high = NAN}, 1},
                 {{.slope = NAN, .low = NAN, .high = NAN}, 0}};
    studied s;
    study_five(&s, &fault);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_finding *f = lc_find(&s.context, LC_NOTE, .9, NULL);
        lc_finding_slope(&s.context, f, &cases[i].trend);
        ck_assert_uint_eq(f->evidence_n, cases[i].evidence);
    }
    studied_free(&s);
}
END_TEST

START_TEST(who_asks_for_findings_alone_is_told_no_more)
{
    studied s;
    study_five(&s, &fault);
    ck_assert(lc_context_tells(&s.context));
    s.options.bare = true;
    ck_assert(!lc_context_tells(&s.context));
    lc_finding *f = lc_find(&s.context, LC_WARNING, .9, &s.context.analyzed[1]);
    tell_all(&s.context, f);
    ck_assert(!f->basis && !f->summary && !f->headline);
    ck_assert(f->causes.n == 0 && f->advice.n == 0 && f->evidence_n == 0);
    ck_assert(f->from == 3 && f->series_n == 1 && f->log_lr > 0);
    studied_free(&s);
}
END_TEST

START_TEST(the_first_finding_of_a_rule_is_found)
{
    studied s;
    study_five(&s, &fault);
    lc_find(&s.context, LC_NOTE, .9, NULL);
    s.context.rule = &remark;
    lc_find(&s.context, LC_WARNING, .8, NULL);
    lc_find(&s.context, LC_CRITICAL, .7, NULL);
    ck_assert_ptr_eq(lc_found(&s.d, "fault"), &s.d.findings[0]);
    ck_assert_ptr_eq(lc_found(&s.d, "remark"), &s.d.findings[1]);
    ck_assert_ptr_null(lc_found(&s.d, "faul"));
    studied_free(&s);
}
END_TEST

/* The failure sticks, and what is said of the finding that isn't there is lost. */
START_TEST(memory_may_run_out_at_any_word)
{
    size_t k = 0;
    lc_status st;
    do {
        studied s;
        study_five(&s, &fault);
        lc_mem_fail_at(++k);
        lc_finding *f = lc_find(&s.context, LC_WARNING, .9, NULL);
        lc_finding_weigh(f, 3);
        lc_finding_range(f, 2, 3);
        lc_finding_at(f, 3);
        lc_finding_experiment(f, "train again");
        lc_finding_series(f, s.context.analyzed);
        tell_all(&s.context, f);
        lc_mem_fail_at(0);
        st = s.context.first.code;
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        ck_assert((f == NULL) == (k == 1));
        if (st != LC_OK)
            ck_assert_ptr_null(lc_find(&s.context, LC_WARNING, .9, NULL));
        ck_assert_uint_eq(s.d.n, f != NULL);
        studied_free(&s);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 10); /* the finding, three sentences twice, causes, advice, evidence */
}
END_TEST

START_TEST(a_finding_that_is_freed_is_empty)
{
    studied s;
    study_five(&s, &fault);
    lc_finding *f = lc_find(&s.context, LC_WARNING, .9, NULL);
    tell_all(&s.context, f);
    for (int twice = 0; twice < 2; twice++) {
        lc_finding_free(f);
        ck_assert(!f->basis && !f->summary && !f->evidence && f->evidence_n == 0);
        ck_assert(f->causes.n == 0 && f->advice.n == 0);
    }
    studied_free(&s);
}
END_TEST

/* But what isn't likelier than not is none, and certainty is left to arithmetic. */
START_TEST(confidence_is_what_p_leaves)
{
    static const struct {
        double p, confidence;
    } cases[] = {{1, .5}, {.7, .5}, {.5, .5}, {.4, .6}, {.05, .95}, {.02, .98}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_double_eq_tol(lc_confidence(cases[i].p), cases[i].confidence, 1e-12);
    ck_assert(lc_confidence(0) == lc_confidence(1e-9));
    ck_assert(lc_confidence(0) > .98 && lc_confidence(0) < .999);
}
END_TEST

/* A level that is printed as the value that was recorded is that value. */
START_TEST(levels_are_about_what_was_recorded)
{
    static const struct {
        double v, recorded;
        const char *text;
    } cases[] = {{.52, .52, "0.52"},       {.52, .53, "about 0.52"},
                 {.52001, .52, "0.52"},    {.5214, .5213, "about 0.5214"},
                 {.52004, .52, "0.52"},    {0, 0, "0"},
                 {1e-9, 0, "about 1e-09"}, {-1.25, 1.25, "about -1.25"},
                 {NAN, 1, "about NaN"},    {-1.234e-100, 1, "about -1.234e-100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(LC_LEVEL(cases[i].v, cases[i].recorded), cases[i].text);
    ck_assert_str_eq(LC_NUM(2.0 / 3), "0.6667");
    ck_assert_str_eq(LC_NUM_OF(2.0 / 3, 2), "0.67");
}
END_TEST

START_TEST(severities_have_names)
{
    ck_assert_str_eq(lc_severity_name(LC_NOTE), "note");
    ck_assert_str_eq(lc_severity_name(LC_WARNING), "warning");
    ck_assert_str_eq(lc_severity_name(LC_CRITICAL), "critical");
}
END_TEST

Suite *suite_finding(void)
{
    Suite *s = suite_create("finding");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_finding_is_of_its_rule_and_its_series);
    tcase_add_test(t, a_finding_speaks_of_a_few_series);
    tcase_add_test(t, a_plot_marks_where_a_range_begins_or_where_it_is_told);
    tcase_add_test(t, what_is_surer_and_graver_weighs_more);
    tcase_add_test(t, certainty_has_a_weight);
    tcase_add_test(t, a_note_accuses_nobody);
    tcase_add_test(t, a_warning_that_is_likely_names_its_fault);
    tcase_add_test(t, a_rule_may_know_the_weight_itself);
    tcase_add_test(t, a_finding_keeps_what_is_said_of_it);
    tcase_add_test(t, a_slope_may_have_no_interval);
    tcase_add_test(t, who_asks_for_findings_alone_is_told_no_more);
    tcase_add_test(t, the_first_finding_of_a_rule_is_found);
    tcase_add_test(t, memory_may_run_out_at_any_word);
    tcase_add_test(t, a_finding_that_is_freed_is_empty);
    tcase_add_test(t, confidence_is_what_p_leaves);
    tcase_add_test(t, levels_are_about_what_was_recorded);
    tcase_add_test(t, severities_have_names);
    suite_add_tcase(s, t);
    return s;
}
