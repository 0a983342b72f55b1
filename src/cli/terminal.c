/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.c - what standard output is written to: https://no-color.org, https://bixense.com/clicolors */
#include "cli/terminal.h"

#include "cli/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value && strcmp(value, "0") != 0;
}

static bool wants_color(size_t mode)
{
    const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    if (mode != COLOR_AUTO)
        return mode == COLOR_ALWAYS;
    if (no_color && *no_color)
        return false;
    if (is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR"))
        return true;
    return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

lc_report_options terminal_layout(const settings *s)
{
    unsigned asked = s->width > 10000 ? 10000 : (unsigned)s->width;
    return (lc_report_options){
        .color = wants_color(s->color),
        .width = asked ? asked : text_columns(stdout),
        .verbose = s->verbose > 2 ? 2 : (unsigned)s->verbose,
    };
}
