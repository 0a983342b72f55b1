/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * example.h - for each rule a made-up log, which `learncurve explain` shows with what the rule finds
 * in it. To add one: a line of the table in example.c, the rule's id and the log as CSV, with as
 * few records and columns as the rule needs. tests/unit/test_example.c says whether the rule fires
 * on it and decides the verdict.
 */
#ifndef LC_DIAGNOSE_EXAMPLE_H
#define LC_DIAGNOSE_EXAMPLE_H

/* The log as CSV text; NULL if there is none. */
const char *lc_example_of(const char *rule);

#endif
