/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.c - the table of subcommands. */
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

const command *command_find(const char *name)
{
    for (const command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}
