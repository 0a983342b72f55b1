# SPDX-License-Identifier: GPL-3.0-or-later
"""All figures of the diagnosis beside their targets; `run` says which.

usage: LC=program figures.py ZOO LABELLED [GROUP...]
GROUP: of GROUPS below; all without
"""
import os
import subprocess
import sys
import tempfile
from collections import Counter

import calibration
import cuts
import f1
import forecast
import holes
import invariance
import jumps
import labelled
import simulated
import stopping
import watching
import zoo

ABSENT = "not at hand, skipped"
FAULTLESS = ("sound", "leaked")  # outcomes: what leaks looks like a good run


def row(name, got, target="", met=None):
    word = "" if met is None else "met" if met else "missed"
    print(f"{name:58} {got:>22}  {target:>8}  {word}".rstrip(), flush=True)


def share_row(name, part, whole, least=None, most=None):
    """How many of how many, beside the share that is asked for."""
    target = f">= {least}" if least is not None else f"<= {most}" if most is not None else ""
    met = None if not target else part >= least * whole if least is not None else part <= most * whole
    row(name, f"{part} of {whole} ({part / max(whole, 1):.3f})", target, met)


def macro_row(name, pairs, target):
    score, (low, high) = f1.macro(pairs), f1.interval(pairs)
    row(name, f"{score:.3f} ({low:.3f} to {high:.3f})", f">= {target}", score >= target)


def calibration_row(name, runs, most):
    """The row, and the table behind it."""
    pairs = calibration.judged(runs)
    error = calibration.error(pairs)
    target = ("", None) if most is None else (f"<= {most}", error <= most)
    row("  calibration error of the verdicts", f"{error:.3f} of {len(pairs)}", *target)
    yield f"reliability, {name}: confidence said, share right, verdicts"
    for said, right, n in calibration.table(pairs):
        yield f"  {said:.2f}  {right:.2f}  {n:6}"


def simulated_rows(folder):
    runs = simulated.labels(folder)
    macro_row(f"simulated runs, {len(runs)}: overfitting or not, macro F1", simulated.pairs(runs), 0.98)
    swept = list(simulated.sweep(runs))
    least, at = min(swept)
    row("  least with one threshold halved or doubled", f"{least:.3f} ({at})", "> 0.97", least > 0.97)
    yield "thresholds of overfitting, macro F1"
    yield from (f"  {score:.3f}  {at}" for score, at in swept)


# Folder: shares of runs named with nothing else accused and of verdicts that fit, healthy runs
# accused, healthy ones called neither healthy nor not converged, faulty ones called healthy, error
# of calibration (not bound where rules were made while looking at the runs, or from textbooks),
# whether misses may be listed.
LABELLED = {
    "posts": (0.90, 0.93, 1, 7, 4, None, True),
    "posts-check": (0.85, 0.90, 1, 4, 3, 0.08, False),  # judges: its runs are not looked at
    "textbooks": (0.85, 0.86, 0, 0, 0, None, True),
}


def labelled_rows(folder):
    name = os.path.basename(folder)
    named, right, accused, unsettled, missed, error, listed = LABELLED[name]
    runs = labelled.read(folder)
    healthy, faulty = [r for r in runs if r.healthy], [r for r in runs if not r.healthy]
    share_row(f"{name}: first symptom named, nothing else accused", sum(r.named for r in runs), len(runs), named)
    share_row("  verdict fits", sum(r.right for r in runs), len(runs), right)
    got = sum(r.accused for r in healthy)
    row("  healthy runs accused", f"{got} of {len(healthy)}", f"<= {accused}", got <= accused)
    got = sum(not r.settled for r in healthy)
    row("  healthy runs called neither healthy nor not-converged", f"{got} of {len(healthy)}", f"<= {unsettled}",
        got <= unsettled)
    got = sum(r.told.verdict == "healthy" for r in faulty)
    row("  faulty runs called healthy", f"{got} of {len(faulty)}", f"<= {missed}", got <= missed)
    yield from calibration_row(name, runs, error)
    if listed:
        yield f"{name}: misses"
        yield from (f"  {run}" for run in runs if not (run.named and run.right))


def missed_faults(runs, outcome):
    """Runs with a fault that shows, and those of them that are called healthy."""
    faulty = [run for run in runs if outcome(run) not in FAULTLESS and "healthy" not in run.fits]
    return [run for run in faulty if run.told.verdict == "healthy"], faulty


def zoo_rows(runs, name):
    counted = [run for run in runs if not run.dropped]
    right = sum(run.right for run in counted)
    macro_row(f"zoo, {name}: verdicts, macro F1", [run.pair for run in counted], 0.96)
    row("  verdict fits", f"{right} of {len(counted)}")
    row("  dropped: not what they were set up to be", f"{len(runs) - len(counted)}")
    healthy, warned, rules = zoo.flagged(counted)
    share_row("  healthy ones flagged with a warning", warned, healthy, most=0.01)
    missed, faulty = missed_faults(counted, lambda run: run.outcome)
    share_row("  faulty ones called healthy", len(missed), len(faulty), most=0.02)
    yield from calibration_row(f"zoo, {name}", counted, 0.03)
    yield from ["", f"zoo, {name}: true verdicts down, said ones across", *zoo.confusion(counted), "",
                f"zoo, {name}: by fault and outcome, with the verdicts that fit", *zoo.by_fault(counted), "",
                f"zoo, {name}: warnings on healthy runs: "
                + (", ".join(f"{n} {rule}" for rule, n in rules.most_common()) or "none")]


def short_rows(runs, name):
    with tempfile.TemporaryDirectory() as folder:
        made = cuts.read(runs, folder)
    macro_row(f"short zoo, {name}: verdicts, macro F1", [cut.pair for cut in made], 0.88)
    row("  verdict fits", f"{sum(cut.right for cut in made)} of {len(made)}")
    healthy = [cut for cut in made if cut.healthy]
    accused = [cut for cut in healthy if cut.told.rules - labelled.HARMLESS]
    share_row("  healthy ones accused", len(accused), len(healthy), most=0.02)
    missed, faulty = missed_faults(made, lambda cut: cut.run.outcome)
    share_row("  faulty ones called healthy", len(missed), len(faulty), most=0.02)
    yield from calibration_row(f"short zoo, {name}", made, 0.05)
    yield from ["", f"short zoo, {name}: true verdicts down, said ones across", *zoo.confusion(made), "",
                f"short zoo, {name}: by cut: verdicts that fit, healthy ones accused, faulty ones called healthy"]
    for cut in dict.fromkeys(c.name for c in made):
        some = [c for c in made if c.name == cut]
        yield (f"  {cut:18} {sum(c.right for c in some):5} of {len(some):5}  {sum(c in some for c in accused):4}"
               f"  {sum(c in some for c in missed):4}")
    yield from ["", f"short zoo, {name}: by fault and outcome, what was said where it does not fit"]
    for key in dict.fromkeys((c.run.fault, c.run.outcome) for c in made):
        some = [c for c in made if (c.run.fault, c.run.outcome) == key]
        wrong = Counter(f"{c.told.verdict} ({c.name})" for c in some if not c.right)
        yield f"  {key[0]:20} {key[1]:12} {sum(c.right for c in some):5} of {len(some):5}  " + ", ".join(
            f"{n} {what}" for what, n in wrong.most_common(8))


def hole_rows():
    yield "made-up runs: verdicts that do not fit"
    for what, right, n, least, others in holes.measure():
        row(f"made up: {what}", f"{right} of {n}", f">= {least}", right >= least)
        if others:
            yield f"  {what}: " + ", ".join(f"{k} {verdict}" for verdict, k in others.items())


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


def watching_rows(runs):
    watched = watching.measure(runs)
    ours = watching.summary(watched, "learncurve watch")
    share_row("sound runs that a watch stops", ours["sound"], ours["sounds"], most=0.005)
    row("  epochs saved over all runs", f"{100 * ours['saved']:.0f} %")
    jumped = jumps.measure()
    row("lasting jumps, made up: stopped within 10 records", f"{jumped['in_10']} of {jumped['runs']}",
        ">= 180", jumped["in_10"] >= 180)
    yield (f"lasting jumps: {jumped['stopped']} stopped, after {jumped['median']:.0f} records in the median, "
           f"{jumped['early']} before the jump")
    yield f"trainings stopped by {watching.STOP_ON}"
    yield f"  {'':33} sound stopped  overfit: stopped, best kept, delay  NaN: stopped, delay  epochs saved"
    for name in watched[0].stops:
        s = watching.summary(watched, name)
        yield (f"  {name:33} {s['sound']:6} of {s['sounds']}  {s['stopped']:12} of {s['over']}, {s['kept']}, "
               f"{s['delay']}  {s['bad_stopped']:8} of {s['bad']}, {s['late']}  {100 * s['saved']:10.0f} %  "
               f"(best epoch lost: {s['lost']} of {s['all']}, of sound ones {s['sound_lost']})")
    yield "sound runs that a watch stops"
    for w in watched:
        if w.run.healthy and w.rule:
            yield f"  {w.run.file}: {w.rule} after record {w.stops['learncurve watch'] + 1} of {len(w.val)}"


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


def speed_rows():
    """Of the program tests/bench/speed.c, which the Makefile builds into $B."""
    run = subprocess.run([os.path.join(os.environ["B"], "speed")], capture_output=True, text=True, check=True)
    lines = [line.split() for line in run.stdout.splitlines()]
    used = max(float(line[2]) for line in lines)
    row("diagnosis of 300 epochs, 7 series, in the library", f"{used:.1f} ms", "<= 5", used <= 5)
    yield "diagnosis of 300 epochs: verdict, processor time and time on the clock [ms]"
    yield from (f"  {name:10} {verdict:12} {cpu:>6} {wall:>6}" for name, verdict, cpu, wall in lines)


class At:
    """Where the runs are, and the zoo as it is diagnosed, once."""

    def __init__(self, folder, shared):
        self.zoo_folder, self.shared = folder, shared
        self.simulated = os.path.join(shared, "overfitguard-simulated")
        self._runs = None

    def here(self, name):
        return os.path.isdir(os.path.join(self.shared, name))

    def runs(self, tuning):
        self._runs = self._runs or zoo.read(self.zoo_folder)
        return [run for run in self._runs if run.tuning == tuning]


def simulated_group(at):
    if at.here("overfitguard-simulated"):
        yield list(simulated_rows(at.simulated))
    else:
        row("simulated runs", ABSENT)


def labelled_group(*names):
    def group(at):
        for name in names:
            if at.here(name):
                yield list(labelled_rows(os.path.join(at.shared, name)))
            else:
                row(name, ABSENT)
    return group


def zoo_group(at):
    yield list(zoo_rows(at.runs(False), "reporting"))
    yield list(zoo_rows(at.runs(True), "tuning"))


def short_group(at):
    yield list(short_rows(at.runs(False), "reporting"))
    yield list(short_rows(at.runs(True), "tuning"))


def hole_group(_):
    yield list(hole_rows())


def stopping_group(at):
    if at.here("overfitguard-simulated"):
        yield list(stopping_rows(at.simulated))


def watching_group(at):
    yield list(watching_rows(at.runs(False)))


def forecast_group(at):
    if at.here("overfitguard-simulated"):
        yield list(forecast_rows("simulated runs", [file for file, _ in simulated.labels(at.simulated)]))
    if at.here("textbooks"):
        yield list(forecast_rows("textbooks", labelled.files(os.path.join(at.shared, "textbooks"))))
    runs = at.runs(False) + at.runs(True)
    yield list(forecast_rows("healthy runs of the zoo",
                             [run.file for run in runs if run.healthy and not run.dropped]))


def speed_group(_):
    if "B" in os.environ:
        yield list(speed_rows())


def invariance_group(_):
    yield list(invariance_rows())


GROUPS = {"labelled": labelled_group("posts", "textbooks"), "judge": labelled_group("posts-check"),
          "simulated": simulated_group, "zoo": zoo_group, "short": short_group, "holes": hole_group,
          "stopping": stopping_group, "watching": watching_group, "forecast": forecast_group, "invariance": invariance_group,
          "speed": speed_group}


def main():
    at = At(*sys.argv[1:3])
    row("", "measured", "target")
    behind = [lines for name in sys.argv[3:] or GROUPS for lines in GROUPS[name](at)]
    for lines in behind:
        print("\n" + "\n".join(lines))


main()
