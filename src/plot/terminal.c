/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.c - the gnuplot terminals that plots are written for, tuned so that pages look alike. */
#include "plot/terminal.h"

#include "plot/font.h"

#include <string.h>
#include <strings.h>

/* Fonts: cairo counts points of 4/3 pixels, svg pixels; pdfcairo's page is in inches of 96 pixels
 * with 72 points each. An SVG is shown where fonts are unknown, so it asks for any sans-serif. TikZ
 * has no face: LaTeX has. */
static const lc_terminal terminals[] = {
    {.ending = ".png",
     .name = "pngcairo",
     .face = LC_FONT_FACE,
     .font = 0.75,
     .point = 1,
     .line = 1,
     .options = "noenhanced rounded",
     .draws_text = true,
     .end = "IEND\xAE"
            "B`\x82"},
    {.ending = ".svg",
     .name = "svg",
     .face = "sans-serif",
     .font = 1,
     .point = 0.5,
     .line = 1,
     .options = "noenhanced rounded",
     .end = "</svg>\n"},
    {.ending = ".pdf",
     .name = "pdfcairo",
     .face = LC_FONT_FACE,
     .font = 0.565,
     .point = 0.83,
     .line = 1.5,
     .per_inch = 96,
     .options = "noenhanced rounded fontscale 1",
     .draws_text = true,
     .end = "%%EOF\n"},
    {.ending = ".eps",
     .name = "epscairo",
     .face = LC_FONT_FACE,
     .font = 0.565,
     .point = 0.83,
     .line = 1.5,
     .per_inch = 96,
     .options = "noenhanced rounded fontscale 1",
     .draws_text = true,
     .end = "%%EOF\n"},
    {.ending = ".sixel", /* for terminals: lc_terminal_endings() needn't name it */
     .name = "sixelgd",
     .face = LC_FONT_FACE,
     .font = 0.75,
     .point = 1,
     .line = 1,
     .options = "truecolor noenhanced rounded",
     .draws_text = true,
     .end = "\x1b\\"},
    {.ending = ".tex",
     .name = "tikz",
     .font = 0.75,
     .point = 1.5,
     .line = 1.5,
     .per_inch = 96,
     .width = 605, /* 16 cm: the text of an A4 page */
     .options = "",
     .end = "%% gnuplot variables\n"},
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

const char *lc_terminal_endings(void)
{
    return ".png, .svg, .pdf, .eps, .tex or .gp";
}
