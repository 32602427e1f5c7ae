"""What all explorers share: a widget whose picture is computed in the browser, and a still picture of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import ipywidgets
import traitlets

from course_lib import style
from course_lib.explorers.names import one_of
from course_lib.language import catalogue, current

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
# JupyterLab, the website, and VS Code, whose high contrast is light only where it says so.
DARK_PAGES = (
    '[data-jp-theme-light="false"], [data-theme="dark"], .vscode-dark, '
    ".vscode-high-contrast:not(.vscode-high-contrast-light)"
)
DAY, NIGHT = style.variables(style.LIGHT), f"color-scheme: dark; {style.variables(style.DARK)}"
SIZES = style.variables(style.SPACES | style.RADII) + " " + style.variables(style.READER, "explorer")
CSS = "\n".join(
    [
        f".course-explorer {{ {DAY} {SIZES} }}",
        f":is({DARK_PAGES}) .course-explorer {{ {NIGHT} }}",
        f'@media (prefers-color-scheme: dark) {{ [data-theme="auto"] .course-explorer {{ {NIGHT} }} }}',
        f".reveal .course-explorer {{ {style.variables(style.LECTURE, 'explorer')} }}",
        f"@media (pointer: coarse) {{ .course-explorer {{ {style.variables(style.FINGER, 'explorer')} }} }}",
        *((HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("explorers", "train")),
    ]
)
LOADER = (HERE / "js" / "loader.js").read_text(encoding="utf-8")
HOST = (HERE / "js" / "host.js").read_text(encoding="utf-8")
SCRIPT = '<script type="text/plain" id="course-script-{identity}">{code}</script>\n'
EMBEDDED = """<div id="{identity}"></div>
<script type="module">
{loader}
{host}
show(explorer, document.getElementById("{identity}"), {state})
</script>"""
# Significant digits of every number that a notebook stores of an explorer.
DIGITS = 12
# What a page without a kernel needs of an explorer's state.
STATE = ("scripts", "fixed", "settings", "solved")


def bundle(name: str) -> str:
    """bundles/<name>.js, the ES module js/<name>.js and all that it imports, as `make bundles` made it."""
    return (HERE / "bundles" / f"{name}.js").read_text(encoding="utf-8")


def bundles() -> dict[str, str]:
    """{name: text} of all of them."""
    return {path.stem: bundle(path.stem) for path in sorted((HERE / "bundles").glob("*.js"))}


class Script(anywidget.AnyWidget):
    """A text as a model of its own, which a notebook holds once, however many explorers it draws.

    A bundle, the style, or numbers that many explorers read.
    """

    _esm = "export default {}"
    code = traitlets.Unicode().tag(sync=True)


SCRIPTS: dict[str, Script] = {}


def script(name: str) -> Script:
    """The model of a bundle, or of the "style"."""
    return shared(CSS if name == "style" else bundle(name))


def words(language: str) -> str:
    """What explorers say in a language, as words.js reads it; "" where that is what stands in them."""
    found = catalogue(f"{language}.explorers")
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else ""


def shared(text: str) -> Script:
    """The model of a text, the same for all explorers as long as it is open."""
    if text not in SCRIPTS or SCRIPTS[text].comm is None:
        SCRIPTS[text] = Script(code=text)
    return SCRIPTS[text]


def embedded(state: Mapping[str, Any], identity: str) -> str:
    """HTML that shows an explorer on a page without a kernel, from the state that a saved notebook holds of it.

    state: {"scripts", "fixed", "settings", "solved"}. identity: the id of its element, once on a page. The page must
    also hold each script that `scripts` names, as `embedded_script` gives it.
    """
    kept = json.dumps({name: state[name] for name in STATE}, ensure_ascii=False)
    return EMBEDDED.format(
        identity=identity,
        loader=state["_esm"].replace("export default", "const explorer ="),
        host=HOST.replace("export ", ""),
        state=kept.replace("<", "\\u003c"),
    )


def embedded_script(identity: str, code: str) -> str:
    """HTML that holds the code of a Script for `embedded`, once on a page, anywhere. identity: its model's id."""
    return SCRIPT.format(identity=identity, code=code.replace("</script", "<\\/script"))


def rounded(value: Any) -> Any:
    """The same lists and dicts with each float rounded to DIGITS, on which all processors agree.

    Their exp, log and power differ in the last bit, and what a notebook stores must not depend on who built it.
    """
    if isinstance(value, dict):
        return {name: rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner) for inner in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


class Explorer(anywidget.AnyWidget):
    """An interactive picture. `settings` is what the reader chose last; `solved` are the tasks solved, from 0.

    fixed: what the picture needs and nobody changes (names, colours, tasks). texts: {name: text} of what it shares with
    other explorers besides their scripts, which its module reads by `page.text(name)`. A subclass names its bundle
    in MAIN and those that this one loads when it needs them in BESIDE, draws the still picture in `figure`, and names
    in FACTS what a task may ask for: {name: what it is}.
    """

    MAIN: ClassVar[str]
    BESIDE: ClassVar[tuple[str, ...]] = ()
    FACTS: ClassVar[dict[str, str]] = {}

    _esm = LOADER
    scripts = traitlets.Dict().tag(sync=True, **ipywidgets.widget_serialization)
    fixed = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    solved: traitlets.List[int] = traitlets.List().tag(sync=True)

    def __init__(
        self, fixed: dict[str, Any], settings: dict[str, Any], alt: str, texts: Mapping[str, str] | None = None
    ) -> None:
        scripts = {"main": script(self.MAIN), **{name: script(name) for name in ("style", *self.BESIDE)}}
        scripts |= {name: shared(text) for name, text in (texts or {}).items()}
        if spoken := words(current()):
            scripts["words"] = shared(spoken)
        super().__init__(scripts=scripts, fixed=rounded(fixed), settings=rounded(settings))
        self.alt = alt

    @classmethod
    def task(cls, text: str, **where: Any) -> dict[str, Any]:
        """Something to find, for `tasks`: each named number lies in its range (low, high), or is what is given.

        The names are those of FACTS. ValueError for another one, and for a range that holds nothing.
        """
        for name, wanted in where.items():
            one_of(name, cls.FACTS, "fact")
            if isinstance(wanted, tuple) and not wanted[0] <= wanted[1]:
                raise ValueError(f"{name} must be a range (low, high), got {wanted}.")
        return {"text": text, "where": {name: as_range(wanted) for name, wanted in where.items()}}

    def figure(self) -> "Figure":
        """The still picture, a matplotlib Figure of the settings: for pages where no script runs."""
        raise NotImplementedError(f"{type(self).__name__} has no still picture")

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and beside it the still picture with its alt text, which GitHub and a PDF show."""
        from matplotlib import rc_context  # here, so that importing the explorers does not load matplotlib

        from course_lib import plots

        with rc_context({"font.family": style.RC["font.family"]}):  # a legend that is drawn anew has our letters, too
            data, metadata = plots.bundle(plots.as_png(self.figure()), self.alt)
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        view = bundle[0] if isinstance(bundle, tuple) else bundle
        mime = "application/vnd.jupyter.widget-view+json"
        return {**data, mime: view[mime]}, metadata


def as_range(wanted: Any) -> Any:
    """(low, high) as a list of floats; what is no range stays."""
    return list(map(float, wanted)) if isinstance(wanted, tuple) else wanted
