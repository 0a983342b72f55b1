# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data friedman1 --classes 3
"$LC" make-data blobs --classes 1000
"$LC" make-data moons --rows 0
