/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fields.c - libcsv alone, as the yardstick.
 *
 *     fields FILE           count the fields
 *     fields FILE numbers   and read each with strtod
 */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK (1 << 20) /* [bytes] */

typedef struct tally {
    size_t fields, rows;
    double sum; /* so that no number is optimised away */
} tally;

static void count(void *text, size_t size, void *self)
{
    (void)text, (void)size;
    ((tally *)self)->fields++;
}

static void add(void *text, size_t size, void *self)
{
    (void)size;
    ((tally *)self)->fields++;
    ((tally *)self)->sum += strtod(text, NULL);
}

static void row(int end, void *self)
{
    (void)end;
    ((tally *)self)->rows++;
}

int main(int argc, char **argv)
{
    static char block[BLOCK];
    tally t = {0};
    struct csv_parser p;
    FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!f || csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        fputs("usage: fields FILE [numbers]\n", stderr);
        return 2;
    }
    for (size_t n; (n = fread(block, 1, BLOCK, f)) > 0;)
        csv_parse(&p, block, n, argc > 2 ? add : count, row, &t);
    csv_fini(&p, argc > 2 ? add : count, row, &t);
    csv_free(&p);
    fclose(f);
    printf("%zu rows, %zu fields, sum %g\n", t.rows, t.fields, t.sum);
    return 0;
}
