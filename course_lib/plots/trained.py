"""The still picture of the explorer `train`: what each rule has learned, and its loss against the updates."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import in_style

CLASSES = ("#35507a", "#e0a93b")
GROUND = LinearSegmentedColormap.from_list("classes", ["#8fa3c4", "#ffffff", "#f1d49b"])


@in_style
def picture(
    settings: Mapping[str, Any], parts: Any, model: Any, runs: Mapping[str, Any], looks: Mapping[str, Any]
) -> Figure:
    """The Figure. parts: the Split. runs: {rule: History}. looks: {rule: {"colour", "dashes", …}} of the explorer."""
    ways = {"curve": curve, "digits": digits, "diabetes": told if len(parts.X[0]) != 2 else paths}
    way = ways.get(settings["data"], regions)
    fig = Figure(figsize=(9.6, 4.2))
    left, right = fig.subfigures(ncols=2, width_ratios=(3, 2))
    if way in (curve, paths):
        way(left.subplots(), parts, model, runs, looks)
    else:
        rows = 1 if len(runs) <= 2 else 2
        grid = left.subplots(rows, -(-len(runs) // rows), squeeze=False).ravel()
        for ax, (name, run) in zip(grid, runs.items()):
            way(ax, parts, model, run)
            ax.set_title(name, fontsize=12)
        for ax in grid[len(runs) :]:
            ax.set_visible(False)
    losses(right.subplots(), runs, looks)
    return fig


def losses(ax: Axes, runs: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    """The training loss of each rule."""
    for name, run in runs.items():
        ax.plot(run.updates, run.loss, label=name, **line(looks[name]))
    lowest = min(run.loss.min() for run in runs.values())
    start = max(run.loss[0] for run in runs.values())
    ax.set(xlabel=say("updates"), ylabel=say("loss"), yscale="log" if start > 4 * lowest else "linear")
    ax.set_ylim(top=min(ax.get_ylim()[1], 10 * start))
    ax.legend(fontsize=11)


def line(look: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's colour and dashes as keywords for matplotlib."""
    return {"color": look["colour"], "linestyle": (0, tuple(look["dashes"])) if look["dashes"] else "-"}


def curve(ax: Axes, parts: Any, model: Any, runs: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    """The points, and what each rule says of them."""
    ax.plot(parts.X[:, 0], parts.y, ".", color=style.LIGHT["contour"], markersize=4)
    x = np.linspace(-1, 1, 201)[:, None]
    inputs = x if parts.X.shape[1] == 1 else np.column_stack([x, np.ones(len(x))])
    for name, run in runs.items():
        ax.plot(x[:, 0], model.predict(run.W[-1], inputs), **line(looks[name]))
    ax.set(xlabel="x", ylabel="y", ylim=(parts.y.min() - 0.1, parts.y.max() + 0.1))


def paths(ax: Axes, parts: Any, model: Any, runs: Mapping[str, Any], looks: Mapping[str, Any]) -> None:
    """The loss of two weights as a map, with the way that each rule took."""
    best = np.linalg.lstsq(parts.X, parts.y)[0]
    points = np.concatenate([run.W for run in runs.values()] + [best[None]])
    low, high = bounds(points)
    a, b = (np.linspace(low[k], high[k], 80) for k in range(2))
    W = np.stack(np.meshgrid(a, b), axis=-1).reshape(-1, 2)
    z = model.loss(W, parts.X, parts.y).reshape(80, 80)
    levels = z.min() + (z.max() - z.min()) * np.linspace(0, 1, 15)[1:] ** 2
    ax.contour(a, b, z, levels=levels, colors=style.LIGHT["contour"], linewidths=0.8)
    for name, run in runs.items():
        ax.plot(*run.W.T, marker="o", markersize=2.5, linewidth=1, **line(looks[name]))
    ax.plot(*best, "*", color=style.YELLOW, markeredgecolor="black", markersize=14)
    ax.set(xlabel="W₁", ylabel="W₂", aspect="equal")


def bounds(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(low, high) around points (n, 2), with a rim; a run that diverges does not widen it without end."""
    near = points[np.abs(points).max(axis=1) < 5]
    low, high = near.min(axis=0), near.max(axis=0)
    rim = 0.15 * (high - low).max() + 0.05
    return low - rim, high + rim


def regions(ax: Axes, parts: Any, model: Any, run: Any) -> None:
    """The plane in the colours of the classes, and the points."""
    side = np.linspace(-1.15, 1.15, 100)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    out = model.forward(run.W[-1], grid)[1][-1] if hasattr(model, "forward") else model.scores(run.W[-1], grid)
    p = 1 / (1 + np.exp(np.clip(out[:, 0] - out[:, 1], -50, 50))).reshape(100, 100)
    ax.imshow(p, extent=(-1.15, 1.15, -1.15, 1.15), origin="lower", cmap=GROUND, vmin=0, vmax=1)
    ax.contour(side, side, p, levels=[0.5], colors="#1c2024", linewidths=1.2)
    for c, mark in enumerate("os"):
        ax.plot(*parts.X[parts.y == c].T, mark, color=CLASSES[c], markersize=3.5, markeredgecolor="white", mew=0.4)
    ax.set(xticks=[], yticks=[], xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
    ax.grid(False)


def digits(ax: Axes, parts: Any, model: Any, run: Any) -> None:
    """Pictures that were held back: faint where the answer is right, framed where it is wrong."""
    said = model.predict(run.W[-1], parts.X_test)
    sheet = np.zeros((5 * 10, 8 * 10))
    for i in range(40):
        row, column = divmod(i, 8)
        faint = 0.35 if said[i] == parts.y_test[i] else 1.0
        sheet[10 * row + 1 : 10 * row + 9, 10 * column + 1 : 10 * column + 9] = faint * parts.X_test[i].reshape(8, 8)
        if said[i] != parts.y_test[i]:
            ax.add_patch(frame(10 * column, 10 * row))
    ax.imshow(sheet, cmap="Greys", vmin=0, vmax=1)
    share = f"{np.mean(said == parts.y_test):.0%}"
    ax.set(xticks=[], yticks=[], xlabel=say("{share} of {all} right", share=share, all=len(said)))
    ax.grid(False)


def frame(x: float, y: float) -> Any:
    """A red frame round a picture of 10 × 10 whose corner is there."""
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.5, y - 0.5), 10, 10, fill=False, edgecolor=style.RED, linewidth=1.5)


def told(ax: Axes, parts: Any, model: Any, run: Any) -> None:
    """What the model says of each sample against what was measured."""
    X, y = (parts.X_test, parts.y_test) if len(parts.X_test) else (parts.X, parts.y)
    ax.plot(y, model.predict(run.W[-1], X), ".", color=style.LIGHT["accent"], markersize=4, alpha=0.6)
    ends = y.min(), y.max()
    ax.plot(ends, ends, color=style.LIGHT["quiet"], linewidth=1)
    ax.set(xlabel=say("measured"), ylabel=say("said"))
