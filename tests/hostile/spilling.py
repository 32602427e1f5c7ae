"""Notebooks that try to carry the hidden inputs out in what their student is told, each in another way."""

from tests.hostile.notebooks import STEP, code, instead, notebook, right_step, solved

# Right until six hidden cases were seen: then it has something to tell.
SEEN = """
import numpy as np
seen = []
def momentum_step(W, g, v, lr, beta):
    if len(W) > 0 and (not seen or not np.array_equal(seen[-1][0], W)):
        seen.append((W, g))
    v = beta * v + (1 - beta) * g
    if len(seen) >= 6:
        {line}
    return W - lr * v, v
"""
NUMBER = "abs(float(seen[0][0][0]))"  # one of the numbers that are to be carried out


def seen(line):
    return instead(STEP, SEEN.format(line=line))


def forged(parts):
    """Replies of its own, with whatever words."""
    return instead(
        STEP,
        f"""
import json, os, sys
def momentum_step(W, g, v, lr, beta):
    frame = sys._getframe()
    while not isinstance(frame.f_locals.get("request"), dict):
        frame = frame.f_back
    if frame.f_locals["request"]["do"] == "call":
        os.write(3, json.dumps({{"id": frame.f_locals["request"]["id"]}} | {parts}).encode() + b"\\n")
    return W, v
""",
    )


SPILLING = {
    "words": seen("raise ValueError(str(seen))"),
    "words_at_once": instead(STEP, right_step(after="raise ValueError(repr((W, g)))")),
    "name_of_a_class": seen(f"raise type('E%r' % {NUMBER}, (Exception,), {{}})()"),
    "line_of_source": seen(
        f"exec(compile('raise ValueError # %r' % {NUMBER}, 'cell 1', 'exec'))  # the line that is shown"
    ),
    "shape": seen(f"return np.zeros(int({NUMBER} * 100)), v"),
    "number_of_arrays": seen(f"return [v] * int({NUMBER} * 10)"),
    "factor": instead(
        STEP,
        "factors = []\n"
        + right_step(after="factors.append(abs(W[0])); v = v * factors[0]; return W - lr * v / factors[0], v"),
    ),
    "reply": forged('{"problem": str((W, g))}'),
    "reply_unwritten": forged('{"problem": str((W, g)), "unwritten": True}'),
    "another_exercise": notebook(
        [
            *solved(),
            code(
                "seen = []\n_right = ewma\n"
                "def ewma(x, beta):\n    seen.append(x)\n    return _right(x, beta)\n"
                "def momentum_step(W, g, v, lr, beta): raise ValueError(str(seen))\n"
            ),
        ]
    ),
}
