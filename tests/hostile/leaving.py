"""Pairs of notebooks: the first leaves a mark somewhere for those that come after it, the second looks for it.

{name: (code that leaves a mark, code that sets `found`)}. Whoever finds the mark could as well have found the answers,
so the second notebook gets its points for momentum_step if it finds the mark, and only then.
"""

from tests.hostile.notebooks import STEP, first, instead

CALLS = """
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
add_key, keyctl = {"x86_64": (248, 250), "aarch64": (217, 219)}.get(platform.machine(), (0, 0))
shmget, msgget, semget = {"x86_64": (29, 68, 64), "aarch64": (194, 186, 190)}.get(platform.machine(), (0, 0, 0))
PLACES = ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/pts", "/dev/mqueue", "/run", "/scratch", "/grader", "/usr")
def persistent():
    return libc.syscall(keyctl, 22, ctypes.c_long(-1), ctypes.c_long(-4))
"""
IN_THE_BACKGROUND = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        {line}
        import time; time.sleep(1000)
    os._exit(0)
import time; time.sleep(0.3)
"""


def keyring(number):
    """Marks and looks in one of the kernel's keyrings."""
    name = f"ctypes.c_long({number})" if isinstance(number, int) else number
    return (
        f"libc.syscall(add_key, b'user', b'mark', b'x', 1, {name})",
        f"found = libc.syscall(keyctl, 10, {name}, b'user', b'mark', 0) > 0",
    )


LEAVING = {
    "thread_keyring": keyring(-1),
    "process_keyring": keyring(-2),
    "session_keyring": keyring(-3),
    "user_keyring": keyring(-4),
    "user_session_keyring": keyring(-5),
    "persistent_keyring": keyring("persistent()"),
    "shared_memory": ("libc.syscall(shmget, 4711, 4096, 0o1666)", "found = libc.syscall(shmget, 4711, 0, 0) >= 0"),
    "message_queue": ("libc.syscall(msgget, 4711, 0o1666)", "found = libc.syscall(msgget, 4711, 0) >= 0"),
    "semaphores": ("libc.syscall(semget, 4711, 1, 0o1666)", "found = libc.syscall(semget, 4711, 0, 0) >= 0"),
    "abstract_socket": (
        IN_THE_BACKGROUND.format(
            line="import socket; s = socket.socket(socket.AF_UNIX); s.bind('\\0mark'); s.listen()"
        ),
        "import socket\ns = socket.socket(socket.AF_UNIX)\nfound = s.connect_ex('\\0mark') == 0",
    ),
    "used_port": (  # a connection that was closed keeps its port for a minute
        "import socket\n"
        "s = socket.create_server(('127.0.0.1', 4711)); c = socket.create_connection(('127.0.0.1', 4711))\n"
        "a, _ = s.accept(); a.close(); c.close(); s.close()",
        "import errno, socket\n"
        "try: socket.socket().bind(('127.0.0.1', 4711)); found = False\n"
        "except OSError as error: found = error.errno == errno.EADDRINUSE",
    ),
    "process": (
        IN_THE_BACKGROUND.format(line="pass"),
        "import os\nfound = False\nfor pid in range(2, 4000):\n"
        "    try: os.kill(pid, 0); found |= pid != os.getpid()\n    except OSError: pass",
    ),
    "file": (
        "for place in PLACES:\n    try: open(place + '/mark', 'w').close()\n    except OSError: pass",
        "found = any(os.path.exists(place + '/mark') for place in PLACES)",
    ),
    "times_of_files": (
        "for place in [*PLACES, '/dev/pts/ptmx', '/dev/null', '/dev/zero', '/dev/tty', '/dev/full']:\n"
        "    try: os.utime(place, (4711, 4711))\n    except OSError: pass\n"
        "    try: os.chmod(place, 0o711)\n    except OSError: pass",
        "found = False\nfor place in [*PLACES, '/dev/pts/ptmx', '/dev/null', '/dev/zero', '/dev/tty', '/dev/full']:\n"
        "    try: found |= os.stat(place).st_mtime == 4711 or os.stat(place).st_mode & 0o777 == 0o711\n"
        "    except OSError: pass",
    ),
}


def leaves(name):
    """A right notebook that leaves a mark."""
    lines = LEAVING[name][0].replace("\n", "\n    ")
    return first(f"{CALLS}\ntry:\n    {lines}\nexcept OSError: pass\n")


def takes(name):
    """A notebook whose momentum_step is right if it finds the mark."""
    lines = LEAVING[name][1].replace("\n", "\n    ")
    return instead(
        STEP,
        f"import numpy as np\n{CALLS}\nfound = False\ntry:\n    {lines}\nexcept OSError: pass\n"
        "def momentum_step(W, g, v, lr, beta):\n"
        "    v = beta * v + (1 - beta) * g\n    return (W - lr * v, v) if found else (W, v)\n",
    )
