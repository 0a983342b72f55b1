/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mxnet_gluon.c - what MXNet's Module.fit and the scripts of GluonCV and GluonNLP log.
 *
 * They write "[Epoch 3]", "Epoch[3]" or "Epoch 3" and values behind it, in many shapes. A record is
 * an epoch. Of its batches ("Epoch[3] Batch [49]", "[Epoch 3][Batch 49]", a progress bar) the last
 * one's values are kept under those names that no line of the whole epoch has. Where lines tell
 * how many batches an epoch has ("[Epoch 3 Batch 100/295]"), there are no values of the whole, and
 * each such line is a record at the epochs passed, 3.34; validation then stands at the epoch's
 * end. Speeds are passed over.
 */
#include "read/engine/gluon_line.h"

#include "read/engine/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GIVEN_MAX 128 /* names of one epoch that are told from those of its batches */
#define LINE_MAX 4096 /* [bytes] of a line that is kept for later */
#define CLASS_MAX 40  /* [bytes] of the name of a class */
/* accuracy of training over that of validation, that no augmentation explains */
#define FAR_BELOW 0.3

/* ---- the reader's state ---------------------------------------------------------------- */

/* A line that waits, without what says where it stands. */
typedef struct kept {
    bool there;
    char text[LINE_MAX];
    size_t n;
} kept;

typedef enum meaning { UNKNOWN, ACCURACY, ERROR } meaning;

typedef struct gluon {
    size_t runs;
    bool restarted;            /* the script's options were shown again */
    double epoch, first;       /* as the log counts them */
    double x;                  /* of the record at hand; NaN when none is */
    bool shares;               /* lines tell how much of an epoch has passed */
    bool whole;                /* the epoch has a line of its own */
    bool wholes;               /* ... or one before it had */
    kept batch;                /* the last one's values */
    uint32_t given[GIVEN_MAX]; /* what the epoch's own lines had */
    size_t given_n;
    bool listing;        /* a line for each class follows */
    char set[CLASS_MAX]; /* that is validated now, where an epoch has several */
    size_t sets;         /* ... and which of them it is */
    meaning train;       /* of "train=0.47" in the lines of the CIFAR scripts */
    kept first_line;     /* of these, while the meaning isn't known */
    lc_facts facts;
} gluon;

static void keep(kept *k, lc_span t)
{
    k->there = lc_span_length(&t) <= LINE_MAX;
    k->n = k->there ? lc_span_length(&t) : 0;
    memcpy(k->text, t.s, k->n);
}

static lc_span kept_text(const kept *k)
{
    return (lc_span){k->text, k->text + k->n};
}

/* ---- epochs ---------------------------------------------------------------------------- */

static lc_status id_of(const lc_lines *in, const char *prefix, lc_span name, uint32_t *id)
{
    char text[LC_NAME_MAX];
    snprintf(text, sizeof text, "%s%.*s", prefix, (int)lc_span_length(&name), name.s);
    return lc_builder_metric(in->builder, text, strlen(text), id);
}

static bool is_given(const gluon *g, const lc_lines *in, const char *prefix, lc_span name)
{
    uint32_t id;
    if (id_of(in, prefix, name, &id) != LC_OK)
        return false;
    for (size_t i = 0; i < g->given_n; i++)
        if (g->given[i] == id)
            return true;
    return false;
}

static lc_status give(gluon *g, const lc_lines *in, const char *prefix, const lc_named_value *v)
{
    uint32_t id;
    lc_status st = id_of(in, prefix, v->name, &id);
    if (st == LC_OK && g->given_n < GIVEN_MAX)
        g->given[g->given_n++] = id;
    return st == LC_OK ? lc_named_put(in->builder, prefix, v) : st;
}

/* What the last batch said and the epoch didn't. Module.fit writes "Train-accuracy" for the epoch
 * and "accuracy" for its batches. */
static lc_status put_batch(gluon *g, const lc_lines *in)
{
    lc_span t = kept_text(&g->batch);
    lc_named_value v;
    if (!g->batch.there)
        return LC_OK;
    g->batch.there = false;
    const char *prefix = lc_gluon_take_role(&t);
    lc_status st = LC_OK;
    while (st == LC_OK && lc_gluon_next_value(&t, &v))
        if (!is_given(g, in, prefix, v.name) && !is_given(g, in, "Train-", v.name))
            st = lc_named_put(in->builder, prefix, &v);
    return st;
}

static lc_status end_epoch(gluon *g, const lc_lines *in)
{
    lc_status st = put_batch(g, in);
    g->given_n = 0;
    g->whole = g->listing = false;
    g->sets = 0;
    return st;
}

static lc_status begin_run(gluon *g, const lc_lines *in, double epoch)
{
    g->first = epoch;
    g->shares = g->restarted = false;
    g->train = UNKNOWN;
    g->x = NAN;
    lc_status st = lc_named_begin(in->builder, "run", ++g->runs);
    if (st == LC_OK)
        st = lc_builder_facts(in->builder, &g->facts);
    g->facts = (lc_facts){0};
    return st;
}

/* Epochs that have passed at this place, counted from 0 as the records' x is where lines tell
 * shares; else x is the epoch as the log has it. */
static double x_of(const gluon *g, const lc_gluon_place *p)
{
    double before = g->first == 1 ? p->epoch - 1 : p->epoch;
    if (p->reach == LC_GLUON_SHARE)
        return before + p->share;
    return g->shares ? before + 1 : p->epoch;
}

/* All of one x is a record. An epoch that goes back to the first one is another run's. */
static lc_status go_to(gluon *g, const lc_lines *in, const lc_gluon_place *p)
{
    lc_status st = LC_OK;
    bool begins = g->runs == 0 || (p->epoch <= 1 && (p->epoch < g->epoch || g->restarted));
    if (begins || p->epoch != g->epoch)
        st = end_epoch(g, in);
    if (st == LC_OK && begins)
        st = begin_run(g, in, p->epoch);
    g->epoch = p->epoch;
    g->shares |= p->reach == LC_GLUON_SHARE;
    double x = x_of(g, p);
    if (st != LC_OK || x == g->x)
        return st;
    g->x = x;
    st = lc_builder_record(in->builder);
    return st == LC_OK ? lc_named_put_number(in->builder, "epoch", x) : st;
}

/* ---- lines ----------------------------------------------------------------------------- */

/* "[Epoch 3 Batch 100/295] loss=1.5": a record of its own. */
static lc_status take_share_line(gluon *g, const lc_lines *in, const lc_gluon_place *p, lc_span t)
{
    lc_named_value v;
    lc_status st = go_to(g, in, p);
    while (st == LC_OK && lc_gluon_next_value(&t, &v))
        st = lc_named_put(in->builder, "", &v);
    return st == LC_OK ? lc_named_averaged(in->builder, "loss", "mean since the line before") : st;
}

/* The last batch's values wait for the end of the epoch, but for those of the other split. */
static lc_status take_batch_line(gluon *g, const lc_lines *in, const lc_gluon_place *p, lc_span t)
{
    lc_span now = t, before = kept_text(&g->batch);
    lc_status st = go_to(g, in, p);
    if (st == LC_OK && strcmp(lc_gluon_take_role(&now), lc_gluon_take_role(&before)) != 0)
        st = put_batch(g, in);
    keep(&g->batch, t);
    return st;
}

/* A name that a line has twice is two measures: GluonCV's depth script writes Delta_2 for the third
 * one, too. */
static lc_status put_whole(gluon *g, const lc_lines *in, const char *prefix, lc_span t)
{
    char second[LC_NAME_MAX];
    lc_named_value v, before = {0};
    lc_status st = LC_OK;
    g->whole = g->wholes = true;
    for (; st == LC_OK && lc_gluon_next_value(&t, &v); before = v) {
        if (lc_span_equals(&v.name, &before.name)) {
            snprintf(second, sizeof second, "%.*s (2)", (int)lc_span_length(&v.name), v.name.s);
            v.name = lc_span_of(second);
        }
        st = give(g, in, prefix, &v);
    }
    return st;
}

/* "[Epoch 3] training: accuracy=0.8"; "[Epoch 3] Validation: " has its values in lines below. */
static lc_status take_whole_line(gluon *g, const lc_lines *in, const lc_gluon_place *p, lc_span t)
{
    const char *prefix = lc_gluon_take_role(&t);
    bool listing = *prefix && t.s == t.end;
    if (!listing && !lc_gluon_has_value(t))
        return LC_OK;
    lc_status st = go_to(g, in, p);
    g->listing = listing;
    return st == LC_OK ? put_whole(g, in, prefix, t) : st;
}

/* "bicycle=0.25", the average precision of a class, and "mAP=0.5" of all. */
static lc_status take_class_line(const lc_lines *in, lc_span t)
{
    lc_named_value v;
    if (!lc_pair_is(&v, t, "=") || lc_span_length(&v.name) > CLASS_MAX)
        return LC_OK;
    return lc_named_put(in->builder, lc_span_is(&v.name, "mAP") ? "val_" : "val_AP/", &v);
}

/* ---- the lines of the CIFAR scripts ---------------------------------------------------- */

typedef struct cifar {
    double train, val, loss;
} cifar;

/* "train=0.380000 val=0.340000 loss=2.250000 time: 14.2" */
static bool is_cifar(lc_span t, cifar *c)
{
    lc_named_value v;
    if (!lc_span_begins(&t, "train=") || !lc_gluon_next_value(&t, &v))
        return false;
    c->train = v.value;
    if (!lc_gluon_next_value(&t, &v) || !lc_span_is(&v.name, "val"))
        return false;
    c->val = v.value;
    if (!lc_gluon_next_value(&t, &v))
        return false;
    c->loss = v.value;
    return lc_span_is(&v.name, "loss");
}

/* Of two records: train moves the way of the loss, or no accuracy is so far below that of validation. */
static bool is_error(const cifar *before, const cifar *now)
{
    return (now->train - before->train) * (now->loss - before->loss) > 0 ||
           now->train < FAR_BELOW * now->val;
}

/* val is the accuracy, and so is train, except where images are mixed: then it is the root mean
 * square of the errors, and moves the way of the loss. */
static lc_status put_cifar(const gluon *g, const lc_lines *in, lc_span t)
{
    lc_named_value v;
    lc_status st = LC_OK;
    while (st == LC_OK && lc_gluon_next_value(&t, &v)) {
        if (lc_span_is(&v.name, "train"))
            v.name = lc_span_of(g->train == ERROR ? "train_rmse" : "train_accuracy");
        else if (lc_span_is(&v.name, "val"))
            v.name = lc_span_of("val_accuracy");
        st = lc_named_put(in->builder, "", &v);
    }
    return st;
}

/* The first line of a run waits for the second, which tells what it means. */
static lc_status put_first_line(gluon *g, const lc_lines *in)
{
    if (!g->first_line.there)
        return LC_OK;
    g->first_line.there = false;
    return put_cifar(g, in, kept_text(&g->first_line));
}

static lc_status take_cifar(gluon *g, const lc_lines *in, const lc_gluon_place *p, lc_span t,
                            const cifar *now)
{
    cifar before;
    bool waits = g->first_line.there && p->epoch > g->epoch;
    if (waits && is_cifar(kept_text(&g->first_line), &before))
        g->train = is_error(&before, now) ? ERROR : ACCURACY;
    lc_status st = put_first_line(g, in);
    if (st == LC_OK)
        st = go_to(g, in, p);
    if (st != LC_OK || g->train != UNKNOWN)
        return st == LC_OK ? put_cifar(g, in, t) : st;
    keep(&g->first_line, t);
    return LC_OK;
}

/* ---- lines without an epoch ------------------------------------------------------------ */

/* "validation metrics:accuracy:0.75", of the first set that the epoch validates on or of
 * another, which is then part of the name. */
static lc_status take_validation(gluon *g, const lc_lines *in, lc_span t)
{
    const lc_gluon_place p = {.reach = LC_GLUON_WHOLE, .epoch = g->epoch};
    char name[LC_NAME_MAX];
    lc_named_value v;
    if (!lc_gluon_next_value(&t, &v))
        return LC_OK;
    lc_status st = go_to(g, in, &p);
    if (g->sets > 1) {
        snprintf(name, sizeof name, "%.*s (%s)", (int)lc_span_length(&v.name), v.name.s, g->set);
        v.name = lc_span_of(name);
    }
    return st == LC_OK ? give(g, in, "val_", &v) : st;
}

/* "On MNLI Mismatched: ", "Now we are doing evaluation on dev_matched with gpu(0)." */
static bool is_set(gluon *g, lc_span t)
{
    lc_span name;
    if (lc_span_take_until(&t, "On "))
        name = lc_span_take_part(&t, ":");
    else if (lc_span_take_until(&t, "doing evaluation on "))
        name = lc_span_take_part(&t, " with ");
    else
        return false;
    snprintf(g->set, sizeof g->set, "%.*s", (int)lc_span_length(&name), name.s);
    g->sets++;
    return true;
}

static bool take_fact(lc_span t, const char *before, size_t *fact)
{
    double v;
    if (!lc_span_take_until(&t, before) || !lc_span_take_count(&t, &v) || v == 0)
        return false;
    *fact = (size_t)v;
    return true;
}

/* "Namespace(batch_size=128, ..., num_epochs=200)": the options. The batch is that of one GPU in
 * some scripts, and of all in others. */
static bool is_options(gluon *g, lc_span t)
{
    size_t epochs = 0;
    if (!lc_span_take_until(&t, "Namespace("))
        return false;
    if (take_fact(t, ", num_epochs=", &epochs) || take_fact(t, ", epochs=", &epochs))
        g->facts.planned_epochs = (double)epochs;
    take_fact(t, ", num_classes=", &g->facts.classes);
    g->restarted = g->runs > 0;
    return true;
}

static bool is_fact(gluon *g, lc_span t)
{
    if (take_fact(t, "Load ", &g->facts.train_samples))
        return take_fact(t, " training samples and ", &g->facts.validation_samples);
    return take_fact(t, "Training on ", &g->facts.train_samples) ||
           take_fact(t, "Number of labels: ", &g->facts.classes) ||
           take_fact(t, "Total batch size is set to ", &g->facts.batch_size);
}

/* ---- the reader ------------------------------------------------------------------------ */

static lc_status take_other_line(gluon *g, const lc_lines *in, lc_span line)
{
    if (g->listing)
        return take_class_line(in, line);
    if (is_options(g, line) || is_fact(g, line) || g->runs == 0 || is_set(g, line))
        return LC_OK;
    return lc_span_take_until(&line, "validation metrics:") ? take_validation(g, in, line) : LC_OK;
}

static lc_status gluon_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    gluon *g = state;
    lc_gluon_place p;
    cifar values;
    (void)err;
    if (!lc_gluon_take_place(&line, &p))
        return take_other_line(g, in, line);
    if (p.reach == LC_GLUON_SHARE)
        return take_share_line(g, in, &p, line);
    if (p.reach == LC_GLUON_BATCH)
        return take_batch_line(g, in, &p, line);
    if (is_cifar(line, &values))
        return take_cifar(g, in, &p, line, &values);
    return take_whole_line(g, in, &p, line);
}

static lc_status gluon_finish(void *state, const lc_lines *in, lc_error *err)
{
    gluon *g = state;
    if (g->runs == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line of MXNet's such as '[Epoch 0] "
                            "training: accuracy=0.5'");
    if (g->batch.there && !g->whole && g->wholes)
        lc_builder_remark(in->builder, in->number, "epoch %g breaks off; its last state is kept",
                          g->epoch);
    lc_status st = put_first_line(g, in);
    return st == LC_OK ? end_epoch(g, in) : st;
}

/* Shapes that only these scripts have are certain; others share "[Epoch 3]" with many. */
static int gluon_score(lc_span line, int so_far)
{
    static const char *const sure[] = {
        "Train-",          "Validation-", "training: ",  "validation: ",
        "Training cost: ", "Validation:", "throughput ", "time cost "};
    lc_gluon_place p;
    lc_span all = line;
    cifar values;
    if (so_far == 95 || !lc_gluon_take_place(&line, &p))
        return so_far;
    int score = lc_gluon_has_value(line) ? 30 : 0;
    if (p.reach != LC_GLUON_WHOLE && score)
        score = lc_span_has(&all, "%|") ? 65 : lc_span_has(&all, " iteration ") ? 75 : 95;
    if (is_cifar(line, &values))
        score = 95;
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        if (lc_span_begins(&line, sure[i]))
            score = 95;
    if (lc_span_has(&all, "Epochs completed : "))
        score = 75;
    return score > so_far ? score : so_far;
}

static const char *const signs[] = {"Epoch", NULL};

static const lc_line_form gluon_form = {
    .size = sizeof(gluon),
    .score = gluon_score,
    .signs = signs,
    .line = gluon_line,
    .finish = gluon_finish,
};

const lc_reader lc_reader_mxnet_gluon = {
    .name = "mxnet_gluon",
    .summary = "what MXNet, GluonCV and GluonNLP log while they train",
    .example = "[Epoch 0] training: accuracy=0.484000\n"
               "[Epoch 0] validation: err-top1=0.673000 err-top5=0.435000",
    .form = &gluon_form,
    LC_READ_BY_LINES,
};
