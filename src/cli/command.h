/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command.h - what a subcommand provides. To add one: write cmd_<name>.c, which ends in the
 * descriptor command_<name>, and add a line to cmds.def. Its options are rows (options.h, and
 * settings.c for those that commands share).
 */
#ifndef LC_CLI_COMMAND_H
#define LC_CLI_COMMAND_H

#include "cli/settings.h"

enum {
    EXIT_RAN = 0,     /* ran, whatever it found */
    EXIT_FOUND = 1,   /* ran and found what --fail-on asks for, or a loss that is not finite */
    EXIT_REFUSED = 2, /* wrong usage, or an input or output that can't be used */
    EXIT_GNUPLOT = 3, /* gnuplot is missing or failed */
    EXIT_STATUSES
};

typedef struct command {
    const char *name;
    const char *summary;               /* one line of `learncurve --help` */
    const char *operands;              /* of the usage line: "RUN..." */
    const char *about;                 /* paragraph of `learncurve NAME --help`; may be NULL */
    const char *const *notes;          /* further paragraphs of the manual page; end with NULL */
    const char *example;               /* a command line that works as pasted in a checkout */
    const option_group *const *groups; /* its options; ends with NULL */

    /* Returns one of the EXIT_ above. operand[n] are the words that are no options. */
    int (*run)(const settings *s, char **operand, size_t n);
} command;

extern const command *const commands[]; /* ends with NULL */
extern const command command_diagnose;  /* what is meant when no command is named */

/* Whether the command, or with NULL the program, has the option. */
bool command_has(const command *c, const char *option);

#define EXIT_MEANING_SIZE 200

/* Whether it can return the status, and what that means, one clause. */
bool command_exits(char meaning[EXIT_MEANING_SIZE], const command *c, int status);

const command *command_find(const char *name); /* NULL if there is none */

/* Complain that there is no such command, or whatever it could be, with the nearest one's name;
 * EXIT_REFUSED. */
int command_unknown(const char *what, const char *name);

void help_print(FILE *to); /* of the program */
void help_print_command(FILE *to, const command *c);

/* Complain about the use of a command and name its help; EXIT_REFUSED. */
LC_PRINTF(2, 3)
int usage_error(const command *c, const char *fmt, ...);

#endif
