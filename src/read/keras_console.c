/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keras_console.c - what Keras 1, 2 and 3 print while they train.
 *
 * "Epoch k/n" opens an epoch. A line with a progress bar or a time and " - name: value" parts is
 * its state; later states replace earlier ones until one says that the epoch is complete. What
 * carriage returns and backspaces overwrite was a state, too; escapes are dropped. Everything
 * else in the log is somebody else's text.
 */
#include "read/reader.h"

#include "base/mem.h"
#include "base/number.h"

#include <string.h>

#define SHOWN_MAX 65536  /* [bytes] of a line that are looked at; a bar with values has some 300 */
#define SPELLING_MAX 16  /* [bytes] of a value that is not finite */

/* ---- taking a line apart --------------------------------------------------------------- */

/* What is left to read of a line. */
typedef struct text {
    const char *s, *end;
} text;

static size_t length(const text *t)
{
    return (size_t)(t->end - t->s);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_blanks(text *t)
{
    while (t->s < t->end && (*t->s == ' ' || *t->s == '\t'))
        t->s++;
}

static bool take_word(text *t, const char *word)
{
    size_t n = strlen(word);
    if (length(t) < n || memcmp(t->s, word, n) != 0)
        return false;
    t->s += n;
    return true;
}

static bool take_count(text *t, double *v)
{
    const char *begin = t->s;
    double n = 0;
    while (t->s < t->end && is_digit(*t->s) && t->s - begin < 15)
        n = n * 10 + (*t->s++ - '0');
    *v = n;
    return t->s != begin;
}

/* Move to behind the first `word`; false, and nothing moved, when there is none. */
static bool take_until(text *t, const char *word)
{
    size_t n = strlen(word);
    for (text rest = *t; length(&rest) >= n; rest.s++) {
        const char *s = memchr(rest.s, word[0], length(&rest) - n + 1);
        if (!s)
            return false;
        rest.s = s;
        if (memcmp(s, word, n) == 0) {
            t->s = s + n;
            return true;
        }
    }
    return false;
}

/* "Epoch 3/50"; other text, such as a container's name, may stand before it. */
static bool is_epoch(text t, double *epoch, double *planned)
{
    if (!take_until(&t, "Epoch "))
        return false;
    skip_blanks(&t);
    if (!take_count(&t, epoch) || !take_word(&t, "/") || !take_count(&t, planned))
        return false;
    skip_blanks(&t);
    return t.s == t.end;
}

/* "Train on 121620 samples, validate on 30405 samples" */
static bool is_train_on(text t, double *train, double *validation)
{
    *validation = 0;
    if (!take_until(&t, "Train on ") || !take_count(&t, train) || !take_word(&t, " samples"))
        return false;
    if (take_word(&t, ", validate on "))
        take_count(&t, validation);
    return true;
}

/* The part up to the next " - ", without outer blanks. */
static text take_part(text *t)
{
    text part = *t;
    if (take_until(t, " - "))
        part.end = t->s - 3;
    else
        t->s = t->end;
    skip_blanks(&part);
    while (part.end > part.s && (part.end[-1] == ' ' || part.end[-1] == '\t'))
        part.end--;
    return part;
}

typedef struct pair {
    text name, spelling;
    double value;
} pair;

/* "loss: 0.12" */
static bool is_pair(text part, pair *p)
{
    text rest = part;
    p->name.s = part.s;
    if (!take_until(&rest, ": "))
        return false;
    for (text more = rest; take_until(&more, ": ");)
        rest = more; /* a name may hold a colon */
    p->name.end = rest.s - 2;
    skip_blanks(&rest);
    p->spelling = rest;
    return length(&p->name) > 0 && length(&rest) > 0 &&
           lc_number_read(&p->value, rest.s, length(&rest)) == length(&rest);
}

/* "26s 212us/step", "3083s", "45ms/epoch": a digit first, a unit of time behind the number. */
static bool is_time(text part)
{
    double v;
    size_t n = length(&part) && is_digit(*part.s) ? lc_number_read(&v, part.s, length(&part)) : 0;
    part.s += n;
    return n && (take_word(&part, "s") || take_word(&part, "ms") || take_word(&part, "us") ||
                 take_word(&part, "m") || take_word(&part, "h"));
}

static bool is_eta(text part)
{
    return take_word(&part, "ETA:");
}

typedef enum progress { NO_STATE, UNDER_WAY, COMPLETE } progress;

/* "37/120" in the line's first part, followed by a bar, a time or nothing; the last one counts,
 * since a log's own prefix may hold another. */
static progress bar_of(text head)
{
    progress found = NO_STATE;
    for (; head.s < head.end; head.s++) {
        text t = head;
        double at, of;
        if (!take_count(&t, &at))
            continue;
        head.s = t.s - 1;
        if (!take_word(&t, "/"))
            continue;
        if (take_word(&t, "Unknown"))
            found = UNDER_WAY;
        else if (take_count(&t, &of) && (t.s == t.end || *t.s == ' '))
            found = at >= of ? COMPLETE : UNDER_WAY;
    }
    return found;
}

/* Whether the line is a state of an epoch, and the part of it that holds the pairs. */
static progress state_of(text line, text *pairs)
{
    text first = take_part(&line);
    progress bar = bar_of(first);
    bool timed = false, eta = false, paired = false;
    if (bar == NO_STATE) { /* "3083s - loss: ..." of verbose=2, or " - 2s - loss: ..." */
        take_word(&first, "- ");
        while (first.end > first.s && !is_time(first))
            if (!take_until(&first, " "))
                first.s = first.end;
        timed = is_time(first);
    }
    *pairs = line;
    while (line.s < line.end) {
        pair p;
        text part = take_part(&line);
        timed |= is_time(part);
        eta |= is_eta(part);
        paired |= is_pair(part, &p);
    }
    if (!paired || (bar == NO_STATE && !timed))
        return NO_STATE;
    return bar == UNDER_WAY || eta ? UNDER_WAY : COMPLETE;
}

/* ---- bytes to lines -------------------------------------------------------------------- */

typedef enum escape { NO_ESCAPE, ESCAPE, ESCAPE_CODE, ESCAPE_TITLE } escape;

/* The line that a terminal would show. */
typedef struct screen {
    escape escape;
    char *shown;
    size_t n, cap;
    bool nomem;
} screen;

/* True when the byte belongs to an escape sequence. */
static bool in_escape(screen *w, char byte)
{
    switch (w->escape) {
    case NO_ESCAPE:
        w->escape = byte == '\x1b' ? ESCAPE : NO_ESCAPE;
        return byte == '\x1b';
    case ESCAPE:
        w->escape = byte == '[' ? ESCAPE_CODE : byte == ']' ? ESCAPE_TITLE : NO_ESCAPE;
        return true;
    case ESCAPE_CODE: /* parameters, up to a letter */
        w->escape = byte >= '@' && byte <= '~' ? NO_ESCAPE : ESCAPE_CODE;
        return true;
    default:
        w->escape = byte == '\a' ? NO_ESCAPE : ESCAPE_TITLE;
        return true;
    }
}

/* True when the byte ends what was shown: a new line, or what will overwrite this one. */
static bool ends_line(screen *w, char byte)
{
    if (byte == '\n')
        w->escape = NO_ESCAPE;
    if (in_escape(w, byte))
        return false;
    if (byte == '\n' || byte == '\r' || byte == '\b')
        return true;
    if (w->n >= SHOWN_MAX)
        return false;
    if (!lc_mem_grow(&w->shown, &w->cap, w->n + 1, 1))
        w->nomem = true;
    else
        w->shown[w->n++] = byte;
    return false;
}

static text shown(const screen *w)
{
    return (text){w->shown, w->n ? w->shown + w->n : w->shown};
}

/* ---- the reader ------------------------------------------------------------------------ */

typedef struct value {
    uint32_t id;
    double v;
    char spelling[SPELLING_MAX];
    size_t spelling_len;
} value;

typedef struct console {
    lc_builder *builder;
    long line;
    screen screen;

    size_t fits;     /* trainings seen: each is a run */
    bool open;       /* an epoch is */
    double epoch;
    long epoch_line;
    uint32_t epoch_id;
    progress progress; /* of the state that is kept */
    bool validated;    /* ... and whether it has values of the validation set */
    value *value;
    size_t value_n, value_cap;
    lc_facts facts;    /* of the fit whose first epoch is still to come */
} console;

/* Hand the open epoch over as a record. */
static lc_status end_epoch(console *c)
{
    if (!c->open || c->progress == NO_STATE)
        return LC_OK;
    lc_builder *b = c->builder;
    if (c->progress == UNDER_WAY)
        lc_builder_remark(b, c->epoch_line, "epoch %g breaks off; its last state is kept",
                          c->epoch);
    lc_builder_record(b);
    lc_status st = lc_builder_put(b, c->epoch_id, c->epoch);
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

static lc_status begin_fit(console *c)
{
    char name[32];
    if (c->fits++ == 0)
        return LC_OK;
    int n = snprintf(name, sizeof name, "fit %zu", c->fits);
    return lc_builder_begin(c->builder, name, (size_t)n);
}

static lc_status begin_epoch(console *c, double epoch, double planned)
{
    lc_status st = LC_OK;
    bool restart = is_restart(c, epoch);
    if (!restart)
        st = end_epoch(c);
    if (st == LC_OK && ((epoch <= 1 && !restart) || c->fits == 0))
        st = begin_fit(c);
    if (st == LC_OK)
        st = lc_builder_metric(c->builder, "epoch", 5, &c->epoch_id);
    c->facts.planned_epochs = planned;
    if (st == LC_OK)
        st = lc_builder_facts(c->builder, &c->facts);
    c->facts = (lc_facts){0};
    c->open = true;
    c->epoch = epoch;
    c->epoch_line = c->line;
    c->progress = NO_STATE;
    c->value_n = 0;
    return st;
}

static lc_status keep_pair(console *c, const pair *p, lc_error *err)
{
    if (!lc_mem_grow(&c->value, &c->value_cap, c->value_n + 1, sizeof *c->value))
        return lc_error_nomem(err);
    value *v = &c->value[c->value_n];
    *v = (value){.v = p->value, .spelling_len = length(&p->spelling)};
    if (v->spelling_len > SPELLING_MAX)
        v->spelling_len = SPELLING_MAX;
    memcpy(v->spelling, p->spelling.s, v->spelling_len);
    lc_status st = lc_builder_metric(c->builder, p->name.s, length(&p->name), &v->id);
    c->value_n += st == LC_OK;
    return st;
}

static bool has_validation(text pairs)
{
    while (pairs.s < pairs.end) {
        text part = take_part(&pairs);
        if (take_word(&part, "val_"))
            return true;
    }
    return false;
}

/* A state replaces the one before it. What follows a complete one isn't of this epoch, such as
 * evaluate()'s bar, unless it brings the validation's values. */
static lc_status take_state(console *c, progress now, text pairs, lc_error *err)
{
    bool validated = has_validation(pairs);
    if (c->progress == COMPLETE && (now != COMPLETE || c->validated || !validated))
        return LC_OK;
    c->progress = now;
    c->validated = validated;
    c->value_n = 0;
    lc_status st = LC_OK;
    while (pairs.s < pairs.end && st == LC_OK) {
        pair p;
        text part = take_part(&pairs);
        if (is_pair(part, &p) && !is_eta(part))
            st = keep_pair(c, &p, err);
    }
    return st;
}

static lc_status take_line(console *c, lc_error *err)
{
    text line = shown(&c->screen), pairs;
    double a, b;
    if (line.s == line.end)
        return LC_OK;
    if (is_epoch(line, &a, &b))
        return begin_epoch(c, a, b);
    if (is_train_on(line, &a, &b)) {
        c->facts = (lc_facts){.train_samples = (size_t)a, .validation_samples = (size_t)b};
        return LC_OK;
    }
    progress now = c->open ? state_of(line, &pairs) : NO_STATE;
    return now == NO_STATE ? LC_OK : take_state(c, now, pairs, err);
}

static lc_status console_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    console *c = state;
    lc_status st = LC_OK;
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        if (!ends_line(&c->screen, bytes[i]))
            continue;
        st = take_line(c, err);
        c->screen.n = 0;
        c->line += bytes[i] == '\n';
    }
    return c->screen.nomem ? lc_error_nomem(err) : st;
}

static void console_close(void *state)
{
    console *c = state;
    if (!c)
        return;
    lc_mem_free(c->screen.shown);
    lc_mem_free(c->value);
    lc_mem_free(c);
}

static lc_status console_open(void **state, lc_builder *b, const lc_read_options *options,
                              lc_error *err)
{
    (void)options;
    console *c = lc_mem_resize(NULL, 1, sizeof *c);
    if (!c)
        return lc_error_nomem(err);
    *c = (console){.builder = b, .line = 1};
    *state = c;
    return LC_OK;
}

static lc_status console_finish(void *state, lc_error *err)
{
    console *c = state;
    lc_status st = take_line(c, err);
    if (st == LC_OK)
        st = end_epoch(c);
    if (st == LC_OK && c->fits == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line of Keras such as 'Epoch 1/10'");
    return st;
}

/* ---- the probe ------------------------------------------------------------------------- */

/* "Epoch 1/10" and a state after it are certainly Keras; the first alone may be a beginning. */
static int console_probe(const char *head, size_t n, bool whole, const char *name)
{
    screen w = {.escape = NO_ESCAPE};
    int bid = 0;
    (void)whole;
    (void)name;
    for (size_t i = 0; i <= n && bid < 95; i++) {
        double epoch, planned;
        text pairs;
        if (i < n && !ends_line(&w, head[i]))
            continue;
        if (bid && state_of(shown(&w), &pairs) != NO_STATE)
            bid = 95;
        else if (is_epoch(shown(&w), &epoch, &planned))
            bid = 30;
        w.n = 0;
    }
    lc_mem_free(w.shown);
    return bid;
}

const lc_reader lc_reader_keras_console = {
    .name = "keras_console",
    .summary = "what Keras prints while it trains, progress bars and all",
    .example = "Epoch 1/10\n36/36 [======] - 1s 9ms/step - loss: 0.71 - val_loss: 0.69",
    .looks_for = "Keras progress lines",
    .probe = console_probe,
    .open = console_open,
    .feed = console_feed,
    .finish = console_finish,
    .close = console_close,
};
