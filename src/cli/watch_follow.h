/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_follow.h - the runs of logs that are still being written, read anew as these grow. */
#ifndef LC_CLI_WATCH_FOLLOW_H
#define LC_CLI_WATCH_FOLLOW_H

#include "cli/settings.h"

#define PACE_MOST 32     /* moments that the pace is taken from */
#define FOLLOW_MOST 2048 /* records of a metric, about: as many as a curve has points */

/* A run that is followed. */
typedef struct followed {
    struct follow *all;
    char *path;
    size_t index;       /* among the runs of its log */
    lc_run run;         /* as it was last read */
    bool drawn, listed; /* it, as it is now: its curves, its digest */
    lc_digest digest;   /* without `text`: there was none yet */
    lc_watch *watch;
    bool behind; /* more looks are due, for which there was no time */
    bool told;   /* something was found in it */
    bool is_old; /* it was there at the first read, and has not grown since */
    double pace_x[PACE_MOST], pace_at[PACE_MOST]; /* where it was when [s] */
    size_t pace_n;
} followed;

/* A log's runs. */
typedef struct followed_log {
    char *path;
    uint64_t signature; /* of its files when they were last read */
} followed_log;

typedef struct follow {
    const settings *s;
    char **path; /* files and folders, or NULL: `spool` */
    size_t path_n;
    int spool; /* a file that whoever follows appends to, -1: none */
    uint64_t signature, spooled;
    followed_log *log;
    size_t log_n;
    followed **run;
    size_t n;
    double due;                  /* [s] not before */
    double looks_end;            /* [s] no look begins later */
    bool behind;                 /* some run is */
    bool begun;                  /* it was read once; what was there then is one look */
    int inotify;                 /* -1: none, files are polled */
    lc_look_take take;           /* told of each look; `self` is the followed run */
    void (*anew)(followed *run); /* told that a run begins anew, before any look at it */
    void *user;                  /* whoever takes it */
    lc_error why;                /* a log can't be read; code LC_OK: none, or it can again */
    char *why_path;
} follow;

/* Follow files and folders, some of which may not be there yet. `poll`: without inotify. */
void follow_open(follow *f, const settings *s, char **path, size_t n);
void follow_close(follow *f);

/* Read what has changed, not before f->due; `last`: at the end, lines without an end are whole.
 * False when memory is out, which has been complained of. */
bool follow_update(follow *f, bool last);

/* Forget events of inotify; they have woken whoever waited. */
void follow_drain(follow *f);

#endif
