/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.h - which series of a run belong together. */
#ifndef LC_DIAGNOSE_LINK_H
#define LC_DIAGNOSE_LINK_H

#include "diagnose/context.h"

/* Fills in the context's pairs and main losses and what each series has beside it, from the series that
 * are studied. After lc_context_open; on a failure lc_context_close releases
 * what there is. LC_OK, LC_E_NOMEM. */
lc_status lc_context_link(lc_context *context, lc_error *err);

#endif
