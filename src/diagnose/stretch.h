/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stretch.h - the parts of a run between known changes: a learning-rate drop, or another change of the
 * training loss's level, ends one. Neither noise nor a best level is taken across them.
 */
#ifndef LC_DIAGNOSE_STRETCH_H
#define LC_DIAGNOSE_STRETCH_H

#include "diagnose/context.h"

#define LC_STRETCH_POINTS 12 /* that a stretch needs to be judged by itself */

/**
 * Find where stretches begin: at changes of a logged learning rate by a factor of two, else at change
 * points of the training loss. Fills context->stretches; the first one begins at -INFINITY.
 *
 * O(n) where a rate is logged, else as lc_changepoint_find. Failures stick to the context.
 */
void lc_stretches_find(lc_context *context);

/* As lc_changepoint_find, of t's curve; what was found last is kept, since finding it takes a tenth of
 * a diagnosis. Returns how many; failures stick to the context. */
size_t lc_stretch_jumps(lc_changepoint jump[LC_CHANGEPOINTS_MAX], lc_context *context,
                        const lc_analyzed *t, double alpha);

/* Noise of each point of t's curve: its sd about the trend within the point's stretch, or of the whole
 * curve where that has fewer than LC_STRETCH_POINTS points.
 *
 *   out  noise[t->curve.n]
 *
 * LC_OK, LC_E_NOMEM. */
lc_status lc_stretch_noise(double *noise, const lc_context *context, const lc_analyzed *t,
                           lc_error *err);

/**
 * The points of t's curve in the last stretch, as a curve of their own.
 *
 *   out  *curve   released by lc_curve_free
 *
 * False when there is but one stretch, or the last one has fewer than LC_STRETCH_POINTS points, or memory
 * ran out, which sticks to the context.
 */
bool lc_stretch_last(lc_curve *curve, lc_context *context, const lc_analyzed *t);

#endif
