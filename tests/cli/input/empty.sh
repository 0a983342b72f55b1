# SPDX-License-Identifier: GPL-3.0-or-later
: >run.csv && "$LC" run.csv
