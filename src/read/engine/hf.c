/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hf.c - the records that Hugging Face's Trainer logs. */
#include "read/engine/hf.h"

#include <string.h>

static bool has_evaluation(struct json_object *row)
{
    json_object_object_foreach(row, key, value)
    {
        (void)value;
        if (strncmp(key, "eval_", 5) == 0)
            return true;
    }
    return false;
}

bool lc_hf_is_summary(struct json_object *row)
{
    return lc_json_get(row, "train_runtime") != NULL;
}

bool lc_hf_is_record(struct json_object *row)
{
    bool trains = lc_json_get(row, "loss") && lc_json_get(row, "learning_rate");
    return lc_json_get(row, "epoch") && (trains || lc_hf_is_summary(row) || has_evaluation(row));
}

lc_status lc_hf_put(lc_builder *b, struct json_object *row, lc_error *err)
{
    static const char *const averaged[] = {"loss", NULL};
    if (lc_hf_is_summary(row))
        return LC_OK;
    lc_status st = lc_builder_record(b);
    if (st == LC_OK)
        st = lc_json_put_all(b, row, NULL, err);
    return st == LC_OK ? lc_json_averaged(b, row, averaged, "mean since the last log") : st;
}
