/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_writer.h - what the parts of script.c share. */
#ifndef LC_PLOT_SCRIPT_WRITER_H
#define LC_PLOT_SCRIPT_WRITER_H

#include "plot/figure.h"

#define LC_LINE_LEAST 0.7 /* thinner lines vanish */

typedef struct lc_script_writer {
    FILE *out;
    const lc_figure *f;
    bool latex;       /* text goes through LaTeX */
    lc_status status; /* the first failure sticks */
    lc_error *err;
} lc_script_writer;

void lc_script_text(lc_script_writer *w, const char *text); /* any text, as a quoted literal */
void lc_script_exact(lc_script_writer *w, double v);        /* so that it is read back the same */
void lc_script_label(lc_script_writer *w, const lc_label *l);
void lc_script_badge(lc_script_writer *w, const lc_badge *b);

/* script_data.c: the datablocks of all panels, and whether panel i shows the best value,
 * and a frame the value
 * of its j-th spot. */
void lc_script_data(lc_script_writer *w);
bool lc_script_shows_best(const lc_figure *f, size_t i);
bool lc_script_shows_spot(const lc_frame *frame, size_t j);

/* script_panel.c: all of panel i. */
void lc_script_panel(lc_script_writer *w, size_t i);

#endif
