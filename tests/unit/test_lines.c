/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_lines.c - readers that take a log line by line: which lines they are given, and how a log is known by them. */
#include "read/engine/lines.h"

#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_lines(void);

/* A reader that writes down what it is given: "2loss 0.5$" for line 2 and what ended it: '$', '<' where it is
 * overwritten, '.' at the log's end; with the rank that printed it where the form is told, "2@7loss 0.5$". */
typedef struct noted {
    char text[400];
    size_t lines;
    long number; /* of the last one */
    void *block;
} noted;

static noted last; /* what the closed reader had */
static int frees;

static lc_status put(const lc_lines *in, const char *name, double v)
{
    uint32_t id;
    lc_status st = lc_builder_metric(in->builder, name, strlen(name), &id);
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    return st == LC_OK ? lc_builder_put(in->builder, id, v) : st;
}

static lc_status note_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    noted *o = state;
    size_t n = strlen(o->text);
    if (lc_span_ends(&line, "bad"))
        return lc_error_set(err, LC_E_FORMAT, in->number, "a bad line");
    if (!o->block && !(o->block = lc_mem_resize(NULL, 1, 1)))
        return LC_E_NOMEM;
    o->lines++;
    o->number = in->number;
    char rank[20] = "";
    if (in->rank >= 0)
        snprintf(rank, sizeof rank, "@%g", in->rank);
    snprintf(o->text + n, sizeof o->text - n, "%ld%s%.*s%c", in->number, rank,
             (int)lc_span_length(&line), line.s,
             in->end == '\n'   ? '$'
             : in->end == '\0' ? '.'
                               : '<');
    return put(in, "loss", (double)in->number);
}

static lc_status note_end(void *state, const lc_lines *in, lc_error *err)
{
    noted *o = state;
    (void)err;
    strncat(o->text, "end", sizeof o->text - strlen(o->text) - 1);
    return put(in, "rest", 1);
}

static void note_free(void *state)
{
    last = *(noted *)state;
    lc_mem_free(last.block);
    frees++;
}

/* A line that begins with "loss" tells much, any other one a little; one with a time in front more than that. */
static int score_loss(lc_span line, int so_far)
{
    return so_far + (lc_span_begins(&line, "loss") ? 10 : 1);
}

static int score_times(lc_span line, int so_far)
{
    return so_far + (lc_span_begins(&line, "04:") ? 10 : 1);
}

#define NOTED .size = sizeof(noted), .line = note_line, .finish = note_end, .free = note_free
static const char *const signs[] = {"acc", "loss", NULL};
static const lc_line_form losses = {NOTED, .score = score_loss},
                          times = {NOTED, .score = score_times}, unscored = {NOTED},
                          bare = {NOTED, .score = score_loss, .bare = true},
                          stamped = {NOTED, .score = score_loss, .bare = true, .stamped = true},
                          signed_lines = {NOTED, .score = score_loss, .signs = signs};

static const lc_reader within = {.name = "within", .form = &losses, LC_READ_BY_LINES},
                       alone = {.name = "alone", .form = &losses, LC_READ_ONLY_LINES},
                       of_times = {.name = "of_times", .form = &times, LC_READ_BY_LINES},
                       without_score = {.name = "without", .form = &unscored, LC_READ_BY_LINES},
                       of_bare = {.name = "of_bare", .form = &bare, LC_READ_BY_LINES},
                       of_stamped = {.name = "of_stamped", .form = &stamped, LC_READ_BY_LINES},
                       of_signs = {.name = "of_signs", .form = &signed_lines, LC_READ_BY_LINES};

static const struct {
    const lc_reader *reader;
    const char *text, *given;
} logs[] = {
    {&within, "loss 1\nloss 2\n", "1loss 1$2loss 2$end"},
    {&within, "loss 1\nloss 2", "1loss 1$2loss 2.end"},
    {&within, "\n\nloss 1\n\n", "3loss 1$end"},
    {&within, "  loss 1\n \n", "1  loss 1$2 $end"}, /* blanks are of the line */
    {&within, "1/2\r2/2\rloss 1\nloss 2\n", "11/2<12/2<1loss 1$2loss 2$end"},
    {&within, "12\b3\n", "112<13$end"},
    {&within, "loss 1\r\nloss 2\r\n", "1loss 1<2loss 2<end"},
    {&within, "\x1b[1mloss\x1b[0m 1\n", "1loss 1$end"},
    /* what loggers put before a line, where the lines are known by what stands behind it */
    {&within, "04:05:06 loss 1\n04:05:07 loss 2\n", "1loss 1$2loss 2$end"},
    {&within, "words\n04:05:06 loss 1\n", "1words$2loss 1$end"},
    {&within, "04:05:06 \n04:05:06 loss 1\n", "2loss 1$end"},
    {&within, "04:05:06 words\n", "1words$end"}, /* or as well */
    {&of_times, "04:05:06 loss 1\n", "104:05:06 loss 1$end"},
    {&alone, "04:05:06 loss 1\n", "104:05:06 loss 1$end"},
    {&without_score, "04:05:06 loss 1\n", "104:05:06 loss 1$end"},
    {&of_bare, "04:05:06 loss 1\n", "1loss 1$end"},
    {&of_stamped, "04:05:06 loss 1\n", "104:05:06 loss 1$end"},
    {&of_stamped, "[rank2]: 04:05:06 loss 1\n", "1@204:05:06 loss 1$end"},
    /* of several processes the first one's lines, unless the form wants to tell them apart itself */
    {&within, "[rank3]: loss 1\n[rank0]: loss 2\n[rank3]: loss 3\nwords\n",
     "1@3loss 1$3@3loss 3$4words$end"},
    {&within, "[rank0]: loss 1\n[rank0]: loss 2\n", "1@0loss 1$2@0loss 2$end"},
    {&of_bare, "[rank3]: loss 1\n[rank0]: loss 2\n", "1@3loss 1$2@0loss 2$end"},
};

START_TEST(lines_come_as_a_terminal_shows_them)
{
    size_t n = strlen(logs[_i].text);
    for (size_t chunk = 1; chunk <= n; chunk++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        frees = 0;
        ck_assert_msg(read_chunked(&runs, logs[_i].reader, logs[_i].text, n, chunk, &err) == LC_OK,
                      "%s", err.msg);
        ck_assert_str_eq(last.text, logs[_i].given);
        ck_assert(frees == 1 && runs.n == 1);
        lc_runs_free(&runs);
    }
}
END_TEST

/* It is said how many lines those are that others printed. */
START_TEST(what_other_processes_print_is_counted)
{
    static const struct {
        const char *text, *remark;
    } cases[] = {{"[rank3]: loss 1\n[rank0]: loss 2\n[rank1]: loss 2\n[rank3]: loss 3\n",
                  "2 lines of other processes than rank 3 are not read"},
                 {"[rank0]: loss 1\nloss 2\n", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(
            read_chunked(&runs, &within, cases[i].text, strlen(cases[i].text), 5, NULL), LC_OK);
        ck_assert_uint_eq(runs.run[0].remark_n, cases[i].remark != NULL);
        if (cases[i].remark)
            ck_assert_str_eq(runs.run[0].remarks[0].text, cases[i].remark);
        lc_runs_free(&runs);
    }
}
END_TEST

/* What is put at the log's end stands in no line. */
START_TEST(values_stand_in_their_line)
{
    static const char text[] = "\n04:05:06 loss 2\nloss 3\n";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(read_chunked(&runs, &within, text, sizeof text - 1, 7, NULL), LC_OK);
    const lc_series *loss = lc_run_find(&runs.run[0], "loss"),
                    *rest = lc_run_find(&runs.run[0], "rest");
    ck_assert(loss->line == 2 && rest->line == 0 && !rest->origin);
    ck_assert_str_eq(loss->origin, "loss 2");
    lc_runs_free(&runs);
}
END_TEST

START_TEST(a_line_that_is_refused_ends_the_reading)
{
    static const char *const texts[] = {"loss 1\nbad\nloss 2\nloss 3\n", "loss 1\nbad"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t chunk = 1; chunk <= strlen(texts[i]); chunk++) {
            lc_runs runs = LC_RUNS_INIT;
            lc_error err = LC_ERROR_INIT;
            frees = 0;
            ck_assert_int_eq(read_chunked(&runs, &within, texts[i], strlen(texts[i]), chunk, &err),
                             LC_E_FORMAT);
            ck_assert(err.line == 2 && frees == 1 && runs.n == 0);
            ck_assert_str_eq(last.text, "1loss 1$");
            lc_runs_free(&runs);
        }
    within.close(NULL);
}
END_TEST

/* The head of a long log tells whether lines have a prefix; all of it is read, however it is cut. */
START_TEST(the_head_of_a_long_log_decides)
{
    enum { LINE = 16, LINES = 3 * LC_PROBE_BYTES / LINE };
    static const struct {
        const char *head, *rest, *end; /* lines of 16 bytes, and how the last one is given */
    } cases[] = {{"04:05:06 loss 1\n", "04:05:06 loss 2\n", "loss 2$"},
                 {"loss 1234567890\n", "04:05:06 loss 2\n", "loss 2$"}, /* it is all the same */
                 {"04:05:06 words \n", "04:05:06 loss 2\n", "04:05:06 loss 2$"}};
    static const size_t chunks[] = {
        7, 1000, LC_PROBE_BYTES - 1, LC_PROBE_BYTES, LC_PROBE_BYTES + 1, LINES * LINE};
    char *text = malloc(LINES * LINE + 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lc_reader *reader = i == 2 ? &of_times : &within;
        for (size_t k = 0; k < LINES; k++)
            strcpy(text + k * LINE, k * LINE < LC_PROBE_BYTES ? cases[i].head : cases[i].rest);
        for (size_t c = 0; c < sizeof chunks / sizeof *chunks; c++) {
            lc_builder *b = NULL;
            void *state = NULL;
            ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
            ck_assert_int_eq(reader->open(&state, reader, b, NULL), LC_OK);
            for (size_t at = 0, n; at < LINES * LINE; at += n) {
                n = LINES * LINE - at < chunks[c] ? LINES * LINE - at : chunks[c];
                ck_assert_int_eq(reader->feed(state, text + at, n, NULL), LC_OK);
            }
            ck_assert_int_eq(reader->feed(state, cases[i].rest, LINE, NULL), LC_OK);
            ck_assert_int_eq(reader->finish(state, NULL), LC_OK);
            reader->close(state);
            ck_assert(last.lines == LINES + 1 && last.number == LINES + 1);
            lc_builder_close(b);
        }
    }
    free(text);
}
END_TEST

/* A log is known by its lines, with or without what loggers put before them. */
static const struct {
    const lc_reader *reader;
    const char *text;
    int score;
} known[] = {
    {&within, "loss 1\nloss 2\n", 20},
    {&within, "loss 1\n\n\nwords\n", 11},
    {&within, "", 0},
    {&within, "04:05:06 loss 1\nloss 2\n", 20},
    {&within, "04:05:06 \nloss 2\n", 11},
    {&alone, "04:05:06 loss 1\nloss 2\n", 11},
    {&of_times, "04:05:06 loss 1\nloss 2\n", 11},
    {&without_score, "loss 1\n", 0},
    {&of_signs, "loss 1\n", 10},
    {&of_signs, "words\nacc\n", 2},
    {&of_signs, "words\nLoss\n", 0},
    {&of_signs, "", 0},
};

START_TEST(a_log_is_known_by_its_lines)
{
    ck_assert_int_eq(probe_score(known[_i].reader, known[_i].text), known[_i].score);
}
END_TEST

/* But not the dictionaries that Python prints. */
START_TEST(json_lines_are_others)
{
    char text[LC_PROBE_ROWS * 20];
    for (int quote = '"'; quote <= '\''; quote += '\'' - '"') {
        text[0] = '\0';
        for (size_t i = 0; i < LC_PROBE_ROWS; i++)
            sprintf(text + strlen(text), "{%closs%c: %zu}\n", quote, quote, i);
        ck_assert_int_eq(probe_score(&within, text), quote == '"' ? 0 : LC_PROBE_ROWS);
        *strrchr(text, '{') = '['; /* one object less */
        ck_assert_int_eq(probe_score(&within, text), LC_PROBE_ROWS);
    }
}
END_TEST

/* A form needs no more than a function for a line. */
static lc_status count_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    char *lines = state;
    (void)err;
    ck_assert_uint_eq(lc_span_length(&line), 1);
    return put(in, "lines", ++*lines);
}

START_TEST(a_form_may_be_small)
{
    static const lc_line_form small = {.size = 1, .line = count_line};
    static const lc_reader reader = {.name = "small", .form = &small, LC_READ_BY_LINES};
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(read_chunked(&runs, &reader, "a\nb\nc", 5, 2, NULL), LC_OK);
    const lc_series *s = lc_run_find(&runs.run[0], "lines");
    ck_assert(s->n == 3 && s->y[0] == 1 && s->y[2] == 3);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(memory_may_run_out)
{
    static const char text[] = "04:05:06 loss 1\n[rank1]: loss 2\n[rank2]: loss 3\nloss 4";
    size_t k = 0;
    lc_status st;
    do {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(++k);
        st = read_chunked(&runs, &within, text, sizeof text - 1, 6, NULL);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "%d", st);
        ck_assert_uint_eq(runs.n, st == LC_OK);
        lc_runs_free(&runs);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 6);
}
END_TEST

Suite *suite_lines(void)
{
    Suite *s = suite_create("lines");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, lines_come_as_a_terminal_shows_them, 0,
                        (int)(sizeof logs / sizeof *logs));
    tcase_add_test(t, what_other_processes_print_is_counted);
    tcase_add_test(t, values_stand_in_their_line);
    tcase_add_test(t, a_line_that_is_refused_ends_the_reading);
    tcase_add_test(t, the_head_of_a_long_log_decides);
    tcase_add_loop_test(t, a_log_is_known_by_its_lines, 0, (int)(sizeof known / sizeof *known));
    tcase_add_test(t, json_lines_are_others);
    tcase_add_test(t, a_form_may_be_small);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
