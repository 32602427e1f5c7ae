"""Pyodide's files, wherever they come from: only the originals count."""

import hashlib
import json
import zipfile

import pytest

from course_lib.authoring import AuthoringError, lite, pyodide
from course_lib.authoring.fonts import font_list

WHEEL = b"a wheel"
HASHES = {"a.whl": hashlib.sha256(WHEEL).hexdigest()}


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No registry and no host answers."""
    monkeypatch.delenv(pyodide.FOLDER, raising=False)
    for source in ("from_pip", "from_npm", "from_host"):
        monkeypatch.setattr(pyodide, source, lambda missing, cache: ())


def test_what_the_named_folder_holds_is_taken(tmp_path, monkeypatch):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.whl").write_bytes(WHEEL)
    monkeypatch.setenv(pyodide.FOLDER, str(tmp_path / "own"))
    pyodide.bring(HASHES, tmp_path / "cache")
    assert (tmp_path / "cache" / "a.whl").read_bytes() == WHEEL


@pytest.mark.parametrize("source", ["own_folder", "from_pip", "from_npm", "from_host"])
def test_a_file_that_is_not_the_original_is_refused(tmp_path, monkeypatch, source):
    monkeypatch.setattr(pyodide, source, lambda missing, cache: [("a.whl", b"another")])
    with pytest.raises(AuthoringError, match=r"1 files of Pyodide .* a\.whl: put its files into a folder"):
        pyodide.bring(HASHES, tmp_path)
    assert not (tmp_path / "a.whl").exists()


def test_a_damaged_file_is_fetched_anew_and_a_good_one_is_not(tmp_path, monkeypatch):
    asked = []

    def source(missing, cache):
        asked.extend(missing)
        return [(name, WHEEL) for name in missing]

    monkeypatch.setattr(pyodide, "from_host", source)
    (tmp_path / "a.whl").write_bytes(b"half of i")
    (tmp_path / "b.whl").write_bytes(WHEEL)
    pyodide.bring(HASHES | {"b.whl": HASHES["a.whl"]}, tmp_path)
    assert asked == ["a.whl"] and (tmp_path / "a.whl").read_bytes() == WHEEL


def test_what_a_package_needs_comes_with_it():
    depends = {"a-b": ["c"], "c": ["D_e"], "d-e": [], "f": ["c"]}
    packages = {name: {"depends": needs} for name, needs in depends.items()}
    assert pyodide.closure(packages, ["A.b"]) == ["a-b", "c", "d-e"]


def test_a_wheel_is_told_to_pyodide_by_its_name_imports_and_hash(tmp_path):
    wheel = tmp_path / "two_words-1.2-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for name in ("words/__init__.py", "alone.py", "two_words-1.2.dist-info/METADATA", "matplotlib/fontlist.json"):
            packed.writestr(name, "")
    told = lite.entry(wheel, ("numpy",))
    assert (told["name"], told["version"], told["depends"]) == ("two-words", "1.2", ["numpy"])
    assert told["imports"] == ["alone", "words"]
    assert told["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_list_of_fonts_names_each_font_of_the_wheel(tmp_path):
    import matplotlib

    fonts = sorted((matplotlib.cbook._get_data_path() / "fonts" / "ttf").glob("DejaVuSans*.ttf"))
    with zipfile.ZipFile(tmp_path / "m.whl", "w") as packed:
        packed.writestr("matplotlib/font_manager.py", "class FontManager:\n    __version__ = 330\n")
        for font in fonts:
            packed.write(font, f"matplotlib/mpl-data/fonts/ttf/{font.name}")
    told = json.loads(font_list(tmp_path / "m.whl"))
    assert told["_version"] == 330 and len(fonts) > 3
    assert [font["fname"] for font in told["ttflist"]] == [f"fonts/ttf/{font.name}" for font in fonts]
    bold = next(font for font in told["ttflist"] if font["fname"].endswith("DejaVuSans-Bold.ttf"))
    assert (bold["name"], bold["weight"], bold["style"]) == ("DejaVu Sans", 700, "normal")
