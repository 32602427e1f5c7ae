"""The rules in JavaScript for a whole vector of weights, made of the same expressions as `translate` makes rules.js of.

A network has thousands of weights: one loop over typed arrays, with everything that does not depend on the weight
(1 - β₁ᵗ, for one) worked out before it, takes a tenth of the time of as many calls for one coordinate. The order of
operations stays, so the numbers do.
"""

import ast
import copy
from pathlib import Path

import numpy as np

from course_lib import optimizers
from course_lib.authoring import translate

FILE = Path("course_lib/explorers/js/sweeps.js")
HEAD = """// @ts-nocheck: plain numbers, which the parity test judges.
// Made of course_lib/optimizers by `make notebooks`: change a rule there.
//
// Each rule for all weights at once, in typed arrays that are changed in place.
// start(n): what it remembers of n weights. step(W, g, past, knobs): one step. look(W, past, knobs, out): where the
// gradient is taken, if not at W itself.

export const SWEEPS = {
"""


def refresh(root):
    """Write sweeps.js when the rules no longer give it; True when it was written."""
    return translate.refreshed(root, FILE, script())


def script(rules=optimizers.RULES):
    """All of sweeps.js: every elementwise rule."""
    return translate.table(HEAD, rules, parts)


def parts(rule, assigned, W, state):
    """The lines of one rule in sweeps.js."""
    start = rule().start(np.zeros(2))
    arrays = [key for key, value in start.items() if np.ndim(value)]
    kept = [f"{key}: new Float64Array(n)" if key in arrays else f"{key}: {value:g}" for key, value in start.items()]
    lines = [f"start: {'(n)' if arrays else '()'} => ({translate.braced(kept)}),"]
    if "look" in vars(rule):
        lines += loop("look(W, past, ", "out", *translate.read(rule, "look")[:2], arrays, [])
    return lines + loop("step(W, g, past, ", "W", assigned, W, arrays, state)


def loop(head, target, assigned, result, arrays, state):
    """A method's lines: what all weights share, then the loop over them."""
    expressions = {**assigned, target: result}
    shared = Shared(arrays, assigned)
    before, inside = [], []
    for name, value in expressions.items():
        if name in shared.scalars:
            before.append(f"const {name} = {translate.javascript(value)}")
            continue
        body = translate.javascript(shared.visit(copy.deepcopy(value)))
        inside.append(f"{name}[i] = {indexed(body)}" if name == target else f"const {name} = {indexed(body)}")
    before += [f"const {name} = {translate.javascript(value)}" for name, value in shared.found.items()]
    if remembered := [f"{key}: {key}_past" for key in arrays if any(f"{key}_past" in line for line in inside)]:
        before.append(f"const {translate.braced(remembered)} = past")
    inside += [f"{key}_past[i] = {key}" for key in state if key in arrays]
    after = [f"past.{key} = {key}" for key in state if key not in arrays]
    out = ", out" if target == "out" else ""
    return [
        f"{head}{translate.braced(translate.hyperparameters(assigned, result))}{out}) {{",
        *(f"  {line}" for line in before),
        "  for (let i = 0; i < W.length; i++) {",
        *(f"    {line}" for line in inside),
        "  }",
        *(f"  {line}" for line in after),
        "},",
    ]


class Shared(ast.NodeTransformer):
    """Takes out of an expression what is the same for all weights; `found` says which name stands for what.

    arrays: the names of what is remembered for each weight. scalars: names assigned that are the same for all.
    """

    def __init__(self, arrays, assigned):
        self.arrays, self.found, self.scalars = arrays, {}, set()
        for name, value in assigned.items():
            if self.is_shared(value):
                self.scalars.add(name)

    def is_shared(self, node):
        """Whether it has neither W, g, an array nor a name computed of them."""
        match node:
            case ast.Subscript(ast.Name("past"), ast.Constant(name)):
                return name not in self.arrays
            case ast.Attribute(ast.Name("self"), _) | ast.Constant():
                return True
            case ast.Name(name):
                return name in self.scalars
            case ast.BinOp(left, _, right):
                return self.is_shared(left) and self.is_shared(right)
        return False

    def visit_BinOp(self, node):
        if not self.is_shared(node):
            return self.generic_visit(node)
        text = ast.unparse(node)
        known = {ast.unparse(value): name for name, value in self.found.items()}
        name = known.get(text, f"k{len(self.found) + 1}")
        self.found.setdefault(name, node)
        return ast.Name(name)

    def visit_Subscript(self, node):
        name = node.slice.value
        return ast.Name(f"{name}_past") if name in self.arrays else node


def indexed(text):
    """Array names followed by [i]: W, g and what is remembered."""
    tree = ast.parse(text, mode="eval")

    class Indexed(ast.NodeTransformer):
        def visit_Name(self, node):
            is_array = node.id in ("W", "g") or node.id.endswith("_past")
            return ast.Subscript(node, ast.Name("i")) if is_array else node

    return ast.unparse(Indexed().visit(tree))
