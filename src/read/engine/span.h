/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * span.h - taking a line of text apart, from left to right.
 *
 * A span is what is left to read of a line. Functions named `take` move its start behind what they
 * found and say true; where they say false, nothing has moved. None allocates or reads past `end`.
 */
#ifndef LC_READ_SPAN_H
#define LC_READ_SPAN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lc_span {
    const char *s, *end; /* not NUL-terminated; s <= end */
} lc_span;

lc_span lc_span_of(const char *text); /* the whole of a NUL-terminated text */
size_t lc_span_length(const lc_span *t);
bool lc_span_is(const lc_span *t, const char *word); /* exactly this */
bool lc_span_equals(const lc_span *a, const lc_span *b);
bool lc_span_begins(const lc_span *t, const char *word);
bool lc_span_ends(const lc_span *t, const char *word);
bool lc_span_has(const lc_span *t, const char *word); /* somewhere */

void lc_span_skip_blanks(lc_span *t); /* blanks and tabs */
lc_span lc_span_trim(lc_span t);      /* without those at both ends */

bool lc_span_take_word(lc_span *t, const char *word);

/* Move to behind the first `word`. */
bool lc_span_take_until(lc_span *t, const char *word);

/* The part before the first `word`, trimmed; *t goes on behind it, or is empty when there is none. */
lc_span lc_span_take_part(lc_span *t, const char *word);

/* The bytes as long as they belong; maybe none. */
lc_span lc_span_take_while(lc_span *t, bool (*belongs)(const lc_span *at));

/* A run of bytes without blanks; leading blanks are skipped. */
bool lc_span_take_token(lc_span *t, lc_span *token);

/* Up to 15 digits, without a sign. */
bool lc_span_take_count(lc_span *t, double *v);

/* Any number as lc_number_read takes it, nan and inf too. */
bool lc_span_take_number(lc_span *t, double *v);

/* The whole span is one number; a percent sign may stand behind it. */
bool lc_span_is_number(const lc_span *t, double *v);

/* "1,090,312" or "-1,090.5", with one comma at least. */
bool lc_span_take_thousands(lc_span *t, double *v);

/* The whole span is such a number. */
bool lc_span_is_thousands(const lc_span *t, double *v);

/* "hh:mm:ss", "mm:ss" or "d days, hh:mm:ss", with decimals, as seconds: the whole span. */
bool lc_span_is_clock(const lc_span *t, double *seconds);

#endif
