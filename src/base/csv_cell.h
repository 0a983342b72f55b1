/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv_cell.h - a cell of CSV; lc_csv_text() is public. */
#ifndef LC_BASE_CSV_CELL_H
#define LC_BASE_CSV_CELL_H

#include "base/error.h"

/* The shortest digits that are read back as the same double; nothing for what is absent. */
void lc_csv_number(FILE *out, double v);

/* The same behind a comma, the text as it may stand before people (LC_CSV_CLEAN | LC_CSV_SAFE). */
void lc_csv_next_text(FILE *out, const char *s);
void lc_csv_next_number(FILE *out, double v);

#endif
