/* SPDX-License-Identifier: GPL-3.0-or-later */
/* looks.c - successive diagnoses of a run that grows. */
#include "diagnose/looks.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/run.h"
#include "stats/smooth.h"

#include <math.h>
#include <string.h>

#define EACH_UP_TO 512 /* records: every one is looked at; then when the run has grown by ... */
#define GROWTH 12      /* ... one part in so many, ... */
#define PENDING 64     /* ... or in so many while a stop or a withdrawal waits to be confirmed */
#define GONE 2         /* looks in a row without it, for a withdrawal */
#define PATIENCE 10 /* looks in a row, for a stop: by trials of 2 to 10 on the zoo's tuning part */

/* True when the comma-separated list holds the word. */
static bool listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (; list && *list; list += strcspn(list, ","), list += *list == ',')
        if (strncmp(list, word, n) == 0 && (list[n] == ',' || list[n] == '\0'))
            return true;
    return false;
}

/* The rules left out, and beside them those that explain nothing and decide no verdict: what they say,
 * of a log that has few records or few metrics, is no news of a run that goes on. NULL when memory is
 * out. */
static char *left_out(const char *no_rules, const char *stop_on)
{
    char *list = lc_text_format("%s", no_rules ? no_rules : "");
    for (const lc_rule *const *r = lc_rules; *r && list; r++) {
        if ((*r)->verdict || (*r)->effects || listed(stop_on, (*r)->id))
            continue;
        char *longer = lc_text_format("%s%s%s", list, *list ? "," : "", (*r)->id);
        lc_mem_free(list);
        list = longer;
    }
    return list;
}

lc_status lc_looks_open(lc_looks *looks, const lc_watch_options *options,
                        lc_diagnose_function diagnose, lc_error *err)
{
    size_t rules = 0;
    while (lc_rules[rules])
        rules++;
    *looks = (lc_looks){.diagnose = diagnose};
    if (options)
        looks->options = *options;
    if (looks->options.diagnose)
        looks->once = *looks->options.diagnose;
    looks->once.online = looks->once.forecast = false;
    looks->once.min_severity = LC_NOTE;
    looks->once.goes_on = true;
    looks->row = lc_mem_resize(NULL, rules, sizeof *looks->row);
    looks->no_rules = left_out(looks->once.no_rules, looks->options.stop_on);
    looks->once.no_rules = looks->no_rules;
    if (!looks->row || !looks->no_rules)
        return lc_error_nomem(err);
    memset(looks->row, 0, rules * sizeof *looks->row);
    return LC_OK;
}

static void forget(lc_looks *l)
{
    for (size_t i = 0; i < l->n; i++)
        lc_mem_free(l->kept[i].metric);
    for (size_t k = 0; lc_rules[k] && l->row; k++)
        l->row[k] = 0;
    l->n = l->seen = l->values = 0;
    l->bad = false;
}

void lc_looks_free(lc_looks *looks)
{
    forget(looks);
    lc_mem_free(looks->kept);
    lc_mem_free(looks->row);
    lc_mem_free(looks->no_rules);
    lc_diagnosis_free(&looks->last);
    *looks = (lc_looks){0};
}

/* ---- what is known ------------------------------------------------------------------------ */

static size_t series_of(const lc_finding *f)
{
    return f->series_n ? f->series[0] : SIZE_MAX;
}

/* Series are told by name: a run that grew may have more of them. */
static const char *metric_of(const lc_run *run, const lc_finding *f)
{
    return f->series_n ? run->series[f->series[0]].metric.name : NULL;
}

static bool is_of(const lc_kept *k, const lc_run *run, const lc_finding *f)
{
    const char *metric = metric_of(run, f);
    return strcmp(k->known.rule, f->rule) == 0 && !k->metric == !metric &&
           (!metric || strcmp(k->metric, metric) == 0);
}

/* The kept finding that f is, which is made when it is new; NULL when memory is out. */
static lc_kept *keep(lc_looks *l, const lc_run *run, const lc_finding *f, bool *is_new)
{
    for (size_t i = 0; i < l->n; i++)
        if (is_of(&l->kept[i], run, f)) {
            *is_new = !l->kept[i].known.stands;
            return &l->kept[i];
        }
    const char *metric = metric_of(run, f);
    *is_new = true;
    if (!lc_mem_grow(&l->kept, &l->cap, l->n + 1, sizeof *l->kept))
        return NULL;
    lc_kept *k = &l->kept[l->n];
    *k = (lc_kept){.known = {.rule = f->rule, .severity = f->severity, .at = run->x[run->n - 1]},
                   .metric = metric ? lc_mem_text(metric, strlen(metric)) : NULL};
    if (metric && !k->metric)
        return NULL;
    l->n++;
    return k;
}

/* That it can still improve is no news of a run that goes on, and nothing to stop it for. */
static bool is_news(const char *rule)
{
    const lc_rule *r = lc_rule_find(rule);
    return !r || !r->state;
}

/* Keep what is found for the first time, or again; their indices go to found[]. */
static bool take_new(lc_looks *l, const lc_run *run, size_t *found, size_t *n)
{
    for (size_t i = 0; i < l->last.n; i++) {
        const lc_finding *f = &l->last.findings[i];
        bool is_new;
        if (f->explained_by || f->severity == LC_NOTE)
            continue;
        lc_kept *k = keep(l, run, f, &is_new);
        if (!k)
            return false;
        if (is_new && is_news(f->rule))
            found[(*n)++] = i;
        k->known.stands = true;
        k->known.withdrawn = lc_absent();
    }
    return true;
}

/* Compare what is known with the last diagnosis; what has been missing too often goes to gone[]. */
static void take_missing(lc_looks *l, const lc_run *run, lc_known *gone, size_t *n)
{
    for (size_t i = 0; i < l->n; i++) {
        lc_kept *k = &l->kept[i];
        bool here = false;
        k->known.series = SIZE_MAX;
        for (size_t s = 0; k->metric && s < run->series_n; s++)
            if (strcmp(run->series[s].metric.name, k->metric) == 0)
                k->known.series = s;
        for (size_t f = 0; f < l->last.n && !here; f++)
            here = is_of(k, run, &l->last.findings[f]);
        k->missing = here ? 0 : k->missing + 1;
        if (k->missing == 1 && k->known.stands)
            k->known.withdrawn = run->x[run->n - 1];
        if (k->missing == GONE && k->known.stands) {
            k->known.stands = false;
            if (is_news(k->known.rule))
                gone[(*n)++] = k->known;
        }
    }
}

/* ---- the stop ----------------------------------------------------------------------------- */

/* Of any rule when that is NULL. */
static size_t patience_of(const lc_looks *l, const lc_rule *rule)
{
    if (l->options.patience)
        return l->options.patience;
    return rule && rule->patience ? rule->patience : PATIENCE;
}

/* How much worse y is than the best so far: of what is above 0 by the logarithm, so that the noise of a loss
 * counts alike at each level. */
static double excess(double y, double best, int sign)
{
    return y > 0 && best > 0 && sign > 0 ? log(y / best) : sign * (y - best);
}

/* The largest rise above the best so far from which the curve came back, and the one it ends with. */
static void measure_rises(double *recovered, double *last, const double *y, size_t n, int sign)
{
    size_t best = 0;
    double now = 0;
    *recovered = 0;
    for (size_t i = 1; i < n; i++) {
        if (sign * y[i] < sign * y[best]) {
            best = i;
            *recovered = fmax(*recovered, now);
            now = 0;
        } else {
            now = fmax(now, excess(y[i], y[best], sign));
        }
    }
    *last = n ? excess(y[n - 1], y[best], sign) : 0;
}

/* A series has become worse than ever before, but for what it came back from: medians, as rules see it. */
static bool is_worse_than_ever(const lc_series *s)
{
    size_t n = 0, window = s->n / 20 | 1;
    double recovered = 0, last = 0, *y = lc_mem_resize(NULL, 2 * s->n + 1, sizeof *y);
    for (size_t i = 0; y && i < s->n; i++)
        if (isfinite(s->y[i]))
            y[n++] = s->y[i];
    if (y && n && lc_smooth_median(y + n, y, n, window < 3 ? 3 : window, NULL) == LC_OK)
        measure_rises(&recovered, &last, y + n, n, s->metric.better == LC_LOWER_IS_BETTER ? 1 : -1);
    lc_mem_free(y);
    return last > recovered;
}

/* Looks in a row that find a rule which is named count from a note on, as a turn needs not be large: it must only
 * be real, and more than what the run came back from before. A note that the weighing held for unlikely
 * doesn't count. */
static bool asks_for_stop(const lc_looks *l, const lc_run *run, const lc_finding *f)
{
    const char *list = l->options.stop_on;
    if (f->explained_by || f->confidence < l->options.min_confidence)
        return false;
    if (listed(list, f->rule) && f->severity > LC_NOTE)
        return true;
    if (listed(list, f->rule) && f->log_lr == 0 && f->series_n)
        return is_worse_than_ever(&run->series[f->series[0]]);
    for (int s = LC_NOTE; s <= (int)f->severity && is_news(f->rule); s++)
        if (listed(list, lc_severity_name((lc_severity)s)))
            return true;
    return false;
}

static bool is_arithmetic(const lc_finding *f)
{
    return f->basis && strncmp(f->basis, "bound", 5) == 0;
}

static void set_stop(lc_looks *l, const lc_run *run, const lc_finding *f)
{
    const lc_series *s = f->series_n ? &run->series[f->series[0]] : NULL;
    if (!s || s->metric.split != LC_VALIDATION)
        s = lc_run_main(run) ? lc_run_main(run) : s;
    l->stops = true;
    l->stop = (lc_stop){.rule = f->rule,
                        .series = series_of(f),
                        .at = run->x[run->n - 1],
                        .best_series = SIZE_MAX,
                        .best_at = lc_absent(),
                        .best = lc_absent()};
    size_t best = s ? lc_series_best(s) : 0;
    if (!s || best == s->n)
        return;
    l->stop.best_series = (size_t)(s - run->series);
    l->stop.best_at = lc_series_x(run, s, best);
    l->stop.best = s->y[best];
}

/* The gravest finding of the rule that asks for a stop; NULL: none does. */
static const lc_finding *find_asking(const lc_looks *l, const lc_run *run, const char *rule)
{
    const lc_finding *found = NULL;
    for (size_t i = 0; i < l->last.n; i++) {
        const lc_finding *f = &l->last.findings[i];
        if (strcmp(f->rule, rule) == 0 && asks_for_stop(l, run, f) &&
            (!found || f->severity > found->severity))
            found = f;
    }
    return found;
}

/* What stops is never less than what a watcher is told of, unless notes are asked for. */
static bool may_stop(const lc_looks *l, const lc_finding *f, size_t row, const lc_rule *rule)
{
    bool notes = l->options.by_notes || listed(l->options.stop_on, lc_severity_name(LC_NOTE));
    return (f->severity > LC_NOTE || notes) && (row >= patience_of(l, rule) || is_arithmetic(f));
}

static void look_for_stop(lc_looks *l, const lc_run *run)
{
    for (size_t k = 0; lc_rules[k] && l->options.stop_on; k++) {
        const lc_finding *asks = find_asking(l, run, lc_rules[k]->id);
        l->row[k] = asks ? l->row[k] + 1 : 0;
        if (asks && !l->stops && may_stop(l, asks, l->row[k], lc_rules[k]))
            set_stop(l, run, asks);
    }
}

/* ---- when to look ------------------------------------------------------------------------- */

/* More looks will say whether the run is stopped, or whether a finding is withdrawn. */
static bool is_pending(const lc_looks *l)
{
    for (size_t k = 0; lc_rules[k] && !l->stops; k++)
        if (l->row[k] > 0)
            return true;
    for (size_t i = 0; i < l->n; i++)
        if (l->kept[i].known.stands && l->kept[i].missing > 0)
            return true;
    return false;
}

static size_t growth_of(const lc_looks *l)
{
    return is_pending(l) ? PENDING : GROWTH;
}

size_t lc_looks_due(const lc_looks *looks)
{
    size_t seen = looks->seen;
    return seen < EACH_UP_TO ? seen + 1 : seen + seen / growth_of(looks);
}

/* ---- one look ----------------------------------------------------------------------------- */

static size_t values_of(const lc_run *run)
{
    size_t n = 0;
    for (size_t i = 0; i < run->series_n; i++)
        n += run->series[i].n;
    return n;
}

static bool tell(lc_looks *l, const lc_run *run, const size_t *found, size_t found_n,
                 const lc_known *gone, size_t gone_n)
{
    const lc_look look = {.run = run,
                          .diagnosis = &l->last,
                          .found = found,
                          .found_n = found_n,
                          .withdrawn = gone,
                          .withdrawn_n = gone_n};
    return !l->options.take || l->options.take(l->options.self, &look);
}

lc_status lc_looks_add(lc_looks *looks, const lc_run *run, size_t records, bool *more,
                       lc_error *err)
{
    lc_status st = looks->diagnose(&looks->last, run, &looks->once, err);
    if (st != LC_OK)
        return st;
    size_t found_n = 0, gone_n = 0;
    size_t *found = lc_mem_resize(NULL, looks->last.n + 1, sizeof *found);
    lc_known *gone = lc_mem_resize(NULL, looks->n + looks->last.n + 1, sizeof *gone);
    if (!found || !gone || !take_new(looks, run, found, &found_n))
        st = lc_error_nomem(err);
    if (st == LC_OK) {
        take_missing(looks, run, gone, &gone_n);
        look_for_stop(looks, run);
        looks->seen = records;
        looks->last_x = run->x[run->n - 1];
        looks->values = values_of(run);
        *more = tell(looks, run, found, found_n, gone, gone_n);
    }
    lc_mem_free(found);
    lc_mem_free(gone);
    return st;
}

/* ---- a run that grows --------------------------------------------------------------------- */

/* The run's first records, sharing its numbers. */
static lc_status prefix_open(lc_run *prefix, const lc_run *run, lc_error *err)
{
    *prefix = *run;
    prefix->series = lc_mem_resize(NULL, run->series_n ? run->series_n : 1, sizeof *prefix->series);
    if (!prefix->series)
        return lc_error_nomem(err);
    for (size_t i = 0; i < run->series_n; i++) {
        prefix->series[i] = run->series[i];
        prefix->series[i].n = 0;
    }
    return LC_OK;
}

/* Let it grow to n records, measured by themselves. */
static void prefix_grow(lc_run *prefix, const lc_run *run, size_t n)
{
    prefix->n = n;
    for (size_t i = 0; i < prefix->series_n; i++) {
        lc_series *s = &prefix->series[i];
        size_t all = run->series[i].n;
        if (!s->at)
            s->n = n < all ? n : all;
        while (s->at && s->n < all && s->at[s->n] < n)
            s->n++;
        lc_series_measure(s);
    }
}

/* The records up to the first value, among those that were not looked at, that is not finite; 0: none. */
static size_t first_bad(const lc_looks *l, const lc_run *run)
{
    size_t first = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        for (size_t k = s->n; k > 0 && lc_series_record(s, k - 1) >= l->seen; k--) {
            size_t record = lc_series_record(s, k - 1) + 1;
            if (!isfinite(s->y[k - 1]) && (!first || record < first))
                first = record;
        }
    }
    return first;
}

/* Records at which to look next; 0: at none yet. */
static size_t next_look(lc_looks *l, const lc_run *run, bool each)
{
    size_t due = lc_looks_due(l), bad = l->bad ? 0 : first_bad(l, run);
    if (!each) { /* the last records that a stop may need */
        size_t patience = patience_of(l, NULL), behind = patience < run->n ? run->n - patience : 0;
        return l->seen < run->n ? (l->seen > behind ? l->seen : behind) + 1 : 0;
    }
    l->bad = l->bad || (bad && bad <= due);
    due = bad && bad < due ? bad : due;
    return due <= run->n ? due : 0;
}

/* Records of a thinned run are no longer the same ones: it is looked at as a whole, when its x has grown
 * by as much as records would have. */
static lc_status follow_thinned(lc_looks *looks, const lc_run *run, bool each, lc_error *err)
{
    double first = run->x[0], last = run->x[run->n - 1];
    bool more, bad = false;
    for (size_t i = 0; i < run->series_n && !looks->bad; i++)
        for (size_t k = 0; k < run->series[i].n; k++)
            bad = bad || !isfinite(run->series[i].y[k]);
    bool due = looks->seen == 0 || bad ||
               (last - looks->last_x >= (looks->last_x - first) / (double)growth_of(looks)) ||
               (!each && last > looks->last_x);
    looks->bad = looks->bad || bad;
    return due ? lc_looks_add(looks, run, run->n, &more, err) : LC_OK;
}

lc_status lc_looks_follow(lc_looks *looks, const lc_run *run, bool each, lc_error *err)
{
    lc_run prefix;
    bool more = true;
    if (run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "the run has no records");
    if (looks->seen && run->x[run->n - 1] < looks->last_x)
        forget(looks);
    if (run->thinned)
        return follow_thinned(looks, run, each, err);
    if (run->n == looks->seen && values_of(run) > looks->values)
        looks->seen--; /* its last record has got more values */
    lc_status st = prefix_open(&prefix, run, err);
    for (size_t n; st == LC_OK && more && (n = next_look(looks, run, each));) {
        prefix_grow(&prefix, run, n);
        st = lc_looks_add(looks, &prefix, n, &more, err);
    }
    if (prefix.series)
        lc_mem_free(prefix.series);
    return st;
}
