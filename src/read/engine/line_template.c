/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line_template.c - lines that wait until another one of their template comes. */
#include "read/engine/line_template.h"

#include "base/mem.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define TEMPLATES_MAX 1024 /* a log whose names never repeat must not fill the memory */
#define WAIT_MAX 65536     /* lines that wait at most */
#define COMPACT_MIN 64     /* lines handed out before the others are moved to the front */

/* ---- templates ---------------------------------------------------------------------------- */

/* Lines of one hash can be made up, so a template must also have room for the line's n values. */
static lc_line_template *const *slot_of(const lc_line_templates *r, uint64_t hash, size_t n)
{
    size_t k = (size_t)hash & (LC_TEMPLATE_SLOTS - 1);
    while (r->slot[k] && (r->slot[k]->hash != hash || r->slot[k]->n != n))
        k = (k + 1) & (LC_TEMPLATE_SLOTS - 1);
    return &r->slot[k];
}

static void insert(lc_line_templates *r, lc_line_template *s)
{
    r->slot[slot_of(r, s->hash, s->n) - r->slot] = s;
}

static void template_free(lc_line_template *s)
{
    if (s)
        lc_mem_free(s->example);
    for (size_t i = 0; s && i < s->n; i++)
        lc_mem_free(s->field[i].name);
    lc_mem_free(s);
}

/* Take templates of a single line out, and the lines themselves. */
static void forget_single(lc_line_templates *r)
{
    lc_line_template *kept[TEMPLATES_MAX];
    size_t n = 0;
    for (size_t i = r->head; i < r->lines; i++)
        if (r->line[i].template && r->line[i].template->seen < 2)
            r->line[i].template = NULL;
    for (size_t k = 0; k < LC_TEMPLATE_SLOTS; k++) {
        if (r->slot[k] && r->slot[k]->seen >= 2)
            kept[n++] = r->slot[k];
        else
            template_free(r->slot[k]);
        r->slot[k] = NULL;
    }
    for (size_t i = 0; i < n; i++)
        insert(r, kept[i]);
    r->templates = n;
    r->full = n > TEMPLATES_MAX / 2;
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

/* fill in the fields; s->n counts those that have been. */
static lc_status make_fields(lc_line_template *s, const lc_printed_line *l, const lc_role *role,
                             lc_error *err)
{
    char name[LC_NAME_MAX];
    bool training;
    lc_status st = LC_OK;
    s->held_out = true;
    for (size_t i = 0; i < l->n && st == LC_OK; i++) {
        lc_template_field *t = &s->field[s->n];
        size_t n = lc_printed_line_name(l, i, name);
        *t = (lc_template_field){.role = role[i],
                                 .score = lc_metric_kind(name, n) == LC_SCORE,
                                 .minimized = l->minimized[i]};
        t->name = lc_mem_text(name, n);
        if (!t->name)
            return lc_error_nomem(err);
        s->n++;
        s->held_out &= !l->minimized[i];
        if (role[i] == LC_ROLE_MEASURE && (st = is_of_training(name, n, &training, err)) == LC_OK &&
            training)
            s->held_out = false;
    }
    return st;
}

static lc_status add_template(lc_line_templates *r, const lc_printed_line *l,
                              lc_line_template **template, lc_error *err)
{
    lc_role role[LC_LINE_PAIRS];
    lc_line_class sum = lc_printed_line_classify(l, role);
    if (!sum.record && !sum.counter) {
        r->ignored[l->hash & (LC_TEMPLATE_IGNORED - 1)] = l->hash;
        return LC_OK;
    }
    lc_line_template *s = lc_mem_resize(NULL, sizeof *s + l->n * sizeof *s->field, 1);
    if (!s)
        return lc_error_nomem(err);
    *s = (lc_line_template){.hash = l->hash,
                            .record = sum.record || sum.unknown,
                            .counter = sum.counter,
                            .summary = l->starred,
                            .ranked = l->ranked,
                            .rank = l->rank};
    size_t shown = lc_span_length(&l->line);
    s->example = lc_mem_text(l->line.s, shown < LC_EXAMPLE_MAX ? shown : LC_EXAMPLE_MAX);
    lc_status st = s->example ? make_fields(s, l, role, err) : lc_error_nomem(err);
    if (st != LC_OK) {
        template_free(s);
        return st;
    }
    insert(r, s);
    r->templates++;
    *template = s;
    return LC_OK;
}

/* The template of a line; NULL when it says nothing, or when there are too many. */
static lc_status template_of(lc_line_templates *r, const lc_lines *in, const lc_printed_line *l,
                             lc_line_template **template, lc_error *err)
{
    *template = NULL;
    if (l->n == 0 || r->ignored[l->hash & (LC_TEMPLATE_IGNORED - 1)] == l->hash)
        return LC_OK;
    *template = *slot_of(r, l->hash, l->n);
    if (*template)
        return LC_OK;
    if (r->templates == TEMPLATES_MAX && !r->full)
        forget_single(r);
    if (r->full)
        return lc_builder_remark(in->builder, in->number,
                                 "too many kinds of lines; further ones are not read");
    return add_template(r, l, template, err);
}

bool lc_line_templates_is_apart(const lc_line_templates *r, const lc_printed_line *l)
{
    lc_role role[LC_LINE_PAIRS];
    const lc_line_template *s = *slot_of(r, l->hash, l->n);
    return s ? !s->record || s->counter : !lc_printed_line_classify(l, role).record;
}

/* ---- lines ----------------------------------------------------------------------------- */

static void keep_spelling(lc_template_field *t, const lc_named_value *v)
{
    if (isfinite(v->value) || t->spelling_n)
        return;
    size_t n = lc_span_length(&v->text);
    t->spelling_n = n < LC_SPELLING_MAX ? n : LC_SPELLING_MAX;
    memcpy(t->spelling, v->text.s, t->spelling_n);
}

/* Two states on one line of the file: the first is overwritten by the second. */
static bool is_overwritten(const lc_line_templates *r, const lc_waiting_line *line)
{
    return r->lines > r->head && line[-1].number == line->number && line[-1].end;
}

lc_status lc_line_templates_add(lc_line_templates *r, const lc_lines *in, const lc_printed_line *l,
                                lc_line_template **template, lc_error *err)
{
    lc_status st = template_of(r, in, l, template, err);
    if (st != LC_OK || !*template)
        return st;
    if (l->ranked)
        r->ranks |= UINT64_C(1) << (l->rank < 63 ? (unsigned)l->rank : 63);
    if (l->ranked && (*template)->ranked && l->rank != (*template)->rank) {
        *template = NULL;
        return LC_OK;
    }
    if (!lc_mem_grow(&r->line, &r->line_cap, r->lines + 1, sizeof *r->line) ||
        !lc_mem_grow(&r->value, &r->value_cap, r->values + l->n, sizeof *r->value))
        return lc_error_nomem(err);
    lc_waiting_line *line = &r->line[r->lines];
    *line = (lc_waiting_line){*template, in->number, in->end, false, r->values, 0};
    if (is_overwritten(r, line))
        line[-1].bar = line->bar = true;
    for (size_t i = 0; i < l->n; i++) {
        const lc_pair *p = &l->pair[i];
        r->value[r->values++] =
            (lc_template_value){p->has_mean ? p->mean : p->v.value, p->of, p->has_mean, p->rounded};
        keep_spelling(&(*template)->field[i], &p->v);
    }
    r->lines++;
    (*template)->seen++;
    return LC_OK;
}

void lc_line_templates_mark_bar(lc_line_templates *r)
{
    if (r->lines > r->head)
        r->line[r->lines - 1].bar = true;
}

void lc_line_templates_label(lc_line_templates *r, size_t label)
{
    if (r->lines > r->head)
        r->line[r->lines - 1].label = label;
}

/* Move what still waits to the front. */
static void compact(lc_line_templates *r)
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

const lc_waiting_line *lc_line_templates_next(lc_line_templates *r, bool all)
{
    compact(r);
    while (r->head + !all < r->lines) {
        const lc_waiting_line *line = &r->line[r->head];
        bool single = line->template && line->template->seen < 2;
        if (single && !all && r->lines - r->head <= WAIT_MAX)
            return NULL;
        r->head++;
        if (line->template && !single)
            return line;
    }
    return NULL;
}

const lc_waiting_line *lc_line_templates_after(const lc_line_templates *r,
                                               const lc_waiting_line *line)
{
    return line + 1 < r->line + r->lines ? line + 1 : NULL;
}

const lc_template_value *lc_line_templates_values(const lc_line_templates *r,
                                                  const lc_waiting_line *line)
{
    return &r->value[line->at];
}

void lc_line_templates_free(lc_line_templates *r)
{
    for (size_t k = 0; k < LC_TEMPLATE_SLOTS; k++)
        template_free(r->slot[k]);
    lc_mem_free(r->line);
    lc_mem_free(r->value);
}
