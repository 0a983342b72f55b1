/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric.h - what a metric's name tells of it. To teach it a word, add a row to metric.c's tables. */
#ifndef LC_MODEL_METRIC_H
#define LC_MODEL_METRIC_H

#include "base/error.h"

/**
 * Infer split, kind, direction and base name from the name that a trainer wrote.
 *
 *   out  *metric  owned by the caller; lc_metric_free
 *   in   name[len]  bytes, any
 *
 * Returns LC_OK; a name that says nothing is kind LC_OTHER, direction LC_NEITHER
 *         LC_E_NOMEM
 */
lc_status lc_metric_infer(lc_metric *metric, const char *name, size_t len, lc_error *err);
void lc_metric_free(lc_metric *metric);

/* The direction in which a metric of that kind gets better. */
lc_direction lc_kind_direction(lc_kind kind);

/* The kind alone; allocates nothing. */
lc_kind lc_metric_kind(const char *name, size_t len);

/* Whether a name tells its split itself: "val_loss", "Train loss", "loss/val". */
bool lc_metric_names_split(const char *name, size_t len);

/* A word of the metric's name says its split, in any spelling: "valLoss". */
bool lc_metric_tells_split(const char *name);

/* The split that a single word names ("Val", "testing"); LC_SPLIT_NONE for any other word. */
lc_split lc_metric_split_word(const char *word, size_t len);

/* True for a score that is a share of the samples or between 0 and 1 by its definition: accuracy,
 * precision, recall, F1, AUC, IoU, ... */
bool lc_metric_is_share(const lc_metric *metric);

/* One of the base name's words, which a '_' parts, is in the list, which ends in NULL. */
bool lc_metric_has_word(const lc_metric *metric, const char *const *words);

/* True for a score that counts the samples decided rightly, so that its sampling error is
 * binomial: accuracy in its spellings. */
bool lc_metric_is_accuracy(const lc_metric *metric);

/* True for a share of wrong answers: WER, CER, an error rate. Lower is better, so that it counts among
 * the losses; above 1 (or 100 %) it can be by insertions. */
bool lc_metric_is_error_rate(const lc_metric *metric);

/* True for the coefficient of determination: 1 when all is told, 0 for one answer to all. */
bool lc_metric_is_r2(const lc_metric *metric);

/* An area under a curve of true against false positives: half of it is a guess'. */
bool lc_metric_is_auc(const lc_metric *metric);

/* True for an accuracy, an error rate or r2: how much of the task is learnt. */
bool lc_metric_tells_way(const lc_metric *metric);

/* True for a score that tells which part of a whole is got, so that what it lacks of 1 should fall: a share,
 * or r2. */
bool lc_metric_is_part(const lc_metric *metric);

/* True for what only real-valued targets have: absolute and squared errors, r2. */
bool lc_metric_is_of_regression(const lc_metric *metric);

/* The enumerators by their words, word[n]; false when there is none. */
bool lc_split_find(lc_split *split, const char *word, size_t n);
bool lc_kind_find(lc_kind *kind, const char *word, size_t n);
bool lc_direction_find(lc_direction *better, const char *word, size_t n);

/* True for samples that are not trained on: validation's and the test's. */
bool lc_split_is_held_out(lc_split split);

/* True for the kinds that metrics are read along. */
bool lc_kind_is_axis(lc_kind kind);

#endif
