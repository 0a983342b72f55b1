/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keras_console.c - what Keras 1, 2 and 3 print while they train.
 *
 * "Epoch k/n" opens an epoch. A line with a progress bar or a time and " - name: value" parts is
 * its state; later states replace earlier ones until one says that the epoch is complete. What
 * carriage returns and backspaces overwrite was a state, too; escapes are dropped. Everything
 * else in the log is somebody else's text.
 *
 * Pasted logs often lack the lines of the epochs, or the first of them: a complete state then is an
 * epoch, which gets the number before the next one's, or is counted.
 */
#include "read/engine/lines.h"

#include "base/mem.h"
#include "read/engine/pairs.h"

#include <string.h>

#define STATE_MAX 200        /* [bytes] of a state that are kept to show where values come from */
#define STEP_TIME "/step - " /* "21ms/step - loss: 0.5" */
#define SPELLING_MAX 16      /* [bytes] of a value that is not finite */

/* ---- taking a line apart --------------------------------------------------------------- */

/* "Epoch 3/50"; other text, such as a container's name, may stand before it. */
static bool is_epoch(lc_span t, double *epoch, double *planned)
{
    if (!lc_span_take_until(&t, "Epoch "))
        return false;
    lc_span_skip_blanks(&t);
    if (!lc_span_take_count(&t, epoch) || !lc_span_take_word(&t, "/") ||
        !lc_span_take_count(&t, planned))
        return false;
    lc_span_skip_blanks(&t);
    return t.s == t.end;
}

/* "Train on 121620 samples, validate on 30405 samples" */
static bool is_train_on(lc_span t, double *train, double *validation)
{
    *validation = 0;
    if (!lc_span_take_until(&t, "Train on ") || !lc_span_take_count(&t, train) ||
        !lc_span_take_word(&t, " samples"))
        return false;
    if (lc_span_take_word(&t, ", validate on "))
        lc_span_take_count(&t, validation);
    return true;
}

/* The part up to the next " - ". */
static lc_span take_part(lc_span *t)
{
    return lc_span_take_part(t, " - ");
}

/* "loss: 0.12" */
static bool is_pair(lc_span part, lc_named_value *p)
{
    return lc_pair_is(p, part, ": ");
}

/* "26s 212us/step", "3083s", "45ms/epoch": a digit first, a unit of time behind the number. */
static bool is_time(lc_span part)
{
    double v;
    bool digit = part.s < part.end && *part.s >= '0' && *part.s <= '9';
    return digit && lc_span_take_number(&part, &v) &&
           (lc_span_take_word(&part, "s") || lc_span_take_word(&part, "ms") ||
            lc_span_take_word(&part, "us") || lc_span_take_word(&part, "m") ||
            lc_span_take_word(&part, "h"));
}

static bool is_eta(lc_span part)
{
    return lc_span_take_word(&part, "ETA:");
}

typedef enum progress { NO_STATE, UNDER_WAY, COMPLETE } progress;

/* "37/120" in the line's first part, followed by a bar, a time or nothing; the last one counts,
 * since a log's own prefix may hold another. */
static progress bar_of(lc_span head)
{
    progress found = NO_STATE;
    for (; head.s < head.end; head.s++) {
        lc_span t = head;
        double at, of;
        if (!lc_span_take_count(&t, &at))
            continue;
        head.s = t.s - 1;
        if (!lc_span_take_word(&t, "/"))
            continue;
        if (lc_span_take_word(&t, "Unknown"))
            found = UNDER_WAY;
        else if (lc_span_take_count(&t, &of) && (t.s == t.end || *t.s == ' '))
            found = at >= of ? COMPLETE : UNDER_WAY;
    }
    return found;
}

/* Whether the line is a state of an epoch, and the part of it that holds the pairs. */
static progress state_of(lc_span line, lc_span *pairs)
{
    lc_span first = take_part(&line);
    progress bar = bar_of(first);
    bool timed = false, eta = false, paired = false;
    if (bar == NO_STATE) { /* "3083s - loss: ..." of verbose=2, or " - 2s - loss: ..." */
        lc_span_take_word(&first, "- ");
        while (first.end > first.s && !is_time(first))
            if (!lc_span_take_until(&first, " "))
                first.s = first.end;
        timed = is_time(first);
    }
    *pairs = line;
    while (line.s < line.end) {
        lc_named_value p;
        lc_span part = take_part(&line);
        timed |= is_time(part);
        eta |= is_eta(part);
        paired |= is_pair(part, &p);
    }
    if (!paired || (bar == NO_STATE && !timed))
        return NO_STATE;
    return bar == UNDER_WAY || eta ? UNDER_WAY : COMPLETE;
}

/* ---- the reader ------------------------------------------------------------------------ */

typedef struct value {
    uint32_t id;
    double v;
    char spelling[SPELLING_MAX];
    size_t spelling_len;
} value;

typedef struct console {
    size_t fits;    /* trainings seen: each is a run */
    bool open;      /* an epoch is */
    size_t counted; /* epochs without a line of their own, before any that has one */
    double epoch;
    long epoch_line;
    uint32_t epoch_id;
    progress progress; /* of the state that is kept */
    bool validated;    /* ... and whether it has values of the validation set */
    /* values of training, behind which Paddle prints an evaluation; 0: it doesn't */
    size_t trained;
    long state_line;
    char state_text[STATE_MAX]; /* the state as it was printed */
    size_t state_n;
    value *value;
    size_t value_n, value_cap;
    lc_facts facts; /* of the fit whose first epoch is still to come */
} console;

/* Hand the open epoch over as a record. */
static lc_status end_epoch(console *c, const lc_lines *in)
{
    if (!c->open || c->progress == NO_STATE)
        return LC_OK;
    lc_builder *b = in->builder;
    if (c->progress == UNDER_WAY)
        lc_builder_remark(b, c->epoch_line, "epoch %g breaks off; its last state is kept",
                          c->epoch);
    lc_builder_record(b);
    lc_builder_at_line(b, c->epoch_line, NULL, 0);
    lc_status st = lc_builder_put(b, c->epoch_id, c->epoch);
    lc_builder_at_line(b, c->state_line, c->state_text, c->state_n);
    for (size_t i = 0; i < c->value_n; i++) {
        const value *v = &c->value[i];
        st = lc_builder_put_text(b, v->id, v->v, v->spelling, v->spelling_len);
    }
    c->open = false;
    return st;
}

/* An epoch that starts over before it was complete is the same one. */
static bool is_restart(const console *c, double epoch)
{
    return c->open && c->epoch == epoch && c->progress != COMPLETE;
}

static lc_status begin_fit(console *c, const lc_lines *in)
{
    char name[32];
    if (c->fits++ == 0)
        return LC_OK;
    int n = snprintf(name, sizeof name, "fit %zu", c->fits);
    return lc_builder_begin(in->builder, name, (size_t)n);
}

static lc_status begin_epoch(console *c, const lc_lines *in, double epoch, double planned)
{
    lc_status st = LC_OK;
    bool restart = is_restart(c, epoch);
    if (!restart)
        st = end_epoch(c, in);
    if (st == LC_OK && ((epoch <= 1 && !restart) || c->fits == 0))
        st = begin_fit(c, in);
    if (st == LC_OK)
        st = lc_builder_metric(in->builder, "epoch", 5, &c->epoch_id);
    c->facts.planned_epochs = planned;
    if (st == LC_OK)
        st = lc_builder_facts(in->builder, &c->facts);
    c->facts = (lc_facts){0};
    c->open = true;
    c->epoch = epoch;
    c->epoch_line = in->number;
    c->progress = NO_STATE;
    c->value_n = c->trained = 0;
    return st;
}

static bool has_validation(lc_span pairs)
{
    while (pairs.s < pairs.end) {
        lc_span part = take_part(&pairs);
        if (lc_span_take_word(&part, "val_"))
            return true;
    }
    return false;
}

/* A complete state where no line has opened an epoch is one. */
static lc_status count_epoch(console *c, const lc_lines *in)
{
    lc_status st = begin_epoch(c, in, (double)(c->counted + 1), 0);
    c->counted++;
    return st;
}

/* The state belongs to an epoch that no line has opened. */
static bool is_uncounted(const console *c, progress now, lc_span line, lc_span pairs)
{
    if (now != COMPLETE || (c->open && c->counted == 0) || !lc_span_take_until(&line, STEP_TIME))
        return false;
    return !c->open || c->progress != COMPLETE || c->validated || !has_validation(pairs);
}

static lc_status keep_pair(console *c, const lc_lines *in, const lc_named_value *p, lc_error *err)
{
    char name[LC_NAME_MAX];
    if (!lc_mem_grow(&c->value, &c->value_cap, c->value_n + 1, sizeof *c->value))
        return lc_error_nomem(err);
    value *v = &c->value[c->value_n];
    *v = (value){.v = p->value, .spelling_len = lc_span_length(&p->text)};
    if (v->spelling_len > SPELLING_MAX)
        v->spelling_len = SPELLING_MAX;
    memcpy(v->spelling, p->text.s, v->spelling_len);
    int n = snprintf(name, sizeof name, "%s%.*s", c->trained ? "val_" : "",
                     (int)lc_span_length(&p->name), p->name.s);
    lc_status st = lc_builder_metric(in->builder, name, strnlen(name, (size_t)n), &v->id);
    c->value_n += st == LC_OK;
    return st;
}

/* A state replaces the one before it. What follows a complete one isn't of this epoch, such as
 * evaluate()'s bar, unless it brings the validation's values. */
static lc_status take_state(console *c, const lc_lines *in, progress now, lc_span line,
                            lc_span pairs, lc_error *err)
{
    bool validated = has_validation(pairs);
    if (c->trained == 0 && c->progress == COMPLETE &&
        (now != COMPLETE || c->validated || !validated))
        return LC_OK;
    c->progress = c->trained ? COMPLETE : now;
    c->validated = validated;
    c->value_n = c->trained;
    c->state_line = in->number;
    c->state_n = lc_span_length(&line) < STATE_MAX ? lc_span_length(&line) : STATE_MAX;
    memcpy(c->state_text, line.s, c->state_n);
    lc_status st = LC_OK;
    while (pairs.s < pairs.end && st == LC_OK) {
        lc_named_value p;
        lc_span part = take_part(&pairs);
        if (is_pair(part, &p) && !is_eta(part))
            st = keep_pair(c, in, &p, err);
    }
    return st;
}

static lc_status console_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    console *c = state;
    lc_span pairs;
    double a, b;
    if (is_epoch(line, &a, &b)) {
        if (c->counted == 1 && c->open && a > 1)
            c->epoch = a - 1;
        else if (c->counted == 1 && c->open) { /* what evaluate() printed before */
            c->progress = NO_STATE;
            c->fits = 0;
        }
        lc_status st = begin_epoch(c, in, a, b);
        c->counted = 0;
        return st;
    }
    if (is_train_on(line, &a, &b)) {
        c->facts = (lc_facts){.train_samples = (size_t)a, .validation_samples = (size_t)b};
        return LC_OK;
    }
    if (c->open && c->progress == COMPLETE && lc_span_begins(&line, "Eval begin"))
        c->trained = c->value_n;
    progress now = state_of(line, &pairs);
    lc_status st = is_uncounted(c, now, line, pairs) ? count_epoch(c, in) : LC_OK;
    return st == LC_OK && c->open && now != NO_STATE ? take_state(c, in, now, line, pairs, err)
                                                     : st;
}

static lc_status console_finish(void *state, const lc_lines *in, lc_error *err)
{
    console *c = state;
    lc_status st = end_epoch(c, in);
    if (st == LC_OK && c->fits == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line of Keras such as 'Epoch 1/10'");
    return st;
}

static void console_free(void *state)
{
    lc_mem_free(((console *)state)->value);
}

/* "Epoch 1/10" and a state after it are certainly Keras; the first alone may be a beginning, and states with
 * a time for each step are enough. */
static int console_score(lc_span line, int so_far)
{
    double epoch, planned;
    lc_span pairs;
    bool state = state_of(line, &pairs) != NO_STATE;
    if (so_far && state)
        return 95;
    if (state && lc_span_take_until(&line, STEP_TIME))
        return 30;
    return so_far < 30 && is_epoch(line, &epoch, &planned) ? 30 : so_far;
}

static const char *const signs[] = {"Epoch ", STEP_TIME, NULL};

static const lc_line_form console_form = {
    .signs = signs,
    .size = sizeof(console),
    .score = console_score,
    .line = console_line,
    .finish = console_finish,
    .free = console_free,
};

const lc_reader lc_reader_keras_console = {
    .name = "keras_console",
    .summary = "what Keras prints while it trains, progress bars and all",
    .example = "Epoch 1/10\n36/36 [======] - 1s 9ms/step - loss: 0.71 - val_loss: 0.69",
    .form = &console_form,
    LC_READ_BY_LINES,
};
