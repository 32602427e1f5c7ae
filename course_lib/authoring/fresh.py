"""A folder for what is built, emptied of the last build and of nothing else."""

import shutil

from course_lib.authoring import AuthoringError
from course_lib.language import say


def emptied(folder, mark, kept=()):
    """The folder, emptied; AuthoringError when it holds something that no build with this mark wrote.

    mark: the name of a file or folder that every build of the same kind writes into it; kept: the names of those in it
    that are built on their own.
    """
    if folder.exists():
        there = [path for path in folder.iterdir() if path.name not in kept]
        if there and not (folder / mark).exists():
            raise AuthoringError(
                say("{folder} holds something else: name an empty folder, or one that was built before.", folder=folder)
            )
        if len(there) == len(list(folder.iterdir())):
            shutil.rmtree(folder)
        else:
            for path in there:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder
