/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_help.c - `learncurve help [COMMAND]`, made from the tables of commands and options. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/nearest.h"

#include <string.h>

extern const command command_help;

void help_print(FILE *to)
{
    fputs("usage: learncurve COMMAND [OPTIONS] [ARGUMENTS]\n"
          "       learncurve [OPTIONS] RUN...     (the same as diagnose)\n\n"
          "Reads the log of a training run and says what is wrong with it.\n\n",
          to);
    for (const command *const *c = commands; *c; c++)
        fprintf(to, "  %-11s%s\n", (*c)->name, (*c)->summary);
    fputs("\n'learncurve COMMAND --help' lists the options of a command. They can stand in files, "
          "too:\n"
          "~/.config/learncurve/config, then .learncurve.conf in the folder at hand, a line\n"
          "'OPTION = VALUE' for each. The later one wins, and the command line over both.\n\n"
          "Exit status: 0 ran, 1 findings that --fail-on asks for, 2 wrong usage or an input\n"
          "or output that can't be used, 3 gnuplot is missing or failed.\n",
          to);
}

void help_print_command(FILE *to, const command *c)
{
    fprintf(to, "usage: learncurve %s [OPTIONS]%s%s\n\n%c%s.\n", c->name, *c->operands ? " " : "",
            c->operands, c->summary[0] - 'a' + 'A', c->summary + 1);
    if (c->about)
        fprintf(to, "%s\n", c->about);
    options_print(to, c->groups);
    fprintf(to, "\nExample:\n  %s\n", c->example);
}

int command_unknown(const char *what, const char *name)
{
    char hint[HINT_SIZE];
    nearest near = nearest_to(name);
    for (const command *const *c = commands; *c; c++)
        nearest_try(&near, (*c)->name);
    print_error("no %s '%s'%s", what, name, nearest_hint(&near, "help", hint));
    return EXIT_REFUSED;
}

int usage_error(const command *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vprint_error(fmt, ap);
    va_end(ap);
    fprintf(stderr, "Try 'learncurve %s --help'.\n", c->name);
    return EXIT_REFUSED;
}

static int help_run(const settings *s, char **operand, size_t n)
{
    (void)s;
    if (n > 1)
        return usage_error(&command_help, "help takes one COMMAND, not %zu", n);
    const command *c = n == 1 ? command_find(operand[0]) : NULL;
    if (n == 1 && !c)
        return command_unknown("command", operand[0]);
    if (c)
        help_print_command(stdout, c);
    else
        help_print(stdout);
    return EXIT_RAN;
}

static const option_group *const groups[] = {&common_options, NULL};

const command command_help = {
    .name = "help",
    .summary = "show this list, or the help of a command",
    .operands = "[COMMAND]",
    .about = NULL,
    .example = "learncurve help plot",
    .groups = groups,
    .run = help_run,
};
