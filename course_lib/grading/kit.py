"""The folder with the few files that run inside a sandbox, and what a killed grader left of its own.

While its name begins with course-grading-kit-, a process holds the lock on it; one that nobody holds is left over.
"""

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from course_lib import audiences

NAME, NEW = "course-grading-kit-", "course-starting-kit-"  # other than of versions that held no lock
OLD = 3600  # seconds after which one that never got its name is left over as well


def make() -> tuple[str, int]:
    """(the folder, the lock on it): nothing else of the course is in it. The lock ends with this process."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=NEW))
    lock = locked(folder)
    for name in audiences.files("sandbox"):
        target = folder / "course_lib" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (target.parent / "__init__.py").touch()
        shutil.copyfile(audiences.LIBRARY / name, target)
    (folder / "course_lib" / "__init__.py").touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    # Only now may others look whether it is locked.
    return str(folder.rename(folder.with_name(folder.name.replace(NEW, NAME)))), lock


def remove(folder: str, lock: int) -> None:
    """Take a folder away."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.close(lock)


def locked(folder: Path) -> int:
    """A lock on a folder, for as long as this process lives or until it is closed; OSError when another holds it."""
    import fcntl  # here: Windows has none, and importing this must not fail there

    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def sweep() -> None:
    """Remove what our user's killed graders left: folders that no process holds."""
    place = Path(tempfile.gettempdir())
    long_ago = time.time() - OLD
    for folder in [*place.glob(f"{NAME}*"), *place.glob(f"{NEW}*")]:
        with contextlib.suppress(OSError):
            about = folder.lstat()
            if about.st_uid == os.getuid() and (folder.name.startswith(NAME) or about.st_mtime < long_ago):
                remove(str(folder), locked(folder))
