/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.c - losses panel by panel, running sums, and metrics from them. */
#include "train/loss.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t lc_loss_outputs(const lc_loss *loss)
{
    return loss->task == LC_MULTICLASS ? loss->classes : 1;
}

/* ---- tally -------------------------------------------------------------------------------- */

lc_status lc_tally_init(lc_tally *tally, const lc_loss *loss, size_t room, bool counts, bool ranked,
                        lc_error *err)
{
    lc_tally made = {.classes = loss->task == LC_REGRESSION ? 0 : loss->classes, .room = room};
    if (counts && made.classes)
        made.counts = lc_mem_resize(NULL, 3 * made.classes, sizeof *made.counts);
    if (ranked && loss->task == LC_BINARY)
        made.ranked = lc_mem_resize(NULL, room, 2 * sizeof *made.ranked);
    if ((counts && made.classes && !made.counts) ||
        (ranked && loss->task == LC_BINARY && !made.ranked)) {
        lc_tally_free(&made);
        return lc_error_nomem(err);
    }
    *tally = made;
    lc_tally_start(tally);
    return LC_OK;
}

void lc_tally_free(lc_tally *tally)
{
    lc_mem_free(tally->counts);
    lc_mem_free(tally->ranked);
    *tally = (lc_tally)LC_TALLY_INIT;
}

void lc_tally_start(lc_tally *tally)
{
    *tally = (lc_tally){.counts = tally->counts,
                        .ranked = tally->ranked,
                        .classes = tally->classes,
                        .room = tally->room};
    if (tally->counts)
        memset(tally->counts, 0, 3 * tally->classes * sizeof *tally->counts);
}

/* ---- losses ------------------------------------------------------------------------------- */

/* The class that the logits of sample m speak for. */
static size_t predicted(const float *z, size_t m, size_t outputs)
{
    if (outputs == 1)
        return z[m] > 0;
    size_t best = 0;
    for (size_t k = 1; k < outputs; k++)
        if (z[k * LC_PANEL + m] > z[best * LC_PANEL + m])
            best = k;
    return best;
}

/* Binary without wishes: nothing but the losses' sum and the hits, the common case. */
static size_t hits_of(const float *z, const float *y, size_t n)
{
    int32_t hits = 0;
    for (size_t m = 0; m < n; m++)
        hits += (z[m] > 0) == (y[m] > 0.5f);
    return (size_t)hits;
}

static void tally_classes(lc_tally *tally, const float *z, const float *y, size_t n, size_t outputs)
{
    for (size_t m = 0; m < n; m++) {
        size_t said = predicted(z, m, outputs), is = (size_t)y[m];
        tally->hits += said == is;
        if (tally->counts) {
            tally->counts[is] += said == is;
            tally->counts[tally->classes + said]++;
            tally->counts[2 * tally->classes + is]++;
        }
        if (tally->ranked && tally->n + m < tally->room) {
            tally->ranked[2 * (tally->n + m)] = z[m];
            tally->ranked[2 * (tally->n + m) + 1] = y[m];
        }
    }
}

static void tally_values(lc_tally *tally, const float *z, const float *y, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        double v = (double)y[m], error = (double)z[m] - v, before = v - tally->mean;
        tally->absolute += fabs(error);
        tally->squared += error * error;
        tally->mean += before / (double)(tally->n + m + 1);
        tally->spread += before * (v - tally->mean);
    }
}

/* Four sums side by side, so that each need not wait for the one before. */
static double sum_of(const float *x, size_t n)
{
    double sum[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += (double)x[i + k];
    for (; i < n; i++)
        sum[0] += (double)x[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double weighted_sum(const float *x, const float *y, size_t n, const double *weight)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += weight[(size_t)y[i]] * (double)x[i];
    return sum;
}

static void set_scale(lc_work *work, const lc_loss *loss, bool weighted)
{
    size_t room = work->panels * LC_PANEL;
    float each = 1.0f / (float)work->n;
    for (size_t m = 0; m < work->n; m++)
        work->scale[m] =
            weighted ? (float)(loss->weight[(size_t)work->y[m]] / (double)work->n) : each;
    memset(work->scale + work->n, 0, (room - work->n) * sizeof *work->scale);
}

void lc_loss_batch(lc_work *work, const lc_loss *loss, bool train, lc_tally *tally)
{
    bool weighted = train && loss->weight && loss->task != LC_REGRESSION;
    size_t outputs = lc_loss_outputs(loss);
    if (train)
        set_scale(work, loss, weighted);
    for (size_t first = 0; first < work->n; first += LC_PANEL) {
        size_t panel = first / LC_PANEL;
        size_t n = work->n - first < LC_PANEL ? work->n - first : LC_PANEL;
        const float *z = lc_work_outputs(work, panel), *y = work->y + first;
        float *losses = work->loss + first;
        lc_panel_loss q = {.outputs = outputs,
                           .z = z,
                           .y = y,
                           .scale = work->scale + first,
                           .smoothing = (float)loss->smoothing,
                           .loss = losses,
                           .dz = train ? lc_work_errors(work, panel) : NULL};
        (loss->task == LC_BINARY       ? work->kernel->cross_entropy
         : loss->task == LC_MULTICLASS ? work->kernel->softmax
                                       : work->kernel->squared)(&q);
        double plain = sum_of(losses, n);
        tally->plain += plain;
        tally->loss += weighted ? weighted_sum(losses, y, n, loss->weight) : plain;
        if (loss->task == LC_REGRESSION)
            tally_values(tally, z, y, n);
        else if (outputs == 1 && !tally->counts && !tally->ranked)
            tally->hits += hits_of(z, y, n);
        else
            tally_classes(tally, z, y, n, outputs);
        tally->n += n;
    }
}

/* ---- metrics ------------------------------------------------------------------------------ */

/* Higher scores first. */
static int by_score(const void *a, const void *b)
{
    const float *p = a, *q = b;
    return (p[0] < q[0]) - (p[0] > q[0]);
}

void lc_rank_scores(double *auroc, double *average_precision, float *ranked, size_t n)
{
    double positives = 0, pairs = 0, area = 0, right = 0;
    *auroc = *average_precision = NAN;
    for (size_t i = 0; i < n; i++) {
        if (isnan(ranked[2 * i]))
            return;
        positives += (double)ranked[2 * i + 1];
    }
    if (positives == 0 || positives == (double)n)
        return;
    qsort(ranked, n, 2 * sizeof *ranked, by_score);
    for (size_t i = 0, end; i < n; i = end) {
        double tied = 0;
        for (end = i; end < n && ranked[2 * end] == ranked[2 * i]; end++)
            tied += (double)ranked[2 * end + 1];
        double others = (double)(end - i) - tied;
        pairs += others * (right + tied / 2); /* positives above these negatives */
        right += tied;
        area += tied / positives * (right / (double)end);
    }
    *auroc = pairs / (positives * ((double)n - positives));
    *average_precision = area;
}

/* Precision and recall of class k, 0 for 0 / 0. */
static void class_scores(const lc_tally *tally, size_t k, double *precision, double *recall)
{
    double right = (double)tally->counts[k];
    double said = (double)tally->counts[tally->classes + k];
    double there = (double)tally->counts[2 * tally->classes + k];
    *precision = said > 0 ? right / said : 0;
    *recall = there > 0 ? right / there : 0;
}

lc_scores lc_tally_scores(lc_tally *tally, const lc_loss *loss)
{
    double n = (double)tally->n;
    lc_scores s = {.loss = tally->loss / n,
                   .plain_loss = tally->plain / n,
                   .accuracy = NAN,
                   .mae = NAN,
                   .r2 = NAN,
                   .precision = NAN,
                   .recall = NAN,
                   .auroc = NAN,
                   .average_precision = NAN};
    if (loss->task == LC_REGRESSION) {
        s.mae = tally->absolute / n;
        s.r2 = tally->spread > 0 ? 1 - tally->squared / tally->spread : NAN;
        return s;
    }
    s.accuracy = (double)tally->hits / n;
    if (tally->counts && loss->task == LC_BINARY) {
        class_scores(tally, 1, &s.precision, &s.recall);
    } else if (tally->counts) {
        s.precision = s.recall = 0;
        for (size_t k = 0; k < tally->classes; k++) {
            double precision, recall;
            class_scores(tally, k, &precision, &recall);
            s.precision += precision / (double)tally->classes;
            s.recall += recall / (double)tally->classes;
        }
    }
    if (tally->ranked)
        lc_rank_scores(&s.auroc, &s.average_precision, tally->ranked, tally->n);
    return s;
}
