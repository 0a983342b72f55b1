/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.c - the tables of subcommands and of exit statuses. */
#include "cli/command.h"

#include <string.h>

#define COMMAND(id) extern const command command_##id;
#include "cli/cmds.def"
#undef COMMAND

const command *const commands[] = {
#define COMMAND(id) &command_##id,
#include "cli/cmds.def"
#undef COMMAND
    NULL};

const char *const exit_meanings[EXIT_STATUSES] = {
    [EXIT_RAN] = "success",
    [EXIT_FOUND] = "findings that --fail-on or --stop-on selects, or a loss that is not finite",
    [EXIT_REFUSED] = "wrong usage, or an input or output that can't be used",
    [EXIT_GNUPLOT] = "gnuplot is missing or failed",
};

const command *command_find(const char *name)
{
    for (const command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}
