/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repeats.h - lines that wait until another one of their shape comes.
 *
 * Nobody says what the lines of a self-made log are; that they repeat tells it. A line is handed
 * out once its shape was seen twice, and those behind it wait as well, so that all come in order.
 */
#ifndef LC_READ_REPEATS_H
#define LC_READ_REPEATS_H

#include "read/engine/lines.h"
#include "read/engine/shape.h"

#define LC_REPEATS_SLOTS 2048 /* for shapes; a power of two */
#define LC_REPEATS_DULL 1024  /* a power of two */
#define LC_SPELLING_MAX 16    /* [bytes] of a value that is no finite number */

/* A pair of all lines of a shape. */
typedef struct lc_repeat_part {
    lc_role role;
    bool score;
    char *name;
    uint32_t id;                    /* of its metric, for whoever makes one */
    char spelling[LC_SPELLING_MAX]; /* of its first value that is no finite number */
    size_t spelling_n;
} lc_repeat_part;

/* Lines of the same names. */
typedef struct lc_repeat_shape {
    uint64_t hash;
    size_t seen;
    size_t run;    /* for which the ids hold; 0: none */
    bool record;   /* it measures something; else its counters go for the lines below */
    bool held_out; /* ... on validation or test samples alone */
    bool summary;  /* it begins with an asterisk, and sums up the lines above */
    size_t n;
    lc_repeat_part part[];
} lc_repeat_shape;

typedef struct lc_repeat_value {
    double v, of;
    bool mean; /* v is one */
} lc_repeat_value;

typedef struct lc_repeat_line {
    lc_repeat_shape *shape; /* NULL when it has been given up */
    long number;
    char end;
    bool bar;  /* a state of a progress bar */
    size_t at; /* of its first value */
} lc_repeat_line;

typedef struct lc_repeats { /* begins as zeros */
    lc_repeat_shape *slot[LC_REPEATS_SLOTS];
    size_t shapes;
    bool full;
    uint64_t dull[LC_REPEATS_DULL]; /* hashes of lines that say nothing */
    lc_repeat_line *line;
    size_t head, lines, line_cap;
    lc_repeat_value *value;
    size_t values, value_cap;
} lc_repeats;

/* Whether a line is one that counts and measures nothing, such as "Epoch 3/10". */
bool lc_repeats_is_header(const lc_repeats *r, const lc_shape_line *l);

/* Let a line wait; *shape is its shape, NULL when it says nothing. LC_OK, LC_E_NOMEM. */
lc_status lc_repeats_add(lc_repeats *r, const lc_lines *in, const lc_shape_line *l,
                         lc_repeat_shape **shape, lc_error *err);

/* The newest line is a state of a progress bar. */
void lc_repeats_is_bar(lc_repeats *r);

/* The next line whose time has come, or NULL; borrowed until the next call. Unless `all` of the log
 * has been added, the newest one stays, as it may be overwritten. */
const lc_repeat_line *lc_repeats_next(lc_repeats *r, bool all);

/* The line that was added after one that was handed out; NULL if it isn't there yet. */
const lc_repeat_line *lc_repeats_after(const lc_repeats *r, const lc_repeat_line *line);

const lc_repeat_value *lc_repeats_values(const lc_repeats *r, const lc_repeat_line *line);

void lc_repeats_free(lc_repeats *r);

#endif
