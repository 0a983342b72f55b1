# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data friedman1 --made-classes 3
"$LC" make-data blobs --made-classes 1000
"$LC" make-data moons --rows 0
