/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.c - rows in random order within their class, and the first few of each class taken. */
#include "train/split.h"

#include "base/mem.h"
#include "train/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOLD_OUT = 1, FOLDS, SOME }; /* purposes of a seed */

/* Rows by class, in random order within each: those of class c are row[first[c] .. first[c+1]). */
typedef struct deck {
    size_t classes; /* 1 at least */
    size_t *row, *first;
} deck;

static void deck_free(deck *d)
{
    lc_mem_free(d->row);
    lc_mem_free(d->first);
}

static size_t class_of(const lc_strata *s, size_t row)
{
    return s->classes ? (size_t)s->y[row] : 0;
}

/* Lay out the rows of `from`, or all when it is NULL. False when memory is out. */
static bool deck_init(deck *d, const lc_strata *s, const lc_row_set *from, lc_random random)
{
    size_t n = from ? from->n : s->n;
    *d = (deck){.classes = s->classes ? s->classes : 1};
    d->row = lc_mem_resize(NULL, n, sizeof *d->row);
    d->first = lc_mem_resize(NULL, d->classes + 2, sizeof *d->first);
    if (!d->row || !d->first) {
        deck_free(d);
        return false;
    }
    memset(d->first, 0, (d->classes + 2) * sizeof *d->first);
    for (size_t i = 0; i < n; i++)
        d->first[class_of(s, from ? from->row[i] : i) + 2]++;
    for (size_t c = 2; c < d->classes + 2; c++)
        d->first[c] += d->first[c - 1];
    for (size_t i = 0; i < n; i++) { /* first[c + 1] moves from class c's begin to its end */
        size_t row = from ? from->row[i] : i;
        d->row[d->first[class_of(s, row) + 1]++] = row;
    }
    for (size_t c = 0; c < d->classes; c++)
        lc_random_shuffle(&random, d->row + d->first[c], d->first[c + 1] - d->first[c]);
    return true;
}

static size_t class_size(const deck *d, size_t c)
{
    return d->first[c + 1] - d->first[c];
}

/* ---- parts from marks ------------------------------------------------------------------- */

/* Rows of each class in a set; NULL when memory is out. */
static size_t *count_rows(const lc_row_set *rows, const lc_strata *s)
{
    size_t *count = lc_mem_resize(NULL, s->classes, sizeof *count);
    if (!count)
        return NULL;
    memset(count, 0, s->classes * sizeof *count);
    for (size_t i = 0; i < rows->n; i++)
        count[class_of(s, rows->row[i])]++;
    return count;
}

static bool count_classes(lc_data_split *p, const lc_strata *s)
{
    p->classes = s->classes;
    if (s->classes == 0)
        return true;
    p->train_count = count_rows(&p->train, s);
    p->validation_count = p->train_count ? count_rows(&p->validation, s) : NULL;
    return p->validation_count != NULL;
}

/* Rows that are marked validate. */
static lc_status part_by_marks(lc_data_split *split, const lc_strata *s, const bool *held,
                               lc_error *err)
{
    lc_data_split made = LC_DATA_SPLIT_INIT;
    size_t validate = 0;
    for (size_t i = 0; i < s->n; i++)
        validate += held[i];
    /* one more than is needed: an empty set has a block, too */
    made.train.row = lc_mem_resize(NULL, s->n - validate + 1, sizeof *made.train.row);
    made.validation.row = lc_mem_resize(NULL, validate + 1, sizeof *made.validation.row);
    bool ok = made.train.row && made.validation.row;
    for (size_t i = 0; ok && i < s->n; i++) {
        lc_row_set *part = held[i] ? &made.validation : &made.train;
        part->row[part->n++] = i;
    }
    if (!ok || !count_classes(&made, s)) {
        lc_data_split_free(&made);
        return lc_error_nomem(err);
    }
    *split = made;
    return LC_OK;
}

static bool *no_marks(size_t n)
{
    bool *held = lc_mem_resize(NULL, n, sizeof *held);
    if (held)
        memset(held, 0, n * sizeof *held);
    return held;
}

/* ---- holding out ------------------------------------------------------------------------ */

/* How many rows class c could give or take; where a class has two or more, each part keeps one. */
static size_t least_of(const deck *d, size_t c)
{
    return class_size(d, c) >= 2;
}

static size_t most_of(const deck *d, size_t c)
{
    size_t n = class_size(d, c);
    return n >= 2 ? n - 1 : 0;
}

/* The class that is farthest from its share and has room to come nearer; d->classes: none. */
static size_t farthest(const deck *d, const size_t *taken, double share, bool more)
{
    size_t best = d->classes;
    double far = -INFINITY;
    for (size_t c = 0; c < d->classes; c++) {
        double lack = share * (double)class_size(d, c) - (double)taken[c];
        if (more ? taken[c] >= most_of(d, c) : taken[c] <= least_of(d, c))
            continue;
        if ((more ? lack : -lack) > far) {
            far = more ? lack : -lack;
            best = c;
        }
    }
    return best;
}

/* How many rows of each class are held out: the whole part of its share, and one more for those
 * with the largest remainders until the sum is right. */
static void apportion(size_t *taken, const deck *d, size_t n, double share)
{
    size_t want = (size_t)floor((double)n * share + 0.5), sum = 0;
    want = want < 1 ? 1 : want > n - 1 ? n - 1 : want;
    for (size_t c = 0; c < d->classes; c++) {
        size_t k = (size_t)floor(share * (double)class_size(d, c));
        k = k > most_of(d, c) ? most_of(d, c) : k;
        taken[c] = k < least_of(d, c) ? least_of(d, c) : k;
        sum += taken[c];
    }
    while (sum != want) {
        bool more = sum < want;
        size_t c = farthest(d, taken, share, more);
        if (c == d->classes)
            break; /* many classes of one or two rows: the sum can't be had */
        taken[c] += more ? 1 : SIZE_MAX;
        sum += more ? 1 : SIZE_MAX;
    }
}

static lc_status check_share(const lc_strata *s, double share, lc_error *err)
{
    if (s->n < 2)
        return lc_error_set(err, LC_E_ARG, 0, "expected at least 2 rows to split");
    if (!(share > 0 && share < 1))
        return lc_error_set(err, LC_E_ARG, 0, "the validation share must be between 0 and 1");
    return LC_OK;
}

lc_status lc_data_split_random(lc_data_split *split, const lc_strata *strata, double share,
                               uint64_t seed, lc_error *err)
{
    deck d;
    lc_status st = check_share(strata, share, err);
    if (st != LC_OK)
        return st;
    if (!deck_init(&d, strata, NULL, lc_random_from(seed, HOLD_OUT)))
        return lc_error_nomem(err);
    size_t *taken = lc_mem_resize(NULL, d.classes, sizeof *taken);
    bool *held = taken ? no_marks(strata->n) : NULL;
    if (held) {
        apportion(taken, &d, strata->n, share);
        for (size_t c = 0; c < d.classes; c++)
            for (size_t i = 0; i < taken[c]; i++)
                held[d.row[d.first[c] + i]] = true;
        st = part_by_marks(split, strata, held, err);
    } else {
        st = lc_error_nomem(err);
    }
    lc_mem_free(held);
    lc_mem_free(taken);
    deck_free(&d);
    return st;
}

lc_status lc_data_split_last(lc_data_split *split, const lc_strata *strata, double share,
                             lc_error *err)
{
    lc_status st = check_share(strata, share, err);
    if (st != LC_OK)
        return st;
    size_t n = strata->n, train = (size_t)floor((double)n * (1 - share));
    train = train < 1 ? 1 : train > n - 1 ? n - 1 : train;
    bool *held = no_marks(n);
    if (!held)
        return lc_error_nomem(err);
    for (size_t i = train; i < n; i++)
        held[i] = true;
    st = part_by_marks(split, strata, held, err);
    lc_mem_free(held);
    return st;
}

lc_status lc_data_split_none(lc_data_split *split, const lc_strata *strata, lc_error *err)
{
    bool *held = no_marks(strata->n);
    if (!held)
        return lc_error_nomem(err);
    lc_status st = part_by_marks(split, strata, held, err);
    lc_mem_free(held);
    return st;
}

lc_status lc_data_split_fold(lc_data_split *split, const lc_strata *strata, size_t folds, size_t k,
                             uint64_t seed, lc_error *err)
{
    deck d;
    if (folds < 2 || folds > strata->n)
        return lc_error_set(err, LC_E_ARG, 0, "expected 2 to %zu folds, one row in each at least",
                            strata->n);
    if (k >= folds)
        return lc_error_set(err, LC_E_ARG, 0, "there is no fold %zu of %zu", k + 1, folds);
    if (!deck_init(&d, strata, NULL, lc_random_from(seed, FOLDS)))
        return lc_error_nomem(err);
    bool *held = no_marks(strata->n);
    lc_status st = LC_OK;
    for (size_t i = 0; held && i < strata->n; i++) /* dealt on from class to class */
        held[d.row[i]] = i % folds == k;
    st = held ? part_by_marks(split, strata, held, err) : lc_error_nomem(err);
    lc_mem_free(held);
    deck_free(&d);
    return st;
}

void lc_row_set_free(lc_row_set *part)
{
    lc_mem_free(part->row);
    *part = (lc_row_set)LC_ROW_SET_INIT;
}

void lc_data_split_free(lc_data_split *split)
{
    lc_row_set_free(&split->train);
    lc_row_set_free(&split->validation);
    lc_mem_free(split->train_count);
    lc_mem_free(split->validation_count);
    *split = (lc_data_split)LC_DATA_SPLIT_INIT;
}

lc_status lc_data_split_check(const lc_data_split *split, const lc_dataset *d, lc_error *err)
{
    const lc_texts *class_name = &d->schema.target.class_name;
    if (split->validation.n == 0)
        return LC_OK;
    for (size_t c = 0; c < split->classes; c++) {
        size_t train = split->train_count[c], validation = split->validation_count[c];
        if (train && validation)
            continue;
        if (!train && !validation)
            return lc_error_set(err, LC_E_FORMAT, 0, "class '%.60s' has no row",
                                class_name->text[c]);
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "class '%.60s' occurs in the %s rows only (%zu row%s), but both sets need it",
            class_name->text[c], train ? "training" : "validation", train + validation,
            train + validation == 1 ? "" : "s");
    }
    return LC_OK;
}

/* ---- some of a part --------------------------------------------------------------------- */

/* A row with its place in the queue: rank / size of its class, so that the first m of the queue
 * have the classes' shares for every m, and each class's first row comes before all others. */
typedef struct queued {
    double place;
    uint64_t tie; /* decides between rows of the same place */
    size_t row;
} queued;

static int by_place(const void *a, const void *b)
{
    const queued *s = a, *t = b;
    if (s->place != t->place)
        return s->place < t->place ? -1 : 1;
    return s->tie < t->tie ? -1 : s->tie > t->tie;
}

static int by_row(const void *a, const void *b)
{
    const size_t *s = a, *t = b;
    return *s < *t ? -1 : *s > *t;
}

lc_status lc_row_set_sample(lc_row_set *some, const lc_row_set *from, const lc_strata *strata,
                            size_t m, uint64_t seed, lc_error *err)
{
    deck d;
    lc_random random = lc_random_from(seed, SOME);
    if (m < 1 || m > from->n)
        return lc_error_set(err, LC_E_ARG, 0, "expected 1 to %zu rows to train on", from->n);
    if (!deck_init(&d, strata, from, random))
        return lc_error_nomem(err);
    queued *queue = lc_mem_resize(NULL, from->n, sizeof *queue);
    size_t *row = lc_mem_resize(NULL, m, sizeof *row);
    lc_status st = queue && row ? LC_OK : lc_error_nomem(err);
    for (size_t c = 0; st == LC_OK && c < d.classes; c++)
        for (size_t i = d.first[c]; i < d.first[c + 1]; i++)
            queue[i] = (queued){(double)(i - d.first[c]) / (double)class_size(&d, c),
                                lc_random_bits(&random), d.row[i]};
    if (st == LC_OK) {
        qsort(queue, from->n, sizeof *queue, by_place);
        for (size_t i = 0; i < m; i++)
            row[i] = queue[i].row;
        qsort(row, m, sizeof *row, by_row);
        *some = (lc_row_set){m, row};
    } else {
        lc_mem_free(row);
    }
    lc_mem_free(queue);
    deck_free(&d);
    return st;
}

lc_status lc_data_split_reduce(lc_data_split *split, const lc_strata *strata, size_t m,
                               uint64_t seed, lc_error *err)
{
    lc_row_set some = LC_ROW_SET_INIT;
    lc_status st = lc_row_set_sample(&some, &split->train, strata, m, seed, err);
    if (st != LC_OK)
        return st;
    size_t *count = strata->classes ? count_rows(&some, strata) : NULL;
    if (strata->classes && !count) {
        lc_row_set_free(&some);
        return lc_error_nomem(err);
    }
    lc_row_set_free(&split->train);
    lc_mem_free(split->train_count);
    split->train = some;
    split->train_count = count;
    return LC_OK;
}
