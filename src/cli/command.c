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

const command *command_find(const char *name)
{
    for (const command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

/* The program has the options of all commands. */
bool command_has(const command *c, const char *option)
{
    return !c || options_find(c->groups, option);
}

/* What status 1 can come from: an option, and what it then means. */
static const struct {
    const char *option, *meaning;
} found[] = {
    {"fail-on", "findings that --fail-on selects"},
    {"stop-on", "findings that --stop-on selects"},
    {"max-regression", "a best value that --max-regression forbids"},
    {"epochs", "a training whose loss is not finite"},
};

bool command_exits(char meaning[EXIT_MEANING_SIZE], const command *c, int status)
{
    static const char *const meanings[EXIT_STATUSES] = {
        [EXIT_RAN] = "success",
        [EXIT_FOUND] = "",
        [EXIT_REFUSED] = "wrong usage, or an input or output that can't be used",
        [EXIT_GNUPLOT] = "gnuplot is missing or failed",
    };
    size_t used = (size_t)snprintf(meaning, EXIT_MEANING_SIZE, "%s", meanings[status]);
    for (size_t i = 0; status == EXIT_FOUND && i < sizeof found / sizeof *found; i++)
        if (command_has(c, found[i].option))
            used += (size_t)snprintf(meaning + used, EXIT_MEANING_SIZE - used, "%s%s",
                                     used ? ", or " : "", found[i].meaning);
    if (status == EXIT_GNUPLOT)
        return command_has(c, "size") || command_has(c, "plot");
    return used > 0;
}
