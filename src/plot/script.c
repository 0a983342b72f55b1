/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * script.c - a laid-out figure as a gnuplot script.
 *
 * Everything is decided before: gnuplot only draws. Data go in as datablocks, ranges and tics as
 * numbers, text as quoted literals that are drawn `noenhanced`, and all that is placed on the page
 * as shares of the screen, so that the same script serves any size of terminal.
 */
#include "plot/script.h"

#include "base/mem.h"
#include "plot/compose.h"
#include "plot/script_writer.h"
#include "plot/font.h"
#include "plot/quote.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE_GRID 0.9 /* at scale 1 */

/* ---- head --------------------------------------------------------------------------- */

/* A font as gnuplot names it, "FACE,SIZE"; LaTeX is told the size alone. */
static void put_font(lc_script_writer *w, const char *face, double size)
{
    if (!face) {
        fprintf(w->out, "\"\\\\fontsize{%.4gpt}{%.4gpt}\\\\selectfont\"", size, 1.2 * size);
        return;
    }
    char *font = lc_text_format("%s,%.4g", face, size);
    if (font)
        lc_script_text(w, font);
    else
        w->status = lc_error_nomem(w->err);
    lc_mem_free(font);
}

/* FS: a pixel's size in the unit of fonts, PS: that of points. */
static void put_scales(lc_script_writer *w, const char *face, double font, double point)
{
    if (face) {
        fputs("FONT = ", w->out);
        lc_script_text(w, face);
        fputs("; ", w->out);
    }
    fprintf(w->out, "FS = %g; PS = %g\n", font, point);
}

static void put_terminal(lc_script_writer *w, const lc_terminal *t)
{
    const lc_figure *f = w->f;
    const char *face = t->face && f->options->font ? f->options->font : t->face;
    double dots = t->per_inch > 0 || f->options->density <= 0 ? 1 : f->options->density;
    double unit = t->per_inch > 0 ? 1 / t->per_inch : dots;
    const char *name = t->per_inch > 0 ? "in" : "";
    put_scales(w, face, t->font * dots, t->point * dots);
    fprintf(w->out, "set terminal %s size %.6g%s,%.6g%s %s font ", t->name,
            t->per_inch > 0 ? f->width * unit : round(f->width * unit), name,
            t->per_inch > 0 ? f->height * unit : round(f->height * unit), name, t->options);
    put_font(w, face, LC_SIZE_TIC * f->scale * t->font * dots);
    fprintf(w->out, " background rgb \"%s\" linewidth %g dashlength 1.1\n", f->theme->background,
            t->line * dots);
}

/* Without a terminal of its own the script adapts to the one that is set. */
static void put_any_terminal(lc_script_writer *w)
{
    static const char *const windows[] = {"qt", "wxt", "x11"};
    const lc_figure *f = w->f;
    double share = fmin(1, 1200 / f->width);
    put_scales(w, f->options->font ? f->options->font : LC_FONT_FACE, 0.75, 1);
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
        fprintf(w->out,
                "if (GPVAL_TERM eq \"%s\") { set terminal %s size %.0f,%.0f noenhanced; "
                "FS = %.3g; PS = %.3g }\n",
                windows[i], windows[i], f->width * share, f->height * share, 0.75 * share, share);
    fprintf(w->out, "if (GPVAL_TERM eq \"svg\") { FONT = \"sans-serif\"; FS = 1; PS = 0.5 }\n");
    if (f->theme->dark)
        fprintf(w->out,
                "set object rectangle from screen 0,0 to screen 1,1 fc rgb \"%s\" "
                "fs solid noborder behind\n",
                f->theme->background);
}

/* F and B give the fonts of so many pixels, T the one of tics. */
static void put_font_functions(lc_script_writer *w)
{
    fputs(w->latex ? "F(px) = sprintf(\"\\\\fontsize{%.4gpt}{%.4gpt}\\\\selectfont\", "
                     "FS * px, 1.2 * FS * px)\n"
                     "B(px) = F(px) . \"\\\\bfseries\"\n"
                   : "F(px) = sprintf(\"%s,%g\", FONT, FS * px)\n"
                     "B(px) = sprintf(\"%s Bold,%g\", FONT, FS * px)\n",
          w->out);
    fprintf(w->out, "T = F(%.4g)\n", LC_SIZE_TIC * w->f->scale);
}

static void put_head(lc_script_writer *w, const lc_terminal *terminal, const char *output)
{
    fprintf(w->out, "# Learning curves, written by learncurve " LC_VERSION
                    ". Render with: gnuplot -d THIS_FILE\n"
                    "# gnuplot 5.4 or later; data and text are inside.\n"
                    "set encoding utf8\n");
    if (terminal)
        put_terminal(w, terminal);
    else
        put_any_terminal(w);
    put_font_functions(w);
    if (output && w->status == LC_OK) {
        fputs("set output ", w->out);
        w->status = lc_plot_quote_path(w->out, output, w->err);
        putc('\n', w->out);
    }
}

/* ---- all of it ---------------------------------------------------------------------- */

/* What belongs to the page and not to a panel; drawn with the first one. */
static void put_page(lc_script_writer *w)
{
    const lc_figure *f = w->f;
    const lc_theme *t = f->theme;
    fputs("\nset multiplot\nunset key\nset clip two\n", w->out);
    fprintf(w->out, "set border 3 lc rgb \"%s\" lw %.3g\n", t->axis,
            fmax(LINE_GRID * f->scale, LC_LINE_LEAST));
    fprintf(w->out, "set tics out nomirror scale 0.6,0.3 textcolor rgb \"%s\"\n", t->muted);
    fprintf(w->out, "set grid ytics lc rgb \"%s\" lw %.3g lt 1 back\n", t->grid,
            fmax(LINE_GRID * f->scale, LC_LINE_LEAST));
    for (size_t i = 0; i < f->labels.n; i++)
        lc_script_label(w, &f->labels.label[i]);
    for (size_t i = 0; i < f->badge_n; i++)
        lc_script_badge(w, &f->badge[i]);
}

static void put_script(lc_script_writer *w, const lc_terminal *terminal, const char *output)
{
    put_head(w, terminal, output);
    fputs("\n", w->out);
    lc_script_data(w);
    put_page(w);
    for (size_t i = 0; i < w->f->n; i++)
        lc_script_panel(w, i);
    fputs("unset multiplot\n", w->out);
    if (output)
        fputs("set output\n", w->out);
}

/* The whole script in memory, so that a failure leaves nothing half-written behind. */
static lc_status build_script(char **text, size_t *size, const lc_figure *f,
                              const lc_terminal *terminal, const char *output, lc_error *err)
{
    FILE *out = lc_text_open(text, size);
    if (!out)
        return lc_error_nomem(err);
    lc_script_writer w = {.out = out, .f = f, .latex = terminal && !terminal->face, .err = err};
    put_script(&w, terminal, output);
    if (!lc_text_close(out, text) && w.status == LC_OK)
        w.status = lc_error_nomem(err);
    return w.status;
}

static lc_status make_and_write(FILE *out, const lc_script_request *r, lc_error *err)
{
    char *text = NULL;
    size_t size = 0;
    lc_figure *figure = lc_mem_resize(NULL, 1, sizeof *figure); /* too large for small stacks */
    if (!figure)
        return lc_error_nomem(err);
    lc_figure_source source = r->source;
    source.width = r->terminal ? r->terminal->width : 0;
    lc_status st = lc_figure_compose(figure, &source, err);
    if (st == LC_OK)
        st = build_script(&text, &size, figure, r->terminal, r->output, err);
    if (st == LC_OK && (fwrite(text, 1, size, out) != size || ferror(out)))
        st = lc_error_set(err, LC_E_IO, 0, "the script could not be written");
    lc_mem_free(text);
    lc_figure_free(figure);
    lc_mem_free(figure);
    return st;
}

lc_status lc_script_write(FILE *out, const lc_script_request *request, lc_error *err)
{
    lc_c_locale numbers;
    if (!lc_c_locale_enter(&numbers))
        return lc_error_nomem(err);
    lc_status st = make_and_write(out, request, err);
    lc_c_locale_leave(&numbers);
    return st;
}

static lc_status write_for(FILE *out, const char *output, const lc_figure_source *source,
                           lc_error *err)
{
    lc_script_request request = {
        .terminal = output ? lc_terminal_find(output) : NULL, .output = output, .source = *source};
    if (output && !request.terminal)
        return lc_error_set(err, LC_E_ARG, 0, "a plot's name ends in %s", lc_terminal_endings());
    return lc_script_write(out, &request, err);
}

lc_status lc_plot_script(FILE *out, const char *output, const lc_run *run,
                         const lc_diagnosis *diagnosis, const lc_plot_options *options,
                         lc_error *err)
{
    lc_figure_source source = {.run = run, .diagnosis = diagnosis, .options = options};
    return write_for(out, output, &source, err);
}

lc_status lc_overlay_script(FILE *out, const char *output, const lc_overlay_run *runs, size_t n,
                            const lc_plot_options *options, lc_error *err)
{
    lc_overlay overlay;
    lc_status st = lc_overlay_make(&overlay, runs, n, options, true, err);
    lc_figure_source source = {.overlay = &overlay, .run = &overlay.merged, .options = options};
    if (st == LC_OK)
        st = write_for(out, output, &source, err);
    lc_overlay_free(&overlay);
    return st;
}
