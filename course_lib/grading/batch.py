"""All submissions through all workers: results are stored as they come, and nothing is kept in memory."""

import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import Protocol, Self

from course_lib.grading import feedback, scoring
from course_lib.grading.assignment import Assignment
from course_lib.grading.collecting import HandedIn, Submission
from course_lib.grading.results import Results
from course_lib.grading.sandbox import Limits, Sandbox, SandboxError
from course_lib.grading.scoring import Processes, Result
from course_lib.grading.submission import Notebook
from course_lib.grading.summary import Summary
from course_lib.language import say, speaking


def grade_notebook(name: str, notebook: Notebook, assignment: Assignment, sandbox: Processes, limits: Limits) -> Result:
    """The Result of one submission; whatever nobody foresaw costs that submission only."""
    try:
        with speaking(notebook.language):
            if problem := assignment.refusal(notebook):
                return scoring.ungraded(name, problem, assignment)
            return scoring.score(name, notebook.cells, assignment.of(name, notebook), sandbox, limits)
    except SandboxError as error:
        raise SandboxError(say("{error} (while {name} was graded)", error=error, name=name)) from error
    except Exception as error:
        said = scoring.text(
            say("The grader could not cope with it ({kind}: {error}).", kind=type(error).__name__, error=error)
        )
        return scoring.ungraded(name, ("crashed", said), assignment)


class Executor(Protocol):
    """Whoever grades submissions, here or elsewhere, in a with block."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def run(self, submissions: Sequence[Submission], assignment: Assignment) -> Iterator[Result]:
        """Yield the Result of each submission, in the order in which they are finished."""
        ...


class Local:
    """The executor for this machine: `jobs` threads, each with a sandbox of its own.

    The first one starts with the with block, beside whatever else has to be done before a submission can be graded.
    """

    def __init__(self, kind: str, jobs: int, limits: Limits) -> None:
        self.kind, self.jobs, self.limits = kind, jobs, limits
        self.waiting: queue.SimpleQueue[tuple[Submission, Assignment] | None] = queue.SimpleQueue()  # None: go home
        self.done: queue.Queue[Result | BaseException | None] = queue.Queue(maxsize=64)
        self.stopped = threading.Event()
        self.sandboxes: list[Sandbox] = []
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopped.set()
        for sandbox in self.sandboxes:
            self.waiting.put(None)
            sandbox.stop()  # what still runs ends now; its result is not stored
        while not self.done.empty():
            self.done.get()  # a thread that waits for room comes to its end
        for thread in self.threads:
            thread.join(timeout=30)  # it takes its sandbox's folder away, on a busy machine slowly

    def start(self) -> None:
        """Start one more sandbox, in a thread of its own."""
        sandbox = Sandbox(self.kind, self.limits, len(self.sandboxes))
        self.sandboxes.append(sandbox)
        # A thread of its own speaks English: each is told what is spoken here.
        thread = threading.Thread(target=copy_context().run, args=(self.work, sandbox), daemon=True)
        self.threads.append(thread)
        thread.start()

    def work(self, sandbox: Sandbox) -> None:
        """Grade what waits."""
        try:
            with sandbox:
                while (waiting := self.waiting.get()) and not self.stopped.is_set():
                    one, assignment = waiting
                    self.done.put(grade_notebook(one.name, one.notebook(), assignment, sandbox, self.limits))
            self.done.put(None)
        except BaseException as error:  # the main thread raises it
            self.done.put(error)

    def run(self, submissions: Sequence[Submission], assignment: Assignment) -> Iterator[Result]:
        """Yield the Result of each submission, in the order in which they are finished."""
        for one in submissions:
            self.waiting.put((one, assignment))
        while len(self.sandboxes) < min(self.jobs, len(submissions)):
            self.start()
        for _ in self.sandboxes:
            self.waiting.put(None)
        running = len(self.sandboxes)
        while running:
            result = self.done.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                running -= 1
            else:
                yield result


def grade(
    handed_in: HandedIn,
    assignment: Assignment,
    results: Results,
    executor: Executor,
    note: str = "",
    seen: Callable[[Result], object] = lambda result: None,
) -> Mapping[str, int]:
    """Grade what is not finished yet, store each result and its feedback, then write tables and summary.

    seen: called with each new result. Returns {status: how many}.
    """
    left = [one for one in handed_in.counting if one.name not in results.lines]
    try:
        for result in executor.run(left, assignment):
            results.add(result)
            seen(result)
    finally:
        counts = finish(results, handed_in, assignment, note)
    return counts


def finish(results: Results, handed_in: HandedIn, assignment: Assignment, note: str) -> Mapping[str, int]:
    """The tables, the summary and feedback for each result, from what is finished."""
    summary = Summary(assignment)
    results.write_tables([key.name for key in assignment.keys], handed_in.replaced, handed_in.others)
    for result in results:
        summary.add(result)
    write(results.folder / "summary.html", summary.page(handed_in, note, results.rules))
    for result in results:
        write(results.folder / "feedback" / f"{result['submission']}.html", feedback.page(result, assignment.name))
    return summary.status


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
