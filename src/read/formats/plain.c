/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plain.c - what people's own training loops print.
 *
 *     Epoch 5/10, train loss: 0.52, val loss: 0.61
 *     Train Epoch: 1 [640/60000 (1%)]   Loss: 2.29        and below it
 *     Test set: Average loss: 0.05, Accuracy: 9831/10000 (98%)
 *     Epoch 3: 100%|####| 391/391 [00:20<00:00, loss=0.51, acc=0.83]
 *
 * Nothing is known of such a log but that it repeats itself: a line is read when another one has
 * the same names (line_template.h). Epochs and steps go for the lines below theirs, too: a validation
 * line belongs to the epoch and the step last named. Of a progress bar's states the last counts.
 */
#include "read/engine/line_template.h"
#include "read/engine/log_prefix.h"

#include "base/mem.h"
#include "model/metric.h"
#include "read/engine/run_boundary.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define UNKNOWN (-1.0) /* a counter that hasn't been named */
#define HEADING 16     /* [bytes] of a word for a split */
#define LABELS_MAX 16  /* trainings that write one log at once */
#define LABEL_MAX 32   /* [bytes] of what they put before their lines */

/* What the counters of a line say; UNKNOWN where they say nothing. */
typedef struct counters {
    double epoch, epochs, step, of, run;
    const char *run_name;
    const char *beyond; /* name of one that is too large to be counted by; NULL: none */
    bool labelled;      /* the step has a name */
    bool progress;      /* ... which is "progress": it is a share of the run, in percent */
    bool rounded;       /* ... and is 1000 for all from 950 to 1049, say */
    bool batch;         /* ... or it counts batches, as one without a name does, which start over */
} counters;

/* Where a training stands. */
typedef struct stand {
    lc_run_boundary again;
    bool anew; /* the counter that tells runs apart is another one from now on */
    double epoch, epochs;
    double step;                       /* along the whole run */
    bool progress;                     /* it is a share, in percent */
    double base;                       /* of it: where the steps of this epoch begin */
    double at, of, at_epoch, first_at; /* the last step as printed */
    double first_loss, last_loss;      /* of the run; NAN: none yet */
    uint32_t record;                   /* the number of the record at hand; 0: none */
    double record_epoch, record_step;
} stand;

/* A training among several that write one log: "[small] epoch 1 loss 0.5". */
typedef struct label {
    char name[LABEL_MAX + 1];
    bool met;
    stand at;
} label;

typedef struct plain {
    lc_line_templates lines;
    char heading[HEADING]; /* the split that goes for the lines below */
    size_t heading_n;
    char above[HEADING]; /* the split of the record's line above, for a summary */
    size_t above_n;
    bool commas; /* numbers with a decimal comma have been seen */

    size_t run; /* runs begun; 0: nothing was read yet */
    double fold;
    stand now;
    label label[LABELS_MAX + 1]; /* from 1 on */
    size_t labels, labelled;     /* which of them the training at hand has; 0: none */
    uint64_t labelled_hash;      /* of the lines that bring new ones */

    uint32_t *put; /* by metric: the number of the record that it stands in */
    size_t put_cap;
    uint32_t records; /* of all runs */
} plain;

/* ---- runs and records ------------------------------------------------------------------ */

static void reset_steps(plain *p)
{
    p->now.step = p->now.at = p->now.of = p->now.at_epoch = UNKNOWN;
    p->now.first_loss = p->now.last_loss = NAN;
    p->now.base = 0;
    p->now.record = 0;
    p->run++;
}

static bool is_count(double v)
{
    return v >= 0 && v < 1e15; /* which a double tells from the next one; no NaN */
}

static bool is_of_batches(const char *name)
{
    lc_span rest = lc_span_of(name);
    return lc_span_has(&rest, "atch") || lc_span_has(&rest, "BATCH");
}

static counters counters_of(const lc_waiting_line *line, const lc_template_value *v)
{
    counters c = {.epoch = UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
    for (size_t i = 0; i < line->template->n; i++) {
        lc_role role = line->template->field[i].role;
        if (!is_count(v[i].v)) {
            if (v[i].v > 0 && isfinite(v[i].v) && (role == LC_ROLE_EPOCH || role == LC_ROLE_STEP))
                c.beyond = line->template->field[i].name;
            continue;
        }
        if (role == LC_ROLE_EPOCH && c.epoch < 0) {
            c.epoch = v[i].v;
            c.epochs = v[i].of;
        } else if ((role == LC_ROLE_STEP || role == LC_ROLE_PROGRESS) && !c.labelled) {
            c.step = v[i].v;
            c.of = v[i].of;
            c.rounded = v[i].rounded;
            c.labelled = role == LC_ROLE_STEP;
            c.batch = !c.labelled || is_of_batches(line->template->field[i].name);
            c.progress = role == LC_ROLE_PROGRESS && line->template->field[i].name[0];
        } else if (role == LC_ROLE_RUN) {
            c.run = v[i].v;
            c.run_name = line->template->field[i].name;
        }
    }
    return c;
}

/* A fold or a trial is a run of its own. */
static lc_status begin_fold(plain *p, const lc_lines *in, const counters *c)
{
    char name[64];
    if (c->run < 0 || c->run == p->fold)
        return LC_OK;
    bool first = p->fold < 0;
    p->fold = c->run;
    int n = snprintf(name, sizeof name, "%.40s %g", c->run_name, c->run);
    for (int i = 0; i < n; i++)
        name[i] = (char)tolower((unsigned char)name[i]);
    p->now.epoch = UNKNOWN;
    p->now.anew = true;
    reset_steps(p);
    /* The lines of several may alternate; those above the first one's are of none. */
    lc_status st = first ? lc_builder_begin(in->builder, NULL, 0) : LC_OK;
    return st == LC_OK ? lc_builder_choose_run(in->builder, name) : st;
}

/* The batches start over, and the loss doesn't: an epoch without a number begins. */
static bool is_next_pass(const plain *p, const counters *c, double loss)
{
    bool over =
        p->now.epoch < 0 && c->batch && p->now.at >= 0 && c->step >= 0 && c->step <= p->now.at;
    return over && !(2 * fabs(loss - p->now.first_loss) < fabs(loss - p->now.last_loss));
}

static lc_status begin_pass(plain *p, const lc_lines *in, const counters *c, long line)
{
    p->now.base += p->now.of > 0 ? p->now.of : p->now.at + (p->now.first_at == 0);
    p->now.at = c->step;
    return lc_builder_remark(in->builder, line,
                             "batches start over, as with epochs that have no number: they are "
                             "counted on");
}

/* Begin a run where the epochs, or the steps for want of them, start over. */
static lc_status begin_run(plain *p, const lc_lines *in, const counters *c, double loss, long line)
{
    double x = p->now.epoch >= 0 ? p->now.epoch : c->step;
    size_t runs = p->now.again.runs;
    if (x < 0)
        return LC_OK;
    if (is_next_pass(p, c, loss)) {
        p->now.again.last = x;
        return begin_pass(p, in, c, line);
    }
    if (p->now.anew && runs > 0) {
        p->now.again.first = p->now.again.last = x;
        p->now.anew = false;
        return LC_OK;
    }
    lc_status st = lc_run_boundary_at(&p->now.again, in->builder, x);
    p->now.anew = false;
    if (runs > 0 && p->now.again.runs != runs)
        reset_steps(p);
    return st;
}

static void take_epoch(plain *p, const counters *c)
{
    if (c->epoch < 0)
        return;
    p->now.anew |= p->now.epoch < 0;
    p->now.epoch = c->epoch;
    p->now.epochs = c->epochs;
}

/* Steps that start over with each epoch go on along the run. */
static void take_step(plain *p, const counters *c)
{
    if (c->step < 0)
        return;
    if (c->rounded) {
        p->now.step = c->step;
        return;
    }
    if (p->now.at < 0) {
        p->now.first_at = c->step;
    } else if (p->now.epoch != p->now.at_epoch && c->step <= p->now.at) {
        double passed = p->now.epoch - p->now.at_epoch > 1 ? p->now.epoch - p->now.at_epoch : 1;
        p->now.base += p->now.of > 0 ? p->now.of * passed : p->now.at + (p->now.first_at == 0);
    }
    p->now.at = c->step;
    p->now.of = c->of;
    p->now.at_epoch = p->now.epoch;
    p->now.step = p->now.base + c->step;
    p->now.progress = c->progress;
}

static bool is_metric(const lc_template_field *t)
{
    return t->role == LC_ROLE_ASIDE || t->role == LC_ROLE_MEASURE;
}

/* As Lightning calls what it tells of steps and of epochs. */
static lc_status find_epoch_id(lc_builder *b, lc_template_field *t)
{
    char name[LC_NAME_MAX + sizeof "_epoch"];
    int n = snprintf(name, sizeof name, "%.*s_epoch", LC_NAME_MAX, t->name);
    return lc_builder_metric(b, name, (size_t)n, &t->id);
}

static const lc_map minimized = {
    .has_split = true, .has_kind = true, .split = LC_TRAIN, .kind = LC_LOSS};

static lc_status find_ids(plain *p, lc_builder *b, lc_line_template *s, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < s->n && st == LC_OK; i++) {
        lc_template_field *t = &s->field[i];
        if (!is_metric(t))
            continue;
        st = s->of_epoch ? find_epoch_id(b, t)
                         : lc_builder_metric(b, t->name, strlen(t->name), &t->id);
        if (st == LC_OK && t->minimized)
            st = lc_builder_means(b, t->id, &minimized);
        size_t had = p->put_cap;
        if (st == LC_OK && !lc_mem_grow(&p->put, &p->put_cap, t->id + 1, sizeof *p->put))
            return lc_error_nomem(err);
        if (p->put_cap > had)
            memset(p->put + had, 0, (p->put_cap - had) * sizeof *p->put);
    }
    s->run = p->run;
    return st;
}

static bool is_at_record(const plain *p)
{
    return p->now.record > 0 && p->now.record_epoch == p->now.epoch &&
           p->now.record_step == p->now.step;
}

/* The record at hand is of the same moment, and holds none of the line's metrics yet. */
static bool fits_record(const plain *p, const lc_line_template *s)
{
    if (!is_at_record(p))
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (s->field[i].role == LC_ROLE_MEASURE && p->put[s->field[i].id] == p->now.record)
            return false;
    return true;
}

/* "Epoch 1 Batch 300 Loss 0.5", then "Epoch 1 Loss 0.6": the mean of an epoch whose steps were told. */
static bool is_of_epoch(const plain *p, const lc_line_template *s, const counters *c)
{
    return c->epoch >= 0 && c->step < 0 && p->now.step >= 0 && is_at_record(p) &&
           !fits_record(p, s);
}

static lc_status put_step(const plain *p, lc_builder *b)
{
    uint32_t id;
    if (!p->now.progress)
        return lc_named_put_number(b, "step", p->now.step);
    lc_status st = lc_builder_metric(b, "progress", strlen("progress"), &id);
    if (st == LC_OK)
        st = lc_builder_axis(b, id, LC_STEP);
    return st == LC_OK ? lc_builder_put(b, id, p->now.step) : st;
}

/* The axes get names of our own: the lines of one log call them differently. */
static lc_status begin_record(plain *p, lc_builder *b)
{
    lc_status st = p->labelled ? lc_builder_label_run(b, p->label[p->labelled].name) : LC_OK;
    if (st == LC_OK)
        st = lc_builder_record(b);
    if (st == LC_OK && p->now.epoch >= 0)
        st = lc_named_put_number(b, "epoch", p->now.epoch);
    if (st == LC_OK && p->now.step >= 0)
        st = put_step(p, b);
    /* Where epochs count from 0, some print their number and others the last one. */
    if (st == LC_OK && p->now.epochs >= p->now.epoch && p->now.again.first >= 1)
        st = lc_builder_facts(b, &(lc_facts){.planned_epochs = p->now.epochs});
    p->now.record = ++p->records;
    p->now.record_epoch = p->now.epoch;
    p->now.record_step = p->now.step;
    return st;
}

/* "Accuracy: 9831/10000" is a share. */
static double share_of(const lc_template_field *t, const lc_template_value *v)
{
    return t->score && v->of > 0 ? v->v / v->of : v->v;
}

static bool has_field(const lc_line_template *s, const char *name)
{
    for (size_t i = 0; s && i < s->n; i++)
        if (strcmp(s->field[i].name, name) == 0)
            return true;
    return false;
}

/* Put what the summary, if there is one, doesn't tell better. */
static lc_status put_values(plain *p, lc_builder *b, const lc_waiting_line *line,
                            const lc_line_template *summary)
{
    const lc_template_value *v = lc_line_templates_values(&p->lines, line);
    lc_status st = LC_OK;
    for (size_t i = 0; i < line->template->n && st == LC_OK; i++) {
        const lc_template_field *t = &line->template->field[i];
        if (!is_metric(t) || p->put[t->id] == p->now.record || has_field(summary, t->name))
            continue;
        st = lc_builder_put_text(b, t->id, share_of(t, &v[i]), t->spelling, t->spelling_n);
        if (st == LC_OK && v[i].mean)
            st = lc_builder_averaged(b, t->id, "mean since the epoch began");
        p->put[t->id] = p->now.record;
    }
    return st;
}

/* ---- lines ----------------------------------------------------------------------------- */

/* A pass over the validation set has a counter of its own, which isn't the step. */
static bool is_pass(const plain *p, const lc_waiting_line *line, const counters *c)
{
    return line->template->held_out && c->of > 0 && p->now.of > 0 && c->of != p->now.of;
}

/* A bar that goes on through the whole run: each of its states is a record of a step. One that counts
 * an epoch's batches tells of the epoch when it is full. */
static bool is_whole_bar(const plain *p, const lc_waiting_line *line, const counters *c)
{
    return line->bar && c->step >= 0 && (c->labelled || (c->epoch < 0 && p->now.epoch < 0));
}

/* The next line is a later state of what this one tells. */
static bool is_replaced(const plain *p, const lc_waiting_line *line, const lc_waiting_line *next)
{
    if (!next || next->template != line->template || next->bar != line->bar)
        return false;
    counters now = counters_of(line, lc_line_templates_values(&p->lines, line));
    counters then = counters_of(next, lc_line_templates_values(&p->lines, next));
    return then.epoch == now.epoch &&
           (is_whole_bar(p, line, &now) ? then.step == now.step : then.step >= now.step);
}

/* The line's first loss of training; NAN: it has none. */
static double loss_of(const plain *p, const lc_waiting_line *line)
{
    const lc_template_value *v = lc_line_templates_values(&p->lines, line);
    const lc_line_template *s = line->template;
    for (size_t i = 0; i < s->n && !s->held_out; i++)
        if (s->field[i].role == LC_ROLE_MEASURE && !s->field[i].score)
            return v[i].v;
    return NAN;
}

static lc_status put_line(plain *p, lc_builder *b, const lc_waiting_line *line,
                          const lc_waiting_line *next, const counters *c, lc_error *err)
{
    lc_status st = LC_OK;
    const char *example = line->template->example;
    lc_builder_at_line(b, line->number, example, strlen(example));
    bool summed = next && next->template && next->template->summary && !line->template->summary;
    if (line->template->run != p->run)
        st = find_ids(p, b, line->template, err);
    if (st == LC_OK && !line->template->of_epoch && is_of_epoch(p, line->template, c)) {
        line->template->of_epoch = true;
        st = find_ids(p, b, line->template, err);
    }
    if (st == LC_OK && !fits_record(p, line->template))
        st = begin_record(p, b);
    return st == LC_OK ? put_values(p, b, line, summed ? next->template : NULL) : st;
}

/* "Validation loss: 0.5", then "Epoch 1: loss 0.4", where the log begins so: the first is of epoch 1. */
static void take_lead(const plain *p, const lc_waiting_line *line, const lc_waiting_line *next,
                      counters *c)
{
    lc_line_template *s = line->template;
    if (!s->record || c->epoch >= 0 || c->step >= 0 || !next || !next->template ||
        next->template == s || !next->template->record)
        return;
    counters then = counters_of(next, lc_line_templates_values(&p->lines, next));
    s->leads |= s->held_out && p->now.epoch < 0 && p->now.step < 0 && p->records == 0;
    if (s->leads && then.epoch >= 0 && then.step < 0)
        c->epoch = then.epoch;
}

/* To an epoch below, or to a step of the same epoch. */
static bool goes_back(const stand *now, const counters *c)
{
    bool passed = now->at_epoch == now->epoch && (c->epoch < 0 || c->epoch == now->epoch);
    return (c->epoch >= 0 && c->epoch < now->epoch) ||
           (c->step >= 0 && c->step <= now->at && passed);
}

/* The line is of the training with its label. A new one begins where it says, which is no restart of the
 * one above; labels that stand behind lines without one are none. */
static void change_training(plain *p, const lc_waiting_line *line, const counters *c)
{
    label *l = &p->label[line->label];
    if (!line->label || line->label == p->labelled || (!p->labelled && p->records) || p->fold >= 0)
        return;
    p->label[p->labelled].at = p->now;
    p->labelled = line->label;
    if (l->met) {
        p->now = l->at;
    } else if (p->records && goes_back(&p->now, c)) {
        p->now.epoch = UNKNOWN;
        reset_steps(p);
        p->now.anew = true;
    }
    l->met = true;
    p->now.record = 0;
}

static lc_status take_line(plain *p, const lc_lines *in, const lc_waiting_line *line, lc_error *err)
{
    const lc_waiting_line *next = lc_line_templates_after(&p->lines, line);
    counters c = counters_of(line, lc_line_templates_values(&p->lines, line));
    if (next && next->label != line->label)
        next = NULL;
    change_training(p, line, &c);
    take_lead(p, line, next, &c);
    lc_status st = begin_fold(p, in, &c);
    take_epoch(p, &c);
    bool whole = is_whole_bar(p, line, &c), state = line->bar || is_pass(p, line, &c);
    if (state && !whole)
        c.step = UNKNOWN;
    if (st == LC_OK && line->template->record && !(state && is_replaced(p, line, next))) {
        double loss = loss_of(p, line);
        st = begin_run(p, in, &c, loss, line->number);
        take_step(p, &c);
        p->now.first_loss = isnan(p->now.first_loss) ? loss : p->now.first_loss;
        p->now.last_loss = isnan(loss) ? p->now.last_loss : loss;
        if (c.beyond)
            lc_builder_remark(in->builder, line->number, "'%.60s' is beyond 1e15, and not read",
                              c.beyond);
        return st == LC_OK ? put_line(p, in->builder, line, next, &c, err) : st;
    }
    take_step(p, &c);
    return st;
}

static lc_status take_lines(plain *p, const lc_lines *in, bool all, lc_error *err)
{
    const lc_waiting_line *line;
    lc_status st = LC_OK;
    while (st == LC_OK && (line = lc_line_templates_next(&p->lines, all)) != NULL)
        st = take_line(p, in, line, err);
    return st;
}

/* ---- the reader ------------------------------------------------------------------------ */

static void keep_word(char kept[HEADING], size_t *n, const lc_span *word)
{
    *n = lc_span_length(word) <= HEADING ? lc_span_length(word) : 0;
    if (*n)
        memcpy(kept, word->s, *n);
}

/* Take a line apart, with the word from above that goes for it. */
static void read_line(plain *p, lc_printed_line *l, lc_span line)
{
    lc_span word = {p->heading, p->heading + p->heading_n};
    lc_printed_line_parse(l, line, (lc_span){NULL, NULL}, p->commas);
    for (size_t i = 0; i < l->n; i++)
        p->commas |= l->pair[i].comma;
    if (l->starred && p->above_n)
        word = (lc_span){p->above, p->above + p->above_n};
    if (word.s < word.end && l->n > 0 && !lc_line_templates_is_apart(&p->lines, l))
        lc_printed_line_parse(l, line, word, p->commas);
}

/* What was left out. */
static lc_status remark_on(const lc_lines *in, const lc_printed_line *l)
{
    lc_status st = LC_OK;
    if (l->unclear)
        st = lc_builder_remark(in->builder, in->number,
                               "a number such as '1,234' may be 1.234 or 1234: it is not read");
    if (st == LC_OK && l->doubled)
        st = lc_builder_remark(in->builder, in->number,
                               "two values such as '0.5/0.6' under one name, and no word such as "
                               "'train/val' says what they are: they are not read");
    return st;
}

/* What stands at the beginning of a line in brackets, "[small] ", or before its first name, "small: ", "small
 * | "; empty where there is no such sign. */
static lc_span beginning_of(const lc_printed_line *l)
{
    lc_span text = l->line, behind = l->line;
    bool square = lc_span_begins(&text, "["), round = lc_span_begins(&text, "(");
    if ((square || round) && lc_span_take_until(&behind, square ? "]" : ")"))
        return lc_span_trim((lc_span){text.s + 1, behind.s - 1});
    text.end = l->pair[0].v.name.s;
    text = lc_span_trim(text);
    bool apart = text.s < text.end && text.end < l->pair[0].v.name.s;
    if (!apart || !strchr(":|-", text.end[-1]))
        return (lc_span){text.s, text.s};
    text.end--;
    return lc_span_trim(text);
}

static bool is_word(lc_span word, const char *small)
{
    for (; word.s < word.end && tolower((unsigned char)*word.s) == *small; word.s++)
        small++;
    return word.s == word.end && !*small;
}

/* A label begins with a word that is no process', no split's, no metric's and no fold's; else it is empty. */
static lc_span label_of(const lc_printed_line *l)
{
    static const char *const others[] = {"gpu",    "node",   "host", "process", "proc", "rank",
                                         "worker", "cuda",   "tpu",  "device",  "fold", "trial",
                                         "seed",   "thread", "run",  "repeat",  NULL};
    lc_span text = beginning_of(l), word = text, nothing = {NULL, NULL};
    word.end = word.s;
    while (word.end < text.end && isalpha((unsigned char)*word.end))
        word.end++;
    bool none = word.s == word.end || l->ranked || lc_span_length(&text) > LABEL_MAX ||
                lc_printed_line_names_split(text) ||
                lc_metric_kind(word.s, lc_span_length(&word)) != LC_OTHER;
    for (const char *s = text.s; s < text.end; s++)
        none |= !isalnum((unsigned char)*s) && !strchr(" _-.+", *s);
    for (const char *const *other = others; *other; other++)
        none |= is_word(word, *other);
    return none ? nothing : text;
}

/* The number of the line's label; 0: it has none that goes for a training. Lines of the kind that has
 * labels first, and counts, bring new ones. */
static size_t find_label(plain *p, const lc_printed_line *l, const lc_line_template *s)
{
    lc_span text = label_of(l);
    for (size_t k = 1; k <= p->labels; k++)
        if (lc_span_is(&text, p->label[k].name))
            return k;
    if (text.s == text.end || !s->counter || p->labels == LABELS_MAX ||
        (p->labels && p->labelled_hash != s->hash))
        return 0;
    p->labelled_hash = s->hash;
    char *name = p->label[++p->labels].name;
    memcpy(name, text.s, lc_span_length(&text));
    name[lc_span_length(&text)] = '\0';
    return p->labels;
}

static void begin(plain *p)
{
    p->now.epoch = p->fold = UNKNOWN;
    reset_steps(p);
}

static lc_status plain_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    plain *p = state;
    lc_printed_line l;
    lc_line_template *s;
    lc_span word;
    if (p->run == 0)
        begin(p);
    read_line(p, &l, line);
    if (in->rank >= 0) {
        l.ranked = true;
        l.rank = in->rank;
    }
    if (l.n == 0 && lc_printed_line_is_heading(line, &word))
        keep_word(p->heading, &p->heading_n, &word);
    lc_status st = lc_line_templates_add(&p->lines, in, &l, &s, err);
    if (st == LC_OK && s)
        st = remark_on(in, &l);
    if (st != LC_OK || !s)
        return st;
    if (lc_span_has(&line, "%|"))
        lc_line_templates_mark_bar(&p->lines);
    lc_line_templates_label(&p->lines, find_label(p, &l, s));
    if (!s->record)
        p->heading_n = 0;
    else
        keep_word(p->above, &p->above_n, &l.split[l.n - 1]);
    return take_lines(p, in, false, err);
}

static size_t count_bits(uint64_t bits)
{
    size_t n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

static lc_status plain_finish(void *state, const lc_lines *in, lc_error *err)
{
    plain *p = state;
    lc_status st = take_lines(p, in, true, err);
    if (st == LC_OK && (p->lines.ranks & (p->lines.ranks - 1)))
        st = lc_builder_remark(in->builder, 0,
                               "%zu processes print the same lines; those of one of them are read",
                               count_bits(p->lines.ranks));
    if (st == LC_OK && p->records == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no two lines such as 'epoch 1, loss 0.5'");
    return st;
}

static void plain_free(void *state)
{
    plain *p = state;
    lc_line_templates_free(&p->lines);
    lc_mem_free(p->put);
}

/* ---- the probe ------------------------------------------------------------------------- */

#define SEEN_MAX 256     /* templates in a head that are looked at */
#define CODE_LINES 3     /* that make a text one with source code in it */
#define MOST 60          /* score of lines that count, and name what they measure */
#define UNKNOWN_NAMES 20 /* score of lines that count, and whose names say nothing */

/* What is seen of one template in a log's head. */
typedef struct seen {
    uint64_t hash, values;
    size_t count;
    bool differs; /* not all its lines are the same */
    /* a loss or score is no whole number, or another value beside a counter and one */
    bool decimal;
    lc_line_class sum;
    size_t counter; /* the pair that counts; LC_LINE_PAIRS when none does */
    double at;
    size_t moves, backs; /* of the counter */
} seen;

static uint64_t hash_values(const lc_printed_line *l)
{
    uint64_t hash = LC_HASH_BEGIN;
    for (size_t i = 0; i < l->n; i++)
        hash = lc_mem_hash(hash, &l->pair[i].v.value, sizeof l->pair[i].v.value);
    return hash;
}

static seen first_seen(const lc_printed_line *l)
{
    lc_role role[LC_LINE_PAIRS];
    seen s = {.hash = l->hash, .values = hash_values(l), .counter = LC_LINE_PAIRS};
    s.sum = lc_printed_line_classify(l, role);
    for (size_t i = l->n; i-- > 0;)
        if (role[i] == LC_ROLE_EPOCH || role[i] == LC_ROLE_STEP)
            s.counter = i;
    s.at = s.counter < l->n ? l->pair[s.counter].v.value : 0;
    return s;
}

/* It has a fraction, or could have: all that a run that is lost prints is NaN. */
static bool is_decimal(const lc_pair *p)
{
    return lc_span_has(&p->v.text, ".") || p->comma || p->of > 0 || !isfinite(p->v.value);
}

static void see_again(seen *s, const lc_printed_line *l)
{
    s->differs |= hash_values(l) != s->values;
    bool told = s->sum.counter && s->sum.losses;
    for (size_t i = 0; i < l->n; i++)
        s->decimal |=
            (s->sum.losses >> i & 1 || (told && l->pair[i].marked)) && is_decimal(&l->pair[i]);
    if (s->counter >= l->n)
        return;
    double at = l->pair[s->counter].v.value;
    s->moves += at != s->at;
    s->backs += at < s->at;
    s->at = at;
}

/* Other text has lines of any kind; those that came once give way. How many are left. */
static size_t forget_single(seen *table, size_t *n)
{
    size_t kept = 0;
    for (size_t k = 0; k < *n; k++)
        if (table[k].count > 1)
            table[kept++] = table[k];
    return *n = kept;
}

static void see(seen *table, size_t *n, const lc_printed_line *l)
{
    size_t k = 0;
    while (k < *n && table[k].hash != l->hash)
        k++;
    if (k == SEEN_MAX)
        k = forget_single(table, n);
    if (k == SEEN_MAX)
        return;
    if (k == *n)
        table[(*n)++] = first_seen(l);
    table[k].count++;
    see_again(&table[k], l);
}

/* Source code holds assignments that look like prints of them. */
static bool is_code(lc_span line)
{
    static const char *const begins[] = {"import ", "from ",    "def ",    "class ",
                                         "return",  "#include", "print(",  "for ",
                                         "if ",     "const ",   "static ", NULL};
    line = lc_span_trim(line);
    for (const char *const *b = begins; *b; b++)
        if (lc_span_begins(&line, *b))
            return true;
    return false;
}

/* Markup and JSON have readers of their own, or none; what stands in them isn't a log. */
static bool is_markup(const lc_probe_buffer *head)
{
    for (size_t i = 0; i < head->lines; i++) {
        lc_span line = lc_span_trim(head->line[i]);
        if (lc_span_begins(&line, "```"))
            return true;
        if (line.s == line.end)
            continue;
        if (i == 0 && (*line.s == '<' || *line.s == '{' || lc_span_is(&line, "[") ||
                       lc_span_begins(&line, "[{")))
            return true;
    }
    return false;
}

/* The score of a template. `under`: lines with counters stand between its lines. `code`: so does
 * source code, where only what counts by itself is surely a log's. */
static int score_of(const seen *s, bool under, bool code)
{
    bool moves = s->counter < LC_LINE_PAIRS && !(s->backs && 2 * s->backs >= s->moves);
    if (s->sum.unknown && s->count > 2 && moves && s->moves)
        return UNKNOWN_NAMES;
    /* Between counters, a loss that is always the same is one that does not move. */
    if (!s->decimal || s->count < 2 || (!s->differs && !(under && s->sum.record)))
        return 0;
    if (s->counter < LC_LINE_PAIRS) /* hand-kept notes jump to and fro */
        return !moves ? 0 : s->count > 2 ? MOST : 50;
    if (code)
        return 0;
    if (under)
        return s->count > 2 ? 55 : 45;
    return s->count > 2 ? 30 : 0;
}

static int plain_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    seen table[SEEN_MAX];
    size_t n = 0, code = 0;
    bool under = false;
    int score = 0;
    (void)self;
    if (is_markup(head))
        return 0;
    for (size_t i = 0; i < head->lines; i++) {
        lc_printed_line l;
        lc_span name;
        const lc_span line = lc_without_log_prefix(head->line[i], false, NULL);
        lc_printed_line_parse(&l, line, (lc_span){NULL, NULL}, false);
        if (l.n > 0)
            see(table, &n, &l);
        name = l.n > 0 ? label_of(&l) : (lc_span){NULL, NULL};
        if (lc_span_length(&name) > 0) {
            l.hash = lc_mem_hash(l.hash, name.s, lc_span_length(&name));
            see(table, &n, &l); /* one training's among several that take no turns */
        }
        code += is_code(head->line[i]);
    }
    for (size_t k = 0; k < n; k++)
        under |= table[k].sum.counter && !table[k].sum.record && table[k].count > 1;
    for (size_t k = 0; k < n; k++) {
        int own = score_of(&table[k], under, code >= CODE_LINES);
        score = own > score ? own : score;
    }
    return score;
}

static const lc_line_form plain_form = {
    .size = sizeof(plain),
    .bare = true,
    .line = plain_line,
    .finish = plain_finish,
    .free = plain_free,
};

const lc_reader lc_reader_plain = {
    .name = "plain",
    .summary = "what people's own training loops print: names and numbers that repeat",
    .example = "Epoch 1/10, train loss: 0.71, val loss: 0.69\n"
               "Epoch 2/10, train loss: 0.64, val loss: 0.63",
    .form = &plain_form,
    .within_text = true,
    .most = MOST,
    .probe = plain_probe,
    .open = lc_lines_open,
    .feed = lc_lines_feed,
    .finish = lc_lines_finish,
    .close = lc_lines_close,
};
