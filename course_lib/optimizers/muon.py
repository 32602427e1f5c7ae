"""Muon: momentum whose step has the same size in every direction of a weight matrix (chapter 7)."""

from dataclasses import dataclass

import numpy as np

from course_lib.optimizers.rule import Rule, State, memory, rate

# Jordan's coefficients of the odd polynomial, chosen so that a few rounds bring even small singular values close to 1.
A, B, C = 3.4445, -4.7750, 2.0315


@dataclass(frozen=True)
class Muon(Rule):
    r"""Muon: $v_t = \beta v_{t-1} + (1-\beta) g_t$, and for each weight matrix
    $W := W - \alpha \sqrt{\max(1, \text{out}/\text{in})} \; U V^\top$ where $v_t = U \Sigma V^\top$.

    UVᵀ has the directions of v, all with a singular value of about 1. This is the course's only rule that is
    not elementwise: it has to know which parts of the flat W are matrices. A bias counts as a matrix with one row, so
    it steps along v/|v|. (The usual recipe trains biases, first and last layers with AdamW instead.)
    optax's matrices are (in, out) too, but it leaves biases to Adam; PyTorch's are (out, in), the transposes of ours.

    shapes: the shapes of the consecutive parts of W, a matrix as (in, out): those of `models.MLP.shapes`.
    Shapes: W, g and v (…, size) alike, size the sum over the parts; leading axes are runs. Units: lr is that of W.
    Source: chapter 7; Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024).

        >>> opt, W = Muon(lr=0.1, shapes=((2, 2),)), np.zeros(4)
        >>> W, state = opt.step(W, np.array([5.0, 0.0, 0.0, 5.0]), opt.start(W))
        >>> np.linalg.norm(W.reshape(2, 2), 2).round(1)
        np.float64(0.1)
    """

    SAME = {
        "torch": "# torch.optim.Muon([W], lr, momentum=beta, nesterov=False, weight_decay=0) computes in bfloat16",
        "optax": "optax.contrib.muon(lr, beta=beta, eps=0, nesterov=False)  # nesterov=True looks ahead, its default",
        "keras": "# keras.optimizers.Muon differs: it scales and decays in its own way",
    }

    elementwise = False

    lr: float | np.ndarray = rate(0.02)
    beta: float | np.ndarray = memory("β", 0.95)
    shapes: tuple = ()

    def start(self, W: np.ndarray) -> State:
        """No velocity; ValueError when the parts do not make up W."""
        size = sum(int(np.prod(shape)) for shape in self.shapes)
        if W.shape[-1] != size:
            raise ValueError(f"shapes must make up the {W.shape[-1]} entries of W, got {self.shapes}, {size} entries.")
        return {"v": np.zeros_like(W)}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """Average the gradient in; even out each part of the average; step along that."""
        v = self.beta * past["v"] + (1 - self.beta) * g
        steps, used = [], 0
        for shape in self.shapes:
            part = v[..., used : used + int(np.prod(shape))]
            steps.append(even(part, shape))
            used += part.shape[-1]
        return W - self.lr * np.concatenate(steps, axis=-1), {"v": v}


def even(v: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Muon's step for the flat part v (…, size) of a matrix of that shape."""
    rows, columns = shape if len(shape) == 2 else (1, *shape)
    step = orthogonal(v.reshape(*v.shape[:-1], rows, columns)) * np.sqrt(max(1, columns / rows))
    return step.reshape(v.shape)


def orthogonal(M: np.ndarray, rounds: int = 5) -> np.ndarray:
    r"""About $U V^\top$ of $M = U \Sigma V^\top$, for matrices (…, rows, columns), without computing U, Σ and V.

    Newton and Schulz's iteration: the odd polynomial $aX + bXX^\top X + c(XX^\top)^2X$ acts on the singular values
    alone and drives them towards 1; `rounds` = 5 leaves those above 0.01 of |M| between 0.6 and 1.3.
    """
    X = M / (np.linalg.norm(M, axis=(-2, -1), keepdims=True) + 1e-30)  # then no singular value is above 1
    if M.shape[-2] > M.shape[-1]:
        return np.swapaxes(orthogonal(np.swapaxes(M, -1, -2), rounds), -1, -2)  # the smaller square is cheaper
    for _ in range(rounds):
        square = X @ np.swapaxes(X, -1, -2)
        X = A * X + (B * square + C * square @ square) @ X
    return X
