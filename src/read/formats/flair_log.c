/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flair_log.c - Flair's training.log, and what it prints while it trains.
 *
 *     epoch 1 - iter 3/38 - loss 0.91230000 - samples/sec: 120.00
 *     EPOCH 1 done: loss 0.8579 - lr 0.1000
 *     DEV : loss 0.6743 - score 0.7667
 *
 * A date stands before each. The lines of an epoch are one record; its mean loss so far in the
 * "iter" lines counts only where the log breaks off within the epoch.
 */
#include "read/engine/lines.h"

#include "read/engine/steps.h"

typedef struct flair {
    lc_run_boundary again;
    double epoch; /* under way ... */
    double loss;  /* ... and its mean loss so far */
    bool open;
    bool classifies; /* a text is a decision, so that texts count accuracy's samples */
    lc_facts facts;  /* of the training whose first epoch is still to come */
} flair;

/* ---- taking a line apart --------------------------------------------------------------- */

/* "epoch 1 - iter 3/38 - loss 0.9123" */
static bool is_iter(lc_span t, double *epoch, double *loss)
{
    double at;
    return lc_span_take_until(&t, "epoch ") && lc_span_take_count(&t, epoch) &&
           lc_span_take_word(&t, " - iter ") && lc_span_take_count(&t, &at) &&
           lc_span_take_until(&t, " - loss ") && lc_span_take_number(&t, loss);
}

/* "EPOCH 1 done: loss 0.8579 - lr 0.1000"; *t goes on behind the colon. */
static bool is_done(lc_span *t, double *epoch)
{
    return lc_span_take_until(t, "EPOCH ") && lc_span_take_count(t, epoch) &&
           lc_span_take_word(t, " done: ");
}

/* "DEV : loss 0.6743 - score 0.7667"; *t goes on behind the colon. */
static bool is_evaluation(lc_span *t, const char **prefix)
{
    static const struct {
        const char *begin, *prefix;
    } sets[] = {{"DEV : ", "dev_"}, {"TEST : ", "test_"}, {"TRAIN : ", "train_"}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        lc_span rest = *t;
        if (!lc_span_take_until(&rest, sets[i].begin) || !lc_span_begins(&rest, "loss "))
            continue;
        *prefix = sets[i].prefix;
        *t = rest;
        return true;
    }
    return false;
}

/* "- max_epochs: "15"" */
static bool is_parameter(lc_span t, const char *name, double *v)
{
    if (!lc_span_take_until(&t, name))
        return false;
    lc_span_take_word(&t, "\"");
    return lc_span_take_count(&t, v);
}

/* "Corpus: 100 train + 30 dev + 30 test sentences" */
static bool is_corpus(lc_span t, double *train, double *dev)
{
    if (!lc_span_take_until(&t, "Corpus: "))
        return false;
    lc_span_take_word(&t, "\"Corpus: "); /* older versions say it twice */
    return lc_span_take_count(&t, train) && lc_span_take_word(&t, " train + ") &&
           lc_span_take_count(&t, dev) && lc_span_take_word(&t, " dev");
}

/* ---- the reader ------------------------------------------------------------------------ */

static void take_fact(flair *f, lc_span line)
{
    double a, b;
    if (lc_span_has(&line, "Model: "))
        f->classifies = lc_span_has(&line, "TextClassifier");
    else if (is_corpus(line, &a, &b)) {
        f->facts.train_samples = (size_t)a;
        f->facts.validation_samples = f->classifies ? (size_t)b : 0;
    } else if (is_parameter(line, "- max_epochs: ", &a))
        f->facts.planned_epochs = a;
    else if (is_parameter(line, "- mini_batch_size: ", &a))
        f->facts.batch_size = (size_t)a;
}

static lc_status begin_epoch(flair *f, lc_builder *b, double epoch)
{
    lc_status st = lc_run_boundary_at(&f->again, b, epoch);
    if (st == LC_OK)
        st = lc_builder_facts(b, &f->facts);
    f->facts = (lc_facts){0};
    f->open = false;
    if (st == LC_OK)
        st = lc_builder_record(b);
    return st == LC_OK ? lc_named_put_number(b, "epoch", epoch) : st;
}

static lc_status put_pairs(lc_builder *b, const char *prefix, lc_span rest)
{
    lc_pair p;
    lc_status st = LC_OK;
    while (st == LC_OK && lc_pair_next(&rest, &p))
        st = lc_named_put(b, prefix, &p.v);
    return st;
}

/* The log broke off within an epoch. */
static lc_status put_open(flair *f, const lc_lines *in)
{
    if (!f->open)
        return LC_OK;
    lc_status st = begin_epoch(f, in->builder, f->epoch);
    lc_builder_remark(in->builder, in->number, "epoch %g breaks off; its last mean loss is kept",
                      f->epoch);
    return st == LC_OK ? lc_named_put_number(in->builder, "loss", f->loss) : st;
}

static lc_status flair_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    flair *f = state;
    const char *prefix;
    double epoch, loss;
    (void)err;
    if (is_iter(line, &epoch, &loss)) {
        lc_status st = f->open && f->epoch != epoch ? put_open(f, in) : LC_OK;
        f->open = true;
        f->epoch = epoch;
        f->loss = loss;
        return st;
    }
    if (is_evaluation(&line, &prefix))
        return f->again.runs ? put_pairs(in->builder, prefix, line) : LC_OK;
    if (!is_done(&line, &epoch)) {
        take_fact(f, line);
        return LC_OK;
    }
    lc_status st = begin_epoch(f, in->builder, epoch);
    if (st == LC_OK)
        st = put_pairs(in->builder, "", line);
    if (st == LC_OK)
        st = lc_named_averaged(in->builder, "loss", "mean over the epoch's batches");
    return st;
}

static lc_status flair_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)err;
    return put_open(state, in);
}

static int flair_score(lc_span line, int so_far)
{
    double epoch, loss;
    if (so_far == 95)
        return so_far;
    if (is_iter(line, &epoch, &loss))
        return 90;
    return is_done(&line, &epoch) && lc_span_begins(&line, "loss ") ? 95 : so_far;
}

static const char *const signs[] = {" - iter ", "EPOCH ", NULL};

static const lc_line_form flair_form = {
    .signs = signs,
    .size = sizeof(flair),
    .stamped = true,
    .score = flair_score,
    .line = flair_line,
    .finish = flair_finish,
};

const lc_reader lc_reader_flair_log = {
    .name = "flair_log",
    .summary = "Flair's training.log",
    .example = "2025-01-02 10:00:00,000 EPOCH 1 done: loss 0.8579 - lr 0.1000\n"
               "2025-01-02 10:00:05,000 DEV : loss 0.6743 - score 0.7667",
    .form = &flair_form,
    LC_READ_BY_LINES,
};
