"""Models whose parameters are one flat vector W, with their loss and its exact gradient.

Each model is a small frozen dataclass of sizes with the same methods:

    W = model.start(rng)              # (size,)
    model.predict(W, X)               # what it says about each sample
    model.loss(W, X, y)               # the mean over the samples
    model.gradient(W, X, y)           # d loss / d W, shaped like W

W may also be (runs, size): every method then answers for each run at once, and X may be (runs, n, d) to show each run
its own samples, with y of shape (runs, n).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from course_lib.arguments import array, flag, generator, whole


@dataclass(frozen=True)
class LinearRegression:
    r"""A weight for each of `inputs` columns (give X a column of ones for a bias): $\hat y = X W$.

    Loss: $L(W) = \frac1n \sum_i (x_i \cdot W - y_i)^2$, in y². Gradient: $\frac2n X^\top (XW - y)$.

    >>> LinearRegression(1).gradient(W=[3], X=[[1], [2]], y=[2, 4]).tolist()
    [5.0]
    """

    inputs: int

    def __post_init__(self) -> None:
        whole("inputs", self.inputs, 1)

    @property
    def size(self) -> int:
        """The number of parameters."""
        return self.inputs

    def start(self, rng: np.random.Generator | None = None) -> np.ndarray:
        """All zeros: a linear model needs no random start."""
        return np.zeros(self.size)

    def predict(self, W: np.ndarray, X: np.ndarray) -> np.ndarray:
        """X (n, d) → (n,)."""
        W, X = checked(self, W, X)
        return (X @ W[..., None])[..., 0]

    def loss(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The mean squared error."""
        W, X, y = checked(self, W, X, y)
        return np.mean((self.predict(W, X) - y) ** 2, axis=-1)

    def gradient(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The loss's slope along each weight."""
        W, X, y = checked(self, W, X, y)
        error = self.predict(W, X) - y
        return 2 / X.shape[-2] * (np.swapaxes(X, -1, -2) @ error[..., None])[..., 0]


@dataclass(frozen=True)
class SoftmaxRegression:
    r"""A weight for each input and class, and a bias for each class: $p = \mathrm{softmax}(XA + b)$.

    W holds A (inputs, classes), then b (classes). Loss: the mean of -log p of the right class, in nats.

    >>> model = SoftmaxRegression(inputs=2, classes=4)
    >>> round(float(model.loss(model.start(), X=[[1, 0]], y=[3])), 4)  # log 4
    1.3863
    """

    inputs: int
    classes: int

    def __post_init__(self) -> None:
        whole("inputs", self.inputs, 1)
        whole("classes", self.classes, 1)

    @property
    def size(self) -> int:
        """The number of parameters."""
        return (self.inputs + 1) * self.classes

    def start(self, rng: np.random.Generator | None = None) -> np.ndarray:
        """All zeros: every class is equally likely, and the loss is log(classes)."""
        return np.zeros(self.size)

    def scores(self, W: np.ndarray, X: np.ndarray) -> np.ndarray:
        """XA + b, (n, classes)."""
        W, X = checked(self, W, X)
        A, b = layers(W, (self.inputs, self.classes))
        return X @ A + b

    def predict(self, W: np.ndarray, X: np.ndarray) -> np.ndarray:
        """X (n, d) → the likeliest class of each sample, (n,)."""
        return np.argmax(self.scores(W, X), axis=-1)

    def loss(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The mean cross entropy; y holds class numbers, (n,)."""
        W, X, y = checked(self, W, X, y)
        return cross_entropy(self.scores(W, X), y)

    def gradient(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The loss's slope along each parameter."""
        W, X, y = checked(self, W, X, y)
        error = cross_entropy_slope(self.scores(W, X), y)
        return flat(self.size, np.swapaxes(X, -1, -2) @ error, error.sum(axis=-2))


# {activation: (its value at z, its slope by that value, the variance of a first weight times its fan-in)}.
ACTIVATIONS: dict[str, tuple[Callable, Callable, float]] = {
    "relu": (lambda z: np.maximum(z, 0), lambda value: value > 0, 2.0),
    "tanh": (np.tanh, lambda value: 1 - value**2, 1.0),
}


@dataclass(frozen=True)
class MLP:
    r"""A network of one or more hidden layers; with one layer of ReLU: $\mathrm{out} = \max(0, XA + a)\,B + b$.

    hidden: the number of its units, or of each layer's from the inputs on, such as (16, 8). activation: "relu" or
    "tanh". W holds A (inputs, hidden), a (hidden), B (hidden, outputs), b (outputs); with more layers, each layer's
    weights and then its bias. With `classes=True` the outputs are class scores and the loss is the mean cross entropy
    (nats); otherwise there is one output, a number, and the loss is the mean squared error.

    >>> model = MLP(inputs=2, hidden=3)
    >>> model.start(np.random.default_rng(0)).shape
    (13,)
    >>> MLP(2, (4, 3), activation="tanh").shapes
    ((2, 4), (4,), (4, 3), (3,), (3, 1), (1,))
    """

    inputs: int
    hidden: int | tuple[int, ...]
    outputs: int = 1
    classes: bool = False
    activation: str = "relu"

    def __post_init__(self) -> None:
        units = self.hidden if isinstance(self.hidden, list | tuple | np.ndarray) else [self.hidden]
        if len(units) == 0 or any(np.ndim(each) for each in units):
            raise ValueError(
                f"hidden must be a whole number, or one for each layer such as (16, 8), got {self.hidden}."
            )
        for name in ("inputs", "outputs"):
            whole(name, getattr(self, name), 1)
        for units in self.widths[1:-1]:
            whole("hidden", units, 1)
        flag("classes", self.classes)
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {self.activation!r}.")

    @property
    def widths(self) -> tuple[int, ...]:
        """The number of inputs, of each layer's units, and of outputs."""
        hidden = (self.hidden,) if np.ndim(self.hidden) == 0 else tuple(self.hidden)  # type: ignore[arg-type]
        return (self.inputs, *hidden, self.outputs)  # type: ignore[return-value]

    @property
    def matrices(self) -> list[tuple[int, int]]:
        """The shape (in, out) of each layer's weights."""
        return list(zip(self.widths, self.widths[1:]))

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum((rows + 1) * columns for rows, columns in self.matrices)

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of A, a, B, b, …, in the order in which W holds them: what Muon asks for."""
        return tuple(shape for rows, columns in self.matrices for shape in ((rows, columns), (columns,)))

    def start(self, rng: np.random.Generator) -> np.ndarray:
        """Weights from N(0, 2/fan-in) for ReLU and N(0, 1/fan-in) for tanh, biases 0.

        Sources: He et al., "Delving deep into rectifiers" (2015); LeCun et al., "Efficient backprop" (1998).
        """
        generator("rng", rng)
        gain = ACTIVATIONS[self.activation][2]
        parts = []
        for rows, columns in self.matrices:
            parts += [rng.standard_normal((rows, columns)) * np.sqrt(gain / rows), np.zeros(columns)]
        return flat(self.size, *parts)

    def forward(self, W: np.ndarray, X: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """(the weights of each layer, what goes into each layer and, last, what comes out: (n, outputs))."""
        W, X = checked(self, W, X)
        parts, value = layers(W, *self.matrices), ACTIVATIONS[self.activation][0]
        weights, biases, signals = parts[::2], parts[1::2], [X]
        for A, a in zip(weights[:-1], biases[:-1]):
            signals.append(value(signals[-1] @ A + a))
        return weights, [*signals, signals[-1] @ weights[-1] + biases[-1]]

    def predict(self, W: np.ndarray, X: np.ndarray) -> np.ndarray:
        """X (n, d) → the likeliest class, or the number, of each sample, (n,)."""
        out = self.forward(W, X)[1][-1]
        return np.argmax(out, axis=-1) if self.classes else out[..., 0]

    def loss(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The mean cross entropy or squared error."""
        W, X, y = checked(self, W, X, y)
        out = self.forward(W, X)[1][-1]
        return cross_entropy(out, y) if self.classes else np.mean((out[..., 0] - y) ** 2, axis=-1)

    def gradient(self, W: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The loss's slope along each parameter, by the chain rule from the output back."""
        W, X, y = checked(self, W, X, y)
        weights, (*signals, out) = self.forward(W, X)
        slope = ACTIVATIONS[self.activation][1]
        error = cross_entropy_slope(out, y) if self.classes else 2 / X.shape[-2] * (out - y[..., None])
        parts: list[np.ndarray] = []
        for layer in reversed(range(len(weights))):
            parts = [np.swapaxes(signals[layer], -1, -2) @ error, error.sum(axis=-2), *parts]
            if layer:
                error = (error @ np.swapaxes(weights[layer], -1, -2)) * slope(signals[layer])
        return flat(self.size, *parts)


class Sized(Protocol):
    """What checking the arguments asks of a model.

    >>> isinstance(MLP(2, 3).inputs, int)
    True
    """

    @property
    def size(self) -> int: ...
    @property
    def inputs(self) -> int: ...


def checked(model: Sized, W: np.ndarray, X: np.ndarray, *y: np.ndarray) -> tuple[np.ndarray, ...]:
    """All of them as arrays when their shapes fit the model; ValueError otherwise.

    >>> W, X = checked(LinearRegression(2), [1, 2], [[3, 4]])
    >>> X.shape
    (1, 2)
    """
    W, X, *y = (np.asarray(each) for each in (W, X, *y))
    if W.ndim == 0 or W.shape[-1] != model.size or W.dtype.kind not in "biuf":
        raise ValueError(f"W must have {model.size} parameters on its last axis for {model}, got shape {W.shape}.")
    if X.ndim < 2 or X.shape[-1] != model.inputs or X.dtype.kind not in "biuf":
        raise ValueError(f"X must be samples (n, {model.inputs}) for {model}, got shape {X.shape}.")
    if y and (y[0].shape[-1:] != X.shape[-2:-1] or y[0].dtype.kind not in "biuf"):
        raise ValueError(f"y must hold a number for each of {X.shape[-2]} samples, got shape {y[0].shape}.")
    return W, X, *y


def layers(W: np.ndarray, *shapes: tuple[int, int]) -> list[np.ndarray]:
    """Views of the flat W (…, size): of each layer (in, out) its weights (…, in, out) and its bias (…, 1, out).

    >>> [part.shape for part in layers(np.zeros(9), (2, 3))]
    [(2, 3), (1, 3)]
    """
    W, parts, used = array("W", W), [], 0
    if W.shape[-1] < sum((rows + 1) * columns for rows, columns in shapes):
        raise ValueError(f"W must hold all parameters of layers {shapes}, got shape {W.shape}.")
    for rows, columns in shapes:
        parts.append(W[..., used : used + rows * columns].reshape(*W.shape[:-1], rows, columns))
        used += rows * columns
        parts.append(W[..., None, used : used + columns])
        used += columns
    return parts


def flat(size: int, *parts: np.ndarray) -> np.ndarray:
    """The parts of each run, in order, as one vector: the inverse of `layers`.

    >>> flat(9, np.ones((2, 3)), np.zeros(3)).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    """
    runs = parts[1].shape[:-1]
    return np.concatenate([part.reshape(*runs, -1) for part in parts], axis=-1).reshape(*runs, size)


def cross_entropy(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The mean of -log softmax(scores) at the right class; subtracting the largest first keeps exp finite.

    y: (n,), class numbers. ValueError for a class number out of range.

    >>> round(float(cross_entropy(np.zeros((1, 4)), [3])), 4)  # log 4
    1.3863
    """
    scores, y = array("scores", scores), array("y", y, dtype=None)
    if y.dtype.kind not in "iu" or np.any((y < 0) | (y >= scores.shape[-1])):
        raise ValueError(f"y must hold class numbers from 0 to {scores.shape[-1] - 1}.")
    scores = scores - scores.max(axis=-1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    right = np.broadcast_to(y, log_p.shape[:-1])[..., None]
    return -np.take_along_axis(log_p, right, axis=-1)[..., 0].mean(axis=-1)


def cross_entropy_slope(scores: np.ndarray, y: np.ndarray) -> np.ndarray:
    """d cross_entropy / d scores = (softmax - one-hot) / n.

    >>> cross_entropy_slope(np.zeros((1, 2)), [1]).tolist()
    [[0.5, -0.5]]
    """
    scores, y = array("scores", scores), np.asarray(y)
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return (p - (np.arange(scores.shape[-1]) == y[..., None])) / scores.shape[-2]
