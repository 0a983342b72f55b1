/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.h - dates as numbers of days. */
#ifndef LC_TRAIN_DATE_H
#define LC_TRAIN_DATE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Read a date that fills s[n]: 2024-01-31 or 2024/01/31; behind it perhaps a blank or a T and a time
 * 12:30[:15[.5]], and then perhaps Z or an offset +01:00 (ISO 8601).
 *
 *   out  *days  since 1970-01-01 in the Gregorian calendar; without an offset as if in UTC
 *
 * False when it is none, or a day or time that doesn't exist. Tested in tests/unit/test_date.c.
 */
bool lc_date_read(double *days, const char *s, size_t n);

#endif
