/* SPDX-License-Identifier: GPL-3.0-or-later */
/* folder.h - the runs below a folder. */
#ifndef LC_READ_FOLDER_H
#define LC_READ_FOLDER_H

#include "base/error.h"

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
