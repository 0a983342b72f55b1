#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ranks.py - how busy the first of many processes of a scan is: a simulation of its queue.

usage: ranks.py RUN_MS FIRST_US [RUNS] [RANKS]

RUN_MS    what a run takes another process, on average [ms]; single runs differ a thousandfold
FIRST_US  what a run takes the first process: listing, question, answer, output [us]
The batches are those of src/base/work.c: a fourth of a process's share of what is left, 64 at most,
out of a ring of 4096 runs and 256 for each process, which moves on as the oldest is answered.
"""
import heapq
import random
import sys

BATCH_MOST, BATCH_SHARE, WINDOW, RANK_WINDOW = 64, 4, 4096, 256
SIGMA = 1.5  # of the logarithm of a run's time: 1 in 1,000 takes 100 times the median


def simulate(run_s, first_s, runs, ranks, rng):
    """The seconds that the scan takes, and the share of them in which the first process is busy."""
    mean = 2.718281828 ** (SIGMA * SIGMA / 2)
    window = WINDOW + RANK_WINDOW * ranks
    done = bytearray(runs)
    events = [(0.0, rank, 0, 0) for rank in range(ranks)]  # when a process asks, and what it has done
    waiting, given, taken, free_at, busy = [], 0, 0, 0.0, 0.0
    while events or waiting:
        if not events and given == taken == runs:
            break
        now, rank, begin, end = heapq.heappop(events)
        now = max(now, free_at)
        for k in range(begin, end):
            done[k] = 1
        while taken < runs and done[taken]:
            taken += 1
        waiting.append(rank)
        cost = (end - begin) * first_s
        free_at, busy = now + cost, busy + cost
        while waiting and given < runs and given < taken + window:
            share = (runs - given) // (BATCH_SHARE * (ranks + 1))
            n = min(max(1, min(share, BATCH_MOST)), runs - given, taken + window - given)
            takes = sum(rng.lognormvariate(0, SIGMA) for _ in range(n)) * run_s / mean
            heapq.heappush(events, (free_at + takes, waiting.pop(0), given, given + n))
            given += n
        if taken == runs:
            break
    return free_at, busy / free_at


def main():
    run_s, first_s = float(sys.argv[1]) / 1e3, float(sys.argv[2]) / 1e6
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
    sizes = [int(sys.argv[4])] if len(sys.argv) > 4 else [1, 16, 64, 256, 1024]
    print(f'{runs} runs of {run_s * 1e3:.2f} ms, {first_s * 1e6:.0f} us each for the first process')
    print('processes  seconds  speed-up  of the ideal  first is busy')
    for ranks in sizes:
        seconds, busy = simulate(run_s, first_s, runs, ranks, random.Random(1))
        speedup = runs * run_s / seconds
        print(f'{ranks:9d} {seconds:8.1f} {speedup:9.1f} {100 * speedup / ranks:11.0f} %'
              f' {100 * busy:12.0f} %')


if __name__ == '__main__':
    main()
