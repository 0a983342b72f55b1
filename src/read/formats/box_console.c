/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * box_console.c - boxes of names and values, as Stable-Baselines, Spinning Up and their heirs print them:
 *
 *     ---------------------------------
 *     | rollout/           |          |
 *     |    ep_rew_mean     | 21.5     |
 *     | time/              |          |
 *     |    total_timesteps | 2048     |
 *     ---------------------------------
 *
 * Each box is a record; a name that ends in '/' goes before those below it. A run is read along the
 * steps that all environments took together.
 */
#include "read/engine/lines.h"

#include "read/engine/named.h"

#include <string.h>

#define GROUP 64      /* [bytes] of a name that goes before others */
#define RULE_DASHES 8 /* that the rim of a box has at least */

typedef struct box {
    char group[GROUP];
    bool within; /* a box */
    bool filled; /* ... that has a value */
    size_t records;
} box;

static bool is_rim(lc_span line)
{
    line = lc_span_trim(line);
    size_t n = lc_span_length(&line);
    for (; line.s < line.end; line.s++)
        if (*line.s != '-' && *line.s != '+')
            return false;
    return n >= RULE_DASHES;
}

/* "| name | value |" */
static bool is_cells(lc_span line, lc_span *name, lc_span *value)
{
    line = lc_span_trim(line);
    if (!lc_span_take_word(&line, "|") || !lc_span_ends(&line, "|"))
        return false;
    line.end--;
    *name = lc_span_take_part(&line, "|");
    *value = lc_span_trim(line);
    return lc_span_length(name) > 0 && !lc_span_has(value, "|");
}

static bool is_number(const lc_span *value, double *v)
{
    return lc_span_is_number(value, v) || lc_span_is_thousands(value, v);
}

static lc_status put(box *x, lc_builder *b, lc_span name, lc_span value, double v)
{
    char text[LC_NAME_MAX];
    uint32_t id;
    int n = snprintf(text, sizeof text, "%s%.*s", x->group, (int)lc_span_length(&name), name.s);
    lc_status st = x->filled ? LC_OK : lc_builder_record(b);
    x->records += !x->filled;
    x->filled = true;
    if (st == LC_OK)
        st = lc_builder_metric(b, text, strnlen(text, n > 0 ? (size_t)n : 0), &id);
    if (st == LC_OK && lc_span_is(&name, "total_timesteps"))
        st = lc_builder_axis(b, id, LC_STEP);
    return st == LC_OK ? lc_builder_put_text(b, id, v, value.s, lc_span_length(&value)) : st;
}

static lc_status box_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    box *x = state;
    lc_span name, value;
    double v;
    (void)err;
    if (is_rim(line)) {
        x->within = true;
        x->filled = false;
        *x->group = '\0';
        return LC_OK;
    }
    if (!x->within || !is_cells(line, &name, &value))
        return LC_OK;
    if (lc_span_length(&value) == 0 && name.end[-1] == '/')
        snprintf(x->group, sizeof x->group, "%.*s", (int)lc_span_length(&name), name.s);
    return is_number(&value, &v) ? put(x, in->builder, name, value, v) : LC_OK;
}

static lc_status box_finish(void *state, const lc_lines *in, lc_error *err)
{
    const box *x = state;
    (void)in;
    return x->records ? LC_OK
                      : lc_error_set(err, LC_E_FORMAT, 0,
                                     "not a training log: no box of lines '| name | value |'");
}

/* Boxes of three lines and more, of which one is a number. */
static int box_score(lc_span line, int so_far)
{
    lc_span name, value;
    double v;
    if (so_far >= 70)
        return so_far;
    if (is_rim(line))
        return 1;
    if (so_far == 0 || !is_cells(line, &name, &value))
        return so_far;
    bool known = lc_span_length(&value) == 0 || is_number(&value, &v);
    return !known ? 0 : so_far == 3 ? 70 : so_far + 1;
}

static int box_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    int score = lc_lines_probe(self, head);
    return score >= 70 ? score : 0;
}

static const lc_line_form box_form = {
    .size = sizeof(box),
    .score = box_score,
    .line = box_line,
    .finish = box_finish,
};

const lc_reader lc_reader_box_console = {
    .name = "box_console",
    .summary = "boxes of names and values, as Stable-Baselines3 prints them",
    .example = "---------------------------------\n| rollout/           |          |\n"
               "|    ep_rew_mean     | 21.5     |\n| time/              |          |\n"
               "|    total_timesteps | 2048     |\n---------------------------------",
    .within_text = true,
    .form = &box_form,
    .probe = box_probe,
    .open = lc_lines_open,
    .feed = lc_lines_feed,
    .finish = lc_lines_finish,
    .close = lc_lines_close,
};
