/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flower.c - what Flower's server logs of federated training: its rounds as they pass, and at the end
 * its history, as versions from 1.0 and those from 1.8 on print it.
 *
 *     initial parameters (loss, other metrics): 2.30, {'accuracy': 0.1}
 *     fit progress: (1, 1.88, {'accuracy': 0.33}, 20.5)          round, loss, metrics, seconds
 *     app_fit: losses_distributed [(1, 1.90), (2, 1.45)]
 *     app_fit: metrics_centralized {'accuracy': [(0, 0.1), (1, 0.33)]}
 *
 *     History (loss, distributed):
 *         round 1: 1.90
 *     History (metrics, distributed, evaluate):
 *     {'accuracy': [(1, 0.32), (2, 0.47)]}
 *
 * Known from the source of its History class. "distributed" was measured by the clients, behind
 * "fit" on what they train on, else on what they hold out; "centralized" by the server.
 */
#include "read/engine/lines.h"

#include "read/engine/named.h"

#include <string.h>

#define METRIC_MAX 80 /* [bytes] of a metric's name */

typedef struct flower {
    const char *section; /* what goes before the names of what follows; NULL: none does */
    char metric[METRIC_MAX + 1];
    bool live;   /* rounds were read as they passed, */
    double last; /* up to this one */
    size_t values;
} flower;

/* Sections of the history; the first that fits. */
static const struct {
    const char *begins, *before;
    bool losses;
} sections[] = {
    {"History (loss, distributed):", "eval distributed ", true},
    {"History (loss, centralized):", "eval centralized ", true},
    {"History (metrics, distributed, fit):", "train distributed ", false},
    {"History (metrics, distributed, evaluate):", "eval distributed ", false},
    {"History (metrics, distributed):", "eval distributed ", false},
    {"History (metrics, centralized):", "eval centralized ", false},
    {"losses_distributed ", "eval distributed ", true},
    {"losses_centralized ", "eval centralized ", true},
    {"metrics_distributed_fit ", "train distributed ", false},
    {"metrics_distributed ", "eval distributed ", false},
    {"metrics_centralized ", "eval centralized ", false},
};

static bool is_centralized(const flower *f)
{
    return strcmp(f->section, "eval centralized ") == 0;
}

static void name_metric(flower *f, lc_span name)
{
    size_t n = lc_span_length(&name);
    n = n < METRIC_MAX ? n : METRIC_MAX;
    memcpy(f->metric, name.s, n);
    f->metric[n] = '\0';
}

static lc_status put(flower *f, const lc_lines *in, double round, double value, lc_span text)
{
    const lc_named_value v = {.name = lc_span_of(f->metric), .text = text, .value = value};
    lc_builder_is_one_run(in->builder);
    f->values++;
    lc_status st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_named_put_number(in->builder, "round", round);
    return st == LC_OK ? lc_named_put(in->builder, f->section, &v) : st;
}

/* The history says once more what was read as it passed. */
static bool is_known(const flower *f, double round)
{
    return f->live && is_centralized(f) && round <= f->last;
}

/* "1, 1.88" */
static bool take_point(lc_span *t, double *round, double *value, lc_span *text)
{
    if (!lc_span_take_count(t, round) || !lc_span_take_word(t, ", "))
        return false;
    text->s = t->s;
    bool number = lc_span_take_number(t, value);
    text->end = t->s;
    return number;
}

/* "{'accuracy': 0.33, ...}" of a round */
static lc_status put_members(flower *f, const lc_lines *in, double round, lc_span rest)
{
    double value;
    lc_status st = LC_OK;
    while (st == LC_OK && lc_span_take_until(&rest, "'")) {
        lc_span name = rest, text;
        if (!lc_span_take_until(&rest, "': "))
            break;
        name.end = rest.s - strlen("': ");
        text.s = rest.s;
        if (!lc_span_take_number(&rest, &value))
            continue;
        text.end = rest.s;
        name_metric(f, name);
        st = put(f, in, round, value, text);
    }
    return st;
}

/* A round as it passes: "1, 1.88, {'accuracy': 0.33}, 20.5)"; the initial parameters' has no number. */
static lc_status take_progress(flower *f, const lc_lines *in, bool initial, lc_span rest)
{
    double round = 0, value;
    lc_span text;
    if (!initial && (!lc_span_take_count(&rest, &round) || !lc_span_take_word(&rest, ", ")))
        return LC_OK;
    text.s = rest.s;
    if (!lc_span_take_number(&rest, &value))
        return LC_OK;
    text.end = rest.s;
    f->last = round;
    f->live = true;
    f->section = "eval centralized ";
    name_metric(f, lc_span_of("loss"));
    lc_status st = put(f, in, round, value, text);
    if (st == LC_OK && lc_span_take_until(&rest, "{"))
        st = put_members(f, in, round, rest);
    f->section = NULL;
    return st;
}

/* "'accuracy': [(1, 0.32), (2, 0.47)]", or a line of it */
static lc_status take_lists(flower *f, const lc_lines *in, lc_span rest)
{
    lc_status st = LC_OK;
    double round, value;
    for (; st == LC_OK && rest.s < rest.end; rest.s++) {
        lc_span t = rest, text, name;
        if (lc_span_take_word(&t, "'")) {
            name = t;
            if (!lc_span_take_until(&t, "': ["))
                continue;
            name.end = t.s - strlen("': [");
            name_metric(f, name);
            rest.s = t.s - 1;
        } else if (lc_span_take_word(&t, "(") && take_point(&t, &round, &value, &text) &&
                   lc_span_begins(&t, ")") && *f->metric) {
            rest = t;
            st = is_known(f, round) ? LC_OK : put(f, in, round, value, text);
        }
    }
    return st;
}

/* "round 1: 1.90" */
static lc_status take_round(flower *f, const lc_lines *in, lc_span rest)
{
    double round, value;
    lc_span text;
    if (!lc_span_take_count(&rest, &round) || !lc_span_take_word(&rest, ": "))
        return LC_OK;
    text = lc_span_trim(rest);
    return lc_span_is_number(&text, &value) && !is_known(f, round) ? put(f, in, round, value, text)
                                                                   : LC_OK;
}

static bool take_section(flower *f, lc_span *rest)
{
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (lc_span_take_until(rest, sections[i].begins)) {
            f->section = sections[i].before;
            name_metric(f, lc_span_of(sections[i].losses ? "loss" : ""));
            return true;
        }
    return false;
}

static lc_status flower_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    flower *f = state;
    lc_span rest = line;
    (void)err;
    lc_builder_at_line(in->builder, in->number, line.s, lc_span_length(&line));
    if (lc_span_take_until(&rest, "fit progress: ("))
        return take_progress(f, in, false, rest);
    if (lc_span_take_until(&rest, "initial parameters (loss, other metrics): "))
        return take_progress(f, in, true, rest);
    if (!take_section(f, &rest) && !f->section)
        return LC_OK;
    lc_span round = rest;
    if (lc_span_take_until(&round, "\tround ") || lc_span_take_until(&round, "  round "))
        return take_round(f, in, round);
    return take_lists(f, in, rest);
}

static lc_status flower_finish(void *state, const lc_lines *in, lc_error *err)
{
    const flower *f = state;
    (void)in;
    return f->values ? LC_OK
                     : lc_error_set(err, LC_E_FORMAT, 0,
                                    "not a training log: no history and no 'fit progress'");
}

static const char *const signs[] = {"History (loss, ", "History (metrics, ", "app_fit: losses_",
                                    "fit progress: (", NULL};

static int flower_score(lc_span line, int so_far)
{
    for (const char *const *sign = signs; *sign; sign++)
        if (lc_span_has(&line, *sign))
            return 92;
    return so_far;
}

static const lc_line_form flower_form = {
    .signs = signs,
    .size = sizeof(flower),
    .score = flower_score,
    .line = flower_line,
    .finish = flower_finish,
};

const lc_reader lc_reader_flower = {
    .name = "flower",
    .summary = "the log of Flower's server: rounds of federated training, and its history",
    .example = "History (loss, distributed):\n\tround 1: 1.9011\n\tround 2: 1.4511",
    .form = &flower_form,
    LC_READ_BY_LINES,
};
