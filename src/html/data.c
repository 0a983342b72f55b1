/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data.c - the curves of a run as data of the page's script. */
#include "html/data.h"

#include "base/mem.h"
#include "model/run.h"
#include "plot/axis.h"
#include "plot/panel.h"
#include "plot/theme.h"
#include "plot/trend_line.h"

#include <math.h>
#include <string.h>

/* What is drawn of a run. */
typedef struct drawing {
    lc_page *page;
    const lc_html_subject *subject;
    lc_panels panels;
    bool *kept;                                    /* of each record */
    size_t place[LC_PANELS_MAX * LC_PANEL_SERIES]; /* series in the order of the panels */
    size_t n;
} drawing;

static void list_series(drawing *d)
{
    for (size_t i = 0; i < d->panels.n; i++)
        for (size_t k = 0; k < d->panels.panel[i].n && k < LC_PANEL_SERIES; k++)
            d->place[d->n++] = d->panels.panel[i].series[k];
}

/* Where a series stands in the data; SIZE_MAX when it isn't drawn. */
static size_t place_of(const drawing *d, size_t series)
{
    for (size_t i = 0; i < d->n; i++)
        if (d->place[i] == series)
            return i;
    return SIZE_MAX;
}

/* ---- which records ------------------------------------------------------------------------ */

/* Keep the records at which a series has its least and greatest value within each stretch of `each`. */
static void keep_extremes(bool *kept, const lc_series *s, size_t each)
{
    for (size_t i = 0; i < s->n;) {
        size_t stretch = lc_series_record(s, i) / each, least = i, greatest = i;
        for (; i < s->n && lc_series_record(s, i) / each == stretch; i++) {
            least = !(s->y[i] >= s->y[least]) ? i : least;
            greatest = !(s->y[i] <= s->y[greatest]) ? i : greatest;
        }
        kept[lc_series_record(s, least)] = kept[lc_series_record(s, greatest)] = true;
    }
}

static bool choose_records(drawing *d, size_t most)
{
    const lc_run *run = d->subject->run;
    size_t stretches = most / (2 * d->n) + 1;
    d->kept = lc_mem_resize(NULL, run->n, sizeof *d->kept);
    if (!d->kept)
        return false;
    memset(d->kept, run->n <= most, run->n * sizeof *d->kept);
    d->kept[0] = d->kept[run->n - 1] = true;
    for (size_t i = 0; i < d->n && run->n > most; i++)
        keep_extremes(d->kept, &run->series[d->place[i]], run->n / stretches + 1);
    return true;
}

/* ---- JSON --------------------------------------------------------------------------------- */

/* Whether the x of all records are rising by the same. */
static bool is_even(const drawing *d)
{
    const double *x = d->subject->run->x;
    size_t n = d->subject->run->n;
    for (size_t i = 0; i < n; i++)
        if (!d->kept[i] || (i > 0 && x[i] != x[0] + (double)i * (x[1] - x[0])))
            return false;
    return true;
}

static void put_x(const drawing *d)
{
    const lc_run *run = d->subject->run;
    const char *comma = "";
    if (is_even(d) && run->n > 1) {
        fprintf(d->page->out, ",\"even\":[%.10g,%.10g,%zu]", run->x[0], run->x[1] - run->x[0],
                run->n);
        return;
    }
    fputs(",\"x\":[", d->page->out);
    for (size_t i = 0; i < run->n; i++) {
        if (!d->kept[i])
            continue;
        fprintf(d->page->out, "%s%.10g", comma, run->x[i]);
        comma = ",";
    }
    fputs("]", d->page->out);
}

static void put_values(const drawing *d, const lc_series *s)
{
    const char *comma = "";
    fputs("\"y\":[", d->page->out);
    for (size_t record = 0, i = 0; record < d->subject->run->n; record++) {
        while (i < s->n && lc_series_record(s, i) < record)
            i++;
        if (!d->kept[record])
            continue;
        double y = i < s->n && lc_series_record(s, i) == record ? s->y[i] : lc_absent();
        fputs(comma, d->page->out);
        if (isfinite(y))
            fprintf(d->page->out, "%.6g", y); /* as most logs have it: it is rounded once */
        else if (lc_is_absent(y))
            fputs("null", d->page->out);
        else
            fputs(isnan(y) ? "\"NaN\"" : y > 0 ? "\"inf\"" : "\"-inf\"", d->page->out);
        comma = ",";
    }
    fputs("]", d->page->out);
}

/* Whether another series of the panel is of the same metric. */
static bool is_paired(const lc_panel *panel, size_t k)
{
    for (size_t i = 0; i < panel->n; i++)
        if (i != k && panel->family[i] == panel->family[k])
            return true;
    return false;
}

/* The window of the running median that a plot draws, in the records that are kept. */
static size_t smoothing(const drawing *d, const lc_series *s)
{
    size_t finite = 0, kept = 0, n = d->subject->run->n;
    for (size_t i = 0; i < s->n; i++)
        finite += isfinite(s->y[i]) != 0;
    for (size_t i = 0; i < n; i++)
        kept += d->kept[i];
    return lc_trend_window(s, finite, 0) * kept / n;
}

static void put_series(const drawing *d, const lc_panel *panel, size_t k)
{
    const lc_series *s = &d->subject->run->series[panel->series[k]];
    bool paired = is_paired(panel, k);
    lc_stroke light =
        lc_theme_stroke(lc_theme_pick(false, false), s->metric.split, panel->family[k], paired);
    lc_stroke dark =
        lc_theme_stroke(lc_theme_pick(true, false), s->metric.split, panel->family[k], paired);
    fputs("{\"name\":", d->page->out);
    lc_html_string(d->page, s->metric.name);
    size_t window = smoothing(d, s);
    if (window > 1)
        fprintf(d->page->out, ",\"median\":%zu", window);
    fprintf(d->page->out, ",\"split\":\"%s\",\"color\":[\"%s\",\"%s\"],\"dash\":%d,\"family\":%zu,",
            lc_split_name(s->metric.split), light.line, dark.line, strcmp(light.dash, "solid") != 0,
            panel->family[k]);
    put_values(d, s);
    fputs("}", d->page->out);
}

static const char *name_of(const lc_run *run, const lc_panel *panel)
{
    if (panel->kind == LC_LEARNING_RATE)
        return "learning rate";
    if (panel->kind == LC_GRADIENT_NORM)
        return "gradient norm";
    if (panel->families > 1 && (panel->kind == LC_LOSS || panel->kind == LC_SCORE))
        return panel->kind == LC_LOSS ? "losses" : "scores";
    const lc_metric *m = &run->series[panel->series[0]].metric;
    return panel->name ? panel->name : panel->n == 1 ? m->name : m->base;
}

static void put_panels(const drawing *d)
{
    fputs(",\"panels\":[", d->page->out);
    for (size_t i = 0; i < d->panels.n; i++) {
        const lc_panel *panel = &d->panels.panel[i];
        bool log = panel->kind == LC_LOSS && panel->lo > 0 && panel->hi / panel->lo >= LC_LOG_RATIO;
        fprintf(d->page->out, "%s{\"kind\":\"%s\",\"log\":%d,\"name\":", i ? "," : "",
                lc_kind_name(panel->kind), log);
        lc_html_string(d->page, name_of(d->subject->run, panel));
        fputs(",\"series\":[", d->page->out);
        for (size_t k = 0; k < panel->n && k < LC_PANEL_SERIES; k++) {
            fputs(k ? ",\n" : "\n", d->page->out);
            put_series(d, panel, k);
        }
        fputs("]}", d->page->out);
    }
    fputs("]", d->page->out);
}

/* What the findings mark: the series are counted through all panels. */
static void put_marks(const drawing *d)
{
    const lc_diagnosis *all = d->subject->diagnosis;
    fputs(",\"marks\":[", d->page->out);
    for (size_t i = 0; i < all->n; i++) {
        const lc_finding *f = &all->findings[i];
        const char *comma = "";
        fprintf(d->page->out, "%s{\"rule\":", i ? ",\n" : "\n");
        lc_html_string(d->page, f->rule);
        fprintf(d->page->out,
                ",\"severity\":\"%s\",\"explained\":%d,\"range\":%d,\"gap\":%d,\"from\":%.10g,"
                "\"to\":%.10g,\"series\":[",
                lc_severity_name(f->severity), f->explained_by != NULL, f->mark == LC_MARK_RANGE,
                f->mark != LC_MARK_NO_GAP, f->from, f->to);
        for (size_t k = 0; k < f->series_n; k++) {
            size_t place = place_of(d, f->series[k]);
            if (place == SIZE_MAX)
                continue;
            fprintf(d->page->out, "%s%zu", comma, place);
            comma = ",";
        }
        fputs("]}", d->page->out);
    }
    fputs("]", d->page->out);
}

/* The best value of what the run is judged by. */
static void put_best(const drawing *d)
{
    const lc_run *run = d->subject->run;
    const lc_series *s = lc_run_main(run);
    size_t best = s ? lc_series_best(s) : 0;
    if (!s || best == s->n)
        return;
    size_t place = place_of(d, (size_t)(s - run->series));
    if (place != SIZE_MAX)
        fprintf(d->page->out, ",\"best\":{\"series\":%zu,\"x\":%.10g,\"y\":%.6g}", place,
                lc_series_x(run, s, best), s->y[best]);
}

lc_status lc_html_data(lc_page *p, const lc_html_subject *s, size_t most, lc_error *err)
{
    drawing d = {.page = p, .subject = s};
    lc_status st = lc_panels_choose(&d.panels, s->run, s->diagnosis, LC_PANELS_MAX, err);
    if (st != LC_OK)
        return st == LC_E_ARG ? LC_OK : st;
    list_series(&d);
    if (!choose_records(&d, most))
        return lc_error_nomem(err);
    fprintf(p->out,
            "<script type=\"application/json\" class=\"data\">{\"run\":%zu,\"axis\":", s->number);
    lc_html_string(p, s->run->axis_name ? s->run->axis_name : lc_kind_name(s->run->axis));
    put_x(&d);
    put_panels(&d);
    put_marks(&d);
    put_best(&d);
    fputs("}</script>\n", p->out);
    p->drawn++;
    lc_mem_free(d.kept);
    return LC_OK;
}
