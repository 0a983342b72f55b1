/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_writer.c - text, numbers, labels and badges, written for gnuplot. */
#include "plot/script_writer.h"

#include "base/mem.h"
#include "base/text.h"
#include "plot/quote.h"

#include <string.h>

#define POINT_BADGE 3.2

#define LEFT_TO_RIGHT "\"\\342\\200\\216\"" /* U+200E, which quoting takes out of a text */

/* Whether a letter of a script that runs from right to left begins at s: U+0590 to U+08FF, and the
 * presentation forms from U+FB00 on. */
static bool runs_leftwards(const char *s)
{
    unsigned char a = (unsigned char)s[0], b = a ? (unsigned char)s[1] : 0;
    return (a == 0xD6 && b >= 0x90) || (a >= 0xD7 && a <= 0xDF) ||
           (a == 0xE0 && b >= 0xA0 && b <= 0xA3) || (a == 0xEF && b >= 0xAC && b <= 0xBB);
}

/* Bytes of s up to the end of the next word that runs leftwards; 0 when there is none. */
static size_t leftward_end(const char *s)
{
    size_t n = 0;
    while (s[n] && !runs_leftwards(s + n))
        n++;
    if (!s[n])
        return 0;
    while (runs_leftwards(s + n) || (s[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Marks about such words keep the order of what is written: name, then value. */
static lc_status quote_in_order(FILE *out, const char *text, lc_error *err)
{
    size_t n = leftward_end(text);
    lc_status st = LC_OK;
    for (; st == LC_OK && n > 0; n = leftward_end(text)) {
        fputs(LEFT_TO_RIGHT " . ", out);
        st = lc_plot_quote(out, text, n, err);
        fputs(" . " LEFT_TO_RIGHT " . ", out);
        text += n;
    }
    return st == LC_OK ? lc_plot_quote(out, text, strlen(text), err) : st;
}

void lc_script_text(lc_script_writer *w, const char *text)
{
    char *drawn = w->latex ? lc_plot_latex(text) : lc_glyphs_replace(w->f->glyphs, text);
    if (!drawn)
        w->status = lc_error_nomem(w->err);
    else if (w->status == LC_OK)
        w->status = quote_in_order(w->out, drawn, w->err);
    lc_mem_free(drawn);
}

void lc_script_exact(lc_script_writer *w, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_text_exact(text, v);
    fputs(text, w->out);
}

static void put_at(lc_script_writer *w, double x, double y)
{
    fprintf(w->out, " at screen %.5f,%.5f", x / w->f->width, y / w->f->height);
}

void lc_script_label(lc_script_writer *w, const lc_label *l)
{
    static const char *const align[] = {"left", "center", "right"};
    fputs("set label ", w->out);
    lc_script_text(w, l->text);
    put_at(w, l->x, l->y);
    fprintf(w->out, " %s font %c(%.4g) tc rgb \"%s\" noenhanced front\n", align[l->align],
            l->bold ? 'B' : 'F', l->size, l->color);
}

static void put_point_label(lc_script_writer *w, const lc_badge *b, int marker, double size,
                            const char *color)
{
    fputs("set label \"\"", w->out);
    put_at(w, b->x, b->y);
    fprintf(w->out, " point pt %d ps %.3g*PS lw %.3g lc rgb \"%s\" front\n", marker,
            size * w->f->scale, 1.6 * w->f->scale, color);
}

/* gnuplot draws a label's point over its text, so the number is a label of its own. */
void lc_script_badge(lc_script_writer *w, const lc_badge *b)
{
    const lc_theme *t = w->f->theme;
    bool ring = b->severity == LC_NOTE || b->explained;
    bool square = b->severity == LC_CRITICAL && !b->explained;
    const char *color = b->explained ? t->muted : square ? t->critical : t->text;
    put_point_label(w, b, square ? 5 : 7, POINT_BADGE * (square ? 0.92 : 1),
                    ring ? t->background : color);
    if (ring)
        put_point_label(w, b, 6, POINT_BADGE * 0.95, color);
    fprintf(w->out, "set label \"%zu\"", b->number);
    put_at(w, b->x, b->y);
    fprintf(w->out, " center font B(%.4g) tc rgb \"%s\" front\n", LC_SIZE_BADGE * w->f->scale,
            ring ? color : t->background);
}
