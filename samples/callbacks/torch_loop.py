# PyTorch: the loop that you have, with a line printed for each epoch to `learncurve record`.
import os, subprocess
import torch

def train(model, loader, validation, loss_of, optimizer, epochs):
    to = subprocess.Popen(["learncurve", "record", "--force", "-o", "run.csv"],
                          stdin=subprocess.PIPE, text=True)
    for epoch in range(1, epochs + 1):
        losses = []
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        with torch.no_grad():
            val = [loss_of(model(x), y).item() for x, y in validation]
        print(f"epoch={epoch} loss={sum(losses) / len(losses)} val_loss={sum(val) / len(val)}",
              file=to.stdin, flush=True)
        if os.path.exists("stop"):  # learncurve watch --stop-file stop
            break
    to.communicate()
