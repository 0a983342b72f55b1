/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.h - the gnuplot script. */
#ifndef LC_PLOT_SCRIPT_H
#define LC_PLOT_SCRIPT_H

#include "plot/compose.h"
#include "plot/terminal.h"

/* What a script is written of. */
typedef struct lc_script_request {
    const lc_terminal *terminal; /* NULL: the script sets none */
    const char *output;          /* file that the script shall write; NULL: it sets none */
    lc_figure_source source;
} lc_script_request;

/* Write the script. Returns as lc_plot_script. Nothing is written unless everything could be laid
 * out. */
lc_status lc_script_write(FILE *out, const lc_script_request *request, lc_error *err);

#endif
