/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lightning_console.c - the progress bars and result tables of PyTorch Lightning.
 *
 *     Epoch 3: 100%|####| 391/391 [00:20<00:00, 19.1it/s, v_num=0, train_loss=0.51]
 *     Epoch 3/9 ---- 391/391 0:00:20 - 0:00:00 19.1it/s v_num: 0.000 train_loss: 0.510
 *
 * The second is Rich's, whose bar and bullet are other signs, and whose metrics may go on in lines
 * below. A bar is a state of its epoch, and the last one counts; where it shows the step as well, as
 * NeMo's do, "global_step=17.0", each step does. The tables of validate() and
 * test() are values of the epoch that came before. A model's summary, and an epoch that goes back,
 * begin another fit, which is a run of its own. Bars of other stages are passed over.
 */
#include "read/engine/pairs.h"

#include "base/mem.h"
#include "read/engine/lines.h"
#include "model/metric.h"

#include <stdio.h>
#include <string.h>

#define PAIRS_MAX 16384 /* [bytes] of metrics behind a bar */

/* ---- taking a line apart --------------------------------------------------------------- */

/* What a bar says. */
typedef struct bar {
    double epoch, planned; /* planned: 0 where it isn't said */
    bool complete;
    bool rich;
    lc_span pairs;
} bar;

/* "391/391", "391/?", "391/--": whether all is done, as far as one knows. */
static bool take_progress(lc_span *t, bool *complete)
{
    double at, of;
    lc_span rest = *t;
    if (!lc_span_take_count(&rest, &at) || !lc_span_take_word(&rest, "/"))
        return false;
    bool known = lc_span_take_count(&rest, &of);
    if (!known && !lc_span_take_word(&rest, "?") && !lc_span_take_word(&rest, "--"))
        return false;
    *complete = known && at >= of;
    *t = rest;
    return true;
}

/* Move to behind the first progress that stands after a blank. */
static bool find_progress(lc_span *t, bool *complete)
{
    for (lc_span rest = *t; lc_span_take_until(&rest, " ");) {
        lc_span at = rest;
        if (take_progress(&at, complete)) {
            *t = at;
            return true;
        }
    }
    return false;
}

static const char *last_comma(lc_span t)
{
    while (t.end > t.s && t.end[-1] != ',')
        t.end--;
    return t.end > t.s ? t.end - 1 : t.s;
}

/* tqdm: "100%|####| 391/391 [00:20<00:00, 19.1it/s, v_num=0]", or ": 17it [00:02, ...]" where the
 * number of batches is unknown. A narrow terminal cuts the end off, and with it the last value. */
static bool is_tqdm(lc_span t, bar *b)
{
    b->complete = false;
    if (!find_progress(&t, &b->complete) && !lc_span_take_until(&t, "it"))
        return false;
    if (!lc_span_take_word(&t, " ["))
        return false;
    lc_span behind = t;
    if (lc_span_take_until(&behind, "]"))
        t.end = behind.s - 1;
    else
        t.end = last_comma(t);
    lc_span_take_part(&t, ", "); /* the time and the speed, which NeMo leaves out */
    b->pairs = t;
    lc_span speed = lc_span_take_part(&t, ", ");
    if (!lc_span_has(&speed, "="))
        b->pairs = t;
    return true;
}

/* Rich: "391/391 0:00:20 - 0:00:00 19.1it/s v_num: 0.000 train_loss: 0.510" behind the bar. */
static bool is_rich(lc_span t, bar *b)
{
    if (!find_progress(&t, &b->complete) || !lc_span_take_until(&t, "it/s"))
        return false;
    b->pairs = lc_span_trim(t);
    b->rich = true;
    return true;
}

/* A bar that begins behind "Epoch ". */
static bool is_bar(lc_span t, bar *b)
{
    *b = (bar){.planned = 0};
    if (!lc_span_take_count(&t, &b->epoch))
        return false;
    if (lc_span_take_word(&t, ":"))
        return is_tqdm(t, b);
    if (!lc_span_take_word(&t, "/"))
        return false;
    /* Rich counts up to the last one's number. */
    if (lc_span_take_count(&t, &b->planned))
        b->planned += 1;
    return is_rich(t, b);
}

/* The next bar of a line, which has several where carriage returns got lost. */
static bool next_bar(lc_span *t, bar *b)
{
    while (lc_span_take_until(t, "Epoch ")) {
        lc_span one = *t, behind = *t;
        if (lc_span_take_until(&behind, "Epoch "))
            one.end = behind.s - strlen("Epoch ");
        if (is_bar(one, b))
            return true;
    }
    return false;
}

/* "train_loss: 0.510": a name, a colon and a number, parted by blanks. */
static bool take_rich_pair(lc_span *t, lc_named_value *v)
{
    if (!lc_span_take_token(t, &v->name)) {
        t->s = t->end;
        return false;
    }
    if (v->name.end[-1] != ':' || !lc_span_take_token(t, &v->text))
        return false;
    v->name.end--;
    return lc_span_length(&v->name) > 0 && lc_span_is_number(&v->text, &v->value);
}

/* The next of "v_num=0, train_loss=0.51", or of "v_num: 0.000 train_loss: 0.510"; *t moves on even
 * when that is no pair. */
static bool take_pair(lc_span *t, bool rich, lc_named_value *v)
{
    return rich ? take_rich_pair(t, v) : lc_pair_is(v, lc_span_take_part(t, ", "), "=");
}

/* The number of the version is no metric. */
static bool is_metric(const lc_named_value *v)
{
    return !lc_span_is(&v->name, "v_num");
}

static bool has_metric(lc_span pairs, bool rich)
{
    lc_named_value v;
    while (pairs.s < pairs.end)
        if (take_pair(&pairs, rich, &v) && is_metric(&v))
            return true;
    return false;
}

/* "  | Name  | Type | Params", also between Rich's bars. */
static bool is_summary(const lc_span *line)
{
    return lc_span_has(line, " Name ") && lc_span_has(line, " Type ") &&
           lc_span_has(line, " Params");
}

/* "Test metric    DataLoader 0": the table of test(), or that of validate(). */
static lc_split table_of(lc_span line)
{
    if (!lc_span_has(&line, "DataLoader 0"))
        return LC_SPLIT_NONE;
    line = lc_span_trim(line);
    if (lc_span_take_word(&line, "|"))
        lc_span_skip_blanks(&line);
    return lc_span_begins(&line, "Test metric")       ? LC_TEST
           : lc_span_begins(&line, "Validate metric") ? LC_VALIDATION
                                                      : LC_SPLIT_NONE;
}

/* The cells of a result: bars part Rich's, and two blanks and more the others. */
static lc_span take_cell(lc_span *t, bool bars)
{
    if (bars)
        return lc_span_take_part(t, "|");
    *t = lc_span_trim(*t);
    return lc_span_take_part(t, "  ");
}

/* "test_acc    0.91    0.88": a name, and a number for each data loader. */
static bool is_result(lc_span line, bool *bars, lc_span *name, lc_span *values)
{
    double v;
    line = lc_span_trim(line);
    *bars = lc_span_take_word(&line, "|");
    *name = take_cell(&line, *bars);
    *values = line;
    lc_span value = take_cell(&line, *bars);
    return lc_span_length(name) > 0 && lc_span_is_number(&value, &v);
}

/* A table's lines below the header and at the end begin with signs of U+2500 .. U+257F. */
static bool is_ruled(lc_span line)
{
    line = lc_span_trim(line);
    return lc_span_begins(&line, "\xe2\x94") || lc_span_begins(&line, "\xe2\x95");
}

/* ---- the reader's state ---------------------------------------------------------------- */

typedef struct lightning {
    size_t fits;
    bool begun;  /* this fit has a bar or a result */
    bool any;    /* a metric was there */
    bool open;   /* an epoch is: what its last bar says is kept */
    bar bar;     /* ... but for its pairs, which are copied */
    double step; /* that its pairs tell; -1: none */
    char *pairs;
    size_t pairs_n, pairs_cap;
    char *shown; /* the pairs of the record before */
    size_t shown_n, shown_cap;
    long line;      /* where the epoch began */
    bool validates; /* the log shows validation's bars */
    bool validated; /* ... and did so in this epoch */
    lc_split table; /* whose results follow */
    int rules;      /* ruled lines since its header */
} lightning;

static lc_status begin_fit(lightning *l, const lc_lines *in)
{
    l->begun = true;
    return lc_named_begin(in->builder, "fit", ++l->fits);
}

static lc_split split_of(const lc_named_value *v)
{
    lc_metric m = {0};
    if (lc_metric_infer(&m, v->name.s, lc_span_length(&v->name), NULL) != LC_OK)
        return LC_SPLIT_NONE;
    lc_split split = m.split;
    lc_metric_free(&m);
    return split;
}

/* ---- epochs ---------------------------------------------------------------------------- */

static bool is_shown(const lightning *l, const lc_named_value *v)
{
    lc_span rest = {l->shown, l->shown_n ? l->shown + l->shown_n : l->shown};
    lc_named_value old;
    while (rest.s < rest.end)
        if (take_pair(&rest, l->bar.rich, &old) && lc_span_equals(&old.name, &v->name))
            return lc_span_equals(&old.text, &v->text);
    return false;
}

/* A bar goes on showing the last validation's values in epochs, or at steps, that have none. */
static bool is_stale(const lightning *l, const lc_named_value *v)
{
    bool stale = l->step >= 0 ? is_shown(l, v) : l->validates && !l->validated;
    return stale && split_of(v) == LC_VALIDATION;
}

/* Lightning 1 shows a loss of its own, which stands before v_num; metrics stand behind it. */
static lc_status tell_averaged(const lightning *l, const lc_lines *in, lc_span pairs)
{
    return !l->bar.rich && lc_span_begins(&pairs, "loss=") && lc_span_has(&pairs, "v_num=")
               ? lc_named_averaged(in->builder, "loss", "mean of the last 20 batches")
               : LC_OK;
}

/* The pairs at hand become those of the record before. */
static void show_pairs(lightning *l)
{
    char *pairs = l->shown;
    size_t cap = l->shown_cap;
    l->shown = l->pairs;
    l->shown_n = l->pairs_n;
    l->shown_cap = l->pairs_cap;
    l->pairs = pairs;
    l->pairs_n = 0;
    l->pairs_cap = cap;
}

/* Hand the open epoch, or its step, over as a record. */
static lc_status end_record(lightning *l, const lc_lines *in)
{
    const lc_span pairs = {l->pairs, l->pairs_n ? l->pairs + l->pairs_n : l->pairs};
    lc_span rest = pairs;
    lc_named_value v;
    bool open = l->open;
    l->open = false;
    if (!open || !has_metric(pairs, l->bar.rich))
        return LC_OK;
    l->any = true;
    if (!l->bar.complete && l->step < 0)
        lc_builder_remark(in->builder, l->line, "epoch %g breaks off; its last state is kept",
                          l->bar.epoch);
    lc_builder_record(in->builder);
    lc_builder_record_line(in->builder, l->line);
    lc_status st = lc_named_put_number(in->builder, "epoch", l->bar.epoch);
    while (rest.s < rest.end && st == LC_OK)
        if (take_pair(&rest, l->bar.rich, &v) && is_metric(&v) && !is_stale(l, &v))
            st = lc_named_put(in->builder, "", &v);
    if (st == LC_OK)
        st = tell_averaged(l, in, pairs);
    show_pairs(l);
    return st;
}

static lc_status keep_pairs(lightning *l, lc_span pairs, lc_error *err)
{
    size_t n = lc_span_length(&pairs);
    if (n == 0 || l->pairs_n + n + 1 > PAIRS_MAX)
        return LC_OK;
    if (!lc_mem_grow(&l->pairs, &l->pairs_cap, l->pairs_n + n + 1, 1))
        return lc_error_nomem(err);
    if (l->pairs_n)
        l->pairs[l->pairs_n++] = ' ';
    memcpy(l->pairs + l->pairs_n, pairs.s, n);
    l->pairs_n += n;
    return LC_OK;
}

/* The step that a bar's pairs tell; -1: none. */
static double step_of(const bar *b)
{
    lc_span rest = b->pairs;
    lc_named_value v;
    while (rest.s < rest.end)
        if (take_pair(&rest, b->rich, &v) &&
            lc_metric_kind(v.name.s, lc_span_length(&v.name)) == LC_STEP)
            return v.value;
    return -1;
}

static lc_status begin_epoch(lightning *l, const lc_lines *in, const bar *b)
{
    lc_status st = end_record(l, in);
    if (st == LC_OK && l->begun && b->epoch < l->bar.epoch)
        l->begun = false;
    if (st == LC_OK && !l->begun)
        st = begin_fit(l, in);
    l->open = true;
    l->validated = false;
    l->line = in->number;
    return st;
}

/* A bar replaces the one before it. */
static lc_status take_bar(lightning *l, const lc_lines *in, const bar *b, lc_error *err)
{
    const lc_facts facts = {.planned_epochs = b->planned};
    double step = step_of(b);
    lc_status st = LC_OK;
    if (!l->open || b->epoch != l->bar.epoch)
        st = begin_epoch(l, in, b);
    else if (step >= 0 && l->step >= 0 && step != l->step)
        st = end_record(l, in);
    l->open = true;
    l->step = step;
    l->bar = *b;
    l->bar.pairs = (lc_span){0};
    l->pairs_n = 0;
    if (st == LC_OK)
        st = lc_builder_facts(in->builder, &facts);
    return st == LC_OK ? keep_pairs(l, b->pairs, err) : st;
}

/* "`Trainer.fit` stopped: `max_epochs=10` reached.", also behind the last bar. */
static lc_status take_stop(const lightning *l, const lc_lines *in, lc_span t)
{
    lc_facts facts = {0};
    if (!l->begun || !lc_span_take_until(&t, "`Trainer.fit` stopped: `max_epochs="))
        return LC_OK;
    lc_span_take_count(&t, &facts.planned_epochs);
    return lc_builder_facts(in->builder, &facts);
}

/* ---- results --------------------------------------------------------------------------- */

/* Values of further data loaders get the ending that Lightning itself gives them. */
static lc_status put_result(lightning *l, const lc_lines *in, lc_named_value v, size_t loader)
{
    char name[LC_NAME_MAX];
    const char *prefix = split_of(&v) == l->table ? "" : l->table == LC_TEST ? "test_" : "val_";
    int len = snprintf(name, sizeof name, "%.*s/dataloader_idx_%zu", (int)lc_span_length(&v.name),
                       v.name.s, loader);
    if (loader > 0 && (size_t)len < sizeof name)
        v.name = (lc_span){name, name + len};
    l->any = true;
    return lc_named_put(in->builder, prefix, &v);
}

/* A name that doesn't say which split it is of is told by the table. */
static lc_status take_result(lightning *l, const lc_lines *in, lc_span line)
{
    lc_named_value v;
    lc_span values;
    bool bars;
    if (!is_result(line, &bars, &v.name, &values))
        return LC_OK;
    lc_status st = end_record(l, in);
    if (st == LC_OK && !l->begun)
        st = begin_fit(l, in);
    for (size_t loader = 0; values.s < values.end && st == LC_OK; loader++) {
        v.text = take_cell(&values, bars);
        if (lc_span_is_number(&v.text, &v.value))
            st = put_result(l, in, v, loader);
    }
    return st;
}

/* ---- the reader ------------------------------------------------------------------------ */

/* Rich goes on below its bar, behind blanks, where the terminal is narrow. */
static bool goes_on(const lightning *l, lc_span line)
{
    return l->open && l->bar.rich && lc_span_begins(&line, "    ") && has_metric(line, true);
}

/* The first bar of a line, those behind it, and what may stand behind the last. */
static lc_status take_bars(lightning *l, const lc_lines *in, lc_span rest, bar *b, lc_error *err)
{
    lc_status st = take_bar(l, in, b, err);
    for (lc_span t = rest; st == LC_OK && next_bar(&t, b);)
        st = take_bar(l, in, b, err);
    return st == LC_OK ? take_stop(l, in, rest) : st;
}

static lc_status lightning_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    lightning *l = state;
    bar b;
    lc_split table;
    lc_span rest = line;
    if (next_bar(&rest, &b))
        return take_bars(l, in, rest, &b, err);
    if (goes_on(l, line))
        return keep_pairs(l, lc_span_trim(line), err);
    if (l->table) {
        bool bars;
        lc_span name, values;
        if (is_result(line, &bars, &name, &values))
            return take_result(l, in, line);
        l->rules += is_ruled(line);
        if (l->rules > 1)
            l->table = LC_SPLIT_NONE;
    }
    if ((table = table_of(line)) != LC_SPLIT_NONE) {
        l->table = table;
        l->rules = 0;
    } else if (lc_span_begins(&line, "Validation"))
        l->validates = l->validated = true;
    else if (is_summary(&line) && l->begun) {
        l->begun = false;
        return end_record(l, in);
    }
    return take_stop(l, in, line);
}

static lc_status lightning_finish(void *state, const lc_lines *in, lc_error *err)
{
    lightning *l = state;
    lc_status st = end_record(l, in);
    if (st != LC_OK || l->any)
        return st;
    return lc_error_set(err, LC_E_FORMAT, 0,
                        l->begun ? "no metric behind Lightning's progress bars: log them with "
                                   "prog_bar=True, or read the logger's own file"
                                 : "not a training log: no progress bar and no result table of "
                                   "Lightning's");
}

static void lightning_free(void *state)
{
    lightning *l = state;
    lc_mem_free(l->pairs);
    lc_mem_free(l->shown);
}

static bool has_version(lc_span pairs)
{
    return lc_span_begins(&pairs, "v_num") || lc_span_has(&pairs, ", v_num=") ||
           lc_span_has(&pairs, " v_num: ");
}

/* A bar with metrics could be any tqdm's, unless it has Lightning's version or words. */
static int lightning_score(lc_span line, int so_far)
{
    bar b;
    int score = 0;
    line = lc_span_trim(line);
    lc_span rest = line;
    if (so_far == 95 || line.s == line.end)
        return so_far;
    if ((*line.s == 'E' || *line.s == '(') && next_bar(&rest, &b)) /* "(worker 3) Epoch 4: ..." */
        score = !has_metric(b.pairs, b.rich)           ? (has_version(b.pairs) ? 35 : 0)
                : so_far >= 30 || has_version(b.pairs) ? 95
                                                       : 29;
    else if (table_of(line))
        score = 90;
    else if (lc_span_begins(&line, "`Trainer.fit` stopped") ||
             lc_span_begins(&line, "GPU available: ") || lc_span_begins(&line, "LOCAL_RANK: ") ||
             lc_span_begins(&line, "Sanity Checking"))
        score = 30;
    return score > so_far ? score : so_far;
}

static const lc_line_form lightning_form = {
    .size = sizeof(lightning),
    .score = lightning_score,
    .line = lightning_line,
    .finish = lightning_finish,
    .free = lightning_free,
};

const lc_reader lc_reader_lightning_console = {
    .name = "lightning_console",
    .summary = "the progress bars and result tables of PyTorch Lightning",
    .example = "Epoch 3: 100%|###| 391/391 [00:20<00:00, 19.1it/s, v_num=0, train_loss=0.51]",
    .form = &lightning_form,
    LC_READ_BY_LINES,
};
