/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_screen.h - runs that are followed, drawn in place on a terminal. */
#ifndef LC_CLI_WATCH_SCREEN_H
#define LC_CLI_WATCH_SCREEN_H

#include "cli/watch_follow.h"
#include "cli/watch_keys.h"

#define NEWS_MOST 5 /* lines of findings that are shown */

typedef struct screen {
    const settings *s;
    size_t lines;  /* of the last frame, above the cursor */
    bool cleared;  /* the next one begins on an empty terminal */
    double due;    /* [s] not before */
    size_t chosen; /* of several runs */
    bool opened;   /* it is drawn, instead of the list of all */
    char *curves;  /* or the list, as they were made last, in so many rows */
    size_t rows;
    double forecast_due; /* [s] not before */
    double settles;      /* x at which the run settles; NaN: it can't be told */
    char *news[NEWS_MOST];
    const followed *news_of[NEWS_MOST]; /* the run of each */
    size_t news_n;
} screen;

/* A line of a run that is shown below the curves; the oldest one goes. */
void screen_add_news(screen *sc, const followed *r, const char *line);

/* Those of a run that begins anew go. */
void screen_drop_news(screen *sc, const followed *r);

/* A key was pressed; false: it ends the watch. */
bool screen_take_key(screen *sc, const follow *f, key pressed);

/* Draw what has changed, if it is time to; `last`: in any case. */
void screen_draw(screen *sc, const follow *f, bool last);

/* The terminal's size has changed, or something else was on it. */
void screen_begin_anew(screen *sc, bool clear);
void screen_free(screen *sc);

#endif
