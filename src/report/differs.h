/* SPDX-License-Identifier: GPL-3.0-or-later */
/* differs.h - the hyper-parameters in which the groups of a comparison differ, as text and JSON. */
#ifndef LC_REPORT_DIFFERS_H
#define LC_REPORT_DIFFERS_H

#include "base/node.h"
#include "report/text_layout.h"

/* Tables as wide as the layout; nothing where nothing differs. */
void lc_differs_print(lc_layout *l, const lc_comparison *c);

/* "differs": [{"name": ..., "values": [[of its runs], of each group in their order]}] */
void lc_differs_put(lc_node to, const lc_comparison *c);

#endif
