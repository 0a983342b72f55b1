/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * llmc.c - main.log of llm.c.
 *
 *     s:0 tel:11.0092                         validation loss
 *     s:1 trl:10.9598 lr:0.000002 norm:15.24  of one step of training
 *     s:250 eval:0.2634                       share of HellaSwag's questions answered right
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

/* The log's names and ours: none of them names its split, and "tel", the "test loss", is taken on
 * the validation set. */
static const struct {
    const char *name, *ours;
} names[] = {
    {"tel", "val_loss"}, {"trl", "train_loss"}, {"eval", "val_hellaswag_accuracy"},
    {"lr", "lr"},        {"norm", "grad_norm"},
};

/* "s:250 " and a name that llm.c writes. */
static bool is_row(lc_span *t, double *step)
{
    if (!lc_span_take_word(t, "s:") || !lc_span_take_count(t, step) || !lc_span_take_word(t, " "))
        return false;
    return lc_span_begins(t, "tel:") || lc_span_begins(t, "trl:") || lc_span_begins(t, "eval:");
}

static lc_status put_pair(lc_builder *b, const lc_named_value *v)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lc_span_is(&v->name, names[i].name))
            return lc_named_put_text(b, names[i].ours, v->value, v->text);
    return lc_named_put(b, "", v);
}

static lc_status llmc_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    double step;
    bool same;
    lc_pair p;
    size_t n = 0;
    if (!is_row(&line, &step))
        return LC_OK;
    lc_status st = lc_steps_at(state, in->builder, "step", step, &same);
    for (; st == LC_OK && lc_pair_next(&line, &p); n++)
        st = put_pair(in->builder, &p.v);
    return st == LC_OK && n == 0
               ? lc_builder_malformed(in->builder, in->number, err, "expected a number")
               : st;
}

static int llmc_score(lc_span line, int so_far)
{
    double step;
    if (so_far == 95 || !is_row(&line, &step))
        return so_far;
    return so_far ? 95 : 90;
}

static const lc_line_form llmc_form = {
    .size = sizeof(lc_run_boundary),
    .score = llmc_score,
    .line = llmc_line,
};

const lc_reader lc_reader_llmc = {
    .name = "llmc",
    .summary = "main.log of llm.c",
    .example = "s:0 tel:11.0092\ns:1 trl:10.9598 lr:0.000002 norm:15.24",
    .form = &llmc_form,
    LC_READ_BY_LINES,
};
