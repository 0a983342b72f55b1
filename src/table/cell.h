/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell.h - one cell of delimited text. */
#ifndef LC_TABLE_CELL_H
#define LC_TABLE_CELL_H

#include "base/error.h"

#define LC_LINE_MAX (64u << 20) /* [bytes] a longer line is an error, so memory stays bounded */
#define LC_FIELDS_MAX 200000u   /* fields of one line */

/* One field of a row, without quotes and outer blanks. Not NUL-terminated. */
typedef struct lc_field {
    const char *text;
    size_t len;
} lc_field;

/* Read a cell as the table does: a number, "85.3%", or nothing where it is empty or says so ("NA",
 * "None", "-", ...: lc_absent()). False when it is text. */
bool lc_table_cell(double *v, const lc_field *field, char decimal);

#endif
