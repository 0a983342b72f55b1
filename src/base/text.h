/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - text that comes from strangers, and text that is made for people; lc_text_clean(),
 * lc_text_distance() and lc_nearest_to() are public. */
#ifndef LC_BASE_TEXT_H
#define LC_BASE_TEXT_H

#include "base/error.h"

#include <stdarg.h>

/* Only the valid UTF-8: what JSON and the like can hold, but nothing for a terminal. */
char *lc_text_valid(const char *s, size_t n);

/* Terminal columns that clean text takes; wide characters count two, combining ones none. */
size_t lc_text_width(const char *clean);

/* printf into a new block (lc_mem_free); NULL when memory is out. */
LC_PRINTF(1, 2)
char *lc_text_format(const char *fmt, ...);
char *lc_text_vformat(const char *fmt, va_list ap);

/* A text that is made in pieces. */
typedef struct lc_pieces {
    FILE *to; /* NULL: memory is out */
    char *text;
    size_t size;
} lc_pieces;

FILE *lc_pieces_begin(lc_pieces *p);

/* The text, which the caller frees with free(); NULL when memory is out. Once, whatever begin returned. */
char *lc_pieces_end(lc_pieces *p);

/* Append a printf'd text to a list; false when memory is out. */
LC_PRINTF(2, 3)
bool lc_texts_add(lc_texts *list, const char *fmt, ...);
void lc_texts_free(lc_texts *list);

#define LC_NUMBER_SIZE 32 /* bytes that any number below needs, with its NUL */

/* The shortest of %.15g, %.16g and %.17g that reads back as the same double. */
void lc_text_exact(char out[LC_NUMBER_SIZE], double v);

/* For people: `digits` significant ones at most, no zeros behind them, no exponent from 1e-4 up to
 * 1e6; "NaN", "inf". */
void lc_text_round(char out[LC_NUMBER_SIZE], double v, int digits);

/* Compare names as people write them: letter case, '-', '_' and blanks make no difference. */
bool lc_text_same(const char *a, const char *b);

#endif
