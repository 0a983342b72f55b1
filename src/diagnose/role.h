/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role.h - what part a metric plays in its training, by its name. */
#ifndef LC_DIAGNOSE_ROLE_H
#define LC_DIAGNOSE_ROLE_H

#include "learncurve.h"

/* What a training loss is logged as that has a weighted one beside it. */
#define LC_UNWEIGHTED "unweighted_"

/* Some metric of the run, of whatever split, has one of the words, which end with NULL, in its name. */
bool lc_role_is_logged(const lc_run *run, const char *const *words);

/* A reward or a return; along episodes a score is one, too. */
bool lc_role_is_reward(const lc_run *run, const lc_metric *m);

/* Rewards or returns are logged: a run of reinforcement learning. Not so the implicit rewards of
 * preference learning, whose loss is one as any other. */
bool lc_role_is_reinforcement(const lc_run *run);

/* Which side of an adversarial training the loss is of: 'd', 'g' or 0 for none. */
char lc_role_side(const lc_metric *m);

/* How often a discriminator is right: of two networks that train against each other it swings. */
bool lc_role_is_of_discriminator(const lc_metric *m);

/* Two networks train against each other: losses of both sides are logged, or of a discriminator beside a
 * score of generated samples or below 0, as a critic's distance is. */
bool lc_role_is_adversarial(const lc_run *run);

/* A detector's loss of where an object is, beside something else to judge by: it rises while boxes begin to
 * match, and falls later. */
bool lc_role_is_objectness(const lc_run *run, const lc_metric *m);

/* The name of an accuracy of the first guess: "accuracy", "top1", "acc1", "accuracy_top1". */
bool lc_role_is_first_guess(const char *base);

/* Its name says nothing but "loss" or cross-entropy. */
bool lc_role_is_plain_loss(const lc_metric *m);

/* The weight of a part of the loss, of a schedule: "beta", "kl_weight". */
bool lc_role_is_part_weight(const lc_metric *m);

/* It is named after the other metric, with a word more: "rmse_e" beside "rmse", "box_loss" beside "loss". */
bool lc_role_is_part_of(const lc_metric *part, const lc_metric *whole);

/* What stands before "loss" or "accuracy" in a base name: the head; its length. */
size_t lc_role_head(const char *base);

/* How much a loss's name says that it is the one that is minimised: the plain loss first, then a total,
 * then any that is no part of one. */
int lc_role_main_rank(const lc_metric *m);

/* 0: an intrinsic reward, which exploration makes up; more the more the name says that it is the mean of
 * an episode's. */
int lc_role_reward_rank(const char *base);

#endif
