/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * darknet.c - what Darknet, its forks included, prints while it trains a detector or a classifier.
 *
 *     1: 812.500000, 812.500000 avg, 0.001000 rate, 2.100000 seconds, 64 images
 *
 * An iteration a line; a classifier has its epoch behind the number. What a validation during the
 * training says belongs to the iteration before it. The lines of single layers ("Region 82 Avg
 * IOU: -nan, ...") are passed over: each is of a handful of images, and mostly not a number.
 */
#include "read/engine/pairs.h"

#include "read/engine/lines.h"

typedef struct darknet {
    size_t runs;
    double iteration; /* the last one */
} darknet;

/* What an iteration's line says. */
typedef struct iteration {
    double number, epoch; /* absent where it says none */
    lc_named_value loss, average, rate, seconds;
    double images; /* since the training began */
} iteration;

/* ---- taking a line apart --------------------------------------------------------------- */

/* "2.1 seconds": *t goes on behind the word and the comma after it. */
static bool take_before(lc_span *t, const char *word, lc_named_value *v)
{
    lc_span rest = *t;
    v->text.s = rest.s;
    if (!lc_span_take_number(&rest, &v->value))
        return false;
    v->text.end = rest.s;
    if (!lc_span_take_word(&rest, word))
        return false;
    lc_span_take_word(&rest, ", ");
    *t = rest;
    return true;
}

/* "12: " or "12, 0.031: ": the number of the iteration, and the epoch of a classifier. */
static bool take_number(lc_span *t, iteration *it)
{
    it->epoch = lc_absent();
    lc_span_skip_blanks(t);
    if (!lc_span_take_count(t, &it->number))
        return false;
    if (lc_span_take_word(t, ", ") && !lc_span_take_number(t, &it->epoch))
        return false;
    return lc_span_take_word(t, ": ");
}

/* "812.5, 812.5 avg, ...": the fork of A. Bochkovskiy writes "avg loss". */
static bool take_losses(lc_span *t, iteration *it)
{
    return take_before(t, ", ", &it->loss) &&
           (take_before(t, " avg loss", &it->average) || take_before(t, " avg", &it->average));
}

static bool is_iteration(lc_span t, iteration *it)
{
    lc_named_value images;
    if (!take_number(&t, it) || !take_losses(&t, it) || !take_before(&t, " rate", &it->rate) ||
        !take_before(&t, " seconds", &it->seconds) || !take_before(&t, " images", &images))
        return false;
    it->images = images.value;
    return true;
}

/* Begins like an iteration. */
static bool is_broken(lc_span t)
{
    iteration it;
    return take_number(&t, &it) && take_losses(&t, &it);
}

/* ---- the reader ------------------------------------------------------------------------ */

/* The images so far are the iterations times what one takes, which is the batch. */
static lc_status put_batch_size(const lc_lines *in, const iteration *it)
{
    double batch = it->number >= 1 ? it->images / it->number : 0;
    if (batch < 1 || batch > 1e9 || batch != (double)(size_t)batch)
        return LC_OK;
    const lc_facts facts = {.batch_size = (size_t)batch};
    return lc_builder_facts(in->builder, &facts);
}

static lc_status begin_run(darknet *d, const lc_lines *in, const iteration *it)
{
    lc_status st = lc_named_begin(in->builder, "run", ++d->runs);
    if (st == LC_OK)
        st = put_batch_size(in, it);
    return st == LC_OK ? lc_named_averaged(in->builder, "avg loss",
                                           "moving average over the iterations, 0.9 of it old")
                       : st;
}

static lc_status take_iteration(darknet *d, const lc_lines *in, const iteration *it)
{
    lc_builder *b = in->builder;
    lc_status st = LC_OK;
    if (d->runs == 0 || (it->number <= 1 && d->iteration >= it->number))
        st = begin_run(d, in, it);
    d->iteration = it->number;
    if (st == LC_OK)
        st = lc_builder_record(b);
    if (st != LC_OK)
        return st;
    lc_named_put_number(b, "iteration", it->number);
    lc_named_put_number(b, "epoch", it->epoch);
    lc_named_put_text(b, "loss", it->loss.value, it->loss.text);
    lc_named_put_text(b, "avg loss", it->average.value, it->average.text);
    lc_named_put_text(b, "learning rate", it->rate.value, it->rate.text);
    return lc_named_put_text(b, "seconds", it->seconds.value, it->seconds.text);
}

/* "class_id = 0, name = cat, ap = 75.00%   (TP = 24, FP = 3)" */
static lc_status take_class(const lc_lines *in, lc_span t)
{
    lc_named_value ap;
    if (!lc_span_take_until(&t, "name = "))
        return LC_OK;
    lc_span name = lc_span_take_part(&t, ", ap = ");
    ap = (lc_named_value){.name = name, .text = t};
    if (!lc_span_take_number(&t, &ap.value))
        return LC_OK;
    ap.text.end = t.s;
    return lc_named_put(in->builder, "AP/", &ap);
}

/* "for conf_thresh = 0.25, precision = 0.75, recall = 0.50, F1-score = 0.60", all of them on the
 * validation images. Counts follow on a second line of that kind. */
static lc_status take_scores(const lc_lines *in, lc_span t)
{
    static const char *const names[] = {"precision", "recall", "F1-score", "average IoU"};
    lc_named_value v;
    lc_status st = LC_OK;
    while (t.s < t.end && st == LC_OK) {
        if (!lc_pair_is(&v, lc_span_take_part(&t, ", "), " = "))
            continue;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (lc_span_is(&v.name, names[i]))
                st = lc_named_put(in->builder, "val_", &v);
    }
    return st;
}

/* "mean_average_precision (mAP@0.50) = 0.585": the name is what the brackets hold. */
static lc_status take_map(const lc_lines *in, lc_span t, lc_error *err)
{
    lc_named_value map;
    lc_span_take_until(&t, "(");
    map.name = lc_span_take_part(&t, ") = ");
    map.text = lc_span_trim(t);
    return lc_span_is_number(&map.text, &map.value)
               ? lc_named_put(in->builder, "", &map)
               : lc_builder_malformed(in->builder, in->number, err,
                                      "no number for the mean average precision");
}

static lc_status darknet_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    darknet *d = state;
    iteration it;
    lc_span_skip_blanks(&line);
    if (line.s == line.end)
        return LC_OK;
    if (*line.s >= '0' && *line.s <= '9') {
        if (is_iteration(line, &it))
            return take_iteration(d, in, &it);
        return is_broken(line) ? lc_builder_malformed(in->builder, in->number, err,
                                                      "the iteration's line breaks off")
                               : LC_OK;
    }
    if (d->runs == 0)
        return LC_OK;
    if (lc_span_begins(&line, "class_id = "))
        return take_class(in, line);
    if (lc_span_begins(&line, "for conf_thresh = "))
        return take_scores(in, line);
    return lc_span_begins(&line, "mean_average_precision (") ? take_map(in, line, err) : LC_OK;
}

static lc_status darknet_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)in;
    return ((darknet *)state)->runs
               ? LC_OK
               : lc_error_set(err, LC_E_FORMAT, 0,
                              "not a training log: no line of Darknet such as "
                              "'1: 812.5, 812.5 avg, 0.001 rate, 2.1 seconds, 64 images'");
}

static int darknet_score(lc_span line, int so_far)
{
    iteration it;
    lc_span_skip_blanks(&line);
    if (so_far == 95 || line.s == line.end)
        return so_far;
    if (*line.s >= '0' && *line.s <= '9')
        return is_iteration(line, &it) ? 95 : so_far;
    bool layer = lc_span_begins(&line, "Region ") && lc_span_has(&line, " Avg IOU: ");
    return layer && so_far < 40 ? 40 : so_far;
}

static const char *const signs[] = {" images", " Avg IOU: ", NULL};

static const lc_line_form darknet_form = {
    .size = sizeof(darknet),
    .score = darknet_score,
    .signs = signs,
    .line = darknet_line,
    .finish = darknet_finish,
};

const lc_reader lc_reader_darknet = {
    .name = "darknet",
    .summary = "what Darknet (YOLO) prints while it trains",
    .example = "1: 812.5, 812.5 avg, 0.001000 rate, 2.100000 seconds, 64 images",
    .form = &darknet_form,
    LC_READ_BY_LINES,
};
