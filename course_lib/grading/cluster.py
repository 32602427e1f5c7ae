"""The executor for more than one machine: the same work, sent to a Dask cluster.

Every thread of every worker has a sandbox of its own, started with its first submission. A submission whose worker dies
is graded by another one; a result counts once.
"""

import itertools
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Self

from distributed import Client, WorkerPlugin, as_completed, get_worker

from course_lib.errors import CourseError
from course_lib.grading.assignment import Assignment
from course_lib.grading.batch import grade_notebook
from course_lib.grading.collecting import Submission
from course_lib.grading.sandbox import Limits, Sandbox
from course_lib.grading.scoring import Result
from course_lib.grading.submission import Notebook
from course_lib.language import say

AHEAD = 4  # submissions sent for each thread of the cluster: enough to keep it busy, little to keep in memory
RETRIES = 5  # workers that may die under one submission


class Cluster:
    """The executor for a Dask scheduler at `address`, tcp://HOST:PORT."""

    def __init__(self, address: str, kind: str, limits: Limits) -> None:
        self.address, self.kind, self.limits = address, kind, limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is left here once it has run."""

    def run(self, submissions: Sequence[Submission], assignment: Assignment) -> Iterator[Result]:
        """Yield the Result of each submission, in the order in which they are finished."""
        try:
            client = Client(self.address, timeout=20)
        except OSError as error:
            raise CourseError(
                say(
                    "There is no Dask scheduler at {address} ({error}).",
                    address=self.address,
                    error=type(error).__name__,
                )
            ) from error
        with client:
            client.register_plugin(Sandboxes(self.kind, self.limits), name="course-grading")
            shared, waiting = client.scatter(assignment, broadcast=True), iter(submissions)

            def send(one: Submission) -> Any:
                return client.submit(remote, one.name, one.notebook(), shared, retries=RETRIES, pure=False)

            threads = sum(client.nthreads().values()) or 1
            running = as_completed([send(one) for one in itertools.islice(waiting, AHEAD * threads)])
            for future in running:
                yield future.result()
                if (one := next(waiting, None)) is not None:
                    running.add(send(one))


def remote(name: str, notebook: Notebook, assignment: Assignment) -> Result:
    """The Result of one submission, on a worker."""
    plugin: Any = get_worker().plugins["course-grading"]
    return grade_notebook(name, notebook, assignment, plugin.sandbox(), plugin.limits)


class Sandboxes(WorkerPlugin):
    """A worker plugin: the sandboxes of a worker, one a thread."""

    def __init__(self, kind: str, limits: Limits) -> None:
        self.kind, self.limits = kind, limits

    def setup(self, worker: Any) -> None:
        """Nothing is started before it is needed."""
        self.started: dict[int, Sandbox] = {}
        self.numbers, self.lock = itertools.count(), threading.Lock()

    def sandbox(self) -> Sandbox:
        """This thread's sandbox. Its number is its user's: no two may have the same, even if they start at once."""
        thread = threading.get_ident()
        if thread not in self.started:
            with self.lock:
                number = next(self.numbers)
            self.started[thread] = Sandbox(self.kind, self.limits, number).__enter__()
        return self.started[thread]

    def teardown(self, worker: Any) -> None:
        """End them all with the worker, or when another run brings its own."""
        for sandbox in self.started.values():
            sandbox.__exit__()
