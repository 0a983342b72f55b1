/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * caffe.c - what Caffe and its forks log through glog while they train.
 *
 *     I0517 09:02:01.12 4711 solver.cpp:228] Iteration 20, loss = 1.9
 *     I0517 09:02:01.12 4711 solver.cpp:244]     Train net output #0: loss = 1.9 (* 1 = 1.9 loss)
 *     I0517 09:02:01.12 4711 sgd_solver.cpp:106] Iteration 20, lr = 0.02
 *
 * Outputs belong to the iteration that was named last. The test net is what Caffe validates on:
 * its outputs become val_..., those of a second one val_net1_.... The loss of the iteration is the
 * mean over the last `average_loss` ones, weighted and summed over all outputs of the train net.
 * Where that is one output named "loss", both are the same measure and the mean is kept; otherwise
 * the output keeps the name, since the test net's pairs with it, and the sum is total_loss.
 *
 * Sizes come from the dumps of the solver and of the nets that a log begins with.
 */
#include "read/engine/pairs.h"

#include "read/engine/lines.h"
#include "read/engine/log_prefix.h"

#include <stdio.h>
#include <string.h>

#define SPELLING_MAX 24 /* [bytes] of a value that waits */
#define OUTPUT_NAME 160 /* [bytes] of an output's name, with its NUL */

/* A value that waits until it is known what to call it. */
typedef struct waiting {
    bool there;
    double value;
    char text[SPELLING_MAX];
    size_t len;
} waiting;

/* What the dumps before a training say; 0: nothing. */
typedef struct dump {
    bool test;         /* the phase that is described */
    bool several_gpus; /* each of them takes a batch */
    double batch, test_batch, test_iterations, iterations_a_step, averaged;
} dump;

typedef struct caffe {
    size_t runs;
    double iteration;    /* the last one of the run */
    long test_net;       /* the outputs to come are this one's; -1: the train net's */
    waiting total, loss; /* of the iteration: its own loss, and the output named "loss" */
    double loss_weight;
    size_t losses;            /* outputs of the train net that are part of the total */
    char output[OUTPUT_NAME]; /* the last one's name: one blob's values repeat it */
    dump dump;
    dump known; /* of the run at hand */
} caffe;

/* ---- taking a line apart --------------------------------------------------------------- */

/* "I0517 09:02:01.123456 4711 solver.cpp:228] ": *file is what wrote it. */
static bool take_glog(lc_span *t, lc_span *file)
{
    lc_span rest = *t, token;
    double v;
    if (rest.s == rest.end || !strchr("IWEF", *rest.s))
        return false;
    rest.s++;
    if (!lc_span_take_count(&rest, &v) || !lc_span_take_token(&rest, &token) ||
        !lc_span_is_clock(&token, &v))
        return false;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_count(&rest, &v) || !lc_span_take_word(&rest, " "))
        return false;
    lc_span_skip_blanks(&rest);
    file->s = rest.s;
    if (!lc_span_take_until(&rest, "] "))
        return false;
    file->end = rest.s - 2;
    *t = rest;
    return true;
}

/* Up to behind glog's prefix, before which a logger of others may have put its own. */
static bool take_until_message(lc_span *t, lc_span *file)
{
    bool found = false;
    if (!lc_span_has(t, "] "))
        return false; /* most lines of other logs */
    for (lc_span rest = *t; rest.s < rest.end;) {
        if (!take_glog(&rest, file)) {
            rest.s++;
            continue;
        }
        *t = rest;
        found = true;
    }
    return found;
}

/* "Iteration 20, ...", "Iteration 20 (2.5 iter/s, 8s/20 iters), ...": move to behind the comma. */
static bool take_iteration(lc_span *t, double *iteration)
{
    lc_span rest = *t;
    if (!lc_span_take_word(&rest, "Iteration ") || !lc_span_take_count(&rest, iteration))
        return false;
    if (lc_span_take_word(&rest, " (") && !lc_span_take_until(&rest, ")"))
        return false;
    if (!lc_span_take_word(&rest, ", "))
        return false;
    *t = rest;
    return true;
}

/* "Test net output #1: loss = 2.38 (* 1 = 2.38 loss)": only a loss has a weight behind it. */
typedef struct output {
    bool test, loss;
    double number, weight;
    lc_named_value v;
} output;

static bool take_output(lc_span *t, output *o)
{
    lc_span_skip_blanks(t);
    o->test = lc_span_begins(t, "Test net output #");
    return (lc_span_take_word(t, "Test net output #") ||
            lc_span_take_word(t, "Train net output #")) &&
           lc_span_take_count(t, &o->number) && lc_span_take_word(t, ": ");
}

/* "loss = 2.38 (* 1 = 2.38 loss)" */
static bool is_value(lc_span t, output *o)
{
    lc_span value = lc_span_take_part(&t, " (* ");
    o->weight = 0;
    o->loss = lc_span_take_number(&t, &o->weight);
    return lc_pair_is(&o->v, value, " = ");
}

/* ---- the dumps ------------------------------------------------------------------------- */

/* "batch_size: 128" */
static bool is_setting(lc_span t, const char *name, double *v)
{
    return lc_span_take_word(&t, name) && lc_span_take_word(&t, ": ") && lc_span_take_count(&t, v);
}

/* What is said first counts: the dump of the solver repeats itself in that of the nets. */
static void keep_first(double *known, double v)
{
    if (*known == 0)
        *known = v;
}

static void take_setting(dump *d, lc_span line)
{
    double v;
    line = lc_span_trim(line);
    if (lc_span_is(&line, "phase: TRAIN") || lc_span_is(&line, "phase: TEST"))
        d->test = lc_span_is(&line, "phase: TEST");
    else if (is_setting(line, "batch_size", &v))
        keep_first(d->test ? &d->test_batch : &d->batch, v);
    else if (is_setting(line, "test_iter", &v))
        keep_first(&d->test_iterations, v);
    else if (is_setting(line, "iter_size", &v))
        keep_first(&d->iterations_a_step, v);
    else if (is_setting(line, "average_loss", &v))
        keep_first(&d->averaged, v);
}

static lc_status put_facts(const lc_lines *in, const dump *d)
{
    double steps = d->iterations_a_step > 0 ? d->iterations_a_step : 1;
    double batch = d->several_gpus ? 0 : d->batch * steps;
    double validation = d->test_batch * d->test_iterations;
    const lc_facts facts = {
        .batch_size = batch < 1e15 ? (size_t)batch : 0,
        .validation_samples = validation < 1e15 ? (size_t)validation : 0,
    };
    return lc_builder_facts(in->builder, &facts);
}

/* ---- values ---------------------------------------------------------------------------- */

static waiting wait_for_name(const lc_named_value *v)
{
    waiting w = {.there = true, .value = v->value, .len = lc_span_length(&v->text)};
    if (w.len > SPELLING_MAX)
        w.len = SPELLING_MAX;
    memcpy(w.text, v->text.s, w.len);
    return w;
}

static lc_status put_waiting(const lc_lines *in, const char *name, const waiting *w)
{
    const lc_span text = {w->text, w->text + w->len};
    return w->there ? lc_named_put_text(in->builder, name, w->value, text) : LC_OK;
}

/* The mean of several iterations is no plain value; "loss" and "total_loss" are never both it. */
static lc_status put_total(const caffe *c, const lc_lines *in, const char *name)
{
    char how[64];
    lc_status st = put_waiting(in, name, &c->total);
    if (st != LC_OK || !c->total.there || c->known.averaged <= 1)
        return st;
    snprintf(how, sizeof how, "mean of the last %.0f iterations", c->known.averaged);
    return lc_named_averaged(in->builder, name, how);
}

/* All outputs of the iteration were seen, and with them what its loss is. */
static lc_status name_losses(caffe *c, const lc_lines *in)
{
    bool same = !c->loss.there || (c->losses == 1 && c->loss_weight == 1);
    lc_status st;
    if (c->total.there && same)
        st = put_total(c, in, "loss");
    else {
        st = put_waiting(in, "loss", &c->loss);
        if (st == LC_OK)
            st = put_total(c, in, "total_loss");
    }
    c->total.there = c->loss.there = false;
    c->losses = 0;
    return st;
}

/* The name as the net has it, made sure that it says so where the value is a loss; the second and
 * further values of one blob have their number behind it. */
static void name_output(caffe *c, const output *o, char name[OUTPUT_NAME])
{
    const lc_span *raw = &o->v.name;
    int len = lc_span_length(raw) < OUTPUT_NAME / 2 ? (int)lc_span_length(raw) : OUTPUT_NAME / 2;
    bool repeated = lc_span_is(raw, c->output);
    bool says = !o->loss || lc_span_has(raw, "loss") || lc_span_has(raw, "Loss");
    snprintf(c->output, sizeof c->output, "%.*s", len, raw->s);
    snprintf(name, OUTPUT_NAME, "%.*s%s", len, raw->s, says ? "" : " loss");
    if (repeated)
        snprintf(name + strlen(name), OUTPUT_NAME - strlen(name), " #%.0f", o->number);
}

static lc_status put_output(caffe *c, const lc_lines *in, const output *o)
{
    char prefix[32] = "val_", name[OUTPUT_NAME];
    lc_named_value v = o->v;
    if (!o->test)
        snprintf(prefix, sizeof prefix, "train_");
    else if (c->test_net > 0)
        snprintf(prefix, sizeof prefix, "val_net%ld_", c->test_net);
    name_output(c, o, name);
    v.name = lc_span_of(name);
    return lc_named_put(in->builder, prefix, &v);
}

static lc_status take_value(caffe *c, const lc_lines *in, lc_span t, output *o, lc_error *err)
{
    if (!is_value(t, o))
        return lc_builder_malformed(in->builder, in->number, err, "no number for output #%.0f",
                                    o->number);
    if (!o->test && o->weight != 0)
        c->losses++;
    if (o->test || !lc_span_is(&o->v.name, "loss"))
        return put_output(c, in, o);
    c->loss = wait_for_name(&o->v);
    c->loss_weight = o->weight;
    return LC_OK;
}

/* ---- the reader ------------------------------------------------------------------------ */

static lc_status begin_run(caffe *c, const lc_lines *in)
{
    lc_status st = lc_named_begin(in->builder, "run", ++c->runs);
    c->known = c->dump;
    return st == LC_OK ? put_facts(in, &c->known) : st;
}

/* All that is said of one iteration is a record; one that begins at 0 again is another run. */
static lc_status go_to(caffe *c, const lc_lines *in, double iteration)
{
    lc_status st = LC_OK;
    c->output[0] = '\0';
    if (c->runs > 0 && iteration == c->iteration)
        return LC_OK;
    if (c->runs > 0)
        st = name_losses(c, in);
    if (st == LC_OK && (c->runs == 0 || (iteration == 0 && c->iteration > 0)))
        st = begin_run(c, in);
    c->iteration = iteration;
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    return st == LC_OK ? lc_named_put_number(in->builder, "Iteration", iteration) : st;
}

/* "loss = 1.9", "lr = 0.02", "lr = 0.02, m = 0.9, ...", "Testing net (#0)"; forks write the epoch
 * before the loss. */
static lc_status take_message(caffe *c, const lc_lines *in, double iteration, lc_span t,
                              lc_error *err)
{
    lc_named_value v;
    double net;
    bool test = lc_span_take_word(&t, "Testing net (#") && lc_span_take_count(&t, &net);
    bool rate = lc_span_begins(&t, "lr = ");
    if (!test && !rate && !lc_span_take_until(&t, "loss = "))
        return LC_OK;
    t.s -= test || rate ? 0 : strlen("loss = ");
    if (!test && !lc_pair_is(&v, lc_span_take_part(&t, ", "), " = "))
        return lc_builder_malformed(in->builder, in->number, err, "no number for iteration %.0f",
                                    iteration);
    lc_status st = go_to(c, in, iteration);
    c->test_net = test ? (long)net : -1;
    if (st != LC_OK || test)
        return st;
    if (rate)
        return lc_named_put(in->builder, "", &v);
    st = name_losses(c, in); /* an iteration is shown again after a resume */
    c->total = wait_for_name(&v);
    return st;
}

static lc_status caffe_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    caffe *c = state;
    lc_span file;
    output o;
    double iteration;
    if (!take_until_message(&line, &file)) {
        take_setting(&c->dump, lc_without_log_prefix(line, false, NULL));
        return LC_OK;
    }
    if (lc_span_begins(&line, "Initializing solver from parameters")) {
        bool several = c->dump.several_gpus;
        c->dump = (dump){.several_gpus = several};
        return LC_OK;
    }
    if (lc_span_take_word(&line, "Using GPUs "))
        c->dump.several_gpus = lc_span_has(&line, ",");
    if (take_iteration(&line, &iteration))
        return take_message(c, in, iteration, line, err);
    if (c->runs > 0 && take_output(&line, &o))
        return take_value(c, in, line, &o, err);
    take_setting(&c->dump, line);
    return LC_OK;
}

static lc_status caffe_finish(void *state, const lc_lines *in, lc_error *err)
{
    caffe *c = state;
    if (c->runs > 0)
        return name_losses(c, in);
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "not a training log: Caffe didn't come to its first iteration, no line "
                        "such as 'Iteration 0, loss = 1.9'");
}

/* A log begins with the dumps of the nets, which may fill all of the head. */
static int caffe_score(lc_span line, int so_far)
{
    lc_span file;
    double iteration;
    if (so_far == 95 || !take_until_message(&line, &file))
        return so_far;
    if (lc_span_begins(&file, "solver.cpp:") || lc_span_begins(&file, "sgd_solver.cpp:"))
        return take_iteration(&line, &iteration) ? 95 : so_far < 90 ? 90 : so_far;
    bool setup = lc_span_begins(&file, "caffe.cpp:") || lc_span_begins(&file, "net.cpp:");
    return setup && so_far < 70 ? 70 : so_far;
}

static const char *const signs[] = {"] ", NULL};

static const lc_line_form caffe_form = {
    .signs = signs,
    .size = sizeof(caffe),
    .score = caffe_score,
    .line = caffe_line,
    .finish = caffe_finish,
};

const lc_reader lc_reader_caffe = {
    .name = "caffe",
    .summary = "what Caffe logs while it trains",
    .example = "I0517 09:02:01.123456 4711 solver.cpp:228] Iteration 20, loss = 1.9",
    .form = &caffe_form,
    LC_READ_BY_LINES,
};
