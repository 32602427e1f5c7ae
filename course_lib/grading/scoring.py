"""One submission → its result: its cells are run in the sandbox, its functions called on the hidden cases.

A cell or call that does not answer costs itself only: the process is started again without it.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

import numpy as np

from course_lib.grading import credit, own_numbers, telling
from course_lib.grading.assignment import Assignment
from course_lib.grading.sandbox import Ended, Limits
from course_lib.homework import calling, examine
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import agree
from course_lib.homework.key import Key
from course_lib.language import ENGLISH, current, later, say, together

WORST = ["ok", "partial", "unavailable", "memory", "timeout", "crashed"]  # from good to bad
NOT_HERE = ("ImportError", "ModuleNotFoundError", "NotHere", "EOFError")  # raised where something is missing here
MESSAGES = later(
    {
        "timeout": "It did not return within {seconds} seconds.",
        "memory": "It needs more memory than is allowed.",
        "crashed": "It ended the program that called it.",
    }
)
OVER = later("The time for the whole notebook was over before this was graded.")
MISSING = later("There is no {name} in the notebook, or the cell that defines it does not run.")
MOST_LACKS = 10  # lines that one cell may leave out with a word
MOST_NUMBERS, MOST_ARRAYS, MOST_PROBLEMS = 30_000, 1_000, 50


@dataclass
class Grade:
    """What an exercise earned, and what to say of it."""

    score: float
    max_score: float
    passed: bool
    diagnosis: str | None = None
    message: str = ""
    cases: list[bool] = field(default_factory=list)  # for each hidden case whether it passed


@dataclass
class Result:
    """What a submission earned."""

    submission: str
    status: str
    score: float
    max_score: float
    seconds: float
    exercises: dict[str, Grade] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)  # sentences on cells that raised or did not end
    numbers: dict[str, Any] = field(default_factory=dict)  # by whose numbers it was graded, see own_numbers
    language: str = ENGLISH  # that of the notebook, in which the sentences are


class Process(Protocol):
    """The process of one submission, such as sandbox.Session; it ends when the with block ends."""

    def ask_each(self, requests: Iterable[dict], seconds: Callable[[], float]) -> Iterator[dict]: ...
    def __exit__(self, *error: object) -> None: ...


class Processes(Protocol):
    """Where processes come from, such as sandbox.Sandbox."""

    def session(self) -> Process: ...


class Run:
    """A submission's cells and calls in processes of one sandbox; `status` is the worst that happened."""

    def __init__(
        self, sandbox: Processes, cells: Mapping[int, str], limits: Limits, absent: Sequence[str] = ()
    ) -> None:
        self.sandbox, self.limits = sandbox, limits
        self.absent = list(absent)  # names that only cells bring which are not run
        self.cells, self.status = dict(cells), "ok"
        self.problems: list[str] = []
        self.lacks: list[str] = []  # sentences on lines that were left out, because they need what is not here
        self.missing = False  # whether that is more than course_lib
        self.own: own_numbers.Own | None = None
        self.whose: dict[str, list[str]] = {}  # {question: to whose numbers its answer belongs}
        self.public: dict[str, examine.Verdict] = {}  # on public cases, from before any hidden one was sent
        self.ended: dict[str, str] = {}  # {exercise: why a public case did not come back}
        self.doubtful: dict[str, examine.Verdict] = {}  # what may not be told as it stands, see telling
        self.end = time.monotonic() + limits.total
        self.session: Process | None = None

    def __enter__(self) -> Self:
        self.restart()
        return self

    def __exit__(self, *error: object) -> None:
        if self.session:
            self.session.__exit__()

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.end

    def restart(self) -> None:
        """A fresh process in which all cells have run but those that do not end."""
        for _ in range(len(self.cells) + 1):
            if self.session:
                self.session.__exit__()
                self.session = None
            if self.over or self.run_cells():
                return

    def run_cells(self) -> bool:
        """Run the cells in a new process; False when one did not end: it is left out from then on."""
        self.session = self.sandbox.session()
        replies = self.ask_each(
            {"do": "cell", "source": source, "title": f"cell {number}", "absent": self.absent}
            for number, source in self.cells.items()
        )
        for number in list(self.cells):
            try:
                reply = next(replies)
            except Ended as ended:
                self.note(ended.why, in_cell(number, sentence(ended.why, self.limits)))
                del self.cells[number]
                return False
            if reply.get("raised"):
                self.note(raised_status(reply), in_cell(number, text(reply.get("problem"))))
            for problem, of_the_course in lacks(reply):
                self.left_out(in_cell(number, problem), of_the_course)
        return True

    def ask(self, request: dict) -> dict:
        return next(self.ask_each([request]))

    def ask_each(self, requests: Iterable[dict]) -> Iterator[dict]:
        """The replies, one after the other, each within the limits."""
        if self.session is None:
            raise Ended("timeout")
        language = {"language": current()}
        yield from self.session.ask_each((one | language for one in requests), self.left)

    def left(self) -> float:
        """The seconds that the next cell or call may take."""
        return min(self.limits.timeout, max(0.01, self.end - time.monotonic()))

    def left_out(self, problem: str, of_the_course: bool) -> None:
        """Remember a line that was left out: what displays with course_lib is no problem, unless points are lost."""
        if problem not in self.lacks:
            self.lacks.append(problem)
        if not of_the_course:
            self.missing = True
            self.note("partial", problem)

    def lost(self) -> None:
        """Points were lost: perhaps only because something is missing here."""
        self.problems += [problem for problem in self.lacks if problem not in self.problems]
        if self.missing:
            self.note("unavailable")

    def note(self, status: str, problem: str | None = None) -> None:
        self.status = max(self.status, status, key=WORST.index)
        if problem and len(self.problems) < MOST_PROBLEMS and problem not in self.problems:
            self.problems.append(problem)


def score(
    submission: str, cells: list[tuple[str | None, str]], assignment: Assignment, sandbox: Processes, limits: Limits
) -> Result:
    """The Result of a submission whose cells these are."""
    start = time.monotonic()
    with Run(sandbox, assignment.to_run(cells), limits, assignment.display_names) as run:
        run.own = own = assignment.own
        look_ahead(run, assignment)
        grades = {key.name: graded(run, key) for key in assignment.keys}
        tell(run, grades, assignment)
    total = sum(grade.score for grade in grades.values())
    if total < assignment.max_score:
        run.lost()
    seconds = round(time.monotonic() - start, 3)
    numbers = own.about(run.whose, not all(grades[name].passed for name in grades if name in own.keys)) if own else {}
    return Result(
        submission, run.status, total, assignment.max_score, seconds, grades, run.problems, numbers, current()
    )


def ungraded(submission: str, problem: tuple[str, str], assignment: Assignment) -> Result:
    """The Result of a submission that cannot be graded."""
    status, said = problem
    return Result(submission, status, 0, assignment.max_score, 0.0, {}, [said], language=current())


def graded(run: Run, key: Key) -> Grade:
    """The Grade of one exercise: all hidden cases, or none of the points, or a share where partial credit is given."""
    if run.over or run.session is None:
        run.note("timeout")
        return Grade(0, key.points, False, message=say(OVER))
    try:
        if key.name in run.ended:
            return Grade(0, key.points, False, message=sentence(run.ended[key.name], run.limits))
        verdict = judged(run, key)
    except Ended as ended:
        run.note(ended.why)
        run.restart()
        return Grade(0, key.points, False, message=sentence(ended.why, run.limits))
    if run.own and key.is_value and not verdict.passed and verdict.diagnosis is None:
        whose = run.own.whose(key.name, verdict.outcomes[0].answer)
        if whose:
            run.whose[key.name] = whose
            verdict = replace(verdict, diagnosis=own_numbers.OTHER, message=say(own_numbers.SAID))
    share, said = credit.share(key, verdict)
    earned = key.points if verdict.passed else round(key.points * share, 2) or 0
    message = together(said, verdict.message)
    cases = [bool(passed) for passed in verdict.cases]
    if telling.is_doubtful(key, verdict) and verdict.message != say(MISSING, name=key.name):
        run.doubtful[key.name] = verdict
    return Grade(earned, key.points, verdict.passed, verdict.diagnosis, message, cases)


def look_ahead(run: Run, assignment: Assignment) -> None:
    """The verdicts on public cases of answers that fail in the first of them, while no hidden case is known.

    What `tell` needs is then there, and most notebooks with errors do not have to be run again for it. A value seldom
    needs it.
    """
    for public in (assignment.public[key.name] for key in assignment.keys if key.name in assignment.public):
        if run.over or run.session is None or public.is_value:
            continue
        before = run.status, [*run.problems], run.missing
        try:
            [first] = asked(run, public, public.inputs[:1])
            if first.answer is None or first.changed or not agree(first.answer, public.expected[0]):
                run.public[public.name] = judged(run, public)
            run.status, run.problems, run.missing = before
        except Ended as ended:
            run.status, run.problems, run.missing = before
            run.ended[public.name] = ended.why
            run.note(ended.why)
            run.restart()


def tell(run: Run, grades: dict[str, Grade], assignment: Assignment) -> None:
    """Put what may be told in the place of doubtful messages, from a process that has seen no hidden case."""
    if not run.doubtful:
        return
    status, problems, doubtful = run.status, [*run.problems], dict(run.doubtful)
    if not doubtful.keys() <= run.public.keys():
        run.restart()

    def public(key: Key) -> examine.Verdict | None:
        if key.name in run.public:
            return run.public[key.name]
        try:
            return None if run.over or run.session is None else judged(run, key)
        except Ended:
            run.restart()
            return None

    for name, message in telling.messages(doubtful, assignment.public, public).items():
        grades[name].message = grades[name].message.replace(doubtful[name].message, message)
    run.status, run.problems = status, problems


def judged(run: Run, key: Key) -> examine.Verdict:
    """The Verdict on one exercise, from what its calls led to in the sandbox."""
    there = run.ask({"do": "describe", "name": key.name, "arguments": None if key.is_value else key.arguments})
    if there.get("missing"):
        return failed(key, say(MISSING, name=key.name))
    if refusal := there.get("refusal"):
        return failed(key, text(refusal))
    if key.is_value:
        return examine.judge(key, asked(run, key, [None]))
    # The first case twice in a row, as `check` does.
    again, *outcomes = asked(run, key, [key.inputs[0], *key.inputs])
    names = there.get("parameters")
    names = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return examine.judge(key, outcomes, names, again)


def failed(key: Key, message: str) -> examine.Verdict:
    return examine.Verdict(False, [False] * len(key.cases), [Outcome(problem=message)] * len(key.cases), None, message)


def asked(run: Run, key: Key, inputs: Sequence[dict | None]) -> list[Outcome]:
    """The Outcome of a call with each of the key's inputs; None reads a value."""
    requests = ({"do": "call", "name": key.name, "inputs": one, "returns": key.returns} for one in inputs)
    return [outcome_of(reply, run, key) for reply in run.ask_each(requests)]


def outcome_of(reply: dict, run: Run, key: Key) -> Outcome:
    """The Outcome in a reply of which nothing is believed."""
    if reply.get("raised"):
        run.note(raised_status(reply))
        run.missing |= reply["raised"] in NOT_HERE
    if reply.get("answer") is not None:
        changed = reply.get("changed")
        return Outcome(
            answer=arrays(reply["answer"]),
            changed=[name for name in key.arguments if isinstance(changed, list) and name in changed],
        )
    if reply.get("unwritten") is True:
        return Outcome(problem=say(calling.UNWRITTEN), unwritten=True)
    return Outcome(problem=text(reply.get("problem")) or say("It gives no answer."))


def arrays(parts: Any) -> list[np.ndarray]:
    """The arrays of an answer; a reply in another form counts as a crash."""
    try:
        if not isinstance(parts, list) or len(parts) > MOST_ARRAYS:
            raise ValueError
        if sum(len(part["data"]) for part in parts) > MOST_NUMBERS:
            raise ValueError
        return [array(part) for part in parts]
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError):
        raise Ended("crashed") from None


def array(part: dict) -> np.ndarray:
    """{shape, single, data} as an array of floats."""
    data, shape = part["data"], part["shape"]
    if not all(type(number) in (int, float) for number in data) or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError
    return np.array(data, dtype=np.float32 if part["single"] is True else float).reshape(shape)


def lacks(reply: dict) -> list[tuple[str, bool]]:
    """(sentence, whether it is course_lib) of the lines that were left out; what is in another form is not believed."""
    said = reply.get("lacks")
    pairs = [one for one in said if isinstance(one, list) and len(one) == 2] if isinstance(said, list) else []
    return [(text(problem), of_the_course is True) for problem, of_the_course in pairs[:MOST_LACKS]]


def raised_status(reply: dict) -> str:
    return "memory" if reply.get("raised") == "MemoryError" else "partial"


def sentence(why: str, limits: Limits) -> str:
    return say(MESSAGES[why], seconds=f"{limits.timeout:g}")


def in_cell(number: int, problem: str) -> str:
    return say("Code cell {number}: {problem}", number=number, problem=problem)


def text(value: object) -> str:
    """A sentence from the sandbox: text of a bounded length, without control characters."""
    return "".join(c for c in value[:500] if c.isprintable()) if isinstance(value, str) else ""
