# SPDX-License-Identifier: GPL-3.0-or-later
"""All figures of the diagnosis beside their targets; `run` says which.

usage: LC=program figures.py ZOO LABELLED
"""
import os
import sys

import f1
import forecast
import invariance
import simulated
import stopping
import textbooks
import zoo

ABSENT = "not at hand, skipped"


def row(name, got, target="", met=None):
    word = "" if met is None else "met" if met else "missed"
    print(f"{name:58} {got:>22}  {target:>8}  {word}".rstrip())


def macro_row(name, pairs, target):
    score, (low, high) = f1.macro(pairs), f1.interval(pairs)
    row(name, f"{score:.3f} ({low:.3f} to {high:.3f})", f">= {target}", score >= target)


def simulated_rows(folder):
    runs = simulated.labels(folder)
    macro_row(f"simulated runs, {len(runs)}: overfitting or not, macro F1", simulated.pairs(runs), 0.98)
    swept = list(simulated.sweep(runs))
    least, at = min(swept)
    row("  least with one threshold halved or doubled", f"{least:.3f} ({at})", "> 0.97", least > 0.97)
    return [f"  {score:.3f}  {at}" for score, at in swept]


def textbook_rows(labelled):
    got, misses = textbooks.score(labelled)
    for name, (right, whole) in got.items():
        target = whole if name.startswith("healthy") else 24
        row(f"textbooks: {name}", f"{right} of {whole}", f"{target}", right >= target)
    return [f"  {miss}" for miss in misses]


def zoo_rows(runs, name):
    counted = [run for run in runs if not run.dropped]
    right = sum(run.right for run in counted)
    macro_row(f"zoo, {name}: verdicts, macro F1", [run.pair for run in counted], 0.95)
    row("  verdict fits", f"{right} of {len(counted)}")
    row("  dropped: not what they were set up to be", f"{len(runs) - len(counted)}")
    healthy, warned, rules = zoo.flagged(counted)
    row(f"  of {healthy} healthy ones flagged with a warning", f"{warned} ({100 * warned / healthy:.1f} %)",
        "<= 2 %", warned <= 0.02 * healthy)
    return [f"zoo, {name}: true verdicts down, said ones across", *zoo.confusion(counted), "",
            f"zoo, {name}: by fault and outcome, with the verdicts that fit", *zoo.by_fault(counted), "",
            f"zoo, {name}: warnings on healthy runs: "
            + (", ".join(f"{n} {rule}" for rule, n in rules.most_common()) or "none")]


def stopping_rows(folder):
    files = [file for file, overfits in simulated.labels(folder) if overfits]
    ours = stopping.ours(files)
    if not ours:
        row("stop signal: learncurve", "no --online, left out")
    yield f"stop signal on the {len(files)} simulated runs that overfit"
    yield f"  {'':32} best kept  median delay  not stopped"
    for name, s in {**ours, **stopping.others(files)}.items():
        delay = "-" if s["delay"] is None else f"{s['delay']:.0f}"
        yield f"  {name:32} {100 * s['kept']:7.0f} %  {delay:>12}  {s['unstopped']:11}"


def forecast_rows(name, files):
    """One group of rows: the last half of these runs hidden and forecast."""
    compared = forecast.measure(files)
    s = forecast.summary(compared)
    row(f"forecast of the last half, {name}", f"{s['made']} made, {s['refused']} not")
    row("  hidden values within the interval of 90 %", f"{100 * s['within']:.1f} %", "85 to 95",
        0.85 <= s["within"] <= 0.95)
    row("  median error, of the first half's gain; of \"it stays\"", f"{s['ours']:.4f}; {s['stays']:.4f}",
        "less", s["ours"] < s["stays"])
    yield f"forecast, {name}: by split"
    for split in sorted({one.split for one in compared if one}):
        s = forecast.summary([one for one in compared if one and one.split == split])
        yield (f"  {split:12} {s['made']:5} made  {100 * s['within']:5.1f} % within  "
               f"error {s['ours']:.4f}, stays {s['stays']:.4f}")


def invariance_rows():
    cases, changed = invariance.changes()
    bad = {key: n for key, n in changed.items() if key[0] not in invariance.ABSOLUTE[key[1]]}
    row(f"invariance, {cases} curves with losses or x multiplied: changed", f"{sum(bad.values())}", "0",
        not bad)
    yield "invariance: rules whose findings changed"
    for (rule, what), n in sorted(changed.items()):
        yield f"  {rule}, with {what}: {n}" + ("" if (rule, what) in bad else " (an absolute level)")


def main():
    folder, labelled = sys.argv[1:3]
    others = os.path.join(labelled, "overfitguard-simulated")
    behind = []
    row("", "measured", "target")
    if os.path.isdir(others):
        behind += [["thresholds of overfitting, macro F1", *simulated_rows(others)]]
    else:
        row("simulated runs", ABSENT)
    if os.path.isdir(os.path.join(labelled, "textbooks")):
        behind += [["textbooks: misses", *textbook_rows(labelled)]]
    else:
        row("textbooks", ABSENT)
    runs = zoo.read(folder)
    behind += [zoo_rows([run for run in runs if not run.tuning], "reporting"),
               zoo_rows([run for run in runs if run.tuning], "tuning")]
    if os.path.isdir(others):
        behind += [list(stopping_rows(others))]
        behind += [list(forecast_rows("simulated runs", [file for file, _ in simulated.labels(others)]))]
    if os.path.isdir(os.path.join(labelled, "textbooks")):
        behind += [list(forecast_rows("textbooks", textbooks.files(labelled)))]
    behind += [list(forecast_rows("healthy runs of the zoo",
                                  [run.file for run in runs if run.healthy and not run.dropped]))]
    behind += [list(invariance_rows())]
    for lines in behind:
        print("\n" + "\n".join(lines))


main()
