/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv_cell.c - a cell of CSV. */
#include "base/csv_cell.h"

#include "base/mem.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* What spreadsheets take for the beginning of a formula, whatever the quotes:
 * https://owasp.org/www-community/attacks/CSV_Injection */
static bool is_formula(const char *s)
{
    return *s && strchr("=+-@\t\r", *s);
}

/* Quotes are doubled; the bytes between them are cleaned or not. */
static void put_quoted(FILE *out, const char *s, bool clean)
{
    while (*s) {
        size_t n = strcspn(s, "\"");
        if (clean)
            lc_text_write(out, s, n);
        else
            fwrite(s, 1, n, out);
        s += n;
        if (*s) {
            fputs("\"\"", out);
            s++;
        }
    }
}

void lc_csv_text(FILE *out, const char *s, unsigned how)
{
    size_t n = s ? strlen(s) : 0;
    if (!s)
        return;
    bool formula = (how & LC_CSV_SAFE) && is_formula(s);
    bool plain = n && !strpbrk(s, ",;\"\t\r\n") && s[0] != ' ' && s[n - 1] != ' ' && !formula;
    fputs(plain ? "" : "\"", out);
    fputs(formula ? "'" : "", out);
    char *whole =
        how & LC_CSV_CLEAN ? lc_text_clean(s, n) : NULL; /* a piece is cleaned otherwise */
    put_quoted(out, whole ? whole : s, (how & LC_CSV_CLEAN) && !whole);
    lc_mem_free(whole);
    fputs(plain ? "" : "\"", out);
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

void lc_csv_next_text(FILE *out, const char *s)
{
    putc(',', out);
    lc_csv_text(out, s, LC_CSV_CLEAN | LC_CSV_SAFE);
}

void lc_csv_next_number(FILE *out, double v)
{
    putc(',', out);
    lc_csv_number(out, v);
}
