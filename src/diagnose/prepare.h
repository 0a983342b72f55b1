/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prepare.h - what several rules need and no single series tells, computed before any rule runs. */
#ifndef LC_DIAGNOSE_PREPARE_H
#define LC_DIAGNOSE_PREPARE_H

#include "diagnose/context.h"

/* Link the series of an open context (link.h), and fill in the baselines, whether losses lie below the floor, and the stretches.
 * Failures stick to it. */
void lc_context_prepare(lc_context *context);

#endif
