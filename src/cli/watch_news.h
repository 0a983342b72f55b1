/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_news.h - what is found and withdrawn while runs are followed: as lines, and for --on-finding. */
#ifndef LC_CLI_WATCH_NEWS_H
#define LC_CLI_WATCH_NEWS_H

#include "cli/watch_follow.h"

typedef struct news {
    const settings *s;
    void (*tell)(void *self, const followed *r,
                 const char *line); /* takes each line, without its end */
    void *self;
    bool silent;    /* a command's own output would stand in a drawing: it goes nowhere */
    bool lost;      /* a line, since memory was out */
    size_t running; /* commands that were started and have not ended */
} news;

/* Tell what a look at a run has found. */
void news_take(news *n, followed *r, const lc_look *look);

/* Tell that a run begins anew. */
void news_tell_anew(news *n, const followed *r);

/* Tell why a run is stopped at a look, by us or by whoever reads this. */
void news_tell_stop(news *n, const followed *r, const lc_look *look, bool by_us);

#endif
