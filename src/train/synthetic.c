/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * synthetic.c - synthetic tables, row by row: the question's, and classics for demos and faults. To add a
 * kind: its rows, its descriptor, and a line of the list.
 */
#include "base/error.h"
#include "base/text.h"
#include "train/learncurve_train.h"
#include "train/random.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define COLUMNS_MAX 32
#define BLOB_COLUMNS 8
#define BLOB_SPREAD 1.5 /* of the centres; the blobs' own is 1 */
#define FIXED_MAX (LC_SYNTHETIC_CLASSES_MAX * BLOB_COLUMNS)
#define DIGITS 6
#define PI 3.141592653589793
#define STREAM 4 /* of the seed: other than those in split.c, so that parts don't follow rows */

/* How a kind makes its rows. */
struct lc_synthetic_rows {
    void (*begin)(lc_random *r, const lc_synthetic_options *o, double *fixed); /* NULL: nothing */
    size_t columns;                                                            /* without target */
    const char *(*column)(size_t c); /* name; NULL: x1, x2, ... */
    /* Cells of a row; returns the target. `fixed` is what `begin` made. */
    double (*row)(double *cell, lc_random *r, const lc_synthetic_options *o, const double *fixed);
};

/* ---- parts: the question's table -------------------------------------------------------- */

#define LATENT 6           /* causes that parameters share, e.g. the machine's warmth */
#define PART_LIMIT 9.62    /* of the score, so that 1.7 % of the parts are bad; found by trial */
#define PART_STEEPNESS 0.8 /* of a bad part's odds about that limit: leaves some to chance */

typedef enum shape { NORMAL, SKEWED, STEPPED, CAPPED } shape;

/* A production parameter: u is a standard normal; `share` of its variance is one cause's. */
static const struct {
    const char *name;
    shape shape;
    double place, scale; /* place + scale u; place exp(scale u); steps of scale; a cap at place */
    double share;
} parameters[] = {
    {"melt_temperature", NORMAL, 232, 3.5, 0.8},
    {"injection_pressure", NORMAL, 11800, 650, 0.5},
    {"cushion", NORMAL, 0.0042, 0.0007, 0.3},
    {"screw_speed", STEPPED, 140, 5, 0.4},
    {"cooling_time", SKEWED, 14.5, 0.18, 0.2},
    {"clamp_force", CAPPED, 9500, 420, 0.6},
    {"gate_shear", SKEWED, 21000, 0.6, 0.7},
    {"back_pressure", NORMAL, 86, 9, 0.5},
    {"mould_temperature_fixed", NORMAL, 61, 1.8, 0.9},
    {"mould_temperature_moving", NORMAL, 58, 2.1, 0.9},
    {"holding_pressure", NORMAL, 5400, 310, 0.5},
    {"holding_time", STEPPED, 6, 0.25, 0.1},
    {"cycle_time", SKEWED, 31, 0.07, 0.6},
    {"moisture", SKEWED, 0.0018, 0.7, 0.4},
    {"regrind_share", CAPPED, 0.25, 0.06, 0.2},
    {"viscosity", SKEWED, 310, 0.25, 0.8},
    {"ambient_temperature", NORMAL, 23, 2.4, 0.8},
    {"ambient_humidity", CAPPED, 62, 11, 0.5},
    {"oil_temperature", NORMAL, 46, 2.2, 0.7},
    {"motor_current", NORMAL, 38, 4.5, 0.6},
    {"vibration", SKEWED, 0.012, 0.5, 0.3},
    {"fill_time", NORMAL, 0.86, 0.05, 0.5},
    {"transfer_position", STEPPED, 12, 0.1, 0.0},
    {"peak_pressure", NORMAL, 13200, 700, 0.6},
    {"nozzle_temperature", NORMAL, 241, 2.9, 0.8},
    {"barrel_zone_1", NORMAL, 218, 2.2, 0.9},
    {"barrel_zone_2", NORMAL, 226, 2.4, 0.9},
    {"dosing_time", SKEWED, 4.1, 0.12, 0.4},
    {"ejector_force", SKEWED, 740, 0.3, 0.2},
    {"coolant_flow", CAPPED, 18, 1.6, 0.4},
    {"part_weight", NORMAL, 0.0731, 0.0004, 0.5},
};
#define PARAMETERS (sizeof parameters / sizeof *parameters)

static const char *parameter_name(size_t c)
{
    return parameters[c].name;
}

static double parameter(size_t c, double u)
{
    double place = parameters[c].place, scale = parameters[c].scale;
    switch (parameters[c].shape) {
    case SKEWED:
        return place * exp(scale * u);
    case STEPPED:
        return place + scale * floor(2 * u + 0.5);
    case CAPPED:
        return place + scale * (u < 1.3 ? u : 1.3);
    default:
        return place + scale * u;
    }
}

/* How bad a part is. Too much of one thing is bad only with too much, or too little, of another,
 * so that no weighted sum of the parameters says much. */
static double badness(const double *u)
{
    return 1.5 * u[0] * u[1]             /* hot melt under high pressure, or cold under low */
           + 1.1 * (u[2] * u[2] - 1)     /* cushion off its nominal size */
           - 1.2 * u[3] * tanh(2 * u[4]) /* speed against cooling */
           + 0.9 * sin(2.2 * u[6])       /* shear in its unlucky ranges */
           + 1.0 * fabs(u[8] - u[9])     /* the mould's halves unequally warm */
           + 0.7 * u[5] + 0.5 * u[13];   /* what a linear model sees */
}

static double parts_row(double *cell, lc_random *r, const lc_synthetic_options *o,
                        const double *fixed)
{
    double cause[LATENT], u[PARAMETERS];
    (void)fixed;
    for (size_t k = 0; k < LATENT; k++)
        cause[k] = lc_random_normal(r);
    for (size_t c = 0; c < PARAMETERS; c++) {
        double share = parameters[c].share;
        u[c] = sqrt(share) * cause[c % LATENT] + sqrt(1 - share) * lc_random_normal(r);
        cell[c] = parameter(c, u[c]);
    }
    double odds = exp(PART_STEEPNESS * (badness(u) - PART_LIMIT));
    bool bad = lc_random_uniform(r) < odds / (1 + odds);
    return bad != (lc_random_uniform(r) < o->noise);
}

/* ---- classics --------------------------------------------------------------------------- */

static double moons_row(double *cell, lc_random *r, const lc_synthetic_options *o,
                        const double *fixed)
{
    bool lower = lc_random_below(r, 2) == 1;
    double t = PI * lc_random_uniform(r);
    (void)fixed;
    cell[0] = (lower ? 1 - cos(t) : cos(t)) + o->noise * lc_random_normal(r);
    cell[1] = (lower ? 0.5 - sin(t) : sin(t)) + o->noise * lc_random_normal(r);
    return lower;
}

static double spirals_row(double *cell, lc_random *r, const lc_synthetic_options *o,
                          const double *fixed)
{
    double arm = (double)lc_random_below(r, o->classes), radius = lc_random_uniform(r);
    double angle = 2 * PI * arm / (double)o->classes + 4 * radius + o->noise * lc_random_normal(r);
    (void)fixed;
    cell[0] = radius * sin(angle);
    cell[1] = radius * cos(angle);
    return arm;
}

static double friedman1_row(double *cell, lc_random *r, const lc_synthetic_options *o,
                            const double *fixed)
{
    (void)fixed;
    for (size_t c = 0; c < 10; c++)
        cell[c] = lc_random_uniform(r);
    return 10 * sin(PI * cell[0] * cell[1]) + 20 * (cell[2] - 0.5) * (cell[2] - 0.5) +
           10 * cell[3] + 5 * cell[4] + o->noise * lc_random_normal(r);
}

static void blobs_begin(lc_random *r, const lc_synthetic_options *o, double *fixed)
{
    for (size_t i = 0; i < o->classes * BLOB_COLUMNS; i++)
        fixed[i] = BLOB_SPREAD * lc_random_normal(r);
}

static double blobs_row(double *cell, lc_random *r, const lc_synthetic_options *o,
                        const double *fixed)
{
    size_t label = (size_t)lc_random_below(r, o->classes);
    for (size_t c = 0; c < BLOB_COLUMNS; c++)
        cell[c] = fixed[label * BLOB_COLUMNS + c] + lc_random_normal(r);
    if (lc_random_uniform(r) < o->noise)
        label = (label + 1 + (size_t)lc_random_below(r, o->classes - 1)) % o->classes;
    return (double)label;
}

/* ---- the list --------------------------------------------------------------------------- */

static const lc_synthetic parts = {
    .name = "parts",
    .summary = "31 production parameters of mixed scales, 1.7 % bad parts; noise: share of wrong "
               "labels",
    .source = "made for this program, in the shape of Cross Validated, question 444546",
    .target = "bad",
    .rows = 152025, /* 121,620 + 30,405 */
    .make = &(const struct lc_synthetic_rows){.columns = PARAMETERS,
                                              .column = parameter_name,
                                              .row = parts_row},
};

static const lc_synthetic moons = {
    .name = "moons",
    .summary = "two interleaved half circles; noise: standard deviation",
    .source = "scikit-learn, sklearn.datasets.make_moons",
    .target = "moon",
    .rows = 1000,
    .noise = 0.2,
    .make = &(const struct lc_synthetic_rows){.columns = 2, .row = moons_row},
};

static const lc_synthetic spirals = {
    .name = "spirals",
    .summary = "spiral arms, one class each; noise: standard deviation of the angle [rad]",
    .source = "K. J. Lang and M. J. Witbrock 1988, Proc. Connectionist Models Summer School, 52; "
              "with any number of arms as in Stanford's CS231n notes, neural networks part 3",
    .target = "arm",
    .rows = 900,
    .classes = 3,
    .noise = 0.2,
    .make = &(const struct lc_synthetic_rows){.columns = 2, .row = spirals_row},
};

static const lc_synthetic friedman1 = {
    .name = "friedman1",
    .summary = "a regression on five of ten columns; noise: standard deviation of y",
    .source = "J. H. Friedman 1991, Ann. Statist. 19, 1-67, section 4.3",
    .target = "y",
    .rows = 2000,
    .noise = 1,
    .make = &(const struct lc_synthetic_rows){.columns = 10, .row = friedman1_row},
};

static const lc_synthetic blobs = {
    .name = "blobs",
    .summary =
        "Gaussian clusters around random centres, one class each; noise: share of wrong labels",
    .source = "scikit-learn, sklearn.datasets.make_blobs; labels flipped to another class evenly",
    .target = "blob",
    .rows = 2000,
    .classes = 3,
    .noise = 0.1,
    .make = &(const struct lc_synthetic_rows){.begin = blobs_begin,
                                              .columns = BLOB_COLUMNS,
                                              .row = blobs_row},
};

static const lc_synthetic *const kinds[] = {&parts, &moons, &spirals, &friedman1, &blobs, NULL};

const lc_synthetic *const *lc_synthetic_kinds(void)
{
    return kinds;
}

const lc_synthetic *lc_synthetic_find(const char *name)
{
    for (size_t i = 0; kinds[i]; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

/* ---- writing ---------------------------------------------------------------------------- */

static void put_header(FILE *out, const lc_synthetic *kind)
{
    for (size_t c = 0; c < kind->make->columns; c++)
        if (kind->make->column)
            fprintf(out, "%s,", kind->make->column(c));
        else
            fprintf(out, "x%zu,", c + 1);
    fprintf(out, "%s\n", kind->target);
}

static void put_row(FILE *out, const double *cell, size_t n, double target)
{
    char text[LC_NUMBER_SIZE];
    for (size_t c = 0; c < n; c++) {
        lc_text_round(text, cell[c], DIGITS);
        fputs(text, out);
        fputc(',', out);
    }
    lc_text_round(text, target, DIGITS);
    fputs(text, out);
    fputc('\n', out);
}

static lc_status resolve_options(lc_synthetic_options *o, const lc_synthetic *kind, lc_error *err)
{
    if (o->classes && !kind->classes)
        return lc_error_set(err, LC_E_ARG, 0, "the number of classes of '%s' is fixed", kind->name);
    o->rows = o->rows ? o->rows : kind->rows;
    o->classes = o->classes ? o->classes : kind->classes;
    if (kind->classes && (o->classes < 2 || o->classes > LC_SYNTHETIC_CLASSES_MAX))
        return lc_error_set(err, LC_E_ARG, 0, "expected 2 to %d classes", LC_SYNTHETIC_CLASSES_MAX);
    if (!isfinite(o->noise))
        return lc_error_set(err, LC_E_ARG, 0, "the noise must be finite");
    o->noise = o->noise < 0 ? kind->noise : o->noise;
    return LC_OK;
}

lc_status lc_synthetic_write(FILE *out, const lc_synthetic *kind,
                             const lc_synthetic_options *options, lc_error *err)
{
    double cell[COLUMNS_MAX], fixed[FIXED_MAX];
    lc_synthetic_options o = *options;
    lc_status st = resolve_options(&o, kind, err);
    if (st != LC_OK)
        return st;
    lc_random r = lc_random_from(o.seed, STREAM);
    if (kind->make->begin)
        kind->make->begin(&r, &o, fixed);
    errno = 0;
    put_header(out, kind);
    for (size_t i = 0; i < o.rows && !ferror(out); i++)
        put_row(out, cell, kind->make->columns, kind->make->row(cell, &r, &o, fixed));
    if (fflush(out) != 0 || ferror(out))
        return lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
    return LC_OK;
}
