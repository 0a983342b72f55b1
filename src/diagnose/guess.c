/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess.c - a loss that rests at what a guess among K classes costs. */
#include "diagnose/guess.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH 0.006         /* distance of the median from the level [share] */
#define ACCURACY_EXACT 0.02 /* distance of an accuracy from 1 / K that is none [share] ... */
#define WIDTH_EXACT 0.015   /* ... so that the median may be that far off */
#define SPREAD 0.02         /* of the half's values [share of the level] */
#define ACCURACY 0.12       /* distance of an accuracy from 1 / K [share] */
#define CLASSES_MAX 200000
#define HALF_MAX 1024   /* values of the half that are looked at */
#define RESTS 0.1       /* [nats] for each further record that rests there ... */
#define RESTS_MOST 1.5  /* ... at most */
#define BY_LEVEL 3.0    /* log of 20 [nats] */
#define EXACT 20        /* classes up to which their number follows from the level */
#define TIGHT 1e-3      /* half a digit, of the level, that says much */
#define SINGLE 3e-4     /* half a digit, of the level, to which a single record may tell it */
#define BY_NEARNESS 1.0 /* within a sixth of the width [nats] */
#define BY_DIGITS 3.0   /* three values and more at exactly the level [nats] */
#define BY_ACCURACY 2.5 /* log of 12 [nats] */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Second half of a curve: its median and its range; n values. */
typedef struct half {
    size_t n;
    double median, range;
} half;

static half second_half(const lc_curve *c)
{
    double y[HALF_MAX];
    size_t n = c->n - c->n / 2;
    half h = {.n = n < HALF_MAX ? n : HALF_MAX, .median = NAN};
    for (size_t i = 0; i < h.n; i++)
        y[i] = c->y[c->n - h.n + i];
    if (h.n == 0)
        return h;
    qsort(y, h.n, sizeof *y, compare);
    h.median = (y[(h.n - 1) / 2] + y[h.n / 2]) / 2;
    h.range = y[h.n - 1] - y[0];
    return h;
}

/* Accuracy of the second half as a share; NaN when there is none. */
static double accuracy_of(const lc_context *context, const lc_analyzed *loss)
{
    const lc_analyzed *a = lc_context_accuracy(context, loss);
    if (!a || a->curve.n == 0)
        return NAN;
    return second_half(&a->curve).median / lc_analyzed_scale_max(a);
}

static bool fits(double accuracy, double classes)
{
    return fabs(accuracy * classes - 1) < ACCURACY;
}

/* The number of classes in wide use whose level is the nearest. */
static double nearest_usual(double level)
{
    static const double usual[] = {2, 3, 4, 5, 10, 100, 1000, 32000, 50257, 128256};
    double best = usual[0];
    for (size_t i = 1; i < sizeof usual / sizeof *usual; i++)
        if (fabs(log(usual[i]) - level) < fabs(log(best) - level))
            best = usual[i];
    return best;
}

/* The number of classes that the level may stand for: told, or by the accuracy, or in wide use. */
static double classes_for(const lc_context *context, double level, double accuracy)
{
    size_t told = context->run->facts.classes;
    if (told >= 2)
        return (double)told;
    double implied = round(exp(level));
    if (accuracy > 0 && implied < CLASSES_MAX && fits(accuracy, implied)) {
        double by_accuracy = round(1 / accuracy);
        return implied > EXACT && fabs(log(by_accuracy) - level) <= WIDTH * level ? by_accuracy
                                                                                  : implied;
    }
    return nearest_usual(level);
}

lc_guess lc_guess_find(const lc_context *context, const lc_analyzed *loss)
{
    lc_guess g = {.log_lr = 0};
    half h = second_half(&loss->curve);
    double half_digit = loss->series->quantum / 2;
    if (h.n == 0 || !(h.median > 0) || h.range > SPREAD * h.median + 2 * half_digit)
        return g;
    double accuracy = accuracy_of(context, loss),
           classes = classes_for(context, h.median, accuracy);
    double off = fabs(h.median - log(classes)), level = log(classes);
    g.width = fabs(accuracy * classes - 1) < ACCURACY_EXACT ? WIDTH_EXACT : WIDTH;
    if (classes < 2 || off > g.width * level + half_digit)
        return g;
    g.by_accuracy = fits(accuracy, classes);
    bool to_the_digit = half_digit > 0 && half_digit < SINGLE * level && off <= half_digit;
    if (h.n < 2 && !g.by_accuracy && !(isnan(accuracy) && to_the_digit))
        return g;
    g.classes = (size_t)classes;
    g.level = level;
    g.log_lr = BY_LEVEL + (g.by_accuracy ? BY_ACCURACY : isnan(accuracy) ? 0 : -2);
    g.exact = half_digit > 0 && half_digit < TIGHT * level && off <= 2 * half_digit &&
              h.range <= 4 * half_digit && h.n > 2;
    g.log_lr += fmin(RESTS_MOST, RESTS * (double)(h.n - 1));
    g.log_lr += g.exact ? BY_DIGITS : off < WIDTH / 6 * level ? BY_NEARNESS : 0;
    return g;
}
