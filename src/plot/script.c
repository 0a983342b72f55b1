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
#include "plot/figure.h"
#include "plot/font.h"
#include "plot/quote.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FAR_SPANS 1000.0 /* values further off are drawn there: gnuplot's pixels are ints */
#define MONO_MARKERS 14  /* markers along a line where colour may not tell it */

/* Line widths and point sizes at scale 1. */
#define LINE_BOLD 2.8
#define LINE_AHEAD 2.0
#define LINE_FAINT 1.0
#define LINE_GRID 0.9
#define LINE_LEAST 0.7
#define FAINT_LIGHT "B0" /* transparency of the recorded values under the smooth line, of FF */
#define FAINT_DARK "A8"
#define LINE_MARK 1.4
#define POINT_RECORD 1.15
#define POINT_HALO 1.75
#define POINT_RING 2.0
#define POINT_LONE 0.6
#define POINT_ODD 1.5
#define POINT_BADGE 3.2

typedef struct writer {
    FILE *out;
    const lc_figure *f;
    lc_status status; /* the first failure sticks */
    lc_error *err;
} writer;

static void put_text(writer *w, const char *text)
{
    if (w->status == LC_OK)
        w->status = lc_plot_quote(w->out, text, strlen(text), w->err);
}

static void put_exact(writer *w, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_text_exact(text, v);
    fputs(text, w->out);
}

/* ---- head ---------------------------------------------------------------------------- */

static void put_fonts(writer *w, const char *face, double font, double point)
{
    fprintf(w->out, "FONT = \"%s\"; FS = %g; PS = %g\n", face, font, point);
}

static void put_terminal(writer *w, const lc_terminal *t)
{
    const lc_figure *f = w->f;
    double inch = strcmp(t->name, "pdfcairo") == 0 ? 96 : 1;
    put_fonts(w, t->face, t->font, t->point);
    fprintf(w->out, "set terminal %s size %.6g%s,%.6g%s noenhanced font \"%s,%.4g\"%s ", t->name,
            f->width / inch, inch > 1 ? "in" : "", f->height / inch, inch > 1 ? "in" : "", t->face,
            LC_SIZE_TIC * f->scale * t->font, inch > 1 ? " fontscale 1" : "");
    fprintf(w->out, "background rgb \"%s\" rounded linewidth %g dashlength 1.1\n", f->theme->back,
            t->line);
}

/* Without a terminal of its own the script adapts to the one that is set. */
static void put_any_terminal(writer *w)
{
    static const char *const windows[] = {"qt", "wxt", "x11"};
    const lc_figure *f = w->f;
    double share = fmin(1, 1200 / f->width);
    put_fonts(w, LC_FONT_FACE, 0.75, 1);
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
                f->theme->back);
}

static void put_head(writer *w, const lc_terminal *terminal, const char *output)
{
    fprintf(w->out, "# Learning curves, written by learncurve " LC_VERSION
                    ". Render with: gnuplot -d THIS_FILE\n"
                    "# gnuplot 5.4 or later; data and text are inside.\n"
                    "set encoding utf8\n");
    if (terminal)
        put_terminal(w, terminal);
    else
        put_any_terminal(w);
    fprintf(w->out,
            "F(px) = sprintf(\"%%s,%%g\", FONT, FS * px)\n"
            "B(px) = sprintf(\"%%s Bold,%%g\", FONT, FS * px)\n"
            "T = F(%.4g)\n",
            LC_SIZE_TIC * w->f->scale);
    if (output && w->status == LC_OK) {
        fputs("set output ", w->out);
        w->status = lc_plot_quote_path(w->out, output, w->err);
        putc('\n', w->out);
    }
}

/* ---- data ---------------------------------------------------------------------------- */

/* A value in the numbers of its axis; NaN where the axis has no place for it. */
static double on_axis(const lc_axis *axis, double v)
{
    if (!isfinite(v) || (axis->log && v <= 0))
        return NAN;
    if (axis->log)
        return v;
    double span = FAR_SPANS * (axis->hi - axis->lo);
    return fmin(fmax(v / axis->unit, axis->lo - span), axis->hi + span);
}

/* The value that lies at a share of an axis. */
static double value_at(const lc_axis *axis, double share)
{
    if (axis->log)
        return axis->lo * pow(axis->hi / axis->lo, share);
    return axis->lo + share * (axis->hi - axis->lo);
}

static void put_value(writer *w, double v, int digits)
{
    if (isnan(v))
        fputs(" NaN", w->out);
    else
        fprintf(w->out, " %.*g", digits, v);
}

static void begin_block(writer *w, size_t frame, size_t curve, const char *what)
{
    fprintf(w->out, "$P%zu_%zu_%s << END_OF_DATA\n", frame + 1, curve + 1, what);
}

static void put_line_block(writer *w, size_t i, size_t j, const char *what, const lc_rows *rows)
{
    const lc_axis *x = &w->f->x, *y = &w->f->frame[i].y;
    if (rows->n == 0)
        return;
    begin_block(w, i, j, what);
    for (size_t r = 0; r < rows->n; r++) {
        fprintf(w->out, "%.*g", x->digits, rows->row[r].x / x->unit);
        put_value(w, on_axis(y, rows->row[r].y), y->digits);
        putc('\n', w->out);
    }
    fputs("END_OF_DATA\n", w->out);
}

/* Bands are parted by one blank line: after NaN gnuplot would close the wrong polygon. */
static void put_band_block(writer *w, size_t i, size_t j, const char *what, const lc_rows *rows)
{
    const lc_axis *x = &w->f->x, *y = &w->f->frame[i].y;
    bool blank = true;
    if (rows->n == 0)
        return;
    begin_block(w, i, j, what);
    for (size_t r = 0; r < rows->n; r++) {
        double a = on_axis(y, rows->row[r].y), b = on_axis(y, rows->row[r].low);
        if (isnan(b) && !isnan(a))
            b = y->lo; /* the lower edge of a band may fall below what a log axis has */
        a = isnan(a) ? a : fmin(fmax(a, y->lo), y->hi); /* gnuplot cuts areas wrongly */
        b = isnan(b) ? b : fmin(fmax(b, y->lo), y->hi);
        if (!isnan(a + b)) {
            fprintf(w->out, "%.*g", x->digits, rows->row[r].x / x->unit);
            put_value(w, a, y->digits);
            put_value(w, b, y->digits);
        }
        if (!isnan(a + b) || !blank)
            putc('\n', w->out);
        blank = isnan(a + b);
    }
    fputs("END_OF_DATA\n", w->out);
}

/* Marks of values off the scale, at the panel's edge. */
static void put_odd_block(writer *w, size_t i, size_t j, int kind)
{
    const lc_frame *frame = &w->f->frame[i];
    const lc_rows *rows = &frame->curve[j].odd[kind];
    double up = lc_frame_odd_y(w->f, frame, j, (lc_odd)kind) - frame->box.bottom;
    double share = up / (frame->box.top - frame->box.bottom);
    char what[16];
    if (rows->n == 0)
        return;
    snprintf(what, sizeof what, "ODD%d", kind);
    begin_block(w, i, j, what);
    for (size_t r = 0; r < rows->n; r++)
        fprintf(w->out, "%.*g %.9g\n", w->f->x.digits, rows->row[r].x / w->f->x.unit,
                value_at(&frame->y, share));
    fputs("END_OF_DATA\n", w->out);
}

static bool shows_best(const lc_figure *f, size_t i)
{
    const lc_frame *frame = &f->frame[i];
    for (size_t j = 0; f->best.known && j < frame->n; j++) {
        if (frame->curve[j].index == f->best.series)
            return !isnan(on_axis(&frame->y, f->best.y));
    }
    return false;
}

static void put_best_block(writer *w, size_t i)
{
    const lc_figure *f = w->f;
    if (!shows_best(f, i))
        return;
    begin_block(w, i, 0, "BEST");
    fprintf(w->out, "%.*g", f->x.digits, f->best.x / f->x.unit);
    put_value(w, on_axis(&f->frame[i].y, f->best.y), f->frame[i].y.digits);
    fputs("\nEND_OF_DATA\n", w->out);
}

static void put_data(writer *w)
{
    for (size_t i = 0; i < w->f->n; i++) {
        const lc_frame *frame = &w->f->frame[i];
        put_best_block(w, i);
        put_band_block(w, i, 0, "GAP", &frame->gap);
        for (size_t j = 0; j < frame->swing_n; j++)
            put_band_block(w, i, j, "SWING", &frame->swing[j].band);
        for (size_t j = 0; j < frame->n; j++) {
            const lc_plot_curve *c = &frame->curve[j];
            put_line_block(w, i, j, "RAW", &c->raw);
            put_line_block(w, i, j, "SMOOTH", &c->smooth);
            put_line_block(w, i, j, "LONE", &c->lone);
            put_line_block(w, i, j, "AHEAD", &c->ahead);
            put_band_block(w, i, j, "BAND", &c->ahead_band);
            for (int kind = 0; kind < LC_ODD_KINDS; kind++)
                put_odd_block(w, i, j, kind);
        }
    }
}

/* ---- labels, badges, arrows ---------------------------------------------------------- */

static void put_at(writer *w, double x, double y)
{
    fprintf(w->out, " at screen %.5f,%.5f", x / w->f->width, y / w->f->height);
}

static void put_label(writer *w, const lc_label *l)
{
    static const char *const align[] = {"left", "center", "right"};
    fputs("set label ", w->out);
    put_text(w, l->text);
    put_at(w, l->x, l->y);
    fprintf(w->out, " %s font %c(%.4g) tc rgb \"%s\" noenhanced front\n", align[l->align],
            l->bold ? 'B' : 'F', l->size, l->color);
}

static void put_point_label(writer *w, const lc_badge *b, int marker, double size,
                            const char *color)
{
    fputs("set label \"\"", w->out);
    put_at(w, b->x, b->y);
    fprintf(w->out, " point pt %d ps %.3g*PS lw %.3g lc rgb \"%s\" front\n", marker,
            size * w->f->scale, 1.6 * w->f->scale, color);
}

/* gnuplot draws a label's point over its text, so the number is a label of its own. */
static void put_badge(writer *w, const lc_badge *b)
{
    const lc_theme *t = w->f->theme;
    bool ring = b->severity == LC_NOTE || b->explained;
    bool square = b->severity == LC_CRITICAL && !b->explained;
    const char *ink = b->explained ? t->mute : square ? t->critical : t->ink;
    put_point_label(w, b, square ? 5 : 7, POINT_BADGE * (square ? 0.92 : 1), ring ? t->back : ink);
    if (ring)
        put_point_label(w, b, 6, POINT_BADGE * 0.95, ink);
    fprintf(w->out, "set label \"%zu\"", b->number);
    put_at(w, b->x, b->y);
    fprintf(w->out, " center font B(%.4g) tc rgb \"%s\" front\n", LC_SIZE_BADGE * w->f->scale,
            ring ? ink : t->back);
}

static void put_arrow(writer *w, const lc_arrow *a)
{
    const lc_figure *f = w->f;
    fprintf(w->out, "set arrow from screen %.5f,%.5f to screen %.5f,%.5f ", a->x0 / f->width,
            a->y0 / f->height, a->x1 / f->width, a->y1 / f->height);
    fprintf(w->out, a->heads ? "heads size screen 0.006,20 filled" : "nohead");
    fprintf(w->out, " lc rgb \"%s\" lw %.3g front\n", a->color, 1.1 * f->scale);
}

/* ---- panels -------------------------------------------------------------------------- */

static void put_tics(writer *w, const lc_axis *axis, char name, bool labels)
{
    if (axis->tic_n == 0) {
        fprintf(w->out, "unset %ctics\n", name);
        return;
    }
    fprintf(w->out, "set %ctics (", name);
    for (size_t i = 0; i < axis->tic_n; i++) {
        fprintf(w->out, "%s\"%s\" ", i ? ", " : "", labels ? axis->tic[i].text : "");
        put_exact(w, axis->tic[i].at);
    }
    fputs(") font T\n", w->out);
}

static void put_range(writer *w, const lc_axis *axis, char name)
{
    fprintf(w->out, "%s logscale %c; set %crange [", axis->log ? "set" : "unset", name, name);
    put_exact(w, axis->lo);
    putc(':', w->out);
    put_exact(w, axis->hi);
    fputs("]\n", w->out);
}

static void put_marks(writer *w, const lc_frame *frame)
{
    const lc_figure *f = w->f;
    for (size_t i = 0; i < frame->stripe_n; i++) {
        const lc_stripe *s = &frame->stripe[i];
        fprintf(w->out, "set object rect from first %.15g,graph 0 to first %.15g,graph 1 ",
                s->from / f->x.unit, s->to / f->x.unit);
        fprintf(w->out, "fc rgb \"%s\" fs transparent solid %.2f noborder behind\n", s->color,
                s->alpha);
    }
    if (f->best.known)
        fprintf(w->out,
                "set arrow from first %.15g,graph 0 to first %.15g,graph 1 nohead "
                "lc rgb \"%s\" lw %.3g dt (6,5) back\n",
                f->best.x / f->x.unit, f->best.x / f->x.unit, f->theme->best, LINE_MARK * f->scale);
    for (size_t i = 0; i < frame->arrow_n; i++)
        put_arrow(w, &frame->arrow[i]);
    for (size_t i = 0; i < frame->labels.n; i++)
        put_label(w, &frame->labels.label[i]);
    for (size_t i = 0; i < frame->badge_n; i++)
        put_badge(w, &frame->badge[i]);
}

/* One element of the plot command; what follows it is printed by the caller. */
static void element(writer *w, bool *first, size_t i, size_t j, const char *what)
{
    fprintf(w->out, "%s$P%zu_%zu_%s ", *first ? "plot " : ", \\\n     ", i + 1, j + 1, what);
    *first = false;
}

static void put_title(writer *w, const char *text)
{
    fputs(" title ", w->out);
    put_text(w, text);
}

static void plot_bands(writer *w, bool *first, size_t i)
{
    const lc_frame *frame = &w->f->frame[i];
    if (frame->gap.n && frame->swing_n == 0) { /* two areas on each other say nothing */
        element(w, first, i, 0, "GAP");
        fprintf(w->out,
                "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f "
                "noborder title \"gap\"",
                frame->gap_color, w->f->theme->gap_alpha);
    }
    for (size_t j = 0; j < frame->swing_n; j++) {
        if (frame->swing[j].band.n == 0)
            continue;
        element(w, first, i, j, "SWING");
        fprintf(w->out,
                "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f "
                "noborder title \"swing\"",
                frame->swing[j].color, w->f->theme->band_alpha);
    }
}

static void plot_ahead(writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    if (c->ahead.n == 0)
        return;
    element(w, first, i, j, "BAND");
    fprintf(w->out,
            "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f noborder "
            "title \"90 %% of values\"",
            c->stroke.line, w->f->theme->band_alpha);
    element(w, first, i, j, "AHEAD");
    fprintf(w->out, "using 1:2 with lines lc rgb \"%s\" lw %.3g dt (2,4) title \"forecast\"",
            c->stroke.line, LINE_AHEAD * w->f->scale);
}

static void plot_faint(writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    if (c->smooth.n == 0 || c->raw.n == 0)
        return;
    element(w, first, i, j, "RAW");
    fprintf(w->out, "using 1:2 with lines lc rgb \"#%s%s\" lw %.3g",
            w->f->theme->dark ? FAINT_DARK : FAINT_LIGHT, c->stroke.line + 1,
            fmax(LINE_FAINT * w->f->scale, LINE_LEAST));
    put_title(w, c->label);
}

static void plot_line(writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    const lc_rows *rows = c->smooth.n ? &c->smooth : &c->raw;
    double k = w->f->scale;
    bool marked = w->f->theme->mono && c->smooth.n;
    if (rows->n == 0)
        return;
    element(w, first, i, j, c->smooth.n ? "SMOOTH" : "RAW");
    fprintf(w->out, "using 1:2 with %s lc rgb \"%s\" lw %.3g dt %s",
            marked ? "linespoints" : "lines", c->stroke.line, LINE_BOLD * k, c->stroke.dash);
    if (marked)
        fprintf(w->out, " pt %d ps %.3g*PS pi %zu", c->stroke.marker, POINT_RECORD * k,
                rows->n / MONO_MARKERS + 1);
    put_title(w, c->label);
}

static void plot_points(writer *w, bool *first, size_t i, size_t j, const char *what, int marker,
                        double size, const char *color)
{
    element(w, first, i, j, what);
    fprintf(w->out, "using 1:2 with points pt %d ps %.3g*PS lw %.3g lc rgb \"%s\"", marker,
            size * w->f->scale, 1.8 * w->f->scale, color);
    put_title(w, w->f->frame[i].curve[j].label);
}

static void plot_markers(writer *w, bool *first, size_t i, size_t j)
{
    static const int odd_marker[] = {[LC_ODD_NAN] = 2, [LC_ODD_UP] = 9, [LC_ODD_DOWN] = 11};
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    bool few = c->smooth.n == 0 && c->raw.n && c->raw.n < LC_FEW_RECORDS;
    if (few) {
        plot_points(w, first, i, j, "RAW", c->stroke.marker, POINT_HALO, w->f->theme->back);
        plot_points(w, first, i, j, "RAW", c->stroke.marker, POINT_RECORD, c->stroke.line);
    } else if (c->lone.n) {
        plot_points(w, first, i, j, "LONE", 7, POINT_LONE, c->stroke.line);
    }
    for (int kind = 0; kind < LC_ODD_KINDS; kind++) {
        char what[16];
        snprintf(what, sizeof what, "ODD%d", kind);
        if (c->odd[kind].n)
            plot_points(w, first, i, j, what, odd_marker[kind], POINT_ODD, c->stroke.line);
    }
}

static void plot_ring(writer *w, bool *first, size_t i)
{
    double k = w->f->scale;
    if (!shows_best(w->f, i))
        return;
    element(w, first, i, 0, "BEST");
    fprintf(w->out, "using 1:2 with points pt 7 ps %.3g*PS lc rgb \"%s\" title \"best\"",
            POINT_RING * k, w->f->theme->back);
    element(w, first, i, 0, "BEST");
    fprintf(w->out, "using 1:2 with points pt 6 ps %.3g*PS lw %.3g lc rgb \"%s\" title \"best\"",
            POINT_RING * k, 2 * k, w->f->theme->best);
}

static void put_frame(writer *w, size_t i)
{
    const lc_figure *f = w->f;
    const lc_frame *frame = &f->frame[i];
    bool last = i + 1 == f->n, first = true;
    fprintf(w->out, "\nset tmargin at screen %.5f; set bmargin at screen %.5f\n",
            frame->box.top / f->height, frame->box.bottom / f->height);
    put_range(w, &f->x, 'x');
    put_range(w, &frame->y, 'y');
    put_tics(w, &f->x, 'x', last);
    put_tics(w, &frame->y, 'y', true);
    put_marks(w, frame);
    plot_bands(w, &first, i);
    for (size_t j = 0; j < frame->n; j++)
        plot_ahead(w, &first, i, j);
    for (size_t j = 0; j < frame->n; j++)
        plot_faint(w, &first, i, j);
    for (size_t j = frame->n; j-- > 0;)
        plot_line(w, &first, i, j);
    for (size_t j = frame->n; j-- > 0;)
        plot_markers(w, &first, i, j);
    plot_ring(w, &first, i);
    fputs("\nunset label; unset arrow; unset object\n", w->out);
}

/* What belongs to the page and not to a panel; drawn with the first one. */
static void put_page(writer *w)
{
    const lc_figure *f = w->f;
    const lc_theme *t = f->theme;
    fprintf(w->out,
            "\nset multiplot\nunset key\nset clip two\n"
            "set lmargin at screen %.5f; set rmargin at screen %.5f\n",
            f->left / f->width, f->right / f->width);
    fprintf(w->out, "set border 3 lc rgb \"%s\" lw %.3g\n", t->axis,
            fmax(LINE_GRID * f->scale, LINE_LEAST));
    fprintf(w->out, "set tics out nomirror scale 0.6,0.3 textcolor rgb \"%s\"\n", t->mute);
    fprintf(w->out, "set grid ytics lc rgb \"%s\" lw %.3g lt 1 back\n", t->rule,
            fmax(LINE_GRID * f->scale, LINE_LEAST));
    for (size_t i = 0; i < f->labels.n; i++)
        put_label(w, &f->labels.label[i]);
    for (size_t i = 0; i < f->badge_n; i++)
        put_badge(w, &f->badge[i]);
}

static void put_script(writer *w, const lc_terminal *terminal, const char *output)
{
    put_head(w, terminal, output);
    fputs("\n", w->out);
    put_data(w);
    put_page(w);
    for (size_t i = 0; i < w->f->n; i++)
        put_frame(w, i);
    fputs("unset multiplot\n", w->out);
    if (output)
        fputs("set output\n", w->out);
}

/* The whole script in memory, so that a failure leaves nothing half-written behind. */
static lc_status build_script(char **text, size_t *size, const lc_figure *f,
                              const lc_terminal *terminal, const char *output, lc_error *err)
{
    FILE *out = open_memstream(text, size);
    if (!out)
        return lc_error_nomem(err);
    writer w = {.out = out, .f = f, .err = err};
    put_script(&w, terminal, output);
    if (fclose(out) != 0 && w.status == LC_OK)
        w.status = lc_error_nomem(err);
    return w.status;
}

static lc_status make_and_write(FILE *out, const lc_terminal *terminal, const char *output,
                                const lc_run *run, const lc_diagnosis *diagnosis,
                                const lc_plot_options *options, lc_error *err)
{
    lc_figure figure;
    char *text = NULL;
    size_t size = 0;
    lc_status st = lc_figure_make(&figure, run, diagnosis, options, err);
    if (st == LC_OK)
        st = build_script(&text, &size, &figure, terminal, output, err);
    if (st == LC_OK && (fwrite(text, 1, size, out) != size || ferror(out)))
        st = lc_error_set(err, LC_E_IO, 0, "the script could not be written");
    free(text); /* open_memstream's own block */
    lc_figure_free(&figure);
    return st;
}

lc_status lc_script_write(FILE *out, const lc_terminal *terminal, const char *output,
                          const lc_run *run, const lc_diagnosis *diagnosis,
                          const lc_plot_options *options, lc_error *err)
{
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!c)
        return lc_error_nomem(err);
    locale_t before = uselocale(c); /* this thread's; numbers must have decimal points */
    lc_status st = make_and_write(out, terminal, output, run, diagnosis, options, err);
    uselocale(before);
    freelocale(c);
    return st;
}

lc_status lc_plot_script(FILE *out, const char *output, const lc_run *run,
                         const lc_diagnosis *diagnosis, const lc_plot_options *options,
                         lc_error *err)
{
    const lc_terminal *terminal = output ? lc_terminal_find(output) : NULL;
    if (output && !terminal)
        return lc_error_set(err, LC_E_ARG, 0, "a plot's name ends in .png, .svg or .pdf");
    return lc_script_write(out, terminal, output, run, diagnosis, options, err);
}
