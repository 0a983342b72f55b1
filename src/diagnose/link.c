/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c - which series belong together, by their names and splits. */
#include "diagnose/link.h"

#include "diagnose/role.h"
#include "base/mem.h"
#include "base/names.h"
#include "model/metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of which several series can be asked by name: base names in order, those of one name as in the run. */
typedef struct directory {
    const lc_analyzed **at;
    size_t n;
    const lc_analyzed *first_guess[LC_TRAIN_SIZE + 1]; /* the first on train, of each kind */
} directory;

static int by_base(const void *a, const void *b)
{
    const lc_analyzed *const *p = a, *const *q = b;
    int order = strcmp((*p)->series->metric.base, (*q)->series->metric.base);
    return order ? order : ((*p)->index > (*q)->index) - ((*p)->index < (*q)->index);
}

/* As strcmp with `before`, `name` and `behind` after each other. */
static int compare(const char *base, const char *before, const char *name, const char *behind)
{
    const char *const part[] = {before, name, behind};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(part[i]);
        int order = strncmp(base, part[i], n);
        if (order)
            return order;
        base += n;
    }
    return *base != '\0';
}

static bool is_seen(const lc_analyzed *t, lc_split split)
{
    return t->chosen && t->finite > 0 && t->series->metric.split == split;
}

/* The first series of that split and like's kind, with something before or behind its name. */
static const lc_analyzed *find_named(const directory *all, const char *before,
                                     const lc_metric *like, const char *behind, lc_split split)
{
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare(all->at[mid]->series->metric.base, before, like->base, behind) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < all->n; low++) {
        const lc_metric *m = &all->at[low]->series->metric;
        if (compare(m->base, before, like->base, behind) != 0)
            break;
        if (is_seen(all->at[low], split) && m->kind == like->kind)
            return all->at[low];
    }
    return NULL;
}

/* The training series that is like that held-out one: a loss without its weights, or the same metric; else
 * "loss_step", the training loss by batches, for want of one by epochs; or the same accuracy, which the
 * splits may name in two ways. */
static const lc_analyzed *find_train(const directory *all, const lc_metric *like)
{
    const lc_analyzed *t =
        like->kind == LC_LOSS ? find_named(all, LC_UNWEIGHTED, like, "", LC_TRAIN) : NULL;
    if (!t)
        t = find_named(all, "", like, "", LC_TRAIN);
    if (t)
        return t;
    const lc_analyzed *step = find_named(all, "", like, "_step", LC_TRAIN);
    const lc_analyzed *guess =
        lc_role_is_first_guess(like->base) ? all->first_guess[like->kind] : NULL;
    return !step || (guess && guess->index < step->index) ? guess : step;
}

/* Each validation (else test) series that has its like on train. */
static lc_status make_pairs(lc_context *context, const directory *all, lc_error *err)
{
    size_t cap = 0;
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_analyzed *t = &context->analyzed[i];
        const lc_metric *m = &t->series->metric;
        bool held_out = m->split == LC_VALIDATION ||
                        (m->split == LC_TEST && !find_named(all, "", m, "", LC_VALIDATION));
        if (!t->chosen || t->sign == 0 || t->finite == 0 || !held_out)
            continue;
        const lc_analyzed *train = find_train(all, m);
        if (!train)
            continue;
        if (!lc_mem_grow(&context->pairs, &cap, context->pairs_n + 1, sizeof *context->pairs))
            return lc_error_nomem(err);
        context->pairs[context->pairs_n++] = (lc_pair){.train = train, .validation = t};
    }
    return LC_OK;
}

/* The accuracies of one split. */
typedef struct accuracies {
    lc_names by_head; /* indices of the first of each head */
    const lc_analyzed *last;
    size_t n;
} accuracies;

static lc_status list_accuracies(accuracies *of, const lc_context *context, lc_error *err)
{
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_analyzed *t = &context->analyzed[i];
        const lc_metric *m = &t->series->metric;
        size_t head = lc_role_head(m->base);
        uint32_t first;
        if (t->sign == 0 || !is_seen(t, m->split) || !lc_metric_is_accuracy(m))
            continue;
        accuracies *a = &of[m->split];
        a->n++;
        a->last = t;
        if (!lc_names_find(&a->by_head, m->base, head, &first) &&
            !lc_names_add(&a->by_head, m->base, head, (uint32_t)i))
            return lc_error_nomem(err);
    }
    return LC_OK;
}

static const lc_analyzed *find_accuracy(const accuracies *a, const lc_context *context,
                                        const lc_analyzed *loss)
{
    const lc_metric *l = &loss->series->metric;
    size_t head = lc_role_head(l->base);
    uint32_t same;
    if (lc_names_find(&a->by_head, l->base, head, &same))
        return &context->analyzed[same];
    /* What alone is an accuracy belongs to what is minimised, whatever that is called. */
    bool plain = head == 0 || (loss == context->main_loss[l->split] && a->last &&
                               lc_role_head(a->last->series->metric.base) == 0);
    return a->n == 1 && plain ? a->last : NULL;
}

/* To each loss its accuracy, and to that its plain loss. */
static lc_status link_accuracies(lc_context *context, lc_error *err)
{
    accuracies of[LC_TEST + 1] = {0};
    lc_status st = list_accuracies(of, context, err);
    for (size_t i = 0; i < context->run->series_n && st == LC_OK; i++) {
        lc_analyzed *t = &context->analyzed[i];
        t->accuracy = find_accuracy(&of[t->series->metric.split], context, t);
        lc_analyzed *accuracy = t->accuracy ? &context->analyzed[t->accuracy->index] : NULL;
        if (accuracy && !accuracy->plain_loss && t->chosen && lc_analyzed_is_plain_loss(t))
            accuracy->plain_loss = t;
    }
    for (lc_split split = LC_SPLIT_NONE; split <= LC_TEST; split++)
        lc_names_free(&of[split].by_head);
    return st;
}

/* Mean size of the recorded values, those that are finite. */
static double magnitude(const lc_series *s)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i])) {
            sum += fabs(s->y[i]);
            n++;
        }
    return n > 0 ? sum / n : 0;
}

/* a is rather what is minimised than b; of parts without a total the largest, which decides the total. */
static bool is_rather_main(const lc_analyzed *a, const lc_analyzed *b)
{
    if (lc_role_main_rank(&a->series->metric) != lc_role_main_rank(&b->series->metric))
        return lc_role_main_rank(&a->series->metric) < lc_role_main_rank(&b->series->metric);
    return strstr(a->series->metric.base, "loss") && strstr(b->series->metric.base, "loss") &&
           magnitude(a->series) > magnitude(b->series);
}

static const lc_analyzed *find_main_loss(const lc_context *context, lc_split split)
{
    const lc_analyzed *best = NULL;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (!t->chosen || t->sign <= 0 || m->kind != LC_LOSS || t->finite == 0 ||
            (m->split != split && !(split == LC_TRAIN && m->split == LC_SPLIT_NONE)))
            continue;
        if (!best || is_rather_main(t, best))
            best = t;
    }
    return best;
}

static void link_losses(lc_context *context)
{
    for (lc_split split = LC_SPLIT_NONE; split <= LC_TEST; split++)
        context->main_loss[split] = find_main_loss(context, split);
    if (!context->main_loss[LC_VALIDATION]) /* a test split is held out as well */
        context->main_loss[LC_VALIDATION] = context->main_loss[LC_TEST];
    for (size_t i = context->run->series_n; i-- > 0;) {
        const lc_analyzed *t = &context->analyzed[i];
        if (t->finite && lc_metric_is_r2(&t->series->metric))
            context->r2[t->series->metric.split] = t;
    }
}

static const lc_pair *find_main_pair(const lc_context *context)
{
    const lc_pair *first = NULL;
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        if (p->train->series->metric.kind != LC_LOSS)
            continue;
        if (lc_analyzed_is_plain_loss(p->validation))
            return p;
        first = first ? first : p;
    }
    return first;
}

static void link_pairs(lc_context *context)
{
    for (size_t i = context->pairs_n; i-- > 0;) {
        const lc_pair *p = &context->pairs[i];
        context->analyzed[p->train->index].other = p->validation;
        context->analyzed[p->validation->index].other = p->train;
    }
    context->main_pair = find_main_pair(context);
}

/* The least step of the digits of that base name, from place `from` of the directory on, and of its like;
 * *end is where the next name begins. */
static double least_quantum(const directory *all, size_t from, size_t *end, bool percent)
{
    double least = INFINITY;
    const char *base = all->at[from]->series->metric.base;
    for (*end = from; *end < all->n; ++*end) {
        const lc_series *s = all->at[*end]->series;
        if (strcmp(s->metric.base, base) != 0)
            break;
        if (s->percent == percent && s->n > 1)
            least = fmin(least, s->quantum);
    }
    return least;
}

static void link_quanta(lc_context *context, const directory *all)
{
    double share[2] = {INFINITY, INFINITY};
    for (size_t i = 0; i < all->n; i++) {
        const lc_series *s = all->at[i]->series;
        if (lc_metric_is_share(&s->metric) && s->n > 1)
            share[s->percent] = fmin(share[s->percent], s->quantum);
    }
    for (size_t from = 0, end = 0; from < all->n; from = end) {
        double least[2] = {least_quantum(all, from, &end, false),
                           least_quantum(all, from, &end, true)};
        for (size_t i = from; i < end; i++) {
            const lc_series *s = all->at[i]->series;
            double q = fmin(s->quantum, least[s->percent]);
            context->analyzed[all->at[i]->index].quantum =
                lc_metric_is_share(&s->metric) ? fmin(q, share[s->percent]) : q;
        }
    }
}

static lc_status open_directory(directory *all, const lc_context *context, lc_error *err)
{
    *all = (directory){.n = context->run->series_n};
    all->at = lc_mem_resize(NULL, all->n, sizeof *all->at);
    if (!all->at)
        return lc_error_nomem(err);
    for (size_t i = all->n; i-- > 0;) {
        const lc_analyzed *t = all->at[i] = &context->analyzed[i];
        if (is_seen(t, LC_TRAIN) && lc_role_is_first_guess(t->series->metric.base))
            all->first_guess[t->series->metric.kind] = t;
    }
    qsort(all->at, all->n, sizeof *all->at, by_base);
    return LC_OK;
}

lc_status lc_context_link(lc_context *context, lc_error *err)
{
    directory all;
    if (context->run->series_n == 0)
        return LC_OK;
    lc_status st = open_directory(&all, context, err);
    if (st != LC_OK)
        return st;
    st = make_pairs(context, &all, err);
    link_quanta(context, &all);
    lc_mem_free(all.at);
    link_losses(context);
    link_pairs(context);
    return st == LC_OK ? link_accuracies(context, err) : st;
}
