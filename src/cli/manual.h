/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.h - manual pages in the mdoc language, made from the tables of commands and options. */
#ifndef LC_CLI_MANUAL_H
#define LC_CLI_MANUAL_H

#include "cli/command.h"

/* Write learncurve-NAME(1), or learncurve(1) when c is NULL. */
void manual_print(FILE *to, const command *c);

#endif
