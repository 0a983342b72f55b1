/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.h - one log: which reader takes it, and the way of its bytes through the reader. */
#ifndef LC_READ_LOG_H
#define LC_READ_LOG_H

#include "read/engine/reader.h"
#include "read/engine/source.h"

/**
 * The reader for a source: the one that `format` names, or the one with the highest score.
 *
 *   out  *score  of its probe; NULL when that doesn't matter
 *   in   name   of the file, a hint
 *
 * Returns LC_OK
 *         LC_E_ARG     no reader of that name
 *         LC_E_FORMAT  empty, or nothing that any reader wants
 *         LC_E_IO, LC_E_NOMEM
 */
lc_status lc_read_choose(const lc_reader **chosen, int *score, lc_source *s, const char *name,
                         const char *format, lc_error *err);

/* Run a reader over a source into the builder; what the builder refuses sticks in the builder. */
lc_status lc_read_into(lc_builder *b, const lc_reader *r, lc_source *s, lc_error *err);

#endif
