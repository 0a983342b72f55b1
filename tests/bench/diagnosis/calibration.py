# SPDX-License-Identifier: GPL-3.0-or-later
"""Is the confidence of a verdict the share in which it is right?"""
BINS = 5  # of equal width


def judged(runs):
    """(confidence, right) of those with a verdict: `inconclusive` claims nothing."""
    return [(run.told.confidence, run.right) for run in runs if run.told.verdict != "inconclusive"]


def table(pairs):
    """(mean confidence, share that is right, how many) of each bin that isn't empty."""
    for b in range(BINS):
        some = [pair for pair in pairs if min(int(pair[0] * BINS), BINS - 1) == b]
        if some:
            yield (sum(c for c, _ in some) / len(some), sum(r for _, r in some) / len(some), len(some))


def error(pairs):
    """Expected calibration error: the bins' distances, weighed by their size."""
    return sum(n * abs(said - right) for said, right, n in table(pairs)) / len(pairs)
