/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * allennlp_json.c - metrics_epoch_N.json of AllenNLP, a file an epoch; those of a folder are one run.
 *
 *     {"epoch": 3, "training_loss": 0.52, "validation_loss": 0.60, "best_epoch": 2, ...}
 *
 * Known from the source of its trainer. What was best so far, and how much memory was used, is passed
 * over.
 */
#include "read/engine/document.h"

#include "read/engine/named.h"

#include <string.h>

static bool is_metric(const char *name)
{
    bool told = strncmp(name, "training_", 9) == 0 || strncmp(name, "validation_", 11) == 0;
    return told && !strstr(name, "_memory_MB");
}

static lc_status allennlp_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    double epoch, v;
    if (!lc_json_number(lc_json_get(root, "epoch"), &epoch))
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no epoch");
    lc_builder_is_one_run(b);
    lc_status st = lc_builder_record(b);
    if (st == LC_OK)
        st = lc_named_put_number(b, "epoch", epoch);
    json_object_object_foreach(root, name, value)
    {
        if (st == LC_OK && is_metric(name) && lc_json_number(value, &v))
            st = lc_named_put_number(b, name, v);
    }
    return st;
}

static int allennlp_score(const lc_probe_buffer *head)
{
    return lc_head_has_key(head, "epoch") && lc_head_has_key(head, "training_loss") &&
                   (lc_head_has_key(head, "training_duration") ||
                    lc_head_has_key(head, "best_epoch"))
               ? 90
               : 0;
}

static lc_part allennlp_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (lc_part){.folder = slash ? (size_t)(slash - path) : 0};
}

static const lc_document_form allennlp_form = {.score = allennlp_score, .take = allennlp_take};

const lc_reader lc_reader_allennlp_json = {
    .name = "allennlp_json",
    .summary = "metrics_epoch_N.json of AllenNLP, a file an epoch: give the folder",
    .example =
        "{\"best_epoch\": 0, \"epoch\": 0, \"training_loss\": 0.69, \"validation_loss\": 0.66}",
    .part = allennlp_part,
    .form = &allennlp_form,
    LC_READ_BY_DOCUMENT,
};
