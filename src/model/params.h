/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.h - hyper-parameters by name, as texts. */
#ifndef LC_MODEL_PARAMS_H
#define LC_MODEL_PARAMS_H

#include "base/error.h"

#define LC_PARAMS_MOST 1000u      /* of a run; further ones are passed over */
#define LC_PARAM_NAME_MOST 200u   /* [bytes] those with a longer name too */
#define LC_PARAM_VALUE_MOST 1000u /* [bytes] of a value are kept */

/* Set a value, which replaces what was told before under this name. LC_OK or LC_E_NOMEM. */
lc_status lc_params_set(lc_params *params, const char *name, size_t n, const char *value,
                        size_t value_n, lc_error *err);

/* The same with all of `from`. */
lc_status lc_params_merge(lc_params *params, const lc_params *from, lc_error *err);

/* The value; NULL where there is none of this name. */
const char *lc_params_find(const lc_params *params, const char *name);

void lc_params_free(lc_params *params);

#endif
