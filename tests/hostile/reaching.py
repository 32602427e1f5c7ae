"""Notebooks that reach for parts of the kernel, for memory that nothing counts, and for the grader's time.

`HOSTILE` has the form of notebooks.HOSTILE. Most of them give the right answers to momentum_step only if the kernel let
them do what no homework needs.
"""

from tests.hostile.notebooks import STEP, WITH_STEP, Hostile, body, first, instead, right_step

# What may be tried, as code that sets `reached`. A call that the kernel looks at, even to find an argument wrong, was
# let through.
REACHES = {
    "keyctl": "called(keyctl, 0, -4, 1)",
    "add_key": "called(add_key, b'user', b'x', b'x', 1, -4)",
    "request_key": "called(request_key, b'user', b'x', None, 0)",
    "io_uring": "called(425, 1, 0)",
    "userfaultfd": "called(userfaultfd, 1)",
    "bpf": "called(bpf, 99, 0, 0)",
    "perf": "called(perf, 0, 0, -1, -1, 0)",
    "ptrace": "called(ptrace, 0, 0, 0, 0)",
    "new_user_namespace": "called(unshare, 0x10000000)",
    "new_namespace_by_clone": "called(clone, 0x10000011, 0, 0, 0, 0)",
    "other_memory": "called(vm_readv, os.getppid(), 0, 0, 0, 0, 0)",
    "host_of_a_virtual_machine": "called(sock, 40, 1, 0)",
    "cryptography_of_the_kernel": "called(sock, 38, 5, 0)",
    "routing_of_the_kernel": "called(sock, 16, 3, 0)",
    "internet": "called(sock, 2, 1, 0)",
    "memory_without_a_name": "called(memfd, b'x', 0)",
    "shared_memory": "called(shmget, 0, 1 << 29, 0o1666)",
}
REACHING = """
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"
add_key, request_key, keyctl = (248, 249, 250) if x86 else (217, 218, 219)
userfaultfd, bpf, perf, ptrace = (323, 321, 298, 101) if x86 else (282, 280, 241, 117)
unshare, clone, vm_readv, sock, memfd, shmget = (272, 56, 310, 41, 319, 29) if x86 else (97, 220, 270, 198, 279, 194)
REFUSED = (errno.EPERM, errno.ENOSYS, errno.EAFNOSUPPORT)
def called(number, *arguments):
    me = os.getpid()
    result = libc.syscall(number, *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if os.getpid() != me:
        os._exit(0)
    return result >= 0 or ctypes.get_errno() not in REFUSED
"""
# The request that is being answered: with its id a reply of the student's own counts.
ANSWERED = """
import json, os, sys
def request():
    frame = sys._getframe()
    while not isinstance(frame.f_locals.get("request"), dict):
        frame = frame.f_back
    return frame.f_locals["request"]
def reply(**parts):
    data = json.dumps({"id": request()["id"]} | parts).encode() + b"\\n"
    while data:
        data = data[os.write(3, data):]
"""


def reaches(line):
    """momentum_step is right only if the line was let through."""
    return instead(
        STEP,
        f"{REACHING}\nreached = {line}\n"
        + right_step(after="return (W - lr * v, v) if reached else (W, v)").removeprefix("import numpy as np\n"),
    )


def answers(line):
    """momentum_step replies by itself, past the code that is there for that."""
    return instead(
        STEP,
        f"{ANSWERED}\ndef momentum_step(W, g, v, lr, beta):\n    if request()['do'] != 'call': return W, v\n"
        f"    {line}\n    return W, v\n",
    )


HOSTILE = {
    **{f"reaches_{name}": Hostile(reaches(line), "ok", WITH_STEP) for name, line in REACHES.items()},
    "answers_with_many_arrays": Hostile(
        answers("reply(answer=[{'shape': [0], 'single': False, 'data': []}] * 15_000)"), "crashed", WITH_STEP
    ),
    "answers_with_many_numbers": Hostile(
        answers("reply(answer=[{'shape': [40_000], 'single': False, 'data': [0] * 40_000}])"), "crashed", WITH_STEP
    ),
    "answers_with_a_long_line": Hostile(answers("reply(problem='x' * (3 << 20))"), "crashed", WITH_STEP),
    "answers_without_end": Hostile(
        body("import os\n    while True: os.write(3, b'{}\\n' * 9999)"), "crashed", WITH_STEP
    ),
    "many_arrays": Hostile(body("return [np.zeros(0)] * 180_000"), "partial", WITH_STEP),
    "many_cells_that_fail": Hostile(
        first("\n").replace(
            b'{"cell_type": "code", "metadata": {}, "source": "\\n", "outputs": [], "execution_count": null}',
            b", ".join(
                b'{"cell_type": "code", "metadata": {}, "source": "raise ValueError(%d)"}' % number
                for number in range(3000)
            ),
        ),
        "partial",
    ),
}
