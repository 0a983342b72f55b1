/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * megatron.c - what Megatron-LM and its heirs (Megatron-DeepSpeed, GPT-NeoX) print.
 *
 *     iteration      100/  500 | consumed samples: 1600 | lm loss: 8.76E+00 | grad norm: 2.1 |
 *     validation loss at iteration 100 | lm loss value: 8.1E+00 | lm loss PPL: 3.3E+03 |
 *
 * A time, a rank or other numbers may stand before "iteration". Losses are means over the
 * iterations since the line before; one that skipped all of them has none.
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

#define AVERAGED "mean over the iterations since the line before"

/* The next part that a bar ends; what stands behind the last one was cut off. */
static bool take_part(lc_span *t, lc_span *part)
{
    if (!lc_span_has(t, "|"))
        return false;
    *part = lc_span_take_part(t, "|");
    return true;
}

/* "[2025-01-02 10:00:00] iteration   100/  500" */
static bool is_iteration(lc_span part, double *iteration)
{
    double of;
    if (!lc_span_take_until(&part, "iteration "))
        return false;
    lc_span_skip_blanks(&part);
    if (!lc_span_take_count(&part, iteration) || !lc_span_take_word(&part, "/"))
        return false;
    lc_span_skip_blanks(&part);
    return lc_span_take_count(&part, &of) && part.s == part.end;
}

static bool has_iteration(lc_span line, double *iteration)
{
    lc_span part;
    while (take_part(&line, &part))
        if (is_iteration(part, iteration))
            return true;
    return false;
}

/* "validation loss at iteration 100 on test set", or "... at the end of training for test data",
 * which names no iteration; and what the metrics' names shall begin with. */
static bool is_validation(lc_span part, const char **split, double *iteration)
{
    lc_span kind = part;
    if (!lc_span_take_until(&part, "validation loss at ") &&
        !lc_span_take_until(&part, "validation results at "))
        return false;
    bool test = lc_span_has(&kind, "test set") || lc_span_has(&kind, "test data");
    *split = test ? "test " : "validation ";
    if (lc_span_take_word(&part, "iteration "))
        lc_span_take_count(&part, iteration);
    return true;
}

/* "lm loss value" is "lm loss", as in training. */
static lc_span without_value(lc_span name)
{
    static const char value[] = " value";
    if (lc_span_ends(&name, value))
        name.end -= sizeof value - 1;
    return name;
}

/* The line's parts under their names, behind the split; a part that is no pair means nothing. */
static lc_status put_parts(lc_builder *b, lc_span line, const char *split)
{
    lc_span part;
    lc_named_value v;
    uint32_t id;
    lc_status st = LC_OK;
    while (st == LC_OK && take_part(&line, &part)) {
        /* "10.0.0.1: samples/sec: 22.6" is another program's line in between */
        if (!lc_pair_is(&v, part, ":") || lc_span_has(&v.name, ":"))
            continue;
        v.name = without_value(v.name);
        st = lc_named_put(b, split, &v);
        if (st == LC_OK && !*split && lc_span_ends(&v.name, "loss") &&
            (st = lc_builder_metric(b, v.name.s, lc_span_length(&v.name), &id)) == LC_OK)
            st = lc_builder_averaged(b, id, AVERAGED);
    }
    return st;
}

static lc_status megatron_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    lc_run_boundary *a = state;
    const char *split = "";
    double iteration = a->last;
    bool same;
    lc_span rest = line, first = lc_span_take_part(&rest, "|");
    if (rest.s == rest.end)
        return LC_OK;
    if (!is_validation(first, &split, &iteration) && !has_iteration(line, &iteration))
        return LC_OK;
    lc_status st = lc_steps_at(a, in->builder, "iteration", iteration, &same);
    if (st == LC_OK)
        st = put_parts(in->builder, line, split);
    lc_span end = lc_span_trim(line);
    if (st == LC_OK && end.end[-1] != '|')
        return lc_builder_malformed(in->builder, in->number, err,
                                    "the line breaks off; its last value is left out");
    return st;
}

static int megatron_score(lc_span line, int so_far)
{
    double iteration;
    if (so_far == 95 || !has_iteration(line, &iteration) || !lc_span_has(&line, "loss"))
        return so_far;
    return lc_span_has(&line, "learning rate:") ? 95 : 80;
}

static const char *const signs[] = {"iteration", NULL};

static const lc_line_form megatron_form = {
    .size = sizeof(lc_run_boundary),
    .score = megatron_score,
    .signs = signs,
    .line = megatron_line,
};

const lc_reader lc_reader_megatron = {
    .name = "megatron",
    .summary = "what Megatron-LM, Megatron-DeepSpeed and GPT-NeoX print",
    .example = " iteration      100/     500 | learning rate: 1.500E-04 | lm loss: 8.760000E+00 |",
    .form = &megatron_form,
    LC_READ_BY_LINES,
};
