/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stand_ins.c - what the static program has in place of dlopen(), by which SQLite would load extensions that
 * nobody asks for. */
#include <stddef.h>

/* The linker puts it in place of dlopen() (--wrap). */
void *__wrap_dlopen(const char *file, int mode);
void *__wrap_dlopen(const char *file, int mode)
{
    (void)file, (void)mode;
    return NULL;
}
