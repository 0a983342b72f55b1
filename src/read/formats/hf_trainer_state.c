/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hf_trainer_state.c - trainer_state.json, which Hugging Face's Trainer leaves with each
 * checkpoint, or its "log_history" alone.
 */
#include "read/engine/document.h"

#include "read/engine/hf.h"

#define FACT_LIMIT 1e9 /* a number of epochs above it stands for "until the steps are done" */

static lc_status put_facts(lc_builder *b, struct json_object *root)
{
    double epochs = lc_json_get_number(root, "num_train_epochs");
    double batch = lc_json_get_number(root, "train_batch_size");
    lc_facts facts = {0};
    if (epochs > 0 && epochs < FACT_LIMIT)
        facts.planned_epochs = epochs;
    if (batch >= 1 && batch < FACT_LIMIT)
        facts.batch_size = (size_t)batch;
    return lc_builder_facts(b, &facts);
}

static lc_status state_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    struct json_object *history = lc_json_get(root, "log_history");
    lc_status st = put_facts(b, root);
    if (json_object_is_type(root, json_type_array))
        history = root;
    if (!json_object_is_type(history, json_type_array))
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no list 'log_history'");
    size_t n = json_object_array_length(history);
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        struct json_object *row = json_object_array_get_idx(history, i);
        if (json_object_is_type(row, json_type_object))
            st = lc_hf_put(b, row, err);
    }
    return st;
}

static int state_score(const lc_probe_buffer *head)
{
    if (lc_head_has_key(head, "log_history"))
        return 96;
    bool list = head->lines && lc_span_begins(&head->line[0], "[");
    return list && lc_head_has_key(head, "learning_rate") && lc_head_has_key(head, "step") &&
                   lc_head_has_key(head, "epoch") && lc_head_has_key(head, "loss")
               ? 92
               : 0;
}

static const lc_document_form state_form = {.score = state_score, .take = state_take};

const lc_reader lc_reader_hf_trainer_state = {
    .name = "hf_trainer_state",
    .summary = "trainer_state.json of Hugging Face's Trainer",
    .example = "{\"epoch\": 0.1, \"log_history\": "
               "[{\"epoch\": 0.1, \"loss\": 0.71, \"step\": 10}]}",
    .form = &state_form,
    LC_READ_BY_DOCUMENT,
};
