/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_list.c - the runs of several operands, each under a name of its own or of its group. */
#include "cli/run_list.h"

#include "cli/message.h"
#include "cli/text.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLOCK_FROM 1e8 /* [s] three years are no time since a run began */

/* RUN=NAME, unless a file is called so; the operand is cut at its '='. NULL when no name is given. */
static const char *split_name(char *operand)
{
    char *equals = strrchr(operand, '=');
    if (!equals || equals == operand || !equals[1] || access(operand, F_OK) == 0)
        return NULL;
    *equals = '\0';
    return equals + 1;
}

/* ---- reading --------------------------------------------------------------------------- */

static bool is_same(const listed_run *a, const listed_run *b)
{
    return a->file != 0 && a->file == b->file && a->device == b->device && a->number == b->number;
}

static listed_run describe(const run_list *list, size_t first, const char *given, bool several)
{
    const lc_run *run = &list->in.runs.run[list->n];
    const char *path = run->source ? run->source : "";
    struct stat about;
    listed_run r = {.given = given != NULL};
    if (stat(path, &about) == 0) {
        r.device = about.st_dev;
        r.file = about.st_ino;
    }
    for (size_t i = first; i < list->n; i++)
        r.number += list->list[i].file == r.file && list->list[i].device == r.device;
    r.name = given                  ? strdup(given)
             : several && run->name ? text_format("%s, %s", path, run->name)
                                    : strdup(path);
    return r;
}

/* Take the run out that was read last. */
static void drop(run_list *list)
{
    lc_runs *runs = &list->in.runs;
    lc_run_free(&runs->run[list->n]);
    runs->n--;
    memmove(&runs->run[list->n], &runs->run[list->n + 1], (runs->n - list->n) * sizeof *runs->run);
}

static bool is_there(const run_list *list, const listed_run *run)
{
    for (size_t i = 0; i < list->n; i++)
        if (is_same(&list->list[i], run))
            return true;
    return false;
}

/* Clock times count from the run's first record, or runs of two days would never meet. */
static void start_at_zero(lc_run *run)
{
    double start = run->n ? run->x[0] : 0;
    for (size_t i = 0; i < run->n && run->axis == LC_WALL_TIME && start > CLOCK_FROM; i++)
        run->x[i] -= start;
}

/* Name the runs that were read from one operand; false when memory is out. */
static bool take_runs(run_list *list, const char *path, const char *given)
{
    size_t first = list->n, twice = 0;
    bool several = list->in.runs.n - first > 1;
    listed_run *longer = realloc(list->list, (list->in.runs.n + 1) * sizeof *longer);
    if (!longer)
        return false;
    list->list = longer;
    while (list->n < list->in.runs.n) {
        start_at_zero(&list->in.runs.run[list->n]);
        listed_run run = describe(list, first, given, several);
        if (!run.name)
            return false;
        bool known = is_there(list, &run);
        twice += known;
        list->list[list->n] = run;
        if (known) {
            drop(list);
            free(run.name);
        } else if (lc_read_params(&list->in.runs.run[list->n++], NULL) != LC_OK) {
            return false;
        }
    }
    if (twice == 1)
        print_error("%s: this run is given twice; it is compared once", path);
    else if (twice)
        print_error("%s: %zu of its runs are given twice; each is compared once", path, twice);
    return true;
}

/* ---- names ----------------------------------------------------------------------------- */

/* How many bytes all names begin with, up to a '/' or ", ". */
static size_t common_start(const run_list *l)
{
    const char *name = l->list[0].name;
    size_t common = strlen(name);
    for (size_t i = 1; i < l->n; i++) {
        size_t k = 0;
        while (k < common && l->list[i].name[k] == name[k])
            k++;
        common = k;
    }
    while (common > 0 && name[common - 1] != '/' &&
           !(common > 1 && name[common - 1] == ' ' && name[common - 2] == ','))
        common--;
    return common;
}

/* How many bytes all names end with, from a '/' on, or the ending of their files: "/results.csv". */
static size_t common_end(const run_list *l)
{
    const char *name = l->list[0].name;
    size_t length = strlen(name), common = length, end = 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t n = strlen(l->list[i].name), k = 0;
        while (k < common && k < n && l->list[i].name[n - 1 - k] == name[length - 1 - k])
            k++;
        common = l->list[i].given ? 0 : k;
    }
    bool word = true; /* letters and digits so far */
    for (size_t k = 1; k <= common; k++) {
        char c = name[length - k];
        bool ending = c == '.' && word && k > 1 && isalpha((unsigned char)name[length - k + 1]);
        if (c == '/' || ending)
            end = k;
        word = word && isalnum((unsigned char)c);
    }
    return end < length ? end : 0;
}

/* Take away what tells no run from another. */
static void shorten_names(run_list *l)
{
    if (l->n < 2)
        return;
    size_t start = common_start(l), end = common_end(l);
    for (size_t i = 0; i < l->n; i++) {
        char *name = l->list[i].name;
        size_t n = strlen(name);
        if (n <= start + end)
            continue;
        memmove(name, name + start, n - start - end);
        name[n - start - end] = '\0';
    }
}

/* Runs that are called alike without being told so are no group. */
static bool number_names(run_list *l)
{
    bool ok = true;
    for (size_t i = 0; i < l->n && ok; i++) {
        size_t alike = 1;
        char *name = l->list[i].name;
        for (size_t j = i + 1; j < l->n && ok && !l->list[i].given; j++) {
            if (l->list[j].given || strcmp(l->list[j].name, name) != 0)
                continue;
            char *numbered = text_format("%s (%zu)", name, ++alike);
            ok = numbered != NULL;
            if (ok) {
                free(l->list[j].name);
                l->list[j].name = numbered;
            }
        }
        if (alike > 1)
            print_error("%zu runs are called '%s': they are numbered; RUN=NAME with one NAME, or "
                        "--group, makes them a group",
                        alike, name);
    }
    return ok;
}

int run_list_read(run_list *list, const settings *s, char **operand, size_t n)
{
    bool all = true, memory = true;
    for (size_t i = 0; i < n && memory; i++) {
        const char *given = split_name(operand[i]);
        all = input_add(&list->in, s, operand[i]) && all;
        memory = take_runs(list, operand[i], given);
    }
    if (memory) {
        shorten_names(list);
        memory = number_names(list);
    }
    if (!memory)
        print_error("out of memory");
    else if (all)
        map_list_check(&s->maps, &list->in.runs);
    return memory && all ? EXIT_RAN : EXIT_REFUSED;
}

/* ---- groups ---------------------------------------------------------------------------- */

/* NULL for nothing. */
static char *group_of(const regex_t *regex, const char *name)
{
    regmatch_t match[2];
    if (regexec(regex, name, 2, match, 0) != 0)
        return NULL;
    const regmatch_t *m = match[1].rm_so >= 0 ? &match[1] : &match[0];
    return m->rm_eo > m->rm_so ? strndup(name + m->rm_so, (size_t)(m->rm_eo - m->rm_so)) : NULL;
}

int run_list_group(run_list *list, const command *c, const char *expression)
{
    regex_t regex;
    size_t matched = 0;
    int wrong = regcomp(&regex, expression, REG_EXTENDED);
    if (wrong) {
        char why[120];
        regerror(wrong, &regex, why, sizeof why);
        return usage_error(c, "--group '%.60s': %s", expression, why);
    }
    for (size_t i = 0; i < list->n; i++) {
        char *group = group_of(&regex, list->list[i].name);
        if (!group)
            continue;
        matched++;
        free(list->list[i].name);
        list->list[i].name = group;
    }
    regfree(&regex);
    if (matched)
        return EXIT_RAN;
    return usage_error(c, "--group '%.60s' matches no run's name, such as '%.80s'", expression,
                       list->n ? list->list[0].name : "");
}

void run_list_free(run_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->list[i].name);
    free(list->list);
    input_free(&list->in);
    *list = (run_list)RUN_LIST_INIT;
}
