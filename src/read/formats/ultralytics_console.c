/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ultralytics_console.c - what YOLOv5 and Ultralytics (YOLOv8 and later) print while they train.
 *
 *       Epoch    GPU_mem   box_loss   cls_loss  Instances       Size
 *         1/6       9.8G        1.8        2.6         70        640: 100%|####| 298/298 [08:35<00:00]
 *                  Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|###|
 *                    all       1189       4779       0.34       0.10       0.08       0.03
 *
 * Of a redrawn bar the last state is the epoch's. Names are those of results.csv.
 */
#include "read/engine/lines.h"

#include "read/engine/named.h"

#include <string.h>

#define COLUMNS_MAX 24
#define LINE_BYTES 400 /* of a line of names */

typedef struct console {
    char names[LINE_BYTES], scores[LINE_BYTES]; /* the last line of names of each kind */
    double epoch, value[COLUMNS_MAX];
    size_t columns;
    bool open;   /* the epoch's losses are still to be put */
    bool listed; /* it has a record, and a line of scores may follow */
    size_t records;
} console;

static void keep(char kept[LINE_BYTES], lc_span line)
{
    snprintf(kept, LINE_BYTES, "%.*s", (int)lc_span_length(&line), line.s);
}

/* What stands before a bar. */
static lc_span before_bar(lc_span line)
{
    lc_span rest = line;
    if (lc_span_take_until(&rest, ": "))
        line.end = rest.s - 2;
    return line;
}

static bool begins_with(lc_span line, const char *first, const char *second)
{
    lc_span token;
    return lc_span_take_token(&line, &token) && lc_span_is(&token, first) &&
           lc_span_take_token(&line, &token) && lc_span_is(&token, second);
}

static bool is_names(lc_span line)
{
    return begins_with(line, "Epoch", "GPU_mem") || begins_with(line, "Epoch", "gpu_mem");
}

/* "1/6  9.8G  1.8  2.6  70  640" */
static bool take_losses(console *c, lc_span line)
{
    double epoch, of, v[COLUMNS_MAX];
    size_t n = 0;
    lc_span token;
    line = before_bar(line);
    lc_span_skip_blanks(&line);
    if (!lc_span_take_count(&line, &epoch) || !lc_span_take_word(&line, "/") ||
        !lc_span_take_count(&line, &of) || !lc_span_take_token(&line, &token))
        return false;
    while (n < COLUMNS_MAX && lc_span_take_token(&line, &token))
        if (!lc_span_is_number(&token, &v[n++]))
            return false;
    if (n < 2)
        return false;
    c->epoch = epoch;
    c->columns = n;
    c->open = true;
    memcpy(c->value, v, n * sizeof *v);
    return true;
}

static lc_status put(lc_builder *b, const char *before, lc_span name, const char *behind, double v)
{
    char text[LC_NAME_MAX];
    snprintf(text, sizeof text, "%s%.*s%s", before, (int)lc_span_length(&name), name.s, behind);
    return lc_named_put_number(b, text, v);
}

/* What stands behind the losses, whatever those are called: "box", "obj", "cls" and "total" in older versions. */
static bool is_of_batch(lc_span name)
{
    static const char *const words[] = {"labels", "targets", "img_size", "Instances", "Size", NULL};
    for (const char *const *w = words; *w; w++)
        if (lc_span_is(&name, *w))
            return true;
    return false;
}

/* The losses of the open epoch. */
static lc_status put_losses(console *c, lc_builder *b)
{
    lc_span names = lc_span_of(c->names), name;
    if (!c->open)
        return LC_OK;
    c->open = false;
    c->listed = true;
    c->records++;
    lc_status st = lc_builder_record(b);
    if (st == LC_OK)
        st = lc_named_put_number(b, "epoch", c->epoch);
    lc_span_take_token(&names, &name); /* Epoch, GPU_mem */
    lc_span_take_token(&names, &name);
    for (size_t i = 0; i < c->columns && st == LC_OK && lc_span_take_token(&names, &name); i++)
        if (!is_of_batch(name))
            st = put(b, "train/", name, lc_span_ends(&name, "loss") ? "" : "_loss", c->value[i]);
    return st;
}

/* "Box(P  R  mAP50  mAP50-95)  Mask(P  R  ..." over the values behind the counts. */
static lc_status put_scores(console *c, lc_builder *b, lc_span values)
{
    lc_span names = lc_span_of(c->scores), name, value;
    const char *of = "(B)";
    lc_status st = LC_OK;
    double v;
    c->listed = false;
    while (st == LC_OK && lc_span_take_token(&names, &name) &&
           lc_span_take_token(&values, &value)) {
        of = lc_span_begins(&name, "Mask(") ? "(M)" : lc_span_begins(&name, "Pose(") ? "(P)" : of;
        lc_span_take_until(&name, "(");
        while (name.end > name.s && strchr("):", name.end[-1]))
            name.end--;
        bool known =
            lc_span_is(&name, "P") || lc_span_is(&name, "R") || lc_span_begins(&name, "mAP");
        bool share = lc_span_ends(&name, "_acc"); /* "top1_acc", of a classifier */
        if ((!known && !share) || !lc_span_is_number(&value, &v))
            continue;
        if (share) {
            name.end -= strlen("_acc");
            st = put(b, "metrics/accuracy_", name, "", v);
            continue;
        }
        name = lc_span_is(&name, "P")   ? lc_span_of("precision")
               : lc_span_is(&name, "R") ? lc_span_of("recall")
                                        : name;
        st = put(b, "metrics/", name, of, v);
    }
    return st;
}

static lc_status console_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    console *c = state;
    lc_span rest = line, token;
    (void)err;
    if (is_names(line)) {
        lc_status st = put_losses(c, in->builder);
        keep(c->names, line);
        return st;
    }
    if (begins_with(line, "Class", "Images") || begins_with(line, "classes", "top1_acc")) {
        keep(c->scores, before_bar(line));
        return put_losses(c, in->builder);
    }
    if (!*c->names || take_losses(c, line))
        return LC_OK;
    if (c->listed && lc_span_take_token(&rest, &token) && lc_span_is(&token, "all"))
        return put_scores(c, in->builder, line);
    return LC_OK;
}

static lc_status console_finish(void *state, const lc_lines *in, lc_error *err)
{
    console *c = state;
    lc_status st = put_losses(c, in->builder);
    if (st == LC_OK && c->records == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line of losses under 'Epoch GPU_mem ...'");
    return st;
}

static int console_score(lc_span line, int so_far)
{
    console c = {.open = false};
    if (is_names(line))
        return so_far > 30 ? so_far : 30;
    return so_far == 30 && take_losses(&c, line) ? 95 : so_far;
}

static const char *const signs[] = {"GPU_mem", "gpu_mem", NULL};

static const lc_line_form console_form = {
    .signs = signs,
    .size = sizeof(console),
    .score = console_score,
    .line = console_line,
    .finish = console_finish,
};

const lc_reader lc_reader_ultralytics_console = {
    .name = "ultralytics_console",
    .summary = "what YOLOv5 and Ultralytics print while they train",
    .example =
        "      Epoch    GPU_mem   box_loss   cls_loss  Instances       Size\n"
        "        1/6       9.8G        1.8        2.6         70        640: 100%|##| 298/298",
    .form = &console_form,
    LC_READ_BY_LINES,
};
