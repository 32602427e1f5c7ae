"""Make a user of this machine for each student of a roster, with a password drawn at random.

usage: .venv/bin/python deploy/hub/accounts.py class.csv accounts.csv        as root
Whoever has an account already keeps it. accounts.csv, which root alone can read, says the new names and passwords.
"""

import pwd
import re
import secrets
import subprocess
import sys
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import roster


def name_of(identity):
    """The name of a user for a student's ID: small letters and digits, a letter first."""
    name = re.sub(r"[^a-z0-9]", "", identity.lower())[:30]
    return f"s{name}" if name[:1].isdigit() else name


def names(students):
    """{user: student}; CourseError where an ID makes no name, or two the same."""
    found = {}
    for one in students:
        name = name_of(one.id)
        if not name or name in found:
            raise CourseError(
                f"{one} cannot have an account called {name!r}: give each student an ID of letters or digits."
            )
        found[name] = one
    return found


def exists(name):
    """Whether this machine has such a user."""
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def make(name):
    """Make a user whose home nobody else enters; returns the password."""
    password = secrets.token_urlsafe(9)
    home = ["--create-home", "--key", "HOME_MODE=0700", "--shell", "/bin/bash"]
    subprocess.run(["useradd", *home, name], check=True)
    subprocess.run(["chpasswd"], input=f"{name}:{password}\n", text=True, check=True)
    return password


def main(table, target):
    """Make those who are missing."""
    wanted = names(roster.read(table))
    new = {name: one for name, one in wanted.items() if not exists(name)}
    target = Path(target)
    target.touch(mode=0o600)
    with target.open("a", encoding="utf-8") as file:
        for name, one in new.items():
            file.write(f"{one.id},{name},{make(name)}\n")
    print(f"{len(new)} accounts made, {len(wanted) - len(new)} there already. Names and passwords: {target}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (CourseError, TypeError) as error:
        sys.exit(str(error) if isinstance(error, CourseError) else __doc__)
