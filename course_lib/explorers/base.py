"""What all explorers share: a widget whose picture is computed in the browser, and a still picture of it."""

import json
import re
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent
CSS = (HERE / "explorers.css").read_text(encoding="utf-8")
EMBEDDED = """<div id="{identity}"></div>
<style>{css}</style>
<script type="module">
{esm}
{host}
show(explorer, document.getElementById("{identity}"), {state})
</script>"""
OWN_MODULE = re.compile(r"^import .* from \"\./(\w+)\.js\"\n", re.MULTILINE)


def script(name):
    """The ES module js/<name>.js with all it imports from its neighbours put before it: one file, as anywidget asks.

    Each module stands in it once; its `export` words go, but for the one of `name` itself.
    """
    return "\n".join([*map(without_exports, needed(name, {}).values()), module(name)])


def scripts():
    """The scripts of all explorers."""
    return [script(path.stem) for path in sorted((HERE / "js").glob("*.js")) if "export default" in source(path.stem)]


def needed(name, found):
    """{module: its text} of all that the module `name` imports, each after what it imports itself."""
    for other in OWN_MODULE.findall(source(name)):
        if other not in found:
            needed(other, found)
            found[other] = module(other)
    return found


def source(name):
    """The text of js/<name>.js."""
    return (HERE / "js" / f"{name}.js").read_text(encoding="utf-8")


def module(name):
    """The text of js/<name>.js without the imports of its neighbours."""
    return OWN_MODULE.sub("", source(name))


def without_exports(text):
    """The same declarations, visible in one file only."""
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


def embedded(state, identity):
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


class Explorer(anywidget.AnyWidget):
    """An interactive picture. `settings` is what the reader chose last; `solved` are the tasks solved, from 0.

    fixed: what the picture needs and nobody changes (names, colours, contours, tasks). A subclass names its module
    in `_esm` and draws the still picture in `figure`.
    """

    _css = CSS
    fixed = traitlets.Dict().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    solved = traitlets.List().tag(sync=True)

    def __init__(self, fixed, settings, alt):
        super().__init__(fixed=fixed, settings=settings)
        self.alt = alt

    def figure(self):
        """The still picture, a matplotlib Figure of the settings: for pages where no script runs."""
        raise NotImplementedError(f"{type(self).__name__} has no still picture")

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it the still picture with its alt text, which GitHub and a PDF show."""
        from course_lib import plots  # here, so that importing the explorers does not load matplotlib

        data, metadata = plots.bundle(plots.as_png(self.figure()), self.alt)
        view = super()._repr_mimebundle_(**kwargs)
        view = view[0] if isinstance(view, tuple) else view
        mime = "application/vnd.jupyter.widget-view+json"
        return {**data, mime: view[mime]}, metadata
