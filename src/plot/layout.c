/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.c - everything at its place on the page. */
#include "plot/layout.h"

#include "base/mem.h"
#include "plot/captions.h"
#include "plot/font.h"

#include <math.h>
#include <string.h>

#define WIDTH_USUAL 1600.0  /* [px] */
#define HEIGHT_USUAL 1180.0 /* [px] of two panels and six findings, for the scale only */
#define WIDTH_LEAST 320u
#define HEIGHT_LEAST 240u
#define SIZE_MOST 16000u /* cairo ends at 32767; so much takes 1 GB already */
#define SCALE_LEAST 0.62 /* text of 10 px is the smallest that can be read */
#define MARGIN_TOP 26.0
#define MARGIN_LEFT 100.0
#define MARGIN_RIGHT 24.0
#define MARGIN_BOTTOM 22.0
#define TITLE_LEADING 1.28 /* [sizes] from line to line */
#define SUBTITLE_LEADING 1.5
#define BODY_LEADING 1.4
#define SUBTITLE_GAP 6.0
#define CAPTIONS_USUAL 250.0 /* of title, subtitle, axis and two findings */
#define PANEL_GAP 16.0
#define PANEL_HEAD 30.0   /* name of the panel, above it */
#define PANEL_LEAST 105.0 /* lower ones give way to fewer findings */
#define PANEL_BARE 40.0   /* no curve can be read in less */
#define FOOT 70.0         /* tics and name of the x axis */
#define TIC_SPACING 58.0
#define X_TIC_SPACING 105.0
#define FINDINGS_GAP 12.0
#define FINDING_GAP 9.0
#define END_OFFSET 34.0  /* from the axis' end to the labels at the lines' ends */
#define BODY_INDENT 34.0 /* badge, then severity, then text */
#define SEVERITY_WIDTH 92.0
#define EXPLAINED_INDENT 26.0
#define PANELS_SHARE 0.36 /* of a given height: less, and findings give way */

/* ---- size and scale ----------------------------------------------------------------- */

lc_status lc_layout_size(lc_figure *f, lc_error *err)
{
    unsigned w = f->options->width, h = f->options->height;
    if ((w && w < WIDTH_LEAST) || (h && h < HEIGHT_LEAST) || w > SIZE_MOST || h > SIZE_MOST)
        return lc_error_set(err, LC_E_ARG, 0, "a plot of %ux%u pixels: expected %ux%u to %ux%u", w,
                            h, WIDTH_LEAST, HEIGHT_LEAST, SIZE_MOST, SIZE_MOST);
    f->width = w ? w : WIDTH_USUAL;
    f->height = h;
    double ratio = f->width / WIDTH_USUAL;
    if (h)
        ratio = fmin(ratio, h / HEIGHT_USUAL);
    f->scale = ratio >= 1 ? ratio : fmax(sqrt(ratio), SCALE_LEAST);
    return LC_OK;
}

/* How many panels a page of this height holds. */
size_t lc_layout_panels_most(const lc_figure *f)
{
    if (f->height == 0)
        return LC_PANELS_MAX;
    double each = PANEL_LEAST + PANEL_HEAD + PANEL_GAP;
    double n = floor((f->height / f->scale - CAPTIONS_USUAL) / each);
    return (size_t)fmin(fmax(n, 1), LC_PANELS_MAX);
}

/* The right margin holds the longest label at a line's end. */
void lc_layout_margins(lc_figure *f)
{
    double widest = 0, k = f->scale;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++)
            widest = fmax(widest, lc_font_width(f->frame[i].curve[j].label, true));
    }
    f->left = MARGIN_LEFT * k;
    f->right = f->width - widest * LC_SIZE_END * k - (END_OFFSET + MARGIN_RIGHT) * k;
}

lc_status lc_layout_captions(lc_figure *f, lc_error *err)
{
    double k = f->scale, full = f->width - f->left - MARGIN_RIGHT * k;
    lc_status st = lc_captions_make(f, full, err);
    if (st != LC_OK)
        return st;
    double indent = (EXPLAINED_INDENT + BODY_INDENT + SEVERITY_WIDTH) * k;
    return lc_captions_findings(f, full - indent, err);
}

/* ---- the page from top to bottom ---------------------------------------------------- */

static bool has_more(const lc_figure *f)
{
    return f->diagnosis && f->diagnosis->n > f->shown;
}

/* Height of the findings in words. */
static double findings_height(const lc_figure *f)
{
    double h = has_more(f) ? LC_SIZE_BODY * BODY_LEADING : 0;
    for (size_t i = 0; i < f->shown; i++)
        h += (double)f->findings[i].n * LC_SIZE_BODY * BODY_LEADING + FINDING_GAP;
    return h > 0 ? (h + FINDINGS_GAP) * f->scale : 0;
}

/* Height of everything but the panels themselves. */
static double fixed_height(const lc_figure *f)
{
    double k = f->scale;
    double h = (MARGIN_TOP + SUBTITLE_GAP + FOOT + MARGIN_BOTTOM) * k;
    h += (double)f->title.n * f->title_size * TITLE_LEADING;
    h += (double)f->subtitle.n * LC_SIZE_SUBTITLE * SUBTITLE_LEADING * k;
    h += (double)f->n * (PANEL_GAP + PANEL_HEAD) * k;
    return h + findings_height(f);
}

/* Height that a panel has on a page of its own choice [px at scale 1]. */
static double usual_height(const lc_figure *f, size_t i)
{
    if (f->n == 1)
        return 540;
    if (i == 0)
        return f->n > 3 ? 340 : 430;
    return f->frame[i].panel->kind == LC_LEARNING_RATE ? 150 : f->n > 3 ? 215 : 300;
}

static lc_status set_height(lc_figure *f, lc_error *err)
{
    double usual = 0;
    for (size_t i = 0; i < f->n; i++)
        usual += usual_height(f, i) * f->scale;
    if (f->height == 0) {
        f->height = ceil((fixed_height(f) + usual) / 2) * 2;
        return LC_OK;
    }
    double least = fmax((double)f->n * PANEL_LEAST * f->scale, PANELS_SHARE * f->height);
    while (f->shown && f->height - fixed_height(f) < least)
        f->shown--;
    if (f->height - fixed_height(f) < PANEL_BARE * f->scale * (double)f->n)
        return lc_error_set(err, LC_E_ARG, 0, "%.0f pixels are not high enough for this plot",
                            f->height);
    return LC_OK;
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

static bool put_captions(lc_figure *f, double *y)
{
    lc_label title = {.x = f->left, .color = f->theme->text, .size = f->title_size, .bold = true};
    lc_label sub = {.x = f->left, .color = f->theme->muted, .size = LC_SIZE_SUBTITLE * f->scale};
    bool ok = put_lines(f, &f->title, title, TITLE_LEADING, y);
    *y -= SUBTITLE_GAP * f->scale;
    return ok && put_lines(f, &f->subtitle, sub, SUBTITLE_LEADING, y);
}

static const char *head_text(const lc_frame *frame)
{
    const lc_panel *p = frame->panel;
    if (p->kind == LC_LEARNING_RATE)
        return "learning rate";
    if (p->kind == LC_GRADIENT_NORM)
        return "gradient norm";
    if (p->families > 1 && p->kind == LC_SCORE)
        return "scores";
    if (p->families > 1 && p->kind == LC_LOSS)
        return "losses";
    return frame->curve[0].series->metric.base;
}

static bool put_head(lc_figure *f, lc_frame *frame, double y)
{
    const char *text = head_text(frame), *log = frame->y.log ? ", log scale" : "";
    char *clean = lc_text_clean(text ? text : "", text ? strlen(text) : 0);
    char *name = clean ? lc_font_elide(clean, false, 40) : NULL;
    lc_label at = {.x = f->left, .y = y, .color = f->theme->muted, .size = LC_SIZE_HEAD * f->scale};
    bool ok = name && lc_labels_add(&f->labels, at, "%s%s%s", name,
                                    frame->panel->percent ? ", %" : "", log);
    lc_mem_free(clean);
    lc_mem_free(name);
    return ok;
}

static bool put_x_name(lc_figure *f, double y)
{
    const char *name = f->run->axis_name ? f->run->axis_name : lc_captions_axis(f->run);
    char *clean = lc_text_clean(name, strlen(name));
    char *text = clean ? lc_font_elide(clean, false, 40) : NULL;
    lc_label at = {.x = (f->left + f->right) / 2,
                   .y = y,
                   .color = f->theme->muted,
                   .size = LC_SIZE_HEAD * f->scale,
                   .align = LC_CENTER};
    bool ok = text && lc_labels_add(&f->labels, at, "%s", text);
    lc_mem_free(clean);
    lc_mem_free(text);
    return ok;
}

static bool put_panels(lc_figure *f, double *y)
{
    double usual = 0, k = f->scale, free_height = f->height - fixed_height(f);
    for (size_t i = 0; i < f->n; i++)
        usual += usual_height(f, i);
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        *y -= PANEL_GAP * k;
        if (!put_head(f, frame, *y - PANEL_HEAD * k * 0.45))
            return false;
        *y -= PANEL_HEAD * k;
        double height = free_height * usual_height(f, i) / usual;
        frame->box = (lc_box){f->left, f->right, *y - height, *y};
        lc_axis_tics(&frame->y, height, fmax(fmin(TIC_SPACING * k, height / 3.5), 24 * k));
        *y -= height;
    }
    lc_axis_tics(&f->x, f->right - f->left, X_TIC_SPACING * k);
    *y -= FOOT * k;
    return put_x_name(f, *y + 14 * k);
}

static bool put_finding(lc_figure *f, size_t i, double *y)
{
    const lc_finding *finding = &f->diagnosis->findings[i];
    bool explained = finding->explained_by != NULL;
    double k = f->scale, x = f->left + (explained ? EXPLAINED_INDENT * k : 0);
    double size = LC_SIZE_BODY * k, middle = *y - size * BODY_LEADING / 2;
    bool critical = finding->severity == LC_CRITICAL && !explained;
    lc_label word = {.x = x + BODY_INDENT * k,
                     .y = middle,
                     .size = size,
                     .bold = true,
                     .color = f->theme->muted};
    if (!explained && finding->severity != LC_NOTE)
        word.color = critical ? f->theme->critical : f->theme->text;
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

static bool put_findings(lc_figure *f, double *y)
{
    bool ok = true;
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

lc_status lc_layout_page(lc_figure *f, lc_error *err)
{
    lc_status st = set_height(f, err);
    double y = f->height - MARGIN_TOP * f->scale;
    if (st != LC_OK)
        return st;
    if (!put_captions(f, &y) || !put_panels(f, &y) || !put_findings(f, &y))
        return lc_error_nomem(err);
    return LC_OK;
}
