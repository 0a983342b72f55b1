/* SPDX-License-Identifier: GPL-3.0-or-later */
/* synthetic.h - tables made up from a seed: the question's, and small classics for demos and faults. */
#ifndef LC_TRAIN_SYNTHETIC_H
#define LC_TRAIN_SYNTHETIC_H

#include "base/error.h"
#include "train/random.h"

/* 0, and for the noise a negative number: as the table of its kind has it. */
typedef struct lc_synthetic_options {
    uint64_t seed;
    size_t rows;
    size_t classes; /* of kinds that can have any number: 2 .. LC_SYNTHETIC_CLASSES_MAX */
    double noise;   /* what it is says the kind's summary */
} lc_synthetic_options;
#define LC_SYNTHETIC_OPTIONS_INIT \
    {                             \
        .noise = -1               \
    }

#define LC_SYNTHETIC_CLASSES_MAX 100

/* One kind of table; a new one is a line of the list in synthetic.c. */
typedef struct lc_synthetic {
    const char *name; /* stable: make-data NAME */
    const char *summary;
    const char *source;
    const char *target;   /* the last column */
    size_t rows, classes; /* by default; 0 classes: the number is fixed */
    double noise;
    void (*begin)(lc_random *r, const lc_synthetic_options *o,
                  double *fixed);    /* NULL: nothing to do */
    size_t columns;                  /* beside the target */
    const char *(*column)(size_t c); /* name; NULL: x1, x2, ... */
    /* Cells of a row; returns the target. `fixed` is what `begin` made. */
    double (*row)(double *cell, lc_random *r, const lc_synthetic_options *o, const double *fixed);
} lc_synthetic;

/* All kinds, ended by NULL. */
extern const lc_synthetic *const lc_synthetic_kinds[];

/* NULL when there is no such kind. */
const lc_synthetic *lc_synthetic_find(const char *name);

/**
 * Write a table as CSV with a header line; numbers have six digits.
 *
 * The same options give the same bytes, as far as the C library rounds sin, exp and log alike.
 * Rows don't depend on how many there are: a shorter table is the beginning of a longer one.
 *
 * Returns LC_OK
 *         LC_E_ARG    a number of classes out of range or of a kind that has its own; a noise that
 *                     is not finite
 *         LC_E_IO     `out` refused
 * Tested in tests/unit/test_synthetic.c.
 */
lc_status lc_synthetic_write(FILE *out, const lc_synthetic *kind,
                             const lc_synthetic_options *options, lc_error *err);

#endif
