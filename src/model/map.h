/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.h - what the user, or the log itself, says of metrics against what their names tell. */
#ifndef LC_MODEL_MAP_H
#define LC_MODEL_MAP_H

#include "learncurve.h"

/* Whether `name` is the map's, in which each '*' stands for any text. Takes at most the product of
 * the two lengths. */
bool lc_map_fits(const lc_map *map, const char *name);

/* The last of n maps that fits the name; NULL when none does. All that fit are marked as met. */
const lc_map *lc_map_find(lc_map *maps, size_t n, const char *name);

/* Make the metric what the map says; its base stays. */
void lc_map_apply(const lc_map *map, lc_metric *metric);

#endif
