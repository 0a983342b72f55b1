/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gluon_line.c - taking a line of MXNet's and Gluon's scripts apart. */
#include "read/engine/gluon_line.h"

#include <string.h>

/* ---- places ---------------------------------------------------------------------------- */

/* "100/295": the last one may be counted past the end. */
static bool take_share(lc_span *t, double *share)
{
    double at, of;
    if (!lc_span_take_count(t, &at) || !lc_span_take_word(t, "/") || !lc_span_take_count(t, &of) ||
        of < 1)
        return false;
    *share = at < of ? at / of : 1;
    return true;
}

/* "[Epoch 3]", "[Epoch 3][Batch 49],", "[Epoch 3 Batch 100/295]", behind the bracket. */
static bool take_bracketed(lc_span *t, lc_gluon_place *p)
{
    if (!lc_span_take_word(t, "Epoch ") || !lc_span_take_count(t, &p->epoch))
        return false;
    if (lc_span_take_word(t, " Batch ")) {
        p->reach = LC_GLUON_SHARE;
        return take_share(t, &p->share) && lc_span_take_word(t, "]");
    }
    if (!lc_span_take_word(t, "]"))
        return false;
    if (lc_span_take_word(t, "[Batch ")) {
        p->reach = LC_GLUON_BATCH;
        return lc_span_take_until(t, "]");
    }
    return true;
}

/* "Epoch[3] Batch [49]", "Epoch[3]", "Epoch 3 iteration 250/900:", "Epoch 3,", "Epochs
 * completed : 3": from the word on. */
static bool take_bare(lc_span *t, lc_gluon_place *p)
{
    if (lc_span_take_word(t, "Epochs completed : "))
        return lc_span_take_count(t, &p->epoch);
    if (lc_span_take_word(t, "Epoch[")) {
        if (!lc_span_take_count(t, &p->epoch) || !lc_span_take_word(t, "]"))
            return false;
        p->reach = lc_span_take_word(t, " Batch [") ? LC_GLUON_BATCH : LC_GLUON_WHOLE;
        return p->reach == LC_GLUON_WHOLE || lc_span_take_until(t, "]");
    }
    if (!lc_span_take_word(t, "Epoch ") || !lc_span_take_count(t, &p->epoch))
        return false;
    if (lc_span_take_word(t, " iteration ")) {
        p->reach = LC_GLUON_SHARE;
        return take_share(t, &p->share) && lc_span_take_word(t, ":");
    }
    return lc_span_take_word(t, ", ");
}

/* A bar behind the values, ": 12%|#  | 3/25 [...": they are a state of the epoch. */
static void cut_bar(lc_span *t, lc_gluon_place *p)
{
    lc_span rest = *t;
    if (!lc_span_take_until(&rest, "%|"))
        return;
    rest.s -= 2;
    while (rest.s > t->s && *rest.s != ':')
        rest.s--;
    t->end = rest.s;
    p->reach = LC_GLUON_BATCH;
}

/* A log's own words end in a blank, a colon or a bracket; others quote the line. */
static bool is_quoted(lc_span before)
{
    return before.end > before.s && !strchr(" \t:]", before.end[-1]);
}

bool lc_gluon_take_place(lc_span *line, lc_gluon_place *p)
{
    lc_span rest = *line;
    *p = (lc_gluon_place){.reach = LC_GLUON_WHOLE};
    if (!lc_span_take_until(&rest, "Epoch"))
        return false;
    rest.s -= strlen("Epoch");
    bool bracket = rest.s > line->s && rest.s[-1] == '[';
    if (is_quoted((lc_span){line->s, bracket ? rest.s - 1 : rest.s}))
        return false;
    if (!(bracket ? take_bracketed(&rest, p) : take_bare(&rest, p)))
        return false;
    cut_bar(&rest, p);
    lc_span_take_word(&rest, ",");
    *line = lc_span_trim(rest);
    return true;
}

/* ---- names and values ------------------------------------------------------------------ */

/* Other words for what a name says by its place. */
static const struct {
    const char *theirs, *ours;
} names[] = {
    {"Training cost", "time cost"}, /* in seconds, and no loss */
    {"Set learning rate to", "lr"},
    {"current loss", "loss"}, /* pairs with "valid loss" */
};

static bool is_speed(const lc_named_value *v)
{
    return lc_span_is(&v->name, "Speed") || lc_span_is(&v->name, "speed") ||
           lc_span_is(&v->name, "throughput");
}

static void rename_value(lc_named_value *v)
{
    lc_span_take_word(&v->name, "metrics=");
    lc_span_take_word(&v->name, "metrics:");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (lc_span_is(&v->name, names[i].theirs))
            v->name = lc_span_of(names[i].ours);
}

/* A number at the beginning of t, up to a blank; an "s" behind it is its unit. */
static bool take_value(lc_span *t, lc_named_value *v)
{
    lc_span rest = *t;
    lc_span_skip_blanks(&rest);
    v->text.s = rest.s;
    if (!lc_span_take_number(&rest, &v->value))
        return false;
    v->text.end = rest.s;
    lc_span_take_word(&rest, "s");
    if (rest.s < rest.end && *rest.s != ' ')
        return false;
    *t = rest;
    return true;
}

/* The next "name=0.5", "name: 0.5" or "name:0.5" of a part that blanks may divide further. */
static bool take_signed(lc_span *t, lc_named_value *v)
{
    lc_span rest = *t;
    for (v->name.s = t->s; rest.s < rest.end; rest.s++) {
        if (*rest.s != '=' && *rest.s != ':')
            continue;
        lc_span behind = {rest.s + 1, rest.end};
        if (!take_value(&behind, v))
            continue;
        v->name.end = rest.s;
        v->name = lc_span_trim(v->name);
        *t = behind;
        return lc_span_length(&v->name) > 0;
    }
    return false;
}

/* "valid loss 4.5": a name and the first number behind a blank. */
static bool is_blank_pair(lc_span t, lc_named_value *v)
{
    for (v->name.s = t.s; lc_span_take_until(&t, " ");) {
        lc_span behind = t;
        if (!take_value(&behind, v))
            continue;
        v->name.end = t.s;
        v->name = lc_span_trim(v->name);
        return lc_span_length(&v->name) > 0;
    }
    return false;
}

/* Parts are divided by tabs and commas; one script has a comma of full width. */
static lc_span take_part(lc_span *t)
{
    static const char wide[] = "\xef\xbc\x8c";
    lc_span part = *t;
    for (; t->s < t->end; t->s++) {
        bool narrow = *t->s == '\t' || *t->s == ',';
        size_t n = narrow ? 1 : lc_span_begins(t, wide) ? sizeof wide - 1 : 0;
        if (n == 0)
            continue;
        part.end = t->s;
        t->s += n;
        break;
    }
    return lc_span_trim(part);
}

lc_gluon_walk lc_gluon_walk_begin(lc_span t)
{
    return (lc_gluon_walk){.rest = t, .part = {t.s, t.s}};
}

static bool next_value(lc_gluon_walk *w, lc_named_value *v)
{
    while (!take_signed(&w->part, v)) {
        lc_span part = w->part;
        bool fresh = w->fresh;
        w->fresh = false;
        w->part.s = w->part.end;
        if (fresh && is_blank_pair(part, v))
            break;
        if (w->rest.s == w->rest.end)
            return false;
        w->part = take_part(&w->rest);
        w->fresh = true;
    }
    w->fresh = false;
    return true;
}

bool lc_gluon_walk_next(lc_gluon_walk *w, lc_named_value *v)
{
    do
        if (!next_value(w, v))
            return false;
    while (is_speed(v));
    rename_value(v);
    return true;
}

bool lc_gluon_has_value(lc_span t)
{
    lc_named_value v;
    lc_gluon_walk w = lc_gluon_walk_begin(t);
    return lc_gluon_walk_next(&w, &v);
}

const char *lc_gluon_take_role(lc_span *t)
{
    static const char *const validation[] = {"validation: ", "Validation:", "validation "};
    lc_span_take_word(t, "training: ");
    for (size_t i = 0; i < sizeof validation / sizeof *validation; i++)
        if (lc_span_take_word(t, validation[i]))
            return "val_";
    return "";
}
