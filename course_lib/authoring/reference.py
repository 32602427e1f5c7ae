"""The library's reference: the docstrings of a module, which are Markdown, as a page for MyST (pure)."""

import importlib
import inspect
import re
import textwrap

# What begins a line of its own in a docstring.
PART = re.compile(r"(?<=\S)\n(?=(?:Shapes|Units|Source|Same as|Returns|Raises|Names)\b)")

# Two or more lines with a name, a gap and what it means: a list of modules, such as `rule   what all rules share`.
NAMED = re.compile(r"^([a-z_]+) {2,}(?=\S)(.+)$", re.MULTILINE)
LISTED = re.compile(r"(?:^[a-z_]+ {2,}\S.*\n?){2,}", re.MULTILINE)


def page(name):
    """Markdown of the module called `name`: its docstring, then every public class and function."""
    module = importlib.import_module(name)
    parts = [f"# {name}", f"```{{py:module}} {name}\n```", prose(module)]
    parts += [described(name, item) for name, item in public(module).items()]
    return "\n\n".join(parts) + "\n"


def public(module):
    """{name: class or function} of what a module offers: what it lists, else what it defines."""
    names = getattr(module, "__all__", None) or [
        name for name, item in vars(module).items() if getattr(item, "__module__", None) == module.__name__
    ]
    items = {name: getattr(module, name) for name in names if not name.startswith("_")}
    return {name: item for name, item in items.items() if inspect.isclass(item) or inspect.isfunction(item)}


def described(name, item):
    """A directive of Sphinx's Python domain; inside that of a class stand its own methods."""
    kind = "class" if inspect.isclass(item) else "function"
    body = prose(item)
    if kind == "class":
        methods = {
            name: method
            for name, method in vars(item).items()
            if inspect.isfunction(method) and not name.startswith("_") and method.__doc__
        }
        body += "".join(
            "\n\n" + directive("method", name, signature(method), prose(method)) for name, method in methods.items()
        )
    return directive(kind, name, signature(item), body)


def directive(kind, name, arguments, body):
    fence = "`" * (5 if kind in ("class", "function") else 4)
    return f"{fence}{{py:{kind}}} {name}{arguments}\n\n{body}\n{fence}"


def signature(item):
    """The arguments with their defaults, without self and types."""
    parameters = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in inspect.signature(item).parameters.values()
        if each.name != "self"
    ]
    return str(inspect.Signature(parameters))


def prose(item):
    """A docstring, each of its parts on a line of its own, what it lists as a list, indented blocks as code."""
    text = LISTED.sub(lambda block: "\n" + NAMED.sub(r"- `\1`: \2", block[0]), inspect.getdoc(item) or "")
    text = PART.sub(r"\\\n", text)
    # Formulas in a row are parted, so that a narrow page can break the line between them.
    text = re.sub(r"\$\s*\\q?quad\s*(?=[^$]+\$)", "$", text)  # a gap before the first
    text = re.sub(r"\$[^$]+\$", lambda row: re.sub(r",?\s*\\q?quad\s*", ",$ $", row[0]), text)
    text = re.sub(r"(?m)^>>> (?:.+\n?)+", lambda example: f"```pycon\n{example[0].rstrip()}\n```\n", text)
    return re.sub(r"(?m)(?:^ {4,}.*(?:\n|$))+", lambda block: f"\n```text\n{textwrap.dedent(block[0])}\n```\n", text)
