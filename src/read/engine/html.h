/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.h - the tables that notebooks show, as delimited text. */
#ifndef LC_READ_HTML_H
#define LC_READ_HTML_H

#include "base/error.h"
#include "read/engine/span.h"

/**
 * Take the next table of a piece of HTML, if one looks like a training's: an epoch or a step and a
 * loss or score in its header, or a loss on two splits and nothing but metrics.
 *
 *   out  *text, *n  a line for each row, quoted cells parted by commas; free() it. NULL when
 *                   there is no such table any more
 *   out  *html      goes on behind the table
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_html_take_table(char **text, size_t *n, lc_span *html, lc_error *err);

#endif
