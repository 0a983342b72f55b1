/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_labels.c - labels and targets against what held-out predictions say. */
#include "cli/remedy_labels.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LABELS_PART 0.25 /* judgement: of all labels; more of them are hardly wrong */
#define ERRORS_PART 0.5  /* likewise: of the target's own spread; larger errors tell nothing */
#define BINS 20
#define BIN_ROWS 50      /* at least */
#define EXPECTED 0.05    /* targets that are called far off by chance */
#define UPPER_DECILE 0.1 /* of the errors lie above */

/* What is said of all rows; p[i * outputs + k] counts where known[i]. */
typedef struct held_out {
    size_t n, outputs;
    float *p;
    bool *known;
} held_out;

/* Each row's probabilities by the network that it was held out of. */
static lc_status predict(held_out *h, const lc_dataset *d, const lc_row_set *held,
                         lc_network *const *network, size_t folds, lc_error *err)
{
    size_t width = h->outputs * sizeof *h->p;
    float *all = malloc(h->n * width);
    lc_status st = LC_OK;
    if (!all)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    for (size_t k = 0; k < folds && st == LC_OK; k++) {
        const lc_row_set *rows = &held[k];
        st = lc_network_predict(all, network[k], d, 0, h->n, err);
        for (size_t i = 0; i < rows->n && st == LC_OK; i++) {
            size_t at = rows->row[i];
            memcpy(h->p + at * h->outputs, all + at * h->outputs, width);
            h->known[at] = true;
        }
    }
    free(all);
    return st;
}

/* The mean probability of each class over the rows labelled so; 2, which none has, without such rows. */
static void usual(double *mean, const held_out *h, const lc_dataset *d)
{
    for (size_t k = 0; k < h->outputs; k++) {
        double sum = 0, n = 0;
        for (size_t i = 0; i < h->n; i++)
            if (h->known[i] && (size_t)d->y[i] == k) {
                sum += (double)h->p[i * h->outputs + k];
                n++;
            }
        mean[k] = n > 0 ? sum / n : 2;
    }
}

/* The likeliest class that is as likely as usual; SIZE_MAX for none. */
static size_t confident_class(const float *p, const double *mean, size_t classes)
{
    size_t best = SIZE_MAX;
    for (size_t k = 0; k < classes; k++)
        if ((double)p[k] >= mean[k] && (best == SIZE_MAX || p[k] > p[best]))
            best = k;
    return best;
}

static int by_weight(const void *a, const void *b)
{
    const suspect *s = a, *t = b;
    return s->weight != t->weight ? (s->weight > t->weight ? -1 : 1)
           : s->row < t->row      ? -1
                                  : s->row > t->row;
}

/* Rows of which another class is as likely as it usually is where it is the label. */
static void collect_labels(label_check *made, const held_out *h, const double *mean,
                           const lc_dataset *d)
{
    for (size_t i = 0; i < h->n; i++) {
        const float *p = h->p + i * h->outputs;
        size_t label = (size_t)d->y[i];
        size_t other = h->known[i] ? confident_class(p, mean, h->outputs) : SIZE_MAX;
        made->rows += h->known[i];
        if (other != SIZE_MAX && other != label)
            made->suspect[made->n++] = (suspect){.row = i,
                                                 .label = label,
                                                 .other = other,
                                                 .label_p = (double)p[label],
                                                 .other_p = (double)p[other],
                                                 .weight = (double)p[other] - (double)p[label]};
    }
    made->blind = (double)made->n > LABELS_PART * (double)made->rows;
}

static int by_prediction(const void *a, const void *b)
{
    const suspect *s = a, *t = b;
    return s->predicted != t->predicted ? (s->predicted < t->predicted ? -1 : 1)
           : s->row < t->row            ? -1
                                        : s->row > t->row;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The number below which a share of x[n] lies; sorts x. */
static double quantile(double *x, size_t n, double share)
{
    qsort(x, n, sizeof *x, by_value);
    return x[(size_t)(share * (double)(n - 1) + 0.5)];
}

/* Each row's usual error: the median of the rows of its bin, whose predictions are as high; not much
 * less than that of all. x[n] is scratch. */
static void set_usual(suspect *row, size_t n, double all, double *x)
{
    size_t bins = n / BIN_ROWS < BINS ? n / BIN_ROWS : BINS;
    qsort(row, n, sizeof *row, by_prediction);
    for (size_t b = 0; b < bins; b++) {
        size_t first = n * b / bins, end = n * (b + 1) / bins;
        for (size_t i = first; i < end; i++)
            x[i - first] = fabs(row[i].target - row[i].predicted);
        double typical = fmax(quantile(x, end - first, 0.5), all / 10);
        for (size_t i = first; i < end; i++) {
            row[i].usual = typical;
            row[i].weight = fabs(row[i].target - row[i].predicted) / typical;
        }
    }
}

/* All rows that were held out; returns how many. */
static size_t take_targets(suspect *row, const held_out *h, const lc_dataset *d)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++)
        if (h->known[i])
            row[n++] = (suspect){.row = i,
                                 .target = (double)d->y[i] + d->schema.target.offset,
                                 .predicted = (double)h->p[i]};
    return n;
}

/* The median distance of the targets from their predictions, or from `middle`. x[n] is scratch. */
static double median_distance(const suspect *row, size_t n, const double *middle, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = fabs(row[i].target - (middle ? *middle : row[i].predicted));
    return quantile(x, n, 0.5);
}

/* The error, in units of the usual one, that EXPECTED rows have if errors fall off exponentially. */
static double largest_expected(const suspect *row, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = row[i].weight;
    double median = quantile(x, n, 0.5), high = quantile(x, n, 1 - UPPER_DECILE);
    double scale = (high - median) / log(0.5 / UPPER_DECILE);
    return high + scale * log(UPPER_DECILE * (double)n / EXPECTED);
}

/* Rows whose targets are far off, among those that were held out. x[h->n] is scratch. */
static void collect_targets(label_check *made, const held_out *h, const lc_dataset *d, double *x)
{
    suspect *row = made->suspect;
    size_t n = take_targets(row, h, d);
    if (n < BIN_ROWS)
        return;
    for (size_t i = 0; i < n; i++)
        x[i] = row[i].target;
    double middle = quantile(x, n, 0.5), error = median_distance(row, n, NULL, x);
    made->rows = n;
    made->blind = !(error > 0 && error <= ERRORS_PART * median_distance(row, n, &middle, x));
    if (!(error > 0))
        return;
    set_usual(row, n, error, x);
    double limit = largest_expected(row, n, x);
    for (size_t i = 0; i < n; i++)
        if (row[i].weight > limit)
            row[made->n++] = row[i];
}

/* x is scratch, a number for each row and each class. */
static void judge(label_check *made, const held_out *h, const lc_dataset *d, double *x)
{
    if (d->schema.target.task == LC_REGRESSION) {
        collect_targets(made, h, d, x);
    } else {
        usual(x, h, d);
        collect_labels(made, h, x, d);
    }
    qsort(made->suspect, made->n, sizeof *made->suspect, by_weight);
}

static bool make_room(held_out *h)
{
    h->p = calloc(h->n * h->outputs, sizeof *h->p);
    h->known = calloc(h->n, sizeof *h->known);
    return h->p && h->known;
}

lc_status label_check_make(label_check *check, const lc_dataset *d, const lc_row_set *held,
                           lc_network *const *network, size_t folds, lc_error *err)
{
    size_t classes = d->schema.target.class_name.n;
    held_out h = {.n = d->n, .outputs = classes ? classes : 1};
    label_check made = {.suspect = calloc(d->n, sizeof *made.suspect)};
    double *scratch = calloc(d->n + h.outputs, sizeof *scratch);
    lc_status st = LC_E_NOMEM;
    if (!make_room(&h) || !scratch || !made.suspect)
        lc_error_set(err, st, 0, "out of memory");
    else if ((st = predict(&h, d, held, network, folds, err)) == LC_OK)
        judge(&made, &h, d, scratch);
    free(scratch);
    free(h.p);
    free(h.known);
    if (st == LC_OK)
        *check = made;
    else
        free(made.suspect);
    return st;
}

void label_check_free(label_check *check)
{
    free(check->suspect);
    *check = (label_check){0};
}

lc_status label_check_write(const label_check *check, const lc_dataset *d, const char *path,
                            lc_error *err)
{
    const lc_texts *name = &d->schema.target.class_name;
    FILE *out = fopen(path, "w");
    if (!out)
        return lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
    bool values = d->schema.target.task == LC_REGRESSION;
    fputs(values ? "row,target,predicted,usual_error\n"
                 : "row,label,probability,other,other_probability\n",
          out);
    for (size_t i = 0; i < check->n; i++) {
        const suspect *s = &check->suspect[i];
        fprintf(out, "%zu,", s->row + 1);
        if (values) {
            fprintf(out, "%.9g,%.6g,%.3g\n", s->target, s->predicted, s->usual);
            continue;
        }
        lc_csv_text(out, name->text[s->label], 0);
        fprintf(out, ",%.6g,", s->label_p);
        lc_csv_text(out, name->text[s->other], 0);
        fprintf(out, ",%.6g\n", s->other_p);
    }
    bool ok = !ferror(out);
    ok = fclose(out) == 0 && ok;
    return ok ? LC_OK : lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
}
