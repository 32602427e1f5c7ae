"""The sentences of course_lib: what its Python and JavaScript hand to `say` (pure, but for reading the files)."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from course_lib.translation.literals import PARTED as PHRASE
from course_lib.translation.literals import literals, template
from course_lib.translation.sources import Message

# In JavaScript `say("…"` begins on one line, with a plain string or several that are joined; an explorer's own name is
# said by its shell.
PART = r"\"(?:[^\"\\]|\\.)*\""
IN_SCRIPT = re.compile(rf"(?<![\w.])(?:say\(|shell\(page, )({PART}(?:\s*\+\s*{PART})*)")
STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\\n]|\\.)*)`")


def messages(library: Path) -> Iterator[Message]:
    """What the files of the library say, file by file."""
    for path in sorted(library.rglob("*.py")):
        code, where = path.read_text(encoding="utf-8"), f"course_lib/{path.relative_to(library).as_posix()}"
        for text in (*in_python(code), *in_help(code)):
            yield Message(text, where, "library")
        for text in in_claims(code):
            yield Message(text, where, "claim")
    for path in sorted((library / "explorers" / "js").glob("*.js")):
        for text in in_script(path.read_text(encoding="utf-8")):
            yield Message(text, f"course_lib/{path.relative_to(library).as_posix()}", "explorer")


def not_said(library: Path) -> dict[str, list[str]]:
    """{path: phrases} of pictures and explorers that no `say` says: shown as they stand, or read by no one."""
    left: dict[str, list[str]] = {}
    for folder in ("plots", "explorers", "animations"):
        for path in sorted((library / folder).rglob("*.py")):
            code = path.read_text(encoding="utf-8")
            said = set(in_python(code))
            texts = [one.text for one in literals(code) if one.place != "docstring" and PHRASE.search(one.text)]
            left[path.relative_to(library).as_posix()] = [text for text in texts if text not in said]
    for path in sorted((library / "explorers" / "js").glob("*.js")):
        code = re.sub(r"^\s*(//|\*|/\*).*$|(?<= )// .*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        said = "\n".join(in_script(code))
        texts = [found for pair in STRING.findall(code) for found in pair if PHRASE.search(found)]
        left[path.relative_to(library).as_posix()] = [text for text in texts if text not in said]
    return {path: texts for path, texts in left.items() if texts}


# Whoever uses a command reads these: the course's own errors, what is printed, asked and stored about a submission.
TOLD = {"CourseError", "AuthoringError", "TranslationError", "SandboxError", "WorkerEnded", "Unhidden", "Refused"}
TOLD |= {"ArgumentTypeError", "print", "input", "exit"}
# Where nearly every sentence is read by a person, wherever it stands, and what three words in a row are.
ROOMS = ("grading", "exams", "questions", "media", "worksheets")
SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]\S* [^\W\d_]{2,}")


def untold(library: Path) -> dict[str, list[str]]:
    """{path: texts} that an error or a printed line holds and no `say` says, and sentences of ROOMS that none says."""
    left: dict[str, list[str]] = {}
    tasks = library / "worksheets" / "tasks.py"  # what kinds of task there are: said where a sheet is set
    kinds = {*in_python(tasks.read_text(encoding="utf-8"))} if tasks.exists() else set()
    for path in sorted(library.rglob("*.py")):
        code, where = path.read_text(encoding="utf-8"), path.relative_to(library)
        if where.parts[0] not in ROOMS and not any(f"{name}(" in code for name in TOLD):
            continue
        words = words_of(tree := ast.parse(code))
        texts = [
            text
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and name_of(node) in TOLD
            for each in node.args
            for text in unsaid(each, words)
        ]
        if where.parts[0] in ROOMS:
            said = {*in_python(code), *in_help(code), *kinds}
            found = [one.text for one in literals(code) if one.place != "docstring" and SENTENCE.search(one.text)]
            texts += [text for text in found if text not in said and text not in texts]
        left[where.as_posix()] = texts
    return {path: texts for path, texts in left.items() if texts}


def unsaid(node: ast.AST, words: Mapping[str, str]) -> Iterator[str]:
    """The texts with words of an expression that stand in no `say`."""
    if isinstance(node, ast.Call) and name_of(node) in (*words, "called", "later"):
        return
    if isinstance(node, ast.JoinedStr | ast.Constant):
        text = template(node)[0] if isinstance(node, ast.JoinedStr) else node.value
        if isinstance(text, str) and re.search(r"[^\W\d_]{2,}", re.sub(r"\{[^{}]*\}", "", text)):
            yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from unsaid(child, words)


def name_of(node: ast.Call) -> str:
    """What is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def in_python(code: str) -> Iterator[str]:
    """What each `say` and each `later` is given as it stands, in a module that has them from course_lib.language."""
    if "course_lib.language import" not in code:
        return
    tree = ast.parse(code)
    words = words_of(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    found = [
        (text.lineno, text.col_offset, text.value)
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id in words
        for text in texts(node.args[0], words[node.func.id] == "later")
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    yield from (text for _, _, text in sorted(found))


def words_of(tree: ast.Module) -> dict[str, str]:
    """{what a module calls it: say or later} of course_lib.language: the website has a `say` of its own."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [each for node in imports if node.module == "course_lib.language" for each in node.names]
    return {each.asname or each.name: each.name for each in names if each.name in ("say", "later")}


def in_claims(code: str) -> Iterator[str]:
    """What each Claim says, shows and excepts, with {places} for its numbers: said by the table of them."""
    if "claims import Claim" not in code:
        return
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Claim":
            for text in (*node.args[1:2], *node.args[3:4], *node.args[5:6]):
                if isinstance(text, ast.JoinedStr):
                    yield template(text)[0]
                elif isinstance(text, ast.Constant):
                    yield str(text.value)


# Where a call has a sentence of a command's help, besides `help=` and `description=`.
HELP_AT = {"command": (2,), "add_language": (1,), "add_argument_group": (0, 1)}


def in_help(code: str) -> Iterator[str]:
    """What the help of a command says: cli.py says all of it once the parsers are there."""
    if "add_argument" not in code:
        return
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called not in ("add_argument", *HELP_AT):
            continue
        given = [node.args[at] for at in HELP_AT.get(called, ()) if at < len(node.args)]
        given += [each.value for each in node.keywords if each.arg in ("help", "description")]
        yield from (str(each.value) for each in given if isinstance(each, ast.Constant) and each.value)


def texts(given: ast.expr, several: bool) -> list[ast.expr]:
    """The argument of a `say`; of a `later` also what a list or a dict holds."""
    if several and isinstance(given, ast.Dict):
        return given.values
    return given.elts if several and isinstance(given, ast.List | ast.Tuple) else [given]


def in_script(code: str) -> Iterator[str]:
    """The first argument of each `say` of a JavaScript module."""
    for found in IN_SCRIPT.findall(code):
        text = "".join(part[1:-1] for part in re.findall(PART, found))
        yield text.replace('\\"', '"').replace("\\n", "\n")
