/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_text.c - the text outside the panels: captions, names of panels and axes, findings. */
#include "plot/page_text.h"

#include "base/mem.h"
#include "plot/captions.h"
#include "plot/font.h"

#include <string.h>

#define TITLE_LEADING 1.28 /* [sizes] from line to line */
#define SUBTITLE_LEADING 1.5
#define BODY_LEADING 1.4
#define SUBTITLE_GAP 6.0
#define FINDINGS_GAP 12.0
#define FINDING_GAP 9.0
#define BODY_INDENT 34.0 /* badge, then severity, then text */
#define SEVERITY_WIDTH 92.0
#define EXPLAINED_INDENT 26.0

static bool has_more(const lc_figure *f)
{
    return !f->options->plain && f->diagnosis && f->diagnosis->n > f->shown;
}

double lc_page_captions_height(const lc_figure *f)
{
    double h = f->options->plain ? 0 : SUBTITLE_GAP * f->scale;
    h += (double)f->title.n * f->title_size * TITLE_LEADING;
    return h + (double)f->subtitle.n * LC_SIZE_SUBTITLE * SUBTITLE_LEADING * f->scale;
}

double lc_page_findings_height(const lc_figure *f)
{
    double h = has_more(f) ? LC_SIZE_BODY * BODY_LEADING : 0;
    if (f->options->untitled)
        return 0;
    for (size_t i = 0; i < f->shown; i++)
        h += (double)f->findings[i].n * LC_SIZE_BODY * BODY_LEADING + FINDING_GAP;
    return h > 0 ? (h + FINDINGS_GAP) * f->scale : 0;
}

double lc_page_findings_width(const lc_figure *f, double full)
{
    return full - (EXPLAINED_INDENT + BODY_INDENT + SEVERITY_WIDTH) * f->scale;
}

static bool put_lines(lc_figure *f, const lc_texts *lines, lc_label at, double leading, double *y)
{
    for (size_t i = 0; i < lines->n; i++) {
        at.y = *y - at.size * leading / 2;
        if (!lc_labels_add(&f->labels, at, "%s", lines->text[i]))
            return false;
        *y -= at.size * leading;
    }
    return true;
}

bool lc_page_captions(lc_figure *f, double *y)
{
    lc_label title = {.x = f->left, .color = f->theme->text, .size = f->title_size, .bold = true};
    lc_label sub = {.x = f->left, .color = f->theme->muted, .size = LC_SIZE_SUBTITLE * f->scale};
    bool ok = put_lines(f, &f->title, title, TITLE_LEADING, y);
    *y -= f->options->plain ? 0 : SUBTITLE_GAP * f->scale;
    return ok && put_lines(f, &f->subtitle, sub, SUBTITLE_LEADING, y);
}

/* Whether a panel's curves are of one metric, if of several splits or several ways to log one. */
static bool of_one_metric(const lc_frame *frame)
{
    for (size_t j = 1; j < frame->n; j++)
        if (strcmp(frame->curve[j].series->metric.base, frame->curve[0].series->metric.base) != 0)
            return false;
    return true;
}

/* The metric's own name where it has the panel for itself; of several runs that is theirs. */
static const char *head_text(const lc_figure *f, const lc_frame *frame)
{
    const lc_panel *p = frame->panel;
    bool several = !of_one_metric(frame);
    if (p->kind == LC_LEARNING_RATE)
        return "learning rate";
    if (p->kind == LC_GRADIENT_NORM)
        return "gradient norm";
    if (several && p->kind == LC_SCORE)
        return "scores";
    if (several && p->kind == LC_LOSS)
        return "losses";
    const lc_metric *m = &frame->curve[0].series->metric;
    if (p->name)
        return p->name;
    return frame->n == 1 && !f->overlay ? m->name : m->base;
}

bool lc_page_head(lc_figure *f, lc_frame *frame, double y)
{
    const char *text = head_text(f, frame), *log = frame->y.log ? ", log scale" : "";
    const char *zoom = frame->zoomed ? ", zoomed: the first records are off the scale" : "";
    char *clean = lc_text_clean(text ? text : "", text ? strlen(text) : 0);
    char *name = clean ? lc_font_elide(clean, false, 40) : NULL;
    if (name)
        frame->head =
            lc_text_format("%s%s%s%s", name, frame->panel->percent ? ", %" : "", log, zoom);
    lc_mem_free(clean);
    lc_mem_free(name);
    lc_label at = {
        .x = frame->box.left, .y = y, .color = f->theme->muted, .size = LC_SIZE_HEAD * f->scale};
    return frame->head && lc_labels_add(&f->labels, at, "%s", frame->head);
}

bool lc_page_x_name(lc_figure *f, double y)
{
    const char *name = f->run->axis_name ? f->run->axis_name : lc_captions_axis(f->run);
    char *clean = lc_text_clean(name, strlen(name));
    char *shorter = clean ? lc_font_elide(clean, false, 40) : NULL;
    f->x_name = shorter ? lc_text_format("%s%s", shorter, f->x.log ? ", log scale" : "") : NULL;
    lc_mem_free(clean);
    lc_mem_free(shorter);
    lc_label at = {.x = (f->left + f->right) / 2,
                   .y = y,
                   .color = f->theme->muted,
                   .size = LC_SIZE_HEAD * f->scale,
                   .align = LC_CENTER};
    return f->x_name && lc_labels_add(&f->labels, at, "%s", f->x_name);
}

static bool put_finding(lc_figure *f, size_t i, double *y)
{
    const lc_finding *finding = &f->diagnosis->findings[i];
    bool explained = finding->explained_by != NULL;
    double k = f->scale, x = f->left + (explained ? EXPLAINED_INDENT * k : 0);
    double size = LC_SIZE_BODY * k, middle = *y - size * BODY_LEADING / 2;
    lc_label word = {.x = x + BODY_INDENT * k,
                     .y = middle,
                     .size = size,
                     .bold = true,
                     .color = f->theme->muted};
    if (!explained && finding->severity != LC_NOTE)
        word.color = finding->severity == LC_CRITICAL ? f->theme->critical : f->theme->text;
    lc_label text = {.x = word.x + SEVERITY_WIDTH * k,
                     .size = size,
                     .color = explained ? f->theme->muted : f->theme->text};
    f->badge[f->badge_n++] =
        (lc_badge){x + LC_BADGE_RADIUS * k, middle, i + 1, finding->severity, explained};
    bool ok = lc_labels_add(&f->labels, word, "%s", lc_severity_name(finding->severity)) &&
              put_lines(f, &f->findings[i], text, BODY_LEADING, y);
    *y -= FINDING_GAP * k;
    return ok;
}

bool lc_page_findings(lc_figure *f, double *y)
{
    bool ok = true;
    if (f->options->untitled)
        return true;
    *y -= FINDINGS_GAP * f->scale;
    for (size_t i = 0; ok && i < f->shown; i++)
        ok = put_finding(f, i, y);
    if (!ok || !has_more(f))
        return ok;
    size_t more = f->diagnosis->n - f->shown;
    lc_label at = {.x = f->left + BODY_INDENT * f->scale,
                   .color = f->theme->muted,
                   .size = LC_SIZE_BODY * f->scale};
    at.y = *y - at.size * BODY_LEADING / 2;
    return lc_labels_add(&f->labels, at, "and %zu %sfinding%s in the report", more,
                         f->shown ? "more " : "", more == 1 ? "" : "s");
}
