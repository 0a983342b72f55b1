/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure.h - a whole plot in pixels, before a word of gnuplot is written.
 *
 * compose.c makes it: panel.c chooses the series, curve.c reduces them, axis.c finds ranges and
 * tics, captions.c breaks the text into lines, layout.c puts everything on the page, end_labels.c
 * names the lines, annotate.c marks what was found. script.c writes it down. Pixels count upwards
 * from the page's lower edge.
 */
#ifndef LC_PLOT_FIGURE_H
#define LC_PLOT_FIGURE_H

#include "plot/curve.h"
#include "plot/glyphs.h"
#include "plot/occupancy.h"
#include "plot/overlay.h"

#include <locale.h>

#define LC_BADGES_MAX 7 /* findings that are worded and numbered */
#define LC_RANGES_MAX 8 /* ranges of epochs in one panel */
#define LC_BANDS_MAX 10 /* bands about curves in one panel: spreads and oscillations */
#define LC_ARROWS_MAX 16

/* Sizes at 1600 pixels' width [px]; lc_figure.scale adapts them to other pages. */
#define LC_SIZE_TITLE 26.0
#define LC_SIZE_SUBTITLE 16.5
#define LC_SIZE_HEAD 16.5
#define LC_SIZE_TIC 17.0
#define LC_SIZE_END 17.0
#define LC_SIZE_ANNOTATION 15.0
#define LC_SIZE_BODY 16.5
#define LC_SIZE_BADGE 14.0
#define LC_BADGE_RADIUS 12.0

typedef enum lc_align { LC_LEFT, LC_CENTER, LC_RIGHT } lc_align;

/* A line of text, centred vertically on y. */
typedef struct lc_label {
    double x, y; /* [px] */
    char *text;
    const char *color;
    double size; /* [px] */
    lc_align align;
    bool bold;
} lc_label;

typedef struct lc_labels {
    size_t n, cap;
    lc_label *label;
} lc_labels;

/* The number of a finding in its shape: square when critical, disc for a warning, ring for a
 * note; grey when another finding explains it. */
typedef struct lc_badge {
    double x, y; /* [px] */
    size_t number;
    lc_severity severity;
    bool explained;
} lc_badge;

/* A range of x: a bar at the foot of the panel. */
typedef struct lc_range {
    double from, to;
    size_t row;       /* 0 is the lowest */
    size_t finding;   /* index into the diagnosis' */
    double y, height; /* [px] of its lower edge */
    const char *color;
    double alpha;
} lc_range;

/* A recorded value that is marked by a ring, and where the curve's line is there. */
typedef struct lc_spot {
    double x, y, line;
    const char *color;
} lc_spot;

/* How far a curve scatters about its trend. */
typedef struct lc_scatter_band {
    lc_points band;
    const char *color;
} lc_scatter_band;

typedef struct lc_arrow {
    double x0, y0, x1, y1; /* [px] */
    const char *color;
    bool heads;
} lc_arrow;

/* Where in its row a panel stands. */
typedef enum lc_place { LC_FULL_WIDTH, LC_LEFT_HALF, LC_RIGHT_HALF } lc_place;

/* A panel on the page. */
typedef struct lc_frame {
    const lc_panel *panel;
    size_t row;
    lc_place place;
    lc_box box;
    lc_axis x, y;
    bool zoomed;     /* the first records lie beyond the range of y */
    bool tic_labels; /* of the x axis */
    char *head;      /* its name and scale */
    size_t n;
    lc_plot_curve curve[LC_CURVES_MAX];
    lc_points gap; /* between train and validation of the first metric */
    const char *gap_color;
    lc_occupancy occupied;
    lc_labels labels;
    size_t badge_n, range_n, band_n, arrow_n, spot_n;
    size_t spreads; /* the first bands: logged standard deviations */
    lc_badge badge[LC_BADGES_MAX];
    lc_range range[LC_RANGES_MAX];
    lc_scatter_band band[LC_BANDS_MAX];
    lc_arrow arrow[LC_ARROWS_MAX];
    lc_spot spot[LC_BADGES_MAX];
} lc_frame;

/* The best value of the series that one would choose a model by. */
typedef struct lc_best {
    bool known;
    size_t series; /* index into run->series */
    double x, y;
} lc_best;

typedef struct lc_figure {
    const lc_run *run;
    const lc_diagnosis *diagnosis; /* may be NULL, as the next one */
    const lc_overlay *overlay;     /* of several runs, whose merged one is `run` */
    const lc_plot_options *options;
    const lc_glyphs *glyphs; /* that no font has; may be NULL */
    const lc_theme *theme;
    double width, height;                    /* [px] */
    double scale;                            /* of all sizes */
    double left, right;                      /* [px] of panels as wide as the page ... */
    double left_half_right, right_half_left; /* ... and the inner edges of those that are not */
    double end_offset; /* [px] from a panel to the labels at the lines' ends */
    lc_canvas canvas;
    lc_axis x;
    char *x_name;
    lc_panels panels;
    size_t n, rows;
    lc_frame frame[LC_PANELS_MAX];
    lc_best best;
    lc_texts title, subtitle;
    double title_size; /* [px], scaled */
    size_t shown;      /* findings that are worded below */
    lc_texts findings[LC_BADGES_MAX];
    lc_labels labels;
    size_t badge_n;
    lc_badge badge[LC_BADGES_MAX];
} lc_figure;

void lc_figure_free(lc_figure *figure);

/* Numbers with decimal points, in this thread, until it is left again. False: memory is out. */
typedef struct lc_c_locale {
    locale_t c, before;
} lc_c_locale;
bool lc_c_locale_enter(lc_c_locale *l);
void lc_c_locale_leave(lc_c_locale *l);

/* Append a label with a printf'd text; false when memory is out. `at` lacks the text only. */
LC_PRINTF(3, 4)
bool lc_labels_add(lc_labels *labels, lc_label at, const char *fmt, ...);

/* The panel that draws a series of the run, and its curve; NULL when none does. */
lc_frame *lc_figure_frame_of(lc_figure *f, size_t series, const lc_plot_curve **curve);

/* The same for the first series of a finding that is drawn. */
lc_frame *lc_figure_frame_of_finding(lc_figure *f, const lc_finding *finding,
                                     const lc_plot_curve **curve);

/* The range of a finding within what is drawn. */
void lc_figure_clamp(const lc_figure *f, const lc_finding *finding, double *from, double *to);

/* Whether a curve ends well before the run, or in values that no line shows. Of several runs, its
 * label stands there and not at the right. */
bool lc_figure_ends_early(const lc_figure *f, const lc_plot_curve *c);

/* Pixel of a value in a frame. */
double lc_frame_x(const lc_frame *frame, double x);
double lc_frame_y(const lc_frame *frame, double y);

/* Pixel of the marks of a frame's j-th curve for values that no line shows. */
double lc_frame_off_scale_y(const lc_figure *figure, const lc_frame *frame, size_t j,
                            lc_off_scale kind);

#endif
