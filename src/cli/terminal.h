/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.h - what standard output is written to. */
#ifndef LC_CLI_TERMINAL_H
#define LC_CLI_TERMINAL_H

#include "cli/settings.h"

/* Colour and width for text on standard output, as options, terminal and environment say. */
lc_report_options terminal_layout(const settings *s);

/* Size, colour and characters of a plot on standard output, by terminal and environment. */
lc_text_plot terminal_plot(const settings *s);

#endif
