# SPDX-License-Identifier: GPL-3.0-or-later
"""Train three epochs with a sample of samples/callbacks: train.py NAME.

Libraries that are not here are those of stubs.py, which fail when they are called otherwise than the
library is: wrong names, wrong arguments.
"""
import importlib
import sys

try:
    importlib.import_module(sys.argv[1])
except ImportError:
    import stubs
    sys.modules.update(stubs.modules(sys.argv[1]))


def train_keras():
    import keras
    from keras_callback import Record
    x = [[i / 8] for i in range(8)]
    try:
        import numpy
        x = numpy.array(x)
    except ImportError:
        pass
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    model.fit(x, x, validation_data=(x, x), epochs=3, callbacks=[Record()], verbose=0)


def train_torch():
    import torch
    from torch_loop import train
    model = torch.nn.Linear(1, 1)
    batches = [(torch.tensor([[0.5]]), torch.tensor([[1.0]]))] * 2
    train(model, batches, batches, torch.nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.1), 3)


def train_lightning():
    import lightning
    import torch
    from lightning_callback import Record

    class Line(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.line = torch.nn.Linear(1, 1)

        def training_step(self, batch, batch_idx):
            loss = torch.nn.MSELoss()(self.line(batch[0]), batch[1])
            self.log("loss", loss, on_step=False, on_epoch=True)
            return loss

        def validation_step(self, batch, batch_idx):
            self.log("val_loss", torch.nn.MSELoss()(self.line(batch[0]), batch[1]))

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    batches = [(torch.tensor([[0.5]]), torch.tensor([[1.0]]))] * 2
    trainer = lightning.Trainer(max_epochs=3, callbacks=[Record()], logger=False,
                                enable_checkpointing=False, enable_progress_bar=False)
    trainer.fit(Line(), batches, batches)


def train_transformers():
    """The Trainer needs a model; what it hands to a callback is told here as its source has it."""
    import transformers
    from transformers_callback import Record
    control, state = transformers.TrainerControl(), transformers.TrainerState()
    record = Record()
    record.on_train_begin(None, state, control, model=None)
    for step in (10, 20, 30):
        state.global_step = step
        record.on_log(None, state, control, logs={"loss": 1 / step, "epoch": step / 10}, model=None)
        if step == 30 or control.should_training_stop:
            break
    record.on_train_end(None, state, control, model=None)


def train_sklearn():
    from sklearn.linear_model import SGDClassifier
    from sklearn_loop import train
    x, y = [[0.0], [1.0], [0.2], [0.9]], [0, 1, 0, 1]
    train(SGDClassifier(loss="log_loss", random_state=0), x, y, x, y, [0, 1], 3)


globals()["train_" + sys.argv[1]]()
