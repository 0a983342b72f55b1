/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role_names.h - names of a table's columns that say what a row's numbers are of, and are no metric's. */
#ifndef LC_MODEL_ROLE_NAMES_H
#define LC_MODEL_ROLE_NAMES_H

#include "learncurve.h"

enum {
    LC_ROLE_RUN = 1,    /* "run", "fold", "seed_id", "Experiment Name" */
    LC_ROLE_SPLIT = 2,  /* "phase" */
    LC_ROLE_NAME = 4,   /* "metric", of long form */
    LC_ROLE_PART = 8,   /* "variant": what of it */
    LC_ROLE_VALUE = 16, /* "value" */
    LC_ROLE_X = 32,     /* "x", "axis" and "kind": of our own long form */
    LC_ROLE_AXIS = 64,
    LC_ROLE_KIND = 128,
};

/* What a column of this name may be, added up; 0: a metric or an axis. */
unsigned lc_roles_of_name(const char *name);

/* Whether a name is one for runs. */
bool lc_names_run(const char *name);

#endif
