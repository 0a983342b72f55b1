# SPDX-License-Identifier: GPL-3.0-or-later
"""What samples/callbacks uses of libraries, with their names and arguments, for where they are missing."""
import math
import types


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    return made


# ---- torch -----------------------------------------------------------------------------------

class Tensor:
    def __init__(self, value):
        self.value = value

    def item(self):
        return float(self.value)

    __float__ = item

    def backward(self):
        assert not no_grad.open, "no gradient under no_grad()"
        Optimizer.ready = True


class no_grad:
    open = False

    def __enter__(self):
        no_grad.open = True

    def __exit__(self, *_):
        no_grad.open = False


class Optimizer:
    ready = zeroed = False

    def __init__(self, parameters, lr):
        self.weights = parameters

    def zero_grad(self):
        Optimizer.zeroed = True

    def step(self):
        assert Optimizer.ready and Optimizer.zeroed, "step() needs zero_grad() and backward()"
        Optimizer.ready = Optimizer.zeroed = False
        self.weights[0] *= 0.5


class Linear:
    def __init__(self, inputs, outputs):
        self.weights = [1.0]

    def parameters(self):
        return self.weights

    def __call__(self, x):
        return Tensor(self.weights[0])


class MSELoss:
    def __call__(self, a, b):
        return Tensor(a.value ** 2)


def torch_modules():
    nn = module("torch.nn", Linear=Linear, MSELoss=MSELoss)
    optim = module("torch.optim", SGD=Optimizer)
    return {"torch": module("torch", nn=nn, optim=optim, no_grad=no_grad, tensor=Tensor)}


# ---- keras -----------------------------------------------------------------------------------

class KerasCallback:
    def on_train_begin(self, logs=None):
        pass

    def on_epoch_end(self, epoch, logs=None):
        pass

    def on_train_end(self, logs=None):
        pass


class Sequential:
    def __init__(self, layers):
        self.stop_training = False

    def compile(self, optimizer, loss):
        pass

    def fit(self, x, y, validation_data, epochs, callbacks, verbose):
        for c in callbacks:
            assert isinstance(c, KerasCallback)
            c.model = self
            c.on_train_begin()
        for epoch in range(epochs):
            for c in callbacks:
                c.on_epoch_end(epoch, {"loss": 1 / (epoch + 1), "val_loss": 1.5 / (epoch + 1)})
            if self.stop_training:
                break
        for c in callbacks:
            c.on_train_end()


def keras_modules():
    callbacks = module("keras.callbacks", Callback=KerasCallback)
    layers = module("keras.layers", Dense=lambda units: units)
    return {"keras": module("keras", callbacks=callbacks, layers=layers, Sequential=Sequential)}


# ---- lightning -------------------------------------------------------------------------------

class LightningCallback:
    def on_fit_start(self, trainer, pl_module):
        pass

    def on_train_epoch_end(self, trainer, pl_module):
        pass

    def on_fit_end(self, trainer, pl_module):
        pass


class LightningModule:
    def log(self, name, value, on_step=False, on_epoch=True):
        self.trainer.callback_metrics[name] = value


class LightningTrainer:
    def __init__(self, max_epochs, callbacks, logger, enable_checkpointing, enable_progress_bar):
        assert all(isinstance(c, LightningCallback) for c in callbacks)
        self.epochs, self.callbacks = max_epochs, callbacks
        self.callback_metrics, self.should_stop = {}, False

    def fit(self, model, batches, validation):
        model.trainer = self
        optimizer = model.configure_optimizers()
        for c in self.callbacks:
            c.on_fit_start(self, model)
        for self.current_epoch in range(self.epochs):
            for i, batch in enumerate(batches):
                optimizer.zero_grad()
                model.training_step(batch, i).backward()
                optimizer.step()
            for i, batch in enumerate(validation):
                model.validation_step(batch, i)
            for c in self.callbacks:
                c.on_train_epoch_end(self, model)
            if self.should_stop:
                break
        for c in self.callbacks:
            c.on_fit_end(self, model)


def lightning_modules():
    class Module(LightningModule):
        def parameters(self):
            return self.line.parameters()
    made = module("lightning", Callback=LightningCallback, LightningModule=Module,
                  Trainer=LightningTrainer)
    return {"lightning": made, **torch_modules()}


# ---- transformers ----------------------------------------------------------------------------

class TrainerCallback:
    def on_train_begin(self, args, state, control, **kwargs):
        pass

    def on_log(self, args, state, control, **kwargs):
        pass

    def on_train_end(self, args, state, control, **kwargs):
        pass


class TrainerControl:
    __slots__ = ("should_training_stop",)

    def __init__(self):
        self.should_training_stop = False


class TrainerState:
    __slots__ = ("global_step", "epoch", "max_steps")


def transformers_modules():
    return {"transformers": module("transformers", TrainerCallback=TrainerCallback,
                                   TrainerControl=TrainerControl, TrainerState=TrainerState)}


# ---- sklearn ---------------------------------------------------------------------------------

class SGDClassifier:
    def __init__(self, loss, random_state):
        assert loss == "log_loss", "no predict_proba() with another loss"
        self.fits = 0

    def partial_fit(self, x, y, classes=None):
        assert self.fits or classes is not None, "classes are needed in the first call"
        self.fits += 1

    def predict_proba(self, x):
        p = 1 - 0.5 ** self.fits
        return [[p, 1 - p] if row[0] < 0.5 else [1 - p, p] for row in x]


def log_loss(y_true, y_pred, *, labels=None):
    return -sum(math.log(p[labels.index(y)]) for y, p in zip(y_true, y_pred)) / len(y_true)


def sklearn_modules():
    metrics = module("sklearn.metrics", log_loss=log_loss)
    linear = module("sklearn.linear_model", SGDClassifier=SGDClassifier)
    return {"sklearn": module("sklearn", metrics=metrics, linear_model=linear),
            "sklearn.metrics": metrics, "sklearn.linear_model": linear}


def modules(name):
    return globals()[name + "_modules"]()
