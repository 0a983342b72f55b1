/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.h - the gnuplot script. */
#ifndef LC_PLOT_SCRIPT_H
#define LC_PLOT_SCRIPT_H

#include "plot/terminal.h"

/**
 * Write the script, for a terminal of its own or for whichever is set.
 *
 *   in   terminal  NULL: the script sets none
 *   in   output    file that the script shall write; NULL: it sets none
 *
 * Returns as lc_plot_script. Nothing is written unless everything could be laid out.
 */
lc_status lc_script_write(FILE *out, const lc_terminal *terminal, const char *output,
                          const lc_run *run, const lc_diagnosis *diagnosis,
                          const lc_plot_options *options, lc_error *err);

#endif
