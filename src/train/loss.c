/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.c - losses panel by panel, running sums, and metrics from them. */
#include "train/loss.h"

#include "base/mem.h"
#include "train/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t lc_loss_outputs(const lc_loss *loss)
{
    return loss->task == LC_MULTICLASS ? loss->classes : 1;
}

/* ---- sums -------------------------------------------------------------------------------- */

lc_status lc_score_sums_init(lc_score_sums *sums, const lc_loss *loss, size_t room, bool counts,
                             bool ranked, lc_error *err)
{
    lc_score_sums made = {.classes = loss->task == LC_REGRESSION ? 0 : loss->classes, .room = room};
    if (counts && made.classes)
        made.counts = lc_mem_resize(NULL, 3 * made.classes, sizeof *made.counts);
    if (ranked && loss->task == LC_BINARY)
        made.ranked = lc_mem_resize(NULL, room, 2 * sizeof *made.ranked);
    if ((counts && made.classes && !made.counts) ||
        (ranked && loss->task == LC_BINARY && !made.ranked)) {
        lc_score_sums_free(&made);
        return lc_error_nomem(err);
    }
    *sums = made;
    lc_score_sums_reset(sums);
    return LC_OK;
}

void lc_score_sums_free(lc_score_sums *sums)
{
    lc_mem_free(sums->counts);
    lc_mem_free(sums->ranked);
    *sums = (lc_score_sums)LC_SCORE_SUMS_INIT;
}

void lc_score_sums_reset(lc_score_sums *sums)
{
    *sums = (lc_score_sums){.counts = sums->counts,
                            .ranked = sums->ranked,
                            .classes = sums->classes,
                            .room = sums->room};
    if (sums->counts)
        memset(sums->counts, 0, 3 * sums->classes * sizeof *sums->counts);
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

static void add_classes(lc_score_sums *sums, const float *z, const float *y, size_t n,
                        size_t outputs)
{
    for (size_t m = 0; m < n; m++) {
        size_t said = predicted(z, m, outputs), is = (size_t)y[m];
        sums->hits += said == is;
        if (sums->counts) {
            sums->counts[is] += said == is;
            sums->counts[sums->classes + said]++;
            sums->counts[2 * sums->classes + is]++;
        }
    }
}

static void add_ranked(lc_score_sums *sums, const float *z, const float *y, size_t n)
{
    for (size_t m = 0; m < n && sums->n + m < sums->room; m++)
        sums->ranked[sums->n + m] = lc_rank_key(z[m], y[m] > 0.5f);
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

/* Targets less the mean of the first panel, so that their squares keep their digits. */
static void add_values(lc_score_sums *sums, const float *z, const float *y, size_t n)
{
    double shift = sums->n ? sums->shift : sum_of(y, n) / (double)n;
    double absolute = 0, squared = 0, first = 0, second = 0;
    for (size_t m = 0; m < n; m++) {
        double error = (double)z[m] - (double)y[m], d = (double)y[m] - shift;
        absolute += fabs(error);
        squared += error * error;
        first += d;
        second += d * d;
    }
    sums->shift = shift;
    sums->absolute += absolute;
    sums->squared += squared;
    sums->first += first;
    sums->second += second;
}

/* Weight of sample m of the batch: its class's times its own. */
static double weight_of(const lc_workspace *workspace, const lc_loss *loss, size_t m)
{
    double weight = loss->weight ? loss->weight[(size_t)workspace->y[m]] : 1;
    return workspace->weighted ? weight * (double)workspace->w[m] : weight;
}

static double weighted_sum(const lc_workspace *workspace, const lc_loss *loss, size_t first,
                           size_t n)
{
    double sum = 0;
    for (size_t m = first; m < first + n; m++)
        sum += weight_of(workspace, loss, m) * (double)workspace->loss[m];
    return sum;
}

static void set_scale(lc_workspace *workspace, const lc_loss *loss, bool weighted)
{
    size_t room = workspace->panels * LC_PANEL;
    float each = 1.0f / (float)workspace->n;
    for (size_t m = 0; m < workspace->n; m++)
        workspace->scale[m] =
            weighted ? (float)(weight_of(workspace, loss, m) / (double)workspace->n) : each;
    memset(workspace->scale + workspace->n, 0, (room - workspace->n) * sizeof *workspace->scale);
}

void lc_loss_batch(lc_workspace *workspace, const lc_loss *loss, bool train, lc_score_sums *sums)
{
    bool weighted = train && (loss->weight || workspace->weighted);
    size_t outputs = lc_loss_outputs(loss);
    if (train)
        set_scale(workspace, loss, weighted);
    for (size_t first = 0; first < workspace->n; first += LC_PANEL) {
        size_t panel = first / LC_PANEL;
        size_t n = workspace->n - first < LC_PANEL ? workspace->n - first : LC_PANEL;
        const float *z = lc_workspace_outputs(workspace, panel), *y = workspace->y + first;
        float *losses = workspace->loss + first;
        lc_panel_loss q = {.outputs = outputs,
                           .z = z,
                           .y = y,
                           .scale = workspace->scale + first,
                           .smoothing = train ? (float)loss->smoothing : 0,
                           .loss = losses,
                           .dz = train ? lc_workspace_output_grad(workspace, panel) : NULL};
        (loss->task == LC_BINARY       ? workspace->kernel->cross_entropy
         : loss->task == LC_MULTICLASS ? workspace->kernel->softmax
                                       : workspace->kernel->squared)(&q);
        double plain = sum_of(losses, n);
        sums->plain += plain;
        sums->loss += weighted ? weighted_sum(workspace, loss, first, n) : plain;
        if (loss->task == LC_REGRESSION)
            add_values(sums, z, y, n);
        else if (outputs == 1 && !sums->counts)
            sums->hits += hits_of(z, y, n);
        else
            add_classes(sums, z, y, n, outputs);
        if (sums->ranked)
            add_ranked(sums, z, y, n);
        sums->n += n;
    }
}

/* ---- metrics ------------------------------------------------------------------------------ */

/* Precision and recall of class k, 0 for 0 / 0. */
static void class_scores(const lc_score_sums *sums, size_t k, double *precision, double *recall)
{
    double right = (double)sums->counts[k];
    double said = (double)sums->counts[sums->classes + k];
    double there = (double)sums->counts[2 * sums->classes + k];
    *precision = said > 0 ? right / said : 0;
    *recall = there > 0 ? right / there : 0;
}

lc_scores lc_score_sums_scores(lc_score_sums *sums, const lc_loss *loss)
{
    double n = (double)sums->n;
    lc_scores s = {.loss = sums->loss / n,
                   .plain_loss = sums->plain / n,
                   .accuracy = NAN,
                   .mae = NAN,
                   .r2 = NAN,
                   .precision = NAN,
                   .recall = NAN,
                   .auroc = NAN,
                   .average_precision = NAN};
    if (loss->task == LC_REGRESSION) {
        double spread = sums->second - sums->first * sums->first / n;
        s.mae = sums->absolute / n;
        s.r2 = spread > 0 ? 1 - sums->squared / spread : NAN;
        return s;
    }
    s.accuracy = (double)sums->hits / n;
    if (sums->counts && loss->task == LC_BINARY) {
        class_scores(sums, 1, &s.precision, &s.recall);
    } else if (sums->counts) {
        s.precision = s.recall = 0;
        for (size_t k = 0; k < sums->classes; k++) {
            double precision, recall;
            class_scores(sums, k, &precision, &recall);
            s.precision += precision / (double)sums->classes;
            s.recall += recall / (double)sums->classes;
        }
    }
    if (sums->ranked)
        lc_rank_scores(&s.auroc, &s.average_precision, sums->ranked, sums->n);
    return s;
}

void lc_scores_scale(lc_scores *s, double scale)
{
    s->loss *= scale * scale;
    s->plain_loss *= scale * scale;
    s->mae *= scale;
}
