/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gate.h - what --fail-on asks for: a least severity, and rules by name. */
#ifndef LC_CLI_GATE_H
#define LC_CLI_GATE_H

#include "cli/command.h"

typedef struct gate {
    bool by_severity;
    lc_severity least;
    const char *names; /* the whole list, borrowed; rules are looked up in it */
} gate;

/* False when a word of the list (NULL: nothing is asked for) is neither a severity nor a rule, which is
 * a usage error of the command. */
bool gate_open(gate *g, const command *c, const char *list);

/* The same check of a list that another option takes. */
bool gate_check(const command *c, const char *option, const char *list);

/* Whether a finding that no other explains is one that --fail-on asks for. */
bool gate_stops(const gate *g, const lc_diagnosis *d);
bool gate_stops_digest(const gate *g, const lc_digest *d);

/* Whether a comma-separated list holds the word. */
bool is_listed(const char *list, const char *word);

#endif
