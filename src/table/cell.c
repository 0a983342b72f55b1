/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cell.c - numbers, percentages, decimal commas, and words that stand where there is no value. */
#include "table/cell.h"

#include "base/number.h"

#include <string.h>

#define CELL_MAX 64 /* [bytes] of a number written with a decimal comma */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static lc_field trimmed(lc_field f)
{
    while (f.len && is_blank(f.text[0]))
        f = (lc_field){f.text + 1, f.len - 1};
    while (f.len && is_blank(f.text[f.len - 1]))
        f.len--;
    return f;
}

/* Words that trainers and table writers leave where there is no value. */
static bool says_nothing(const lc_field *f)
{
    static const char *const words[] = {"NA",   "N/A", "n/a", "<NA>", "null", "NULL", "None",
                                        "none", "nil", "-",   "--",   "?",    "_"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (f->len == strlen(words[i]) && memcmp(f->text, words[i], f->len) == 0)
            return true;
    return f->len == 0;
}

/* "0.5", "85.3%", "85.3 %" */
static bool whole_number(double *v, const char *text, size_t len)
{
    size_t used = lc_number_read(v, text, len);
    if (used == 0 || used == len)
        return used > 0;
    while (used + 1 < len && is_blank(text[used]))
        used++;
    return used + 1 == len && text[used] == '%';
}

/* "0,5": one comma, which stands for the point, and digits behind it. */
static bool comma_number(double *v, const lc_field *f)
{
    char copy[CELL_MAX] = {0};
    const char *comma = memchr(f->text, ',', f->len);
    if (!comma || comma + 1 == f->text + f->len || f->len > sizeof copy ||
        memchr(f->text, '.', f->len))
        return false;
    memcpy(copy, f->text, f->len);
    copy[comma - f->text] = '.';
    return whole_number(v, copy, f->len);
}

bool lc_table_cell(double *v, const lc_field *field, char decimal)
{
    lc_field f = trimmed(*field);
    if (whole_number(v, f.text, f.len))
        return true;
    if (decimal == ',' && comma_number(v, &f))
        return true;
    if (!says_nothing(&f))
        return false;
    *v = lc_absent();
    return true;
}
