/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv_cell.c - a cell of a CSV that programs read. */
#include "report/csv_cell.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

void lc_csv_text(FILE *out, const char *s)
{
    bool quoted = s && strpbrk(s, ",;\"\t\r\n") != NULL;
    fputs(quoted ? "\"" : "", out);
    for (; s && *s; s++) {
        if (*s == '"')
            putc('"', out);
        putc(*s, out);
    }
    fputs(quoted ? "\"" : "", out);
}

void lc_csv_number(FILE *out, double v)
{
    char text[LC_NUMBER_SIZE] = "";
    if (isfinite(v))
        lc_text_exact(text, v);
    else if (!lc_is_absent(v))
        snprintf(text, sizeof text, "%s", isnan(v) ? "nan" : v > 0 ? "inf" : "-inf");
    fputs(text, out);
}
