"""The system calls that a submission is refused, as a seccomp filter: what a homework never needs.

They reach parts of the kernel that outlive a process or are not divided by namespaces (keyrings, System V memory,
memory files, sockets to the machine's host), that see other processes, or in which most ways out of a sandbox were
found. A refused call fails like any other: with EPERM, or as if the kernel did not know it. Without namespaces, a
signal to all of a user's processes would reach the grader too: so signals to all, and to the grader, are refused.

The filter is a program of classic BPF, as seccomp(2) describes it: eight bytes an instruction (code, jumps, number).
"""

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Collection

# {name: its number on (x86_64, aarch64)}, from the kernel's tables; None where a machine has no such call.
REFUSED = {
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "userfaultfd": (323, 282),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "fanotify_init": (300, 262),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "lookup_dcookie": (212, 18),
    "uselib": (134, None),
    "modify_ldt": (154, None),
    "ioperm": (173, None),
    "iopl": (172, None),
    "vhangup": (153, 58),
}
SIGNALS = {  # each with a process as its first argument
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
}
EVERYBODY = -1  # as the process that kill() is to reach
SOCKET, SOCKETPAIR, CLONE, CLONE3 = (41, 198), (53, 199), (56, 220), (435, 435)
AF_UNIX = 1  # the one family that a process can use without a network
NEW_NAMESPACES = 0x7E020000  # the flags of clone that make one: mount, cgroup, uts, ipc, user, pid, net
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # {name: (column, as the kernel calls it)}
GET_SECCOMP = 21
X32 = 0x40000000  # the calls of x86_64's second table

Step = tuple[int, int, int, int]  # (code, jump if so, jump if not, number); a jump skips so many steps
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST = 0, 4, 16  # where a call's number, machine and first argument (its low half) stand
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000


def program(machine: str, spared: Collection[int] = ()) -> bytes | None:
    """The filter for a machine, as platform.machine() calls it; None where we have none.

    spared: processes (and groups, below 0) that no signal may reach.
    """
    if machine not in MACHINES:
        return None
    column, name = MACHINES[machine]
    refused = sorted(number for numbers in REFUSED.values() if (number := numbers[column]) is not None)
    steps: list[Step] = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, name), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":
        steps += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    for number in refused:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | errno.EPERM)]
    # Its flags lie in memory, where a filter cannot look; the C library then falls back to clone.
    steps += [(EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    steps += by_argument(CLONE[column], (ANY_BIT, 0, 1, NEW_NAMESPACES), errno.EPERM)
    for call in (SOCKET, SOCKETPAIR):
        steps += by_argument(call[column], (EQUAL, 1, 0, AF_UNIX), errno.EAFNOSUPPORT)
    for call in SIGNALS.values():
        steps += but_for(call[column], {EVERYBODY, *spared})
    steps += [(RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def here() -> bytes:
    """The filter for this machine and grader; empty where there is none, or where the kernel takes none."""
    if sys.platform != "linux" or ctypes.CDLL(None).prctl(GET_SECCOMP, 0, 0, 0, 0) < 0:
        return b""
    return program(platform.machine(), (os.getpid(), -os.getpgrp())) or b""


def by_argument(number: int, test: Step, error: int) -> list[Step]:
    """One call is refused or allowed by its first argument: `test` jumps over the refusal."""
    look = [(EQUAL, 0, 4, number), (LOAD, 0, 0, FIRST), test]
    return [*look, (RETURN, 0, 0, FAIL | error), (RETURN, 0, 0, ALLOW)]


def but_for(number: int, values: Collection[int]) -> list[Step]:
    """One call is refused if its first argument is one of these."""
    tests = [
        (EQUAL, place, 0, value & 0xFFFFFFFF) for place, value in zip(range(len(values), 0, -1), values, strict=True)
    ]
    look = [(EQUAL, 0, len(values) + 3, number), (LOAD, 0, 0, FIRST), *tests]
    return [*look, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, FAIL | errno.EPERM)]
