/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role_names.c - names of columns that say what a row's numbers are of. */
#include "model/role_names.h"

#include <ctype.h>
#include <string.h>

static const char *const run_words[] = {"run",          "fold",    "seed",       "trial",
                                        "experiment",   "exp",     "model",      "method",
                                        "algorithm",    "config",  "variant",    "optimizer",
                                        "architecture", "dataset", "cv fold",    "kfold",
                                        "random seed",  "repeat",  "repetition", NULL};
static const char *const run_endings[] = {"", "id", "name", "uuid", "type", "key", NULL};
static const char *const split_words[] = {"split", "phase",   "subset", "mode",
                                          "stage", "context", "set",    NULL};
static const char *const name_words[] = {"metric",   "metric name", "metricname", "key", "tag",
                                         "variable", "name",        "title",      NULL};
static const char *const part_words[] = {"variant", "series", NULL};
static const char *const value_words[] = {"value", "metric value", "metricvalue", NULL};
static const char *const x_words[] = {"x", NULL}, *const axis_words[] = {"axis", NULL};
static const char *const kind_words[] = {"kind", NULL};

static const struct {
    unsigned role;
    const char *const *words;
} roles[] = {
    {LC_ROLE_SPLIT, split_words}, {LC_ROLE_NAME, name_words}, {LC_ROLE_PART, part_words},
    {LC_ROLE_VALUE, value_words}, {LC_ROLE_X, x_words},       {LC_ROLE_AXIS, axis_words},
    {LC_ROLE_KIND, kind_words},
};

static const char *skip_blanks(const char *s)
{
    while (*s == '_' || *s == '-' || *s == '.' || *s == ' ')
        s++;
    return s;
}

/* What stands in a name behind a word: the same letters, whatever their case and the blanks between
 * them; NULL when it begins otherwise. */
static const char *behind(const char *name, const char *word)
{
    name = skip_blanks(name);
    for (; *word; name = skip_blanks(name + 1), word = skip_blanks(word + 1))
        if (tolower((unsigned char)*name) != *word)
            return NULL;
    return name;
}

/* "experimentKey", "experiment_key" */
static bool is_same(const char *name, const char *word)
{
    const char *rest = behind(name, word);
    return rest && !*rest;
}

static bool is_one_of(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (is_same(name, *words))
            return true;
    return false;
}

/* Most names begin as none of the words does. */
bool lc_names_run(const char *name)
{
    int first = tolower((unsigned char)*skip_blanks(name));
    for (const char *const *w = run_words; *w; w++) {
        const char *rest = first == **w ? behind(name, *w) : NULL;
        for (const char *const *end = run_endings; rest && *end; end++)
            if (is_same(rest, *end))
                return true;
    }
    return false;
}

unsigned lc_roles_of_name(const char *name)
{
    unsigned found = lc_names_run(name) ? LC_ROLE_RUN : 0;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        found |= is_one_of(name, roles[i].words) ? roles[i].role : 0;
    return found;
}
