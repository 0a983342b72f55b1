# scikit-learn: partial_fit, with a line printed for each epoch to `learncurve record`.
import os, subprocess
import sklearn.metrics

def train(model, x, y, x_val, y_val, classes, epochs):
    to = subprocess.Popen(["learncurve", "record", "--force", "-o", "run.csv"],
                          stdin=subprocess.PIPE, text=True)
    for epoch in range(1, epochs + 1):
        model.partial_fit(x, y, classes=classes)
        loss = sklearn.metrics.log_loss(y, model.predict_proba(x), labels=classes)
        val = sklearn.metrics.log_loss(y_val, model.predict_proba(x_val), labels=classes)
        print(f"epoch={epoch} loss={loss} val_loss={val}", file=to.stdin, flush=True)
        if os.path.exists("stop"):  # learncurve watch --stop-file stop
            break
    to.communicate()
