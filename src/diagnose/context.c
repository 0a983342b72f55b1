/* SPDX-License-Identifier: GPL-3.0-or-later */
/* context.c - each series with its curve, noise and trend, made once and shared by the rules. */
#include "diagnose/context.h"

#include "diagnose/role.h"
#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/jobs.h"
#include "base/text.h"
#include "model/meaning.h"
#include "model/metric.h"
#include "model/params.h"
#include "model/run.h"
#include "model/sample_steps.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define PARALLEL_FROM 100000 /* records from which on threads are worth their start */
#define EXCERPT_PART 0.1     /* of the last x: less is no part that counts */
#define EXCERPT 2.5          /* steps of the axis */
#define RUNNING_MIN 4        /* records of a sum that goes on, ... */
#define RUNNING_MOST 1.25    /* ... whose steps are at most so many times the first value */
#define RUNNING_LARGE 1e4    /* the same where it is all that is logged: the first value, ... */
#define RUNNING_HALF 2       /* ... over the first step at most, ... */
#define RUNNING_LESS 0.7     /* ... and share of the steps that are smaller than the one before */
#define EVENLY_BY 0.01       /* of the logarithm: less is no learning, however even */

static int sign_of(lc_direction better)
{
    return better == LC_LOWER_IS_BETTER ? 1 : better == LC_HIGHER_IS_BETTER ? -1 : 0;
}

static bool is_chosen(const lc_metric *m, const lc_diagnose_options *options)
{
    if (lc_kind_is_axis(m->kind))
        return false;
    return !options->metric || lc_text_same(options->metric, m->name) ||
           lc_text_same(options->metric, m->base);
}

/* One pass over the values as recorded. */
static void scan_values(lc_analyzed *t)
{
    const lc_series *s = t->series;
    t->first_bad = s->n;
    t->best = s->n;
    for (size_t i = 0; i < s->n; i++) {
        if (!isfinite(s->y[i])) {
            if (t->first_bad == s->n)
                t->first_bad = i;
            continue;
        }
        t->finite++;
        if (t->best == s->n || t->sign * s->y[i] < t->sign * s->y[t->best])
            t->best = i;
    }
}

static lc_status make_curve(lc_analyzed *t, const lc_run *run, lc_error *err)
{
    const lc_series *s = t->series;
    if (!s->at)
        return lc_curve_make(&t->curve, run->x, s->y, s->n, err);
    /* Of a replayed run, some metrics have no value yet. */
    double *x = lc_mem_resize(NULL, s->n + 1, sizeof *x);
    if (!x)
        return lc_error_nomem(err);
    for (size_t i = 0; i < s->n; i++)
        x[i] = run->x[s->at[i]];
    lc_status st = lc_curve_make(&t->curve, x, s->y, s->n, err);
    lc_mem_free(x);
    return st;
}

/* The least value of the plain losses of each split; infinite for none. */
static void find_least_losses(double least[LC_TEST + 1], const lc_run *run)
{
    for (lc_split split = LC_SPLIT_NONE; split <= LC_TEST; split++)
        least[split] = INFINITY;
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_metric *m = &run->series[k].metric;
        bool plain = m->kind == LC_LOSS && strcmp(m->base, "loss") == 0;
        for (size_t i = 0; plain && i < run->series[k].n; i++)
            least[m->split] = fmin(least[m->split], run->series[k].y[i]);
    }
}

/* An accuracy that passes 1 by little, beside a plain loss of the same split above 1: were it a share,
 * nearly all were right and the loss near 0. So it is a few percent. */
static bool is_low_percentage(const lc_series *s, double least_loss)
{
    double high = -INFINITY;
    if (!lc_metric_is_accuracy(&s->metric))
        return false;
    for (size_t i = 0; i < s->n; i++)
        high = s->y[i] > high ? s->y[i] : high;
    return high > 1 && isfinite(least_loss) && least_loss > 1;
}

/* Say which series the rules look at, and in which direction they get better. */
static void choose_traces(lc_context *context)
{
    const lc_run *run = context->run;
    bool reinforcement = lc_role_is_reinforcement(run);
    double least[LC_TEST + 1];
    find_least_losses(least, run);
    context->adversarial = lc_role_is_adversarial(run);
    context->reinforcement = reinforcement;
    for (size_t i = 0; i < run->series_n; i++) {
        lc_analyzed *t = &context->analyzed[i];
        const lc_metric *m = &run->series[i].metric;
        t->series = &run->series[i];
        t->index = i;
        bool moves = context->adversarial ? lc_role_side(m) != 0 : reinforcement;
        bool swings = (context->adversarial && lc_role_is_of_discriminator(m)) ||
                      lc_role_is_objectness(run, m);
        t->sign = swings || (moves && m->kind == LC_LOSS) ? 0 : sign_of(m->better);
        double total = lc_meaning_total(run, t->series);
        bool percent = t->series->percent || is_low_percentage(t->series, least[m->split]);
        t->whole = total > 1 ? total : percent ? 100 : 1;
        t->side = context->adversarial ? lc_role_side(m) : 0;
        t->chosen = is_chosen(m, context->options);
    }
}

/* A record is a step, or some batches of an epoch. */
static bool is_by_step(const lc_run *run)
{
    return run->axis == LC_STEP ||
           (run->axis == LC_EPOCH && run->n > 1 && run->x[1] - run->x[0] < 0.9);
}

/* The first record stands two and a half steps of the axis or more from its origin, and a tenth of the
 * way: what came before isn't logged. */
static bool is_excerpt(const lc_run *run)
{
    bool counted = run->axis == LC_EPOCH || run->axis == LC_STEP;
    if (!counted || run->n < 2 || lc_run_is_numbered(run))
        return false;
    double step = (run->x[run->n - 1] - run->x[0]) / (double)(run->n - 1);
    return run->x[0] > EXCERPT * fmin(step, run->x[1] - run->x[0]) &&
           run->x[0] > EXCERPT_PART * run->x[run->n - 1];
}

/* The work on one series: independent of all others. */
static void analyze_one(void *self, size_t k)
{
    lc_context *context = self;
    lc_analyzed *t = &context->analyzed[k];
    lc_error err;
    scan_values(t);
    if (!t->chosen || t->sign == 0)
        return;
    t->failed =
        make_curve(t, context->run, &err) != LC_OK ||
        lc_log_curve_make(&t->log, &t->curve, &t->series->metric, lc_analyzed_scale_max(t), t->sign,
                          t->series->quantum, is_by_step(context->run), &err) != LC_OK;
}

unsigned lc_context_threads(const lc_context *context)
{
    return context->run->n > PARALLEL_FROM ? lc_processors() : 1;
}

static lc_status analyze_all(lc_context *context, lc_error *err)
{
    const lc_run *run = context->run;
    lc_jobs_run(run->series_n, lc_context_threads(context), analyze_one, context);
    for (size_t i = 0; i < run->series_n; i++)
        if (context->analyzed[i].failed)
            return lc_error_nomem(err);
    for (size_t i = 0; i < run->series_n; i++)
        if (context->analyzed[i].chosen && context->analyzed[i].finite > context->records)
            context->records = context->analyzed[i].finite;
    return LC_OK;
}

/* A hyper-parameter that is set to something. */
static bool is_set(const lc_run *run, const char *name)
{
    static const char *const nothing[] = {"", "none", "null", "false", "0"};
    const char *value = lc_params_find(&run->params, name);
    for (size_t i = 0; value && i < sizeof nothing / sizeof *nothing; i++)
        if (strcasecmp(value, nothing[i]) == 0)
            return false;
    return value != NULL;
}

bool lc_context_is_weighted(const lc_context *context, const lc_analyzed *t)
{
    const lc_metric *m = &t->series->metric;
    const lc_facts *facts = &context->run->facts;
    return m->split == LC_TRAIN && strcmp(m->base, "loss") == 0 &&
           (facts->weighted_class_entropy > 0 || is_set(context->run, "sample_weight"));
}

bool lc_context_is_regression(const lc_context *context)
{
    bool errors = false;
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_metric *m = &context->run->series[i].metric;
        if (lc_metric_is_share(m))
            return false;
        errors = errors || lc_metric_is_of_regression(m);
    }
    return errors;
}

/* The step of the digits of accuracies: each shows at least its own, and all are printed alike. */
static double accuracy_digit(const lc_context *context, bool percent)
{
    double digit = 1;
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_series *s = &context->run->series[i];
        if (lc_metric_is_accuracy(&s->metric) && s->percent == percent)
            digit = fmin(digit, s->quantum);
    }
    return digit;
}

/* What the log says, or the accuracies of validation. */
static size_t find_validation_samples(const lc_context *context)
{
    size_t told = context->run->facts.validation_samples, most = 0;
    double digit[2] = {accuracy_digit(context, false), accuracy_digit(context, true)};
    for (size_t i = 0; i < context->run->series_n && !told; i++) {
        const lc_analyzed *t = &context->analyzed[i];
        const lc_series *s = t->series;
        bool asked =
            s->metric.split == LC_VALIDATION && t->chosen && lc_metric_is_accuracy(&s->metric);
        size_t n = asked ? lc_samples_by_steps(s, lc_analyzed_scale_max(t), digit[s->percent]) : 0;
        most = n > most ? n : most;
    }
    return told ? told : most;
}

lc_status lc_context_open(lc_context *context, const lc_run *run, lc_diagnosis *diagnosis,
                          const lc_diagnose_options *options, lc_error *err)
{
    *context = (lc_context){.run = run, .options = options, .diagnosis = diagnosis};
    size_t rules = 0;
    while (lc_rules[rules])
        rules++;
    context->ruling = lc_mem_resize(NULL, rules, sizeof *context->ruling);
    if (!context->ruling)
        return lc_error_nomem(err);
    memset(context->ruling, 0, rules * sizeof *context->ruling);
    if (run->series_n == 0)
        return LC_OK;
    context->analyzed = lc_mem_resize(NULL, run->series_n, sizeof *context->analyzed);
    if (!context->analyzed) {
        lc_context_close(context);
        return lc_error_nomem(err);
    }
    memset(context->analyzed, 0, run->series_n * sizeof *context->analyzed);
    choose_traces(context);
    lc_status st = analyze_all(context, err);
    if (st != LC_OK) {
        lc_context_close(context);
        return st;
    }
    context->excerpt = is_excerpt(run);
    context->validation_samples = find_validation_samples(context);
    return LC_OK;
}

static void free_analyzed(lc_analyzed *t)
{
    lc_curve_free(&t->curve);
    lc_log_curve_free(&t->log);
}

void lc_context_close(lc_context *context)
{
    for (size_t i = 0; context->analyzed && i < context->run->series_n; i++)
        free_analyzed(&context->analyzed[i]);
    lc_mem_free(context->analyzed);
    lc_mem_free(context->pairs);
    lc_mem_free(context->floors);
    lc_mem_free(context->ruling);
    context->ruling = NULL;
    context->analyzed = NULL;
    context->pairs = NULL;
    context->floors = NULL;
}

double lc_rule_limit(const lc_context *context, const lc_rule *rule, size_t index)
{
    const lc_threshold *t = &rule->thresholds[index];
    for (size_t i = context->options->settings_n; i-- > 0;) {
        const lc_setting *s = &context->options->settings[i];
        if (strcmp(s->rule, rule->id) == 0 && strcmp(s->name, t->name) == 0)
            return s->value;
    }
    return t->value;
}

double lc_context_limit(const lc_context *context, size_t index)
{
    return lc_rule_limit(context, context->rule, index);
}

void lc_context_against(lc_context *context, double log_lr)
{
    context->ruling[context->at_work].against = fmin(0, log_lr);
}

bool lc_context_warned(const lc_context *context, const lc_analyzed *t)
{
    const lc_diagnosis *d = context->diagnosis;
    for (size_t k = 0; k < d->n; k++) {
        const lc_finding *f = &d->findings[k];
        if (f->rule == context->rule->id && f->severity > LC_NOTE &&
            (!t || (f->series_n && f->series[0] == t->index)))
            return true;
    }
    return false;
}

size_t lc_context_records(const lc_context *context)
{
    return context->records;
}

const lc_analyzed *lc_context_plain_loss(const lc_context *context, const lc_analyzed *accuracy)
{
    return context->analyzed[accuracy->index].plain_loss;
}

const lc_analyzed *lc_context_accuracy(const lc_context *context, const lc_analyzed *loss)
{
    return context->analyzed[loss->index].accuracy;
}

const lc_analyzed *lc_context_main_loss(const lc_context *context, lc_split split)
{
    return context->main_loss[split];
}

bool lc_context_has_whole_of(const lc_context *context, const lc_analyzed *t)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *whole = &context->analyzed[k];
        if (whole->chosen && whole->sign == t->sign && whole->curve.n >= t->curve.n &&
            whole->series->metric.split == t->series->metric.split &&
            lc_role_is_part_of(&t->series->metric, &whole->series->metric))
            return true;
    }
    return false;
}

/* What is added in each record gets less, as a loss does; the mean of a sample is not so large at first, and what
 * diverges grows ever faster. */
static bool adds_ever_less(const lc_series *s)
{
    size_t less = 0;
    for (size_t i = 2; i < s->n; i++)
        less += s->y[i] - s->y[i - 1] < s->y[i - 1] - s->y[i - 2];
    return s->n > RUNNING_MIN && s->y[0] > RUNNING_LARGE && s->y[1] - s->y[0] < s->y[0] &&
           (double)less > RUNNING_LESS * (double)(s->n - 2);
}

/* Each record adds less than the one before. */
static bool steps_shrink(const lc_series *s)
{
    size_t i = 2;
    while (i < s->n && s->y[i] - s->y[i - 1] < s->y[i - 1] - s->y[i - 2])
        i++;
    return i == s->n;
}

bool lc_context_is_running_sum(const lc_context *context)
{
    const lc_analyzed *t = context->main_loss[LC_TRAIN], *v = context->main_loss[LC_VALIDATION];
    bool alone = t && !t->accuracy && !v;
    bool better = t && (alone ? adds_ever_less(t->series)
                              : (t->accuracy && lc_analyzed_improves(t->accuracy)) ||
                                    (v && lc_analyzed_improves(v)));
    if (!better || context->adversarial || context->reinforcement || t->series->n < RUNNING_MIN ||
        t->finite < t->series->n)
        return false;
    const double *y = t->series->y;
    for (size_t i = 1; i < t->series->n; i++)
        if (!(y[i] > y[i - 1]) || y[i] - y[i - 1] > RUNNING_MOST * y[0])
            return false;
    return y[1] - y[0] > y[0] / (alone || steps_shrink(t->series) ? RUNNING_HALF : RUNNING_MOST);
}

/* It never falls from one record to the next, and has risen since that one. */
static bool only_rises(const lc_curve *c, size_t since)
{
    for (size_t i = 1; i < c->n; i++)
        if (c->y[i] < c->y[i - 1])
            return false;
    return c->n > 1 && c->y[c->n - 1] > c->y[since];
}

/* The training accuracy rises; where none is logged, all shares of samples do, to the end. */
static bool are_scores_rising(const lc_context *context, const lc_analyzed *accuracy)
{
    if (accuracy)
        return only_rises(&accuracy->curve, 0);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign < 0 && t->curve.n > 1 && lc_metric_is_share(&t->series->metric) &&
            !only_rises(&t->curve, t->curve.n / 2))
            return false;
    }
    return true;
}

bool lc_context_falls_evenly(const lc_context *context)
{
    const lc_analyzed *train = context->main_loss[LC_TRAIN],
                      *held_out = context->main_loss[LC_VALIDATION];
    if (!train || !lc_analyzed_falls_evenly(train) || train->log.shifted ||
        train->log.gain < EVENLY_BY || (held_out && !lc_analyzed_falls_evenly(held_out)))
        return false;
    return are_scores_rising(context, train->accuracy);
}

bool lc_context_are_losses_finite(const lc_context *context)
{
    bool any = false;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->series->metric.kind != LC_LOSS)
            continue;
        any = true;
        if (t->finite < t->series->n)
            return false;
    }
    return any;
}

bool lc_context_lacks_correlation(const lc_context *context, const lc_analyzed *t)
{
    static const char *const words[] = {"pearson", "pearsonr", "spearman", "spearmanr", "kendall",
                                        "corr",    "plcc",     "srcc",     NULL};
    return lc_metric_has_word(&t->series->metric, words) && t->first_bad + 1 < t->series->n &&
           isnan(t->series->y[t->series->n - 1]) && lc_context_are_losses_finite(context);
}

const lc_analyzed *lc_context_reward(const lc_context *context)
{
    const lc_analyzed *best = NULL;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const char *base = t->series->metric.base;
        if (!t->chosen || t->sign >= 0 || t->finite < 2 ||
            !lc_role_is_reward(context->run, &t->series->metric))
            continue;
        if (!best || lc_role_reward_rank(base) > lc_role_reward_rank(best->series->metric.base))
            best = t;
    }
    return best;
}

const lc_pair *lc_context_main_pair(const lc_context *context)
{
    return context->main_pair;
}

size_t lc_context_samples(const lc_context *context, const lc_analyzed *t)
{
    const lc_facts *facts = &context->run->facts;
    lc_split split = t->series->metric.split;
    return split == LC_TRAIN        ? facts->train_samples
           : split == LC_VALIDATION ? context->validation_samples
                                    : 0;
}

double lc_analyzed_x(const lc_context *context, const lc_analyzed *t, size_t i)
{
    return lc_series_x(context->run, t->series, i);
}

/* Where x stands if the axis counts evenly, as most do; else any other point. */
static size_t even_place(const lc_context *context, const lc_analyzed *t, double x)
{
    size_t n = t->series->n;
    double first = lc_analyzed_x(context, t, 0), last = lc_analyzed_x(context, t, n - 1);
    double share = (x - first) / (last - first);
    return share > 0 && share <= 1 ? (size_t)(share * (double)(n - 1) + 0.5) : 0;
}

double lc_analyzed_at(const lc_context *context, const lc_analyzed *t, double x)
{
    size_t low = 0, high = t->series->n, even = high ? even_place(context, t, x) : 0;
    if (high && lc_analyzed_x(context, t, even) == x)
        return t->series->y[even];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lc_analyzed_x(context, t, middle) < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->series->n && lc_analyzed_x(context, t, low) == x ? t->series->y[low] : NAN;
}

double lc_analyzed_beside(const lc_context *context, const lc_analyzed *t, const lc_analyzed *other,
                          size_t i)
{
    size_t record = lc_series_record(other->series, i);
    if (t->series->at)
        return lc_analyzed_at(context, t, context->run->x[record]);
    return record < t->series->n ? t->series->y[record] : NAN;
}

bool lc_context_last_third(lc_last_third *late, lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t from = lc_curve_last_third(c);
    *late = (lc_last_third){.from = from};
    if (c->n - from < 3 || lc_curve_trend(&late->trend, c, from, c->n, &context->first) != LC_OK)
        return false;
    late->gained = t->sign * (c->smooth[from] - lc_analyzed_end(t));
    return true;
}

double lc_context_late_noise(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t half = c->n / 2;
    double sd = 0;
    lc_noise_sd(&sd, c->x + half, c->y + half, c->n - half, &context->first);
    return sd;
}

const lc_analyzed *lc_context_other(const lc_context *context, const lc_analyzed *t)
{
    return context->analyzed[t->index].other;
}

double lc_context_quantum(const lc_context *context, const lc_analyzed *t)
{
    return context->analyzed[t->index].quantum;
}

const char *lc_context_axis(const lc_context *context)
{
    switch (context->run->axis) {
    case LC_EPOCH:
        return "epoch";
    case LC_STEP:
        return "step";
    case LC_WALL_TIME:
        return "time";
    case LC_TRAIN_SIZE:
        return "training-set size";
    default:
        return context->run->axis_name ? context->run->axis_name : "record";
    }
}

const char *lc_context_units(const lc_context *context)
{
    switch (context->run->axis) {
    case LC_EPOCH:
        return "epochs";
    case LC_STEP:
        return "steps";
    case LC_WALL_TIME:
        return "units of time";
    default:
        return lc_run_is_numbered(context->run) ? "records" : "units of x";
    }
}
