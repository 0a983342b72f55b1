/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cache.h - answers about files, kept in a file; lc_cache_open() and lc_cache_close() are public. */
#ifndef LC_BASE_CACHE_H
#define LC_BASE_CACHE_H

#include "base/error.h"

/* What is asked of a file: a hash of all that the answer depends on but the file itself. */
typedef uint64_t lc_question;

/* Both are of one thread only, and fine without a cache (NULL).
 *
 *   in   path   of the file; what isn't absolute is so from the folder in which the cache was opened
 *   in   stamp  of its state: its size, the time of its last change
 */

/* Write the answer that was kept; false: none. */
bool lc_cache_get(lc_cache *cache, const char *path, lc_question question, uint64_t stamp,
                  FILE *out);

/* Keep an answer, in place of one to this question in another state. */
void lc_cache_put(lc_cache *cache, const char *path, lc_question question, uint64_t stamp,
                  const char *answer, size_t n);

#endif
