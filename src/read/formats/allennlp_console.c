/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * allennlp_console.c - the table that `allennlp train` prints behind each epoch:
 *
 *     Epoch 0/19
 *                         Training |  Validation
 *     accuracy           |     0.543  |     0.601
 *     gpu_0_memory_MB    |  1024.000  |       N/A
 *
 * Known from the source of its console logger. Bars between the tables hold running means, and are
 * passed over.
 */
#include "read/engine/lines.h"

#include "read/engine/named.h"
#include "read/engine/run_boundary.h"

#include <string.h>

#define HEADER "Training |  Validation"

typedef struct allennlp {
    lc_run_boundary again;
    double epoch, epochs; /* of the last line that names them; 0, 0: none did */
    size_t tables;
    bool within; /* the table at hand */
} allennlp;

/* "Epoch 3/19": epochs count from 0, and the last one has the second number. */
static bool take_epoch(allennlp *a, lc_span line)
{
    double epoch, last;
    for (lc_span rest = line; lc_span_take_until(&rest, "Epoch ");) {
        lc_span t = rest;
        if (lc_span_take_count(&t, &epoch) && lc_span_take_word(&t, "/") &&
            lc_span_take_count(&t, &last) && t.s == t.end) {
            a->epoch = epoch;
            a->epochs = last + 1;
            return true;
        }
    }
    return false;
}

static lc_status begin_table(allennlp *a, lc_builder *b)
{
    double epoch = a->epochs > 0 ? a->epoch : (double)a->tables;
    a->within = true;
    a->tables++;
    lc_status st = lc_run_boundary_at(&a->again, b, epoch);
    if (st == LC_OK)
        st = lc_builder_record(b);
    if (st == LC_OK)
        st = lc_named_put_number(b, "epoch", epoch);
    return st == LC_OK ? lc_builder_facts(b, &(lc_facts){.planned_epochs = a->epochs}) : st;
}

static bool is_cell(lc_span cell)
{
    double v;
    return lc_span_is_number(&cell, &v) || lc_span_is(&cell, "N/A");
}

static lc_status put_cell(lc_builder *b, const char *split, lc_span name, lc_span cell)
{
    lc_named_value v = {.name = name, .text = cell};
    return lc_span_is_number(&cell, &v.value) ? lc_named_put(b, split, &v) : LC_OK;
}

static lc_status allennlp_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    allennlp *a = state;
    (void)err;
    lc_builder_at_line(in->builder, in->number, line.s, lc_span_length(&line));
    if (lc_span_has(&line, HEADER))
        return begin_table(a, in->builder);
    if (take_epoch(a, line))
        a->within = false;
    if (lc_span_has(&line, "allennlp."))
        lc_span_take_until(&line, " - "); /* the logger's name */
    lc_span rest = line, name = lc_span_take_part(&rest, "|");
    lc_span training = lc_span_take_part(&rest, "|"), validation = lc_span_trim(rest);
    if (!a->within || name.s == name.end || !is_cell(training) || !is_cell(validation))
        return LC_OK;
    lc_status st = put_cell(in->builder, "training_", name, training);
    return st == LC_OK ? put_cell(in->builder, "validation_", name, validation) : st;
}

static lc_status allennlp_finish(void *state, const lc_lines *in, lc_error *err)
{
    const allennlp *a = state;
    (void)in;
    return a->tables ? LC_OK
                     : lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no '" HEADER "'");
}

static int allennlp_score(lc_span line, int so_far)
{
    return lc_span_has(&line, "  " HEADER) ? 92 : so_far;
}

static const char *const signs[] = {HEADER, NULL};

static const lc_line_form allennlp_form = {
    .signs = signs,
    .size = sizeof(allennlp),
    .bare = true,
    .score = allennlp_score,
    .line = allennlp_line,
    .finish = allennlp_finish,
};

const lc_reader lc_reader_allennlp_console = {
    .name = "allennlp_console",
    .summary = "the tables that allennlp train prints",
    .example = "                    Training |  Validation\n"
               "loss               |     0.691  |     0.661",
    .form = &allennlp_form,
    LC_READ_BY_LINES,
};
