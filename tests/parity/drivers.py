"""The same steps in PyTorch, optax and Keras, under the settings that the docstrings of our rules name.

Each driver takes a Row and a shape and returns the visited points, as `table.ours` does. The libraries are imported
inside, so that this file can be read without them.
"""

import os

import numpy as np

from tests.parity.table import KEPT, problem


def torch(row, shape):
    """PyTorch, in float64."""
    import torch

    torch.set_default_dtype(torch.float64)  # NAdam keeps a product of its own in the default type

    def make(opt, W):
        knobs = vars(opt)
        lr, betas = knobs["lr"], (knobs.get("beta1"), knobs.get("beta2"))
        return {
            "SGD": lambda: torch.optim.SGD(W, lr),
            "Momentum": lambda: torch.optim.SGD(W, lr * (1 - opt.beta), momentum=opt.beta),
            "Nesterov": lambda: torch.optim.SGD(W, lr * (1 - opt.beta), momentum=opt.beta, nesterov=True),
            "AdaGrad": lambda: torch.optim.Adagrad(W, lr, eps=opt.eps),
            "AdaDelta": lambda: torch.optim.Adadelta(W, lr, rho=opt.rho, eps=opt.eps),
            "RMSProp": lambda: torch.optim.RMSprop(W, lr, alpha=opt.beta, eps=opt.eps),
            "Adam": lambda: torch.optim.Adam(W, lr, betas, eps=opt.eps),
            "AdamW": lambda: torch.optim.AdamW(W, lr, betas, eps=opt.eps, weight_decay=opt.weight_decay),
            "AMSGrad": lambda: torch.optim.Adam(W, lr, betas, eps=opt.eps, amsgrad=True),
            "NAdam": lambda: torch.optim.NAdam(W, lr, betas, eps=opt.eps, momentum_decay=1e6),
        }[type(opt).__name__]()

    start, gradients = problem(shape)
    W = torch.nn.Parameter(torch.tensor(start))
    theirs, path = make(row.opt, [W]), []
    for t, g in enumerate(gradients):
        theirs.param_groups[0]["lr"] = make(row.at(t), [W]).param_groups[0]["lr"]
        W.grad = torch.tensor(g)
        theirs.step()
        path.append(W.detach().numpy().copy())
    return np.array(path)[KEPT]


def optax(row, shape):
    """optax, in float64."""
    import jax
    import optax
    import optax.contrib

    jax.config.update("jax_enable_x64", True)
    opt, knobs = row.opt, vars(row.opt)
    betas = (knobs.get("beta1"), knobs.get("beta2"))
    theirs = {
        "SGD": lambda: optax.sgd(opt.lr),
        "Momentum": lambda: optax.sgd(opt.lr * (1 - opt.beta), momentum=opt.beta),
        "Nesterov": lambda: optax.sgd(opt.lr * (1 - opt.beta), momentum=opt.beta, nesterov=True),
        "AdaGrad": lambda: optax.adagrad(opt.lr, initial_accumulator_value=0, eps=opt.eps),
        "AdaDelta": lambda: optax.adadelta(opt.lr, rho=opt.rho, eps=opt.eps),
        "RMSProp": lambda: optax.rmsprop(opt.lr, decay=opt.beta, eps=opt.eps),
        "Adam": lambda: optax.adam(opt.lr, *betas, eps=0, eps_root=opt.eps),
        "AdamW": lambda: optax.adamw(opt.lr, *betas, eps=0, eps_root=opt.eps, weight_decay=opt.weight_decay),
        "NAdam": lambda: optax.nadam(opt.lr, *betas, eps=0, eps_root=opt.eps),
        "Lion": lambda: optax.lion(opt.lr, *betas, weight_decay=opt.weight_decay),
        "Muon": lambda: optax.contrib.muon(opt.lr, beta=opt.beta, eps=0, nesterov=False),
    }[type(opt).__name__]()
    start, gradients = problem(shape)
    W = jax.numpy.asarray(start)
    state, path = theirs.init(W), []
    for g in gradients:
        updates, state = theirs.update(jax.numpy.asarray(g), state, W)
        W = optax.apply_updates(W, updates)
        path.append(np.asarray(W))
    return np.array(path)[KEPT]


def keras(row, shape):
    """Keras, in float64, on PyTorch."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    keras.config.set_floatx("float64")
    opt, make = row.opt, keras.optimizers
    theirs = {
        "SGD": lambda: make.SGD(opt.lr),
        "Momentum": lambda: make.SGD(opt.lr * (1 - opt.beta), momentum=opt.beta),
        "Nesterov": lambda: make.SGD(opt.lr * (1 - opt.beta), momentum=opt.beta, nesterov=True),
        "AdaGrad": lambda: make.Adagrad(opt.lr, initial_accumulator_value=0, epsilon=opt.eps),
        "AdaDelta": lambda: make.Adadelta(opt.lr, rho=opt.rho, epsilon=opt.eps),
        "RMSProp": lambda: make.RMSprop(opt.lr, rho=opt.beta, epsilon=opt.eps),
        "Adam": lambda: make.Adam(opt.lr, opt.beta1, opt.beta2, epsilon=opt.eps),
        "AdamW": lambda: make.AdamW(opt.lr, opt.weight_decay, opt.beta1, opt.beta2, epsilon=opt.eps),
        "AMSGrad": lambda: make.Adam(opt.lr, opt.beta1, opt.beta2, epsilon=opt.eps, amsgrad=True),
        "Lion": lambda: make.Lion(opt.lr, opt.beta1, opt.beta2, weight_decay=opt.weight_decay),
    }[type(opt).__name__]()
    start, gradients = problem(shape)
    W, path = keras.Variable(start, dtype="float64"), []
    theirs.build([W])
    for g in gradients:
        theirs.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [W])
        path.append(keras.ops.convert_to_numpy(W.value).copy())
    return np.array(path)[KEPT]


DRIVERS = {"torch": torch, "optax": optax, "keras": keras}
