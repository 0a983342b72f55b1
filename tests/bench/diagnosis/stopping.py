# SPDX-License-Identifier: GPL-3.0-or-later
"""When to stop: criteria that others use, replayed on runs that overfit.

Each criterion is given the losses of both splits and returns the epoch, counted from 0, after which
it stops, or None. Prechelt: L. Prechelt 1998, Early Stopping - But When?, LNCS 1524, with strips of
5 epochs. Keras: the EarlyStopping callback with min_delta 0.
"""
import csv
import statistics

from told import diagnose, help_of

STRIP = 5


def keras(patience):
    def stop(train, val):
        best, wait = float("inf"), 0
        for epoch, loss in enumerate(val):
            wait += 1
            if loss < best:
                best, wait = loss, 0
            elif wait >= patience and epoch > 0:
                return epoch
        return None
    return stop


def generalization_losses(val):
    best = float("inf")
    for loss in val:
        best = min(best, loss)
        yield 100 * (loss / best - 1)


def prechelt_gl(alpha):
    def stop(train, val):
        return next((e for e, gl in enumerate(generalization_losses(val)) if gl > alpha), None)
    return stop


def progress(strip):
    return 1000 * (sum(strip) / (len(strip) * min(strip)) - 1)


def prechelt_pq(alpha):
    def stop(train, val):
        for epoch, gl in enumerate(generalization_losses(val)):
            if (epoch + 1) % STRIP:
                continue
            made = progress(train[epoch + 1 - STRIP:epoch + 1])
            if gl > alpha * made:
                return epoch
        return None
    return stop


def prechelt_up(strips):
    def stop(train, val):
        risen = 0
        for epoch in range(2 * STRIP - 1, len(val), STRIP):
            risen = risen + 1 if val[epoch] > val[epoch - STRIP] else 0
            if risen == strips:
                return epoch
        return None
    return stop


CRITERIA = {
    **{f"Keras EarlyStopping, patience {n}": keras(n) for n in (5, 10, 20, 50)},
    **{f"Prechelt GL {a}": prechelt_gl(a) for a in (1, 2, 3, 5)},
    **{f"Prechelt PQ {a}": prechelt_pq(a) for a in (0.5, 0.75, 1, 2, 3)},
    **{f"Prechelt UP {s}": prechelt_up(s) for s in (2, 3, 4, 6, 8)},
}


def losses(file):
    with open(file, newline="") as table:
        rows = list(csv.DictReader(table))
    return [float(r["train_loss"]) for r in rows], [float(r["val_loss"]) for r in rows]


def summary(runs, stops):
    """Share of runs whose best epoch came before the stop, and the median delay from there to the
    stop; a run that isn't stopped has its best, and goes on to its end."""
    kept, delays = 0, []
    for (_, val), stop in zip(runs, stops):
        end = len(val) - 1 if stop is None else stop
        best = val.index(min(val))
        if best <= end:
            kept += 1
            delays.append(end - best)
    return {"kept": kept / len(runs), "delay": statistics.median(delays) if delays else None,
            "unstopped": stops.count(None)}


def others(files):
    runs = [losses(file) for file in files]
    return {name: summary(runs, [stop(*run) for run in runs]) for name, stop in CRITERIA.items()}


def ours(files):
    """The stop signal of a replay, and the first epoch at which overfitting was known in it; nothing
    of a program that has no --online."""
    if "--online" not in help_of("diagnose", "--help"):
        return {}
    runs, replays = [losses(file) for file in files], [t.online for t in diagnose(files, ["--online"])]
    signals = [replay["stop"] and replay["stop"]["at"] for replay in replays]
    known = [min((k["at"] for k in replay["known"]
                  if k["rule"] == "overfitting" and k["severity"] != "note"), default=None)
             for replay in replays]
    return {name: summary(runs, [None if at is None else int(at) - 1 for at in stops])
            for name, stops in (("learncurve, stop signal", signals),
                                ("learncurve, overfitting is known", known))}
