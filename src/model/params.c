/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.c - hyper-parameters by name, as texts. */
#include "model/params.h"

#include "base/mem.h"

#include <string.h>

static lc_param *find(const lc_params *params, const char *name, size_t n)
{
    for (size_t i = 0; i < params->n; i++)
        if (strncmp(params->param[i].name, name, n) == 0 && params->param[i].name[n] == '\0')
            return &params->param[i];
    return NULL;
}

static lc_status append(lc_params *params, lc_param param, lc_error *err)
{
    if (!param.name || !lc_mem_grow(&params->param, &params->cap, params->n + 1, sizeof param)) {
        lc_mem_free(param.name);
        lc_mem_free(param.value);
        return lc_error_nomem(err);
    }
    params->param[params->n++] = param;
    return LC_OK;
}

lc_status lc_params_set(lc_params *params, const char *name, size_t n, const char *value,
                        size_t value_n, lc_error *err)
{
    n = strnlen(name, n); /* a NUL would end it early wherever it is compared */
    if (n == 0 || n > LC_PARAM_NAME_MOST || params->n >= LC_PARAMS_MOST)
        return LC_OK;
    lc_param *known = find(params, name, n);
    char *copy = lc_mem_text(value, value_n < LC_PARAM_VALUE_MOST ? value_n : LC_PARAM_VALUE_MOST);
    if (!copy)
        return lc_error_nomem(err);
    if (!known)
        return append(params, (lc_param){lc_mem_text(name, n), copy}, err);
    lc_mem_free(known->value);
    known->value = copy;
    return LC_OK;
}

lc_status lc_params_merge(lc_params *params, const lc_params *from, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < from->n && st == LC_OK; i++)
        st = lc_params_set(params, from->param[i].name, strlen(from->param[i].name),
                           from->param[i].value, strlen(from->param[i].value), err);
    return st;
}

const char *lc_params_find(const lc_params *params, const char *name)
{
    const lc_param *found = find(params, name, strlen(name));
    return found ? found->value : NULL;
}

void lc_params_free(lc_params *params)
{
    for (size_t i = 0; i < params->n; i++) {
        lc_mem_free(params->param[i].name);
        lc_mem_free(params->param[i].value);
    }
    lc_mem_free(params->param);
    *params = (lc_params){0};
}
