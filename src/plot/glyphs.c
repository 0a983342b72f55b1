/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyphs.c - characters that no font of this machine has. */
#include "plot/glyphs.h"

#include "base/mem.h"
#include "base/text.h"
#include "plot/process.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LATIN_END 0x250 /* any font has what comes before */
#define QUERIES_MAX 48  /* of 10 ms each */
#define SQUARE "\xE2\x96\xA1"

/* The character at s, and the bytes it takes. */
static int32_t code_at(const char *s, size_t *bytes)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &code);
    *bytes = used > 0 ? (size_t)used : 1;
    return used > 0 ? code : 0xFFFD;
}

/* Joiners and selectors shape their neighbours and are drawn by no glyph of their own. */
static bool is_invisible(int32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || (code >= 0xFE00 && code <= 0xFE0F);
}

static bool is_listed(const lc_glyphs *g, int32_t code)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->missing[i] == code)
            return true;
    return false;
}

static bool is_missing(const lc_glyphs *g, int32_t code)
{
    return code >= LATIN_END && (g->all || is_listed(g, code));
}

static void collect(lc_glyphs *g, const char *text)
{
    size_t bytes;
    for (const char *s = text; s && *s; s += bytes) {
        int32_t code = code_at(s, &bytes);
        if (code < LATIN_END || is_invisible(code) || is_listed(g, code))
            continue;
        if (g->n == LC_GLYPHS_MAX)
            g->all = true;
        else
            g->missing[g->n++] = code;
    }
}

/* Whether one font has all of these characters. */
static lc_status ask(bool *has, const int32_t *code, size_t n, lc_error *err)
{
    char *pattern = lc_text_format(":charset="), first[2];
    for (size_t i = 0; pattern && i < n; i++) {
        char *longer = lc_text_format("%s%s%x", pattern, i ? " " : "", (unsigned)code[i]);
        lc_mem_free(pattern);
        pattern = longer;
    }
    if (!pattern)
        return lc_error_nomem(err);
    char program[] = "fc-list";
    char *argv[] = {program, pattern, NULL};
    lc_error why = LC_ERROR_INIT;
    lc_status st = lc_process_read(first, sizeof first, &(lc_process){.argv = argv}, &why);
    *has = st == LC_OK && first[0] != '\0';
    lc_mem_free(pattern);
    if (st == LC_OK || st == LC_E_GNUPLOT ||
        st == LC_E_LIMIT) /* no fc-list: no font is known to have them */
        return LC_OK;
    if (err)
        *err = why;
    return st;
}

static int by_code(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Characters of one block of 256 are asked for together, as most fonts have all or none of them. */
static lc_status ask_all(lc_glyphs *g, lc_error *err)
{
    int32_t code[LC_GLYPHS_MAX];
    size_t n = g->n, kept = 0, queries = 0;
    memcpy(code, g->missing, n * sizeof *code);
    qsort(code, n, sizeof *code, by_code);
    for (size_t i = 0, k; i < n; i = k) {
        bool has = false;
        for (k = i; k < n && code[k] >> 8 == code[i] >> 8;)
            k++;
        lc_status st = queries++ < QUERIES_MAX ? ask(&has, code + i, k - i, err) : LC_OK;
        for (size_t j = i; st == LC_OK && !has && j < k; j++) {
            bool one = false;
            if (k - i > 1 && queries++ < QUERIES_MAX)
                st = ask(&one, code + j, 1, err);
            if (!one)
                g->missing[kept++] = code[j];
        }
        if (st != LC_OK)
            return st;
    }
    g->n = kept;
    return LC_OK;
}

lc_status lc_glyphs_find(lc_glyphs *g, const lc_run *run, const lc_plot_options *options,
                         lc_error *err)
{
    *g = (lc_glyphs){.n = 0};
    collect(g, options ? options->title : NULL);
    collect(g, run->name);
    collect(g, run->source);
    collect(g, run->axis_name);
    for (size_t i = 0; i < run->series_n; i++)
        collect(g, run->series[i].metric.name);
    return ask_all(g, err);
}

char *lc_glyphs_replace(const lc_glyphs *g, const char *clean)
{
    size_t n = strlen(clean), k = 0, bytes;
    char *out = lc_mem_resize(NULL, 3 * n + 1, 1);
    bool in_row = false;
    for (const char *s = clean; out && *s; s += bytes) {
        int32_t code = code_at(s, &bytes);
        bool missing = g && (is_missing(g, code) || (in_row && is_invisible(code)));
        if (missing && !in_row) {
            memcpy(out + k, SQUARE, strlen(SQUARE));
            k += strlen(SQUARE);
        } else if (!missing) {
            memcpy(out + k, s, bytes);
            k += bytes;
        }
        in_row = missing;
    }
    if (out)
        out[k] = '\0';
    return out;
}

const char *lc_glyphs_package(const lc_glyphs *g)
{
    static const struct {
        int32_t from, to;
        const char *package;
    } packages[] = {
        {0x1100, 0x11FF, "fonts-noto-cjk"},           {0x2E80, 0x9FFF, "fonts-noto-cjk"},
        {0xAC00, 0xD7AF, "fonts-noto-cjk"},           {0xF900, 0xFAFF, "fonts-noto-cjk"},
        {0xFF00, 0xFFEF, "fonts-noto-cjk"},           {0x20000, 0x3FFFF, "fonts-noto-cjk"},
        {0x1F000, 0x1FAFF, "fonts-noto-color-emoji"},
    };
    if (!g || g->n == 0)
        return NULL;
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (g->missing[0] >= packages[i].from && g->missing[0] <= packages[i].to)
            return packages[i].package;
    return "fonts-noto-core";
}
