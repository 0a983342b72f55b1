/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.c - the gnuplot terminals that plots are written for, tuned so that pages look alike. */
#include "plot/terminal.h"

#include "plot/font.h"

#include <string.h>
#include <strings.h>

/* Fonts: cairo counts points of 4/3 pixels, svg pixels; pdfcairo's page is in inches of 96 pixels
 * with 72 points each. An SVG is shown where fonts are unknown, so it asks for any sans-serif. */
static const lc_terminal terminals[] = {
    {".png", "pngcairo", LC_FONT_FACE, 0.75, 1, 1, true,
     "IEND\xAE"
     "B`\x82"},
    {".svg", "svg", "sans-serif", 1, 0.5, 1, false, "</svg>\n"},
    {".pdf", "pdfcairo", LC_FONT_FACE, 0.565, 0.83, 1.5, true, "%%EOF\n"},
};

const lc_terminal *lc_terminal_find(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++) {
        size_t k = strlen(terminals[i].ending);
        if (n > k && strcasecmp(path + n - k, terminals[i].ending) == 0)
            return &terminals[i];
    }
    return NULL;
}
