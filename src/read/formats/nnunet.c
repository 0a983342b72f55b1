/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nnunet.c - the training_log_*.txt of nnU-Net 1 and 2.
 *
 * Each message has the time before it. "epoch:  0" (1) or "Epoch 0" (2) opens an epoch, and what
 * follows is of it. The Dice of the classes, and of some versions the mean of all, is taken on the
 * validation batches, though its name doesn't say so; of several classes the mean is put beside
 * them, as nnU-Net itself judges by it. An epoch that goes back to 0, or another fold, is another
 * run.
 */
#include "read/engine/named.h"

#include "read/engine/lines.h"

#include <math.h>
#include <string.h>
#include <stdio.h>

typedef struct nnunet {
    size_t runs;
    double epoch;    /* the last one seen */
    double run_fold; /* the number and 1: of the run at hand; 0: not said */
    double fold;     /* ... and of the one that was announced last */
    lc_facts facts;  /* announced for the run to come */
} nnunet;

/* What follows "2023-05-01 12:00:00.123456: "; false where there is no time. */
static bool take_time(lc_span *t)
{
    static const char shape[] = "0000-00-00 00:00:00";
    size_t n = sizeof shape - 1;
    if (lc_span_length(t) < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool digit = t->s[i] >= '0' && t->s[i] <= '9';
        if (shape[i] == '0' ? !digit : t->s[i] != shape[i])
            return false;
    }
    lc_span rest = {t->s + n, t->end};
    double micro;
    if (lc_span_take_word(&rest, ".") && !lc_span_take_count(&rest, &micro))
        return false;
    if (!lc_span_take_word(&rest, ": "))
        return false;
    *t = rest;
    return true;
}

/* Up to behind the time, before which a logger of others may have put its own. */
static bool take_until_message(lc_span *t)
{
    bool found = false;
    for (lc_span rest = *t; rest.s < rest.end;) {
        const char *year = memchr(rest.s, '2', lc_span_length(&rest));
        rest.s = year ? year : rest.end;
        if (!year || !take_time(&rest)) {
            rest.s += year != NULL;
            continue;
        }
        *t = rest;
        found = true;
    }
    return found;
}

/* "epoch:  12" or "Epoch 12", and nothing else. */
static bool is_epoch(lc_span t, double *epoch)
{
    t = lc_span_trim(t);
    if (!lc_span_take_word(&t, "epoch: ") && !lc_span_take_word(&t, "Epoch "))
        return false;
    lc_span_skip_blanks(&t);
    return lc_span_take_count(&t, epoch) && t.s == t.end;
}

/* ---- values ---------------------------------------------------------------------------- */

/* Messages of one number, under the name that the log gives them. */
static const struct {
    const char *words; /* that begin the message */
    const char *name;
} numbers[] = {
    {"train loss : ", "train loss"},
    {"validation loss: ", "validation loss"},
    {"validation loss (train=True): ", "validation loss (train=True)"},
    {"lr: ", "lr"},
    {"This epoch took ", "Epoch time"},
    {"train_loss ", "train_loss"},
    {"val_loss ", "val_loss"},
    {"Current learning rate: ", "Current learning rate"},
    {"Epoch time: ", "Epoch time"},
    {"Mean Validation Dice: ", "Mean Validation Dice"}, /* of all cases, at the very end */
};

/* Lists with a number for each class. */
static const struct {
    const char *words, *name;
} lists[] = {
    {"Pseudo dice ", "val_pseudo_dice"},
    {"Average global foreground Dice: ", "val_foreground_dice"},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* One class' value: "0.75", "nan", "np.float32(0.75)". */
static bool is_item(lc_span item, double *v, lc_span *text)
{
    if (lc_span_begins(&item, "np.") && !lc_span_take_until(&item, "("))
        return false;
    *text = item;
    if (!lc_span_take_number(&item, v))
        return false;
    text->end = item.s;
    lc_span_take_word(&item, ")");
    return item.s == item.end;
}

static lc_status put_class(lc_builder *b, const char *list, size_t k, double v, lc_span text)
{
    char name[64];
    snprintf(name, sizeof name, "%s_%zu", list, k);
    return lc_named_put_text(b, name, v, text);
}

/* "[0.9, 0.7]": false unless a number stands in each place. */
static bool is_list(lc_span t, size_t *classes)
{
    double v;
    lc_span text;
    *classes = 0;
    if (!lc_span_take_word(&t, "[") || t.s == t.end || t.end[-1] != ']')
        return false;
    for (t.end--; t.s < t.end; ++*classes)
        if (!is_item(lc_span_take_part(&t, ","), &v, &text))
            return false;
    return true;
}

/* Classes without a voxel are nan, and no part of the mean. */
static lc_status put_list(lc_builder *b, const char *name, lc_span t, size_t classes)
{
    double v = NAN, sum = 0;
    size_t n = 0;
    lc_span text = {t.s, t.s};
    lc_status st = LC_OK;
    t = (lc_span){t.s + 1, t.end - 1};
    for (size_t k = 1; k <= classes && st == LC_OK; k++) {
        is_item(lc_span_take_part(&t, ","), &v, &text);
        if (!isnan(v)) {
            sum += v;
            n++;
        }
        if (classes > 1)
            st = put_class(b, name, k, v, text);
    }
    if (st != LC_OK || classes == 0)
        return st;
    if (classes > 1)
        st = lc_named_averaged(b, name, "mean of the classes");
    return st == LC_OK ? lc_named_put_text(b, name, n ? sum / (double)n : NAN, text) : st;
}

static lc_status take_number(const lc_lines *in, const char *name, lc_span rest, lc_error *err)
{
    double v;
    lc_span text = lc_span_trim(rest);
    rest = text;
    if (!lc_span_take_number(&rest, &v))
        return lc_builder_malformed(in->builder, in->number, err, "%s is no number", name);
    text.end = rest.s;
    return lc_named_put_text(in->builder, name, v, text);
}

static lc_status take_values(const lc_lines *in, lc_span message, lc_error *err)
{
    size_t classes;
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (lc_span_take_word(&message, numbers[i].words))
            return take_number(in, numbers[i].name, message, err);
    for (size_t i = 0; i < COUNT(lists); i++) {
        if (!lc_span_take_word(&message, lists[i].words))
            continue;
        lc_span list = lc_span_trim(message);
        return is_list(list, &classes)
                   ? put_list(in->builder, lists[i].name, list, classes)
                   : lc_builder_malformed(in->builder, in->number, err,
                                          "expected '[0.9, 0.8]' behind '%s'", lists[i].words);
    }
    return LC_OK;
}

/* ---- runs ------------------------------------------------------------------------------ */

static lc_status begin_run(nnunet *u, const lc_lines *in)
{
    char name[48];
    u->run_fold = u->fold;
    u->runs++;
    if (u->fold == 0)
        return lc_named_begin(in->builder, "run", u->runs);
    int n = snprintf(name, sizeof name, "fold %g", u->fold - 1);
    return lc_builder_begin(in->builder, name, (size_t)n);
}

static lc_status begin_epoch(nnunet *u, const lc_lines *in, double epoch)
{
    lc_status st = LC_OK;
    bool over = epoch == 0 && u->epoch > 0;
    if (u->runs == 0 || over || u->fold != u->run_fold)
        st = begin_run(u, in);
    u->epoch = epoch;
    if (st == LC_OK)
        st = lc_builder_facts(in->builder, &u->facts);
    u->facts = (lc_facts){0};
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    return st == LC_OK ? lc_named_put_number(in->builder, "epoch", epoch) : st;
}

/* "Desired fold for training: 4"; "This split has 40 training and 10 validation cases." */
static bool is_announcement(nnunet *u, lc_span message)
{
    double fold, train, validation;
    if (lc_span_take_word(&message, "Desired fold for training: ")) {
        if (lc_span_take_count(&message, &fold))
            u->fold = fold + 1;
        return true;
    }
    if (!lc_span_take_word(&message, "This split has ") || !lc_span_take_count(&message, &train) ||
        !lc_span_take_word(&message, " training and ") ||
        !lc_span_take_count(&message, &validation))
        return false;
    u->facts.train_samples = (size_t)train;
    u->facts.validation_samples = (size_t)validation;
    return true;
}

static lc_status nnunet_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    nnunet *u = state;
    double epoch;
    if (is_epoch(line, &epoch))
        return begin_epoch(u, in, epoch);
    if (is_announcement(u, line) || u->runs == 0)
        return LC_OK;
    return take_values(in, line, err);
}

static lc_status nnunet_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)in;
    return ((nnunet *)state)->runs
               ? LC_OK
               : lc_error_set(err, LC_E_FORMAT, 0,
                              "not a training log: no line of nnU-Net such as 'Epoch 0'");
}

/* Certain with a loss or the Dice behind the time; nnU-Net's greeting alone is a beginning. */
static int nnunet_score(lc_span line, int so_far)
{
    if (so_far == 95)
        return so_far;
    if (lc_span_begins(&line, "Please cite the following paper when using nnU-Net"))
        return so_far < 40 ? 40 : so_far;
    if (!take_until_message(&line))
        return so_far;
    for (size_t i = 0; i < COUNT(lists); i++)
        if (lc_span_begins(&line, lists[i].words))
            return 95;
    if (lc_span_begins(&line, "train_loss ") || lc_span_begins(&line, "train loss : "))
        return so_far < 75 ? 75 : so_far;
    return so_far;
}

static const char *const signs[] = {
    "nnU-Net",     "Pseudo dice ",  "Average global foreground Dice: ",
    "train_loss ", "train loss : ", NULL};

static const lc_line_form nnunet_form = {
    .size = sizeof(nnunet),
    .bare = true,
    .score = nnunet_score,
    .signs = signs,
    .line = nnunet_line,
    .finish = nnunet_finish,
};

const lc_reader lc_reader_nnunet = {
    .name = "nnunet",
    .summary = "the training log of nnU-Net 1 and 2",
    .example = "2023-05-01 12:00:00.123456: train_loss -0.3125\n"
               "2023-05-01 12:00:00.123457: Pseudo dice [0.75, 0.50]",
    .form = &nnunet_form,
    LC_READ_BY_LINES,
};
