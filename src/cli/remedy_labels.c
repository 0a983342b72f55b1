/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_labels.c - confident learning: labels against what held-out predictions say. */
#include "cli/remedy_labels.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What is said of all rows; p[i * classes + k] counts where known[i]. */
typedef struct held_out {
    size_t n, classes;
    float *p;
    bool *known;
} held_out;

/* Each row's probabilities by the network that it was held out of. */
static lc_status predict(held_out *h, const lc_dataset *d, const lc_data_split *fold,
                         lc_network *const *network, size_t folds, lc_error *err)
{
    size_t width = h->classes * sizeof *h->p;
    float *all = malloc(h->n * width);
    lc_status st = LC_OK;
    if (!all)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    for (size_t k = 0; k < folds && st == LC_OK; k++) {
        const lc_row_set *rows = &fold[k].validation;
        st = lc_network_predict(all, network[k], d, 0, h->n, err);
        for (size_t i = 0; i < rows->n && st == LC_OK; i++) {
            size_t at = rows->row[i];
            memcpy(h->p + at * h->classes, all + at * h->classes, width);
            h->known[at] = true;
        }
    }
    free(all);
    return st;
}

/* The mean probability of each class over the rows labelled so; 2, which none has, without such rows. */
static void usual(double *mean, const held_out *h, const lc_dataset *d)
{
    for (size_t k = 0; k < h->classes; k++) {
        double sum = 0, n = 0;
        for (size_t i = 0; i < h->n; i++)
            if (h->known[i] && (size_t)d->y[i] == k) {
                sum += (double)h->p[i * h->classes + k];
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

static int by_margin(const void *a, const void *b)
{
    const suspect *s = a, *t = b;
    double x = s->other_p - s->label_p, y = t->other_p - t->label_p;
    return x != y ? (x > y ? -1 : 1) : s->row < t->row ? -1 : s->row > t->row;
}

static bool make_room(held_out *h)
{
    h->p = calloc(h->n * h->classes, sizeof *h->p);
    h->known = calloc(h->n, sizeof *h->known);
    return h->p && h->known;
}

/* Rows of which another class is as likely as it usually is where it is the label. */
static void collect(label_check *made, const held_out *h, const double *mean, const lc_dataset *d)
{
    for (size_t i = 0; i < h->n; i++) {
        const float *p = h->p + i * h->classes;
        size_t label = (size_t)d->y[i];
        size_t other = h->known[i] ? confident_class(p, mean, h->classes) : SIZE_MAX;
        made->rows += h->known[i];
        if (other != SIZE_MAX && other != label)
            made->suspect[made->n++] =
                (suspect){i, label, other, (double)p[label], (double)p[other]};
    }
    qsort(made->suspect, made->n, sizeof *made->suspect, by_margin);
}

lc_status label_check_make(label_check *check, const lc_dataset *d, const lc_data_split *fold,
                           lc_network *const *network, size_t folds, lc_error *err)
{
    held_out h = {.n = d->n, .classes = d->schema.target.class_name.n};
    label_check made = {.suspect = calloc(d->n, sizeof *made.suspect)};
    double *mean = calloc(h.classes, sizeof *mean);
    lc_status st = LC_E_NOMEM;
    if (!make_room(&h) || !mean || !made.suspect)
        lc_error_set(err, st, 0, "out of memory");
    else if ((st = predict(&h, d, fold, network, folds, err)) == LC_OK) {
        usual(mean, &h, d);
        collect(&made, &h, mean, d);
    }
    free(mean);
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
    fputs("row,label,probability,other,other_probability\n", out);
    for (size_t i = 0; i < check->n; i++) {
        const suspect *s = &check->suspect[i];
        fprintf(out, "%zu,", s->row + 1);
        lc_csv_text(out, name->text[s->label], 0);
        fprintf(out, ",%.6g,", s->label_p);
        lc_csv_text(out, name->text[s->other], 0);
        fprintf(out, ",%.6g\n", s->other_p);
    }
    bool ok = !ferror(out);
    ok = fclose(out) == 0 && ok;
    return ok ? LC_OK : lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
}
