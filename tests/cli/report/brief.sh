# SPDX-License-Identifier: GPL-3.0-or-later
# A line a run, for scripts.
cd "$SAMPLES" && "$LC" --brief csv/overfitting.csv csv/two-runs.csv yolo_csv/detect.csv
printf 'epoch,"a ""b"" \\"\n1,0.5\n' | "$LC" --brief -
