/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_diagnose.c - options, links and the verdict; and what may not change a diagnosis. */
#include "curves.h"
#include "random.h"

#include "diagnose/rule.h"
#include "diagnose/weigh.h"
#include "base/mem.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_diagnose(void);

#define RULES_MAX 100 /* more than there are */

static int count_rules(void)
{
    int n = 0;
    while (lc_rules[n])
        n++;
    return n;
}

/* ---- the question -------------------------------------------------------------------------- */

START_TEST(question_is_answered)
{
    lc_run run = question();
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "incomparable-losses");
    ck_assert_int_eq(d.verdict.severity, LC_WARNING);
    ck_assert_double_ge(d.verdict.confidence, 0.85); /* a share of such verdicts, never 1 */
    ck_assert_double_lt(d.verdict.confidence, 1);
    ck_assert_str_eq(d.findings[d.verdict.finding].rule, "incomparable-losses");
    ck_assert_ptr_nonnull(found(&run, &d, "plateau", "loss"));
    ck_assert_ptr_nonnull(found(&run, &d, "oscillation", "val_acc"));
    ck_assert_ptr_nonnull(found(&run, &d, "still-improving", "acc"));
    ck_assert_ptr_nonnull(found(&run, &d, "constant-prediction", "val_acc"));
    ck_assert_ptr_nonnull(found(&run, &d, "sparse-log", NULL));
    ck_assert_ptr_null(found(&run, &d, "overfitting", NULL));
    ck_assert_ptr_null(found(&run, &d, "divergence", NULL));
    const lc_finding *gap = found(&run, &d, "generalization-gap", "val_loss");
    ck_assert_ptr_nonnull(gap);
    ck_assert_str_eq(gap->explained_by, "incomparable-losses");
    ck_assert_ptr_nonnull(strstr(d.verdict.summary, "is not a generalization gap"));
    ck_assert_uint_eq(d.verdict.against.n, 2);
    ck_assert_ptr_nonnull(strstr(d.verdict.against.text[0], "not overfitting"));
    ck_assert_ptr_nonnull(strstr(d.verdict.against.text[1], "96 times its sampling error"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* ---- options -------------------------------------------------------------------------------- */

START_TEST(bare_findings_are_the_same_ones)
{
    lc_run run = question();
    lc_diagnose_options options = {.bare = true};
    lc_diagnosis d = diagnose(&run), w = LC_DIAGNOSIS_INIT;
    ck_assert_int_eq(lc_diagnose(&w, &run, &options, NULL), LC_OK);
    ck_assert_str_eq(w.verdict.name, d.verdict.name);
    ck_assert_double_eq(w.verdict.confidence, d.verdict.confidence);
    ck_assert_uint_eq(w.n, d.n);
    for (size_t i = 0; i < d.n; i++) {
        const lc_finding *f = &w.findings[i];
        ck_assert_str_eq(f->rule, d.findings[i].rule);
        ck_assert_double_eq(f->log_lr, d.findings[i].log_lr);
        ck_assert_double_eq(f->from, d.findings[i].from);
        ck_assert(!f->evidence_n && !f->basis && !f->summary && !f->headline && !f->causes.n &&
                  !f->advice.n);
    }
    lc_diagnosis_free(&w);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

static const struct {
    lc_diagnose_options options;
    lc_setting set;
    const char *message;
} refused[] = {
    {{.rules = "overfitting,nosuch"}, {0}, "no rule 'nosuch'"},
    {{.no_rules = "nosuch"}, {0}, "no rule 'nosuch'"},
    {{.rules = "overfit"}, {0}, "no rule 'overfit'"}, /* no beginnings of names */
    {{.metric = "f1"}, {0}, "no metric 'f1'; the run has: loss, acc, val_loss, val_acc"},
    {{.settings_n = 1}, {"nosuch", "alpha", 1}, "no rule 'nosuch'"},
    {{.settings_n = 1},
     {"plateau", "alpha", 1},
     "rule 'plateau' has no threshold 'alpha'; it has: height"},
};

START_TEST(what_is_unknown_is_refused_by_name)
{
    lc_run run = question();
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_diagnose_options o = refused[_i].options;
    o.settings = &refused[_i].set;
    ck_assert_int_eq(lc_diagnose(&d, &run, &o, &err), LC_E_ARG);
    ck_assert_int_eq(err.code, LC_E_ARG);
    ck_assert_msg(strncmp(err.msg, refused[_i].message, strlen(refused[_i].message)) == 0, "%s",
                  err.msg);
    ck_assert(d.n == 0 && !d.findings);
    ck_assert_int_eq(lc_diagnose(&d, &run, &o, NULL), LC_E_ARG);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_run_without_records_is_refused)
{
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_diagnose(&d, &run, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "the run has no records");
}
END_TEST

START_TEST(rules_are_chosen_and_left_out)
{
    lc_run run = question();
    lc_diagnose_options o = {.rules = "plateau,oscillation"};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_ptr_nonnull(found(&run, &d, "plateau", NULL));
    ck_assert_uint_eq(d.n, 2);
    ck_assert_str_eq(d.verdict.name, "unstable");
    lc_diagnosis_free(&d);
    o = (lc_diagnose_options){.rules = "plateau,oscillation", .no_rules = "oscillation"};
    d = diagnose_with(&run, &o);
    ck_assert_str_eq(names_of(&d, LC_NOTE), "plateau");
    lc_diagnosis_free(&d);
    o = (lc_diagnose_options){.no_rules = "incomparable-losses,metric-mismatch,oscillation"};
    d = diagnose_with(&run, &o);
    ck_assert_ptr_null(found(&run, &d, "incomparable-losses", NULL));
    ck_assert_ptr_null(found(&run, &d, "oscillation", NULL));
    ck_assert_ptr_null(found(&run, &d, "generalization-gap", NULL)->explained_by);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_metric_is_chosen_by_name_or_base)
{
    lc_run run = question();
    static const char *const names[] = {"val_acc", "accuracy"};
    for (size_t k = 0; k < 2; k++) {
        lc_diagnose_options o = {.metric = names[k]};
        lc_diagnosis d = diagnose_with(&run, &o);
        ck_assert_ptr_nonnull(found(&run, &d, "oscillation", "val_acc"));
        ck_assert_ptr_null(found(&run, &d, "incomparable-losses", NULL));
        for (size_t i = 0; i < d.n; i++)
            for (size_t j = 0; j < d.findings[i].series_n; j++)
                ck_assert_ptr_nonnull(
                    strstr(run.series[d.findings[i].series[j]].metric.name, "acc"));
        lc_diagnosis_free(&d);
    }
    lc_run_free(&run);
}
END_TEST

START_TEST(least_severity_drops_findings_but_not_the_verdict)
{
    lc_run run = question();
    lc_diagnosis all = diagnose(&run);
    for (int least = LC_NOTE; least <= LC_CRITICAL; least++) {
        lc_diagnose_options o = {.min_severity = (lc_severity)least};
        lc_diagnosis d = diagnose_with(&run, &o);
        size_t kept = 0;
        for (size_t i = 0; i < all.n; i++)
            kept += all.findings[i].severity >= (lc_severity)least;
        ck_assert_uint_eq(d.n, kept);
        ck_assert_str_eq(d.verdict.name, "incomparable-losses");
        ck_assert_str_eq(d.verdict.summary, all.verdict.summary);
        if (least <= LC_WARNING)
            ck_assert_str_eq(d.findings[d.verdict.finding].rule, "incomparable-losses");
        else
            ck_assert_uint_eq(d.verdict.finding, SIZE_MAX);
        lc_diagnosis_free(&d);
    }
    lc_diagnosis_free(&all);
    lc_run_free(&run);
}
END_TEST

START_TEST(the_last_of_two_settings_counts)
{
    lc_run run = question();
    lc_setting set[] = {{"constant-prediction", "lasting", 1},
                        {"constant-prediction", "lasting", 0}};
    lc_diagnose_options o = {.rules = "constant-prediction",
                             .min_severity = LC_WARNING,
                             .settings = set,
                             .settings_n = 1};
    lc_diagnosis d = diagnose_with(&run, &o);
    ck_assert_uint_eq(d.n, 0);
    lc_diagnosis_free(&d);
    o.settings_n = 2;
    d = diagnose_with(&run, &o);
    ck_assert_uint_eq(d.n, 1);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Rules about epochs say nothing of a curve over the size of the training set. */
START_TEST(rules_serve_their_axes_only)
{
    double x[20], y[20], z[20];
    uint64_t seed = 1;
    static const shape falls = {1, .2, 40, .002, 0, 0}, rises = {1, .4, 4, .002, 5, .6};
    lc_run run = LC_RUN_INIT;
    for (size_t i = 0; i < 20; i++)
        x[i] = 100 * ((double)i + 1);
    draw(y, 20, &falls, &seed);
    draw(z, 20, &rises, &seed);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_TRAIN_SIZE, x, 20, NULL), LC_OK);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    lc_diagnosis d = diagnose(&run);
    for (size_t i = 0; i < d.n; i++)
        ck_assert_msg(lc_rule_find(d.findings[i].rule)->axes & LC_AXIS(LC_TRAIN_SIZE), "%s",
                      d.findings[i].rule);
    ck_assert_ptr_null(found(&run, &d, "overfitting", NULL));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* ---- links and order -------------------------------------------------------------------------- */

static const lc_effect *effect_on(const lc_rule *cause, const char *rule)
{
    for (const lc_effect *e = cause->effects; e && e->rule; e++)
        if (strcmp(e->rule, rule) == 0 ||
            (strcmp(e->rule, "*") == 0 && lc_rule_find(rule)->verdict))
            return e;
    return NULL;
}

/* What becomes of a symptom about series 0 beside a stronger finding of the cause about `series`. */
static bool is_explained(const lc_rule *cause, const lc_rule *symptom, size_t series)
{
    /* What is no fault of its own stands beside any, but where it is weak. */
    double weight = symptom->state || !symptom->verdict ? 2 : 4;
    lc_finding f[] = {
        {.rule = symptom->id, .severity = LC_WARNING, .log_lr = weight, .series_n = 1},
        {.rule = cause->id,
         .severity = LC_WARNING,
         .log_lr = 8,
         .series = {series},
         .series_n = 1}};
    lc_diagnosis d = {.n = 2, .cap = 2, .findings = f};
    lc_ruling ruling[RULES_MAX] = {0};
    lc_run run = LC_RUN_INIT;
    lc_context context = {.run = &run, .diagnosis = &d, .ruling = ruling};
    lc_weighing w;
    lc_weigh(&w, &context);
    lc_weighing_mark(&w, &context);
    ck_assert_msg(!f[0].explained_by || strcmp(f[0].explained_by, cause->id) == 0,
                  "%s by %s, by %s", symptom->id, cause->id, f[0].explained_by);
    /* The one of the two that shows the other more often is the fault. */
    if (f[1].explained_by)
        ck_assert_msg(effect_on(symptom, cause->id)->share > effect_on(cause, symptom->id)->share,
                      "%s by %s", cause->id, symptom->id);
    lc_weighing_free(&w);
    return f[0].explained_by != NULL || f[1].explained_by != NULL;
}

START_TEST(causes_explain_their_effects)
{
    const lc_rule *cause = lc_rules[_i];
    for (const lc_effect *e = cause->effects; e && e->rule; e++) {
        bool any = strcmp(e->rule, "*") == 0;
        ck_assert_msg(any || lc_rule_find(e->rule), "%s: %s", cause->id, e->rule);
        ck_assert_str_ne(e->rule, cause->id);
        ck_assert_msg(e->share >= 0 && e->share < 1, "%s: %s", cause->id, e->rule);
        ck_assert_msg(!any || !e[1].rule, "%s: what comes after * never counts", cause->id);
    }
    for (const lc_rule *const *r = lc_rules; *r; r++) {
        const lc_effect *e = *r == cause ? NULL : effect_on(cause, (*r)->id);
        const lc_effect *back = effect_on(*r, cause->id);
        bool fault = (*r)->verdict || (*r)->effects;
        if (!e || !fault)
            continue;
        if (e->share > 0)
            ck_assert_msg(is_explained(cause, *r, 0), "%s by %s", (*r)->id, cause->id);
        if (!back || back->share == 0)
            ck_assert_msg(is_explained(cause, *r, 1) == (e->share > 0 && !e->same_series),
                          "%s by %s, of another series", (*r)->id, cause->id);
    }
}
END_TEST

START_TEST(what_is_explained_away_explains_nothing)
{
    lc_finding f[] = {
        {.rule = "generalization-gap", .severity = LC_WARNING, .log_lr = 4, .series_n = 1},
        {.rule = "overfitting", .severity = LC_WARNING, .log_lr = 4, .series_n = 1},
        {.rule = "divergence", .severity = LC_CRITICAL, .log_lr = 8, .series_n = 1}};
    lc_diagnosis d = {.n = 3, .cap = 3, .findings = f};
    lc_ruling ruling[RULES_MAX] = {0};
    lc_run run = LC_RUN_INIT;
    lc_context context = {.run = &run, .diagnosis = &d, .ruling = ruling};
    lc_weighing w;
    lc_weigh(&w, &context);
    lc_weighing_mark(&w, &context);
    ck_assert_str_eq(f[1].explained_by, "divergence");
    ck_assert_str_eq(f[0].explained_by, "divergence");
    lc_weighing_free(&w);
}
END_TEST

START_TEST(findings_stand_by_weight)
{
    lc_finding f[] = {
        {.rule = "sparse-log", .severity = LC_WARNING, .confidence = 1},
        {.rule = "plateau", .severity = LC_NOTE, .confidence = .6, .from = 9},
        {.rule = "plateau", .severity = LC_NOTE, .confidence = .9, .from = 5},
        {.rule = "plateau", .severity = LC_NOTE, .confidence = .9, .from = 2},
        {.rule = "oscillation", .severity = LC_WARNING, .confidence = .5},
        {.rule = "overfitting", .severity = LC_WARNING, .confidence = .5},
        {.rule = "generalization-gap", .severity = LC_CRITICAL, .explained_by = "overfitting"},
        {.rule = "divergence", .severity = LC_CRITICAL},
    };
    lc_diagnosis d = {.n = 8, .cap = 8, .findings = f};
    lc_sort_findings(&d);
    /* unexplained first, then severity, the verdict's order, confidence, place */
    ck_assert_str_eq(names_of(&d, LC_NOTE),
                     "divergence overfitting oscillation sparse-log plateau plateau "
                     "plateau (generalization-gap)");
    ck_assert_double_eq(f[4].from, 2);
    ck_assert_double_eq(f[5].from, 5);
    ck_assert_double_eq(f[6].from, 9);
    d.n = 0;
    lc_sort_findings(&d);
}
END_TEST

/* ---- the verdict -------------------------------------------------------------------------------- */

START_TEST(every_rule_that_decides_has_a_rank_and_a_verdict)
{
    for (const lc_rule *const *r = lc_rules; *r; r++)
        ck_assert_msg(((*r)->rank == 0) == ((*r)->verdict == NULL), "%s", (*r)->id);
}
END_TEST

/* Sixty records; the verdict that a run of these two losses gets. */
static const struct {
    const char *verdict;
    shape train, validation;
    double last; /* of the training loss, when not 0 */
} verdicts[] = {
    {"healthy", {1, .2, 6, .005, 0, 0}, {1, .22, 6, .005, 0, 0}, 0},
    {"overfitting", {1, .05, 15, .005, 0, 0}, {1, .4, 6, .005, 25, .4}, 0},
    {"generalization-gap", {1, .1, 6, .005, 0, 0}, {1, .5, 6, .005, 0, 0}, 0},
    {"not-learning", {.6931, .6931, 6, .0005, 0, 0}, {.6931, .6931, 6, .0005, 0, 0}, 0},
    {"not-converged", {1, .1, 70, .002, 0, 0}, {1, .12, 70, .002, 0, 0}, 0},
    {"diverged", {1, .4, 4, .005, 20, 9}, {1, .4, 4, .005, 20, 9}, 0},
    {"non-finite", {1, .2, 6, .005, 0, 0}, {1, .22, 6, .005, 0, 0}, NAN},
    {"unstable", {1, .2, 6, .005, 0, 0}, {1, .22, 6, .4, 0, 0}, 0},
    {"stalled", {1, .93, 2, .0005, 0, 0}, {1, .94, 2, .0005, 0, 0}, 0},
};

START_TEST(every_verdict_is_reached)
{
    double y[60];
    uint64_t seed = 21;
    lc_run run = run_over(60);
    draw(y, 60, &verdicts[_i].train, &seed);
    if (verdicts[_i].last != 0)
        y[59] = verdicts[_i].last;
    add(&run, "loss", y);
    draw(y, 60, &verdicts[_i].validation, &seed);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose(&run);
    ck_assert_msg(strcmp(d.verdict.name, verdicts[_i].verdict) == 0, "%s, not %s: %s",
                  d.verdict.name, verdicts[_i].verdict, names_of(&d, LC_NOTE));
    ck_assert(d.verdict.summary && d.verdict.summary[0]);
    if (strcmp(d.verdict.name, "healthy") == 0) {
        ck_assert_uint_eq(d.verdict.finding, SIZE_MAX);
        ck_assert_int_eq(d.verdict.severity, LC_NOTE);
    } else {
        const lc_finding *f = &d.findings[d.verdict.finding];
        ck_assert_str_eq(lc_rule_find(f->rule)->verdict, d.verdict.name);
        ck_assert(!f->explained_by && f->severity >= LC_WARNING);
        ck_assert_int_eq(f->severity, d.verdict.severity);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* One record shows no change; two that fall show no fault, and little health. */
/* A warm-up, and the last hundredth of a run, in which the loss rests. */
START_TEST(too_little_of_a_run_is_inconclusive)
{
    static const double x[2][5] = {{20, 40, 60, 80, 100}, {9600, 9700, 9800, 9900, 10000}},
                        loss[2][5] = {{2.1, 1.95, 1.7, 1.5, 1.3}, {1.52, 1.44, 1.55, 1.47, 1.51}},
                        rate[2][5] = {{1e-5, 2e-5, 3e-5, 4e-5, 5e-5},
                                      {4e-8, 3e-8, 2e-8, 1e-8, 1e-9}};
    static const char *const says[2] = {"warm-up", "last records"};
    lc_run run = run_at(x[_i], 5);
    run.axis = LC_STEP;
    add(&run, "loss", loss[_i]);
    add(&run, "lr", rate[_i]);
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "inconclusive");
    ck_assert_ptr_nonnull(strstr(d.verdict.summary, says[_i]));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(one_record_or_none_of_a_loss_is_inconclusive)
{
    static const double two[] = {1, .5}, times[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    for (size_t n = 1; n <= 2; n++) {
        lc_run run = run_over(n);
        add(&run, "loss", two);
        lc_diagnosis d = diagnose(&run);
        ck_assert_str_eq(d.verdict.name, n == 1 ? "inconclusive" : "healthy");
        ck_assert_uint_eq(d.verdict.finding, SIZE_MAX);
        ck_assert_double_lt(d.verdict.confidence, 0.95); /* some have a fault all the same */
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    lc_run run = run_over(10);
    add(&run, "time", times);
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "inconclusive");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A validation loss that ends near its best: a smaller rise could hide in its noise. */
START_TEST(health_says_what_rise_could_have_been_found)
{
    enum { N = 30 };
    double loss[N], val[N];
    lc_run run = run_over(N);
    bool told = false;
    for (size_t i = 0; i < N; i++) {
        double noise = (double)(i * 7 % 5) - 2;
        loss[i] = 0.3 + 0.7 * exp(-(double)i / 5) + 0.002 * noise;
        val[i] = 0.35 + 0.7 * exp(-(double)i / 5) + 0.004 * noise;
    }
    add(&run, "loss", loss);
    add(&run, "val_loss", val);
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "healthy");
    for (size_t i = 0; i < d.verdict.against.n; i++)
        told |= strncmp(d.verdict.against.text[i], "only a rise of val_loss", 23) == 0;
    ck_assert(told);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* ---- what may not change a diagnosis ------------------------------------------------------------ */

#define SCALE_FREE "generalization-gap,overfitting,plateau,oscillation,still-improving,divergence"
#define POOL 60

/* Run k of a pool of all kinds, its losses multiplied by y_scale and its epochs by x_scale. */
static lc_run pooled(size_t k, double y_scale, double x_scale, bool exchanged)
{
    static const size_t sizes[] = {5, 12, 40, 120};
    static const shape kinds[][2] = {
        {{1, .2, .15, 0, 0, 0}, {1, .22, .15, 0, 0, 0}},
        {{1, .05, .2, 0, 0, 0}, {1, .4, .1, 0, .4, .4}},
        {{1, .1, .15, 0, 0, 0}, {1, .5, .15, 0, 0, 0}},
        {{1, .1, 1, 0, 0, 0}, {1, .2, 1, 0, 0, 0}},
        {{1, .4, .1, 0, .3, 5}, {1, .4, .1, 0, .3, 6}},
        {{1, .8, .03, 0, 0, 0}, {1, .8, .03, 0, 0, 0}},
    };
    static const double noises[] = {.002, .02, .2};
    double x[CURVE_MAX], y[2][CURVE_MAX];
    uint64_t seed = 500 + k;
    size_t n = sizes[k % 4];
    for (size_t i = 0; i < n; i++)
        x[i] = x_scale * ((double)i + 1);
    for (size_t side = 0; side < 2; side++) {
        shape s = kinds[k % 6][side];
        s.scale *= (double)n;
        s.turn *= (double)n;
        s.noise = noises[k / 6 % 3];
        draw(y[side], n, &s, &seed);
        for (size_t i = 0; i < n; i++)
            y[side][i] *= y_scale;
    }
    lc_run run = run_at(x, n);
    add(&run, exchanged ? "val_loss" : "loss", y[exchanged]);
    add(&run, exchanged ? "loss" : "val_loss", y[!exchanged]);
    return run;
}

/* The scale-free findings of a run of the pool. */
static char *findings_of(const lc_run *run, double x_scale)
{
    lc_diagnose_options o = {.rules = SCALE_FREE};
    lc_diagnosis d = diagnose_with(run, &o);
    char *text = tell_findings(run, &d, x_scale, NULL);
    lc_diagnosis_free(&d);
    return text;
}

static void check_same(size_t k, double y_scale, double x_scale, bool exchanged)
{
    lc_run plain = pooled(k, 1, 1, false), other = pooled(k, y_scale, x_scale, exchanged);
    char *want = findings_of(&plain, 1), *got = findings_of(&other, x_scale);
    ck_assert_msg(strcmp(want, got) == 0, "run %zu, losses by %g, epochs by %g:\n%sinstead of\n%s",
                  k, y_scale, x_scale, got, want);
    free(want);
    free(got);
    lc_run_free(&plain);
    lc_run_free(&other);
}

START_TEST(units_do_not_matter)
{
    static const double scales[] = {1.0 / 1024, 8, 1000, 1e-5};
    for (size_t k = 0; k < POOL; k++)
        check_same(k, scales[_i], 1, false);
}
END_TEST

/* The pool with accuracies of the form of its losses, as shares or in percent. */
static char *tell_scored(size_t k, double unit)
{
    lc_run run = pooled(k, 1, 1, false);
    double y[2][CURVE_MAX];
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < run.n; i++)
            y[side][i] = unit * fmin(1, fmax(0.1, 1.05 - run.series[side].y[i]));
    add(&run, "accuracy", y[0]);
    add(&run, "val_accuracy", y[1]);
    lc_diagnosis d = diagnose(&run);
    char *findings = tell_findings(&run, &d, 1, NULL), *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    fprintf(to, "%s %.6f\n%s", d.verdict.name, d.verdict.confidence, findings);
    fclose(to);
    free(findings);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    return text;
}

START_TEST(percent_does_not_matter)
{
    for (size_t k = 0; k < POOL; k++) {
        char *want = tell_scored(k, 1), *got = tell_scored(k, 100);
        ck_assert_msg(strcmp(want, got) == 0, "run %zu in percent:\n%sinstead of\n%s", k, got,
                      want);
        free(want);
        free(got);
    }
}
END_TEST

START_TEST(pace_does_not_matter)
{
    for (size_t k = 0; k < POOL; k++) {
        check_same(k, 1, 8, false);
        check_same(k, 1, 1000, false);
    }
}
END_TEST

START_TEST(order_of_columns_does_not_matter)
{
    for (size_t k = 0; k < POOL; k++)
        check_same(k, 1, 1, true);
}
END_TEST

/* A column of time, and one whose name says nothing. */
START_TEST(other_columns_and_a_second_look_do_not_matter)
{
    for (size_t k = 0; k < POOL; k++) {
        lc_run run = pooled(k, 1, 1, false);
        lc_diagnosis d = diagnose(&run);
        char *want = tell_findings(&run, &d, 1, NULL);
        lc_diagnosis again = diagnose(&run);
        char *got = tell_findings(&run, &again, 1, NULL);
        ck_assert_str_eq(got, want);
        ck_assert_str_eq(again.verdict.summary, d.verdict.summary);
        free(got);
        lc_diagnosis_free(&again);
        double y[CURVE_MAX];
        for (size_t i = 0; i < run.n; i++)
            y[i] = (double)(i * i % 7);
        add(&run, "time", y);
        add(&run, "whatever", y);
        again = diagnose(&run);
        got = tell_findings(&run, &again, 1, NULL);
        ck_assert_str_eq(got, want);
        ck_assert_str_eq(again.verdict.summary, d.verdict.summary);
        free(got);
        free(want);
        lc_diagnosis_free(&again);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* ---- many series ---------------------------------------------------------------------------------- */

/* As many as a log of each layer and class may have: the last record of the last one is NaN. */
START_TEST(each_of_many_series_is_examined)
{
    enum { SERIES = 2100, RECORDS = 8 };
    lc_run run = run_over(RECORDS);
    for (size_t k = 0; k < SERIES; k++) {
        double y[RECORDS];
        char name[32];
        for (size_t i = 0; i < RECORDS; i++)
            y[i] = 1 / ((double)i + 1) + 1e-5 * (double)k;
        if (k + 1 == SERIES)
            y[RECORDS - 1] = NAN;
        snprintf(name, sizeof name, "%slayer%zu_loss", k % 2 ? "val_" : "", k / 2);
        add(&run, name, y);
    }
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "non-finite");
    ck_assert_ptr_nonnull(found(&run, &d, "non-finite", "val_layer1049_loss"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* ---- healthy runs -------------------------------------------------------------------------------- */

/* 300 runs for each size: losses that decay to a tenth .. 0.45 of their start, with noise of 0.2 .. 10 %
 * of that way, of which a share is kept from record to record, and on every other run a validation
 * loss that is 5 % of it worse. */
static const struct {
    size_t n;
    double most; /* share */
    double kept;
} healthy[] = {{30, 0.02, 0},   {100, 0.02, 0},   {300, 0.02, 0},
               {30, 0.02, 0.5}, {100, 0.02, 0.5}, {300, 0.02, 0.5},
               {30, 0.02, 0.8}, {100, 0.02, 0.8}, {300, 0.02, 0.8}};

START_TEST(healthy_runs_are_seldom_accused)
{
    static const double noises[] = {.002, .01, .03, .1};
    size_t n = healthy[_i].n, accused = 0;
    char last[512] = "";
    for (size_t k = 0; k < 300; k++) {
        double y[CURVE_MAX];
        uint64_t seed = 7919 * k + n;
        double start = 0.5 + 2 * random_uniform(&seed);
        double floor_here = start * (0.1 + 0.35 * random_uniform(&seed)), way = start - floor_here;
        shape s = {start,
                   floor_here,
                   (double)n * (0.08 + 0.14 * random_uniform(&seed)),
                   noises[k % 4] * way,
                   0,
                   0};
        lc_run run = run_over(n);
        draw_kept(y, n, &s, healthy[_i].kept, &seed);
        add(&run, "loss", y);
        s.start += k % 8 < 4 ? 0.05 * way : 0;
        s.floor += k % 8 < 4 ? 0.05 * way : 0;
        draw_kept(y, n, &s, healthy[_i].kept, &seed);
        add(&run, "val_loss", y);
        lc_diagnosis d = diagnose(&run);
        if (d.verdict.severity >= LC_WARNING) {
            accused++;
            snprintf(last, sizeof last, "%s", names_of(&d, LC_WARNING));
        }
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_msg((double)accused <= 300 * healthy[_i].most,
                  "%zu records, %g kept: %zu of 300, such as %s", n, healthy[_i].kept, accused,
                  last);
}
END_TEST

/* ---- memory -------------------------------------------------------------------------------------- */

START_TEST(memory_that_runs_out_anywhere_is_said_and_leaves_nothing)
{
    lc_run run = question();
    double y[7] = {3, 2, NAN, NAN, NAN, NAN, NAN};
    add(&run, "val_auc", y);
    run.restarts = 1;
    lc_diagnosis before = diagnose(&run), d = LC_DIAGNOSIS_INIT;
    size_t k = 1;
    for (;; k++) {
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_diagnose(&d, &run, NULL, &err);
        lc_mem_fail_at(0);
        if (st == LC_OK)
            break;
        ck_assert_msg(st == LC_E_NOMEM && err.code == LC_E_NOMEM, "allocation %zu: %d", k, (int)st);
        ck_assert(d.n == 0 && !d.findings && !d.verdict.summary);
    }
    ck_assert_uint_gt(k, 100);
    char *want = tell_findings(&run, &before, 1, NULL), *got = tell_findings(&run, &d, 1, NULL);
    ck_assert_str_eq(got, want);
    free(want);
    free(got);
    lc_diagnosis_free(&before);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_failure_keeps_the_diagnosis_there_was)
{
    lc_run run = question();
    lc_diagnosis d = diagnose(&run);
    size_t n = d.n;
    lc_mem_fail_at(5);
    ck_assert_int_eq(lc_diagnose(&d, &run, NULL, NULL), LC_E_NOMEM);
    lc_mem_fail_at(0);
    ck_assert_uint_eq(d.n, n);
    ck_assert_str_eq(d.verdict.name, "incomparable-losses");
    lc_diagnosis_free(&d);
    lc_diagnosis_free(&d); /* twice is safe */
    lc_run_free(&run);
}
END_TEST

START_TEST(curves_without_a_shape_are_diagnosed)
{
    for (size_t k = 0; k < degenerate_count(); k++) {
        lc_run run = degenerate(k);
        lc_diagnosis d = diagnose(&run);
        for (size_t i = 0; i < d.n; i++) {
            ck_assert(d.findings[i].confidence >= 0 && d.findings[i].confidence <= 1);
            ck_assert(d.findings[i].from <= d.findings[i].to);
            ck_assert(d.findings[i].summary && d.findings[i].basis);
        }
        ck_assert_ptr_nonnull(d.verdict.name);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

Suite *suite_diagnose(void)
{
    Suite *s = suite_create("diagnose");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_is_answered);
    tcase_add_test(t, bare_findings_are_the_same_ones);
    tcase_add_loop_test(t, what_is_unknown_is_refused_by_name, 0,
                        (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, a_run_without_records_is_refused);
    tcase_add_test(t, rules_are_chosen_and_left_out);
    tcase_add_test(t, a_metric_is_chosen_by_name_or_base);
    tcase_add_test(t, least_severity_drops_findings_but_not_the_verdict);
    tcase_add_test(t, the_last_of_two_settings_counts);
    tcase_add_test(t, rules_serve_their_axes_only);
    tcase_add_loop_test(t, causes_explain_their_effects, 0, count_rules());
    tcase_add_test(t, what_is_explained_away_explains_nothing);
    tcase_add_test(t, findings_stand_by_weight);
    tcase_add_test(t, every_rule_that_decides_has_a_rank_and_a_verdict);
    tcase_add_loop_test(t, every_verdict_is_reached, 0, (int)(sizeof verdicts / sizeof *verdicts));
    tcase_add_loop_test(t, too_little_of_a_run_is_inconclusive, 0, 2);
    tcase_add_test(t, one_record_or_none_of_a_loss_is_inconclusive);
    tcase_add_test(t, health_says_what_rise_could_have_been_found);
    suite_add_tcase(s, t);
    t = tcase_create("invariance");
    tcase_add_loop_test(t, units_do_not_matter, 0, 4);
    tcase_add_test(t, percent_does_not_matter);
    tcase_add_test(t, pace_does_not_matter);
    tcase_add_test(t, order_of_columns_does_not_matter);
    tcase_add_test(t, other_columns_and_a_second_look_do_not_matter);
    tcase_add_test(t, each_of_many_series_is_examined);
    tcase_add_loop_test(t, healthy_runs_are_seldom_accused, 0,
                        (int)(sizeof healthy / sizeof *healthy));
    tcase_add_test(t, memory_that_runs_out_anywhere_is_said_and_leaves_nothing);
    tcase_add_test(t, a_failure_keeps_the_diagnosis_there_was);
    tcase_add_test(t, curves_without_a_shape_are_diagnosed);
    tcase_set_timeout(t, 60);
    suite_add_tcase(s, t);
    return s;
}
