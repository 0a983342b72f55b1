/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format.c - a log format that is one file and one line in read/formats/readers.def. */
#include "read/engine/lines.h"
#include "read/engine/pairs.h"

/* "toy! epoch=1 loss=0.5" */
static lc_status toy_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    lc_pair p;
    (void)state;
    (void)err;
    if (!lc_span_take_word(&line, "toy! "))
        return LC_OK;
    lc_status st = lc_builder_record(in->builder);
    while (st == LC_OK && lc_pair_next(&line, &p))
        st = lc_named_put(in->builder, "", &p.v);
    return st;
}

static int toy_score(lc_span line, int so_far)
{
    return lc_span_begins(&line, "toy! ") ? 100 : so_far;
}

static const lc_line_form toy_form = {.size = 1, .score = toy_score, .line = toy_line};

const lc_reader lc_reader_toy = {
    .name = "toy",
    .summary = "lines that begin with 'toy!'",
    .example = "toy! epoch=1 loss=0.5",
    .form = &toy_form,
    LC_READ_BY_LINES,
};
