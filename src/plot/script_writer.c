/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_writer.c - text, numbers, labels and badges, written for gnuplot. */
#include "plot/script_writer.h"

#include "base/mem.h"
#include "base/text.h"
#include "plot/quote.h"

#include <string.h>

#define POINT_BADGE 3.2

void lc_script_text(lc_script_writer *w, const char *text)
{
    char *drawn = w->latex ? lc_plot_latex(text) : lc_glyphs_replace(w->f->glyphs, text);
    if (!drawn)
        w->status = lc_error_nomem(w->err);
    else if (w->status == LC_OK)
        w->status = lc_plot_quote(w->out, drawn, strlen(drawn), w->err);
    lc_mem_free(drawn);
}

void lc_script_exact(lc_script_writer *w, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_text_exact(text, v);
    fputs(text, w->out);
}

static void put_at(lc_script_writer *w, double x, double y)
{
    fprintf(w->out, " at screen %.5f,%.5f", x / w->f->width, y / w->f->height);
}

void lc_script_label(lc_script_writer *w, const lc_label *l)
{
    static const char *const align[] = {"left", "center", "right"};
    fputs("set label ", w->out);
    lc_script_text(w, l->text);
    put_at(w, l->x, l->y);
    fprintf(w->out, " %s font %c(%.4g) tc rgb \"%s\" noenhanced front\n", align[l->align],
            l->bold ? 'B' : 'F', l->size, l->color);
}

static void put_point_label(lc_script_writer *w, const lc_badge *b, int marker, double size,
                            const char *color)
{
    fputs("set label \"\"", w->out);
    put_at(w, b->x, b->y);
    fprintf(w->out, " point pt %d ps %.3g*PS lw %.3g lc rgb \"%s\" front\n", marker,
            size * w->f->scale, 1.6 * w->f->scale, color);
}

/* gnuplot draws a label's point over its text, so the number is a label of its own. */
void lc_script_badge(lc_script_writer *w, const lc_badge *b)
{
    const lc_theme *t = w->f->theme;
    bool ring = b->severity == LC_NOTE || b->explained;
    bool square = b->severity == LC_CRITICAL && !b->explained;
    const char *color = b->explained ? t->muted : square ? t->critical : t->text;
    put_point_label(w, b, square ? 5 : 7, POINT_BADGE * (square ? 0.92 : 1),
                    ring ? t->background : color);
    if (ring)
        put_point_label(w, b, 6, POINT_BADGE * 0.95, color);
    fprintf(w->out, "set label \"%zu\"", b->number);
    put_at(w, b->x, b->y);
    fprintf(w->out, " center font B(%.4g) tc rgb \"%s\" front\n", LC_SIZE_BADGE * w->f->scale,
            ring ? color : t->background);
}
