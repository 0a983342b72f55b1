/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split.c - rows train, validate or test: by chance within their class, by groups, or by time. */
#include "train/split.h"

#include "base/mem.h"
#include "train/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_VALIDATION = 1, STREAM_FOLDS, STREAM_SOME, STREAM_TEST = 5 }; /* 4: synthetic.c */

/* ---- rows of a class -------------------------------------------------------------------- */

/* Rows by class, in random order within each: those of class c are row[first[c] .. first[c+1]). */
typedef struct class_rows {
    size_t classes; /* 1 at least */
    size_t *row, *first;
} class_rows;

static void class_rows_free(class_rows *d)
{
    lc_mem_free(d->row);
    lc_mem_free(d->first);
}

static size_t class_of(const lc_strata *s, size_t row)
{
    return s->classes ? (size_t)s->y[row] : 0;
}

/* Lay out the rows of `from`, or all when it is NULL. False when memory is out. */
static bool class_rows_init(class_rows *d, const lc_strata *s, const lc_row_set *from,
                            lc_random random)
{
    size_t n = from ? from->n : s->n;
    *d = (class_rows){.classes = s->classes ? s->classes : 1};
    d->row = lc_mem_resize(NULL, n, sizeof *d->row);
    d->first = lc_mem_resize(NULL, d->classes + 2, sizeof *d->first);
    if (!d->row || !d->first) {
        class_rows_free(d);
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

static size_t class_size(const class_rows *d, size_t c)
{
    return d->first[c + 1] - d->first[c];
}

/* ---- from marks to sets ----------------------------------------------------------------- */

/* What becomes of each row. */
typedef enum mark { TRAIN, VALIDATION, TEST, LEFT_OUT, MARKS } mark;

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
    p->test_count = p->validation_count ? count_rows(&p->test, s) : NULL;
    return p->test_count != NULL;
}

/* The rows with one mark, rising. False when memory is out. */
static bool marked_rows(lc_row_set *rows, const mark *marks, size_t n, mark which)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += marks[i] == which;
    rows->row =
        lc_mem_resize(NULL, count + 1, sizeof *rows->row); /* an empty set has a block, too */
    for (size_t i = 0; rows->row && i < n; i++)
        if (marks[i] == which)
            rows->row[rows->n++] = i;
    return rows->row != NULL;
}

/* Takes the marks over. */
static lc_status split_by_marks(lc_data_split *split, const lc_strata *s, mark *marks,
                                lc_error *err)
{
    lc_data_split made = LC_DATA_SPLIT_INIT;
    bool ok = marks && marked_rows(&made.train, marks, s->n, TRAIN) &&
              marked_rows(&made.validation, marks, s->n, VALIDATION) &&
              marked_rows(&made.test, marks, s->n, TEST) && count_classes(&made, s);
    lc_mem_free(marks);
    if (!ok) {
        lc_data_split_free(&made);
        return lc_error_nomem(err);
    }
    *split = made;
    return LC_OK;
}

static mark *no_marks(size_t n)
{
    mark *marks = lc_mem_resize(NULL, n, sizeof *marks);
    for (size_t i = 0; marks && i < n; i++)
        marks[i] = TRAIN;
    return marks;
}

/* ---- groups ----------------------------------------------------------------------------- */

/* A group of rows that stay together. */
typedef struct group {
    size_t n;      /* rows */
    size_t *count; /* count[classes] of its rows */
    size_t set;
    uint64_t tie; /* order among groups of the same size */
} group;

typedef struct groups {
    size_t n, classes;
    group *group;   /* [n] */
    group **order;  /* [n] large ones first, by chance among equals */
    size_t *counts; /* of all groups */
} groups;

static void groups_free(groups *g)
{
    lc_mem_free(g->group);
    lc_mem_free(g->order);
    lc_mem_free(g->counts);
}

static int by_size(const void *a, const void *b)
{
    const group *g = *(group *const *)a, *h = *(group *const *)b;
    if (g->n != h->n)
        return g->n > h->n ? -1 : 1;
    return g->tie < h->tie ? -1 : g->tie > h->tie;
}

/* Count the rows that are marked to train. False when memory is out. */
static bool groups_init(groups *g, const lc_strata *s, const mark *marks, lc_random random)
{
    *g = (groups){.n = s->groups, .classes = s->classes ? s->classes : 1};
    g->group = lc_mem_resize(NULL, g->n, sizeof *g->group);
    g->order = lc_mem_resize(NULL, g->n, sizeof *g->order);
    g->counts = lc_mem_resize(NULL, g->n * g->classes, sizeof *g->counts);
    if (!g->group || !g->order || !g->counts) {
        groups_free(g);
        return false;
    }
    memset(g->counts, 0, g->n * g->classes * sizeof *g->counts);
    for (size_t k = 0; k < g->n; k++) {
        g->group[k] = (group){.count = g->counts + k * g->classes, .tie = lc_random_bits(&random)};
        g->order[k] = &g->group[k];
    }
    for (size_t i = 0; i < s->n; i++)
        if (marks[i] == TRAIN) {
            group *of = &g->group[s->group[i]];
            of->n++;
            of->count[class_of(s, i)]++;
        }
    qsort(g->order, g->n, sizeof(group *), by_size);
    return true;
}

/* How much worse the sets' sizes and class counts fit their shares with the group in a set that holds
 * `have` now: squared differences from what it should have, in units of that. */
static double misfit(const groups *g, const group *of, const size_t *have, double share,
                     const size_t *all)
{
    double sum = 0;
    for (size_t c = 0; c < g->classes; c++) {
        double want = share * (double)all[c], add = (double)of->count[c];
        if (all[c] && add > 0)
            sum += add * (add + 2 * ((double)have[c] - want)) / want;
    }
    return sum;
}

/* Deal the groups to sets of these shares. False when memory is out. */
static bool deal_groups(groups *g, const double *share, size_t sets)
{
    size_t *have = lc_mem_resize(NULL, (sets + 1) * g->classes, sizeof *have);
    if (!have)
        return false;
    memset(have, 0, (sets + 1) * g->classes * sizeof *have);
    size_t *all = have + sets * g->classes;
    for (size_t k = 0; k < g->n; k++)
        for (size_t c = 0; c < g->classes; c++)
            all[c] += g->group[k].count[c];
    for (size_t k = 0; k < g->n; k++) {
        group *of = g->order[k];
        double least = INFINITY;
        for (size_t b = 0; b < sets; b++) {
            double worse = misfit(g, of, have + b * g->classes, share[b], all);
            if (worse < least) {
                least = worse;
                of->set = b;
            }
        }
        for (size_t c = 0; c < g->classes; c++)
            have[of->set * g->classes + c] += of->count[c];
    }
    lc_mem_free(have);
    return true;
}

/* ---- holding out ------------------------------------------------------------------------ */

/* How many rows class c could give or take; where a class has two or more, each part keeps one. */
static size_t least_of(const class_rows *d, size_t c)
{
    return class_size(d, c) >= 2;
}

static size_t most_of(const class_rows *d, size_t c)
{
    size_t n = class_size(d, c);
    return n >= 2 ? n - 1 : 0;
}

/* The class that is farthest from its share and has room to come nearer; d->classes: none. */
static size_t farthest(const class_rows *d, const size_t *taken, double share, bool more)
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
static void apportion(size_t *taken, const class_rows *d, size_t n, double share)
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
        return lc_error_set(err, LC_E_ARG, 0, "the share of rows held out must be between 0 and 1");
    return LC_OK;
}

static lc_status hold_out_groups(mark *marks, mark value, const lc_strata *s, double share,
                                 lc_random random, lc_error *err)
{
    groups g;
    const double shares[] = {1 - share, share};
    if (!groups_init(&g, s, marks, random))
        return lc_error_nomem(err);
    bool ok = deal_groups(&g, shares, 2);
    for (size_t i = 0; ok && i < s->n; i++)
        if (marks[i] == TRAIN && g.group[s->group[i]].set == 1)
            marks[i] = value;
    groups_free(&g);
    return ok ? LC_OK : lc_error_nomem(err);
}

/* Hold a share of the rows that are marked to train out, at random within their classes. */
static lc_status hold_out(mark *marks, mark value, const lc_strata *s, double share,
                          lc_random random, lc_error *err)
{
    class_rows d;
    lc_row_set from = LC_ROW_SET_INIT;
    if (s->group)
        return hold_out_groups(marks, value, s, share, random, err);
    if (!marked_rows(&from, marks, s->n, TRAIN))
        return lc_error_nomem(err);
    if (!class_rows_init(&d, s, &from, random)) {
        lc_row_set_free(&from);
        return lc_error_nomem(err);
    }
    size_t *taken = lc_mem_resize(NULL, d.classes, sizeof *taken);
    if (taken) {
        apportion(taken, &d, from.n, share);
        for (size_t c = 0; c < d.classes; c++)
            for (size_t i = 0; i < taken[c]; i++)
                marks[d.row[d.first[c] + i]] = value;
    }
    lc_row_set_free(&from);
    class_rows_free(&d);
    lc_mem_free(taken);
    return taken ? LC_OK : lc_error_nomem(err);
}

/* ---- the last rows: by time where there is one, else as they come ------------------------- */

typedef struct timed {
    double time;
    size_t row;
} timed;

static int by_time(const void *a, const void *b)
{
    const timed *s = a, *t = b;
    if (s->time != t->time)
        return s->time < t->time ? -1 : 1;
    return s->row < t->row ? -1 : s->row > t->row;
}

/* Rows in the order of time; the caller frees them. NULL when memory is out. */
static timed *in_time(const lc_strata *s)
{
    timed *rows = lc_mem_resize(NULL, s->n, sizeof *rows);
    for (size_t i = 0; rows && i < s->n; i++)
        rows[i] = (timed){s->time ? s->time[i] : (double)i, i};
    if (rows && s->time)
        qsort(rows, s->n, sizeof *rows, by_time);
    return rows;
}

/* floor(n (1 - share)), but one row at least on either side. */
static size_t rows_before(size_t n, double share)
{
    size_t train = (size_t)floor((double)n * (1 - share));
    return train < 1 ? 1 : train > n - 1 ? n - 1 : train;
}

lc_status lc_data_split_random(lc_data_split *split, const lc_strata *strata, double validation,
                               double test, uint64_t seed, lc_error *err)
{
    lc_status st = validation > 0 || test == 0 ? check_share(strata, validation, err) : LC_OK;
    if (st == LC_OK && test != 0)
        st = check_share(strata, validation + test, err);
    if (st != LC_OK)
        return st;
    mark *marks = no_marks(strata->n);
    st = marks ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK && test > 0)
        st = hold_out(marks, TEST, strata, test, lc_random_from(seed, STREAM_TEST), err);
    if (st == LC_OK && validation > 0)
        st = hold_out(marks, VALIDATION, strata, validation / (1 - test),
                      lc_random_from(seed, STREAM_VALIDATION), err);
    if (st == LC_OK)
        return split_by_marks(split, strata, marks, err);
    lc_mem_free(marks);
    return st;
}

lc_status lc_data_split_last(lc_data_split *split, const lc_strata *strata, double validation,
                             double test, lc_error *err)
{
    lc_status st = validation > 0 || test == 0 ? check_share(strata, validation, err) : LC_OK;
    if (st == LC_OK && test != 0)
        st = check_share(strata, validation + test, err);
    if (st != LC_OK)
        return st;
    size_t n = strata->n, before_test = test > 0 ? rows_before(n, test) : n;
    size_t train = validation > 0 ? rows_before(n, validation + test) : before_test;
    timed *rows = in_time(strata);
    mark *marks = rows ? no_marks(n) : NULL;
    for (size_t i = train; marks && i < n; i++)
        marks[rows[i].row] = i < before_test ? VALIDATION : TEST;
    lc_mem_free(rows);
    return split_by_marks(split, strata, marks, err);
}

lc_status lc_data_split_none(lc_data_split *split, const lc_strata *strata, lc_error *err)
{
    return split_by_marks(split, strata, no_marks(strata->n), err);
}

/* ---- folds ------------------------------------------------------------------------------ */

/* Fold k is the (k + 1)st of folds + 1 stretches of time, and trains on those before it (scikit-learn's
 * TimeSeriesSplit). */
static lc_status time_fold(mark *marks, const lc_strata *s, size_t folds, size_t k, lc_error *err)
{
    timed *rows = in_time(s);
    size_t n = 0, at = 0;
    if (!rows)
        return lc_error_nomem(err);
    for (size_t i = 0; i < s->n; i++)
        n += marks[i] == TRAIN;
    for (size_t i = 0; i < s->n && n > 0; i++) {
        if (marks[rows[i].row] != TRAIN)
            continue;
        size_t stretch = at++ * (folds + 1) / n;
        if (stretch == k + 1)
            marks[rows[i].row] = VALIDATION;
        else if (stretch > k + 1)
            marks[rows[i].row] = LEFT_OUT;
    }
    lc_mem_free(rows);
    return LC_OK;
}

static lc_status group_fold(mark *marks, const lc_strata *s, size_t folds, size_t k,
                            lc_random random, lc_error *err)
{
    groups g;
    double *share = lc_mem_resize(NULL, folds, sizeof *share);
    if (!share || !groups_init(&g, s, marks, random)) {
        lc_mem_free(share);
        return lc_error_nomem(err);
    }
    for (size_t b = 0; b < folds; b++)
        share[b] = 1 / (double)folds;
    bool ok = deal_groups(&g, share, folds);
    for (size_t i = 0; ok && i < s->n; i++)
        if (marks[i] == TRAIN && g.group[s->group[i]].set == k)
            marks[i] = VALIDATION;
    groups_free(&g);
    lc_mem_free(share);
    return ok ? LC_OK : lc_error_nomem(err);
}

static lc_status random_fold(mark *marks, const lc_strata *s, size_t folds, size_t k,
                             lc_random random, lc_error *err)
{
    class_rows d;
    lc_row_set from = LC_ROW_SET_INIT;
    if (!marked_rows(&from, marks, s->n, TRAIN))
        return lc_error_nomem(err);
    bool ok = class_rows_init(&d, s, &from, random);
    for (size_t i = 0; ok && i < from.n; i++) /* dealt on from class to class */
        if (i % folds == k)
            marks[d.row[i]] = VALIDATION;
    if (ok)
        class_rows_free(&d);
    lc_row_set_free(&from);
    return ok ? LC_OK : lc_error_nomem(err);
}

lc_status lc_data_split_fold(lc_data_split *split, const lc_strata *strata, double test,
                             size_t folds, size_t k, uint64_t seed, lc_error *err)
{
    size_t units = strata->group ? strata->groups : strata->n;
    if (folds < 2 || folds > units)
        return lc_error_set(err, LC_E_ARG, 0, "expected 2 to %zu folds, one %s in each at least",
                            units, strata->group ? "group" : "row");
    lc_status st = test != 0 ? check_share(strata, test, err) : LC_OK;
    if (st != LC_OK)
        return st;
    lc_random random = lc_random_from(seed, STREAM_FOLDS + ((uint64_t)(k / folds) << 16));
    mark *marks = no_marks(strata->n);
    st = marks ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK && test > 0 && strata->time) {
        timed *rows = in_time(strata);
        st = rows ? LC_OK : lc_error_nomem(err);
        for (size_t i = rows_before(strata->n, test); rows && i < strata->n; i++)
            marks[rows[i].row] = TEST;
        lc_mem_free(rows);
    } else if (st == LC_OK && test > 0) {
        st = hold_out(marks, TEST, strata, test, lc_random_from(seed, STREAM_TEST), err);
    }
    if (st == LC_OK)
        st = strata->time    ? time_fold(marks, strata, folds, k % folds, err)
             : strata->group ? group_fold(marks, strata, folds, k % folds, random, err)
                             : random_fold(marks, strata, folds, k % folds, random, err);
    if (st == LC_OK)
        return split_by_marks(split, strata, marks, err);
    lc_mem_free(marks);
    return st;
}

void lc_row_set_free(lc_row_set *rows)
{
    lc_mem_free(rows->row);
    *rows = (lc_row_set)LC_ROW_SET_INIT;
}

void lc_data_split_free(lc_data_split *split)
{
    lc_row_set_free(&split->train);
    lc_row_set_free(&split->validation);
    lc_row_set_free(&split->test);
    lc_mem_free(split->train_count);
    lc_mem_free(split->validation_count);
    lc_mem_free(split->test_count);
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
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "class '%.60s' occurs in the %s rows only (%zu row%s), but both sets "
                            "need it%s",
                            class_name->text[c], train ? "training" : "validation",
                            train + validation, train + validation == 1 ? "" : "s",
                            train + validation == 1 ? " (--min-class 2 leaves it out)" : "");
    }
    return LC_OK;
}

/* ---- some of the training rows ------------------------------------------------------------ */

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
    class_rows d;
    lc_random random = lc_random_from(seed, STREAM_SOME);
    if (m < 1 || m > from->n)
        return lc_error_set(err, LC_E_ARG, 0, "expected 1 to %zu rows to train on", from->n);
    if (!class_rows_init(&d, strata, from, random))
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
    class_rows_free(&d);
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
