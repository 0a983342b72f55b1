/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.h - from one source to a builder: what single logs and folders of them have in common. */
#ifndef LC_READ_READ_H
#define LC_READ_READ_H

#include "read/engine/reader.h"
#include "read/engine/source.h"

/**
 * The reader for a source: the one that `format` names, or the highest bidder.
 *
 *   out  *bid   what it bids; NULL when that doesn't matter
 *   in   name   of the file, a hint
 *
 * Returns LC_OK
 *         LC_E_ARG     no reader of that name
 *         LC_E_FORMAT  empty, or nothing that any reader wants
 *         LC_E_IO, LC_E_NOMEM
 */
lc_status lc_read_choose(const lc_reader **chosen, int *bid, lc_source *s, const char *name,
                         const char *format, lc_error *err);

/* Run a reader over a source into the builder; what the builder refuses sticks in the builder. */
lc_status lc_read_into(lc_builder *b, const lc_reader *r, lc_source *s,
                       const lc_read_options *options, lc_error *err);

/**
 * Read all runs that are found below a folder. Files and folders whose names begin with a dot, and
 * folders behind links, are left out; so are files that hardly look like logs.
 *
 * Returns as lc_read_file, and
 *         LC_E_FORMAT  no training log in it
 *         LC_E_LIMIT   more files or deeper folders than anybody's runs
 */
lc_status lc_read_folder(lc_runs *runs, const char *path, const lc_read_options *options,
                         lc_error *err);

#endif
