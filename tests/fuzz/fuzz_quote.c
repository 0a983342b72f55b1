/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_quote.c - text of strangers in terminals, gnuplot scripts, JSON and CSV: it says what it said, and
 * does nothing.
 */
#include "base/mem.h"
#include "base/node.h"
#include "base/text.h"
#include "plot/quote.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)  \
    do {             \
        if (!(what)) \
            abort(); \
    } while (0)

/* No control of one byte, none of two, nothing that turns the order of letters. */
static void check_terminal(const char *clean)
{
    for (const unsigned char *c = (const unsigned char *)clean; *c; c++) {
        CHECK(*c >= 0x20 && *c != 0x7F);
        CHECK(*c != 0xC2 || c[1] >= 0xA0);
        CHECK(c[0] != 0xE2 || c[1] != 0x80 || c[2] < 0xAA || c[2] > 0xAE);
    }
}

/* As gnuplot reads a string in double quotes: nothing ends it early, runs or breaks the line. */
static void check_gnuplot(const char *literal, const char *meant)
{
    size_t n = strlen(literal), m = 0;
    CHECK(n >= 2 && literal[0] == '"' && literal[n - 1] == '"');
    for (size_t i = 1; i < n - 1; i++) {
        CHECK(literal[i] != '"' && literal[i] != '`' && literal[i] != '\n');
        if (literal[i] == '\\')
            CHECK(++i < n - 1 && strchr("\"\\`", literal[i]));
        CHECK(literal[i] == meant[m++]);
    }
    CHECK(meant[m] == '\0');
}

static void check_json(const char *quoted, const char *meant)
{
    struct json_object *o = json_tokener_parse(quoted);
    CHECK(o && json_object_is_type(o, json_type_string));
    CHECK(strcmp(json_object_get_string(o), meant) == 0);
    json_object_put(o);
}

/* One cell, whatever reads it; with LC_CSV_SAFE it begins with nothing that a spreadsheet runs. */
static void check_csv(const char *cell, const char *meant, unsigned how)
{
    size_t n = strlen(cell), m = 0;
    bool quoted = cell[0] == '"';
    CHECK(n > 0);
    if (how & LC_CSV_SAFE)
        CHECK(!strchr("=+-@\t\r", cell[quoted]) || !cell[quoted]);
    if (!quoted) {
        CHECK(strcmp(cell, meant) == 0 && !strpbrk(cell, ",;\"\t\r\n"));
        return;
    }
    for (size_t i = 1; i < n - 1; i++) {
        if (cell[i] == '"')
            CHECK(i + 1 < n - 1 && cell[++i] == '"');
        if (i == 1 && cell[1] == '\'' && meant[0] != '\'')
            continue;
        CHECK(cell[i] == meant[m++]);
    }
    CHECK(meant[m] == '\0' && cell[n - 1] == '"');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *raw = lc_mem_text((const char *)data, size), *clean = lc_text_clean(raw, size), *text;
    char *drawn = lc_plot_clean(raw, size), *valid = lc_text_valid(raw, strlen(raw));
    size_t n;
    FILE *out = lc_text_open(&text, &n);
    lc_text_write(out, raw, size);
    lc_text_close(out, &text);
    CHECK(strcmp(text, clean) == 0);
    check_terminal(clean);
    free(text);

    out = lc_text_open(&text, &n);
    CHECK(lc_plot_quote(out, raw, size, NULL) == LC_OK);
    lc_text_close(out, &text);
    check_terminal(drawn);
    check_gnuplot(text, drawn);
    free(text);

    out = lc_text_open(&text, &n);
    lc_json_quote(out, valid);
    lc_text_close(out, &text);
    check_json(text, valid);
    free(text);

    for (unsigned how = 0; how <= (LC_CSV_SAFE | LC_CSV_CLEAN); how++) {
        out = lc_text_open(&text, &n);
        lc_csv_text(out, how & LC_CSV_CLEAN ? clean : raw, how);
        lc_text_close(out, &text);
        check_csv(text, how & LC_CSV_CLEAN ? clean : raw, how);
        free(text);
    }
    lc_mem_free(raw);
    lc_mem_free(clean);
    lc_mem_free(drawn);
    lc_mem_free(valid);
    return 0;
}
