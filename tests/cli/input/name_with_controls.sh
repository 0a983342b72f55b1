# SPDX-License-Identifier: GPL-3.0-or-later
# A file's name can't move the cursor or begin a line.
"$LC" "$(printf './a\033[31m\nb')"
