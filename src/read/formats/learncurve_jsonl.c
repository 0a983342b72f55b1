/* SPDX-License-Identifier: GPL-3.0-or-later */
/* learncurve_jsonl.c - what `convert -o RUN.jsonl` writes: a run's head and metrics, then its records. */
#include "read/engine/json_lines.h"
#include "read/engine/own_table.h"

static int jsonl_score(struct json_object *row, int so_far)
{
    bool head = lc_own_table_is_header(row) && !lc_json_get(row, "records");
    return so_far || !head ? so_far : 100; /* whatever its metrics are called */
}

static lc_status jsonl_row(void *state, const lc_json_lines *in, struct json_object *row,
                           lc_error *err)
{
    bool *begun = state;
    struct json_object *metrics = lc_json_get(row, "metrics");
    if (lc_own_table_is_header(row)) {
        *begun = true;
        return lc_own_table_begin(in->builder, row, err);
    }
    if (!*begun)
        return lc_error_set(err, LC_E_FORMAT, in->number,
                            "a record before the line that says of which run");
    if (json_object_is_type(metrics, json_type_array))
        return lc_own_table_metrics(in->builder, metrics);
    return lc_own_table_record(in->builder, row, err);
}

static const lc_json_line_form form = {
    .size = sizeof(bool), .score = jsonl_score, .row = jsonl_row};

const lc_reader lc_reader_learncurve_jsonl = {
    .name = "learncurve_jsonl",
    .summary = "what 'learncurve convert' writes as JSON Lines",
    .example = "{\"schema\": \"learncurve/run/1\", \"axis\": \"epoch\", \"axis_kind\": \"epoch\"}\n"
               "{\"metrics\": [{\"name\": \"loss\", \"split\": \"train\", ...}]}\n"
               "{\"epoch\": 1, \"loss\": 0.71}",
    .form = &form,
    LC_READ_JSON_LINES,
};
