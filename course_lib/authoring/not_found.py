"""The page that a server shows for an address that the site does not have, at any depth.

It needs no other file, and finds out by itself in which folder of its server the site begins.
"""

from pathlib import Path

from course_lib import style

TEMPLATE = Path(__file__).with_name("not_found.html")


def page(languages=()):
    """The page as text. languages: those that the site has besides English."""
    colours = (
        f":root {{ {style.variables(style.LIGHT)} color-scheme: light dark; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {style.variables(style.DARK)} }} }}"
    )
    text = TEMPLATE.read_text(encoding="utf-8").replace("/* colours */", colours)
    return text.replace("CHINESE", "zh/index.html" if "zh" in languages else "index.html")
