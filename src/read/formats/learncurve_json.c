/* SPDX-License-Identifier: GPL-3.0-or-later */
/* learncurve_json.c - what `convert -o RUN.json` writes: a run with its records, or an array of them. */
#include "read/engine/document.h"
#include "read/engine/own_table.h"

#include <string.h>

static int json_score(const lc_probe_buffer *head)
{
    lc_span rest = {head->bytes, head->bytes + head->n}, first = rest;
    lc_span_take_word(&first, "[");
    if (lc_span_begins(&first, "{\"schema\": \"" LC_OWN_TABLE_SCHEMA "\""))
        return 99; /* whatever its metrics are called; by lines it has 100 */
    bool ours = lc_head_has_key(head, "schema") && lc_span_take_until(&rest, LC_OWN_TABLE_SCHEMA);
    return ours ? 90 : 0;
}

static lc_status take_run(lc_builder *b, struct json_object *run, lc_error *err)
{
    struct json_object *records = lc_json_get(run, "records");
    if (!lc_own_table_is_header(run) || !json_object_is_type(records, json_type_array))
        return lc_error_set(err, LC_E_FORMAT, 0, "not a run as 'learncurve convert' writes it");
    lc_status st = lc_own_table_begin(b, run, err);
    if (st == LC_OK)
        st = lc_own_table_metrics(b, lc_json_get(run, "metrics"));
    for (size_t i = 0; st == LC_OK && i < json_object_array_length(records); i++) {
        struct json_object *record = json_object_array_get_idx(records, i);
        if (json_object_is_type(record, json_type_object))
            st = lc_own_table_record(b, record, err);
    }
    return st;
}

static lc_status json_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    lc_status st = LC_OK;
    if (json_object_is_type(root, json_type_array))
        for (size_t i = 0; st == LC_OK && i < json_object_array_length(root); i++)
            st = take_run(b, json_object_array_get_idx(root, i), err);
    else
        st = take_run(b, root, err);
    return st;
}

static const lc_document_form form = {.score = json_score, .take = json_take};

const lc_reader lc_reader_learncurve_json = {
    .name = "learncurve_json",
    .summary = "what 'learncurve convert' writes as JSON",
    .example =
        "{\"schema\": \"learncurve/run/1\", \"axis\": \"epoch\", \"axis_kind\": \"epoch\", ...\n"
        "\"records\": [{\"epoch\": 1, \"loss\": 0.71}]}",
    .form = &form,
    LC_READ_BY_DOCUMENT,
};
