/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.c - gnuplot's plots on a page: drawn into a file of a folder that is gone again. */
#include "html/plot.h"

#include "base/mem.h"
#include "html/svg.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WIDTH 1080 /* [px] of a plot, as wide as the page's column */

/* What is drawn: a run, or several. */
typedef struct picture {
    const lc_html_subject *subject;
    const lc_overlay_run *runs;
    size_t n;
    lc_plot_options options;
} picture;

static lc_status draw(const char *path, const picture *what, lc_error *err)
{
    if (what->runs)
        return lc_overlay_file(path, what->runs, what->n, &what->options, NULL, err);
    return lc_plot_file(path, what->subject->run, what->subject->diagnosis, &what->options, NULL,
                        err);
}

/* The whole file with a NUL behind it. */
static lc_status load(char **text, size_t *n, const char *path, lc_error *err)
{
    struct stat about;
    FILE *in = fopen(path, "r");
    if (!in || fstat(fileno(in), &about) != 0) {
        if (in)
            fclose(in);
        return lc_error_set(err, LC_E_IO, 0, "%s: %s", path, strerror(errno));
    }
    *text = lc_mem_resize(NULL, (size_t)about.st_size + 1, 1);
    *n = *text ? fread(*text, 1, (size_t)about.st_size, in) : 0;
    fclose(in);
    if (!*text)
        return lc_error_nomem(err);
    (*text)[*n] = '\0';
    return LC_OK;
}

static lc_status draw_and_load(char **text, size_t *n, const picture *what, lc_error *err)
{
    const char *tmp = getenv("TMPDIR");
    char folder[512], path[540];
    snprintf(folder, sizeof folder, "%.490s/learncurve-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return lc_error_set(err, LC_E_IO, 0, "%s: %s", folder, strerror(errno));
    snprintf(path, sizeof path, "%s/plot.svg", folder);
    lc_status st = draw(path, what, err);
    if (st == LC_OK)
        st = load(text, n, path, err);
    unlink(path);
    rmdir(folder);
    return st;
}

/* An SVG, or NULL where there is none. */
static lc_status make(char **svg, size_t *n, lc_page *p, const picture *what, lc_error *err)
{
    lc_error why = LC_ERROR_INIT;
    *svg = NULL;
    if (p->why.code != LC_OK) /* it won't be better the next time */
        return LC_OK;
    lc_status st = draw_and_load(svg, n, what, &why);
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
    const picture what = {.subject = s, .options = {.width = WIDTH, .untitled = true}};
    lc_status st = make(&svg, &n, p, &what, err);
    if (svg)
        put_figure(p, svg, n, "plot", "Learning curves with the findings marked by their numbers");
    lc_mem_free(svg);
    return st;
}

lc_status lc_html_overlay(lc_page *p, const lc_overlay_run *runs, size_t n, const char *metric,
                          lc_error *err)
{
    char *svg;
    size_t size;
    const picture what = {
        .runs = runs, .n = n, .options = {.width = WIDTH, .untitled = true, .ranked_by = metric}};
    lc_status st = make(&svg, &size, p, &what, err);
    if (svg)
        put_figure(p, svg, size, "plot overlay", "Learning curves of the runs over each other");
    lc_mem_free(svg);
    return st;
}

void lc_html_why(lc_page *p)
{
    if (p->why.code == LC_OK)
        return;
    fputs("<p class=\"notice\">The annotated plot is missing here: ", p->out);
    lc_html_textf(p, "%s.", p->why.msg);
    fputs(" A browser with JavaScript draws the curves from the data of this page.</p>\n", p->out);
}
