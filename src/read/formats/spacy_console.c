/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spacy_console.c - the table that `spacy train` prints: E counts epochs, # steps; LOSS is of training,
 * all else was measured on the development set. A loss is summed up since the evaluation before; the
 * first one, after a single step, compares with none.
 */
#include "read/engine/printed_table.h"

static int spacy_score(const lc_span *names, size_t n)
{
    return n > 2 && lc_span_is(&names[0], "E") && lc_span_is(&names[1], "#") ? 95 : 0;
}

static void spacy_column(lc_printed_column *column, const lc_span *names, size_t n)
{
    (void)names;
    (void)n;
    column->means.has_kind = true;
    if (lc_span_is(&column->name, "E"))
        column->means.kind = LC_EPOCH;
    else if (lc_span_is(&column->name, "#"))
        column->means.kind = LC_STEP;
    else
        column->means.kind = lc_span_begins(&column->name, "LOSS") ? LC_LOSS : LC_SCORE;
    column->summed = column->means.kind == LC_LOSS;
    column->axis = column->means.kind == LC_STEP;
    column->means.has_split = column->means.kind == LC_SCORE;
    column->means.split = LC_VALIDATION;
}

static const lc_printed_table_form spacy_form = {
    LC_PRINTED_TABLE_LINES,
    .sign = "#",
    .score = spacy_score,
    .column = spacy_column,
};

const lc_reader lc_reader_spacy_console = {
    .name = "spacy_console",
    .summary = "the table that spacy train prints",
    .example = "E    #       LOSS NER  ENTS_F  SCORE\n---  ------  --------  ------  ------\n"
               "  0       0    140.00    0.00    0.00\n  2      50    975.00   12.00    0.12",
    .form = &spacy_form,
    LC_READ_PRINTED_TABLE,
};
