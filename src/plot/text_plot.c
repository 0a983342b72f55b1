/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text_plot.c - the figure on a terminal: its panels below each other in characters of several dots.
 *
 * Which series, ranges, smooth lines and labels: as in a picture. What differs is the page.
 */
#include "base/mem.h"
#include "base/text.h"
#include "plot/compose.h"
#include "plot/dots.h"
#include "plot/end_labels.h"

#include <math.h>
#include <string.h>

#define COLUMNS_LEAST 30
#define ROWS_LEAST 8
#define COLUMNS_USUAL 80
#define ROWS_USUAL 24
#define PANEL_ROWS 7     /* less shows no curve; its name counts */
#define WRAP_ROWS 20     /* of a page on which a caption may take two of them */
#define LABEL_SHARE 0.34 /* of the columns, at most, for the labels at the right */
#define TIC_ROWS 3.0     /* from one tic to the next, at least */
#define TIC_COLUMNS 12.0

/* ANSI colours. */
enum { NONE = 0, GREEN = 32, DIM = 90 };

typedef struct page {
    FILE *out;
    const lc_figure *f;
    size_t columns, rows; /* [characters] of the page */
    size_t tics, labels;  /* [characters] left and right of the curves */
    lc_cells cells;
    bool color;
} page;

static void start_color(const page *p, unsigned char color, bool bold)
{
    if (p->color)
        fprintf(p->out, bold ? "\x1b[1;%um" : "\x1b[%um", color);
}

static void end_color(const page *p)
{
    if (p->color)
        fputs("\x1b[0m", p->out);
}

static void put_blanks(const page *p, size_t n)
{
    fprintf(p->out, "%*s", (int)n, "");
}

/* Bytes of a text's first characters that take at most so many columns. */
static size_t fitting(char *text, size_t columns)
{
    size_t n = strlen(text);
    while (n > 0 && lc_text_width(text) > columns) {
        for (n--; n > 0 && (text[n] & 0xC0) == 0x80;)
            n--;
        text[n] = '\0';
    }
    return n;
}

/* Text that may be wider than its place, and ends in "..." then. Where UTF-8 is not understood, a
 * dash stands for what isn't ASCII. */
static lc_status put_cut(const page *p, const char *text, size_t columns, lc_error *err)
{
    char *cut = lc_mem_text(text, strlen(text));
    if (!cut)
        return lc_error_nomem(err);
    bool cuts = lc_text_width(cut) > columns;
    if (cuts)
        fitting(cut, columns > 3 ? columns - 3 : 0);
    for (const char *c = cut; *c; c++) {
        if (p->cells != LC_CELLS_ASCII || (unsigned char)*c < 0x80)
            putc(*c, p->out);
        else if ((*c & 0xC0) != 0x80)
            putc('-', p->out);
    }
    fputs(cuts ? "..." : "", p->out);
    lc_mem_free(cut);
    return LC_OK;
}

/* A curve's label, in which the name gives way, its folders first, and the value stays. */
static lc_status put_label(const page *p, const lc_plot_curve *c, size_t columns, lc_error *err)
{
    const char *label = c->label, *value = label + c->name_n, *slash;
    while (lc_text_width(label) > columns && (slash = strchr(label, '/')) && slash < value)
        label = slash + 1;
    size_t tail = lc_text_width(value);
    if (lc_text_width(label) <= columns || value <= label || tail + 4 > columns)
        return put_cut(p, label, columns, err);
    char *name = lc_mem_text(label, (size_t)(value - label));
    lc_status st = name ? put_cut(p, name, columns - tail, err) : lc_error_nomem(err);
    lc_mem_free(name);
    return st == LC_OK ? put_cut(p, value, tail, err) : st;
}

/* ---- curves -------------------------------------------------------------------------- */

static void draw_points(lc_dots *d, const lc_frame *frame, const lc_points *points,
                        unsigned char color)
{
    double w = (double)d->width - 1, h = (double)d->height - 1;
    for (size_t i = 0; i < points->n; i++) {
        const lc_point *b = &points->point[i], *a = i ? b - 1 : b;
        if (!isfinite(b->y))
            continue;
        a = isfinite(a->y) ? a : b;
        lc_dots_line(d, round(lc_axis_share(&frame->x, a->x) * w),
                     round(lc_axis_share(&frame->y, a->y) * h),
                     round(lc_axis_share(&frame->x, b->x) * w),
                     round(lc_axis_share(&frame->y, b->y) * h), color);
    }
}

/* Recorded values of smooth lines first, then the lines; the first curve on top. */
static void draw_curves(lc_dots *d, const lc_frame *frame)
{
    for (size_t j = frame->n; j-- > 0;)
        if (frame->curve[j].smooth.n)
            draw_points(d, frame, &frame->curve[j].raw, DIM);
    for (size_t j = frame->n; j-- > 0;) {
        const lc_plot_curve *c = &frame->curve[j];
        draw_points(d, frame, c->smooth.n ? &c->smooth : &c->raw, c->stroke.ansi);
        draw_points(d, frame, &c->forecast, c->stroke.ansi);
    }
}

/* ---- a panel ------------------------------------------------------------------------- */

static double height_of(const lc_frame *frame, size_t rows, double y)
{
    double share = fmin(fmax(lc_axis_share(&frame->y, y), 0), 1);
    return (1 - share) * (double)(rows - 1);
}

static size_t row_of(const lc_frame *frame, size_t rows, double y)
{
    return (size_t)round(height_of(frame, rows, y));
}

/* The curve whose label stands in each row; frame->n where none does. */
static lc_status place_labels(size_t *label, const lc_frame *frame, size_t rows, lc_error *err)
{
    size_t order[LC_CURVES_MAX], n = 0;
    double at[LC_CURVES_MAX];
    for (size_t i = 0; i < frame->n && n < rows; i++) {
        double y = height_of(frame, rows, lc_plot_curve_last(&frame->curve[i]));
        if (!frame->curve[i].label)
            continue;
        size_t j = n++;
        for (; j > 0 && at[j - 1] > y; j--) {
            at[j] = at[j - 1];
            order[j] = order[j - 1];
        }
        at[j] = y;
        order[j] = i;
    }
    lc_status st = lc_spread(at, n, 1, 0, (double)(rows - 1), err);
    for (size_t row = 0; row < rows; row++)
        label[row] = frame->n;
    for (size_t i = 0, row = 0; st == LC_OK && i < n; i++, row++) {
        size_t want = (size_t)fmax(round(at[i]), 0), last = rows - (n - i);
        row = want > row ? want : row;
        row = row < last ? row : last;
        label[row] = order[i];
    }
    return st;
}

static void put_tic(const page *p, const lc_frame *frame, size_t row, size_t rows)
{
    const char *text = "", *line = p->cells == LC_CELLS_ASCII ? "|" : "\xE2\x94\x82";
    for (size_t i = 0; i < frame->y.tic_n; i++)
        if (row_of(frame, rows, frame->y.tic[i].at * frame->y.unit) == row) {
            text = frame->y.tic[i].text;
            line = p->cells == LC_CELLS_ASCII ? "+" : "\xE2\x94\xA4";
        }
    start_color(p, DIM, false);
    fprintf(p->out, "%*s %s", (int)p->tics, text, line);
    end_color(p);
}

/* The column in which the best value stands, in this row; p->columns when it doesn't. */
static size_t best_column(const page *p, const lc_frame *frame, const lc_dots *d, size_t row)
{
    const lc_best *best = &p->f->best;
    bool here = false;
    for (size_t j = 0; best->known && j < frame->n; j++)
        here = here || frame->curve[j].index == best->series;
    double share = lc_axis_share(&frame->y, best->y);
    if (!here || !(share >= 0 && share <= 1) || row_of(frame, d->rows, best->y) != row)
        return p->columns;
    return (size_t)round(lc_axis_share(&frame->x, best->x) * (double)(d->columns - 1));
}

/* A row of characters; blanks at its end are left out where nothing follows. */
static void put_cells(const page *p, const lc_dots *d, size_t row, size_t best, bool last)
{
    size_t columns = d->columns, end = columns;
    while (last && end > 0 && d->bits[row * columns + end - 1] == 0 && end - 1 != best)
        end--;
    unsigned char color = NONE;
    for (size_t i = 0; i < end; i++) {
        char room[4];
        unsigned char next = d->bits[row * columns + i] ? d->color[row * columns + i] : color;
        next = i == best ? GREEN : next;
        if (p->color && next != color) {
            if (color != NONE)
                end_color(p);
            start_color(p, next, false);
            color = next;
        }
        fputs(i != best                    ? lc_dots_text(d, i, row, room)
              : p->cells == LC_CELLS_ASCII ? "o"
                                           : "\xE2\x97\x8F",
              p->out);
    }
    if (color != NONE)
        end_color(p);
}

static lc_status put_rows(const page *p, lc_frame *frame, const lc_dots *d, lc_error *err)
{
    size_t *label = lc_mem_resize(NULL, d->rows, sizeof *label);
    lc_status st = label ? place_labels(label, frame, d->rows, err) : lc_error_nomem(err);
    for (size_t row = 0; st == LC_OK && row < d->rows; row++) {
        put_tic(p, frame, row, d->rows);
        bool labelled = label[row] < frame->n && p->labels;
        put_cells(p, d, row, best_column(p, frame, d, row), !labelled);
        if (labelled) {
            putc(' ', p->out);
            start_color(p, frame->curve[label[row]].stroke.ansi, true);
            st = put_label(p, &frame->curve[label[row]], p->labels - 1, err);
            end_color(p);
        }
        putc('\n', p->out);
    }
    lc_mem_free(label);
    return st;
}

/* The panel's name, and how many values it can't show, for which a picture has marks. */
static lc_status put_head(const page *p, const lc_frame *frame, lc_error *err)
{
    char nan[48] = "", off[48] = "";
    size_t nan_n = 0, off_n = 0;
    for (size_t j = 0; j < frame->n; j++) {
        const size_t *n = frame->curve[j].off_scale_n;
        nan_n += n[LC_OFF_SCALE_NAN];
        off_n += n[LC_OFF_SCALE_HIGH] + n[LC_OFF_SCALE_LOW];
    }
    if (nan_n)
        snprintf(nan, sizeof nan, ", %zu NaN", nan_n);
    if (off_n && !frame->zoomed)
        snprintf(off, sizeof off, ", %zu value%s off the scale", off_n, off_n == 1 ? "" : "s");
    char *head = lc_text_format("%s%s%s", frame->head, off, nan);
    put_blanks(p, p->tics + 2);
    start_color(p, DIM, false);
    lc_status st = head ? put_cut(p, head, p->columns - p->tics - 2, err) : lc_error_nomem(err);
    end_color(p);
    putc('\n', p->out);
    lc_mem_free(head);
    return st;
}

static lc_status put_panel(const page *p, lc_frame *frame, size_t rows, lc_error *err)
{
    lc_dots d;
    lc_status st = lc_dots_init(&d, p->cells, p->columns - p->tics - 2 - p->labels, rows - 1, err);
    if (st != LC_OK)
        return st;
    draw_curves(&d, frame);
    st = put_head(p, frame, err);
    if (st == LC_OK)
        st = put_rows(p, frame, &d, err);
    lc_dots_free(&d);
    return st;
}

/* ---- the page ------------------------------------------------------------------------ */

/* Tics of x, and what x is, in the last line. */
static lc_status put_x(const page *p, const lc_frame *frame, lc_error *err)
{
    lc_axis x = frame->x;
    size_t columns = p->columns - p->tics - 2 - p->labels, room = p->columns + 1;
    char *line = lc_mem_resize(NULL, room, 1);
    if (!line)
        return lc_error_nomem(err);
    memset(line, ' ', room - 1);
    line[room - 1] = '\0';
    lc_axis_tics(&x, (double)columns, TIC_COLUMNS);
    size_t end = 0;
    for (size_t i = 0; i < x.tic_n; i++) {
        size_t n = strlen(x.tic[i].text);
        double at = lc_axis_share(&x, x.tic[i].at * x.unit) * (double)(columns - 1);
        double from = (double)(p->tics + 2) + round(at) - floor((double)n / 2);
        if (from < (double)end || from + (double)n > (double)p->columns)
            continue;
        memcpy(line + (size_t)from, x.tic[i].text, n);
        end = (size_t)from + n + 1;
    }
    end = end ? end - 1 : 0;
    line[end] = '\0';
    start_color(p, DIM, false);
    fprintf(p->out, "%s ", line);
    lc_status st = put_cut(p, p->f->x_name, p->columns > end ? p->columns - end - 1 : 0, err);
    end_color(p);
    putc('\n', p->out);
    lc_mem_free(line);
    return st;
}

/* Break a caption, which has lines of another width, into as many as it gets of this page. */
static bool wrap_caption(const page *p, lc_texts *lines, const lc_texts *caption)
{
    size_t most = p->rows < WRAP_ROWS ? 1 : 2;
    char *all = lc_mem_text("", 0);
    for (size_t i = 0; all && i < caption->n; i++) {
        char *longer = lc_text_format("%s%s%s", all, i ? " " : "", caption->text[i]);
        lc_mem_free(all);
        all = longer;
    }
    bool ok = all != NULL;
    for (char *rest = all; ok && rest;) {
        char *line = lc_mem_text(rest, strlen(rest)), *blank = NULL;
        if (line && lines->n + 1 < most && lc_text_width(line) > p->columns) {
            fitting(line, p->columns);
            blank = strrchr(line, ' ');
            if (blank)
                *blank = '\0';
        }
        ok = line && lc_texts_add(lines, "%s", line);
        rest = ok && blank ? rest + (blank - line) + 1 : NULL;
        lc_mem_free(line);
    }
    lc_mem_free(all);
    return ok;
}

static lc_status put_caption(const page *p, const lc_texts *lines, bool bold, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; st == LC_OK && i < lines->n; i++) {
        if (p->color)
            fputs(bold ? "\x1b[1m" : "\x1b[90m", p->out);
        st = put_cut(p, lines->text[i], p->columns, err);
        end_color(p);
        putc('\n', p->out);
    }
    return st;
}

/* The panels from the n-th on, which found no room. */
static lc_status put_left_out(const page *p, size_t n, lc_error *err)
{
    char *all = lc_text_format("not drawn in %zu rows: ", p->rows);
    for (size_t i = n; all && i < p->f->n; i++) {
        char *longer = lc_text_format("%s%s%s", all, i > n ? "; " : "", p->f->frame[i].head);
        lc_mem_free(all);
        all = longer;
    }
    if (!all)
        return lc_error_nomem(err);
    start_color(p, DIM, false);
    lc_status st = put_cut(p, all, p->columns, err);
    end_color(p);
    putc('\n', p->out);
    lc_mem_free(all);
    return st;
}

/* The widest label of a tic and of a curve among the first n panels. */
static void set_columns(page *p, size_t n)
{
    size_t most = (size_t)(LABEL_SHARE * (double)p->columns);
    for (size_t i = 0; i < n; i++) {
        const lc_frame *frame = &p->f->frame[i];
        for (size_t t = 0; t < frame->y.tic_n; t++) {
            size_t width = strlen(frame->y.tic[t].text);
            p->tics = width > p->tics ? width : p->tics;
        }
        for (size_t j = 0; j < frame->n; j++) {
            const char *label = frame->curve[j].label;
            size_t width = label ? lc_text_width(label) + 1 : 0;
            p->labels = width > p->labels ? width : p->labels;
        }
    }
    p->labels = p->labels < most ? p->labels : most;
}

/* Rows of each panel, its name's included: all alike, but the first, the main metric's, is higher.
 * `captions` are the rows above them. */
static size_t share_rows(size_t rows[LC_PANELS_MAX], const page *p, lc_figure *f, size_t captions)
{
    size_t room = p->rows - captions - 2; /* x axis, the prompt */
    if (room / PANEL_ROWS < f->n && room > PANEL_ROWS)
        room--; /* what is left out is said */
    size_t n = room / PANEL_ROWS < f->n ? room / PANEL_ROWS : f->n;
    n = n > 0 ? n : 1;
    for (size_t i = 0; i < n; i++) {
        rows[i] = room / (n - i);
        rows[i] += i == 0 && n > 1 ? rows[i] / 6 : 0;
        room -= rows[i];
        lc_axis_tics(&f->frame[i].y, (double)(rows[i] - 1), TIC_ROWS);
    }
    return n;
}

static lc_status put_page(page *p, lc_figure *f, lc_error *err)
{
    lc_texts title = {0}, subtitle = {0};
    bool ok = wrap_caption(p, &title, &f->title) && wrap_caption(p, &subtitle, &f->subtitle);
    lc_status st = ok ? LC_OK : lc_error_nomem(err);
    size_t rows[LC_PANELS_MAX], captions = title.n + subtitle.n;
    size_t n = ok ? share_rows(rows, p, f, captions) : 0;
    set_columns(p, n);
    if (st == LC_OK)
        st = put_caption(p, &title, true, err);
    if (st == LC_OK)
        st = put_caption(p, &subtitle, false, err);
    for (size_t i = 0; st == LC_OK && i < n; i++)
        st = put_panel(p, &f->frame[i], rows[i], err);
    if (st == LC_OK)
        st = put_x(p, &f->frame[n - 1], err);
    if (st == LC_OK && n < f->n && p->rows - captions - 2 > PANEL_ROWS)
        st = put_left_out(p, n, err);
    lc_texts_free(&title);
    lc_texts_free(&subtitle);
    return st;
}

static lc_status plot_text(FILE *out, const lc_figure_source *source, const lc_text_plot *text,
                           lc_error *err)
{
    page p = {.out = out,
              .columns = text->columns ? text->columns : COLUMNS_USUAL,
              .rows = text->rows ? text->rows : ROWS_USUAL,
              .cells = text->cells,
              .color = text->color};
    p.columns = p.columns > COLUMNS_LEAST ? p.columns : COLUMNS_LEAST;
    p.rows = p.rows > ROWS_LEAST ? p.rows : ROWS_LEAST;
    lc_c_locale numbers;
    lc_figure *f = lc_mem_resize(NULL, 1, sizeof *f);
    if (!f || !lc_c_locale_enter(&numbers)) {
        lc_mem_free(f);
        return lc_error_nomem(err);
    }
    lc_status st = lc_figure_compose(f, source, err);
    p.f = f;
    if (st == LC_OK)
        st = put_page(&p, f, err);
    if (st == LC_OK && ferror(out))
        st = lc_error_set(err, LC_E_IO, 0, "the plot could not be written");
    lc_figure_free(f);
    lc_mem_free(f);
    lc_c_locale_leave(&numbers);
    return st;
}

/* The options without a size, which the terminal has. */
static lc_plot_options without_size(const lc_plot_options *options)
{
    lc_plot_options o = options ? *options : (lc_plot_options)LC_PLOT_OPTIONS_INIT;
    o.width = o.height = 0;
    return o;
}

lc_status lc_plot_text(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis,
                       const lc_plot_options *options, const lc_text_plot *text, lc_error *err)
{
    lc_plot_options o = without_size(options);
    lc_figure_source source = {.run = run, .diagnosis = diagnosis, .options = &o};
    return plot_text(out, &source, text, err);
}

lc_status lc_overlay_text(FILE *out, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, const lc_text_plot *text, lc_error *err)
{
    lc_overlay overlay;
    lc_plot_options o = without_size(options);
    lc_status st = lc_overlay_make(&overlay, runs, n, &o, false, err);
    lc_figure_source source = {.overlay = &overlay, .run = &overlay.merged, .options = &o};
    if (st == LC_OK)
        st = plot_text(out, &source, text, err);
    lc_overlay_free(&overlay);
    return st;
}
