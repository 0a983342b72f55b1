/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cyclegan_log.c - loss_log.txt of pytorch-CycleGAN-and-pix2pix and its heirs:
 *
 *     (epoch: 1, iters: 100, time: 0.120, data: 0.002) D_A: 0.294 G_A: 0.411 cycle_A: 2.500
 *
 * All names behind the bracket are losses, though none says so; iters start over with each epoch.
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

typedef struct cyclegan {
    double epoch, at, base; /* of the line before; steps before this epoch */
    size_t records;
} cyclegan;

static bool is_line(lc_span *t, double *epoch, double *iters)
{
    if (!lc_span_take_until(t, "(epoch: ") || !lc_span_take_count(t, epoch) ||
        !lc_span_take_word(t, ", iters: ") || !lc_span_take_count(t, iters))
        return false;
    return lc_span_take_until(t, ") ");
}

static lc_status put_loss(lc_builder *b, const lc_named_value *v)
{
    static const lc_map loss = {.has_kind = true, .kind = LC_LOSS};
    uint32_t id;
    size_t n = lc_span_length(&v->name);
    lc_status st = lc_builder_metric(b, v->name.s, n, &id);
    if (st == LC_OK)
        st = lc_builder_means(b, id, &loss);
    return st == LC_OK ? lc_builder_put_text(b, id, v->value, v->text.s, lc_span_length(&v->text))
                       : st;
}

static lc_status cyclegan_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    cyclegan *c = state;
    double epoch, iters;
    lc_pair p;
    (void)err;
    if (!is_line(&line, &epoch, &iters))
        return LC_OK;
    if (c->records++ && epoch > c->epoch && iters <= c->at)
        c->base += c->at;
    else if (epoch < c->epoch)
        c->base = 0; /* another training */
    c->epoch = epoch;
    c->at = iters;
    lc_status st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_named_put_number(in->builder, "epoch", epoch);
    if (st == LC_OK)
        st = lc_named_put_number(in->builder, "iters", c->base + iters);
    while (st == LC_OK && lc_pair_next(&line, &p))
        st = put_loss(in->builder, &p.v);
    return st;
}

static lc_status cyclegan_finish(void *state, const lc_lines *in, lc_error *err)
{
    const cyclegan *c = state;
    (void)in;
    return c->records ? LC_OK
                      : lc_error_set(err, LC_E_FORMAT, 0,
                                     "not a training log: no line such as '(epoch: 1, iters: 100, "
                                     "...) D: 0.5'");
}

static int cyclegan_score(lc_span line, int so_far)
{
    double epoch, iters;
    return is_line(&line, &epoch, &iters) ? 95 : so_far;
}

static const char *const signs[] = {"(epoch: ", NULL};

static const lc_line_form cyclegan_form = {
    .size = sizeof(cyclegan),
    .score = cyclegan_score,
    .signs = signs,
    .line = cyclegan_line,
    .finish = cyclegan_finish,
};

const lc_reader lc_reader_cyclegan_log = {
    .name = "cyclegan_log",
    .summary = "loss_log.txt of CycleGAN and pix2pix",
    .example = "(epoch: 1, iters: 100, time: 0.120, data: 0.002) D_A: 0.294 G_A: 0.411",
    .form = &cyclegan_form,
    LC_READ_BY_LINES,
};
