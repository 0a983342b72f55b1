/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * config.h - options that stand in files: the user's, and one of the folder that is worked in.
 *
 *     # a comment
 *     train-samples = 50000
 *     map = my clock=:step
 *     dark = yes
 *
 * A key is the long name of an option of any command; each command takes those that it knows. Not in
 * files: what names a file to be written or read, what lets one be overwritten, and what only makes
 * sense once (--help). A file can't make the program run anything: no option names a program.
 */
#ifndef LC_CLI_CONFIG_H
#define LC_CLI_CONFIG_H

#include "cli/command.h"

#define CONFIG_FILES 2

/* The files' texts, which the settings point into. */
typedef struct config {
    char *text[CONFIG_FILES];
} config;
#define CONFIG_INIT \
    {               \
        {           \
            NULL    \
        }           \
    }

/**
 * Store what stands in $XDG_CONFIG_HOME/learncurve/config (else ~/.config/learncurve/config), then in
 * ./.learncurve.conf. A file that isn't there is none.
 *
 *   out  *c      config_free(), after the settings are done with
 *   in   groups  the command's options
 *
 * Returns false when a file can't be read or holds an error, which is complained of.
 */
bool config_load(config *c, settings *s, const option_group *const *groups);
void config_free(config *c);

/* Store the lines of one file, which is changed. The message has the line. */
lc_status config_take(char *text, settings *s, const option_group *const *groups, lc_error *err);

/* Whether any option of a command can stand in a file. Commands like `help` have none, and shall work
 * whatever a file says. */
bool config_is_for(const option_group *const *groups);

/* Why an option can't stand in a file; NULL when it can. */
const char *config_refuses(const option_row *row);

#endif
