# SPDX-License-Identifier: GPL-3.0-or-later
cd "$ROOT" && "$LC" inspect samples/keras_console/crossvalidated-444546.log
