/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.c - what --map says of metrics: NAME=SPLIT:KIND[:DIRECTION] or NAME=ignore. */
#include "cli/map.h"

#include "cli/message.h"
#include "cli/nearest.h"

#include <stdlib.h>
#include <string.h>

typedef const char *(*word_of)(int i);

static const char *split_word(int i)
{
    return lc_split_name((lc_split)i);
}

static const char *kind_word(int i)
{
    return lc_kind_name((lc_kind)i);
}

static const char *direction_word(int i)
{
    return lc_direction_name((lc_direction)i);
}

/* One part of a map, up to ':' or the end: the number of its word, -1 when it is empty. */
static lc_status take_word(int *number, const char **at, const char *what, word_of word, int last,
                           lc_error *err)
{
    char part[32], all[120] = "", hint[LC_HINT_SIZE];
    size_t n = strcspn(*at, ":");
    snprintf(part, sizeof part, "%.*s", n < sizeof part ? (int)n : (int)sizeof part - 1, *at);
    *at += n;
    *number = -1;
    lc_nearest near = lc_nearest_to(part);
    for (int i = 0; i <= last; i++) {
        size_t used = strlen(all);
        if (strcmp(word(i), part) == 0)
            *number = i;
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", word(i));
        lc_nearest_try(&near, word(i));
    }
    if (*number >= 0 || n == 0)
        return LC_OK;
    lc_nearest_hint(&near, hint);
    return lc_error_set(err, LC_E_ARG, 0, "--map: no %s '%s'%s%s%s", what, part, hint,
                        near.best ? "" : "; there are ", near.best ? "" : all);
}

static lc_status wrong_form(const char *text, lc_error *err)
{
    return lc_error_set(err, LC_E_ARG, 0,
                        "--map takes NAME=SPLIT:KIND[:DIRECTION] or NAME=ignore, not '%.60s'",
                        text);
}

/* What stands behind NAME=. */
static lc_status parse_meaning(lc_map *map, const char *text, lc_error *err)
{
    int split = -1, kind = -1, better = -1;
    const char *at = text;
    map->ignore = strcmp(text, "ignore") == 0;
    if (map->ignore)
        return LC_OK;
    lc_status st = take_word(&split, &at, "split", split_word, LC_TEST, err);
    if (st == LC_OK && *at++ != ':')
        return wrong_form(text, err);
    if (st == LC_OK)
        st = take_word(&kind, &at, "kind", kind_word, LC_TRAIN_SIZE, err);
    if (st == LC_OK && *at == ':') {
        at++;
        st = take_word(&better, &at, "direction", direction_word, LC_HIGHER_IS_BETTER, err);
    }
    if (st == LC_OK && *at)
        return lc_error_set(err, LC_E_ARG, 0, "--map: unexpected '%.40s' after the direction", at);
    map->has_split = split >= 0;
    map->has_kind = kind >= 0;
    map->has_better = better >= 0;
    map->split = split >= 0 ? (lc_split)split : LC_SPLIT_NONE;
    map->kind = kind >= 0 ? (lc_kind)kind : LC_OTHER;
    map->better = better >= 0 ? (lc_direction)better : LC_NEITHER;
    return st;
}

/* NAME=SPLIT:KIND[:DIRECTION]; the name may hold '=' and ':' itself. */
lc_status option_map(const option_row *row, void *field, const char *value, lc_error *err)
{
    map_list *list = field;
    lc_map map = {0};
    const char *equals = strrchr(value, '=');
    (void)row;
    if (!equals || equals == value)
        return wrong_form(value, err);
    lc_status st = parse_meaning(&map, equals + 1, err);
    if (st != LC_OK)
        return st;
    lc_map *longer = realloc(list->map, (list->n + 1) * sizeof *longer);
    if (longer) {
        list->map = longer;
        map.name = strndup(value, (size_t)(equals - value));
        longer[list->n++] = map;
    }
    return longer && map.name ? LC_OK : lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
}

void map_list_check(const map_list *list, const lc_runs *runs)
{
    for (size_t i = list->standing; i < list->n; i++) {
        char hint[LC_HINT_SIZE];
        lc_nearest near = lc_nearest_to(list->map[i].name);
        if (list->map[i].met)
            continue;
        for (size_t r = 0; r < runs->n; r++)
            for (size_t k = 0; k < runs->run[r].series_n; k++)
                lc_nearest_try(&near, runs->run[r].series[k].metric.name);
        print_error("--map: no metric is named '%.80s'%s", list->map[i].name,
                    nearest_hint(&near, "inspect RUN", hint));
    }
}

void map_list_free(map_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free((char *)list->map[i].name);
    free(list->map);
    *list = (map_list){0};
}
