# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" train -t y
"$LC" train a.csv b.csv -t y
"$LC" predict a.model
"$LC" make-data moons spirals
"$LC" make-data mons
