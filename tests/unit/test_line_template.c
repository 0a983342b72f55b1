/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_line_template.c - lines that wait until another one of their template comes. */
#include "read/engine/line_template.h"

#include "base/mem.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

Suite *suite_line_template(void);

static lc_line_templates *open_templates(void)
{
    lc_line_templates *r = lc_mem_resize(NULL, 1, sizeof *r);
    memset(r, 0, sizeof *r);
    return r;
}

static void close_templates(lc_line_templates *r)
{
    lc_line_templates_free(r);
    lc_mem_free(r);
}

/* Add a line; what its template is. */
static lc_line_template *put(lc_line_templates *r, const char *text, long number, char end)
{
    lc_printed_line line;
    lc_line_template *t = NULL;
    const lc_lines in = {.number = number, .end = end};
    lc_printed_line_parse(&line, lc_span_of(text), (lc_span){0}, false);
    ck_assert_int_eq(lc_line_templates_add(r, &in, &line, &t, NULL), LC_OK);
    return t;
}

/* Numbers of the lines that are handed out now, "3 4 ". */
static const char *handed(lc_line_templates *r, bool all)
{
    static char text[300];
    const lc_waiting_line *line;
    text[0] = '\0';
    while ((line = lc_line_templates_next(r, all)))
        snprintf(text + strlen(text), sizeof text - strlen(text), "%ld ", line->number);
    return text;
}

START_TEST(a_line_comes_once_its_like_has_come)
{
    lc_line_templates *r = open_templates();
    ck_assert_ptr_nonnull(put(r, "epoch 1 loss 0.5", 1, '\n'));
    ck_assert_str_eq(handed(r, false), "");
    ck_assert_ptr_nonnull(put(r, "val loss 0.6", 2, '\n'));
    put(r, "epoch 2 loss 0.4", 3, '\n');
    ck_assert_str_eq(handed(r, false), "1 "); /* the second waits for its like, the third with it */
    put(r, "val loss 0.5", 4, '\n');
    ck_assert_str_eq(handed(r, false), "2 3 "); /* the newest may be overwritten */
    put(r, "epoch 3 acc 0.7", 5, '\n');
    ck_assert_str_eq(handed(r, false), "4 ");
    ck_assert_str_eq(handed(r, true), ""); /* alone of its kind to the end */
    close_templates(r);
}
END_TEST

START_TEST(a_line_that_says_nothing_does_not_wait)
{
    lc_line_templates *r = open_templates();
    ck_assert_ptr_null(put(r, "some words", 1, '\n'));
    ck_assert_ptr_null(put(r, "and 3 more", 2, '\n'));
    ck_assert_ptr_null(put(r, "and 4 more", 3, '\n'));
    ck_assert_uint_eq(r->lines, 0);
    ck_assert_uint_eq(r->templates, 0);
    close_templates(r);
}
END_TEST

START_TEST(a_template_tells_what_its_lines_hold)
{
    lc_line_templates *r = open_templates();
    lc_line_template *t = put(r, "epoch 3/10 train loss: 0.5 acc: nan", 1, '\n');
    ck_assert(t->record && t->counter && !t->held_out && !t->summary && t->n == 3);
    ck_assert_str_eq(t->example, "epoch 3/10 train loss: 0.5 acc: nan");
    ck_assert_int_eq(t->field[0].role, LC_ROLE_EPOCH);
    ck_assert(t->field[1].role == LC_ROLE_MEASURE && !t->field[1].score);
    ck_assert(t->field[2].score && strcmp(t->field[2].name, "train acc") == 0);
    ck_assert(t->field[2].spelling_n == 3 && memcmp(t->field[2].spelling, "nan", 3) == 0);
    ck_assert_ptr_eq(put(r, "epoch 4/10 train loss: 0.4 acc: inf", 2, '\n'), t);
    ck_assert_uint_eq(t->seen, 2);
    ck_assert(memcmp(t->field[2].spelling, "nan", 3) == 0); /* the first one's */
    t = put(r, "val loss: 0.5", 3, '\n');
    ck_assert(t->record && !t->counter && t->held_out);
    t = put(r, "* acc: 0.5", 4, '\n');
    ck_assert(t->summary);
    t = put(r, "epoch 3", 5, '\n');
    ck_assert(!t->record && t->counter);
    t = put(r, "epoch 3 L_pde=0.5", 6, '\n'); /* a name that --map may know */
    ck_assert(t->record && t->counter);
    close_templates(r);
}
END_TEST

START_TEST(values_are_those_of_their_line)
{
    lc_line_templates *r = open_templates();
    put(r, "epoch 3/10 loss: 0.5 (0.6)", 1, '\n');
    put(r, "epoch 4/10 loss: 0.4 (0.3)", 2, '\n');
    const lc_waiting_line *line = lc_line_templates_next(r, true);
    const lc_template_value *v = lc_line_templates_values(r, line);
    ck_assert(v[0].v == 3 && v[0].of == 10 && v[1].v == .6 && v[1].mean && !v[0].mean);
    const lc_waiting_line *next = lc_line_templates_after(r, line);
    ck_assert_ptr_nonnull(next);
    v = lc_line_templates_values(r, next);
    ck_assert(v[0].v == 4 && v[1].v == .3);
    ck_assert_ptr_null(lc_line_templates_after(r, next));
    close_templates(r);
}
END_TEST

/* Both states of a line that is overwritten are a bar's; a mark and a label are the newest line's. */
START_TEST(states_of_one_line_are_a_bar)
{
    lc_line_templates *r = open_templates();
    put(r, "epoch 1 loss 0.5", 1, '\r');
    put(r, "epoch 1 loss 0.4", 1, '\n');
    put(r, "epoch 2 loss 0.3", 2, '\n');
    put(r, "epoch 2 loss 0.2", 3, '\n');
    ck_assert(r->line[0].bar && r->line[1].bar && !r->line[2].bar && !r->line[3].bar);
    lc_line_templates_mark_bar(r);
    lc_line_templates_label(r, 7);
    ck_assert(r->line[3].bar && r->line[3].label == 7 && !r->line[2].bar);
    ck_assert_str_eq(handed(r, true), "1 1 2 3 ");
    lc_line_templates_mark_bar(r); /* of nothing */
    lc_line_templates_label(r, 8);
    close_templates(r);
}
END_TEST

/* Of several processes the lines of the first one are kept. */
START_TEST(other_processes_say_the_same)
{
    lc_line_templates *r = open_templates();
    ck_assert_ptr_nonnull(put(r, "[rank3] loss 0.5", 1, '\n'));
    ck_assert_ptr_null(put(r, "[rank1] loss 0.5", 2, '\n'));
    ck_assert_ptr_nonnull(put(r, "[rank3] loss 0.4", 3, '\n'));
    put(r, "[rank99] loss 0.4", 4, '\n');
    ck_assert_uint_eq(r->lines, 2);
    ck_assert(r->ranks == (UINT64_C(1) << 3 | UINT64_C(1) << 1 | UINT64_C(1) << 63));
    close_templates(r);
}
END_TEST

/* What was handed out makes room, and what waits keeps its values. */
START_TEST(lines_in_their_thousands_need_little_room)
{
    lc_line_templates *r = open_templates();
    for (long i = 1; i <= 5000; i++) {
        char text[60];
        snprintf(text, sizeof text, "epoch %ld loss %ld.5", i, i);
        put(r, text, i, '\n');
        const lc_waiting_line *line = lc_line_templates_next(r, false);
        if (i == 1) {
            ck_assert_ptr_null(line);
            continue;
        }
        ck_assert(line && line->number == i - 1);
        ck_assert(lc_line_templates_values(r, line)[1].v == (double)(i - 1) + .5);
    }
    ck_assert(r->lines < 300 && r->values < 600);
    close_templates(r);
}
END_TEST

/* A heading doesn't go for a line that counts, or that measures nothing. */
START_TEST(some_lines_stand_apart)
{
    static const struct {
        const char *line;
        bool new, seen;
    } cases[] = {{"loss 0.5", false, false},
                 {"epoch 3 loss 0.5", false, true},
                 {"epoch 3", true, true},
                 {"some words", true, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_line_templates *r = open_templates();
        lc_printed_line line;
        lc_printed_line_parse(&line, lc_span_of(cases[i].line), (lc_span){0}, false);
        ck_assert_msg(lc_line_templates_is_apart(r, &line) == cases[i].new, "%s", cases[i].line);
        put(r, cases[i].line, 1, '\n');
        ck_assert_msg(lc_line_templates_is_apart(r, &line) == cases[i].seen, "%s", cases[i].line);
        close_templates(r);
    }
}
END_TEST

/* When there are too many kinds of lines, those of a single line go. */
START_TEST(kinds_of_a_single_line_make_room)
{
    lc_line_templates *r = open_templates();
    put(r, "epoch 1 loss 0.5", 1, '\n');
    put(r, "epoch 2 loss 0.4", 2, '\n');
    for (long i = 0; i < 1023; i++) {
        char text[60];
        snprintf(text, sizeof text, "loss%ld_loss 0.5", i);
        put(r, text, 3 + i, '\n');
    }
    ck_assert_uint_eq(r->templates, 1024);
    put(r, "other loss 0.5", 2000, '\n');
    ck_assert(r->templates == 2 && !r->full);
    put(r, "other loss 0.4", 2001, '\n');
    ck_assert_str_eq(handed(r, true), "1 2 2000 2001 ");
    close_templates(r);
}
END_TEST

/* Where most of them repeat themselves, further kinds are not read any more, which is said. */
START_TEST(too_many_kinds_are_not_read)
{
    lc_line_templates *r = open_templates();
    lc_builder *b = NULL;
    lc_runs runs = LC_RUNS_INIT;
    uint32_t id;
    ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
    const lc_lines in = {.builder = b, .number = 4000, .end = '\n'};
    for (long i = 0; i < 2 * 600; i++) {
        char text[60];
        snprintf(text, sizeof text, "loss%ld_loss 0.5", i / 2);
        put(r, text, 1 + i, '\n');
    }
    for (long i = 0; i < 1024 - 600; i++) {
        char text[60];
        snprintf(text, sizeof text, "acc%ld_acc 0.5", i);
        put(r, text, 2000 + i, '\n');
    }
    ck_assert(r->templates == 1024 && !r->full);
    lc_printed_line line;
    lc_line_template *t = NULL;
    lc_printed_line_parse(&line, lc_span_of("other loss 0.5"), (lc_span){0}, false);
    ck_assert_int_eq(lc_line_templates_add(r, &in, &line, &t, NULL), LC_OK);
    ck_assert(!t && r->full && r->templates == 600);
    ck_assert_ptr_nonnull(put(r, "loss7_loss 0.25", 4001, '\n'));
    ck_assert_int_eq(lc_builder_metric(b, "loss", 4, &id), LC_OK);
    ck_assert_int_eq(lc_builder_record(b), LC_OK);
    ck_assert_int_eq(lc_builder_put(b, id, 1), LC_OK);
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "plain", NULL), LC_OK);
    ck_assert(runs.run[0].remark_n == 1 && runs.run[0].remarks[0].line == 4000);
    ck_assert_ptr_nonnull(strstr(runs.run[0].remarks[0].text, "too many kinds of lines"));
    lc_runs_free(&runs);
    lc_builder_close(b);
    close_templates(r);
}
END_TEST

Suite *suite_line_template(void)
{
    Suite *s = suite_create("line_template");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_line_comes_once_its_like_has_come);
    tcase_add_test(t, a_line_that_says_nothing_does_not_wait);
    tcase_add_test(t, a_template_tells_what_its_lines_hold);
    tcase_add_test(t, values_are_those_of_their_line);
    tcase_add_test(t, states_of_one_line_are_a_bar);
    tcase_add_test(t, other_processes_say_the_same);
    tcase_add_test(t, lines_in_their_thousands_need_little_room);
    tcase_add_test(t, some_lines_stand_apart);
    tcase_add_test(t, kinds_of_a_single_line_make_room);
    tcase_add_test(t, too_many_kinds_are_not_read);
    suite_add_tcase(s, t);
    return s;
}
