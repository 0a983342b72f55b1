/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.h - several runs on a page: counts, their curves over each other, a table, and each of them. */
#ifndef LC_HTML_LIST_H
#define LC_HTML_LIST_H

#include "html/page.h"

/* LC_OK or LC_E_NOMEM. */
lc_status lc_html_list(lc_page *p, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                       lc_error *err);

#endif
