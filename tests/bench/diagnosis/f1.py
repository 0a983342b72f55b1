# SPDX-License-Identifier: GPL-3.0-or-later
"""F1 scores of pairs (true class, said class), and bootstrap intervals."""
import random
from collections import Counter

TIMES, SEED = 1000, 1


def by_class(pairs):
    """F1 of each class that is true of some run: 2 tp / (2 tp + fp + fn)."""
    true, said = Counter(t for t, _ in pairs), Counter(s for _, s in pairs)
    right = Counter(t for t, s in pairs if t == s)
    return {c: 2 * right[c] / (true[c] + said[c]) for c in true}


def macro(pairs):
    scores = by_class(pairs)
    return sum(scores.values()) / len(scores)


def interval(pairs, share=0.95):
    """Percentile bootstrap over the runs."""
    draw = random.Random(SEED)
    got = sorted(macro(draw.choices(pairs, k=len(pairs))) for _ in range(TIMES))
    cut = int(TIMES * (1 - share) / 2)
    return got[cut], got[TIMES - 1 - cut]
