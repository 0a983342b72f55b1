/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_help.c - `learncurve help [COMMAND]`, made from the tables of commands and options. */
#include "cli/complete.h"
#include "cli/manual.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

extern const command command_help;

/* Of a command, or with NULL of the program. */
static void print_statuses(FILE *to, const command *c)
{
    char line[600] = "Exit status", meaning[EXIT_MEANING_SIZE];
    for (int i = 0; i < EXIT_STATUSES; i++) {
        size_t used = strlen(line);
        if (command_exits(meaning, c, i))
            snprintf(line + used, sizeof line - used, "%s %d: %s", i ? ";" : "", i, meaning);
    }
    size_t used = strlen(line);
    snprintf(line + used, sizeof line - used, ".");
    text_fill(to, 0, 0, line);
}

void help_print(FILE *to)
{
    fputs("usage: learncurve COMMAND [OPTIONS] [ARGUMENTS]\n"
          "       learncurve [OPTIONS] RUN...     (the same as diagnose)\n\n",
          to);
    text_fill(to, 0, 0, "Reads the log of a training run and says what is wrong with it.");
    putc('\n', to);
    for (const command *const *c = commands; *c; c++) {
        fprintf(to, "  %-11s", (*c)->name);
        text_fill(to, 13, 13, (*c)->summary);
    }
    putc('\n', to);
    text_fill(to, 0, 0,
              "'learncurve COMMAND --help' lists the options of a command. Options can also be set "
              "in files, one line 'OPTION = VALUE' for each: in ~/.config/learncurve/config, and "
              "in .learncurve.conf in the current folder, which wins over the former. The command "
              "line wins over both.");
    putc('\n', to);
    print_statuses(to, NULL);
}

void help_print_command(FILE *to, const command *c)
{
    fprintf(to, "usage: learncurve %s [OPTIONS]%s%s\n\n%c", c->name, *c->operands ? " " : "",
            c->operands, c->summary[0] - 'a' + 'A');
    char *rest = text_format("%s.", c->summary + 1);
    text_fill(to, 1, 0, rest ? rest : c->summary + 1);
    free(rest);
    if (c->about)
        text_fill(to, 0, 0, c->about);
    options_print(to, c->groups);
    putc('\n', to);
    print_statuses(to, c);
    fprintf(to, "\nExample:\n  %s\n", c->example);
}

int command_unknown(const char *what, const char *name)
{
    char hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(name);
    for (const command *const *c = commands; *c; c++)
        lc_nearest_try(&near, (*c)->name);
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

/* The names of the shells are the row's choices. */
static lc_status store_shell(const option_row *row, void *field, const char *value, lc_error *err)
{
    size_t shell;
    lc_status st = option_choice(row, &shell, value, err);
    if (st == LC_OK)
        *(const char **)field = complete_scripts[shell];
    return st;
}

static int help_run(const settings *s, char **operand, size_t n)
{
    if (s->manual.complete) {
        complete_print(stdout, operand, n);
        return EXIT_RAN;
    }
    if (n > 1)
        return usage_error(&command_help, "help takes one COMMAND, not %zu", n);
    const command *c = n == 1 ? command_find(operand[0]) : NULL;
    if (n == 1 && !c)
        return command_unknown("command", operand[0]);
    if (s->manual.script)
        fputs(s->manual.script, stdout);
    else if (s->manual.man)
        manual_print(stdout, c);
    else if (c)
        help_print_command(stdout, c);
    else
        help_print(stdout);
    return EXIT_RAN;
}

#define FIELD(member) offsetof(settings, manual.member)

static const option_row rows[] = {
    {"man", 0, NULL, "the manual page, for 'man -l -'", FIELD(man), option_true, NULL},
    {"completion", 0, "SHELL", "the completion script of bash, zsh or fish", FIELD(script),
     store_shell, complete_shells},
    {"complete", 0, NULL,
     "what may stand in place of the last of the words behind '--', for those scripts",
     FIELD(complete), option_true, NULL},
    {0},
};

static const option_group manual_options = {"The manual", rows};
static const option_group *const groups[] = {&manual_options, &common_options, NULL};

const command command_help = {
    .name = "help",
    .summary = "show this list, or the help of a command",
    .operands = "[COMMAND]",
    .about = NULL,
    .example = "learncurve help plot",
    .groups = groups,
    .run = help_run,
};
