/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_list.h - what can be changed about a training run, as options of `train`. */
#ifndef LC_CLI_REMEDY_LIST_H
#define LC_CLI_REMEDY_LIST_H

#include "cli/settings.h"

#define REMEDIES_MAX 40
#define REMEDY_WORDS 12

typedef struct remedy {
    const char *name;  /* "learning rate / 3" */
    const char *rules; /* comma-separated ids of the findings that it answers */
    char text[160];    /* its options as one would type them: "--lr 0.0003" */
    char words[160];   /* the same, each ended by a NUL */
    char *word[REMEDY_WORDS];
    size_t words_n;
    settings s; /* the run's with these options; shares what the run's own */
} remedy;

/* What is known of the table. */
typedef struct remedy_facts {
    lc_task task;
    size_t rows;          /* that train */
    double majority;      /* share of the most frequent class; 0: a regression */
    bool missing;         /* some cells are */
    size_t minority_rows; /* of the rarest class */
} remedy_facts;

/* No remedy: what fewer rows lose is what more rows may win. Half of those that train. */
bool remedy_half(remedy *half, const settings *s);

/* All that can be tried for a run, in a fixed order; returns how many. Each one's words are parsed into
 * its settings, which `s` must outlive. */
size_t remedy_list(remedy list[REMEDIES_MAX], const settings *s, const remedy_facts *facts);

#endif
