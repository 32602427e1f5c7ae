"""What all explorers share: a widget whose picture is computed in the browser, and a still picture of it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import traitlets

from course_lib import style
from course_lib.explorers.names import one_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
DARK_PAGES = '[data-jp-theme-light="false"] .course-explorer, [data-theme="dark"] .course-explorer'
CSS = (
    f".course-explorer {{ {style.variables(style.LIGHT)} }}\n"
    f"{DARK_PAGES} {{ {style.variables(style.DARK)} }}\n{(HERE / 'explorers.css').read_text(encoding='utf-8')}"
)
EMBEDDED = """<div id="{identity}"></div>
<style>{css}</style>
<script type="module">
{esm}
{host}
show(explorer, document.getElementById("{identity}"), {state})
</script>"""
# Significant digits of every number that a notebook stores of an explorer.
DIGITS = 12
OWN_MODULE = re.compile(r"^import .* from \"\./(\w+)\.js\"\n", re.MULTILINE)


def script(name: str) -> str:
    """The ES module js/<name>.js preceded by all that it imports from its neighbours: one file, as anywidget needs it.

    Each module stands in it once; its `export` words go, but for the one of `name` itself.
    """
    return "\n".join([*map(without_exports, needed(name, {}).values()), module(name)])


def scripts() -> list[str]:
    """The scripts of all explorers."""
    return [script(path.stem) for path in sorted((HERE / "js").glob("*.js")) if "export default" in source(path.stem)]


def needed(name: str, found: dict[str, str]) -> dict[str, str]:
    """{module: its text} of all that the module `name` imports, each after what it imports itself."""
    for other in OWN_MODULE.findall(source(name)):
        if other not in found:
            needed(other, found)
            found[other] = module(other)
    return found


def source(name: str) -> str:
    """The text of js/<name>.js."""
    return (HERE / "js" / f"{name}.js").read_text(encoding="utf-8")


def module(name: str) -> str:
    """The text of js/<name>.js without the imports of its neighbours."""
    return OWN_MODULE.sub("", source(name))


def without_exports(text: str) -> str:
    """The same declarations, visible in one file only."""
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def embedded(state: Mapping[str, Any], identity: str) -> str:
    """HTML that shows an explorer on a page without a kernel, from the state that a saved notebook holds of it.

    state: {"_esm", "_css", "fixed", "settings", "solved"}. identity: the id of its element, once on a page.
    """
    kept = json.dumps({name: state[name] for name in ("fixed", "settings", "solved")}, ensure_ascii=False)
    return EMBEDDED.format(
        identity=identity,
        css=state["_css"],
        esm=state["_esm"].replace("export default", "const explorer ="),
        host=without_exports(module("host")),
        state=kept.replace("<", "\\u003c"),
    )


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

    fixed: what the picture needs and nobody changes (names, colours, contours, tasks). A subclass names its module
    in `_esm`, draws the still picture in `figure`, and names in FACTS what a task may ask for: {name: what it is}.
    """

    FACTS: ClassVar[dict[str, str]] = {}

    _css = CSS
    fixed = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    solved: traitlets.List[int] = traitlets.List().tag(sync=True)

    def __init__(self, fixed: dict[str, Any], settings: dict[str, Any], alt: str) -> None:
        super().__init__(fixed=rounded(fixed), settings=rounded(settings))
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
        from course_lib import plots  # here, so that importing the explorers does not load matplotlib

        data, metadata = plots.bundle(plots.as_png(self.figure()), self.alt)
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        view = bundle[0] if isinstance(bundle, tuple) else bundle
        mime = "application/vnd.jupyter.widget-view+json"
        return {**data, mime: view[mime]}, metadata


def as_range(wanted: Any) -> Any:
    """(low, high) as a list of floats; what is no range stays."""
    return list(map(float, wanted)) if isinstance(wanted, tuple) else wanted
