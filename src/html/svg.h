/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svg.h - a plot of gnuplot's within a page. */
#ifndef LC_HTML_SVG_H
#define LC_HTML_SVG_H

#include "html/page.h"

/**
 * Write n bytes of an SVG that gnuplot made, with a NUL behind them, as an element of a page, on which
 * several may stand.
 *
 * Only shapes, texts and the attributes that place and paint them are taken over; numbers have one
 * decimal, and groups without contents are gone. A colour #0072B2 is the page's variable --c0072B2,
 * where it has one (page.css: what it is in the dark).
 *
 *   in   number  of this plot on the page, for its ids
 *   in   class   of the element
 *   in   label   what it shows, for who can't see it
 */
void lc_html_svg(lc_page *p, const char *svg, size_t n, size_t number, const char *class,
                 const char *label);

#endif
