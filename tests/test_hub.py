"""A class's server, whole: sign in, work, hand in, grade, read the feedback; and nobody reads what is another's."""

import json
import pwd
import subprocess
from pathlib import Path

import pytest

from course_lib import cli
from tests.needs import folder_for_all, needs_hub, needs_users

# A minute; test_drop and test_workspace guard the parts with the same two users, test_deploy the configuration.
pytestmark = [pytest.mark.tour, pytest.mark.sandbox]
ROOT = Path(__file__).resolve().parents[1]
ADA, BOB = "course-ada", "course-bob"
HOMEWORK = "exercises/03_momentum.ipynb"


@pytest.fixture(scope="module")
def hub():
    """A hub with a proxy, and two users of this machine who are signed in: {name: Student}."""
    needs_users()
    needs_hub()
    from tests.hub import Hub, Student, users  # what they import is not everywhere

    with folder_for_all() as folder, users(folder, ADA, BOB):
        made = Hub(folder, "local")
        try:
            made.start()
            made.students = {name: Student(made, name).sign_in() for name in (ADA, BOB)}
            yield made
        finally:
            made.stop()


def code_of(notebook):
    """The texts of the code cells."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_each_has_a_copy_of_their_own_of_a_course_that_they_cannot_write(hub):
    for name, student in hub.students.items():
        assert {"notebooks", "exercises"} <= {one["name"] for one in student.file("")}
        copy = hub.folder / name / "optimizers-course" / HOMEWORK
        assert copy.owner() == name
        (said,) = student.runs(HOMEWORK, "import course_lib; open(course_lib.__file__, 'a')")
        assert "Permission denied" in said


def test_the_first_cells_of_the_course_run_over_the_websocket(hub):
    first = "notebooks/00_start_here.ipynb"
    student = hub.students[ADA]
    said = student.runs(
        first, *code_of(student.file(first))[:4], "import os; print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    assert "Everything is here" in "".join(said)
    assert not any("Error" in one for one in said) and said[-1] == "1\n"


def test_from_handing_in_to_feedback(hub, tmp_path, capsys):
    hub.students[ADA].save(HOMEWORK, json.loads((ROOT / "solutions/03_momentum.ipynb").read_text()))
    for student in hub.students.values():
        (said,) = student.runs(HOMEWORK, "!course submit 03_momentum")
        assert "Handed in: " in said and "sha256" in said
    assert "handed_in.txt" in str(hub.students[ADA].file("exercises"))
    out, grades = tmp_path / "collected", tmp_path / "grades"
    assert cli.main(["collect", str(hub.folder / "drop"), "--out", str(out)]) == 0
    assert cli.main(["grade", "03_momentum", str(out / "03_momentum"), "--out", str(grades), "--latest"]) == 0
    scores = {one["submission"].split("/")[0]: one["score"] for one in read(grades)["submissions"]}
    assert scores == {ADA: read(grades)["submissions"][0]["max_score"], BOB: 0}
    assert cli.main(["return", str(grades), "--to", str(hub.folder / "returned")]) == 0
    highest = f"{scores[ADA]} of {scores[ADA]}"
    assert highest in hub.students[ADA].file("feedback/03_momentum.html")
    assert highest not in hub.students[BOB].file("feedback/03_momentum.html")


def read(grades):
    return json.loads((grades / "grades.json").read_text())


def test_a_student_s_own_code_reads_nothing_of_another_s(hub):
    """In the order of the file: both have handed in and have feedback."""
    place = hub.folder
    (handed_in,) = [path for path in (place / "drop").iterdir() if path.owner() == ADA]
    wanted = [
        place / ADA / "optimizers-course" / HOMEWORK,
        handed_in,
        place / "returned" / ADA / "03_momentum.html",
        place / "state" / "jupyterhub.sqlite",
        place / "state" / "cookie_secret",
        *(Path(f"/proc/{pid}/environ") for pid in processes_of(ADA)),
    ]
    assert len(wanted) > 5 and all(path.exists() for path in wanted)
    tries = [f"open({str(path)!r}).read()" for path in wanted]
    tries += [f"__import__('os').listdir({str(path)!r})" for path in (place / "drop", place / "returned", place / ADA)]
    tries += [f"__import__('os').kill({pid}, 9)" for pid in processes_of(ADA)[:1]]
    said = hub.students[BOB].runs(HOMEWORK, *tries)
    assert all("ermission denied" in one or "not permitted" in one for one in said), said


def test_a_student_s_browser_gets_nothing_of_another_s_server(hub):
    answer = hub.students[BOB].ask("GET", f"contents/{HOMEWORK}", whose=ADA)
    assert answer.status_code == 403, answer.text
    assert hub.students[ADA].ask("GET", f"contents/{HOMEWORK}").ok


LISTEN = """
import zmq
sockets = [zmq.Context.instance().socket(zmq.SUB) for port in {ports}]
for socket, port in zip(sockets, {ports}):
    socket.subscribe(b"")
    socket.connect(f"tcp://127.0.0.1:{{port}}")
"""
HEARD = """
import time
time.sleep(1)
print(sum(bool(socket.poll(0)) for socket in sockets))
"""


def test_no_other_user_can_listen_to_a_kernel(hub):
    """Over TCP a kernel tells whoever on the machine connects to it what it runs and prints."""
    ada, bob = hub.students[ADA], hub.students[BOB]
    ada.runs(HOMEWORK, "1")
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    whose = str(pwd.getpwnam(ADA).pw_uid)
    ports = [int(line[1].split(":")[1], 16) for line in lines if line[3] == "0A" and line[7] == whose]
    bob.runs(HOMEWORK, LISTEN.format(ports=ports))
    ada.runs(HOMEWORK, "print('an answer')")
    assert ports and bob.runs(HOMEWORK, HEARD) == ["0\n"]


def processes_of(name):
    """The numbers of a user's processes."""
    found = subprocess.run(["pgrep", "-u", name], capture_output=True, text=True, check=True)
    return [int(pid) for pid in found.stdout.split()]


def test_a_hub_that_is_killed_costs_nothing_that_was_saved(hub):
    from tests.hub import Student

    student = hub.students[ADA]
    notebook = student.file(HOMEWORK)
    student.runs(HOMEWORK, "kept = 'in the kernel'")
    notebook["cells"][0]["source"] = "saved just before"
    student.save(HOMEWORK, notebook)
    hub.kill()
    hub.start()
    again = Student(hub, ADA).sign_in()
    assert again.file(HOMEWORK)["cells"][0]["source"] == "saved just before"
    assert again.runs(HOMEWORK, "print(kept)") == ["in the kernel\n"]  # their servers went on
