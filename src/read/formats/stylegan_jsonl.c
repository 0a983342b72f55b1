/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stylegan_jsonl.c - stats.jsonl of StyleGAN2-ADA, StyleGAN3 and EDM: of each quantity its number, mean and
 * standard deviation since the line before. The mean is read, along the images seen so far.
 */
#include "read/engine/json_lines.h"

#include <string.h>

#define AXIS "Progress/kimg"

static bool is_mean(struct json_object *value, double *mean)
{
    return lc_json_get(value, "num") && lc_json_get(value, "std") &&
           lc_json_number(lc_json_get(value, "mean"), mean);
}

static lc_status stats_row(void *state, const lc_json_lines *in, struct json_object *row,
                           lc_error *err)
{
    lc_builder *b = in->builder;
    lc_status st = lc_builder_record(b);
    (void)state;
    json_object_object_foreach(row, key, value)
    {
        double v;
        uint32_t id;
        if (st != LC_OK)
            break;
        if (!is_mean(value, &v)) {
            st = lc_json_put(b, key, value, err);
            continue;
        }
        st = lc_builder_metric(b, key, strlen(key), &id);
        if (st == LC_OK)
            st = lc_builder_put(b, id, v);
        if (st == LC_OK && strcmp(key, AXIS) == 0)
            st = lc_builder_axis(b, id, LC_STEP);
        else if (st == LC_OK && strncmp(key, "Loss/", 5) == 0)
            st = lc_builder_averaged(b, id, "mean since the line before");
    }
    return st;
}

static int stats_score(struct json_object *row, int so_far)
{
    double v;
    return is_mean(lc_json_get(row, AXIS), &v) ? 95 : so_far;
}

static const lc_json_line_form stats_form = {.size = 1, .score = stats_score, .row = stats_row};

const lc_reader lc_reader_stylegan_jsonl = {
    .name = "stylegan_jsonl",
    .summary = "stats.jsonl of StyleGAN2-ADA, StyleGAN3 and EDM",
    .example = "{\"Loss/G/loss\": {\"num\": 64, \"mean\": 1.25, \"std\": 0.3}, "
               "\"Progress/kimg\": {\"num\": 1, \"mean\": 4.1, \"std\": 0.0}}",
    .form = &stats_form,
    LC_READ_JSON_LINES,
};
