/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.h - what --map says of metrics, any number of times. */
#ifndef LC_CLI_MAP_H
#define LC_CLI_MAP_H

#include "cli/options.h"

typedef struct map_list {
    lc_map *map; /* the names are owned */
    size_t n;
    size_t standing; /* the first so many stand in files, for all logs: they needn't fit this one */
} map_list;

/* Stores into a map_list, behind what is there. */
lc_status option_map(const option_row *row, void *field, const char *value, lc_error *err);

/* Name each map of the command line that none of the runs' metrics fits. */
void map_list_check(const map_list *list, const lc_runs *runs);

void map_list_free(map_list *list);

#endif
