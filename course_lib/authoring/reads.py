"""Which files of the library decide what a notebook shows: found by reading its imports, and theirs."""

import ast
from pathlib import Path

# What turns a text into a notebook, and a homework's text into its checks besides.
BUILDING = ("authoring.source", "authoring.run", "authoring.normalise", "authoring.pictures")
CHECKING = ("authoring.homework", "homework.spec")


def library_files(root, cells, others=()):
    """The files of course_lib that these cells' code imports, directly or through others, in order.

    others: modules that count as imported too. What lies beside a module and is no Python belongs to it.
    """
    library = Path(root) / "course_lib"
    found, waiting = set(), [f"course_lib.{name}" for name in others]
    for cell in cells:
        waiting += imported(cell)
    while waiting:
        for path in files_of(library, waiting.pop()):
            if path not in found:
                found.add(path)
                waiting += imported(path.read_text(encoding="utf-8"))
    beside = {path for module in found if module.parent != library for path in data_files(module.parent)}
    return sorted(found | beside)


def imported(code):
    """The dotted names that Python code imports from course_lib, wherever it does; code with magics may hide some."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        return imported("\n".join(line for line in code.splitlines() if "import" in line and line[:1] not in "%! "))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return [name for name in names if name.split(".")[0] == "course_lib"]


def files_of(library, name):
    """The files that run when a dotted name is imported: each package on the way, then the module."""
    parts = name.split(".")[1:]
    places = [library.joinpath(*parts[:depth]) for depth in range(len(parts) + 1)]
    candidates = [path for place in places for path in (place / "__init__.py", place.with_suffix(".py"))]
    return [path for path in candidates if path.is_file()]


def data_files(folder):
    """Scripts and styles in a package's folder, and in folders of it that hold no Python."""
    inside = [path for path in folder.iterdir() if path.is_dir() and not any(path.glob("*.py"))]
    return [path for place in (folder, *inside) for kind in ("js", "css") for path in place.glob(f"*.{kind}")]
