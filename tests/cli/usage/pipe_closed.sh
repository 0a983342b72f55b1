# SPDX-License-Identifier: GPL-3.0-or-later
# A reader that leaves early ends the program silently, as it does cat.
"$LC" explain | head -n 1 | wc -l | tr -d ' '
