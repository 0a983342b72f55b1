/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot_help.c - what tests of plots share. */
#include "plot_help.h"

#include "read_help.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool has_gnuplot(void)
{
    if (system("gnuplot --version >/dev/null 2>&1") == 0)
        return true;
    printf("skipped: no gnuplot\n");
    return false;
}

static char folder[64];
static char home[1024];

void enter_folder(void)
{
    strcpy(folder, "/tmp/lc-plot-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_ptr_nonnull(getcwd(home, sizeof home));
    ck_assert_int_eq(chdir(folder), 0);
}

size_t leave_folder(void)
{
    size_t n = 0;
    DIR *dir = opendir(".");
    for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        unlink(e->d_name);
        n++;
    }
    closedir(dir);
    ck_assert_int_eq(chdir(home), 0);
    rmdir(folder);
    return n;
}

lc_status script_of(char **text, const lc_run *run, const lc_diagnosis *d,
                    const lc_plot_options *options, lc_error *err)
{
    size_t size = 0;
    *text = NULL;
    FILE *out = open_memstream(text, &size);
    lc_status st = lc_plot_script(out, NULL, run, d, options, err);
    fclose(out);
    return st;
}

size_t count_in(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

/* gnuplot writes <g transform="translate(x,y)...><text>...</text>, with rotate() behind for turned
 * text, and inner <tspan>s in some versions. */
static void read_texts(picture *p, const char *svg)
{
    const char *at = svg;
    p->n = 0;
    while (p->n < PICTURE_TEXTS && (at = strstr(at, "translate("))) {
        double x, y;
        const char *end = strstr(at, "</text>"), *begin = strstr(at, "<text>");
        if (!begin || !end || sscanf(at, "translate(%lf,%lf)", &x, &y) != 2)
            break;
        at = end;
        begin += strlen("<text>");
        if (strncmp(begin, "<tspan", 6) == 0)
            begin = strchr(begin, '>') + 1;
        size_t n = strcspn(begin, "<");
        n = n < sizeof p->text[0].text ? n : sizeof p->text[0].text - 1;
        p->text[p->n].x = x;
        p->text[p->n].y = y;
        memcpy(p->text[p->n].text, begin, n);
        p->text[p->n++].text[n] = '\0';
    }
}

void draw_picture(picture *p, const lc_run *run, const lc_diagnosis *d,
                  const lc_plot_options *options)
{
    lc_error err = LC_ERROR_INIT;
    size_t size;
    enter_folder();
    ck_assert_msg(lc_plot_file("p.svg", run, d, options, NULL, &err) == LC_OK, "%s", err.msg);
    char *svg = read_whole("p.svg", &size);
    leave_folder();
    const char *box = strstr(svg, "viewBox=\"0 0 ");
    ck_assert(box && sscanf(box, "viewBox=\"0 0 %lf %lf", &p->width, &p->height) == 2);
    read_texts(p, svg);
    free(svg);
}

size_t find_text(const picture *p, size_t from, const char *start)
{
    while (from < p->n && strncmp(p->text[from].text, start, strlen(start)) != 0)
        from++;
    return from;
}

/* The number that a text is; NaN when it is none. */
static double number_of(const char *text)
{
    char *end;
    double v = strtod(text, &end);
    return *text && !*end ? v : NAN;
}

double value_at_height(const picture *p, size_t from, double y, bool log_axis)
{
    size_t first = from, last;
    while (first < p->n && isnan(number_of(p->text[first].text)))
        first++;
    double column = p->text[first].x;
    for (last = first; last + 1 < p->n && p->text[last + 1].x == column; last++)
        ck_assert(!isnan(number_of(p->text[last].text)));
    ck_assert_msg(last > first && last < p->n, "no tics");
    double a = number_of(p->text[first].text), b = number_of(p->text[last].text);
    double share = (y - p->text[first].y) / (p->text[last].y - p->text[first].y);
    return log_axis ? a * pow(b / a, share) : a + share * (b - a);
}
