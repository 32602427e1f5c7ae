"""The filter of system calls: its numbers against libseccomp's tables, its program run as the kernel would run it."""

import ctypes
import ctypes.util
import errno
import os
import struct
from types import SimpleNamespace

import pytest

from course_lib.grading import cgroups, sandbox, syscalls

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # from the kernel's linux/audit.h
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000  # from linux/seccomp.h


@pytest.fixture(scope="module")
def number_of():
    """(name of a call, machine) → its number by libseccomp."""
    name = ctypes.util.find_library("seccomp")
    if not name:
        pytest.skip("libseccomp is not installed here")
    library = ctypes.CDLL(name)
    return lambda call, machine: library.seccomp_syscall_resolve_name_arch(
        ctypes.c_uint32(AUDIT[machine]), call.encode()
    )


@pytest.mark.parametrize("column", [0, 1], ids=AUDIT)
def test_the_numbers_are_those_of_libseccomp(number_of, column):
    machine = list(AUDIT)[column]
    calls = (
        syscalls.REFUSED
        | syscalls.SIGNALS
        | {
            "socket": syscalls.SOCKET,
            "socketpair": syscalls.SOCKETPAIR,
            "clone": syscalls.CLONE,
            "clone3": syscalls.CLONE3,
        }
    )
    ours = {name: numbers[column] for name, numbers in calls.items() if numbers[column] is not None}
    assert len(ours) > 50 and number_of("read", machine) == {"x86_64": 0, "aarch64": 63}[machine]
    assert {name: number_of(name, machine) for name in ours} == ours
    # What a machine does not have, libseccomp gives a number below zero.
    assert all(number_of(name, machine) < 0 for name in set(calls) - set(ours))


def verdict(program, machine, number, first=0):
    """What the program returns for a call: classic BPF, as linux/filter.h describes it."""
    data = struct.pack("<IIQQ", number, machine, 0, first & (1 << 64) - 1)
    steps = [struct.unpack_from("<HBBI", program, place) for place in range(0, len(program), 8)]
    place, value = 0, None
    while True:
        code, so, else_, k = steps[place]
        place += 1
        if code == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            value = struct.unpack_from("<I", data, k)[0]
        elif code == 0x06:  # BPF_RET | BPF_K
            return k
        else:  # BPF_JMP with BPF_JEQ, BPF_JGE, BPF_JSET
            place += so if {0x15: value == k, 0x35: value >= k, 0x45: bool(value & k)}[code] else else_


CASES = [  # (machine, number, first argument, what comes of it): by hand, from the kernel's tables
    ("x86_64", 0, 3, ALLOW),  # read
    ("x86_64", 250, 0, FAIL | errno.EPERM),  # keyctl
    ("x86_64", 425, 0, FAIL | errno.EPERM),  # io_uring_setup
    ("x86_64", 101, 0, FAIL | errno.EPERM),  # ptrace
    ("x86_64", 56, 0x01200011, ALLOW),  # clone, as fork calls it
    ("x86_64", 56, 0x003D0F00, ALLOW),  # clone, as a thread is started
    ("x86_64", 56, 0x10000011, FAIL | errno.EPERM),  # with a new user namespace
    ("x86_64", 56, 0x00020011, FAIL | errno.EPERM),  # with a new mount namespace
    ("x86_64", 435, 0, FAIL | errno.ENOSYS),  # clone3
    ("x86_64", 41, 1, ALLOW),  # socket, local
    ("x86_64", 41, 2, FAIL | errno.EAFNOSUPPORT),  # internet
    ("x86_64", 41, 40, FAIL | errno.EAFNOSUPPORT),  # the virtual machine's host
    ("x86_64", 41, 1 | 1 << 32, ALLOW),  # the kernel looks at the lower half alone
    ("x86_64", 53, 1, ALLOW),  # socketpair
    ("x86_64", 53, 30, FAIL | errno.EAFNOSUPPORT),
    ("x86_64", 0x40000000 + 250, 0, FAIL | errno.ENOSYS),  # keyctl in the x32 table
    ("x86_64", 62, 0, ALLOW),  # kill, its own group
    ("x86_64", 62, -1, FAIL | errno.EPERM),  # everybody
    ("x86_64", 62, 0xFFFFFFFF, FAIL | errno.EPERM),
    ("x86_64", 62, -2, ALLOW),
    ("x86_64", 39, -1, ALLOW),  # getpid
    ("aarch64", 129, -1, FAIL | errno.EPERM),
    ("aarch64", 63, 3, ALLOW),
    ("aarch64", 219, 0, FAIL | errno.EPERM),
    ("aarch64", 425, 0, FAIL | errno.EPERM),
    ("aarch64", 117, 0, FAIL | errno.EPERM),
    ("aarch64", 220, 0x01200011, ALLOW),
    ("aarch64", 220, 0x10000011, FAIL | errno.EPERM),
    ("aarch64", 198, 1, ALLOW),
    ("aarch64", 198, 40, FAIL | errno.EAFNOSUPPORT),
    ("aarch64", 435, 0, FAIL | errno.ENOSYS),
]


@pytest.mark.parametrize(("machine", "number", "first", "expected"), CASES)
def test_the_program_decides_as_the_kernel_would_run_it(machine, number, first, expected):
    assert verdict(syscalls.program(machine), AUDIT[machine], number, first) == expected


def test_no_signal_reaches_the_grader():
    program = syscalls.program("x86_64", (4321, -4300))
    for call in ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open"):
        number = syscalls.SIGNALS[call][0]
        found = {first: verdict(program, AUDIT["x86_64"], number, first) for first in (4321, -4300, -1, 4300, 5, 0)}
        assert found == dict.fromkeys((4321, -4300, -1), FAIL | errno.EPERM) | dict.fromkeys((4300, 5, 0), ALLOW)


def test_another_machines_calls_end_the_process():
    assert verdict(syscalls.program("x86_64"), 0x40000003, 3) == KILL  # 32 bits, in which numbers mean other calls
    assert verdict(syscalls.program("aarch64"), AUDIT["x86_64"], 0) == KILL


def test_where_there_is_no_filter_it_is_said(monkeypatch):
    kernel = SimpleNamespace(prctl=lambda *arguments: 0)
    assert syscalls.program("riscv64") is None
    monkeypatch.setattr(syscalls.sys, "platform", "linux")
    monkeypatch.setattr(syscalls.ctypes, "CDLL", lambda name: kernel)
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "riscv64")
    monkeypatch.setattr(cgroups, "found", lambda: None)
    said = sandbox.missing()
    assert len(said) == 2 and "System calls are not filtered" in said[0] and "cgroup v2" in said[1]
    monkeypatch.setattr(syscalls.platform, "machine", lambda: "aarch64")
    monkeypatch.setattr(cgroups, "found", lambda: "systemd")
    ours = (os.getpid(), -os.getpgrp())
    assert sandbox.missing() == [] and syscalls.here() == syscalls.program("aarch64", ours)
    kernel.prctl = lambda *arguments: -1  # a kernel that was built without seccomp
    assert syscalls.here() == b"" and len(sandbox.missing()) == 1
    monkeypatch.setattr(syscalls.sys, "platform", "darwin")
    assert syscalls.here() == b""
