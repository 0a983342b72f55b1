/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c - parse options by their table, and print it. */
#include "cli/options.h"

#include "cli/nearest.h"
#include "cli/text.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONG_ONLY 256  /* getopt_long's value of row i is LONG_ONLY + i */
#define HELP_COLUMN 30 /* [columns] where the help of a row begins */

lc_status option_true(const option_row *row, void *field, const char *value, lc_error *err)
{
    (void)row, (void)value, (void)err;
    *(bool *)field = true;
    return LC_OK;
}

/* Each time one more. */
lc_status option_more(const option_row *row, void *field, const char *value, lc_error *err)
{
    (void)row, (void)value, (void)err;
    ++*(size_t *)field;
    return LC_OK;
}

lc_status option_name(const option_row *row, void *field, const char *value, lc_error *err)
{
    (void)value, (void)err;
    *(const char **)field = row->name;
    return LC_OK;
}

lc_status option_text(const option_row *row, void *field, const char *value, lc_error *err)
{
    (void)row, (void)err;
    *(const char **)field = value;
    return LC_OK;
}

/* The program never leaves the C locale, so strtod knows '.' only. */
bool option_parse_number(double *v, const char *text)
{
    char *end;
    if (!*text || strchr(" \t\n\v\f\r", *text))
        return false;
    *v = strtod(text, &end);
    return !*end && isfinite(*v);
}

lc_status option_positive(const option_row *row, void *field, const char *value, lc_error *err)
{
    double v;
    if (!option_parse_number(&v, value) || !(v > 0))
        return lc_error_set(err, LC_E_ARG, 0, "--%s takes a number above 0, not '%.60s'", row->name,
                            value);
    *(double *)field = v;
    return LC_OK;
}

lc_status option_real(const option_row *row, void *field, const char *value, lc_error *err)
{
    double v;
    if (!option_parse_number(&v, value) || v < 0)
        return lc_error_set(err, LC_E_ARG, 0, "--%s takes a number of 0 or more, not '%.60s'",
                            row->name, value);
    *(double *)field = v;
    return LC_OK;
}

lc_status option_share(const option_row *row, void *field, const char *value, lc_error *err)
{
    double v;
    if (!option_parse_number(&v, value) || !(v >= 0 && v < 1))
        return lc_error_set(err, LC_E_ARG, 0, "--%s takes a number from 0 to below 1, not '%.60s'",
                            row->name, value);
    *(double *)field = v;
    return LC_OK;
}

/* A whole number from `least` on. */
static lc_status store_whole(const option_row *row, size_t *field, const char *value, double least,
                             lc_error *err)
{
    double v;
    if (!option_parse_number(&v, value) || !(v >= least && v <= 1e15) || v != floor(v))
        return lc_error_set(err, LC_E_ARG, 0,
                            "--%s takes a whole number of at least %.0f, not '%.60s'", row->name,
                            least, value);
    *field = (size_t)v;
    return LC_OK;
}

lc_status option_count(const option_row *row, void *field, const char *value, lc_error *err)
{
    return store_whole(row, field, value, 1, err);
}

lc_status option_seed(const option_row *row, void *field, const char *value, lc_error *err)
{
    return store_whole(row, field, value, 0, err);
}

lc_status option_choice(const option_row *row, void *field, const char *value, lc_error *err)
{
    char all[240] = "";
    for (size_t i = 0; row->choices[i]; i++) {
        if (strcmp(row->choices[i], value) == 0) {
            *(size_t *)field = i;
            return LC_OK;
        }
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", row->choices[i]);
    }
    return lc_error_set(err, LC_E_ARG, 0, "--%s is one of %s, not '%.60s'", row->name, all, value);
}

/* ---- parsing ---------------------------------------------------------------------------- */

typedef struct parser {
    const option_row *row[OPTIONS_MAX];
    size_t n;
    struct option longs[OPTIONS_MAX + 1];
    char shorts[2 * OPTIONS_MAX + 3]; /* "+:", then "x" or "x:" each */
} parser;

static void parser_add(parser *p, const option_row *row)
{
    size_t used = strlen(p->shorts);
    p->row[p->n] = row;
    p->longs[p->n] = (struct option){
        .name = row->name,
        .has_arg = row->argument ? required_argument : no_argument,
        .val = LONG_ONLY + (int)p->n,
    };
    p->n++;
    if (row->letter)
        snprintf(p->shorts + used, sizeof p->shorts - used, "%c%s", row->letter,
                 row->argument ? ":" : "");
}

/* '+': stop at the first operand, so that argv[optind] is the word that comes next. */
static parser parser_of(const option_group *const *groups)
{
    parser p = {.shorts = "+:"};
    for (; *groups; groups++)
        for (const option_row *row = (*groups)->rows; row->name && p.n < OPTIONS_MAX; row++)
            parser_add(&p, row);
    return p;
}

static const option_row *find_letter(const parser *p, int letter)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->row[i]->letter && p->row[i]->letter == letter)
            return p->row[i];
    return NULL;
}

/* getopt_long takes abbreviations, whose meaning changes as options are added: they are unknown. */
static lc_status check_long(const parser *p, const char *dashes, const char *word, lc_error *err)
{
    char name[64], hint[LC_HINT_SIZE] = "";
    size_t n = strcspn(word, "=");
    snprintf(name, sizeof name, "%.*s", n < sizeof name ? (int)n : (int)sizeof name - 1, word);
    lc_nearest near = lc_nearest_to(name);
    for (size_t i = 0; i < p->n; i++)
        lc_nearest_try(&near, p->row[i]->name);
    if (near.best && near.distance == 0 && dashes[1])
        return LC_OK;
    if (near.best)
        snprintf(hint, sizeof hint, ", did you mean '--%s'?", near.best);
    return lc_error_set(err, LC_E_ARG, 0, "unknown option '%s%s'%s", dashes, name, hint);
}

/* What getopt_long refused in `word`, by its return value and optopt. */
static lc_status refused(const parser *p, int what, const char *word, lc_error *err)
{
    const option_row *row =
        optopt >= LONG_ONLY ? p->row[optopt - LONG_ONLY] : find_letter(p, optopt);
    if (!row && strlen(word) > 2) /* "-json" */
        return check_long(p, "-", word + 1, err);
    if (!row)
        return lc_error_set(err, LC_E_ARG, 0, "unknown option '-%c'", optopt);
    return what == ':'
               ? lc_error_set(err, LC_E_ARG, 0, "--%s needs its %s", row->name, row->argument)
               : lc_error_set(err, LC_E_ARG, 0, "--%s takes no value", row->name);
}

lc_status options_parse(void *into, char **operand, size_t *n, const option_group *const *groups,
                        int argc, char **argv, lc_error *err)
{
    parser p = parser_of(groups);
    bool literal = false; /* "--" was met */
    opterr = 0;
    optind = 0; /* 0 makes getopt_long forget an earlier command line, 1 would not */
    getopt_long(1, argv, p.shorts, p.longs, NULL);
    *n = 0;
    while (optind < argc) {
        const char *word = argv[optind];
        bool end = strcmp(word, "--") == 0;
        if (literal || word[0] != '-' || word[1] == '\0') {
            operand[(*n)++] = argv[optind++];
            continue;
        }
        if (!end && word[1] == '-' && check_long(&p, "--", word + 2, err) != LC_OK)
            return LC_E_ARG;
        int c = getopt_long(argc, argv, p.shorts, p.longs, NULL);
        literal = c == -1 && end;
        if (c == -1)
            continue;
        if (c == '?' || c == ':')
            return refused(&p, c, word, err);
        const option_row *row = c >= LONG_ONLY ? p.row[c - LONG_ONLY] : find_letter(&p, c);
        if (!row)
            return refused(&p, c, word, err);
        lc_status st = row->store(row, (char *)into + row->field, optarg, err);
        if (st != LC_OK)
            return st;
    }
    return LC_OK;
}

/* ---- rows --------------------------------------------------------------------------------- */

const option_row *options_find(const option_group *const *groups, const char *name)
{
    for (; *groups; groups++)
        for (const option_row *row = (*groups)->rows; row->name; row++)
            if (strcmp(row->name, name) == 0)
                return row;
    return NULL;
}

const option_row *options_find_letter(const option_group *const *groups, char letter)
{
    for (; *groups; groups++)
        for (const option_row *row = (*groups)->rows; row->name; row++)
            if (row->letter && row->letter == letter)
                return row;
    return NULL;
}

/* ---- help ------------------------------------------------------------------------------- */

static void print_row(FILE *to, const option_row *row)
{
    char form[64], letter[8] = "    ";
    if (row->letter)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    int used = snprintf(form, sizeof form, "  %s--%s%s%s", letter, row->name,
                        row->argument ? " " : "", row->argument ? row->argument : "");
    if (used > HELP_COLUMN - 2)
        fprintf(to, "%s\n%*s", form, HELP_COLUMN, "");
    else
        fprintf(to, "%-*s", HELP_COLUMN, form);
    text_fill(to, HELP_COLUMN, HELP_COLUMN, row->help);
}

void options_print(FILE *to, const option_group *const *groups)
{
    for (; *groups; groups++) {
        fprintf(to, "\n%s:\n", (*groups)->title);
        for (const option_row *row = (*groups)->rows; row->name; row++)
            print_row(to, row);
    }
}
