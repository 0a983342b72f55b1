/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repeats.c - lines that wait until another one of their shape comes. */
#include "read/engine/repeats.h"

#include "base/mem.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define SHAPES_MAX 1024 /* a log whose names never repeat must not fill the memory */
#define WAIT_MAX 65536  /* lines that wait at most */
#define COMPACT_MIN 64  /* lines handed out before the others are moved to the front */

/* ---- shapes ---------------------------------------------------------------------------- */

static lc_repeat_shape *const *slot_of(const lc_repeats *r, uint64_t hash)
{
    size_t k = (size_t)hash & (LC_REPEATS_SLOTS - 1);
    while (r->slot[k] && r->slot[k]->hash != hash)
        k = (k + 1) & (LC_REPEATS_SLOTS - 1);
    return &r->slot[k];
}

static void insert(lc_repeats *r, lc_repeat_shape *s)
{
    r->slot[slot_of(r, s->hash) - r->slot] = s;
}

static void shape_free(lc_repeat_shape *s)
{
    for (size_t i = 0; s && i < s->n; i++)
        lc_mem_free(s->part[i].name);
    lc_mem_free(s);
}

/* Take shapes of a single line out, and the lines themselves. */
static void forget_single(lc_repeats *r)
{
    lc_repeat_shape *kept[SHAPES_MAX];
    size_t n = 0;
    for (size_t i = r->head; i < r->lines; i++)
        if (r->line[i].shape && r->line[i].shape->seen < 2)
            r->line[i].shape = NULL;
    for (size_t k = 0; k < LC_REPEATS_SLOTS; k++) {
        if (r->slot[k] && r->slot[k]->seen >= 2)
            kept[n++] = r->slot[k];
        else
            shape_free(r->slot[k]);
        r->slot[k] = NULL;
    }
    for (size_t i = 0; i < n; i++)
        insert(r, kept[i]);
    r->shapes = n;
    r->full = n > SHAPES_MAX / 2;
}

/* A loss or score of the training set, as far as its name tells. */
static lc_status is_of_training(const char *name, size_t n, bool *training, lc_error *err)
{
    lc_metric m;
    lc_status st = lc_metric_infer(&m, name, n, err);
    if (st != LC_OK)
        return st;
    *training = (m.kind == LC_LOSS || m.kind == LC_SCORE) && m.split == LC_TRAIN;
    lc_metric_free(&m);
    return LC_OK;
}

/* Fill in the parts; s->n counts those that have been. */
static lc_status make_parts(lc_repeat_shape *s, const lc_shape_line *l, const lc_role *role,
                            lc_error *err)
{
    char name[LC_NAME_MAX];
    bool training;
    lc_status st = LC_OK;
    s->held_out = true;
    for (size_t i = 0; i < l->n && st == LC_OK; i++) {
        lc_repeat_part *t = &s->part[s->n];
        size_t n = lc_shape_name(l, i, name);
        *t = (lc_repeat_part){.role = role[i], .score = lc_metric_kind(name, n) == LC_SCORE};
        t->name = lc_mem_text(name, n);
        if (!t->name)
            return lc_error_nomem(err);
        s->n++;
        if (role[i] == LC_ROLE_MEASURE && (st = is_of_training(name, n, &training, err)) == LC_OK &&
            training)
            s->held_out = false;
    }
    return st;
}

static lc_status learn(lc_repeats *r, const lc_shape_line *l, lc_repeat_shape **shape,
                       lc_error *err)
{
    lc_role role[LC_SHAPE_PAIRS];
    lc_shape_sum sum = lc_shape_sum_up(l, role);
    if (!sum.record && !sum.counter) {
        r->dull[l->hash & (LC_REPEATS_DULL - 1)] = l->hash;
        return LC_OK;
    }
    lc_repeat_shape *s = lc_mem_resize(NULL, sizeof *s + l->n * sizeof *s->part, 1);
    if (!s)
        return lc_error_nomem(err);
    *s = (lc_repeat_shape){.hash = l->hash, .record = sum.record, .summary = l->starred};
    lc_status st = make_parts(s, l, role, err);
    if (st != LC_OK) {
        shape_free(s);
        return st;
    }
    insert(r, s);
    r->shapes++;
    *shape = s;
    return LC_OK;
}

/* The shape of a line; NULL when it says nothing, or when there are too many. */
static lc_status shape_of(lc_repeats *r, const lc_lines *in, const lc_shape_line *l,
                          lc_repeat_shape **shape, lc_error *err)
{
    *shape = NULL;
    if (l->n == 0 || r->dull[l->hash & (LC_REPEATS_DULL - 1)] == l->hash)
        return LC_OK;
    *shape = *slot_of(r, l->hash);
    if (*shape)
        return LC_OK;
    if (r->shapes == SHAPES_MAX && !r->full)
        forget_single(r);
    if (r->full)
        return lc_builder_remark(in->builder, in->number,
                                 "too many kinds of lines; further ones are not read");
    return learn(r, l, shape, err);
}

bool lc_repeats_is_header(const lc_repeats *r, const lc_shape_line *l)
{
    lc_role role[LC_SHAPE_PAIRS];
    const lc_repeat_shape *s = *slot_of(r, l->hash);
    return s ? !s->record : !lc_shape_sum_up(l, role).record;
}

/* ---- lines ----------------------------------------------------------------------------- */

static void keep_spelling(lc_repeat_part *t, const lc_named *v)
{
    if (isfinite(v->value) || t->spelling_n)
        return;
    size_t n = lc_span_length(&v->text);
    t->spelling_n = n < LC_SPELLING_MAX ? n : LC_SPELLING_MAX;
    memcpy(t->spelling, v->text.s, t->spelling_n);
}

/* Two states on one line of the file: the first is overwritten by the second. */
static bool is_overwritten(const lc_repeats *r, const lc_repeat_line *line)
{
    return r->lines > r->head && line[-1].number == line->number && line[-1].end;
}

lc_status lc_repeats_add(lc_repeats *r, const lc_lines *in, const lc_shape_line *l,
                         lc_repeat_shape **shape, lc_error *err)
{
    lc_status st = shape_of(r, in, l, shape, err);
    if (st != LC_OK || !*shape)
        return st;
    if (!lc_mem_grow(&r->line, &r->line_cap, r->lines + 1, sizeof *r->line) ||
        !lc_mem_grow(&r->value, &r->value_cap, r->values + l->n, sizeof *r->value))
        return lc_error_nomem(err);
    lc_repeat_line *line = &r->line[r->lines];
    *line = (lc_repeat_line){*shape, in->number, in->end, false, r->values};
    if (is_overwritten(r, line))
        line[-1].bar = line->bar = true;
    for (size_t i = 0; i < l->n; i++) {
        const lc_printed *p = &l->pair[i];
        r->value[r->values++] =
            (lc_repeat_value){p->has_mean ? p->mean : p->v.value, p->of, p->has_mean};
        keep_spelling(&(*shape)->part[i], &p->v);
    }
    r->lines++;
    (*shape)->seen++;
    return LC_OK;
}

void lc_repeats_is_bar(lc_repeats *r)
{
    if (r->lines > r->head)
        r->line[r->lines - 1].bar = true;
}

/* Move what still waits to the front. */
static void compact(lc_repeats *r)
{
    if (r->head < COMPACT_MIN || 2 * r->head < r->lines)
        return;
    size_t n = r->lines - r->head, at = n ? r->line[r->head].at : r->values;
    memmove(r->line, r->line + r->head, n * sizeof *r->line);
    memmove(r->value, r->value + at, (r->values - at) * sizeof *r->value);
    for (size_t i = 0; i < n; i++)
        r->line[i].at -= at;
    r->head = 0;
    r->lines = n;
    r->values -= at;
}

const lc_repeat_line *lc_repeats_next(lc_repeats *r, bool all)
{
    compact(r);
    while (r->head + !all < r->lines) {
        const lc_repeat_line *line = &r->line[r->head];
        bool single = line->shape && line->shape->seen < 2;
        if (single && !all && r->lines - r->head <= WAIT_MAX)
            return NULL;
        r->head++;
        if (line->shape && !single)
            return line;
    }
    return NULL;
}

const lc_repeat_line *lc_repeats_after(const lc_repeats *r, const lc_repeat_line *line)
{
    return line + 1 < r->line + r->lines ? line + 1 : NULL;
}

const lc_repeat_value *lc_repeats_values(const lc_repeats *r, const lc_repeat_line *line)
{
    return &r->value[line->at];
}

void lc_repeats_free(lc_repeats *r)
{
    for (size_t k = 0; k < LC_REPEATS_SLOTS; k++)
        shape_free(r->slot[k]);
    lc_mem_free(r->line);
    lc_mem_free(r->value);
}
