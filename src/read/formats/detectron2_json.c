/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detectron2_json.c - metrics.json of Detectron2: an object every 20 iterations.
 *
 * Losses, and what the heads report, are medians over these iterations. Each training that writes
 * into the same folder appends.
 */
#include "read/engine/json_lines.h"

#include "read/engine/run_boundary.h"

#include <math.h>

static lc_status detectron2_row(void *state, const lc_json_lines *in, struct json_object *row,
                                lc_error *err)
{
    static const char *const medians[] = {"loss",       "total_loss",     "fast_rcnn/",
                                          "mask_rcnn/", "keypoint_rcnn/", NULL};
    double iteration = lc_json_get_number(row, "iteration");
    lc_status st = isfinite(iteration) ? lc_run_boundary_at(state, in->builder, iteration) : LC_OK;
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_json_put_all(in->builder, row, NULL, err);
    if (st == LC_OK)
        st = lc_json_averaged(in->builder, row, medians, "median of 20 iterations");
    return st;
}

static int detectron2_score(struct json_object *row, int so_far)
{
    bool clock = lc_json_get(row, "data_time") || lc_json_get(row, "eta_seconds");
    return lc_json_get(row, "iteration") && clock ? 94 : so_far;
}

static const lc_json_line_form detectron2_form = {
    .size = sizeof(lc_run_boundary),
    .score = detectron2_score,
    .row = detectron2_row,
};

const lc_reader lc_reader_detectron2_json = {
    .name = "detectron2_json",
    .summary = "metrics.json of Detectron2",
    .example = "{\"data_time\": 0.01, \"eta_seconds\": 900.5, \"iteration\": 19, "
               "\"total_loss\": 2.1}",
    .form = &detectron2_form,
    LC_READ_JSON_LINES,
};
