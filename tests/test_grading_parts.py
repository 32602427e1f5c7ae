"""Parts of grading by themselves, where neither bubblewrap nor a run is needed: the sandbox's ends, files, results."""

import contextlib
import json
import os
import socket
import sys
import zipfile
from itertools import pairwise

import pytest

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading import assignment, bubblewrap, collecting, kit, results, sandbox
from tests.hostile.notebooks import ROOT, first, notebook

pytestmark = pytest.mark.slow

# ---- the sandbox ----


@pytest.mark.parametrize("root", [True, False])
def test_bubblewrap_shows_python_writes_nowhere_and_has_no_network(monkeypatch, tmp_path, root):
    copy = tmp_path / "env" / "course_lib"
    copy.mkdir(parents=True)
    monkeypatch.setattr(bubblewrap, "is_root", lambda: root)
    monkeypatch.setattr(bubblewrap, "hidden_copies", lambda: [str(copy)])
    monkeypatch.setattr(bubblewrap.sysconfig, "get_path", lambda name: str(tmp_path / "env"))
    command = bubblewrap.bwrap("/kit")
    pairs = list(pairwise(command))
    shown = {command[place + 1] for place, word in enumerate(command) if word == "--ro-bind"}
    assert {"/kit", "/usr", sys.prefix} <= shown and not shown & {"/", "/home", "/root", "/tmp", str(ROOT)}
    assert not {"--bind", "--dev-bind", "--share-net"} & set(command)
    assert {"--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent"} <= set(command)
    assert ("--remount-ro", "/") in pairs and pairs.index(("--tmpfs", "/scratch")) < pairs.index(("--remount-ro", "/"))
    assert ("--tmpfs", str(copy)) in pairs and ("--remount-ro", str(copy)) in pairs
    assert ("--remount-ro", "/dev/pts") in pairs
    # Root must be able to become another user in it; anybody else needs a user namespace.
    assert (("--cap-add", "CAP_SETUID") in pairs, "--unshare-user" in command) == (root, not root)
    assert command[-2:] == bubblewrap.python("/grader")[-2:]


def test_the_kit_is_readable_and_holds_the_sandboxs_files_alone():
    folder, lock = kit.make()
    try:
        names = {
            os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names
        }
        ours = ("child", "running", "shell", "standins", "worker")
        inside = (*(f"grading/{name}.py" for name in ours), "homework/answers.py", "homework/calling.py")
        assert {name for name in names if not name.endswith("__init__.py")} == {
            f"course_lib/{name}" for name in (*inside, "homework/cells.py", "language.py", "locale/zh.json")
        }
        assert os.stat(folder).st_mode & 0o777 == 0o755
    finally:
        kit.remove(folder, lock)
    assert not os.path.exists(folder)


def test_a_worker_that_does_not_start_leaves_its_last_words_and_no_folder(monkeypatch):
    monkeypatch.setattr(sandbox, "python", lambda place: [sys.executable, "-c", "import sys; sys.exit('no numpy')"])
    box = sandbox.Sandbox("process", sandbox.Limits())
    with pytest.raises(sandbox.SandboxError, match=r"^no numpy$"):
        box.__enter__()
    assert box.process is None and box.kit and not os.path.exists(box.kit)
    monkeypatch.setattr(sandbox, "python", lambda place: [sys.executable, "-c", ""])
    with pytest.raises(sandbox.SandboxError, match=r"^the worker did not start$"):
        box.__enter__()
    with pytest.raises(sandbox.SandboxError, match=r"^the sandbox has ended$"):
        sandbox.Sandbox("process", sandbox.Limits()).begun()


@pytest.mark.parametrize("kind", ["process", pytest.param("bwrap", marks=pytest.mark.sandbox)])
def test_the_next_process_is_begun_when_the_last_one_has_ended_and_not_before(kind, monkeypatch):
    said = []
    with sandbox.Sandbox(kind, sandbox.Limits(processes=4096)) as box:
        send = box.send
        monkeypatch.setattr(box, "send", lambda text, channel=None: (said.append(text), send(text, channel)))
        with box.session() as session:
            session.ask({"do": "cell", "source": "kept = 1", "title": "cell"}, 30)
            assert box.coming is None and said == []  # it was begun with the worker
        assert said == [f"K{session.pid}", "S"]
        with box.session() as other:
            assert other.ask({"do": "describe", "name": "kept"}, 30)["missing"]
    assert said == [f"K{session.pid}", "S", f"K{other.pid}", "S"] and box.coming is None


def test_a_worker_that_died_is_started_again():
    with sandbox.Sandbox("process", sandbox.Limits(processes=4096)) as box:
        gone = box.process
        gone.kill()
        gone.wait()
        request = {"do": "cell", "source": "1 / 0", "title": "cell"}
        with box.session() as session:
            assert session.ask(request, 30)["raised"] == "ZeroDivisionError"
        assert box.process is not gone


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["process", pytest.param("bwrap", marks=pytest.mark.sandbox)])
def test_a_worker_that_dies_costs_the_submission_that_runs_and_no_other(kind):
    cell = {"do": "cell", "source": "1 / 0", "title": "cell"}
    with sandbox.Sandbox(kind, sandbox.Limits(processes=4096)) as box:
        with box.session() as session:
            assert session.ask(cell, 30)["raised"] == "ZeroDivisionError"
            box.process.kill()  # as the system does when memory runs out
            box.process.wait()
            with pytest.raises(sandbox.Ended):
                session.ask({"do": "cell", "source": "while True: pass", "title": "cell"}, 5)
        with box.session() as session:
            assert session.ask(cell, 30)["raised"] == "ZeroDivisionError"


@pytest.mark.parametrize("kind", ["process", pytest.param("bwrap", marks=pytest.mark.sandbox)])
def test_a_signal_to_its_own_group_ends_a_submission_alone(kind, monkeypatch):
    """As an ordinary user: root has another user in the sandbox, who may not signal the worker."""
    monkeypatch.setattr(sandbox, "is_root", lambda: False)
    with sandbox.Sandbox(kind, sandbox.Limits(processes=4096)) as box:
        worker = box.process
        # The first process of a namespace does not hear its own signal.
        with box.session() as session, contextlib.suppress(sandbox.Ended):
            session.ask({"do": "cell", "source": "import os; os.kill(0, 9)", "title": "cell"}, 30)
        with box.session() as session:
            assert session.ask({"do": "cell", "source": "1 / 0", "title": "cell"}, 30)["raised"] == "ZeroDivisionError"
        assert box.process is worker and worker.poll() is None


class Orders:
    """In the place of a Sandbox: has begun process `number`; `theirs` is the process's end."""

    def __init__(self, number=7):
        self.number, self.ended, self.full = number, [], False

    def begun(self):
        ours, self.theirs = socket.socketpair()
        return ours, self.number

    def end(self, number):
        self.ended.append(number)

    def overflowed(self):
        return self.full


@pytest.fixture
def session():
    box = Orders()
    with sandbox.Session(box) as session, box.theirs:
        session.theirs = box.theirs
        yield session
    assert box.ended == [7]


def test_a_reply_without_the_requests_id_is_not_taken(session, monkeypatch):
    monkeypatch.setattr(sandbox.secrets, "token_hex", lambda size: "secret")
    session.theirs.sendall(b'{"answer": 1}\n{"id": "guess", "answer": 2}\n{"id": "secret", "answer": 3}\n')
    assert session.ask({"do": "call"}, 30)["answer"] == 3
    assert json.loads(session.theirs.recv(100)) == {"id": "secret", "do": "call"}


@pytest.mark.parametrize("said", [b"no JSON\n", b"[1]\n", b"[" * 100_000 + b"\n", b"x" * 200_000])
def test_whatever_is_no_reply_is_a_crash(session, monkeypatch, said):
    monkeypatch.setattr(sandbox, "LARGEST", 150_000)
    session.channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    session.theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    session.theirs.sendall(said)
    with pytest.raises(sandbox.Ended, match="crashed"):
        session.ask({}, 30)


def test_silence_is_a_timeout_and_a_closed_channel_a_crash(session):
    with pytest.raises(sandbox.Ended, match="timeout"):
        session.ask({}, 0.05)
    with pytest.raises(sandbox.Ended, match="timeout"):
        session.ask({"source": "x" * (4 << 20)}, 0.05)  # which it does not read
    session.theirs.close()
    with pytest.raises(sandbox.Ended, match="crashed"):
        session.ask({}, 30)


def test_a_process_that_the_system_killed_for_its_memory_says_so(session):
    session.sandbox.full = True
    session.theirs.close()
    with pytest.raises(sandbox.Ended, match="memory"):
        session.ask({}, 30)


def test_replies_to_no_request_are_read_up_to_a_bound(session):
    session.theirs.sendall(b"{}\n" * (sandbox.MOST_FORGED + 1))
    with pytest.raises(sandbox.Ended, match="crashed"):  # not a timeout: that would be the grader's own work
        session.ask({}, 30)


def test_a_process_that_cannot_be_had_says_why():
    with pytest.raises(sandbox.SandboxError, match="Operation not permitted"):
        sandbox.Session(Orders(-1))


# ---- what was handed in ----


def test_a_zips_names_links_and_claims_are_not_trusted(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        for name in (
            "../../up.ipynb",
            "up.ipynb",
            "__MACOSX/x.ipynb",
            ".hidden.ipynb",
            "a:b.ipynb",
            "..ipynb",
            "é.ipynb",
        ):
            file.writestr(name, notebook())
    found = {one.name: one.notebook().problem for one in collecting.submissions(tmp_path / "in.zip")}
    assert found == {
        "link": ("unreadable", "It is a link, not a file."),
        "up": None,
        "up~2": None,
        ".hidden": None,
        "a_b": None,
        "é": None,
    }
    (tmp_path / "in.zip").write_bytes((tmp_path / "in.zip").read_bytes().replace(b'"cells"', b'"CELLS"'))
    broken = [one.notebook().problem[1] for one in collecting.submissions(tmp_path / "in.zip") if one.name == "up"]
    assert broken == ["The file cannot be read (BadZipFile)."]


def test_a_folders_links_are_not_followed(tmp_path):
    (tmp_path / "real.ipynb").write_bytes(notebook())
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "real.ipynb")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "real.ipynb").write_bytes(notebook())
    found = {one.name: one for one in collecting.submissions(tmp_path)}
    assert sorted(found) == ["link", "real"] and found["real"].notebook().problem is None
    assert found["link"].notebook().problem == ("unreadable", "It is a link or a device, not a file.")
    (tmp_path / "real.ipynb").unlink()
    assert found["real"].notebook().problem == ("unreadable", "The file cannot be read (FileNotFoundError).")
    (tmp_path / "x.zip").write_bytes(b"PK\5\6" + b"\0" * 10 + b"\xff\0\0\0\xff\0\0\0")
    with pytest.raises(CourseError, match="zip"):
        collecting.submissions(tmp_path / "x.zip")


def test_the_latest_notebook_of_this_homework_counts(tmp_path):
    homework = assignment.load(ROOT, "03_momentum", 4)
    other = first("").replace(b'"03_momentum"', b'"05_adam"')
    for time, (name, data) in enumerate({"old": notebook(), "new": notebook(), "other": other}.items(), start=1):
        (tmp_path / "ada").mkdir(exist_ok=True)
        (tmp_path / "ada" / f"{name}.ipynb").write_bytes(data)
        os.utime(tmp_path / "ada" / f"{name}.ipynb", (time, time))
    handed_in = collecting.handed_in(tmp_path, homework, pattern="(ada)")
    assert [one.name for one in handed_in.counting] == ["ada/new"]
    assert handed_in.replaced == {"ada/old": "ada/new", "ada/other": "ada/new"}


# ---- results ----


def test_results_of_something_else_are_refused_and_a_torn_line_is_left_out(tmp_path):
    load = lambda name, seed: assignment.load(ROOT, name, seed)  # noqa: E731
    momentum = load("03_momentum", 4)
    results.open_results(tmp_path / "out", momentum, resume=False)
    whole = b'{"submission": "ada"}\n'
    for torn in (b'{"submis', b"[1]\n", b'{"submission": "bob"}'):
        (tmp_path / "out" / ".finished.jsonl").write_bytes(whole + torn)
        assert list(results.open_results(tmp_path / "out", momentum, resume=True).lines) == ["ada"]
        assert (tmp_path / "out" / ".finished.jsonl").read_bytes() == whole
    with pytest.raises(CourseError, match=r"holds the results of 03_momentum, not of 05_adam"):
        results.open_results(tmp_path / "out", load("05_adam", 4), resume=True)
    with pytest.raises(CourseError, match=r"was graded with --seed 4, not 5: all need the same"):
        results.open_results(tmp_path / "out", load("03_momentum", 5), resume=True)
    (tmp_path / "file").touch()
    with pytest.raises(CourseError, match=r"is a file; --out names a folder"):
        results.open_results(tmp_path / "file", momentum, resume=False)


@pytest.mark.parametrize(("option", "sentence"), [("--timeout=-1", "must be at least"), ("--timeout=x", "number")])
def test_a_limit_that_is_none_is_one_sentence(option, sentence, capsys):
    with pytest.raises(SystemExit):
        cli.main(["grade", "03_momentum", "in", "--out", "out", option])
    assert sentence in capsys.readouterr().err.splitlines()[-1]
