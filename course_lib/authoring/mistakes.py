"""What a class got wrong: the commonest diagnoses of graded homework, each with the code of a typical wrong version.

Of grades.json only the homework's name and the names of diagnoses are read, and only those that the specs know: no word
of a student's can get into what is shown.
"""

import ast
import inspect
import json
import re
import textwrap
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from course_lib.authoring import AuthoringError
from course_lib.authoring.wrong_code import as_function, tidy
from course_lib.homework import spec
from course_lib.homework.compare import agree
from course_lib.homework.edits import slips_of
from course_lib.homework.examine import IN_PLACE
from course_lib.homework.slips import SIZES, Slips, result
from course_lib.homework.spec import PUBLIC_SEED
from course_lib.homework.written import compiled, edited
from course_lib.language import later, say

CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```", re.DOTALL | re.MULTILINE)
CHANGED = later("It changes its arguments, which the caller still needs.")


@dataclass(frozen=True)
class Made:
    """A mistake that a class made: of `handed_in` answers `times`. code: Python, "" where nothing shows it."""

    homework: str
    exercise: str
    name: str
    times: int
    handed_in: int
    hint: str
    code: str


def commonest(root, folders, many):
    """(the homeworks, the Made that were made most often, at most `many` of them, how many diagnoses are unknown)."""
    times, handed_in = Counter(), Counter()
    for folder in folders:
        homework, submissions = graded(root, folder)
        called = calls(root, homework)
        for exercises in submissions:
            wrong = {exercise for exercise, (_, passed) in exercises.items() if not passed}
            for exercise, (diagnosis, _) in exercises.items():
                handed_in[homework, exercise] += 1
                if diagnosis and not wrong & called.get(exercise, set()):
                    times[homework, exercise, diagnosis] += 1
    found, unknown = [], 0
    known = {}
    for (homework, exercise, name), count in times.most_common():
        if homework not in known:
            known[homework] = {one.name: one for one in spec.exercises(specs(root) / homework)}
        shown = exercise in known[homework] and typical(known[homework][exercise], name)
        if not shown:
            unknown += count
        elif len(found) < many:
            found.append(Made(homework, exercise, name, count, handed_in[homework, exercise], *shown))
    return sorted({homework for homework, _ in handed_in}), found, unknown


def specs(root):
    """Where the specs lie."""
    return Path(root) / "solutions" / "specs"


def calls(root, homework):
    """{exercise: those that its solution calls}: what follows from a wrong function is no mistake of its own."""
    cells = CELL.findall((Path(root) / "solutions" / "src" / f"{homework}.md").read_text(encoding="utf-8"))
    made = {name: cell for cell in cells for name in re.findall(r"^(?:def )?(\w+)(?:\(| = )", cell, re.MULTILINE)}
    return {name: (set(re.findall(r"(\w+)\(", cell)) & set(made)) - {name} for name, cell in made.items()}


def graded(root, folder):
    """(homework, [{exercise: (diagnosis or None, whether it passed)}]) of the results in a folder."""
    path = Path(folder) / "grades.json"
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        homework = str(about["assignment"])
        found = [
            {name: (one["diagnosis"], one["passed"]) for name, one in each["exercises"].items()}
            for each in about["submissions"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AuthoringError(
            say("{folder} holds no results of course grade: {path} cannot be read.", folder=folder, path=path)
        ) from error
    if homework not in {each.name for each in specs(root).iterdir()}:
        raise AuthoringError(
            say("{path} is about a homework {homework!r} that this course does not have.", path=path, homework=homework)
        )
    return homework, found


def typical(exercise, diagnosis):
    """(hint, code) of a diagnosis; None when the spec does not know it."""
    if diagnosis == IN_PLACE:
        return say(CHANGED), ""
    if exercise.kind == "value":
        wrong = exercise.mistakes.get(diagnosis)
        return wrong and (spec.hint(wrong), as_value(exercise, diagnosis))
    cases = exercise.inputs(np.random.default_rng(PUBLIC_SEED))
    if diagnosis in exercise.mistakes:
        wrong = exercise.mistakes[diagnosis]
        return spec.hint(wrong), edited_like(exercise, wrong, cases) or as_written(exercise, wrong)
    return derived(exercise, diagnosis, [*cases[0]]) or slipped(exercise, diagnosis, cases[0])


def as_value(exercise, name):
    """A wrong answer to a question as the sum that leads to it: answer_beta = 1 / 20."""
    function = exercise.general[name]
    returned = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body[-1].value
    numbers = {n: ast.Constant(exercise.numbers[n]) for n in inspect.signature(function).parameters}

    class Filled(ast.NodeTransformer):
        def visit_Name(self, node):
            return numbers.get(node.id, node)

    value = exercise.mistakes[name]()
    code = f"{exercise.name} = {tidy(ast.unparse(Filled().visit(returned)))}"
    return code if f"= {value}" in code or np.ndim(value) else f"{code}    # {value:.4g}"


def edited_like(exercise, wrong, cases):
    """The right body with the first small edit that leads to the numbers of a mistake; "" when none does."""
    if not exercise.bodies:
        return ""
    arguments = [*cases[0]]
    single = [(exercise.bodies[0], slip) for slip in exercise.slips]
    single += [(body, s) for body, some in zip(exercise.bodies, slips_of(exercise.bodies, cases[0])) for s in some]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = answers(wrong, cases, exercise.returns)
        for body, slip in single:
            lines = edited(body, [slip])
            if (
                lines
                and "--" not in "".join(lines)
                and (function := whole(lines, arguments))
                and same(function, cases, exercise.returns, wanted)
            ):
                return as_function(exercise, arguments, lines)
    return ""


def whole(lines, arguments):
    """The function with these lines; None when they are none."""
    try:
        return compiled(lines, arguments)
    except SyntaxError:
        return None


def answers(function, cases, returns):
    return [result(function, case, returns) for case in cases]


def same(function, cases, returns, wanted):
    """Whether a function gives what is wanted in every case; the first one that differs settles it."""
    for case, right in zip(cases, wanted):
        found = result(function, case, returns)
        if found is None or right is None or not agree(found, right):
            return False
    return True


def as_written(exercise, wrong):
    """A mistake as its spec says it, without its hint; "" where the spec calls a function of its own."""
    function = ast.parse(textwrap.dedent(inspect.getsource(wrong))).body[0]
    function.body = [line for line in function.body if not isinstance(getattr(line, "value", None), ast.Constant)]
    function.name, function.decorator_list = exercise.name, []
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    helpers = names & {name for name, value in wrong.__globals__.items() if callable(value)}
    return "" if helpers else tidy(ast.unparse(function))


def derived(exercise, name, arguments):
    """(hint, code) of arguments or results that are exchanged; None for another name."""
    if two := re.fullmatch(r"(\w+?)_and_(\w+)_swapped", name):
        other = {two[1]: two[2], two[2]: two[1]}
        if set(other) <= set(arguments):
            taken = ", ".join(other.get(one, one) for one in arguments)
            hint = f"These are the numbers you get when {two[1]} and {two[2]} stand in each other's place."
            return hint, f"def {exercise.name}({taken}):\n    ..."
    if name.startswith("returns_") and isinstance(exercise.returns, tuple):
        names = name.removeprefix("returns_").replace("_", ", ")
        if sorted(names.split(", ")) == sorted(exercise.returns):
            right = ", ".join(exercise.returns)
            hint = f"These are the right numbers in another order, {names}; the order is {right}."
            return hint, f"def {exercise.name}({', '.join(arguments)}):\n    ...\n    return {names}"
    return None


def slipped(exercise, name, case):
    """(hint, code) of one slip or two in the right body; None when the body has no such slips."""
    names = name.split(" + ")
    sizes, names = names[-1].endswith(SIZES), [one.removesuffix(SIZES) for one in names]
    tables = [(exercise.bodies[0], exercise.slips)] if exercise.bodies else []
    tables += [*zip(exercise.bodies, slips_of(exercise.bodies, case))]
    found = {}  # {body: {name: slip}}
    for body, some in tables:
        found.setdefault(body, {}).update({slip.name: slip for slip in some})
    for body, slips in found.items():
        if set(names) <= set(slips) and (lines := edited(body, [slips[one] for one in names], sizes)):
            hints = {slip.name: slip.hint for slip in slips.values()}
            return Slips(hints).said(names), as_function(exercise, [*case], lines)
    return None
