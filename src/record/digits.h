/* SPDX-License-Identifier: MIT */
/* digits.h - doubles as decimal text and back, without loss and in every locale. */
#ifndef LC_RECORD_DIGITS_H
#define LC_RECORD_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

#define LC_RECORD_DIGITS 32 /* [bytes] that a number takes at most, with its NUL */

/* The fewest digits that are read back as v, nearest to it; "nan", "inf", "-inf". Returns the
 * length. */
size_t lc_record_write_double(char out[LC_RECORD_DIGITS], double v);

/* A number that fills s[n] but for blanks around it; false when there is none. */
bool lc_record_read_double(double *v, const char *s, size_t n);

#endif
