"""The course for the browser in one file: unpacked, one command serves it, with the standard library alone."""

import contextlib
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from course_lib import cli
from course_lib.authoring import lite_zip

ROOT = Path(__file__).resolve().parents[1]
SERVE = ROOT / "tools" / "lite" / "serve.py"
FILES = {"index.html": "text/html", "a.wasm": "application/wasm", "lab/b.mjs": "text/javascript"}
FILES |= {"build/c.js": "text/javascript", "d.json": "application/json", "files/e.ipynb": "application/json"}


def unzipped(packed, folder):
    """The folder that a student has: as by `unzip`, which keeps which files may be run."""
    with zipfile.ZipFile(packed) as package:
        for entry in package.infolist():
            Path(package.extract(entry, folder)).chmod(entry.external_attr >> 16)
    return folder / lite_zip.FOLDER


@pytest.fixture
def unpacked(tmp_path):
    """Such a folder with a few small files."""
    built = tmp_path / "dist" / "lite"
    for name in FILES:
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text(f"this is {name}")
    return unzipped(lite_zip.pack(ROOT, built, tmp_path / lite_zip.FILE), tmp_path / "out")


@contextlib.contextmanager
def started(command, **more):
    """The address that a server printed, which runs as long as the block."""
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)
    try:
        yield server.stdout.readline().split()[1]
    finally:
        server.terminate()
        server.wait(timeout=60)
        server.stdout.close()


def asked(address):
    """(kind, text) of an answer."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"  # a newer edition does not hide behind an older one
        return answer.headers["Content-Type"], answer.read().decode()


@pytest.mark.skipif(sys.platform == "win32", reason="start.bat starts it there")
@pytest.mark.parametrize("start", ["start.sh", "start.command"])
def test_it_starts_by_a_click_from_anywhere_and_gives_each_file_its_kind(unpacked, start, tmp_path):
    with started([unpacked / start, "--port", "0", "--no-browser"], cwd=tmp_path) as address:
        assert address.startswith("http://127.0.0.1:")
        assert {name: asked(address + name) for name in FILES} == {n: (k, f"this is {n}") for n, k in FILES.items()}
        assert asked(address) == ("text/html", "this is index.html")


@pytest.mark.skipif(sys.platform == "win32", reason="start.bat starts it there")
def test_a_python_that_does_not_run_is_passed_over_and_none_is_one_sentence(unpacked, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("dirname", "uname"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3").write_text("#!/bin/sh\nexit 1\n")
    (programs / "python3").chmod(0o755)
    command = ["/bin/sh", unpacked / "start.sh", "--port", "0", "--no-browser"]
    none = subprocess.run(command, env={"PATH": str(programs)}, capture_output=True, text=True)
    assert (none.returncode, none.stdout) == (2, "")
    assert none.stderr == "No Python 3.8 or newer was found. Install one (python.org), then start this again.\n"
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (programs / "python").chmod(0o755)
    with started(command, env={"PATH": str(programs)}) as address:
        assert asked(address) == ("text/html", "this is index.html")


def test_the_starter_for_windows_ends_its_lines_as_windows_does(unpacked):
    lines = (unpacked / "start.bat").read_bytes().splitlines(keepends=True)
    assert [line for line in lines if not line.endswith(b"\r\n")] == []


def test_a_second_start_finds_the_first_and_another_program_s_port_is_one_sentence(unpacked):
    command = [sys.executable, "-I", "-S", unpacked / "serve.py", "--no-browser", "--port"]
    with started([*command, "0"]) as address:
        again = subprocess.run([*command, address.split(":")[-1].strip("/")], capture_output=True, text=True)
        assert (again.returncode, again.stdout) == (0, f"The course is being served already: open {address}\n")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        other.timeout = 0
        taken = subprocess.Popen([*command, str(other.server_port)], stderr=subprocess.PIPE, text=True)
        other.timeout = 60
        other.handle_request()
        assert (
            taken.communicate()[1]
            == f"Port {other.server_port} is taken or not allowed: choose another by --port 8700.\n"
        )
        assert taken.returncode == 2


def test_a_zip_that_was_not_unpacked_whole_is_one_sentence(tmp_path):
    run = subprocess.run([sys.executable, SERVE, tmp_path], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr == f"There is no course in {tmp_path}: unpack the whole zip, then start it again.\n"


def test_course_lab_lite_serves_what_was_built_and_says_when_nothing_was(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("COURSE_LANGUAGE", raising=False)
    for name in ("course_lib", "notebooks"):
        (tmp_path / name).mkdir()
    assert cli.main(["lab", "--lite", "--course", str(tmp_path)]) == 2
    built = tmp_path / "dist" / "lite"
    assert capsys.readouterr().err == f"{built} is not there: in a clone of the course, `make lite` builds it.\n"
    built.mkdir(parents=True)
    (built / "index.html").touch()
    monkeypatch.setattr(cli, "replaced", lambda command: command)
    command = cli.main(["lab", "--lite", "--course", str(tmp_path), "--port", "8700"])
    serve = [str(tmp_path / "tools" / "lite" / "serve.py"), str(built)]
    assert command[1:] == [*serve, "--port", "8700"]
    command = cli.main(["lab", "--lite", "--language", "zh", "--course", str(tmp_path)])
    assert command[1:] == [*serve, "--language", "zh"]


def test_the_first_page_opens_in_the_language_that_is_asked_for(unpacked):
    with started([sys.executable, unpacked / "serve.py", "--port", "0", "--no-browser", "--language", "zh"]) as address:
        assert address.endswith("/?language=zh") and asked(address) == ("text/html", "this is index.html")


def test_a_zip_for_a_class_without_a_network_cannot_be_of_the_form_that_needs_one(capsys):
    assert cli.main(["lite", "--zip", "--cdn", "--course", str(ROOT)]) == 2
    assert capsys.readouterr().err.startswith("--zip is for a class without a network")
