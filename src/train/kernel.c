/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel.c - the table of instruction sets. */
#include "train/kernel.h"

#include <string.h>

static const lc_kernel *const kernels[] = {/* the fastest first */
#if defined(__x86_64__)
                                           &lc_kernel_avx512, &lc_kernel_avx2,
#endif
                                           &lc_kernel_base, NULL};

const lc_kernel *lc_kernel_at(size_t k)
{
    for (size_t i = 0; kernels[i]; i++)
        if (kernels[i]->usable() && k-- == 0)
            return kernels[i];
    return NULL;
}

const lc_kernel *lc_kernel_find(const char *name)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        if (strcmp(kernel->name, name) == 0)
            return kernel;
    return NULL;
}
