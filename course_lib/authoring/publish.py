"""`course publish`: a git repository of what students get, one commit for each edition.

Any hub with nbgitpuller brings it to students: there their answers stay, and what they did not touch becomes new.
"""

import shutil
import subprocess
from pathlib import Path

from course_lib.authoring import release
from course_lib.errors import CourseError
from course_lib.language import say

# What a student's own folder holds besides, and is nobody else's.
IGNORED = "/work/\n/.venv/\n__pycache__/\n.ipynb_checkpoints/\n*.egg-info/\n"
AS = ("-c", "user.name=Optimizers course", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false")


def main(root, folder):
    """Publish, and say what changed and how to go on."""
    changed = publish(root, Path(folder))
    if not changed:
        print(say("{folder}: this edition is published already.", folder=folder))
        return 0
    print(say("{folder}: a new edition, {changed} files changed.", folder=folder, changed=changed))
    print(say("Bring it to where students fetch it: {command}", command=f"git -C {folder} push origin main"))
    return 0


def publish(root, folder):
    """Commit what students get; returns how many files changed. Nobody's own change in the repository is lost."""
    if not (folder / ".git").exists():
        if folder.exists() and any(folder.iterdir()):
            raise CourseError(
                say("{folder} holds other files: name an empty folder, or one that course publish made.", folder=folder)
            )
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
    if git(folder, "status", "--porcelain"):
        raise CourseError(
            say("Somebody changed files in {folder}: commit them there, or take the changes back.", folder=folder)
        )
    contents = release.contents(root)
    for name in git(folder, "ls-files", "-z").split("\0"):
        if name and name not in contents:
            (folder / name).unlink(missing_ok=True)
    for name, path in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    git(folder, "add", "--all")
    changed = git(folder, "diff", "--cached", "--name-only").splitlines()
    if changed:
        git(folder, *AS, "commit", "--quiet", "-m", "A new edition of the course")
    return len(changed)


def git(folder, *words):
    """What git says; CourseError when it cannot do it."""
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CourseError(say("git is missing: apt install git.")) from None
    if done.returncode:
        raise CourseError(say("git could not do it: {why}", why=done.stderr.strip().splitlines()[-1]))
    return done.stdout
