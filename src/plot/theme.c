/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * theme.c - colours, dashes and markers. The hues are those of Okabe and Ito (2008), which people
 * with colour-blindness tell apart; text takes darker shades of them where the hue itself has less
 * than 4.5:1 contrast with the background.
 */
#include "plot/theme.h"

#define SOLID "solid"
#define DASHED "(9,5)"
#define DOTTED "(2,5)"

static const lc_theme light = {
    .background = "#FFFFFF",
    .text = "#1F2933",
    .muted = "#5F6B78",
    .grid = "#E3E7EB",
    .axis = "#9AA5B1",
    .best = "#009E73",
    .best_text = "#007A59",
    .critical = "#A61B1B",
    .gap_alpha = 0.10,
    .band_alpha = 0.15,
};

static const lc_theme dark = {
    .background = "#0D1117",
    .text = "#EEF2F6",
    .muted = "#99A3AE",
    .grid = "#242B34",
    .axis = "#4B5662",
    .best = "#34C39A",
    .best_text = "#34C39A",
    .critical = "#FF8A80",
    .gap_alpha = 0.12,
    .band_alpha = 0.20,
    .dark = true,
};

static const lc_theme light_mono = {
    .background = "#FFFFFF",
    .text = "#111111",
    .muted = "#555555",
    .grid = "#E4E4E4",
    .axis = "#999999",
    .best = "#111111",
    .best_text = "#111111",
    .critical = "#111111",
    .gap_alpha = 0.07,
    .band_alpha = 0.14,
    .mono = true,
};

static const lc_theme dark_mono = {
    .background = "#101010",
    .text = "#F2F2F2",
    .muted = "#A8A8A8",
    .grid = "#2A2A2A",
    .axis = "#5A5A5A",
    .best = "#F2F2F2",
    .best_text = "#F2F2F2",
    .critical = "#F2F2F2",
    .gap_alpha = 0.10,
    .band_alpha = 0.20,
    .dark = true,
    .mono = true,
};

/* {line, text} for no split, train, validation, test. */
static const char *const split_hue[2][4][2] = {
    {{"#4A5568", "#4A5568"},
     {"#0072B2", "#0069A6"},
     {"#D55E00", "#BF4F00"},
     {"#CC79A7", "#A0457A"}},
    {{"#C3CCD6", "#C3CCD6"},
     {"#56B4E9", "#56B4E9"},
     {"#E69F00", "#E69F00"},
     {"#E39AC3", "#E39AC3"}},
};

/* {line, text} for a panel's second, third, ... metric. */
#define FAMILIES 5
static const char *const family_hue[2][FAMILIES][2] = {
    {{"#A64D82", "#9A3F76"},
     {"#3F9BD1", "#1F74A8"},
     {"#8A6D1B", "#7A5F12"},
     {"#5B6770", "#4F5A63"},
     {"#6C4FB3", "#6345AB"}},
    {{"#E39AC3", "#E39AC3"},
     {"#7FD1C0", "#7FD1C0"},
     {"#D9CF4A", "#D9CF4A"},
     {"#C3CCD6", "#C3CCD6"},
     {"#B39DF2", "#B39DF2"}},
};

/* Where colour may not tell: dashes by split, the same in all panels; markers and greys by family. */
static const char *const dashes[] = {SOLID, SOLID, DASHED, DOTTED};
static const int markers[] = {7,  9, 5, 13,
                              11, 15}; /* circle, triangle, square, diamond, triangle
                                                     * pointing down, pentagon; all filled */

const lc_theme *lc_theme_pick(bool is_dark, bool mono)
{
    if (mono)
        return is_dark ? &dark_mono : &light_mono;
    return is_dark ? &dark : &light;
}

/* ANSI colours by split and by family. */
static const unsigned char split_ansi[] = {37, 94, 33, 35}, family_ansi[] = {36, 32, 95, 91, 37};

lc_stroke lc_theme_stroke(const lc_theme *theme, lc_split split, size_t family, bool paired)
{
    if (theme->mono) {
        const char *grey = family % 2 ? theme->muted : theme->text;
        return (lc_stroke){grey, grey, dashes[split], markers[family % 6], 37, 1};
    }
    const char *const *hue =
        family ? family_hue[theme->dark][(family - 1) % FAMILIES] : split_hue[theme->dark][split];
    bool dashed = paired && family && split == LC_TRAIN;
    unsigned char ansi = family ? family_ansi[(family - 1) % FAMILIES] : split_ansi[split];
    return (lc_stroke){hue[0], hue[1], dashed ? DASHED : SOLID, 7, ansi, 1};
}

/* {line, text} for runs, most different ones first; and their ANSI colours. */
#define RUNS 10
static const char *const run_hue[2][RUNS][2] = {
    {{"#0072B2", "#0069A6"},
     {"#D55E00", "#BF4F00"},
     {"#009E73", "#007A59"},
     {"#CC79A7", "#A0457A"},
     {"#E69F00", "#8F6300"},
     {"#56B4E9", "#1F74A8"},
     {"#6C4FB3", "#6345AB"},
     {"#8A6D1B", "#7A5F12"},
     {"#B3343A", "#A61B1B"},
     {"#1F2933", "#1F2933"}},
    {{"#56B4E9", "#56B4E9"},
     {"#E69F00", "#E69F00"},
     {"#34C39A", "#34C39A"},
     {"#E39AC3", "#E39AC3"},
     {"#D9CF4A", "#D9CF4A"},
     {"#FF8A80", "#FF8A80"},
     {"#B39DF2", "#B39DF2"},
     {"#D8B26A", "#D8B26A"},
     {"#7FD1C0", "#7FD1C0"},
     {"#EEF2F6", "#EEF2F6"}},
};
static const unsigned char run_ansi[RUNS] = {94, 33, 32, 35, 93, 36, 95, 91, 96, 37};

lc_stroke lc_theme_run_stroke(bool is_dark, bool mono, size_t i)
{
    const lc_theme *theme = lc_theme_pick(is_dark, mono);
    if (i == SIZE_MAX)
        return (lc_stroke){theme->axis, theme->muted, SOLID, 0, 90, 1};
    if (mono) {
        const char *grey = i % 2 ? theme->muted : theme->text;
        return (lc_stroke){grey, grey, dashes[1 + i / 2 % 3], markers[i % 6], 37, 1};
    }
    const char *const *hue = run_hue[is_dark][i % RUNS];
    return (lc_stroke){hue[0], hue[1], SOLID, 7, run_ansi[i % RUNS], 1};
}
