"""Executes a notebook in this environment's kernel."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_lib.authoring import AuthoringError
from course_lib.authoring.normalise import normalise
from course_lib.authoring.source import code_cells
from course_lib.language import say

SECONDS_A_CELL = 300


def execute(notebook, name, folder):
    """The notebook executed in `folder`, outputs normalised; AuthoringError on an error or any stderr."""
    notebook = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory() as scratch:
        # No folders to look in: then python3 is the interpreter that runs this, whatever a user has registered.
        specs = KernelSpecManager(kernel_dirs=[])
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, **connection(scratch))
        client = NotebookClient(
            notebook, km=manager, timeout=SECONDS_A_CELL, record_timing=False, allow_errors=True
        )  # refuse_errors names the cell in our words
        try:
            # The process's own stderr carries only the kernel's start-up notices; a cell's arrives as output.
            client.execute(
                cwd=str(folder), env=environment(scratch), stderr=subprocess.DEVNULL, cleanup_kc=True
            )  # also ends a kernel of a manager that we brought
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            reason = str(error).splitlines()[0]
            raise AuthoringError(
                say("{name}: the kernel did not finish ({reason}).", name=name, reason=reason)
            ) from error
    refuse_errors(notebook, name)
    return normalise(notebook, name)


def connection(folder):
    """How to reach a kernel: by sockets in `folder`, where the system has them.

    A TCP port is chosen before the kernel opens it; another program can take it in between, and the kernel dies.
    """
    return {} if os.name == "nt" else {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}


def refuse_errors(notebook, name):
    """Raise AuthoringError for the first cell that ended in an error or wrote to stderr."""
    for number, cell in enumerate(code_cells(notebook), start=1):
        for output in cell.outputs:
            where = f"{name}, code cell {number} ({cell.id})"
            if output.output_type == "error":
                below = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(output.traceback))
                raise AuthoringError(
                    say(
                        "{where} ends in {error}: {said}\n{below}",
                        where=where,
                        error=output.ename,
                        said=output.evalue,
                        below=below,
                    )
                )
            if output.get("name") == "stderr":
                raise AuthoringError(
                    say("{where} writes to stderr, a red box for a learner.\n{text}", where=where, text=output.text)
                )


def environment(scratch):
    """This process's environment without what would change a notebook's pictures or a learner's progress."""
    # The language is that of the notebook's folder, whatever the author speaks.
    unwanted = ("MPLBACKEND", "COURSE_LANGUAGE")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    # One thread: the matrices are small, and sums do not depend on the number of cores.
    return environment | {"COURSE_PROGRESS": str(Path(scratch) / "progress.json"), "OPENBLAS_NUM_THREADS": "1"}
