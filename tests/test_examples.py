"""Every public class and function of layers 0 and 1 has an example in its docstring, and every example holds."""

import doctest
import importlib
import inspect

import pytest

from tests.test_layers import LAYERS

INSIDE = {"arguments", "errors", "files"}  # what the library itself needs, and no learner calls
MODULES = [name for name, layer in LAYERS.items() if layer < 2 and name not in INSIDE]


def public(module):
    """{name: class or function} that a module defines for others."""
    listed = getattr(module, "__all__", None)
    items = {name: getattr(module, name) for name in listed or vars(module) if not name.startswith("_")}
    return {
        name: item
        for name, item in items.items()
        if (inspect.isclass(item) or inspect.isfunction(item)) and (listed or item.__module__ == module.__name__)
    }


PUBLIC = [
    pytest.param(item, id=f"{name}.{short}")
    for name in MODULES
    for module in [importlib.import_module(f"course_lib.{name}")]
    for short, item in public(module).items()
]


@pytest.mark.parametrize("item", PUBLIC)
def test_the_example_holds(item):
    names = dict(vars(importlib.import_module(item.__module__)))  # those of the file that the example stands in
    examples = doctest.DocTestParser().get_doctest(item.__doc__, names, item.__name__, None, 0)
    assert examples.examples, f"{item.__name__} has no example in its docstring"
    said = []
    results = doctest.DocTestRunner().run(examples, out=said.append)
    assert results.attempted and not results.failed, "".join(said)
