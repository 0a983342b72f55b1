/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.h - "did you mean", or where the names are listed. */
#ifndef LC_CLI_NEAREST_H
#define LC_CLI_NEAREST_H

#include "learncurve.h"

void nearest_try_rules(lc_nearest *n);

/* As lc_nearest_hint(), or "; 'learncurve LISTER' lists them" when nothing is near. */
const char *nearest_hint(const lc_nearest *n, const char *lister, char hint[LC_HINT_SIZE]);

#endif
