/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * llamafactory_jsonl.c - trainer_log.jsonl of LLaMA-Factory: an object each time something is
 * logged.
 *
 * A line has training values or "eval_loss". When two processes write the same file, each step
 * stands there twice; its last line counts.
 */
#include "read/engine/json_lines.h"

#include "read/engine/run_boundary.h"

#include <math.h>

typedef struct llamafactory {
    lc_run_boundary again;
    double step;             /* of the line before */
    bool trained, evaluated; /* it was a line of training, of evaluation */
} llamafactory;

/* A second line of a step goes into the same record, which is worth a word if it says the same
 * things again. */
static lc_status take_place(llamafactory *f, const lc_json_lines *in, struct json_object *row)
{
    lc_builder *b = in->builder;
    double step = lc_json_get_number(row, "current_steps");
    bool trains = lc_json_get(row, "loss") != NULL;
    bool evaluates = lc_json_get(row, "eval_loss") != NULL;
    bool again = (trains && f->trained) || (evaluates && f->evaluated);
    if (lc_builder_records(b) && step == f->step) {
        f->trained |= trains;
        f->evaluated |= evaluates;
        return again ? lc_builder_remark(b, in->number,
                                         "a step is logged again, as when two processes write one "
                                         "file: the last line counts")
                     : LC_OK;
    }
    f->step = step;
    f->trained = trains;
    f->evaluated = evaluates;
    lc_status st = isfinite(step) ? lc_run_boundary_at(&f->again, b, step) : LC_OK;
    return st == LC_OK ? lc_builder_record(b) : st;
}

static lc_status llamafactory_row(void *state, const lc_json_lines *in, struct json_object *row,
                                  lc_error *err)
{
    static const char *const skipped[] = {"total_steps", "percentage", "elapsed_time",
                                          "remaining_time", NULL};
    static const char *const averaged[] = {"loss", NULL};
    lc_status st = take_place(state, in, row);
    if (st == LC_OK)
        st = lc_json_put_all(in->builder, row, skipped, err);
    if (st == LC_OK)
        st = lc_json_averaged(in->builder, row, averaged, "mean since the last log");
    return st;
}

static int llamafactory_score(struct json_object *row, int so_far)
{
    return lc_json_get(row, "current_steps") && lc_json_get(row, "total_steps") ? 95 : so_far;
}

static const lc_json_line_form llamafactory_form = {
    .size = sizeof(llamafactory),
    .score = llamafactory_score,
    .row = llamafactory_row,
};

const lc_reader lc_reader_llamafactory_jsonl = {
    .name = "llamafactory_jsonl",
    .summary = "trainer_log.jsonl of LLaMA-Factory",
    .example = "{\"current_steps\": 10, \"total_steps\": 900, \"loss\": 0.71, \"lr\": 5e-05, "
               "\"epoch\": 0.03}",
    .form = &llamafactory_form,
    LC_READ_JSON_LINES,
};
