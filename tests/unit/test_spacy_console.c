/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_spacy_console.c - the table of spacy train. */
#include "format_suite.h"

Suite *suite_spacy_console(void);

static const reading cases[] = {
    {.sample = "ner.txt", /* the losses of the first row are of one step */
     .expected = "4 # 0..600: E 0..5, LOSS TOK2VEC 41.3..80.11, LOSS NER 1520.77..401.35, ENTS_F "
                 "0..59.98, ENTS_P 0..63.11, ENTS_R 0..57.14, SCORE 0..0.6\n"
                 "  line 5: losses are sums over the steps since the row above; those of the first "
                 "row, of one step, are left out\n"},
};

static const char *const refused[] = {"", "E    #       LOSS NER\n---  ------  --------\n", NULL};

static const char *const foreign[] = {"epoch loss\n1 2\n2 3\n", NULL};

Suite *suite_spacy_console(void)
{
    static const format_tests tests = {
        .format = "spacy_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    return format_suite(&tests, NULL);
}
