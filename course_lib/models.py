"""Models whose parameters are one flat vector W, with their loss and its exact gradient.

Each model is a small frozen dataclass of sizes with the same methods:

    W = model.start(rng)              # (size,)
    model.predict(W, X)               # what it says about each sample
    model.loss(W, X, y)               # the mean over the samples
    model.gradient(W, X, y)           # d loss / d W, shaped like W

W may also be (runs, size): every method then answers for each run at once, and X may be (runs, n, d) to show each run
its own samples, with y of shape (runs, n).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LinearRegression:
    r"""A weight for each of `inputs` columns (give X a column of ones for a bias): $\hat y = X W$.

    Loss: $L(W) = \frac1n \sum_i (x_i \cdot W - y_i)^2$, in y². Gradient: $\frac2n X^\top (XW - y)$.
    """

    inputs: int

    @property
    def size(self):
        """The number of parameters."""
        return self.inputs

    def start(self, rng=None):
        """All zeros: a linear model needs no random start."""
        return np.zeros(self.size)

    def predict(self, W, X):
        """X (n, d) → (n,)."""
        return (X @ checked(self, W)[..., None])[..., 0]

    def loss(self, W, X, y):
        """The mean squared error."""
        return np.mean((self.predict(W, X) - y) ** 2, axis=-1)

    def gradient(self, W, X, y):
        """The loss's slope along each weight."""
        error = self.predict(W, X) - y
        return 2 / X.shape[-2] * (np.swapaxes(X, -1, -2) @ error[..., None])[..., 0]


@dataclass(frozen=True)
class SoftmaxRegression:
    r"""A weight for each input and class, and a bias for each class: $p = \mathrm{softmax}(XA + b)$.

    W holds A (inputs, classes), then b (classes). Loss: the mean of -log p of the right class, in nats.
    """

    inputs: int
    classes: int

    @property
    def size(self):
        """The number of parameters."""
        return (self.inputs + 1) * self.classes

    def start(self, rng=None):
        """All zeros: every class is as likely, and the loss is log(classes)."""
        return np.zeros(self.size)

    def scores(self, W, X):
        """XA + b, (n, classes)."""
        A, b = layers(checked(self, W), (self.inputs, self.classes))
        return X @ A + b

    def predict(self, W, X):
        """X (n, d) → the likeliest class of each sample, (n,)."""
        return np.argmax(self.scores(W, X), axis=-1)

    def loss(self, W, X, y):
        """The mean cross entropy; y holds class numbers, (n,)."""
        return cross_entropy(self.scores(W, X), y)

    def gradient(self, W, X, y):
        """The loss's slope along each parameter."""
        error = cross_entropy_slope(self.scores(W, X), y)
        return flat(self.size, np.swapaxes(X, -1, -2) @ error, error.sum(axis=-2))


@dataclass(frozen=True)
class MLP:
    r"""One hidden layer of ReLU units: $\mathrm{out} = \max(0, XA + a)\,B + b$.

    W holds A (inputs, hidden), a (hidden), B (hidden, outputs), b (outputs). With `classes=True` the outputs are class
    scores and the loss is the mean cross entropy (nats); otherwise there is one output, a number, and the loss is the
    mean squared error.
    """

    inputs: int
    hidden: int
    outputs: int = 1
    classes: bool = False

    @property
    def size(self):
        """The number of parameters."""
        return (self.inputs + 1) * self.hidden + (self.hidden + 1) * self.outputs

    @property
    def shapes(self):
        """The shapes of A, a, B and b, in the order in which W holds them: what Muon asks for."""
        return (self.inputs, self.hidden), (self.hidden,), (self.hidden, self.outputs), (self.outputs,)

    def start(self, rng):
        """Weights from N(0, 2/fan-in), biases 0. Source: He et al., "Delving deep into rectifiers" (2015)."""
        A = rng.standard_normal((self.inputs, self.hidden)) * np.sqrt(2 / self.inputs)
        B = rng.standard_normal((self.hidden, self.outputs)) * np.sqrt(2 / self.hidden)
        return flat(self.size, A, np.zeros(self.hidden), B, np.zeros(self.outputs))

    def forward(self, W, X):
        """(B, hidden activations (n, hidden), outputs (n, outputs))."""
        A, a, B, b = layers(checked(self, W), (self.inputs, self.hidden), (self.hidden, self.outputs))
        hidden = np.maximum(X @ A + a, 0)
        return B, hidden, hidden @ B + b

    def predict(self, W, X):
        """X (n, d) → the likeliest class, or the number, of each sample, (n,)."""
        out = self.forward(W, X)[2]
        return np.argmax(out, axis=-1) if self.classes else out[..., 0]

    def loss(self, W, X, y):
        """The mean cross entropy or squared error."""
        out = self.forward(W, X)[2]
        return cross_entropy(out, y) if self.classes else np.mean((out[..., 0] - y) ** 2, axis=-1)

    def gradient(self, W, X, y):
        """The loss's slope along each parameter, by the chain rule from the output back."""
        B, hidden, out = self.forward(W, X)
        error = cross_entropy_slope(out, y) if self.classes else 2 / X.shape[-2] * (out - y[..., None])
        below = (error @ np.swapaxes(B, -1, -2)) * (hidden > 0)
        X_t, hidden_t = np.swapaxes(X, -1, -2), np.swapaxes(hidden, -1, -2)
        return flat(self.size, X_t @ below, below.sum(axis=-2), hidden_t @ error, error.sum(axis=-2))


def checked(model, W):
    """W as an array when its last axis has the model's size; ValueError otherwise."""
    W = np.asarray(W)
    if W.ndim == 0 or W.shape[-1] != model.size:
        raise ValueError(f"W must have {model.size} parameters on its last axis for {model}, got shape {W.shape}.")
    return W


def layers(W, *shapes):
    """Views of the flat W (…, size): of each layer (in, out) its weights (…, in, out) and its bias (…, 1, out)."""
    parts, used = [], 0
    for rows, columns in shapes:
        parts.append(W[..., used : used + rows * columns].reshape(*W.shape[:-1], rows, columns))
        used += rows * columns
        parts.append(W[..., None, used : used + columns])
        used += columns
    return parts


def flat(size, *parts):
    """The parts of each run, in order, as one vector: the inverse of `layers`."""
    runs = parts[1].shape[:-1]
    return np.concatenate([part.reshape(*runs, -1) for part in parts], axis=-1).reshape(*runs, size)


def cross_entropy(scores, y):
    """The mean of -log softmax(scores) at the right class; taking the largest away first keeps exp finite."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    right = np.broadcast_to(y, log_p.shape[:-1])[..., None]
    return -np.take_along_axis(log_p, right, axis=-1)[..., 0].mean(axis=-1)


def cross_entropy_slope(scores, y):
    """d cross_entropy / d scores = (softmax - one-hot) / n."""
    p = np.exp(scores - scores.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return (p - (np.arange(scores.shape[-1]) == np.asarray(y)[..., None])) / scores.shape[-2]
