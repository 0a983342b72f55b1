/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mmdet_json.c - what MMDetection 2 and its sisters write to *.log.json, and MMEngine, after them,
 * to vis_data/scalars.json.
 *
 * MMDetection: "mode" says which split a line is of; "iter" begins anew with each epoch, or goes on
 * where training is counted in iterations. A validation line's "iter" counts validation batches.
 * The first line may hold the environment and the configuration.
 *
 * MMEngine: training lines have a learning rate and a "step" that goes on; what comes without the
 * rate is validation, at a "step" that is the epoch where training is counted in epochs.
 */
#include "read/engine/json_lines.h"

#include "read/engine/run_boundary.h"

#include <math.h>
#include <string.h>

typedef struct mmdet {
    lc_run_boundary again;
    double epoch, iter; /* of the last training line */
    double begun;       /* iterations before its epoch, as far as epochs were logged to their end */
    double step;        /* where it stands: iterations since the beginning */
} mmdet;

static const char *const places[] = {"mode", "epoch", "iter", "step", NULL};
static const char *const losses[] = {"loss", NULL};

/* A record at an epoch and a number of iterations since the beginning. */
static lc_status begin_record(lc_builder *b, double epoch, double step)
{
    uint32_t id;
    lc_status st = lc_builder_record(b);
    if (st == LC_OK && isfinite(epoch) && (st = lc_builder_metric(b, "epoch", 5, &id)) == LC_OK)
        st = lc_builder_put(b, id, epoch);
    if (st == LC_OK && isfinite(step) && (st = lc_builder_metric(b, "iter", 4, &id)) == LC_OK)
        st = lc_builder_put(b, id, step);
    return st;
}

static lc_status put_validation(lc_builder *b, struct json_object *row, double epoch, double step,
                                lc_error *err)
{
    static const char *const skipped[] = {"mode",   "epoch", "iter",      "step", "lr",
                                          "memory", "time",  "data_time", NULL};
    lc_status st = begin_record(b, epoch, step);
    return st == LC_OK ? lc_json_put_split(b, row, skipped, "val", err) : st;
}

/* ---- MMDetection 2 --------------------------------------------------------------------- */

/* Count the iterations through, and tell another training that was appended. */
static lc_status go_to(mmdet *m, lc_builder *b, double epoch, double iter)
{
    lc_status st = LC_OK;
    bool back = epoch < m->epoch || (epoch == m->epoch && iter <= m->iter);
    if (m->again.runs == 0 || (back && epoch <= m->again.first)) {
        st = lc_run_boundary_begin(&m->again, b, epoch);
        m->begun = 0;
    } else if (back) {
        m->begun = m->epoch > 1 ? m->begun / (m->epoch - 1) * (epoch - 1) : 0; /* resumed */
    } else if (epoch > m->epoch && iter <= m->iter) {
        m->begun += m->iter * (epoch - m->epoch);
    }
    m->epoch = epoch;
    m->iter = iter;
    m->step = m->begun + iter;
    return st;
}

static lc_status take_mmdet(mmdet *m, const lc_json_lines *in, struct json_object *row,
                            lc_error *err)
{
    double epoch = lc_json_get_number(row, "epoch"), iter = lc_json_get_number(row, "iter");
    if (strcmp(lc_json_text(lc_json_get(row, "mode")), "train") != 0)
        return put_validation(in->builder, row, epoch, m->again.runs ? m->step : NAN, err);
    lc_status st = isfinite(epoch) && isfinite(iter) ? go_to(m, in->builder, epoch, iter) : LC_OK;
    if (st == LC_OK)
        st = begin_record(in->builder, epoch, m->step);
    if (st == LC_OK)
        st = lc_json_put_all(in->builder, row, places, err);
    if (st == LC_OK)
        st = lc_json_averaged(in->builder, row, losses, "mean since the last log");
    return st;
}

/* ---- MMEngine -------------------------------------------------------------------------- */

/* A step below the training's is an epoch. */
static lc_status take_scores(const mmdet *m, lc_builder *b, struct json_object *row, double step,
                             lc_error *err)
{
    if (m->again.runs == 0)
        return put_validation(b, row, NAN, step, err);
    return step < m->step ? put_validation(b, row, step, m->step, err)
                          : put_validation(b, row, m->epoch, step, err);
}

static lc_status take_mmengine(mmdet *m, const lc_json_lines *in, struct json_object *row,
                               lc_error *err)
{
    double step = lc_json_get_number(row, "step"), epoch = lc_json_get_number(row, "epoch");
    if (!lc_json_get(row, "lr") && !lc_json_get(row, "base_lr"))
        return take_scores(m, in->builder, row, step, err);
    lc_status st = isfinite(step) ? lc_run_boundary_at(&m->again, in->builder, step) : LC_OK;
    m->step = step;
    m->epoch = epoch;
    if (st == LC_OK)
        st = begin_record(in->builder, epoch, step);
    if (st == LC_OK)
        st = lc_json_put_all(in->builder, row, places, err);
    if (st == LC_OK) /* LogProcessor's window, unless it was set otherwise */
        st = lc_json_averaged(in->builder, row, losses, "mean of 10 iterations");
    return st;
}

/* ---- the reader ------------------------------------------------------------------------ */

static lc_status mmdet_row(void *state, const lc_json_lines *in, struct json_object *row,
                           lc_error *err)
{
    if (lc_json_get(row, "mode"))
        return take_mmdet(state, in, row, err);
    return lc_json_get(row, "step") ? take_mmengine(state, in, row, err) : LC_OK;
}

static int mmdet_score(struct json_object *row, int so_far)
{
    const char *mode = lc_json_text(lc_json_get(row, "mode"));
    bool split = strcmp(mode, "train") == 0 || strcmp(mode, "val") == 0;
    if (split && lc_json_get(row, "epoch") && lc_json_get(row, "iter"))
        return 95;
    bool clock = lc_json_get(row, "data_time") && lc_json_get(row, "time");
    return clock && lc_json_get(row, "step") ? 93 : so_far;
}

static const lc_json_line_form mmdet_form = {
    .size = sizeof(mmdet),
    .score = mmdet_score,
    .row = mmdet_row,
};

const lc_reader lc_reader_mmdet_json = {
    .name = "mmdet_json",
    .summary = "log.json of MMDetection 2 and scalars.json of MMEngine",
    .example = "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 50, \"lr\": 0.02, \"loss\": 0.71}",
    .form = &mmdet_form,
    LC_READ_JSON_LINES,
};
