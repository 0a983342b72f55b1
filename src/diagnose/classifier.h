/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classifier.h - what runs with such curves mostly turned out to be, where no rule finds anything.
 *
 * A rule looks for one effect and shows it. Some faults show in no single effect: each value is one that a sound run
 * may have, only hardly ever all of them together. Decision trees that were learned from labelled runs weigh all measures
 * of a run at once. They prove nothing, and so they are heard last: they name a fault only where the rules find none,
 * and speak against a fault only where they are sure that there is none.
 *
 * How right they are about a set of labelled runs that is kept out of their learning, over 41 sets (`classifier --check`):
 *
 *     probability above          0.5   0.7   0.8   0.9   0.95
 *     of 1,204 sound runs        .096  .041  .031  .019  .011
 *     of 2,601 faulty ones       .942  .911  .880  .805  .720
 *     ... and the right fault    .782  .761  .738  .676  .608
 *
 * Source: J. H. Friedman 2001, Annals of Statistics 29, 1189 (gradient boosting).
 */
#ifndef LC_DIAGNOSE_CLASSIFIER_H
#define LC_DIAGNOSE_CLASSIFIER_H

#include "diagnose/context.h"

/* Log odds of a fault [nats] from which on one is named (0.8), and from which on no short run is called healthy (0.7). */
#define LC_CLASSIFIER_SURE 1.39
#define LC_CLASSIFIER_DOUBT 0.85

/* Fill context->fault_odds, the log odds of a fault [nats]: 0 where the classifier isn't asked. That is of points that are no
 * course of a training, of networks that chase each other, of rewards, of fewer records than LC_CLASSIFIER_LEAST,
 * whose steps all have one sign, of more than LC_CLASSIFIER_MOST, since few such runs are labelled and the rules can
 * measure their noise, while a run goes on, since it learned from
 * whole ones, and where not all rules look at all that was logged. Memory may run out here and below, which sticks to the
 * context. */
#define LC_CLASSIFIER_LEAST 3
#define LC_CLASSIFIER_MOST 40
void lc_classify(lc_context *context);

/* Where the classifier is sure of a fault, add a finding of the likeliest one, which stands for the rule of that fault,
 * provided that the rule can judge the run. True when it did. */
bool lc_classifier_tell(lc_context *context);

#endif
