/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_log_noise.c - what a terminal, a scheduler or a library adds to a log changes no value of it.
 *
 * Every sample of every text format is read as it is and with the noise in it.
 */
#include "base/text.h"
#include "read/engine/json_lines.h"
#include "read_help.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_log_noise(void);

/* Writes the log with the noise to `out`. */
typedef void add_noise(FILE *out, const char *text, size_t n);

static const char *end_of_line(const char *s, const char *end)
{
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    return nl ? nl : end;
}

/* Each line between two texts. */
static void wrap_lines(FILE *out, const char *text, size_t n, const char *before,
                       const char *behind)
{
    for (const char *s = text, *end = text + n; s < end;) {
        const char *nl = end_of_line(s, end);
        size_t k = (size_t)(nl - s);
        if (k)
            fprintf(out, "%s%.*s%s", before, (int)k, s, behind);
        if (nl < end)
            fputc('\n', out);
        s = nl + 1;
    }
}

/* Lines of somebody else after every third line. */
static void insert_lines(FILE *out, const char *text, size_t n, const char *lines, size_t lines_n)
{
    size_t count = 0;
    for (const char *s = text, *end = text + n; s < end;) {
        const char *nl = end_of_line(s, end);
        fwrite(s, 1, (size_t)(nl - s), out);
        if (nl < end)
            fputc('\n', out);
        if (nl < end && count++ % 3 == 2)
            fwrite(lines, 1, lines_n, out);
        s = nl + 1;
    }
}

static void mark(FILE *out, const char *text, size_t n)
{
    fputs("\xef\xbb\xbf", out);
    fwrite(text, 1, n, out);
}

static void end_as_dos(FILE *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            fputc('\r', out);
        fputc(text[i], out);
    }
}

static void color(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "\x1b[1;32m", "\x1b[0m");
}

static void stamp(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "2031-02-03 04:05:06,789 - INFO - ", "");
}

static void stamp_as_loguru(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "2031-02-03 04:05:06.789 | INFO     | core.trainer:after_iter:246 - ",
               "");
}

static void stamp_as_glog(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "I0203 04:05:06.789012 4711 trainer.py:246] ", "");
}

static void stamp_as_clock(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "[04:05:06] ", "");
}

static void stamp_as_iso(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "2031-02-03T04:05:06.789Z ", "");
}

static void name_worker(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "(RayTrainWorker pid=4711, ip=10.0.0.1) ", "");
}

static void name_job(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "[1,0]<stdout>:", "");
}

/* UTF-16 of what is UTF-8, little end first, behind its mark. */
static void widen(FILE *out, const char *text, size_t n)
{
    fputs("\xff\xfe", out);
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)text[i++];
        size_t more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        unsigned long code = more ? c & (0x3fu >> more) : c;
        for (; more && i < n; more--)
            code = code << 6 | ((unsigned char)text[i++] & 0x3fu);
        unsigned long unit[2] = {code, 0};
        if (code >= 0x10000) {
            unit[0] = 0xd800 + ((code - 0x10000) >> 10);
            unit[1] = 0xdc00 + ((code - 0x10000) & 0x3ff);
        }
        for (int k = 0; k < 1 + (code >= 0x10000); k++) {
            fputc((int)(unit[k] & 0xff), out);
            fputc((int)(unit[k] >> 8), out);
        }
    }
}

static void number_ranks(FILE *out, const char *text, size_t n)
{
    wrap_lines(out, text, n, "[rank0]: ", "");
}

static void warn(FILE *out, const char *text, size_t n)
{
    static const char lines[] =
        "/usr/lib/python3/site-packages/torch/utils.py:112: UserWarning: The given array is not "
        "writable (Triggered internally at tensor.cpp:189.)\n  warnings.warn(\n";
    insert_lines(out, text, n, lines, sizeof lines - 1);
}

static void draw_bars(FILE *out, const char *text, size_t n)
{
    static const char lines[] = "Downloading data:  40%|####      | 2/5 [00:01<00:02,  1.9MB/s]\r"
                                "Downloading data: 100%|##########| 5/5 [00:02<00:00,  2.1MB/s]\n";
    insert_lines(out, text, n, lines, sizeof lines - 1);
}

/* The logger begins a new line when it is back: what follows the block in its line is no longer read. */
static void lose_power(FILE *out, const char *text, size_t n)
{
    static const char nul[64];
    const char *nl = memchr(text + n / 2, '\n', n - n / 2);
    size_t at = nl ? (size_t)(nl + 1 - text) : n;
    fwrite(text, 1, at, out);
    fwrite(nul, 1, sizeof nul, out);
    fputc('\n', out);
    fwrite(text + at, 1, n - at, out);
}

/* Whether a whole number of four digits or more begins here, which counts something: no part of a word, a
 * date, a time or a fraction. */
static size_t count_digits(const char *text, size_t n, size_t at)
{
    size_t end = at;
    bool within = at > 0 && (isalnum((unsigned char)text[at - 1]) || strchr("_.,-:", text[at - 1]));
    while (end < n && isdigit((unsigned char)text[end]))
        end++;
    bool goes_on = end < n && (isalnum((unsigned char)text[end]) || strchr("_.-:", text[end]));
    return within || goes_on || end - at < 4 || text[at] == '0' ? 0 : end - at;
}

/* "12345" as "12,345". */
static void part_thousands(FILE *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t digits = count_digits(text, n, i);
        for (size_t k = 0; k < digits; k++) {
            if (k > 0 && (digits - k) % 3 == 0)
                fputc(',', out);
            fputc(text[i + k], out);
        }
        if (digits == 0)
            fputc(text[i], out);
        i += digits ? digits : 1;
    }
}

/* One upon the other. */
static void add_all(FILE *out, const char *text, size_t n)
{
    static add_noise *const each[] = {stamp, number_ranks, warn, draw_bars,
                                      color, end_as_dos,   mark};
    char *from = strndup(text, n), *to = NULL;
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        FILE *noisy = open_memstream(&to, &n);
        ck_assert_ptr_nonnull(noisy);
        each[i](noisy, from, i ? strlen(from) : n);
        fclose(noisy);
        free(from);
        from = to;
    }
    fputs(from, out);
    free(from);
}

/* Where a noise may stand: in any text, between lines, in lines of text, in counts of what people print. */
typedef enum room { ANYWHERE, BETWEEN_LINES, IN_LINES, IN_COUNTS } room;

static const struct {
    const char *what;
    add_noise *add;
    room room;
} noises[] = {
    {"the mark of UTF-8", mark, ANYWHERE},
    {"ends of lines as on DOS", end_as_dos, ANYWHERE},
    {"a block of NUL bytes", lose_power, ANYWHERE},
    {"UTF-16", widen, ANYWHERE},
    {"warnings", warn, BETWEEN_LINES},
    {"bars", draw_bars, BETWEEN_LINES},
    {"colours", color, IN_LINES},
    {"time stamps", stamp, IN_LINES},
    {"ranks", number_ranks, IN_LINES},
    {"loguru's prefix", stamp_as_loguru, IN_LINES},
    {"glog's prefix", stamp_as_glog, IN_LINES},
    {"a clock", stamp_as_clock, IN_LINES},
    {"a time of ISO 8601", stamp_as_iso, IN_LINES},
    {"Ray's prefix", name_worker, IN_LINES},
    {"mpirun's prefix", name_job, IN_LINES},
    {"thousands separators", part_thousands, IN_COUNTS},
    {"all of it", add_all, IN_LINES},
};

/* Tables of cells, and files of one value in JSON, have no room for other lines. Commas part thousands
 * where people write the lines themselves. */
static bool has_room(const lc_reader *r, room needed)
{
    if (needed == IN_COUNTS)
        return r == lc_reader_find("plain") || r == lc_reader_find("console_table") ||
               r == lc_reader_find("box_console") || r == lc_reader_find("hf_table");
    if (needed == BETWEEN_LINES)
        return r->within_text || r->probe == lc_json_lines_probe;
    return needed == ANYWHERE || r->within_text;
}

static char *values_of(const lc_runs *runs)
{
    char *text = NULL;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < runs->n; i++)
        for (size_t k = 0; k < runs->run[i].series_n; k++) {
            const lc_series *s = &runs->run[i].series[k];
            fprintf(out, "%zu %s:", i, s->metric.name);
            for (size_t v = 0; v < s->n; v++)
                fprintf(out, " %.17g=%.17g", lc_series_x(&runs->run[i], s, v), s->y[v]);
            fputc('\n', out);
        }
    fclose(out);
    return text;
}

static void check_noise(const char *path, const char *text, size_t n, const char *values, size_t i)
{
    char *noisy = NULL;
    size_t noisy_n;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *out = open_memstream(&noisy, &noisy_n);
    ck_assert_ptr_nonnull(out);
    noises[i].add(out, text, n);
    fclose(out);
    lc_status st = lc_read_bytes(&runs, path, noisy, noisy_n, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s with %s: %s", path, noises[i].what, err.msg);
    char *found = values_of(&runs);
    ck_assert_msg(strcmp(found, values) == 0, "%s with %s:\n%s\nwithout:\n%s", path, noises[i].what,
                  found, values);
    free(found);
    free(noisy);
    lc_runs_free(&runs);
}

static void check_sample(const lc_reader *r, const char *path)
{
    size_t n;
    char *text = read_whole(path, &n);
    lc_runs runs = LC_RUNS_INIT;
    lc_status st = lc_read_bytes(&runs, path, text, n, NULL, NULL);
    char *values = st == LC_OK ? values_of(&runs) : NULL;
    for (size_t i = 0; values && i < sizeof noises / sizeof *noises; i++)
        if (has_room(r, noises[i].room))
            check_noise(path, text, n, values, i);
    free(values);
    free(text);
    lc_runs_free(&runs);
}

START_TEST(changes_no_value)
{
    const lc_reader *r = lc_readers[_i];
    char folder[300], path[700];
    snprintf(folder, sizeof folder, "samples/%s", r->name);
    DIR *d = r->binary ? NULL : opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.')
            check_sample(r, path);
    }
    if (d)
        closedir(d);
}
END_TEST

Suite *suite_log_noise(void)
{
    Suite *s = suite_create("log_noise");
    TCase *t = tcase_create("log_noise");
    int n = 0;
    while (lc_readers[n])
        n++;
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, changes_no_value, 0, n);
    suite_add_tcase(s, t);
    return s;
}
