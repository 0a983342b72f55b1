/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_log_prefix.c - what loggers and launchers put before a line, and what only looks like it. */
#include "read/engine/log_prefix.h"

#include <check.h>
#include <string.h>

Suite *suite_log_prefix(void);

static const struct {
    const char *line, *rest;
    bool stamped;
    double rank;
} cases[] = {
    {"Epoch 1 loss 0.5", "Epoch 1 loss 0.5", false, -1},
    {"2031-02-03 04:05:06,789 - trainer - INFO - Epoch 1", "Epoch 1", false, -1},
    {"2031-02-03T04:05:06.789+01:00 INFO     Epoch 1", "    Epoch 1", false, -1},
    {"2031-02-03 04:05:06.789 | INFO     | core.trainer:fit:246 - Epoch 1", "Epoch 1", false, -1},
    {"[2031/02/03 04:05:06] INFO: Epoch 1", "Epoch 1", false, -1},
    {"I0203 04:05:06.789012 4711 train.py:246] loss 2", "loss 2", false, -1},
    {"I0203 04:05:06.789012 4711 train.py:246] loss 2",
     "I0203 04:05:06.789012 4711 train.py:246] loss 2", true, -1},
    {"[04:05:06] | loss | 2 |", "| loss | 2 |", false, -1},
    {"2031-02-03T04:05:06Z ------", "------", false, -1},
    {"[04:05:06] loss 2", "loss 2", false, -1},
    {"[rank12]:[2031-02-03 04:05:06] loss 2", "loss 2", false, 12},
    {"[Rank 3] loss 2", "loss 2", false, 3},
    {"[1,7]<stdout>:loss 2", "loss 2", false, 7},
    {"(TrainWorker pid=4711) loss 2", "loss 2", false, -1},
    {"(loss) 2", "(loss) 2", false, -1},
    {"2031 loss 2", "2031 loss 2", false, -1},
    {"2031-02-03 04:05:06: loss 2", "loss 2", false, -1},
    /* the line's own time stays, a logger's before it does not */
    {"2031-02-03 04:05:06: loss 2", "2031-02-03 04:05:06: loss 2", true, -1},
    {"[rank0]: 2031-02-03 04:05:06: loss 2", "2031-02-03 04:05:06: loss 2", true, 0},
    {"2031-02-03 04:05:07 2031-02-03 04:05:06: loss 2", "2031-02-03 04:05:06: loss 2", true, -1},
    {"2031-02-03 04:05:07 INFO loss 2", "loss 2", true, -1},
    {"04:05:06.5 7", "7", false, -1},
    {"12:30:4 7", "12:30:4 7", false, -1},
    /* what parts a time from its day needs a day */
    {"T04:05:06 loss 2", "T04:05:06 loss 2", false, -1},
    {"[T04:05:06] loss 2", "[T04:05:06] loss 2", false, -1},
    {"[-04:05:06] loss 2", "[-04:05:06] loss 2", false, -1},
    /* a level is a word of its own, and may be all that stands there */
    {"2031-02-03 04:05:06 INFO", "", false, -1},
    {"2031-02-03 04:05:06 INFORMATION 5", "INFORMATION 5", false, -1},
    {"2031-02-03 04:05:06 WARN2 5", "WARN2 5", false, -1},
    {"2031-02-03 04:05:06 WARN: 5", "5", false, -1},
    /* two signs part it from the line, three are a rule of its own */
    {"2031-02-03 04:05:06 INFO -- loss 2", "loss 2", false, -1},
    {"2031-02-03 04:05:06 INFO --- loss 2", "--- loss 2", false, -1},
    /* zones and parts of a second */
    {"2031-02-03T04:05:06Z loss 2", "loss 2", false, -1},
    {"2031-02-03T04:05:06+0100 loss 2", "loss 2", false, -1},
    {"2031-02-03T04:05:06,123456789 loss 2", "loss 2", false, -1},
    {"", "", false, -1},
};

START_TEST(takes_no_more_than_the_prefix)
{
    double rank;
    const lc_span line = {cases[_i].line, cases[_i].line + strlen(cases[_i].line)};
    lc_span rest = lc_without_log_prefix(line, cases[_i].stamped, &rank);
    ck_assert_msg(lc_span_is(&rest, cases[_i].rest), "%s: '%.*s'", cases[_i].line,
                  (int)lc_span_length(&rest), rest.s);
    ck_assert(rank == cases[_i].rank);
}
END_TEST

Suite *suite_log_prefix(void)
{
    Suite *s = suite_create("log_prefix");
    TCase *t = tcase_create("log_prefix");
    tcase_add_loop_test(t, takes_no_more_than_the_prefix, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(s, t);
    return s;
}
