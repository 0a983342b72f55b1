/* SPDX-License-Identifier: GPL-3.0-or-later */
/* python_literal.h - values as Python prints them: {'loss': [0.5, nan], 'acc': array([0.8])}. */
#ifndef LC_READ_PYTHON_LITERAL_H
#define LC_READ_PYTHON_LITERAL_H

#include "read/engine/json.h"
#include "read/engine/span.h"

/**
 * Take the value that *text begins with; blanks and line breaks may stand before it.
 *
 * Dicts, lists, tuples, texts, numbers, None, True, nan, inf, and what NumPy and PyTorch put around
 * numbers: "np.float32(0.5)", "array([0.5], dtype=float32)", "tensor(0.5, device='cuda:0')". JSON
 * is taken as well. What can't be read as a value, such as "<class 'list'>", is null.
 *
 *   out  *value  released with json_object_put; NULL for None
 *   out  *cut    the text ends within the value, which holds what there was
 *   out  *text   goes on behind the value; on failure it begins where no value was found
 *
 * Returns LC_OK
 *         LC_E_FORMAT  no value
 *         LC_E_LIMIT   nested more than LC_JSON_DEPTH deep
 *         LC_E_NOMEM
 */
lc_status lc_python_literal_take(struct json_object **value, bool *cut, lc_span *text,
                                 lc_error *err);

#endif
