"""The same steps in PyTorch, optax and Keras, by the rule that SAME of our rule names.

Each driver takes a Row and a shape and returns the visited points, as `table.ours` does. The libraries are imported
inside, so that this file can be read without them.
"""

import os

import numpy as np

from tests.parity.table import KEPT, problem


def made(library, opt, **names):
    """The library's rule: the line of SAME, evaluated with our hyperparameters and the given names."""
    try:
        return eval(opt.SAME[library], {**vars(opt), **names})
    except Exception as error:  # whatever the library says of a line that it cannot use
        error.add_note(f"This is said of the line for {library} in SAME of {type(opt).__name__}.")
        raise


def torch(row, shape):
    """PyTorch, in float64."""
    import torch

    torch.set_default_dtype(torch.float64)  # NAdam keeps a product of its own in the default type
    start, gradients = problem(shape)
    W = torch.nn.Parameter(torch.tensor(start))
    theirs, path = made("torch", row.opt, torch=torch, W=W), []
    for t, g in enumerate(gradients):
        theirs.param_groups[0]["lr"] = made("torch", row.at(t), torch=torch, W=W).param_groups[0]["lr"]
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
    theirs = made("optax", row.opt, optax=optax)
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
    theirs = made("keras", row.opt, keras=keras)
    start, gradients = problem(shape)
    W, path = keras.Variable(start, dtype="float64"), []
    theirs.build([W])
    for g in gradients:
        theirs.apply([keras.ops.convert_to_tensor(g, dtype="float64")], [W])
        path.append(keras.ops.convert_to_numpy(W.value).copy())
    return np.array(path)[KEPT]


DRIVERS = {"torch": torch, "optax": optax, "keras": keras}
