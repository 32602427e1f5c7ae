"""matplotlib's list of fonts for the browser, so that no reader waits for it to be made, and none reads that it is.

Pyodide's matplotlib looks for it in its own folder, in the format in which matplotlib keeps it elsewhere.
"""

import json
import re
import tempfile
import zipfile
from pathlib import Path

from matplotlib.font_manager import ttfFontProperty
from matplotlib.ft2font import FT2Font

FIELDS = ("name", "style", "variant", "weight", "stretch", "size")
DATA = "matplotlib/mpl-data/"


def font_list(wheel):
    """The list of the fonts in matplotlib's wheel, as JSON."""
    with zipfile.ZipFile(wheel) as packed, tempfile.TemporaryDirectory() as folder:
        source = packed.read("matplotlib/font_manager.py").decode()
        number = re.search(r"^    __version__ = (\d+)$", source, re.MULTILINE)[1]
        names = sorted(name for name in packed.namelist() if name.startswith(DATA) and name.endswith(".ttf"))
        fonts = [font(Path(packed.extract(name, folder)), name.removeprefix(DATA)) for name in names]
    told = {
        "_version": int(number),
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": fonts,
        "__class__": "FontManager",
    }
    return json.dumps(told, indent=1)


def font(path, name):
    """What the list says of a font: its file by its name in matplotlib's data."""
    found = ttfFontProperty(FT2Font(path))
    return {"fname": name, **{field: getattr(found, field) for field in FIELDS}, "__class__": "FontEntry"}
