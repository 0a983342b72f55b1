# SPDX-License-Identifier: GPL-3.0-or-later
# The id of a finding, as reports have it, is explained by its rule.
"$LC" explain plateau:val_loss@25 | head -n 1
