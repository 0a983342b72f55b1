/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * options.h - the one shape of an option. The table parses the command line (behind getopt_long)
 * and prints the help. To add an option: a row in its group, and a field that it is stored in.
 */
#ifndef LC_CLI_OPTIONS_H
#define LC_CLI_OPTIONS_H

#include "learncurve.h"

typedef struct option_row {
    const char *name;     /* long name without its dashes */
    char letter;          /* short form, 0 when there is none */
    const char *argument; /* what it takes, in capitals; NULL: nothing */
    const char *help;     /* one clause, ASCII */
    size_t field;         /* offset of what it is stored in */

    /* Check the argument and store it. The message says what was expected. */
    lc_status (*store)(const struct option_row *row, void *field, const char *value, lc_error *err);
    const char *const *choices; /* of option_choice; ends with NULL */
} option_row;

typedef struct option_group {
    const char *title;      /* over its rows in the help */
    const option_row *rows; /* ends with a row without a name */
} option_group;

#define OPTIONS_MAX 128 /* rows of one command */

/* Ways to store, named by the type of the field. A value is borrowed from the command line. */
lc_status option_true(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_more(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_name(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_text(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_count(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_seed(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_positive(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_real(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_share(const option_row *row, void *field, const char *value, lc_error *err);
lc_status option_choice(const option_row *row, void *field, const char *value, lc_error *err);

/* Read a finite number that is the whole text. False when it isn't one. */
bool option_parse_number(double *v, const char *text);

/**
 * Parse a command line: options and operands in any order, "--" ends the options, "-" is an
 * operand. Long options are taken in full only.
 *
 *   out  *into      each option stored at its row's offset; later ones win
 *   out  operand[argc], *n   the words that are no options, in order
 *   in   groups     ends with NULL, OPTIONS_MAX rows in all
 *   in   argv[argc] argv[0] is skipped
 *
 * Returns LC_OK, or LC_E_ARG with a message for the user; *into may be partly filled then.
 */
lc_status options_parse(void *into, char **operand, size_t *n, const option_group *const *groups,
                        int argc, char **argv, lc_error *err);

/* The row of a long name or of a letter; NULL if there is none. */
const option_row *options_find(const option_group *const *groups, const char *name);
const option_row *options_find_letter(const option_group *const *groups, char letter);

/* The rows as a table, group by group. */
void options_print(FILE *to, const option_group *const *groups);

#endif
