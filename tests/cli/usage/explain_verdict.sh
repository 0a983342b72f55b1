# SPDX-License-Identifier: GPL-3.0-or-later
# A verdict leads to its rules; one that is a rule's name too is that rule.
"$LC" explain not-converged
"$LC" explain unstable
"$LC" explain healthy
"$LC" explain inconclusive
"$LC" explain overfitting | head -n 1
