"""A folder for what is built, emptied of the last build and of nothing else."""

import shutil

from course_lib.authoring import AuthoringError


def emptied(folder, mark):
    """The folder, deleted; AuthoringError when it holds something that no build with this mark wrote.

    mark: the name of a file or folder that every build of the same kind writes into it.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / mark).exists():
            raise AuthoringError(f"{folder} holds something else: name an empty folder, or one that was built before.")
        shutil.rmtree(folder)
    return folder
