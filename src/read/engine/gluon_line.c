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
    /* With a "global step" it is Lightning that tells of a checkpoint. */
    return lc_span_take_word(t, ", ") && !lc_span_begins(t, "global step ");
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

bool lc_gluon_next_value(lc_span *line, lc_named_value *v)
{
    lc_pair p;
    do
        if (!lc_pair_next(line, &p))
            return false;
    while (lc_span_length(&p.v.name) == 0 || is_speed(&p.v));
    *v = p.v;
    rename_value(v);
    return true;
}

bool lc_gluon_has_value(lc_span t)
{
    lc_named_value v;
    return lc_gluon_next_value(&t, &v);
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
