/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modded_nanogpt.c - logs of the NanoGPT speedrun.
 *
 *     step:125/1750 train_loss:4.5012 train_time:18120ms step_avg:157.57ms
 *     step:125/1750 val_loss:4.4464 train_time:18121ms step_avg:157.58ms
 *
 * The trainer writes its own source code and nvidia-smi's table before them, and what it downloads
 * may draw progress bars in between.
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

#include <string.h>

/* A line of a step that tells a loss; others tell the time alone. */
static bool is_row(lc_span *t, double *step)
{
    double of;
    return lc_span_take_word(t, "step:") && lc_span_take_count(t, step) &&
           lc_span_take_word(t, "/") && lc_span_take_count(t, &of) &&
           (lc_span_begins(t, " train_loss:") || lc_span_begins(t, " val_loss:"));
}

static lc_status modded_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    double step;
    bool same;
    size_t n = 0;
    if (!is_row(&line, &step))
        return LC_OK;
    lc_status st = lc_steps_at(state, in->builder, "step", step, &same);
    if (st == LC_OK)
        st = lc_steps_put(in->builder, line, same, &n);
    return st == LC_OK && n == 0
               ? lc_builder_malformed(in->builder, in->number, err, "expected a loss")
               : st;
}

static int modded_score(lc_span line, int so_far)
{
    double step;
    if (so_far == 95 || !is_row(&line, &step))
        return so_far;
    return so_far ? 95 : 90;
}

/* Where the source code is longer than the head, its last part prints such lines. */
static int modded_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    const char *base = lc_probe_buffer_basename(head);
    size_t n = strlen(base);
    int score = lc_lines_probe(self, head);
    if (score > 0 || head->whole || (n > 3 && strcmp(base + n - 3, ".py") == 0))
        return score;
    for (size_t i = 0; i < head->lines; i++)
        if (lc_span_has(&head->line[i], "code = f.read() # read the code of this file ASAP"))
            return 50;
    return 0;
}

static const lc_line_form modded_form = {
    .size = sizeof(lc_run_boundary),
    .score = modded_score,
    .line = modded_line,
};

const lc_reader lc_reader_modded_nanogpt = {
    .name = "modded_nanogpt",
    .summary = "logs of the NanoGPT speedrun, below the trainer's source code",
    .example = "step:125/1750 val_loss:4.4464 train_time:18121ms step_avg:157.58ms",
    .form = &modded_form,
    .within_text = true,
    .probe = modded_probe,
    .open = lc_lines_open,
    .feed = lc_lines_feed,
    .finish = lc_lines_finish,
    .close = lc_lines_close,
};
