/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * complete.h - what may stand where the cursor is, for the completion of shells: `completion/` holds
 * their scripts, which only ask `learncurve help --complete`. It is told from the option table.
 */
#ifndef LC_CLI_COMPLETE_H
#define LC_CLI_COMPLETE_H

#include "cli/command.h"

/**
 * Write the candidates for the last of n words (the words behind `learncurve`, n may be 0). The first
 * line is "files", where names of files fit too, or "words"; then a line "CANDIDATE<TAB>HELP" each,
 * without control characters. A candidate that ends in one of =:., is not complete yet. What
 * can't be read or isn't known has no candidates; there are no messages.
 */
void complete_print(FILE *to, char **word, size_t n);

/* The names of the shells, ends with NULL, and their scripts in the same order. */
extern const char *const complete_shells[];
extern const char *const complete_scripts[];

#endif
