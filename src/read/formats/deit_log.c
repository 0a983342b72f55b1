/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deit_log.c - log.txt of DeiT, MAE, DETR and their heirs: an object for each epoch.
 *
 * train_ values are means over the epoch; what is called test_ is what they validate on.
 */
#include "read/engine/json_lines.h"

static lc_status deit_row(void *state, const lc_json_lines *in, struct json_object *row,
                          lc_error *err)
{
    static const char *const skipped[] = {"n_parameters", NULL};
    static const char *const averaged[] = {"train_loss", "train_acc", NULL};
    (void)state;
    lc_status st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_json_put_all(in->builder, row, skipped, err);
    if (st == LC_OK)
        st = lc_json_averaged(in->builder, row, averaged, "mean over the epoch");
    return st;
}

static int deit_score(struct json_object *row, int so_far)
{
    bool train = lc_json_get(row, "train_loss") && lc_json_get(row, "epoch");
    bool more = lc_json_get(row, "train_lr") || lc_json_get(row, "n_parameters");
    return train && more ? 93 : so_far;
}

static const lc_json_line_form deit_form = {
    .size = 1,
    .score = deit_score,
    .row = deit_row,
};

const lc_reader lc_reader_deit_log = {
    .name = "deit_log",
    .summary = "log.txt of DeiT, MAE, DETR and their heirs",
    .example = "{\"train_lr\": 0.001, \"train_loss\": 6.9, \"test_loss\": 6.8, \"test_acc1\": 0.7, "
               "\"epoch\": 0}",
    .form = &deit_form,
    LC_READ_JSON_LINES,
};
