/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv_cell.h - a cell of a CSV that programs read. */
#ifndef LC_REPORT_CSV_CELL_H
#define LC_REPORT_CSV_CELL_H

#include "base/error.h"

/* In quotes when it holds what separates cells; NULL is empty. */
void lc_csv_text(FILE *out, const char *s);

/* The shortest digits that are read back as the same double; nothing for what is absent. */
void lc_csv_number(FILE *out, double v);

#endif
