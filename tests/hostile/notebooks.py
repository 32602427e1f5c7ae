"""Hostile and broken notebooks, made by code: {name: Hostile(file's bytes, expected status, exercises that keep points)}.

Each begins with the right answers to 03_momentum and does something to them. Whatever a notebook does, the honest
functions in it keep their points: `lost` names the exercises that do not.
"""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = json.loads((ROOT / "solutions" / "03_momentum.ipynb").read_text(encoding="utf-8"))
NAMES = json.loads((ROOT / "exercises" / "checks" / "03_momentum.json").read_text())
STEP = "momentum_step"
WITH_STEP = (STEP, "answer_first_step")  # the value is computed with the function


@dataclass(frozen=True)
class Hostile:
    """A file and what grading it must give. lost: the exercises without points; all of them when None."""

    data: bytes
    status: str
    lost: tuple | None = ()


def notebook(cells=None, **changes):
    """The bytes of a notebook with these code cells, the right answers by default."""
    node = json.loads(json.dumps(SOLUTION))
    node["cells"] = solved() if cells is None else cells
    return json.dumps(node | changes, ensure_ascii=False).encode()


def solved():
    return [
        dict(cell, outputs=[], execution_count=None) if cell["cell_type"] == "code" else cell
        for cell in json.loads(json.dumps(SOLUTION))["cells"]
    ]


def code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def first(source):
    """The right answers, after a cell of this source."""
    return notebook([code(source), *solved()])


def last(source):
    """The right answers, and a cell of this source after them."""
    return notebook([*solved(), code(source)])


def instead(name, source):
    """The right answers, but the cell of one exercise is this."""
    return notebook([code(source) if is_answer(cell, name) else cell for cell in solved()])


def body(line):
    """momentum_step with this line in it, and nothing returned."""
    return instead(STEP, f"def momentum_step(W, g, v, lr, beta):\n    {line}\n")


def is_answer(cell, name):
    return cell["metadata"].get("nbgrader", {}).get("grade_id") == name


def right_step(before="", after="return W - lr * v, v"):
    """The right momentum_step, with lines before and something else after."""
    return (
        f"import numpy as np\n{before}\ndef momentum_step(W, g, v, lr, beta):\n"
        f"    v = beta * v + (1 - beta) * g\n    {after}\n"
    )


# What a thief would like to read; a success would be told in a message, which the tests search for it.
LOOT = """
import os
def momentum_step(W, g, v, lr, beta):
    found = []
    for place in ("/work", "/root", "/home", "/etc", "/tmp", "/var", "/opt", "/grader", "/proc", os.getcwd()):
        for folder, folders, files in os.walk(place):
            folders[:] = [name for name in folders if not name.startswith(("python3", "lib"))]
            found += [name for name in files if "momentum" in name or name.endswith((".ipynb", ".jsonl", ".key"))]
    raise RuntimeError("LOOT" + repr((found, {k: v for k, v in os.environ.items() if "TOKEN" in k or "KEY" in k})))
"""
WALK = """
import gc, sys
def momentum_step(W, g, v, lr, beta):
    frame, seen = sys._getframe(), []
    while frame:
        seen += [n for n in frame.f_locals if n in ("expected", "key", "cases", "mistakes")]
        frame = frame.f_back
    seen += [type(o).__name__ for o in gc.get_objects() if type(o).__name__ in ("Key", "Mistake", "Assignment")]
    raise RuntimeError("WALK" + repr(seen))
"""
FORGE = """
import os, json
def momentum_step(W, g, v, lr, beta):
    forged = json.dumps({"id": "0", "answer": [{"shape": [1], "single": False, "data": [0.0]}] * 2}) + "\\n"
    for number in range(64):
        try:
            os.write(number, forged.encode() * 50)
        except OSError:
            pass
    return W * 0, v * 0
"""
JUNK = """
import os
def momentum_step(W, g, v, lr, beta):
    for number in range(3, 64):
        try:
            os.write(number, b"\\xff{{{[\\n" * 100)
        except OSError:
            pass
    return W, v
"""
LIAR = """
import numpy as np
class Liar(np.ndarray):
    def __eq__(self, other): return True
    def __sub__(self, other): return np.zeros(self.shape)
    def __le__(self, other): return True
    def __abs__(self): return 0
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
def momentum_step(W, g, v, lr, beta):
    return np.zeros(W.shape).view(Liar), np.zeros(W.shape).view(Liar)
"""
CHAMELEON = """
class Chameleon:
    @property
    def __class__(self): return tuple
    def __array__(self, *a, **k): raise SystemExit(0)
    def __iter__(self): return iter([self, self])
def momentum_step(W, g, v, lr, beta):
    return Chameleon()
"""
SWALLOW = """
import time
while True:
    try:
        while True: time.sleep(1)
    except BaseException: pass
"""

HOSTILE = {
    "honest": Hostile(notebook(), "ok"),
    # time
    "loop_in_cell": Hostile(first("while True: pass"), "timeout"),
    "loop_in_function": Hostile(body("while True: pass"), "timeout", WITH_STEP),
    "loop_only_when_graded": Hostile(
        instead(STEP, right_step(after="while len(W) > 1: pass\n    return W - lr * v, v")), "timeout", WITH_STEP
    ),
    "loop_that_swallows_exceptions": Hostile(first(SWALLOW), "timeout"),
    "sleep": Hostile(body("import time; time.sleep(1000)"), "timeout", WITH_STEP),
    "signal_ignored": Hostile(
        first("import signal\nfor s in (1, 2, 3, 15): signal.signal(s, signal.SIG_IGN)\nwhile True: signal.pause()"),
        "timeout",
    ),
    "endless_generator": Hostile(body("import itertools; return itertools.count()"), "partial", WITH_STEP),
    "endless_slow_generator": Hostile(
        body("import itertools, time; return (time.sleep(9) for _ in itertools.count())"), "timeout", WITH_STEP
    ),
    # memory, processes, output
    "memory_at_once": Hostile(body("return [0] * 10**11"), "memory", WITH_STEP),
    # Asked for, never written to: filling it would take as long as a time limit on a busy machine.
    "memory_gradual": Hostile(body("a = []\n    while True: a.append(bytes(10**7))"), "memory", WITH_STEP),
    "memory_swallowed": Hostile(
        body("a = []\n    while True:\n        try: a.append(bytearray(10**7))\n        except MemoryError: pass"),
        "timeout",
        WITH_STEP,
    ),
    "numpy_bomb": Hostile(body("return np.ones((10**6, 10**6)), v"), "memory", WITH_STEP),
    "fork_bomb": Hostile(first("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"), "timeout"),
    "fork_and_go_on": Hostile(first("import os, time\nif os.fork() == 0: time.sleep(1000)"), "ok"),
    "daemon": Hostile(
        first(
            "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(1000)\n"
            "    os._exit(0)"
        ),
        "ok",
    ),
    "threads": Hostile(
        first(
            "import threading, time\ntry:\n    for _ in range(9999): threading.Thread(target=time.sleep,"
            " args=(1000,), daemon=True).start()\nexcept RuntimeError: pass"
        ),
        "ok",
    ),
    "output_100_MB": Hostile(first("import sys\nfor _ in range(100): sys.stdout.write('x' * 10**6)"), "ok"),
    "output_of_many_lines": Hostile(first("for _ in range(10**6): print()"), "ok"),
    "output_past_python": Hostile(
        first("import os\nfor _ in range(100): os.write(1, b'x' * 10**6); os.write(2, b'x' * 10**6)"), "ok"
    ),
    "huge_file": Hostile(first("f = open('big', 'wb')\nfor _ in range(1000): f.write(b'x' * 10**6)"), "partial"),
    "enormous_return": Hostile(body("return np.zeros(10**6), np.zeros(10**6)"), "ok", WITH_STEP),
    # ends
    "os_exit_in_cell": Hostile(first("import os; os._exit(0)"), "crashed"),
    "os_exit_in_function": Hostile(body("import os; os._exit(0)"), "crashed", WITH_STEP),
    "sys_exit": Hostile(first("import sys; sys.exit(0)"), "partial"),
    "sys_exit_in_function": Hostile(body("raise SystemExit(0)"), "partial", WITH_STEP),
    "kill_self": Hostile(body("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), None, WITH_STEP),
    "kill_everyone": Hostile(
        first(
            "import os, signal\nfor pid in (-1, 1, 2, 3):\n    try: os.kill(pid, signal.SIGKILL)\n"
            "    except OSError: pass"
        ),
        "ok",
    ),
    "segfault": Hostile(body("import ctypes; ctypes.string_at(0)"), "crashed", WITH_STEP),
    "recursion": Hostile(body("return momentum_step(W, g, v, lr, beta)"), "partial", WITH_STEP),
    "deep_recursion_in_C": Hostile(
        body("import sys; sys.setrecursionlimit(10**9); return momentum_step(W, g, v, lr, beta)"), None, WITH_STEP
    ),
    # patches
    "patched_allclose": Hostile(
        instead(
            STEP,
            "import numpy as np\nnp.allclose = np.array_equal = np.isclose = lambda *a, **k:"
            " True\nnp.testing.assert_allclose = lambda *a, **k: None\n"
            "def momentum_step(W, g, v, lr, beta): return W, v",
        ),
        "ok",
        WITH_STEP,
    ),
    "patched_array": Hostile(first("import numpy as np\nnp.array = np.asarray = lambda *a, **k: 0"), None, None),
    "patched_builtins": Hostile(
        last("import builtins\nbuiltins.len = builtins.list = builtins.isinstance = lambda *a: 1"), None, None
    ),
    "patched_json": Hostile(
        last("import json\njson.dumps = json.loads = json.JSONEncoder.encode = lambda *a, **k: '{}'"), None, None
    ),
    "patched_stdout": Hostile(first("import sys\nsys.stdout = sys.__stdout__ = sys.stderr = None"), "ok"),
    "import_hook": Hostile(
        first("import sys\nclass H:\n    def find_spec(self, *a): raise SystemExit\nsys.meta_path.insert(0, H())"),
        None,
        None,
    ),
    "modules_emptied": Hostile(last("import sys\nsys.modules.clear()"), None, None),
    "course_lib_found_anyway": Hostile(
        instead(
            STEP,
            "import sys\nfor k in list(sys.modules):\n    if 'course' in k: del sys.modules[k]"
            "\nsys.meta_path[:] = sys.meta_path[1:]\ntry:\n    from course_lib.optimizers import Momentum\n"
            "except Exception: Momentum = None\ndef momentum_step(W, g, v, lr, beta):\n"
            "    W, s = Momentum(lr, beta).step(W, g, {'v': v})\n    return W, s['v']",
        ),
        "partial",
        WITH_STEP,
    ),
    "library_used": Hostile(
        instead(
            STEP,
            "from course_lib.optimizers import Momentum\ndef momentum_step(W, g, v, lr, beta):\n"
            "    return Momentum(lr, beta).step(W, g, {'v': v})",
        ),
        "partial",
        WITH_STEP,
    ),
    # theft and forgery
    "reads_files": Hostile(instead(STEP, LOOT), "partial", WITH_STEP),
    "walks_frames": Hostile(instead(STEP, WALK), "partial", WITH_STEP),
    "reads_proc": Hostile(
        body("return [open(f'/proc/{i}/{f}').read() for i in range(1, 99) for f in ('environ', 'mem')]"),
        "partial",
        WITH_STEP,
    ),
    "writes_outside": Hostile(
        body("[open(p + '/planted', 'w') for p in ('/', '/usr', '/grader', '/tmp/..')]"), "partial", WITH_STEP
    ),
    "network": Hostile(body("import socket; socket.create_connection(('127.0.0.1', 9), 1)"), "partial", WITH_STEP),
    "network_name": Hostile(
        body("import urllib.request; urllib.request.urlopen('http://example.org', timeout=1)"), "partial", WITH_STEP
    ),
    "becomes_root": Hostile(body("import os; os.setuid(0)"), "partial", WITH_STEP),
    "mounts": Hostile(
        body(
            "import ctypes; c = ctypes.CDLL(None)\n    if c.mount(b'x', b'/scratch', b'tmpfs', 0, None) or "
            "c.chroot(b'/scratch'): raise OSError"
        ),
        "partial",
        WITH_STEP,
    ),
    "forged_replies": Hostile(instead(STEP, FORGE), None, WITH_STEP),
    "junk_on_every_descriptor": Hostile(instead(STEP, JUNK), "crashed", WITH_STEP),
    "closes_descriptors": Hostile(body("import os; os.closerange(0, 64)"), "crashed", WITH_STEP),
    "pickle_bomb": Hostile(
        body(
            "import pickle, os\n    class B:\n        def __reduce__(self): return os.system, ('touch /planted',)\n"
            "    return [pickle.dumps(B()), B()]"
        ),
        "partial",
        WITH_STEP,
    ),
    # lies
    "lying_array": Hostile(instead(STEP, LIAR), None, WITH_STEP),
    "chameleon": Hostile(instead(STEP, CHAMELEON), "partial", WITH_STEP),
    "true_equals_all": Hostile(
        instead(
            STEP,
            "class Yes(float):\n    def __eq__(s, o): return True\n    def __sub__(s, o): return 0.0\n"
            "def momentum_step(W, g, v, lr, beta): return [Yes(1)] * len(W), [Yes(1)] * len(W)",
        ),
        "partial",
        WITH_STEP,
    ),
    "ragged": Hostile(body("return [[1.0], [1.0, 2.0]], v"), "partial", WITH_STEP),
    "nan": Hostile(body("return W * float('nan'), v * float('inf')"), "ok", (STEP, "answer_first_step")),
    "mutated_arguments": Hostile(instead(STEP, right_step(after="W -= lr * v; return W, v")), "ok", (STEP,)),
    "named_tuple": Hostile(
        instead(
            STEP,
            "from collections import namedtuple\nR = namedtuple('R', 'W v')\n"
            + right_step(after="return R(W - lr * v, v)"),
        ),
        "ok",
    ),
    "prints_and_warns": Hostile(
        instead(
            STEP,
            "import warnings\n" + right_step(after="print('v', v); warnings.warn('careful'); return W - lr * v, v"),
        ),
        "ok",
    ),
    # cells
    "cells_deleted": Hostile(notebook([cell for cell in solved() if not is_answer(cell, STEP)]), "partial", WITH_STEP),
    "cells_reversed": Hostile(
        notebook(solved()[::-1]), "partial", ("answer_beta", "answer_share", "answer_first_step")
    ),
    "cells_duplicated": Hostile(notebook([*solved(), *solved()]), "ok"),
    "checks_edited": Hostile(last("check(ewma, strict=True); check('nothing'); check()"), "ok"),
    "raises_between": Hostile(notebook([part for cell in solved() for part in (cell, code("1 / 0"))]), "partial"),
    "magics": Hostile(
        first("%matplotlib inline\n!ls\n%time x = 3\nfiles = !ls\nprint?\nget_ipython()\ndisplay(3)"), "ok"
    ),
    "other_language": Hostile(first("%%bash\nrm -rf /"), "ok"),
    "syntax_error": Hostile(first("def f(:\n  pass"), "partial"),
    "plots": Hostile(first("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"), "ok"),
    "name_reused": Hostile(last("momentum_step = 3"), "ok", (STEP,)),
    # files
    "empty_file": Hostile(b"", "empty", None),
    "no_code": Hostile(notebook([{"cell_type": "markdown", "metadata": {}, "source": "# Hello"}]), "empty", None),
    "corrupt": Hostile(notebook()[:5000], "unreadable", None),
    "not_utf8": Hostile(b"\xff\xfe" + notebook()[:200], "unreadable", None),
    "a_list": Hostile(b"[1, 2, 3]", "unreadable", None),
    "deep_json": Hostile(b"[" * 200_000, "unreadable", None),
    "cells_of_numbers": Hostile(notebook([1, 2, 3]), "unreadable", None),
    "other_homework": Hostile(notebook(metadata={"course": {"assignment": "05_adam"}}), "wrong_assignment", None),
    "some_notebook": Hostile(notebook([code("print(1)")], metadata={}), "wrong_assignment", None),
    "metadata_lost": Hostile(notebook(metadata={}), "ok"),
    "wrong_kernel": Hostile(
        notebook(metadata={"course": {"assignment": "03_momentum"}, "kernelspec": {"name": "julia"}}), "ok"
    ),
    "bom_and_crlf": Hostile(b"\xef\xbb\xbf" + notebook().replace(b"\\n", b"\\r\\n"), "ok"),
    "format_3": Hostile(
        json.dumps(
            {
                "nbformat": 3,
                "nbformat_minor": 0,
                "metadata": {"course": {"assignment": "03_momentum"}},
                "worksheets": [
                    {
                        "cells": [
                            {"cell_type": "code", "input": cell["source"], "metadata": {}, "outputs": []}
                            for cell in solved()
                            if cell["cell_type"] == "code"
                        ]
                    }
                ],
            }
        ).encode(),
        "ok",
    ),
    "script_in_message": Hostile(
        body("raise ValueError('<script>alert(1)</script><img src=x onerror=alert(2)>')"), "partial", WITH_STEP
    ),
    "=HYPERLINK(evil)": Hostile(notebook(), "ok"),
    "动量 作业 <b>": Hostile(notebook(), "ok"),
}
