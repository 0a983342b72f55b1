#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench's job by PyTorch, eager, one thread: what its own tutorials write.

usage: train_torch.py TRAIN VALIDATION BATCH HIDDEN...
"""
import sys
import time

import torch

INPUTS, EPOCHS, RATE = 31, 1, 0.01


def net(hidden):
    layers, width = [], INPUTS
    for units in hidden:
        layers += [torch.nn.Linear(width, units), torch.nn.ReLU()]
        width = units
    return torch.nn.Sequential(*layers, torch.nn.Linear(width, 1))


def run_epoch(model, step, loss_of, x, y, n, batch):
    """One epoch over the first n rows in random order, then the rest without learning."""
    order, loss, right = torch.randperm(n), 0.0, 0
    for first in range(0, n, batch):
        rows = order[first : first + batch]
        z, t = model(x[rows]), y[rows]
        cost = loss_of(z, t)
        step.zero_grad()
        cost.backward()
        step.step()
        loss += cost.item() * len(rows)
        right += ((z > 0) == (t > 0.5)).sum().item()
    with torch.no_grad():
        z = model(x[n:])
        val_loss = loss_of(z, y[n:]).item()
        val_right = ((z > 0) == (y[n:] > 0.5)).sum().item()
    return loss / n, right / n, val_loss, val_right / (len(x) - n)


def main():
    n, validation, batch = map(int, sys.argv[1:4])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    x = torch.empty(n + validation, INPUTS).uniform_(-1.7, 1.7)
    y = (x[:, 0] * x[:, 1] + x[:, 2] * x[:, 3].abs() > 0).float().unsqueeze(1)
    model = net(map(int, sys.argv[4:]))
    step = torch.optim.SGD(model.parameters(), lr=RATE)
    loss_of = torch.nn.BCEWithLogitsLoss()
    run_epoch(model, step, loss_of, x, y, min(n, 100 * batch), batch)  # warm up
    best = float("inf")
    for _ in range(EPOCHS):
        start = time.process_time()
        scores = run_epoch(model, step, loss_of, x, y, n, batch)
        best = min(best, time.process_time() - start)
    print("%.6f loss %.4f accuracy %.4f val_loss %.4f val_accuracy %.4f" % (best, *scores))


main()
