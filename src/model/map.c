/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.c - what the user, or the log itself, says of metrics against what their names tell. */
#include "model/map.h"

#include "model/metric.h"

/* Where a text goes on differently, the last '*' takes one byte more: earlier ones needn't. */
bool lc_map_fits(const lc_map *map, const char *name)
{
    const char *p = map->name, *star = NULL, *from = NULL;
    while (*name) {
        if (*p == '*') {
            star = ++p;
            from = name;
        } else if (*p == *name) {
            p++;
            name++;
        } else if (star) {
            p = star;
            name = ++from;
        } else {
            return false;
        }
    }
    while (*p == '*')
        p++;
    return *p == '\0';
}

const lc_map *lc_map_find(lc_map *maps, size_t n, const char *name)
{
    const lc_map *found = NULL;
    for (size_t i = 0; i < n; i++)
        if (lc_map_fits(&maps[i], name)) {
            maps[i].met = true;
            found = &maps[i];
        }
    return found;
}

void lc_map_apply(const lc_map *map, lc_metric *metric)
{
    if (map->has_kind) {
        metric->kind = map->kind;
        metric->better = lc_kind_direction(map->kind);
    }
    if (map->has_better)
        metric->better = map->better;
    if (map->has_split)
        metric->split = map->split;
    else if (metric->split == LC_SPLIT_NONE && metric->better != LC_NEITHER)
        metric->split = LC_TRAIN; /* as for names without a split */
}
