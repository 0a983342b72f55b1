/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network.c - a saved network: read, and applied to a table. */
#include "train/network.h"

#include "base/mem.h"
#include "train/predict.h"

#include <float.h>
#include <math.h>
#include <string.h>

lc_status lc_network_store(lc_blocks *blocks, const lc_net *net,
                           const lc_preprocessing *preprocessing, lc_error *err)
{
    lc_status st = lc_net_store(blocks, net, err);
    return st == LC_OK ? lc_preprocessing_store(blocks, preprocessing, err) : st;
}

/* One input for each feature, and the outputs that the target's classes take. */
static bool fit_each_other(const lc_network *n)
{
    const lc_target *target = &n->preprocessing.schema.target;
    size_t outputs = n->net.layers[n->net.layers_n - 1].out, classes = target->class_name.n;
    if (n->net.layers[0].in != n->preprocessing.features)
        return false;
    switch (target->task) {
    case LC_BINARY:
        return outputs == 1 && classes == 2;
    case LC_MULTICLASS:
        return outputs == classes;
    default:
        return outputs == 1;
    }
}

static lc_status load(lc_network *n, const char *path, lc_error *err)
{
    lc_block_file file = LC_BLOCK_FILE_INIT;
    lc_status st = lc_block_file_read(&file, path, err);
    if (st == LC_OK)
        st = lc_net_load(&n->net, &file, err);
    if (st == LC_OK)
        st = lc_preprocessing_load(&n->preprocessing, &file, err);
    lc_block_file_free(&file);
    if (st == LC_OK && !fit_each_other(n))
        st = lc_error_set(err, LC_E_FORMAT, 0, "network and preprocessing don't fit each other");
    return st;
}

lc_status lc_network_read(lc_network **network, const char *path, lc_error *err)
{
    lc_network *n = lc_mem_resize(NULL, 1, sizeof *n);
    if (!n)
        return lc_error_nomem(err);
    memset(n, 0, sizeof *n);
    lc_status st = load(n, path, err);
    if (st == LC_OK)
        *network = n;
    else
        lc_network_free(n);
    return st;
}

void lc_network_free(lc_network *network)
{
    if (!network)
        return;
    lc_net_free(&network->net);
    lc_preprocessing_free(&network->preprocessing);
    lc_mem_free(network);
}

const lc_schema *lc_network_schema(const lc_network *network)
{
    return &network->preprocessing.schema;
}

/* Values in the unit of the target. */
static void scale_values(float *score, size_t n, const lc_preprocessing *p)
{
    for (size_t i = 0; i < n; i++)
        score[i] =
            (float)((double)score[i] * p->target_scale + p->target_mean + p->schema.target.offset);
}

/* The one output p of a binary network becomes 1 - p and p, from the last row to the first, since
 * they take twice the room. */
static void spread_binary(float *score, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        float p = score[i];
        score[2 * i] = 1 - p;
        score[2 * i + 1] = p;
    }
}

static lc_status predict_rows(float *score, const lc_network *network, const lc_dataset *d,
                              const lc_row_set *rows, lc_error *err)
{
    lc_samples s = LC_SAMPLES_INIT;
    lc_task task = network->preprocessing.schema.target.task;
    lc_status st = lc_preprocessing_apply(&s, &network->preprocessing, d, rows, err);
    if (st == LC_OK)
        st = lc_net_predict(score, &network->net, task, s.x, s.stride, s.n, err);
    if (st == LC_OK && task == LC_BINARY)
        spread_binary(score, s.n);
    if (st == LC_OK && task == LC_REGRESSION)
        scale_values(score, s.n, &network->preprocessing);
    lc_samples_free(&s);
    return st;
}

lc_status lc_network_predict(float *score, const lc_network *network, const lc_dataset *d,
                             size_t first, size_t n, lc_error *err)
{
    lc_row_set rows = {.n = n, .row = lc_mem_resize(NULL, n + 1, sizeof *rows.row)};
    if (!rows.row)
        return lc_error_nomem(err);
    for (size_t i = 0; i < n; i++)
        rows.row[i] = first + i;
    lc_status st = predict_rows(score, network, d, &rows, err);
    lc_mem_free(rows.row);
    return st;
}

/* The rows whose target is known, of these or of all. */
static lc_status known_rows(lc_row_set *known, const lc_dataset *d, const lc_row_set *rows,
                            lc_error *err)
{
    size_t n = rows ? rows->n : d->n;
    *known = (lc_row_set){.row = lc_mem_resize(NULL, n + 1, sizeof *known->row)};
    if (!known->row)
        return lc_error_nomem(err);
    for (size_t i = 0; d->y && i < n; i++) {
        size_t row = rows ? rows->row[i] : i;
        if (!isnan(d->y[row]))
            known->row[known->n++] = row;
    }
    return known->n ? LC_OK : lc_error_set(err, LC_E_ARG, 0, "the target is known in no row");
}

lc_status lc_network_evaluate(lc_scores *scores, size_t *n, const lc_network *network,
                              const lc_dataset *d, const lc_row_set *rows, lc_error *err)
{
    const lc_target *target = &network->preprocessing.schema.target;
    const lc_loss loss = {.task = target->task, .classes = target->class_name.n};
    lc_samples s = LC_SAMPLES_INIT;
    lc_scores made;
    lc_row_set known;
    lc_status st = known_rows(&known, d, rows, err);
    if (st == LC_OK)
        st = lc_preprocessing_apply(&s, &network->preprocessing, d, &known, err);
    if (st == LC_OK)
        st = lc_net_evaluate(&made, &network->net, &loss, &s, err);
    if (st == LC_OK) {
        lc_scores_scale(&made, network->preprocessing.target_scale);
        *scores = made;
        *n = known.n;
    }
    lc_samples_free(&s);
    lc_mem_free(known.row);
    return st;
}

/* Score of one row by its probabilities p[classes], or by its value. */
static double row_score(const float *p, double y, size_t classes, lc_monitor what)
{
    if (classes == 0)
        return what == LC_MONITOR_MAE ? fabs((double)p[0] - y)
                                      : ((double)p[0] - y) * ((double)p[0] - y);
    if (what == LC_MONITOR_LOSS)
        return -log(fmax((double)p[(size_t)y], (double)FLT_MIN));
    size_t best = 0;
    for (size_t k = 1; k < classes; k++)
        best = p[k] > p[best] ? k : best;
    return best == (size_t)y;
}

lc_status lc_network_row_scores(double *score, const lc_network *network, const lc_dataset *d,
                                const lc_row_set *rows, lc_monitor what, lc_error *err)
{
    const lc_target *t = &network->preprocessing.schema.target;
    size_t classes = t->class_name.n, k = classes ? classes : 1;
    bool fits = what == LC_MONITOR_LOSS || what == (classes ? LC_MONITOR_ACCURACY : LC_MONITOR_MAE);
    if (!fits || !d->y)
        return lc_error_set(err, LC_E_ARG, 0, "rows have no such score");
    float *p = lc_mem_resize(NULL, rows->n * k + 1, sizeof *p);
    lc_status st = p ? predict_rows(p, network, d, rows, err) : lc_error_nomem(err);
    for (size_t i = 0; st == LC_OK && i < rows->n; i++)
        score[i] = row_score(p + i * k, (double)d->y[rows->row[i]] + t->offset, classes, what);
    lc_mem_free(p);
    return st;
}
