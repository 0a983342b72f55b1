/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_printed_table.c - which lines are rows of a table that is printed for people, and of which columns. */
#include "format_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_printed_table(void);

static const struct {
    const char *what, *text, *expected;
} tables[] = {
    {"cells parted by tabs", "epoch\tloss\tval acc\n1\t2.5\t0.5\n2\t1.5\t0.75\n",
     "2 epoch 1..2: loss 2.5..1.5, val acc 0.5..0.75\n"},
    {"tabs, an empty cell", "epoch\tloss\tacc\n1\t2.5\t\n2\t1.5\t0.75\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.75..0.75\n"},
    {"tabs above, blanks below", "epoch\tloss\tacc\n1 2.5 0.5\n2 1.5 0.75\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.5..0.75\n"},
    {"bars at one end", "| epoch | loss\n| 1 | 2.5\n| 2 | 1.5\n", "2 epoch 1..2: loss 2.5..1.5\n"},
    {"bars with an empty cell", "| epoch | loss | acc |\n| 1 | 2.5 | |\n| 2 | | 0.5 |\n",
     "2 epoch 1..2: loss 2.5..2.5, acc 0.5..0.5\n"},
    {"a row that lacks a bar", "| epoch | loss | acc |\n| 1 | 2.5 | 0.5 |\n| 2 | 1.5 |\n",
     "1 epoch 1..1: loss 2.5..2.5, acc 0.5..0.5\n"},
    {"code and italics", "| `epoch` | *loss* | __acc__ |\n| 1 | _2.5_ | `0.5` |\n",
     "1 epoch 1..1: loss 2.5..2.5, acc 0.5..0.5\n"},
    {"stars alone are no cell's mark",
     "| epoch | loss | ** |\n| 1 | 2.5 | ** |\n| 2 | 1.5 | ** |\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"names parted by two blanks",
     "epoch  train loss  val loss\n1      2.5         3.5\n2      1.5         3.0\n",
     "2 epoch 1..2: train loss 2.5..1.5, val loss 3.5..3\n"},
    {"dashes tell where cells are missing",
     "epoch  loss   acc    lr\n-----  -----  -----  -----\n    1    2.5         0.001\n    2    "
     "1.5   0.75  0.001\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.75..0.75, lr 0.001..0.001\n"},
    {"without dashes the first row must be whole",
     "epoch  loss   acc    lr\n    1    2.5         0.001\n    2    1.5   0.75  0.001\n    3    "
     "1.25        0.001\n",
     "2 epoch 2..3: loss 1.5..1.25, acc 0.75..0.75, lr 0.001..0.001\n"},
    {"missing last cells",
     "epoch  loss   acc\n    1    2.5   0.5\n    2    1.5\n    3          0.75\n",
     "3 epoch 1..3: loss 2.5..1.5, acc 0.5..0.75\n"},
    {"a cell between two columns",
     "epoch  loss       acc\n    1  2.5        0.5\n    2       9.5\n    3  1.5        0.75\n",
     "2 epoch 1..3: loss 2.5..1.5, acc 0.5..0.75\n"},
    {"as many cells as columns, wherever they stand",
     "epoch  loss\n    1  2.5\n    2               9.5\n    3  1.5\n",
     "3 epoch 1..3: loss 2.5..1.5\n"},
    {"more cells than columns", "epoch  loss\n1  2.5\n2  1.5  7\n3  1.25\n",
     "2 epoch 1..3: loss 2.5..1.25\n"},
    {"a line's number before its cells", "  epoch  loss\n0  1  2.5\n1  2  1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"numbered lines of two cells more", "epoch  loss\n0  9  1  2.5\n1  9  2  1.5\n",
     "error: not a training log: no line of names with numbers below them"},
    {"two lines of names", "average  since\nloss  last  epoch\n0.5  0.6  1\n0.4  0.5  2\n",
     "2 epoch 1..2: loss 0.5..0.4, last 0.6..0.5\n"},
    {"two lines of names, the lower twice",
     "train train val epoch\nloss acc loss number\n2.5 0.5 3.5 1\n1.5 0.75 3.0 2\n",
     "2 epoch number 1..2: train loss 2.5..1.5, train acc 0.5..0.75, val loss 3.5..3\n"},
    {"names twice", "epoch loss loss\n1 2.5 3.5\n2 1.5 3.0\n",
     "error: not a training log: no line of names with numbers below them"},
    {"an absent cell by words",
     "epoch loss acc\n1 2.5 None\n2 1.5 -\n3 1.25 nan\n4 1.0 N/A\n5 0.75 0.5\n",
     "5 epoch 1..5: loss 2.5..0.75, acc nan..0.5 'nan'\n"},
    {"units",
     "epoch loss time dur mem rate lr\n1 2.5 1.5m 30ms 2G 10% 1h\n2 1.5 90s 2min 3K 20% 2h\n",
     "2 epoch 1..2: loss 2.5..1.5, time 90..90, dur 0.03..120, mem 2e+09..3000, rate 10..20, lr "
     "3600..7200\n"},
    {"an unknown unit", "epoch loss acc\n1 2.5 0.5\n2 1.5x 0.75\n3 1.25 0.75\n",
     "2 epoch 1..3: loss 2.5..1.25, acc 0.5..0.75\n"},
    {"clocks", "epoch loss time\n1 2.5 0:30\n2 1.5 1:00\n",
     "2 epoch 1..2: loss 2.5..1.5, time 30..60\n"},
    {"epochs of so many", "epoch loss\n1/10 2.5\n2/10 1.5\n", "2 epoch 1..2: loss 2.5..1.5\n"},
    {"torn counts", "epoch loss\n1/10 2.5\n2/x 1.5\n3/10 1.25\n", "2 epoch 1..3: loss 2.5..1.25\n"},
    {"a mark behind a number", "epoch  loss\n1  2.5\n2  1.5*\n3  1.25\n",
     "2 epoch 1..3: loss 2.5..1.25\n"},
    {"text in a column that is not known", "epoch  loss  note\n1  2.5  a\n2  1.5  b\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"text in a column of losses", "epoch  loss  note\n1  2.5  a\n2  high  b\n3  1.25  c\n",
     "2 epoch 1..3: loss 2.5..1.25\n"},
    {"one column of numbers is prose", "epoch  note  loss\n1  2.5  3.5\n2  b  c\n3 2.5 3.0\n",
     "2 epoch 1..3: note 2.5..2.5, loss 3.5..3\n"},
    {"a hash before the names", "# epoch loss\n1 2.5\n2 1.5\n", "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a hash that belongs to a name", "#epoch loss step\n1 2.5 10\n2 1.5 20\n",
     "2 #epoch 1..2: loss 2.5..1.5, step 10..20\n"},
    {"another table", "epoch  loss\n1  2.5\n2  1.5\nstep  val_loss\n10  3.5\n20  3.0\n",
     "4 record 1..4: epoch 1..2, loss 2.5..1.5, step 10..20, val_loss 3.5..3\n"},
    {"one table's rows after another's names", "epoch  loss\n1  2.5\nname  size\n2  1.5\n3  1.25\n",
     "3 epoch 1..3: loss 2.5..1.25\n"},
    {"a row alone", "epoch  loss\n1  2.5\n", "1 epoch 1..1: loss 2.5..2.5\n"},
    {"blank lines between", "epoch  loss\n\n1  2.5\n\n2  1.5\n", "2 epoch 1..2: loss 2.5..1.5\n"},
    {"drawn lines only of two dashes", "epoch  loss\n--\n1  2.5\n2  1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a rule of equals signs and plus", "epoch  loss\n=====+====\n1  2.5\n2  1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a column without a name", "| epoch | loss | |\n| 1 | 2.5 | 7 |\n| 2 | 1.5 | 8 |\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"a long cell", "epoch  loss\n1  2.5\n2  1.5555555555555555555555555555555555555555\n3  1.25\n",
     "2 epoch 1..3: loss 2.5..1.25\n"},
    {"a single column", "loss\n2.5\n1.5\n",
     "error: not a training log: no line of names with numbers below them"},
    {"log prefixes", "INFO: epoch  loss\nINFO: 1  2.5\nINFO: 2  1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
    {"not a number", "epoch loss\n1 NaN\n2 inf\n3 -inf\n", "3 epoch 1..3: loss nan..-inf 'NaN'\n"},
    {"another table of as many columns, with text between",
     "epoch  loss\n1  2.5\nsaving 3 files\nstep  val_loss\nsome 5 words\n10  3.5\n20  3.0\n",
     "3 step 10..20: epoch 1..1, loss 2.5..2.5, val_loss 3.5..3\n"},
    {"the names again, over a row that lacks a cell",
     "epoch  loss   acc\n    1    2.5   0.5\nepoch  loss   acc\n    2          0.75\n    3    1.5  "
     " 0.8\n",
     "3 epoch 1..3: loss 2.5..1.5, acc 0.5..0.8\n"},
    {"names twice in either line, a column less above",
     "train val\nepoch loss loss\n1 2.5 3.5\n2 1.5 3.0\n",
     "error: not a training log: no line of names with numbers below them"},
    {"a cell of forty bytes",
     "epoch  loss\n1  2.5\n2  1.55555555555555555555555555555555555555\n3  1.25\n",
     "3 epoch 1..3: loss 2.5..1.25\n"},
    {"a cell of one more",
     "epoch  loss\n1  2.5\n2  1.555555555555555555555555555555555555555\n3  1.25\n",
     "2 epoch 1..3: loss 2.5..1.25\n"},
    {"a rule of three dashes between the rows",
     "epoch  loss   acc    lr\n-----  -----  -----  --\n    1    2.5         0.001\n---\n    2    "
     "1.5   0.75  0.001\n",
     "2 epoch 1..2: loss 2.5..1.5, acc 0.75..0.75, lr 0.001..0.001\n"},
    {"an index that is no count", "  epoch  loss\n0.5  1  2.5\n1.5  2  1.5\n",
     "error: not a training log: no line of names with numbers below them"},
    {"an index below bars", "| epoch | loss |\n| 0 | 1 | 2.5 |\n| 1 | 2 | 1.5 |\n",
     "error: not a training log: no line of names with numbers below them"},
    {"a cell between two columns of a row that lacks another",
     "epoch  loss       acc        lr     f1\n    1  2.5        0.5        0.1    0.25\n"
     "    2  1.5   9.5             0.1\n    3  1.25       0.75       0.1    0.5\n",
     "2 epoch 1..3: loss 2.5..1.25, acc 0.5..0.75, lr 0.1..0.1, f1 0.25..0.5\n"},
    {"a table that goes on after words", "epoch  loss\n1  2.5\nsaving it\n2  1.5\n",
     "2 epoch 1..2: loss 2.5..1.5\n"},
};

START_TEST(rows_are_known_by_their_names)
{
    check_forced("console_table", tables[_i].what, tables[_i].text, tables[_i].expected);
}
END_TEST

/* Names are looked for among the last lines of text, not too far above. */
START_TEST(names_stand_near_their_rows)
{
    static const struct {
        const char *between;
        size_t lines;
        bool found;
    } cases[] = {
        {"text", 23, true}, {"text", 24, false}, {"some text", 15, true}, {"some text", 16, false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[600] = "epoch  loss\n";
        for (size_t k = 0; k < cases[i].lines; k++)
            sprintf(text + strlen(text), "%s\n", cases[i].between);
        strcat(text, "1  2.5\n2  1.5\n");
        char *found = read_forced("console_table", text);
        ck_assert_msg((strncmp(found, "2 epoch", 7) == 0) == cases[i].found, "%zu: %s", i, found);
        free(found);
    }
}
END_TEST

/* 64 columns are read, of a wider table none. */
START_TEST(a_table_has_so_many_columns)
{
    for (size_t more = 0; more < 2; more++) {
        char text[2000] = "epoch loss";
        for (size_t i = 0; i < 62 + more; i++)
            sprintf(text + strlen(text), " m%zu", i);
        strcat(text, "\n1 2.5");
        for (size_t i = 0; i < 62 + more; i++)
            strcat(text, " 0.5");
        strcat(text, "\n");
        char *found = read_forced("console_table", text);
        ck_assert_msg(more ? strncmp(found, "error", 5) == 0 : strstr(found, "m61 0.5") != NULL,
                      "%s", found);
        free(found);
    }
}
END_TEST

START_TEST(a_long_line_is_no_row)
{
    char text[3000] = "epoch  loss\n1  2.5\n2  1.5";
    size_t n = strlen(text);
    memset(text + n, ' ', 2100);
    strcpy(text + n + 2100, "\n3  1.25\n");
    char *found = read_forced("console_table", text);
    ck_assert_str_eq(found, "2 epoch 1..3: loss 2.5..1.25\n");
    free(found);
}
END_TEST

/* A table of final scores is told by what its rows are of. */
START_TEST(final_scores_are_no_log)
{
    static const struct {
        const char *text, *each; /* NULL: it is none */
    } cases[] = {{"model  accuracy  loss\n1  0.5  2.5\n2  0.6  2.25\n", "model"},
                 {"fold  epoch  loss\n1  1  2.5\n2  1  2.25\n", NULL},
                 {"fold  size  width\n1  1  2.5\n2  1  2.25\n", NULL},
                 {"size  accuracy  loss\n1  0.5  2.5\n2  0.6  2.25\n", NULL},
                 {"fold  time  loss\n1  1  2.5\n2  1  2.25\n", NULL},
                 {"loss  fold\n2.5  1\n2.25  2\n", "fold"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        char want[40];
        lc_status st = lc_read_bytes(&runs, NULL, cases[i].text, strlen(cases[i].text), NULL, &err);
        snprintf(want, sizeof want, "each '%s'", cases[i].each ? cases[i].each : "");
        ck_assert_msg((st == LC_E_FORMAT && strstr(err.msg, want) != NULL) ==
                          (cases[i].each != NULL),
                      "%zu: %s", i, err.msg);
        lc_runs_free(&runs);
    }
}
END_TEST

/* "3/10" counts the epochs that there will be, under the name of epochs alone. */
START_TEST(epochs_of_so_many_are_planned)
{
    static const struct {
        const char *text;
        double planned;
    } cases[] = {{"epoch loss\n1/10 2.5\n2/10 1.5\n", 10},
                 {"step loss\n1/10 2.5\n2/10 1.5\n", 0},
                 {"epoch loss\n1 2.5\n2 1.5\n", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_runs runs = LC_RUNS_INIT;
        const lc_read_options options = {.format = "console_table"};
        ck_assert_int_eq(
            lc_read_bytes(&runs, NULL, cases[i].text, strlen(cases[i].text), &options, NULL),
            LC_OK);
        ck_assert_uint_eq(runs.n, 1);
        ck_assert_msg(runs.run[0].facts.planned_epochs == cases[i].planned, "%s", cases[i].text);
        lc_runs_free(&runs);
    }
}
END_TEST

/* What a form says of a column is what its metric is, whatever its name: spaCy's losses and scores. */
START_TEST(a_form_tells_what_its_columns_mean)
{
    static const char text[] =
        "E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  ENTS_P  ENTS_R  SCORE \n"
        "---  ------  ------------  --------  ------  ------  ------  ------\n"
        "  0       0          0.00     45.00    0.50    0.60    0.40    0.01\n"
        "  1     200         10.00     40.00   50.00   60.00   40.00    0.50\n"
        "  2     400         11.00     30.00   60.00   70.00   50.00    0.60\n";
    lc_runs runs = LC_RUNS_INIT;
    const lc_read_options options = {.format = "spacy_console"};
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, NULL), LC_OK);
    size_t losses = 0, scores = 0;
    for (size_t i = 0; i < runs.run[0].series_n; i++) {
        const lc_metric *m = &runs.run[0].series[i].metric;
        losses += m->kind == LC_LOSS;
        scores += m->kind == LC_SCORE && m->split == LC_VALIDATION;
    }
    ck_assert_uint_eq(losses, 2);
    ck_assert_uint_eq(scores, 4);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_printed_table(void)
{
    Suite *s = suite_create("printed_table");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, rows_are_known_by_their_names, 0, (int)COUNT(tables));
    tcase_add_test(t, names_stand_near_their_rows);
    tcase_add_test(t, a_table_has_so_many_columns);
    tcase_add_test(t, a_long_line_is_no_row);
    tcase_add_test(t, final_scores_are_no_log);
    tcase_add_test(t, epochs_of_so_many_are_planned);
    tcase_add_test(t, a_form_tells_what_its_columns_mean);
    suite_add_tcase(s, t);
    return s;
}
