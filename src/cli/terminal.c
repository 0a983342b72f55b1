/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.c - what standard output is written to: https://no-color.org, https://bixense.com/clicolors */
#include "cli/terminal.h"

#include "cli/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
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

/* Columns and rows; 0 where standard output is no terminal. */
static struct winsize terminal_size(void)
{
    struct winsize size = {.ws_col = 0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return (struct winsize){.ws_col = 0};
    return size;
}

/* The first of these that is set decides, as for all programs. */
static bool has_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "UTF8");
    }
    return false;
}

/* A size that the shell tells where there is no terminal to ask. */
static size_t from_environment(const char *name)
{
    const char *value = getenv(name);
    long n = value ? strtol(value, NULL, 10) : 0;
    return n > 0 && n < 10000 ? (size_t)n : 0;
}

lc_text_plot terminal_plot(const settings *s)
{
    struct winsize size = terminal_size();
    const char *term = getenv("TERM");
    lc_text_plot t = {.columns = s->width      ? s->width
                                 : size.ws_col ? size.ws_col
                                               : from_environment("COLUMNS"),
                      .rows = size.ws_row ? size.ws_row : from_environment("LINES"),
                      .color = wants_color(s->color)};
    if (!has_utf8())
        t.cells = LC_CELLS_ASCII;
    else if (term && strcmp(term, "linux") == 0)
        t.cells = LC_CELLS_BLOCK;
    return t;
}

lc_report_options terminal_layout(const settings *s)
{
    unsigned asked = s->width > 10000 ? 10000 : (unsigned)s->width;
    return (lc_report_options){
        .color = wants_color(s->color),
        .width = asked ? asked : text_columns(stdout),
        .verbose = s->verbose > 2 ? 2 : (unsigned)s->verbose,
        .sources = s->sources,
    };
}
