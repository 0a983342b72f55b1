/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h - what a page says of one run: verdict, findings, metrics, how it was judged. */
#ifndef LC_HTML_RUN_H
#define LC_HTML_RUN_H

#include "html/page.h"

/* A run on the page; `number` tells its ids from those of others. */
typedef struct lc_html_subject {
    const lc_run *run;
    const lc_diagnosis *diagnosis;
    size_t number;
} lc_html_subject;

/* "overfitting.csv", or the run's name where it has one, and "csv, 80 records, epoch 1 to 80". */
void lc_html_run_name(lc_page *p, const lc_run *run);
void lc_html_run_facts(lc_page *p, const lc_run *run);

/* The class that paints a verdict: its severity's name, "good" when healthy, else "none". */
const char *lc_html_tone(const lc_diagnosis *d);

/* The sections, each with its heading of this level, or nothing where there is nothing to say. */
void lc_html_verdict(lc_page *p, const lc_html_subject *s, int level);
void lc_html_findings(lc_page *p, const lc_html_subject *s, int level);
void lc_html_forecasts(lc_page *p, const lc_html_subject *s, int level);
void lc_html_metrics(lc_page *p, const lc_html_subject *s, int level);
void lc_html_judged(lc_page *p, const lc_html_subject *s, int level);

#endif
