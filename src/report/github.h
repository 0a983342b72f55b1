/* SPDX-License-Identifier: GPL-3.0-or-later */
/* github.h - annotations of GitHub Actions for runs of which there are only digests. */
#ifndef LC_REPORT_GITHUB_H
#define LC_REPORT_GITHUB_H

#include "base/error.h"

/* One for each run with a fault, the gravest first and ten at most, then a notice that counts. */
lc_status lc_github_digests(FILE *out, const lc_digest *digests, size_t n, lc_error *err);

#endif
