/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meaning.c - what the metrics of a run are, when their names alone don't say it. */
#include "model/meaning.h"

#include "base/mem.h"
#include "model/map.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define TREND 0.7 /* of the pairs of records that fall where a loss does: judgement */

const lc_map *lc_meaning_map(const lc_meaning *m)
{
    return m->user ? m->user : m->logged ? &m->log : NULL;
}

static void apply_said(lc_meaning *meaning, lc_run *run, const size_t *source)
{
    for (size_t i = 0; i < run->series_n; i++) {
        lc_meaning *said = &meaning[source ? source[i] : i];
        lc_metric *m = &run->series[i].metric;
        said->unknown = m->kind == LC_OTHER;
        if (lc_meaning_map(said))
            lc_map_apply(lc_meaning_map(said), m);
    }
}

/* Whether all of its values are shares, and not all the same. */
static bool has_shares(const lc_series *s)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i])) {
            low = fmin(low, s->y[i]);
            high = fmax(high, s->y[i]);
        }
    return low >= 0 && high <= 1 && low < high;
}

/* Counts have none. */
static bool has_fractions(const lc_series *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i]) && s->y[i] != floor(s->y[i]))
            return true;
    return false;
}

/* Take a metric that was unknown by its name alone as one of that base name and kind. */
static lc_status name_metric(lc_metric *m, const char *base, lc_kind kind, lc_error *err)
{
    char *copy = lc_mem_text(base, strlen(base));
    if (!copy)
        return lc_error_nomem(err);
    lc_mem_free(m->base);
    m->base = copy;
    m->kind = kind;
    m->better = lc_kind_direction(kind);
    return LC_OK;
}

/* Of the pairs of records, MOST of them, evenly spaced, the share in which the later value is lower. */
static double share_that_falls(const lc_series *s)
{
    enum { MOST = 64 };
    size_t n = s->n < MOST ? s->n : MOST, falls = 0, pairs = 0;
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            double late = s->y[i * (s->n - 1) / (n - 1)], early = s->y[k * (s->n - 1) / (n - 1)];
            falls += late < early;
            pairs += !isnan(late) && !isnan(early);
        }
    return pairs ? (double)falls / (double)pairs : 0.5;
}

static bool is_split(const char *name)
{
    return lc_metric_split_word(name, strlen(name)) != LC_SPLIT_NONE;
}

static bool is_total(const char *name)
{
    return strcasecmp(name, "total") == 0;
}

bool lc_meaning_may_be_told(const char *name)
{
    return is_split(name) || is_total(name);
}

/* Without any loss or score: what training brings down is its loss (CatBoost's "learn" and "test"), and shares
 * that it brings up are its accuracy. What goes up and down, as timings do, is neither. */
static lc_status name_by_course(lc_meaning *meaning, lc_run *run, const size_t *source,
                                lc_error *err)
{
    const lc_series *train = NULL;
    lc_status st = LC_OK;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_metric *m = &run->series[i].metric;
        if (lc_kind_direction(m->kind) != LC_NEITHER)
            return LC_OK;
        if (lc_metric_split_word(m->name, strlen(m->name)) == LC_TRAIN)
            train = &run->series[i];
    }
    if (!train || train->n < 2)
        return LC_OK;
    double falling = share_that_falls(train);
    bool falls = falling > TREND;
    if (!falls && (falling > 1 - TREND || !has_shares(train)))
        return LC_OK;
    for (size_t i = 0; i < run->series_n && st == LC_OK; i++) {
        lc_metric *m = &run->series[i].metric;
        lc_meaning *said = &meaning[source ? source[i] : i];
        if (m->kind != LC_OTHER || lc_meaning_map(said) || !is_split(m->name))
            continue;
        st = falls ? name_metric(m, "loss", LC_LOSS, err)
                   : name_metric(m, "accuracy", LC_SCORE, err);
        said->unknown = false;
    }
    return st;
}

const lc_series *lc_meaning_lone(const lc_run *run)
{
    const lc_series *lone = NULL;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (!s->n || lc_kind_is_axis(s->metric.kind))
            continue;
        if (lone)
            return NULL;
        lone = s;
    }
    return lone;
}

/* The only metric of a run, if its name tells nothing: what falls as a loss does is one (R's "iter 10 value
 * 12788.56"). */
static lc_status name_lone(lc_meaning *meaning, lc_run *run, const size_t *source, lc_error *err)
{
    const lc_series *s = lc_meaning_lone(run);
    if (!s || s->metric.kind != LC_OTHER || s->n < 2 || !has_fractions(s) ||
        !(s->y[s->n - 1] < s->y[0]) || !(share_that_falls(s) > TREND))
        return LC_OK;
    size_t i = (size_t)(s - run->series);
    lc_meaning *said = &meaning[source ? source[i] : i];
    if (lc_meaning_map(said))
        return LC_OK;
    said->unknown = false;
    run->series[i].metric.split = LC_TRAIN;
    return name_metric(&run->series[i].metric, "loss", LC_LOSS, err);
}

/* What a name alone means beside a loss: that of a split is its accuracy, as in the examples of PyTorch
 * Geometric ("Loss: 0.51, Train: 0.97, Val: 0.77"), or its error where it falls as the loss does; "total"
 * is the sum of the losses beside it. */
static lc_status name_beside_losses(lc_meaning *meaning, lc_run *run, const size_t *source,
                                    lc_error *err)
{
    const lc_series *loss = NULL;
    lc_status st = LC_OK;
    for (size_t i = 0; i < run->series_n && !loss; i++)
        loss = run->series[i].metric.kind == LC_LOSS ? &run->series[i] : NULL;
    bool falls = loss && loss->n > 2 && share_that_falls(loss) > TREND;
    for (size_t i = 0; i < run->series_n && loss && st == LC_OK; i++) {
        lc_metric *m = &run->series[i].metric;
        lc_meaning *said = &meaning[source ? source[i] : i];
        if (m->kind != LC_OTHER || lc_meaning_map(said))
            continue;
        bool split = is_split(m->name);
        if (split && has_shares(&run->series[i]) && falls && run->series[i].n > 2 &&
            share_that_falls(&run->series[i]) > TREND)
            st = name_metric(m, "error", LC_LOSS, err);
        else if (split && has_shares(&run->series[i]))
            st = name_metric(m, "accuracy", LC_SCORE, err);
        else if (is_total(m->name) && has_fractions(&run->series[i])) {
            st = name_metric(m, "total_loss", LC_LOSS, err);
            m->split = LC_TRAIN;
        } else
            continue;
        said->unknown = false;
    }
    return st;
}

static bool is_count(const lc_metric *m)
{
    static const char *const words[] = {"correct", "corrects", NULL};
    return m->kind == LC_SCORE && lc_metric_has_word(m, words);
}

double lc_meaning_total(const lc_run *run, const lc_series *s)
{
    static const char *const words[] = {"total", "samples", "n", "count", NULL};
    if (!strstr(s->metric.name, "orrect"))
        return 0;
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_series *t = &run->series[k];
        size_t i = 0;
        if (t == s || !lc_metric_has_word(&t->metric, words) || t->n != s->n || t->n == 0)
            continue;
        while (i < t->n && t->y[i] == t->y[0] && !(s->y[i] > t->y[0]) && s->y[i] == floor(s->y[i]))
            i++;
        if (i == t->n)
            return t->y[0];
    }
    return 0;
}

/* Right answers beside the number of samples, the same in all records, are an accuracy out of so many. */
static lc_status name_counts(const lc_meaning *meaning, lc_run *run, const size_t *source,
                             lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < run->series_n && st == LC_OK; i++) {
        lc_metric *m = &run->series[i].metric;
        if (is_count(m) && !lc_meaning_map(&meaning[source ? source[i] : i]) &&
            lc_meaning_total(run, &run->series[i]) > 1)
            st = name_metric(m, "accuracy", LC_SCORE, err);
    }
    return st;
}

static bool is_only_one(const lc_run *run, size_t i)
{
    const lc_metric *m = &run->series[i].metric;
    for (size_t k = 0; k < run->series_n; k++)
        if (k != i && run->series[k].n && run->series[k].metric.kind == m->kind &&
            run->series[k].metric.split == m->split)
            return false;
    return true;
}

/* "a" and "b" of which is said that they are the loss on train and on validation shall be a pair:
 * the only one of its kind on its split gets the kind for a base name. */
static lc_status name_bases(lc_meaning *meaning, lc_run *run, const size_t *source, lc_error *err)
{
    for (size_t i = 0; i < run->series_n; i++) {
        lc_metric *m = &run->series[i].metric;
        bool measure = m->kind == LC_LOSS || m->kind == LC_SCORE;
        if (!measure || !meaning[source ? source[i] : i].unknown || !is_only_one(run, i))
            continue;
        const char *kind = lc_kind_name(m->kind);
        char *base = lc_mem_text(kind, strlen(kind));
        if (!base)
            return lc_error_nomem(err);
        lc_mem_free(m->base);
        m->base = base;
    }
    return LC_OK;
}

/* A loss without "train" in its name is Keras' way, where all that says no split is of training. */
static bool train_losses_say_so(const lc_run *run)
{
    bool any = false;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_metric *m = &run->series[i].metric;
        if (run->series[i].n == 0 || m->kind != LC_LOSS || m->split != LC_TRAIN ||
            !strstr(m->base, "loss"))
            continue;
        if (!lc_metric_tells_split(m->name))
            return false;
        any = true;
    }
    return any;
}

/* What scores that say no split are of, where each loss says its own: the split of the losses that are held out,
 * validation where there are two. LC_SPLIT_NONE: the losses don't tell. */
static lc_split split_by_losses(const lc_run *run)
{
    lc_split split = LC_SPLIT_NONE;
    if (!train_losses_say_so(run))
        return split;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_metric *m = &run->series[i].metric;
        if (run->series[i].n && m->kind == LC_LOSS && lc_split_is_held_out(m->split) &&
            split != LC_VALIDATION)
            split = m->split;
    }
    return split;
}

static bool has_base_held_out(const lc_run *run, const char *base)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].n && lc_split_is_held_out(run->series[i].metric.split) &&
            strcmp(run->series[i].metric.base, base) == 0)
            return true;
    return false;
}

/* A score or an error whose name says no split. */
static bool says_no_split(const lc_metric *m)
{
    bool error = lc_metric_is_error_rate(m) || lc_metric_is_of_regression(m);
    return (m->kind == LC_SCORE || (error && !strstr(m->base, "loss"))) &&
           !lc_metric_tells_split(m->name);
}

bool lc_meaning_is_by_losses(const lc_run *run, const lc_metric *m)
{
    return says_no_split(m) && split_by_losses(run) != LC_SPLIT_NONE;
}

/* Where each loss says its split, scores and errors that say none are those of the held-out samples, as in the
 * tables of fastai and of Hugging Face's trainer: "train_loss, valid_loss, accuracy". */
static void hold_out_scores(const lc_meaning *meaning, lc_run *run, const size_t *source)
{
    lc_split split = split_by_losses(run);
    if (split == LC_SPLIT_NONE)
        return;
    for (size_t i = 0; i < run->series_n; i++) {
        lc_metric *m = &run->series[i].metric;
        if (m->split == LC_TRAIN && says_no_split(m) &&
            !lc_meaning_map(&meaning[source ? source[i] : i]) && !has_base_held_out(run, m->base))
            m->split = split;
    }
}

lc_status lc_meanings_apply(lc_meaning *meaning, lc_run *run, const size_t *source, lc_error *err)
{
    apply_said(meaning, run, source);
    hold_out_scores(meaning, run, source);
    lc_status st = name_counts(meaning, run, source, err);
    if (st == LC_OK)
        st = name_beside_losses(meaning, run, source, err);
    if (st == LC_OK)
        st = name_by_course(meaning, run, source, err);
    if (st == LC_OK)
        st = name_lone(meaning, run, source, err);
    return st == LC_OK ? name_bases(meaning, run, source, err) : st;
}
