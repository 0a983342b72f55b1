/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nanogpt.c - what nanoGPT and the many trainers derived from it print.
 *
 *     step 250: train loss 2.1024, val loss 2.2011     means over some batches, in evaluation
 *     iter 250: loss 2.0123, time 30.12ms, mfu 5.00%   of one batch, in training
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

static bool takes(lc_span *t, const char *begin, double *step, const char *then)
{
    lc_span rest = *t;
    if (!lc_span_take_word(&rest, begin) || !lc_span_take_count(&rest, step) ||
        !lc_span_take_word(&rest, then))
        return false;
    *t = rest;
    return true;
}

static bool takes_estimate(lc_span *t, double *step)
{
    lc_span rest = *t;
    if (!takes(&rest, "step ", step, ": ") || !lc_span_begins(&rest, "train loss"))
        return false;
    *t = rest;
    return true;
}

static bool takes_iter(lc_span *t, double *step)
{
    return takes(t, "iter ", step, ": loss ");
}

static lc_status put_estimate(lc_run_boundary *a, const lc_lines *in, double step, lc_span rest,
                              lc_error *err)
{
    bool same;
    size_t n;
    if (!lc_span_has(&rest, ", val loss "))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "expected 'train loss' and 'val loss'");
    lc_status st = lc_steps_at(a, in->builder, "step", step, &same);
    return st == LC_OK ? lc_steps_put(in->builder, rest, false, &n) : st;
}

/* "loss" in an "iter" line is a batch's: under that name it would pass for the one that pairs with
 * the validation's. The share of the peak is -100 % until it was measured. */
static lc_status put_iter(lc_run_boundary *a, const lc_lines *in, double step, lc_span rest,
                          lc_error *err)
{
    lc_named_value loss = {.text = rest};
    bool same;
    size_t n;
    if (!lc_span_take_number(&rest, &loss.value))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "expected a number behind 'loss'");
    loss.text.end = rest.s;
    if (lc_span_has(&rest, "mfu -100"))
        rest = lc_span_take_part(&rest, ", mfu");
    lc_status st = lc_steps_at(a, in->builder, "step", step, &same);
    if (st == LC_OK)
        st = lc_named_put_text(in->builder, "batch loss", loss.value, loss.text);
    return st == LC_OK ? lc_steps_put(in->builder, rest, false, &n) : st;
}

static lc_status nanogpt_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    double step;
    if (takes_estimate(&line, &step))
        return put_estimate(state, in, step, line, err);
    return takes_iter(&line, &step) ? put_iter(state, in, step, line, err) : LC_OK;
}

static int nanogpt_score(lc_span line, int so_far)
{
    double step;
    if (takes_estimate(&line, &step) && lc_span_has(&line, ", val loss "))
        return 94;
    if (takes_iter(&line, &step) && lc_span_has(&line, ", time ") && so_far < 90)
        return 90;
    return so_far;
}

static const lc_line_form nanogpt_form = {
    .size = sizeof(lc_run_boundary),
    .score = nanogpt_score,
    .line = nanogpt_line,
};

const lc_reader lc_reader_nanogpt = {
    .name = "nanogpt",
    .summary = "what nanoGPT and its heirs print: lines of 'step' and 'iter'",
    .example = "step 250: train loss 2.1024, val loss 2.2011\n"
               "iter 250: loss 2.0123, time 30.12ms, mfu 5.00%",
    .form = &nanogpt_form,
    LC_READ_BY_LINES,
};
