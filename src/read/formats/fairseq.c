/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fairseq.c - what fairseq logs, as text or JSON.
 *
 *     2025-01-02 10:00:00 | INFO | train_inner | epoch 001:    100 / 500 loss=9.1, num_updates=100
 *     2025-01-02 10:05:00 | INFO | train | epoch 001 | loss 8.2 | num_updates 500 | lr 0.0001
 *     2025-01-02 10:06:00 | INFO | valid | epoch 001 | valid on 'valid' subset | loss 7.9
 *     2025-01-02 10:06:00 | INFO | valid | {"epoch": 1, "valid_loss": "7.9"}
 *
 * Older versions begin with "| epoch 001" at once. The logger's name tells the split.
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"
#include "model/metric.h"

#include <string.h>

#define NAME_PART 80 /* [bytes] of a set's or a metric's name that count */

/* What a line is of. */
typedef enum logger { NOTHING, INNER, TRAIN, HELD_OUT } logger;

typedef struct row {
    logger logger;
    lc_span split; /* "train", "valid", or the name of another set */
    lc_span rest;  /* from "epoch" on */
} row;

/* ---- taking a line apart --------------------------------------------------------------- */

/* "epoch 001: ..." or "epoch 001 | ...", without a logger before it. */
static logger logger_of_text(lc_span rest)
{
    double epoch;
    if (!lc_span_take_word(&rest, "epoch ") || !lc_span_take_count(&rest, &epoch))
        return NOTHING;
    if (lc_span_take_word(&rest, ":"))
        return INNER;
    return lc_span_take_word(&rest, " | ") ? TRAIN : NOTHING;
}

static logger logger_named(const lc_span *name)
{
    if (lc_span_is(name, "train_inner"))
        return INNER;
    return lc_span_is(name, "train") ? TRAIN : lc_span_has(name, ".") ? NOTHING : HELD_OUT;
}

/* "| valid on 'name' subset | ": which set it is, where the text says it. */
static void take_subset(row *r)
{
    lc_span rest = r->rest, subset;
    if (!lc_span_take_until(&rest, "| valid on '"))
        return;
    r->logger = HELD_OUT;
    subset = rest;
    if (!lc_span_take_until(&rest, "' subset"))
        return;
    subset.end = rest.s - strlen("' subset");
    r->split = subset;
}

/* "date | INFO | logger | rest", or "| rest" of old. */
static bool is_row(lc_span line, row *r)
{
    *r = (row){.rest = line};
    if (lc_span_take_word(&r->rest, "| ")) {
        r->logger = logger_of_text(r->rest);
        r->split = lc_span_of("train");
    } else {
        if (!lc_span_take_until(&r->rest, " | INFO | "))
            return false;
        r->split = lc_span_take_part(&r->rest, " | ");
        if (!lc_span_begins(&r->rest, "{\"epoch\"") && logger_of_text(r->rest) == NOTHING)
            return false;
        r->logger = logger_named(&r->split);
    }
    if (r->logger != NOTHING)
        take_subset(r);
    return r->logger != NOTHING;
}

/* ---- the reader ------------------------------------------------------------------------ */

typedef struct fairseq {
    lc_run_boundary again;
    bool counts; /* rows say how many updates there were */
} fairseq;

/* The name without the set's, which the JSON has before it already. */
static lc_span bare_name(const row *r, lc_span name)
{
    size_t n = lc_span_length(&r->split);
    if (r->logger == INNER || n == 0 || lc_span_length(&name) <= n || name.s[n] != '_')
        return name;
    lc_span split = {name.s, name.s + n};
    return lc_span_equals(&split, &r->split) ? (lc_span){split.end + 1, name.end} : name;
}

static int part_length(const lc_span *part)
{
    size_t n = lc_span_length(part);
    return n < NAME_PART ? (int)n : NAME_PART;
}

/* The metric's name: "valid_loss" and "train_loss" as in the JSON, "valid_x_loss" of further sets,
 * so that it tells the split. A mean over a whole epoch is another thing than one since the line
 * before, which keeps its bare name. */
static size_t name_of(char out[LC_NAME_MAX], const row *r, lc_span bare)
{
    if (r->logger == INNER)
        return (size_t)snprintf(out, LC_NAME_MAX, "%.*s", part_length(&bare), bare.s);
    bool told = lc_metric_split_word(r->split.s, lc_span_length(&r->split)) != LC_SPLIT_NONE;
    return (size_t)snprintf(out, LC_NAME_MAX, "%s%.*s_%.*s", told ? "" : "valid_",
                            part_length(&r->split), r->split.s, part_length(&bare), bare.s);
}

/* What is no metric of its own: the best value so far, the part of the epoch that is done, and the
 * clock since the start, which would be taken for "train_wall". */
static bool is_aside(const lc_span *bare)
{
    return lc_span_begins(bare, "best_") || lc_span_is(bare, "update") || lc_span_is(bare, "wall");
}

static lc_status put_pair(lc_builder *b, const row *r, const lc_named_value *v)
{
    static const char *const how[] = {[INNER] = "mean over the updates since the line before",
                                      [TRAIN] = "mean over the epoch's updates"};
    char name[LC_NAME_MAX];
    uint32_t id;
    lc_span bare = bare_name(r, v->name);
    if (is_aside(&bare))
        return LC_OK;
    size_t len = name_of(name, r, bare);
    lc_status st = lc_builder_metric(b, name, len, &id);
    if (st == LC_OK)
        st = lc_builder_put_text(b, id, v->value, v->text.s, lc_span_length(&v->text));
    if (st == LC_OK && r->logger != HELD_OUT && lc_span_ends(&bare, "loss"))
        st = lc_builder_averaged(b, id, how[r->logger]);
    return st;
}

static bool is_updates(const lc_span *name)
{
    return lc_span_ends(name, "num_updates");
}

/* Epoch and updates of a row; -1 where it doesn't name them. */
static void axes_of(lc_span rest, double *epoch, double *updates)
{
    lc_pair p;
    *epoch = *updates = -1;
    while (lc_pair_next(&rest, &p))
        if (lc_span_is(&p.v.name, "epoch"))
            *epoch = p.v.value;
        else if (is_updates(&p.v.name))
            *updates = p.v.value;
}

/* All pairs of the row but its axes, into the record. */
static lc_status put_pairs(lc_builder *b, const row *r)
{
    lc_span rest = r->rest;
    lc_pair p;
    lc_status st = LC_OK;
    while (st == LC_OK && lc_pair_next(&rest, &p)) {
        bool axis = lc_span_is(&p.v.name, "epoch") || is_updates(&p.v.name);
        if (!axis && lc_span_length(&p.v.name) > 0)
            st = put_pair(b, r, &p.v);
    }
    return st;
}

static lc_status fairseq_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    fairseq *f = state;
    lc_builder *b = in->builder;
    row r;
    double epoch, updates;
    if (!is_row(line, &r))
        return LC_OK;
    axes_of(r.rest, &epoch, &updates);
    if (updates < 0 && (f->counts || epoch < 0))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "the line breaks off before num_updates");
    f->counts |= updates >= 0;
    lc_status st = lc_run_boundary_at(&f->again, b, f->counts ? updates : epoch);
    if (st == LC_OK)
        st = lc_builder_record(b);
    if (st == LC_OK && epoch >= 0)
        st = lc_named_put_number(b, "epoch", epoch);
    if (st == LC_OK && updates >= 0)
        st = lc_named_put_number(b, "num_updates", updates);
    return st == LC_OK ? put_pairs(b, &r) : st;
}

static int fairseq_score(lc_span line, int so_far)
{
    row r;
    if (so_far == 95)
        return so_far;
    if (is_row(line, &r) && lc_span_has(&r.rest, "loss"))
        return 95;
    /* Before its first row a log says a lot about itself. */
    return so_far < 88 && lc_span_has(&line, " | INFO | fairseq") ? 88 : so_far;
}

static const char *const signs[] = {"| ", NULL};

static const lc_line_form fairseq_form = {
    .signs = signs,
    .size = sizeof(fairseq),
    .score = fairseq_score,
    .line = fairseq_line,
};

const lc_reader lc_reader_fairseq = {
    .name = "fairseq",
    .summary = "what fairseq logs, as text or JSON",
    .example = "2025-01-02 10:00:00 | INFO | train_inner | epoch 001:    100 / 500 loss=9.1, "
               "num_updates=100",
    .form = &fairseq_form,
    LC_READ_BY_LINES,
};
