/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hf_console.c - the dicts that Hugging Face's Trainer prints, {'loss': 0.5, ..., 'epoch': 0.3},
 * among progress bars and whatever else; also within the lines of Python's logging.
 *
 * An epoch that goes back to where the training began is of another training, and so is what comes
 * after the summary unless it evaluates once more.
 */
#include "read/engine/lines.h"

#include "read/engine/run_boundary.h"
#include "read/engine/hf.h"
#include "read/engine/python_literal.h"

#include <math.h>

typedef struct console {
    lc_run_boundary again;
    bool trained;  /* the current run has a record of training */
    bool finished; /* ... and its summary was there */
    double epoch;  /* of the last record */
    size_t records;
} console;

/* The next dict on the line that Trainer would print; *value is NULL when there is none. */
static lc_status take_record(struct json_object **value, lc_span *line, lc_error *err)
{
    *value = NULL;
    while (lc_span_take_until(line, "{")) {
        lc_span rest = {line->s - 1, line->end};
        struct json_object *found = NULL;
        bool cut = false;
        if (line->s == line->end || *line->s != '\'')
            continue; /* JSON is not what it prints */
        lc_status st = lc_python_literal_take(&found, &cut, &rest, NULL);
        if (st == LC_E_NOMEM)
            return lc_error_nomem(err);
        if (st == LC_OK && !cut && lc_hf_is_record(found)) {
            *value = found;
            line->s = rest.s;
            return LC_OK;
        }
        json_object_put(found);
    }
    return LC_OK;
}

/* Evaluations alone, at one and the same epoch: each is the end of a training of its own. */
static bool is_lone_evaluation(const console *c, double epoch)
{
    return c->again.runs && !c->trained && c->again.first == c->epoch && epoch == c->epoch;
}

static lc_status begin_run(console *c, const lc_lines *in, struct json_object *row)
{
    double epoch = lc_json_get_number(row, "epoch");
    bool trains = lc_json_get(row, "loss") != NULL;
    size_t runs = c->again.runs;
    lc_status st = LC_OK;
    if ((c->finished && trains && epoch < c->epoch) || is_lone_evaluation(c, epoch))
        st = lc_run_boundary_begin(&c->again, in->builder, epoch);
    else if (isfinite(epoch))
        st = lc_run_boundary_at(&c->again, in->builder, epoch);
    if (c->again.runs != runs)
        c->trained = c->finished = false;
    c->trained |= trains;
    c->finished |= lc_hf_is_summary(row);
    c->epoch = epoch;
    return st;
}

static lc_status console_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    console *c = state;
    struct json_object *row = NULL;
    lc_status st = take_record(&row, &line, err);
    while (st == LC_OK && row) {
        st = begin_run(c, in, row);
        if (st == LC_OK)
            st = lc_hf_put(in->builder, row, err);
        c->records++;
        json_object_put(row);
        row = NULL;
        if (st == LC_OK)
            st = take_record(&row, &line, err);
    }
    return st;
}

static lc_status console_finish(void *state, const lc_lines *in, lc_error *err)
{
    const console *c = state;
    (void)in;
    if (c->records == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no dict such as {'loss': 0.5, 'learning_rate': "
                            "1e-05, 'epoch': 0.1}");
    return LC_OK;
}

static int console_score(lc_span line, int so_far)
{
    struct json_object *row = NULL;
    if (so_far || take_record(&row, &line, NULL) != LC_OK || !row)
        return so_far;
    json_object_put(row);
    return 92;
}

static const char *const signs[] = {"{'", NULL};

static const lc_line_form console_form = {
    .signs = signs,
    .size = sizeof(console),
    .score = console_score,
    .line = console_line,
    .finish = console_finish,
};

const lc_reader lc_reader_hf_console = {
    .name = "hf_console",
    .summary = "what Hugging Face's Trainer prints",
    .example = "{'loss': 0.71, 'grad_norm': 1.2, 'learning_rate': 5e-05, 'epoch': 0.1}",
    .form = &console_form,
    LC_READ_BY_LINES,
};
