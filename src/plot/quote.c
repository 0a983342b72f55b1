/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quote.c - text from strangers, written so that gnuplot can only draw it. */
#include "plot/quote.h"

#include "base/mem.h"
#include "base/text.h"

#include <string.h>

static void write_literal(FILE *out, const char *s)
{
    putc('"', out);
    for (; *s; s++) {
        if (strchr("\\\"`", *s))
            putc('\\', out);
        putc(*s, out);
    }
    putc('"', out);
}

/* Whether U+FFFE or U+FFFF begins at s. */
static bool noncharacter(const char *s)
{
    return strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0;
}

char *lc_plot_clean(const char *text, size_t n)
{
    char *clean = lc_text_clean(text, n);
    char *out = clean ? lc_mem_resize(NULL, 2 * strlen(clean) + 1, 1) : NULL;
    size_t k = 0;
    for (const char *s = clean; out && *s; s++) {
        if (noncharacter(s)) {
            memcpy(out + k, "\xEF\xBF\xBD", 3);
            k += 3;
            s += 2;
            continue;
        }
        if (*s == '>' && k >= 2 && memcmp(out + k - 2, "]]", 2) == 0)
            out[k++] = ' ';
        out[k++] = *s;
    }
    if (out)
        out[k] = '\0';
    lc_mem_free(clean);
    return out;
}

/* What stands for a character in LaTeX. */
static const struct {
    const char *from, *to;
} latex[] = {
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"$", "\\$"},
    {"&", "\\&"},
    {"#", "\\#"},
    {"_", "\\_"},
    {"%", "\\%"},
    {"^", "\\textasciicircum{}"},
    {"~", "\\textasciitilde{}"},
    {"<", "\\textless{}"},
    {">", "\\textgreater{}"},
    {"|", "\\textbar{}"},
    {"\"", "\\textquotedbl{}"},
    {"\xC2\xB7", "$\\cdot$"},
    {"\xC3\x97", "$\\times$"},
    {"\xC2\xB1", "$\\pm$"},
    {"\xE2\x86\x92", "$\\rightarrow$"},
    {"\xE2\x80\x93", "--"},
    {"\xE2\x80\xA6", "\\ldots{}"},
};
#define LATEX_MOST 18 /* [bytes] of the longest of them */

char *lc_plot_latex(const char *text)
{
    char *clean = lc_plot_clean(text, strlen(text));
    char *out = clean ? lc_mem_resize(NULL, LATEX_MOST * strlen(clean) + 1, 1) : NULL;
    size_t k = 0;
    for (const char *s = clean; out && *s;) {
        size_t i = 0, n = sizeof latex / sizeof *latex;
        while (i < n && strncmp(s, latex[i].from, strlen(latex[i].from)) != 0)
            i++;
        const char *to = i < n ? latex[i].to : s;
        size_t length = i < n ? strlen(to) : 1;
        memcpy(out + k, to, length);
        k += length;
        s += i < n ? strlen(latex[i].from) : 1;
    }
    if (out)
        out[k] = '\0';
    lc_mem_free(clean);
    return out;
}

lc_status lc_plot_quote(FILE *out, const char *text, size_t n, lc_error *err)
{
    char *clean = lc_plot_clean(text, n);
    if (!clean)
        return lc_error_nomem(err);
    write_literal(out, clean);
    lc_mem_free(clean);
    return LC_OK;
}

static bool has_control(const char *s)
{
    for (; *s; s++) {
        if ((unsigned char)*s < 0x20 || *s == 0x7F)
            return true;
    }
    return false;
}

lc_status lc_plot_quote_path(FILE *out, const char *path, lc_error *err)
{
    if (!*path || has_control(path))
        return lc_error_set(err, LC_E_ARG, 0,
                            "a gnuplot script can't name a file with control characters");
    size_t n = strlen(path);
    char *safe = lc_mem_resize(NULL, n + 3, 1);
    if (!safe)
        return lc_error_nomem(err);
    snprintf(safe, n + 3, "%s%s", *path == '/' ? "" : "./", path);
    write_literal(out, safe);
    lc_mem_free(safe);
    return LC_OK;
}
