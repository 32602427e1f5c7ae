"""Files are written whole or not at all, packed into the same bytes, and searched for upward."""

import os
import zipfile

import pytest

from course_lib import files


def test_a_file_takes_the_old_one_s_place_only_when_it_is_whole(tmp_path):
    path = tmp_path / "new" / "file.txt"
    files.write(path, "one\nβ\n")
    assert path.read_bytes() == "one\nβ\n".encode()
    with pytest.raises(KeyboardInterrupt), files.replacing(path) as file:
        file.write("half")
        file.flush()
        assert path.read_text(encoding="utf-8") == "one\nβ\n"
        raise KeyboardInterrupt
    assert path.read_text(encoding="utf-8") == "one\nβ\n" and os.listdir(path.parent) == ["file.txt"]
    files.write(path, b"\x00\r\n")
    assert path.read_bytes() == b"\x00\r\n" and os.listdir(path.parent) == ["file.txt"]


def test_a_zip_entry_does_not_depend_on_when_and_where_it_is_packed(tmp_path, monkeypatch):
    packed = []
    for name, system in (("a", "linux"), ("b", "win32")):
        monkeypatch.setattr(zipfile.sys, "platform", system)
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            files.zip_entry(package, "run", b"#!/bin/sh\n" * 100, 0o755)
        packed.append((tmp_path / name).read_bytes())
    assert packed[0] == packed[1] and len(packed[0]) < 300
    (entry,) = zipfile.ZipFile(tmp_path / "a").infolist()
    assert (entry.external_attr >> 16, entry.date_time[0]) == (0o100755, 1980)


def test_the_nearest_folder_above_counts_and_the_start_is_one(tmp_path):
    inner = tmp_path / "course" / "work" / "deep"
    inner.mkdir(parents=True)
    for place in (tmp_path, tmp_path / "course"):
        (place / "mark").touch()
    marked = lambda folder: (folder / "mark").exists()  # noqa: E731
    assert files.above(inner, marked) == files.above(tmp_path / "course", marked) == tmp_path / "course"
    assert files.above(str(inner), lambda folder: False) is None
