/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wandb_jsonl.c - wandb-history.jsonl, the history that Weights & Biases keeps of a run.
 *
 * "_step", "_runtime" and "_timestamp" stand beside what was logged. An object with a "_type" is a
 * picture, a film or a histogram and no metric. wandb-summary.json beside it looks like one line of
 * it, and only its name tells that it is not.
 */
#include "read/engine/json_lines.h"

#include <string.h>

static bool is_media(struct json_object *value)
{
    return lc_json_get(value, "_type") != NULL;
}

static lc_status wandb_row(void *state, const lc_json_lines *in, struct json_object *row,
                           lc_error *err)
{
    (void)state;
    lc_status st = lc_builder_record(in->builder);
    json_object_object_foreach(row, key, value) if (st == LC_OK && !is_media(value)) st =
        lc_json_put(in->builder, key, value, err);
    return st;
}

static bool is_summary(const char *path)
{
    static const char end[] = "summary.json";
    size_t n = path ? strlen(path) : 0;
    return n >= sizeof end - 1 && strcmp(path + n - (sizeof end - 1), end) == 0;
}

static lc_status wandb_finish(void *state, const lc_json_lines *in, lc_error *err)
{
    (void)state;
    if (!is_summary(lc_builder_path(in->builder)))
        return LC_OK;
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "a summary of Weights & Biases: last values only; the curves are in "
                        "wandb-history.jsonl, or in an exported chart");
}

static int wandb_score(struct json_object *row, int so_far)
{
    bool clock = lc_json_get(row, "_runtime") || lc_json_get(row, "_timestamp");
    return clock && lc_json_get(row, "_step") ? 95 : so_far;
}

static const lc_json_line_form wandb_form = {
    .size = 1,
    .score = wandb_score,
    .row = wandb_row,
    .finish = wandb_finish,
};

const lc_reader lc_reader_wandb_jsonl = {
    .name = "wandb_jsonl",
    .summary = "wandb-history.jsonl of Weights & Biases",
    .example = "{\"loss\": 0.71, \"_runtime\": 12.5, \"_timestamp\": 1700000012.5, \"_step\": 0}",
    .form = &wandb_form,
    LC_READ_JSON_LINES,
};
