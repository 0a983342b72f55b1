/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predict.c - panels of rows forward through a net, and its outputs as probabilities or values. */
#include "train/predict.h"

#include "train/workspace.h"

#include <math.h>

/* scores[m * outputs + k] from the logits of one panel. */
static void panel_scores(float *scores, const float *z, lc_task task, size_t outputs, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        float most = -INFINITY;
        double sum = 0;
        for (size_t k = 0; k < outputs; k++)
            most = fmaxf(most, z[k * LC_PANEL + m]);
        for (size_t k = 0; k < outputs; k++)
            sum += exp((double)z[k * LC_PANEL + m] - (double)most);
        for (size_t k = 0; k < outputs; k++) {
            double v = (double)z[k * LC_PANEL + m];
            if (task == LC_BINARY)
                v = 1 / (1 + exp(-v));
            else if (task == LC_MULTICLASS)
                v = exp(v - (double)most) / sum;
            scores[m * outputs + k] = (float)v;
        }
    }
}

lc_status lc_net_predict(float *scores, const lc_net *net, lc_task task, const float *x,
                         size_t stride, size_t n, lc_error *err)
{
    if (stride % LC_LANES != 0 || stride < net->layers[0].in)
        return lc_error_set(err, LC_E_ARG, 0, "rows of %zu numbers, the network takes %zu", stride,
                            net->layers[0].in);
    size_t outputs = net->layers[net->layers_n - 1].out;
    lc_workspace workspace = LC_WORKSPACE_INIT;
    lc_status st = lc_workspace_init(&workspace, net, lc_kernel_at(0), LC_PANEL, NULL, err);
    for (size_t first = 0; st == LC_OK && first < n; first += LC_PANEL) {
        size_t some = n - first < LC_PANEL ? n - first : LC_PANEL;
        lc_workspace_load(&workspace, &(lc_samples){.n = n, .stride = stride, .x = (float *)x},
                          NULL, first, some);
        lc_workspace_forward(&workspace, NULL);
        panel_scores(scores + first * outputs, lc_workspace_outputs(&workspace, 0), task, outputs,
                     some);
    }
    lc_workspace_free(&workspace);
    return st;
}

lc_status lc_net_evaluate(lc_scores *scores, const lc_net *net, const lc_loss *loss,
                          const lc_samples *s, lc_error *err)
{
    lc_workspace workspace = LC_WORKSPACE_INIT;
    lc_score_sums sums = LC_SCORE_SUMS_INIT;
    lc_status st = lc_workspace_init(&workspace, net, lc_kernel_at(0), LC_PANEL, NULL, err);
    if (st == LC_OK)
        st = lc_score_sums_init(&sums, loss, s->n, true, true, err);
    for (size_t first = 0; st == LC_OK && first < s->n; first += LC_PANEL) {
        size_t left = s->n - first;
        lc_workspace_load(&workspace, s, NULL, first, left < LC_PANEL ? left : LC_PANEL);
        lc_workspace_forward(&workspace, NULL);
        lc_loss_batch(&workspace, loss, false, &sums);
    }
    if (st == LC_OK)
        *scores = lc_score_sums_scores(&sums, loss);
    lc_score_sums_free(&sums);
    lc_workspace_free(&workspace);
    return st;
}
