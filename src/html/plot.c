/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.c - gnuplot's plots on a page. */
#include "html/plot.h"

#include "base/mem.h"
#include "html/svg.h"
#include "plot/overlay.h"
#include "plot/render.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 1080 /* [px] of a plot, as wide as the page's column */

/* The whole file with a NUL behind it. */
static lc_status load(char **text, size_t *n, const lc_temp *file, lc_error *err)
{
    off_t size = lseek(file->fd, 0, SEEK_END);
    char *block = size < 0 ? NULL : lc_mem_resize(NULL, (size_t)size + 1, 1);
    if (size >= 0 && !block)
        return lc_error_nomem(err);
    if (size < 0 || pread(file->fd, block, (size_t)size, 0) != (ssize_t)size) {
        lc_mem_free(block);
        return lc_error_set(err, LC_E_IO, 0, "a plot can't be read back: %s", strerror(errno));
    }
    block[size] = '\0';
    *text = block;
    *n = (size_t)size;
    return LC_OK;
}

/* An SVG, or NULL where there is none. */
static lc_status make(char **svg, size_t *n, lc_page *p, const lc_figure_source *source,
                      lc_error *err)
{
    lc_error why = LC_ERROR_INIT;
    lc_temp file = LC_TEMP_INIT;
    *svg = NULL;
    if (p->why.code != LC_OK) /* it won't be better the next time */
        return LC_OK;
    lc_status st = lc_render_svg(&file, source, &why);
    if (st == LC_OK)
        st = load(svg, n, &file, &why);
    lc_temp_drop(&file);
    if (st == LC_E_NOMEM)
        return lc_error_nomem(err);
    if (st != LC_OK && st != LC_E_ARG)
        p->why = why;
    return LC_OK;
}

static void put_figure(lc_page *p, const char *svg, size_t n, const char *class, const char *label)
{
    p->plots++;
    fputs("<figure>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Plot\">\n",
          p->out);
    lc_html_svg(p, svg, n, p->plots, class, label);
    fputs("</div>\n</figure>\n", p->out);
}

lc_status lc_html_plot(lc_page *p, const lc_html_subject *s, lc_error *err)
{
    char *svg;
    size_t n;
    const lc_plot_options options = {.width = WIDTH, .untitled = true};
    const lc_figure_source source = {.run = s->run, .diagnosis = s->diagnosis, .options = &options};
    lc_status st = make(&svg, &n, p, &source, err);
    if (svg)
        put_figure(p, svg, n, "plot", "Learning curves with the findings marked by their numbers");
    lc_mem_free(svg);
    return st;
}

lc_status lc_html_overlay(lc_page *p, const lc_overlay_run *runs, size_t n, const char *metric,
                          lc_error *err)
{
    char *svg = NULL;
    size_t size;
    lc_overlay overlay;
    const lc_plot_options options = {.width = WIDTH, .untitled = true, .ranked_by = metric};
    lc_status st = lc_overlay_make(&overlay, runs, n, &options, true, err);
    const lc_figure_source source = {
        .overlay = &overlay, .run = &overlay.merged, .options = &options};
    if (st == LC_OK)
        st = make(&svg, &size, p, &source, err);
    if (svg)
        put_figure(p, svg, size, "plot overlay", "Learning curves of the runs over each other");
    lc_mem_free(svg);
    lc_overlay_free(&overlay);
    return st == LC_E_ARG ? LC_OK : st;
}

void lc_html_why(lc_page *p)
{
    if (p->why.code == LC_OK)
        return;
    fputs("<p class=\"notice\">The annotated plot is missing here: ", p->out);
    lc_html_textf(p, "%s.", p->why.msg);
    fputs(" A browser with JavaScript draws the curves from the data of this page.</p>\n", p->out);
}
