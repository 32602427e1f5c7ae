"""Edited bodies of functions as code that a slide can show, written as people write it (pure)."""

import ast
import re
from collections import Counter


def as_function(exercise, arguments, lines):
    """The code of a function of these lines."""
    tree = ast.parse("\n    ".join([f"def {exercise.name}({', '.join(arguments)}):", *lines]))
    return tidy(ast.unparse(without_unread(without_aliases(tree))).replace("root_of_size(", "np.sqrt(np.abs("))


def without_aliases(tree):
    """The same function without lines such as v_used = v1, which the bodies need for their slips alone."""
    stored = Counter(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    arguments = {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
    same = {
        line.targets[0].id: line.value
        for line in ast.walk(tree)
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and isinstance(line.value, ast.Name)
        # Neither changes afterwards: the other name is an argument that stays, or is given once.
        if stored[line.targets[0].id] == 1 and stored[line.value.id] == (line.value.id not in arguments)
    }

    class Inlined(ast.NodeTransformer):
        def visit_Assign(self, node):
            if isinstance(node.targets[0], ast.Name) and node.targets[0].id in same:
                return None
            return self.generic_visit(node)

        def visit_Name(self, node):
            return self.visit(same[node.id]) if node.id in same else node

    return Inlined().visit(tree)


def without_unread(tree):
    """The same function without names that are only stored, and lists that are only appended to."""
    appended = {
        node.func.value: node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "append"
    }
    read = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in appended
    }

    class Shorter(ast.NodeTransformer):
        def visit_Assign(self, node):
            return node if not isinstance(node.targets[0], ast.Name) or node.targets[0].id in read else None

        def visit_Expr(self, node):
            kept = node.value not in appended.values() or node.value.func.value.id in read
            return node if kept else None

    return Shorter().visit(tree)


def tidy(code):
    """As people write it: g**2 and return W, v, not g ** 2 and return (W, v)."""
    code = re.sub(r"(return|=) \(((?:[\w.:\[\]]+, )+[\w.:\[\]]+)\)$", r"\1 \2", code, flags=re.MULTILINE)
    return re.sub(r"(\w|\)) \*\* (\w|\()", r"\1**\2", code).replace("+ -", "- ")
