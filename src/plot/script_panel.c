/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_panel.c - one panel: its axes, marks, and the plot command. */
#include "plot/script_writer.h"

#include <math.h>

#define MARKER_SPACING 16.0 /* [px at scale 1] from record to record, at least */
#define MONO_MARKERS 14     /* markers along a line where colour may not tell it */

/* Line widths and point sizes at scale 1. */
#define LINE_BOLD 2.8
#define LINE_SPOT 1.8
#define LINE_FORECAST 2.0
#define LINE_FAINT 1.0
#define FAINT_LIGHT "B0" /* transparency of the recorded values under the smooth line, of FF */
#define FAINT_DARK "A8"
#define LINE_MARK 1.4
#define POINT_RECORD 1.15
#define POINT_HALO 1.75
#define POINT_SPOT 1.7
#define POINT_RING 2.0
#define POINT_ISOLATED 0.6
#define POINT_OFF_SCALE 1.5

/* ---- axes and marks ----------------------------------------------------------------- */

static void put_arrow(lc_script_writer *w, const lc_arrow *a)
{
    const lc_figure *f = w->f;
    fprintf(w->out, "set arrow from screen %.5f,%.5f to screen %.5f,%.5f ", a->x0 / f->width,
            a->y0 / f->height, a->x1 / f->width, a->y1 / f->height);
    fprintf(w->out, a->heads ? "heads size screen 0.006,20 filled" : "nohead");
    fprintf(w->out, " lc rgb \"%s\" lw %.3g front\n", a->color, 1.1 * f->scale);
}

static void put_tics(lc_script_writer *w, const lc_axis *axis, char name, bool labels)
{
    if (axis->tic_n == 0) {
        fprintf(w->out, "unset %ctics\n", name);
        return;
    }
    fprintf(w->out, "set %ctics (", name);
    for (size_t i = 0; i < axis->tic_n; i++) {
        fprintf(w->out, "%s\"%s\" ", i ? ", " : "", labels ? axis->tic[i].text : "");
        lc_script_exact(w, axis->tic[i].at);
    }
    fputs(") font T\n", w->out);
}

static void put_range(lc_script_writer *w, const lc_axis *axis, char name)
{
    fprintf(w->out, "%s logscale %c; set %crange [", axis->log ? "set" : "unset", name, name);
    lc_script_exact(w, axis->lo);
    putc(':', w->out);
    lc_script_exact(w, axis->hi);
    fputs("]\n", w->out);
}

static void put_marks(lc_script_writer *w, const lc_frame *frame)
{
    const lc_figure *f = w->f;
    for (size_t i = 0; i < frame->range_n; i++) {
        const lc_range *r = &frame->range[i];
        fprintf(w->out, "set object rect from first %.15g,screen %.5f to first %.15g,screen %.5f ",
                r->from / f->x.unit, r->y / f->height, r->to / f->x.unit,
                (r->y + r->height) / f->height);
        fprintf(w->out, "fc rgb \"%s\" fs transparent solid %.2f noborder front\n", r->color,
                r->alpha);
    }
    if (f->best.known && !f->overlay)
        fprintf(w->out,
                "set arrow from first %.15g,graph 0 to first %.15g,graph 1 nohead "
                "lc rgb \"%s\" lw %.3g dt (6,5) back\n",
                f->best.x / f->x.unit, f->best.x / f->x.unit, f->theme->best, LINE_MARK * f->scale);
    for (size_t i = 0; i < frame->arrow_n; i++)
        put_arrow(w, &frame->arrow[i]);
    for (size_t i = 0; i < frame->labels.n; i++)
        lc_script_label(w, &frame->labels.label[i]);
    for (size_t i = 0; i < frame->badge_n; i++)
        lc_script_badge(w, &frame->badge[i]);
}

/* ---- the plot command --------------------------------------------------------------- */

/* One element of the plot command; what follows it is printed by the caller. */
static void element(lc_script_writer *w, bool *first, size_t i, size_t j, const char *what)
{
    fprintf(w->out, "%s$P%zu_%zu_%s ", *first ? "plot " : ", \\\n     ", i + 1, j + 1, what);
    *first = false;
}

static void put_title(lc_script_writer *w, const char *text)
{
    fputs(" title ", w->out);
    lc_script_text(w, text);
}

static void plot_bands(lc_script_writer *w, bool *first, size_t i)
{
    const lc_frame *frame = &w->f->frame[i];
    if (frame->gap.n && frame->band_n == 0) { /* two areas on each other say nothing */
        element(w, first, i, 0, "GAP");
        fprintf(w->out,
                "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f "
                "noborder title \"gap\"",
                frame->gap_color, w->f->theme->gap_alpha);
    }
    for (size_t j = 0; j < frame->band_n; j++) {
        if (frame->band[j].band.n == 0)
            continue;
        element(w, first, i, j, "SCATTER");
        fprintf(w->out,
                "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f "
                "noborder title \"scatter\"",
                frame->band[j].color, w->f->theme->band_alpha);
    }
}

static void plot_forecast(lc_script_writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    if (c->forecast.n == 0)
        return;
    element(w, first, i, j, "BAND");
    fprintf(w->out,
            "using 1:2:3 with filledcurves fc rgb \"%s\" fs transparent solid %.2f noborder "
            "title \"90 %% of values\"",
            c->stroke.line, w->f->theme->band_alpha);
    element(w, first, i, j, "FORECAST");
    fprintf(w->out, "using 1:2 with lines lc rgb \"%s\" lw %.3g dt (2,4) title \"forecast\"",
            c->stroke.line, LINE_FORECAST * w->f->scale);
}

static void plot_faint(lc_script_writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    if (c->smooth.n == 0 || c->raw.n == 0)
        return;
    element(w, first, i, j, "RAW");
    fprintf(w->out, "using 1:2 with lines lc rgb \"#%s%s\" lw %.3g",
            w->f->theme->dark ? FAINT_DARK : FAINT_LIGHT, c->stroke.line + 1,
            fmax(LINE_FAINT * w->f->scale, LC_LINE_LEAST));
    put_title(w, c->label ? c->label : "");
}

/* A learning rate holds from one record to the next. */
static bool has_steps(const lc_plot_curve *c)
{
    return c->series->metric.kind == LC_LEARNING_RATE;
}

static void plot_line(lc_script_writer *w, bool *first, size_t i, size_t j)
{
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    const lc_points *points = c->smooth.n ? &c->smooth : &c->raw;
    double k = w->f->scale;
    bool marked = w->f->theme->mono && !has_steps(c) && c->stroke.marker;
    if (points->n == 0)
        return;
    element(w, first, i, j, c->smooth.n ? "SMOOTH" : "RAW");
    fprintf(w->out, "using 1:2 with %s lc rgb \"%s\" lw %.3g dt %s",
            has_steps(c) ? "steps"
            : marked     ? "linespoints"
                         : "lines",
            c->stroke.line, LINE_BOLD * c->stroke.width * k, c->stroke.dash);
    if (marked)
        fprintf(w->out, " pt %d ps %.3g*PS pi %zu", c->stroke.marker, POINT_RECORD * k,
                points->n / MONO_MARKERS + 1);
    put_title(w, c->label ? c->label : "");
}

static void plot_points(lc_script_writer *w, bool *first, size_t i, size_t j, const char *what,
                        int marker, double size, const char *color)
{
    element(w, first, i, j, what);
    fprintf(w->out, "using 1:2 with points pt %d ps %.3g*PS lw %.3g lc rgb \"%s\"", marker,
            size * w->f->scale, 1.8 * w->f->scale, color);
    const char *label = w->f->frame[i].curve[j].label;
    put_title(w, label ? label : "");
}

/* Whether a curve's records are marked: if they are few, and of several runs not too near. */
static bool has_markers(const lc_script_writer *w, const lc_frame *frame, const lc_plot_curve *c)
{
    if (c->smooth.n || c->raw.n == 0 || c->raw.n >= LC_FEW_RECORDS || has_steps(c) ||
        !c->stroke.marker)
        return false;
    double width = lc_frame_x(frame, c->last_x) - lc_frame_x(frame, c->raw.point[0].x);
    return !w->f->overlay || width >= MARKER_SPACING * w->f->scale * (double)(c->raw.n - 1);
}

static void plot_markers(lc_script_writer *w, bool *first, size_t i, size_t j)
{
    static const int off_scale_marker[] = {
        [LC_OFF_SCALE_NAN] = 2, [LC_OFF_SCALE_HIGH] = 9, [LC_OFF_SCALE_LOW] = 11};
    const lc_plot_curve *c = &w->f->frame[i].curve[j];
    if (has_markers(w, &w->f->frame[i], c)) {
        plot_points(w, first, i, j, "RAW", c->stroke.marker, POINT_HALO, w->f->theme->background);
        plot_points(w, first, i, j, "RAW", c->stroke.marker, POINT_RECORD, c->stroke.line);
    } else if (c->isolated.n) {
        plot_points(w, first, i, j, "ISOLATED", 7, POINT_ISOLATED, c->stroke.line);
    }
    for (int kind = 0; kind < LC_OFF_SCALE_KINDS; kind++) {
        char what[16];
        snprintf(what, sizeof what, "OFF%d", kind);
        if (c->off_scale[kind].n)
            plot_points(w, first, i, j, what, off_scale_marker[kind], POINT_OFF_SCALE,
                        c->stroke.line);
    }
}

static void plot_ring(lc_script_writer *w, bool *first, size_t i)
{
    const lc_figure *f = w->f;
    const char *color =
        f->overlay ? f->overlay->series[f->best.series].stroke.line : f->theme->best;
    double k = f->scale;
    if (!lc_script_shows_best(f, i))
        return;
    element(w, first, i, 0, "BEST");
    fprintf(w->out, "using 1:2 with points pt 7 ps %.3g*PS lc rgb \"%s\" title \"best\"",
            POINT_RING * k, f->theme->background);
    element(w, first, i, 0, "BEST");
    fprintf(w->out, "using 1:2 with points pt 6 ps %.3g*PS lw %.3g lc rgb \"%s\" title \"best\"",
            POINT_RING * k, 2 * k, color);
}

/* The stem shows a spike where the recorded values are faint. */
static void plot_spots(lc_script_writer *w, bool *first, size_t i)
{
    const lc_frame *frame = &w->f->frame[i];
    double k = w->f->scale;
    for (size_t j = 0; j < frame->spot_n; j++) {
        element(w, first, i, j, "SPOT");
        fprintf(w->out, "using 1:2 with lines lc rgb \"%s\" lw %.3g title \"spot\"",
                frame->spot[j].color, LINE_SPOT * k);
        if (!lc_script_shows_spot(frame, j))
            continue;
        element(w, first, i, j, "SPOT");
        fprintf(w->out,
                "using 1:2 every ::0::0 with points pt 6 ps %.3g*PS lw %.3g lc rgb \"%s\" "
                "title \"spot\"",
                POINT_SPOT * k, 1.6 * k, frame->spot[j].color);
    }
}

void lc_script_panel(lc_script_writer *w, size_t i)
{
    const lc_figure *f = w->f;
    const lc_frame *frame = &f->frame[i];
    bool first = true;
    fprintf(w->out, "\nset lmargin at screen %.5f; set rmargin at screen %.5f\n",
            frame->box.left / f->width, frame->box.right / f->width);
    fprintf(w->out, "set tmargin at screen %.5f; set bmargin at screen %.5f\n",
            frame->box.top / f->height, frame->box.bottom / f->height);
    put_range(w, &frame->x, 'x');
    put_range(w, &frame->y, 'y');
    put_tics(w, &frame->x, 'x', frame->tic_labels);
    put_tics(w, &frame->y, 'y', true);
    put_marks(w, frame);
    plot_bands(w, &first, i);
    for (size_t j = 0; j < frame->n; j++)
        plot_forecast(w, &first, i, j);
    for (size_t j = 0; j < frame->n; j++)
        plot_faint(w, &first, i, j);
    for (size_t j = frame->n; j-- > 0;)
        plot_line(w, &first, i, j);
    for (size_t j = frame->n; j-- > 0;)
        plot_markers(w, &first, i, j);
    plot_spots(w, &first, i);
    plot_ring(w, &first, i);
    fputs("\nunset label; unset arrow; unset object\n", w->out);
}
