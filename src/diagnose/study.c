/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study.c - each series with its curve, noise and trend, made once and shared by the rules. */
#include "diagnose/study.h"

#include "diagnose/chance.h"
#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "base/text.h"
#include "model/metric.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

#define END_SHARE     20 /* the end level is the median of the last 1/20 */
#define END_POINTS    3  /* points of it at least ... */
#define END_FROM      9  /* ... in curves of this many points; shorter ones end in their last */
#define PARALLEL_FROM 100000 /* records from which on threads are worth their start */
#define TRACES_MAX 2000  /* series that are studied; a log with more is no learning curve */

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

/* Rewards or returns are logged: a run of reinforcement learning. Not so the implicit rewards of
 * preference learning, whose loss is one as any other. */
static bool is_reinforcement(const lc_run *run)
{
    bool rewards = false;
    for (size_t i = 0; i < run->series_n; i++) {
        const char *base = run->series[i].metric.base;
        if (strstr(base, "reward") && (strstr(base, "chosen") || strstr(base, "rejected")))
            return false;
        rewards |= run->series[i].metric.kind == LC_SCORE &&
                   (strstr(base, "reward") || strstr(base, "return"));
    }
    return rewards;
}

/* One pass over the values as recorded. */
static void scan_values(lc_trace *t)
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

static lc_status make_course(lc_trace *t, const lc_run *run, lc_error *err)
{
    const lc_series *s = t->series;
    if (!s->at)
        return lc_course_make(&t->curve, run->x, s->y, s->n, err);
    double *x = lc_mem_resize(NULL, s->n, sizeof *x);
    if (!x)
        return lc_error_nomem(err);
    for (size_t i = 0; i < s->n; i++)
        x[i] = run->x[s->at[i]];
    lc_status st = lc_course_make(&t->curve, x, s->y, s->n, err);
    lc_mem_free(x);
    return st;
}

/* "loss_step" is the training loss by batches, for want of one by epochs. */
static bool bases_match(const char *train, const char *validation)
{
    size_t n = strlen(validation);
    return strcmp(train, validation) == 0 ||
           (strncmp(train, validation, n) == 0 && strcmp(train + n, "_step") == 0);
}

static const lc_trace *find_split(const lc_study *study, const lc_metric *like, lc_split split)
{
    const lc_trace *found = NULL;
    for (size_t i = 0; i < study->run->series_n; i++) {
        const lc_trace *t = &study->traces[i];
        const lc_metric *m = &t->series->metric;
        if (!t->chosen || m->split != split || m->kind != like->kind || t->finite == 0)
            continue;
        if (strcmp(m->base, like->base) == 0)
            return t;
        if (split == LC_TRAIN && !found && bases_match(m->base, like->base))
            found = t;
    }
    return found;
}

/* Each validation (else test) series that has its like on train. */
static lc_status make_pairs(lc_study *study, lc_error *err)
{
    size_t cap = 0;
    for (size_t i = 0; i < study->run->series_n; i++) {
        const lc_trace *t = &study->traces[i];
        const lc_metric *m = &t->series->metric;
        bool held_out = m->split == LC_VALIDATION ||
                        (m->split == LC_TEST && !find_split(study, m, LC_VALIDATION));
        if (!t->chosen || t->sign == 0 || t->finite == 0 || !held_out)
            continue;
        const lc_trace *train = find_split(study, m, LC_TRAIN);
        if (!train)
            continue;
        if (!lc_mem_grow(&study->pairs, &cap, study->pairs_n + 1, sizeof *study->pairs))
            return lc_error_nomem(err);
        study->pairs[study->pairs_n++] = (lc_pair){.train = train, .validation = t};
    }
    return LC_OK;
}

/* Say which series the rules look at, and in which direction they get better. */
static void choose_traces(lc_study *study)
{
    const lc_run *run = study->run;
    bool reinforcement = is_reinforcement(run);
    size_t studied = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        lc_trace *t = &study->traces[i];
        const lc_metric *m = &run->series[i].metric;
        t->series = &run->series[i];
        t->index = i;
        t->sign = reinforcement && m->kind == LC_LOSS ? 0 : sign_of(m->better);
        t->chosen = is_chosen(m, study->options) && studied < TRACES_MAX;
        studied += t->chosen && t->sign != 0;
    }
}

/* The work on one trace: independent of all others. */
static void study_trace(void *self, size_t k)
{
    lc_study *study = self;
    lc_trace *t = &study->traces[k];
    lc_error err;
    scan_values(t);
    if (t->chosen && t->sign != 0 && make_course(t, study->run, &err) != LC_OK)
        t->failed = true;
}

static lc_status study_traces(lc_study *study, lc_error *err)
{
    const lc_run *run = study->run;
    bool large = run->n > PARALLEL_FROM;
    lc_parallel(run->series_n, large ? lc_processors() : 1, study_trace, study);
    for (size_t i = 0; i < run->series_n; i++)
        if (study->traces[i].failed)
            return lc_error_nomem(err);
    return LC_OK;
}

lc_status lc_study_open(lc_study *study, const lc_run *run, lc_diagnosis *diagnosis,
                        const lc_diagnose_options *options, lc_error *err)
{
    *study = (lc_study){.run = run, .options = options, .diagnosis = diagnosis};
    if (run->series_n == 0)
        return LC_OK;
    study->traces = lc_mem_resize(NULL, run->series_n, sizeof *study->traces);
    if (!study->traces)
        return lc_error_nomem(err);
    memset(study->traces, 0, run->series_n * sizeof *study->traces);
    choose_traces(study);
    lc_status st = study_traces(study, err);
    if (st == LC_OK)
        st = make_pairs(study, err);
    for (size_t i = 0; i < run->series_n && st == LC_OK; i++)
        st = lc_chance_find(&study->traces[i].chance, study, &study->traces[i], err);
    if (st != LC_OK)
        lc_study_close(study);
    return st;
}

void lc_study_close(lc_study *study)
{
    for (size_t i = 0; study->traces && i < study->run->series_n; i++)
        lc_course_free(&study->traces[i].curve);
    lc_mem_free(study->traces);
    lc_mem_free(study->pairs);
    study->traces = NULL;
    study->pairs = NULL;
}

double lc_study_limit(const lc_study *study, size_t index)
{
    const lc_threshold *t = &study->rule->thresholds[index];
    for (size_t i = study->options->settings_n; i-- > 0;) {
        const lc_setting *s = &study->options->settings[i];
        if (strcmp(s->rule, study->rule->id) == 0 && strcmp(s->name, t->name) == 0)
            return s->value;
    }
    return t->value;
}

bool lc_trace_is_plain_loss(const lc_trace *t)
{
    static const char *const plain[] = {"loss",          "loss_step", "crossentropy", "cross_entropy",
                                        "cross_entropy_loss", "ce_loss", "bce_loss", "logloss",
                                        "log_loss",      "nll_loss",  "nll",          "bce", "ce",
                                        "binary_crossentropy", "categorical_crossentropy", NULL};
    if (t->series->metric.kind != LC_LOSS)
        return false;
    for (const char *const *p = plain; *p; p++)
        if (strcmp(t->series->metric.base, *p) == 0)
            return true;
    return false;
}

/* What stands before "loss" or "accuracy" in a base name: the head; its length. */
static size_t head_length(const char *base)
{
    const char *end = strstr(base, "loss");
    const char *score = strstr(base, "accuracy");
    if (!end || (score && score < end))
        end = score;
    return end ? (size_t)(end - base) : 0;
}

const lc_trace *lc_study_accuracy(const lc_study *study, const lc_trace *loss)
{
    const lc_metric *l = &loss->series->metric;
    const lc_trace *only = NULL, *same = NULL;
    size_t n = 0, head = head_length(l->base);
    for (size_t i = 0; i < study->run->series_n; i++) {
        const lc_trace *t = &study->traces[i];
        const lc_metric *m = &t->series->metric;
        if (!t->chosen || m->split != l->split || !lc_metric_is_accuracy(m) || t->finite == 0)
            continue;
        n++;
        only = t;
        if (head_length(m->base) == head && strncmp(m->base, l->base, head) == 0 && !same)
            same = t;
    }
    return same ? same : n == 1 && head == 0 ? only : NULL;
}

const lc_trace *lc_study_plain_loss(const lc_study *study, const lc_trace *accuracy)
{
    for (size_t k = 0; k < study->run->series_n; k++) {
        const lc_trace *t = &study->traces[k];
        if (t->chosen && lc_trace_is_plain_loss(t) && lc_study_accuracy(study, t) == accuracy)
            return t;
    }
    return NULL;
}

const lc_pair *lc_study_main_pair(const lc_study *study)
{
    const lc_pair *first = NULL;
    for (size_t i = 0; i < study->pairs_n; i++) {
        const lc_pair *p = &study->pairs[i];
        if (p->train->series->metric.kind != LC_LOSS)
            continue;
        if (lc_trace_is_plain_loss(p->validation))
            return p;
        first = first ? first : p;
    }
    return first;
}

size_t lc_study_samples(const lc_study *study, const lc_trace *t)
{
    const lc_facts *facts = &study->run->facts;
    lc_split split = t->series->metric.split;
    return split == LC_TRAIN        ? facts->train_samples
           : split == LC_VALIDATION ? facts->validation_samples
                                    : 0;
}

double lc_study_sampling_error(const lc_study *study, const lc_trace *t, double p)
{
    size_t n = lc_study_samples(study, t);
    double whole = lc_trace_whole(t);
    if (n == 0 || !lc_metric_is_accuracy(&t->series->metric))
        return 0;
    double share = p / whole;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    double sd = whole * sqrt(share * (1 - share) / (double)n);
    double digit = t->series->quantum / 2;
    return sd > digit ? sd : digit;
}

/* sd of the samples' losses over their mean. */
static double loss_spread(const lc_study *study, const lc_trace *t, size_t samples)
{
    const lc_trace *accuracy = lc_study_accuracy(study, t);
    if (!accuracy || !lc_trace_is_plain_loss(t) || accuracy->curve.n == 0)
        return 1;
    double right = lc_trace_end(accuracy) / lc_trace_whole(accuracy);
    double p = fmax(0.5, fmin(right, 1 - 0.5 / (double)samples)), odds = log(p / (1 - p));
    return fmax(1, sqrt(p * (1 - p)) * odds / lc_chance_entropy(p));
}

double lc_study_loss_error(const lc_study *study, const lc_trace *t, double level)
{
    size_t n = lc_study_samples(study, t);
    return n ? loss_spread(study, t, n) * fabs(level) / sqrt((double)n) : 0;
}

bool lc_study_is_few(const lc_study *study, const lc_trace *t, double level, double rise)
{
    return t->series->metric.kind == LC_LOSS && rise < sqrt(0.2) * lc_study_loss_error(study, t, level);
}

double lc_trace_x(const lc_study *study, const lc_trace *t, size_t i)
{
    return lc_series_x(study->run, t->series, i);
}

double lc_trace_at(const lc_study *study, const lc_trace *t, double x)
{
    size_t low = 0, high = t->series->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lc_trace_x(study, t, middle) < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->series->n && lc_trace_x(study, t, low) == x ? t->series->y[low] : NAN;
}

double lc_trace_start(const lc_trace *t)
{
    return t->curve.n ? t->curve.y[0] : NAN;
}

size_t lc_trace_end_from(const lc_trace *t)
{
    size_t n = t->curve.n, k = n / END_SHARE;
    if (n == 0)
        return 0;
    if (k < END_POINTS)
        k = n >= END_FROM ? END_POINTS : 1;
    return n - k;
}

double lc_trace_end(const lc_trace *t)
{
    return lc_course_level(&t->curve, lc_trace_end_from(t), t->curve.n);
}

double lc_trace_step_error(const lc_trace *t, size_t from, size_t to)
{
    double a = lc_course_level_error(&t->curve, from, to);
    double b = lc_course_level_error(&t->curve, lc_trace_end_from(t), t->curve.n);
    return sqrt(a * a + b * b);
}

double lc_trace_best_level(const lc_trace *t)
{
    return t->curve.smooth[lc_course_best(&t->curve, t->sign, 0, t->curve.n)];
}

double lc_trace_base(const lc_trace *t)
{
    double start = lc_trace_start(t);
    bool passed = t->curve.n && t->sign * (start - t->chance) > 0 &&
                  t->sign * (t->chance - lc_trace_best_level(t)) > 0;
    return passed ? t->chance : start;
}

double lc_trace_gain(const lc_trace *t)
{
    double gain = t->curve.n ? t->sign * (lc_trace_base(t) - lc_trace_best_level(t)) : 0;
    return gain > 0 ? gain : 0;
}

bool lc_study_late(lc_late *late, lc_study *study, const lc_trace *t)
{
    const lc_course *c = &t->curve;
    size_t from = lc_course_last_third(c);
    *late = (lc_late){.from = from};
    if (c->n - from < 3 || lc_course_trend(&late->trend, c, from, c->n, &study->first) != LC_OK)
        return false;
    late->gained = t->sign * (c->smooth[from] - lc_trace_end(t));
    return true;
}

bool lc_late_improves(const lc_late *late, const lc_trace *t, double alpha, double share)
{
    const lc_course *c = &t->curve;
    double p = t->sign > 0 ? late->trend.p_fall : late->trend.p_rise;
    bool few = c->n - late->from < 5;
    return p < (few ? fmax(alpha, 0.2) : alpha) && late->gained > share * fabs(c->smooth[late->from]);
}

double lc_study_late_noise(lc_study *study, const lc_trace *t)
{
    const lc_course *c = &t->curve;
    size_t half = c->n / 2;
    double sd = 0;
    lc_noise_sd(&sd, c->x + half, c->y + half, c->n - half, &study->first);
    return sd;
}

const lc_trace *lc_study_other(const lc_study *study, const lc_trace *t)
{
    for (size_t i = 0; i < study->pairs_n; i++) {
        const lc_pair *p = &study->pairs[i];
        if (p->train == t || p->validation == t)
            return p->train == t ? p->validation : p->train;
    }
    return NULL;
}

double lc_trace_whole(const lc_trace *t)
{
    return t->series->percent ? 100 : 1;
}

const char *lc_study_axis(const lc_study *study)
{
    switch (study->run->axis) {
    case LC_EPOCH: return "epoch";
    case LC_STEP: return "step";
    case LC_TIME: return "time";
    case LC_TRAIN_SIZE: return "training-set size";
    default: return study->run->axis_name ? study->run->axis_name : "record";
    }
}

const char *lc_study_units(const lc_study *study)
{
    switch (study->run->axis) {
    case LC_EPOCH: return "epochs";
    case LC_STEP: return "steps";
    case LC_TIME: return "units of time";
    default: return lc_run_is_numbered(study->run) ? "records" : "units of x";
    }
}
