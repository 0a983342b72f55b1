/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noise.c - the noise of a series of measurements. */
#include "stats/noise.h"

#include "base/mem.h"
#include "stats/select.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

#define MAD_TO_SD 1.4826022185056018 /* 1 / quantile(3/4) of the standard normal */

lc_status lc_median(double *median, const double *y, size_t n, lc_error *err)
{
    if (n == 0) {
        *median = NAN;
        return LC_OK;
    }
    lc_room room;
    double *work = lc_room_take(&room, n);
    if (!work)
        return lc_error_nomem(err);
    memcpy(work, y, n * sizeof *work);
    *median = lc_select_median(work, n);
    lc_room_free(&room);
    return LC_OK;
}

/* 1.4826 times the median of a[n], which are absolute values; a is reordered. */
static double scale_of(double *a, size_t n)
{
    return n ? MAD_TO_SD * lc_select_median(a, n) : 0;
}

lc_status lc_residual_sd(double *sd, const double *r, size_t n, lc_error *err)
{
    lc_room room;
    double *a = lc_room_take(&room, n);
    if (!a)
        return lc_error_nomem(err);
    for (size_t i = 0; i < n; i++)
        a[i] = fabs(r[i]);
    *sd = scale_of(a, n);
    lc_room_free(&room);
    return LC_OK;
}

lc_status lc_noise_sd(double *sd, const double *x, const double *y, size_t n, lc_error *err)
{
    if (n < 3) {
        *sd = 0;
        return LC_OK;
    }
    lc_room room;
    double *d = lc_room_take(&room, n);
    if (!d)
        return lc_error_nomem(err);
    for (size_t i = 1; i + 1 < n; i++) {
        double w = (x[i + 1] - x[i]) / (x[i + 1] - x[i - 1]); /* weight of the left neighbour */
        double line = w * y[i - 1] + (1 - w) * y[i + 1];
        d[i - 1] = fabs(y[i] - line) / sqrt(1 + w * w + (1 - w) * (1 - w));
    }
    *sd = scale_of(d, n - 2);
    lc_room_free(&room);
    return LC_OK;
}

double lc_lag1(const double *r, size_t n)
{
    if (n < 4)
        return 0;
    double mean = gsl_stats_mean(r, 1, n), largest = 0, top = 0, bottom = 0, before = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(r[i] - mean));
    if (!(largest > 0) || isinf(largest))
        return 0;
    for (size_t i = 0; i < n; i++) {
        double d = (r[i] - mean) / largest; /* whose square neither overflows nor vanishes */
        bottom += d * d;
        top += d * before;
        before = d;
    }
    return top / bottom;
}
