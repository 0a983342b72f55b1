/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ranks.h - the processes of one program under MPI: the first one asks, the others answer.
 *
 * Without MPI (make MPI=1 builds with it), or not started by mpirun or the like, there are no others.
 * Each of the others answers in a child of its own, so that a log that ends the child, or a system
 * that wants its memory back, costs the questions that it had in hand and nothing else. When a whole
 * process of these is gone, MPI ends the program. Only one thread may call any of these, or
 * lc_work_serve(), lc_work_end() and lc_work_others(), which stand in ranks.c.
 */
#ifndef LC_BASE_RANKS_H
#define LC_BASE_RANKS_H

#include "learncurve.h"

/* Texts in a row, as they travel. */
typedef struct lc_parcel {
    char *bytes;
    size_t n, cap;
    bool lost; /* there are no answers, but one text that says why */
} lc_parcel;
#define LC_PARCEL_INIT    \
    {                     \
        NULL, 0, 0, false \
    }

/* One more text; when memory is out it and all behind it are missing at the other end. */
void lc_parcel_put(lc_parcel *p, const char *text, size_t n);

/* The text at *at, with a NUL behind it, and *at is then the next one's place; false, and *text NULL:
 * there is none. */
bool lc_parcel_next(const lc_parcel *p, size_t *at, const char **text, size_t *n);
void lc_parcel_free(lc_parcel *p);

/* The first process's part of lc_work_run(). How many others there are: lc_work_others(). */

/* The number of another process, 1 and on, that wants questions and gets them by the next call; 0: none
 * at present. */
unsigned lc_ranks_asked(void);
void lc_ranks_give(unsigned rank, const lc_parcel *questions);

/* One that has answered what it was given; 0: none at present. *p is overwritten. */
unsigned lc_ranks_answered(lc_parcel *p);

#endif
