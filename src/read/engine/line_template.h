/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * line_template.h - lines that wait until another one of their template comes.
 *
 * Nobody says what the lines of a self-made log are; that they repeat tells it. A line is handed
 * out once its template was seen twice, and those behind it wait as well, so that all come in order.
 */
#ifndef LC_READ_LINE_TEMPLATE_H
#define LC_READ_LINE_TEMPLATE_H

#include "read/engine/lines.h"
#include "read/engine/printed_line.h"

#define LC_TEMPLATE_SLOTS 2048   /* for templates; a power of two */
#define LC_TEMPLATE_IGNORED 1024 /* a power of two */
#define LC_EXAMPLE_MAX 400       /* [bytes] of a line that is kept to show where values come from */
#define LC_SPELLING_MAX 16       /* [bytes] of a value that is no finite number */

/* A pair of all lines of a template. */
typedef struct lc_template_field {
    lc_role role;
    bool score;
    bool minimized; /* whatever its name says */
    char *name;
    uint32_t id;                    /* of its metric, for whoever makes one */
    char spelling[LC_SPELLING_MAX]; /* of its first value that is no finite number */
    size_t spelling_n;
} lc_template_field;

/* Lines of the same names. */
typedef struct lc_line_template {
    uint64_t hash;
    size_t seen;
    size_t run;    /* for which the ids hold; 0: none */
    bool record;   /* it measures something; else its counters go for the lines below */
    bool counter;  /* it counts */
    bool held_out; /* ... on validation or test samples alone */
    bool summary;  /* it begins with an asterisk, and sums up the lines above */
    bool leads;    /* it comes before the line that names its epoch */
    bool of_epoch; /* it says of a whole epoch what other lines say of its steps */
    bool ranked;   /* several processes print it; only the lines of `rank` are kept */
    double rank;
    char *example; /* its first line, as far as LC_EXAMPLE_MAX goes */
    size_t n;
    lc_template_field field[];
} lc_line_template;

typedef struct lc_template_value {
    double v, of;
    bool mean;    /* v is one */
    bool rounded; /* "1K" */
} lc_template_value;

typedef struct lc_waiting_line {
    lc_line_template *template; /* NULL when it has been given up */
    long number;
    char end;
    bool bar;     /* a state of a progress bar */
    size_t at;    /* of its first value */
    size_t label; /* for whoever labels lines; 0: none */
} lc_waiting_line;

typedef struct lc_line_templates { /* begins as zeros */
    lc_line_template *slot[LC_TEMPLATE_SLOTS];
    size_t templates;
    bool full;
    uint64_t ignored[LC_TEMPLATE_IGNORED]; /* hashes of lines that say nothing */
    uint64_t ranks; /* a bit for each process that prints the lines, the first 64 */
    lc_waiting_line *line;
    size_t head, lines, line_cap;
    lc_template_value *value;
    size_t values, value_cap;
} lc_line_templates;

/* Whether a heading above doesn't go for a line: it measures nothing, as "Epoch 3/10", or it counts and
 * came without the heading before, as a step of the training does behind an evaluation. */
bool lc_line_templates_is_apart(const lc_line_templates *r, const lc_printed_line *l);

/* Let a line wait; *template is its template, NULL when it says nothing. LC_OK, LC_E_NOMEM. */
lc_status lc_line_templates_add(lc_line_templates *r, const lc_lines *in, const lc_printed_line *l,
                                lc_line_template **template, lc_error *err);

/* The newest line is a state of a progress bar. */
void lc_line_templates_mark_bar(lc_line_templates *r);

/* The newest line has this label. */
void lc_line_templates_label(lc_line_templates *r, size_t label);

/* The next line whose time has come, or NULL; borrowed until the next call. Unless `all` of the log
 * has been added, the newest one stays, as it may be overwritten. */
const lc_waiting_line *lc_line_templates_next(lc_line_templates *r, bool all);

/* The line that was added after one that was handed out; NULL if it isn't there yet. */
const lc_waiting_line *lc_line_templates_after(const lc_line_templates *r,
                                               const lc_waiting_line *line);

const lc_template_value *lc_line_templates_values(const lc_line_templates *r,
                                                  const lc_waiting_line *line);

void lc_line_templates_free(lc_line_templates *r);

#endif
