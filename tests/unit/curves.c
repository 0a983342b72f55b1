/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curves.c - made-up training runs, and how tests of rules ask what was found in them. */
#include "curves.h"

#include "diagnose/rule.h"
#include "edges.h"
#include "random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

void draw_kept(double *y, size_t n, const shape *s, double kept, uint64_t *seed)
{
    double before = kept > 0 ? random_normal(seed) : 0;
    for (size_t i = 0; i < n; i++) {
        double e = (double)i + 1;
        y[i] = s->floor + (s->start - s->floor) * exp(-(e - 1) / s->scale);
        if (s->turn > 0 && e > s->turn)
            y[i] += s->rise * (e - s->turn) / ((double)n - s->turn);
        if (s->noise > 0)
            y[i] += s->noise * (before = random_after(before, kept, seed));
    }
}

void draw(double *y, size_t n, const shape *s, uint64_t *seed)
{
    draw_kept(y, n, s, 0, seed);
}

lc_run run_at(const double *x, size_t n)
{
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_run_set_axis(&run, LC_EPOCH, x, n, &err) == LC_OK, "%s", err.msg);
    return run;
}

lc_run run_over(size_t n)
{
    return run_at(NULL, n);
}

void add(lc_run *run, const char *name, const double *y)
{
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_run_add(run, name, y, &err) == LC_OK, "%s: %s", name, err.msg);
}

lc_diagnosis diagnose_with(const lc_run *run, const lc_diagnose_options *options)
{
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_diagnose(&d, run, options, &err) == LC_OK, "%s", err.msg);
    return d;
}

lc_diagnosis diagnose(const lc_run *run)
{
    return diagnose_with(run, NULL);
}

lc_diagnosis diagnose_by(const lc_run *run, const char *rule, const char *name, double value)
{
    lc_setting set = {rule, name, value};
    lc_diagnose_options o = {.rules = rule, .settings = &set, .settings_n = name ? 1 : 0};
    lc_diagnosis d = diagnose_with(run, &o);
    check_edges(run, &o, &d);
    return d;
}

size_t count_by(const lc_run *run, const char *rule, const char *name, double value,
                lc_severity least)
{
    lc_diagnosis d = diagnose_by(run, rule, name, value);
    size_t n = 0;
    for (size_t i = 0; i < d.n; i++)
        n += d.findings[i].severity >= least;
    lc_diagnosis_free(&d);
    return n;
}

const lc_finding *found(const lc_run *run, const lc_diagnosis *d, const char *rule,
                        const char *series)
{
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (strcmp(f->rule, rule) == 0 &&
            (!series ||
             (f->series_n && strcmp(run->series[f->series[0]].metric.name, series) == 0)))
            return f;
    }
    return NULL;
}

double evidence(const lc_finding *f, const char *name)
{
    for (size_t i = 0; i < f->evidence_n; i++)
        if (strcmp(f->evidence[i].name, name) == 0)
            return f->evidence[i].value;
    ck_abort_msg("%s gives no %s", f->rule, name);
    return NAN;
}

void check_evidence(const lc_finding *f, const char *name, double want, double tolerance)
{
    double got = evidence(f, name);
    ck_assert_msg(fabs(got - want) <= tolerance * fabs(want) + 1e-12, "%s: %s is %.10g, not %.10g",
                  f->rule, name, got, want);
}

const char *names_of(const lc_diagnosis *d, lc_severity least)
{
    static char text[512];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < d->n && used < sizeof text - 64; i++) {
        const lc_finding *f = &d->findings[i];
        if (f->severity >= least)
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     f->explained_by ? "%s(%s)" : "%s%s", used ? " " : "", f->rule);
    }
    return text;
}

static bool is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += n)
        if ((at == list || at[-1] == ',') && (at[n] == ',' || at[n] == '\0'))
            return true;
    return false;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One finding in one line. */
static char *tell_finding(const lc_run *run, const lc_finding *f, double x_scale)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    fprintf(to, "%s %s %.9g..%.9g", f->rule, lc_severity_name(f->severity), f->from / x_scale,
            f->to / x_scale);
    for (size_t i = 0; i < f->series_n; i++)
        fprintf(to, " %s", run->series[f->series[i]].metric.name);
    fprintf(to, "%s%s\n", f->explained_by ? " by " : "", f->explained_by ? f->explained_by : "");
    fclose(to);
    return text;
}

char *tell_findings(const lc_run *run, const lc_diagnosis *d, double x_scale, const char *only)
{
    char *line[64], *text = NULL;
    size_t n = 0, size;
    for (size_t i = 0; i < d->n && n < 64; i++)
        if (!only || is_listed(only, d->findings[i].rule))
            line[n++] = tell_finding(run, &d->findings[i], x_scale);
    qsort(line, n, sizeof *line, by_text);
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < n; i++) {
        fputs(line[i], to);
        free(line[i]);
    }
    fclose(to);
    return text;
}

lc_run question(void)
{
    static const double epoch[] = {1, 50, 100, 150, 200, 250, 300};
    static const double loss[] = {0.1229, 0.0563, 0.0414, 0.0366, 0.0329, 0.0330, 0.0315};
    static const double acc[] = {0.0207, 0.0155, 0.1456, 0.3219, 0.4081, 0.4796, 0.4981};
    static const double val_loss[] = {4.3194, 2.6478, 2.0422, 1.2202, 1.8764, 1.7627, 0.7271};
    static const double val_acc[] = {0.0168, 0.0168, 0.0479, 0.3862, 0.1436, 0.2356, 0.6627};
    lc_run run = run_at(epoch, 7);
    add(&run, "loss", loss);
    add(&run, "acc", acc);
    add(&run, "val_loss", val_loss);
    add(&run, "val_acc", val_acc);
    run.facts.train_samples = 121620;
    run.facts.validation_samples = 30405;
    run.facts.planned_epochs = 300;
    return run;
}

/* ---- cases ----------------------------------------------------------------------------------- */

static void add_series(lc_run *run, const rule_case *c)
{
    for (size_t i = 0; i < sizeof c->series / sizeof *c->series && c->series[i].name; i++)
        add(run, c->series[i].name, c->series[i].y);
}

lc_run run_of_case(const rule_case *c)
{
    lc_run run = run_over(c->n);
    add_series(&run, c);
    return run;
}

/* The same along training sets of 50, 100, 200 ... samples. */
static lc_run run_of_size_case(const rule_case *c)
{
    double x[CASE_RECORDS];
    lc_run run = LC_RUN_INIT;
    for (size_t i = 0; i < c->n; i++)
        x[i] = 50 * (double)(1u << i);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_TRAIN_SIZE, x, c->n, NULL), LC_OK);
    add_series(&run, c);
    return run;
}

static void check_run(lc_run run, const char *rule, const rule_case *c)
{
    lc_diagnosis d = diagnose_by(&run, rule, NULL, 0);
    ck_assert_msg(d.n == (c->severity != SILENT), "%s: %zu findings", c->what, d.n);
    for (size_t i = 0; d.n && i < sizeof c->evidence / sizeof *c->evidence && c->evidence[i].name;
         i++)
        check_evidence(&d.findings[0], c->evidence[i].name, c->evidence[i].value, 1e-9);
    if (d.n)
        ck_assert_msg((int)d.findings[0].severity == c->severity, "%s: %s", c->what,
                      lc_severity_name(d.findings[0].severity));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}

void check_rule_case(const char *rule, const rule_case *c)
{
    check_run(run_of_case(c), rule, c);
}

/* Whatever a rule expects of them: accuracies of 1 - floor + a (n / 50)^-c on training and 1 - floor - b (n / 50)^-c on validation. */
static const rule_case size_curves[SIZE_CURVES] = {
    {"memorised, and more data helps",
     8,
     {{"accuracy", {1.0, 0.9828, 0.9692, 0.9586, 0.9503, 0.9438, 0.9387, 0.9346}},
      {"val_accuracy", {0.52, 0.6062, 0.6738, 0.7268, 0.7684, 0.8011, 0.8267, 0.8468}}},
     SILENT,
     {{0}}},
    {"memorised, and more data does nothing",
     8,
     {{"accuracy", {0.995, 0.9933, 0.9916, 0.9899, 0.9883, 0.9866, 0.985, 0.9834}},
      {"val_accuracy", {0.74, 0.7418, 0.7436, 0.7453, 0.747, 0.7487, 0.7504, 0.752}}},
     SILENT,
     {{0}}},
    {"nearly a large gap",
     8,
     {{"accuracy", {0.855, 0.8542, 0.8535, 0.8528, 0.852, 0.8513, 0.8506, 0.8499}},
      {"val_accuracy", {0.745, 0.7458, 0.7465, 0.7472, 0.748, 0.7487, 0.7494, 0.7501}}},
     SILENT,
     {{0}}},
    {"the splits meet at a poor level",
     8,
     {{"accuracy", {0.9, 0.8, 0.75, 0.725, 0.7125, 0.7063, 0.7031, 0.7016}},
      {"val_accuracy", {0.5, 0.6, 0.65, 0.675, 0.6875, 0.6938, 0.6969, 0.6984}}},
     SILENT,
     {{0}}},
    {"the splits meet at a good level",
     8,
     {{"accuracy", {0.99, 0.98, 0.975, 0.9725, 0.9712, 0.9706, 0.9703, 0.9702}},
      {"val_accuracy", {0.67, 0.82, 0.895, 0.9325, 0.9513, 0.9606, 0.9653, 0.9677}}},
     SILENT,
     {{0}}},
    {"met, but still rising",
     8,
     {{"accuracy", {0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9}},
      {"val_accuracy", {0.3, 0.4757, 0.6, 0.6879, 0.75, 0.7939, 0.825, 0.847}}},
     SILENT,
     {{0}}},
};

void check_size_curve(const char *rule, size_t i, int severity)
{
    rule_case c = size_curves[i];
    c.severity = severity;
    check_run(run_of_size_case(&c), rule, &c);
}

void check_silent_along_epochs(const char *rule, size_t i)
{
    lc_run run = run_of_case(&size_curves[i]);
    ck_assert_uint_eq(count_by(&run, rule, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}

/* ---- curves without a shape ------------------------------------------------------------------ */

static const struct {
    const char *what;
    size_t n;
    double train[6], validation[6]; /* the last one goes on to the end */
    const char *score;              /* name of a third series, the same as train; NULL: none */
} odd[] = {
    {"one record", 1, {1}, {1}, "acc"},
    {"two records", 2, {1, 0.5}, {1, 0.6}, NULL},
    {"three records", 3, {1, 0.5, 0.4}, {1, 0.6, 0.5}, NULL},
    {"one record at 0", 1, {0}, {0}, "val_acc"},
    {"constant", 40, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, NULL},
    {"nothing but zeros", 40, {0}, {0}, "acc"},
    {"no number at all", 40, {NAN, NAN, NAN, NAN, NAN, NAN}, {NAN, NAN, NAN, NAN, NAN, NAN}, "acc"},
    {"infinite",
     12,
     {INFINITY, INFINITY, INFINITY, INFINITY, INFINITY, INFINITY},
     {-INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY, -INFINITY},
     NULL},
    {"near the largest double",
     12,
     {1e308, -1e308, 1e308, -1e308, 1e308, 1e307},
     {1e308, 1e307, 1e306, 1e305, 1e304, 1e303},
     NULL},
    {"near the smallest double",
     12,
     {5e-324, 4e-310, 5e-324, 0, 5e-324, 5e-324},
     {4e-310, 5e-324, 0, 5e-324, 4e-310, 5e-324},
     "acc"},
    {"negative and falling", 30, {-1, -2, -3, -4, -5, -5}, {-1, -2, -3, -4, -4.9, -4.9}, NULL},
    {"one value among NaN",
     12,
     {NAN, NAN, 0.5, NAN, NAN, NAN},
     {NAN, 0.5, NAN, NAN, NAN, NAN},
     "acc"},
};

size_t degenerate_count(void)
{
    return sizeof odd / sizeof *odd;
}

lc_run degenerate(size_t k)
{
    double train[CURVE_MAX], validation[CURVE_MAX];
    lc_run run = run_over(odd[k].n);
    for (size_t i = 0; i < odd[k].n; i++) {
        train[i] = odd[k].train[i < 5 ? i : 5];
        validation[i] = odd[k].validation[i < 5 ? i : 5];
    }
    add(&run, "loss", train);
    add(&run, "val_loss", validation);
    if (odd[k].score)
        add(&run, odd[k].score, train);
    return run;
}

void check_degenerate(const char *rule, const char *except)
{
    for (size_t k = 0; k < degenerate_count(); k++) {
        lc_run run = degenerate(k);
        size_t n = count_by(&run, rule, NULL, 0, LC_WARNING);
        ck_assert_msg(n == 0 || is_listed(except, odd[k].what), "%s: %zu findings of %s",
                      odd[k].what, n, rule);
        lc_run_free(&run);
    }
}

void check_descriptor(const char *id)
{
    const lc_rule *r = lc_rule_find(id);
    size_t of_that_id = 0;
    ck_assert_msg(r && r->title[0] && r->theory[0] && r->source[0] && r->axes && r->find, "%s", id);
    for (const lc_rule *const *other = lc_rules; *other; other++)
        of_that_id += strcmp((*other)->id, id) == 0;
    ck_assert_uint_eq(of_that_id, 1);
    for (size_t i = 0; i < r->thresholds_n; i++) {
        const lc_threshold *t = &r->thresholds[i];
        ck_assert_msg(t->name[0] && t->meaning[0] && t->source[0] && isfinite(t->value), "%s: %zu",
                      id, i);
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(r->thresholds[j].name, t->name);
    }
}

lc_runs example_of(const char *id)
{
    const char *log = lc_rule_find(id)->example;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(log, "%s has no example", id);
    ck_assert_msg(log[strlen(log) - 1] == '\n', "%s: no end of the last line", id);
    ck_assert_msg(lc_read_bytes(&runs, NULL, log, strlen(log), NULL, &err) == LC_OK, "%s: %s", id,
                  err.msg);
    return runs;
}
