"""A sheet and its key: Typst's text with the pictures beside it, and the PDF that Typst makes of them."""

from __future__ import annotations

import html
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from course_lib import files
from course_lib.exams.typeset import pdf, words
from course_lib.exams.typst_math import quoted
from course_lib.language import current, say, tag
from course_lib.questions import markup
from course_lib.worksheets.tasks import Sheet, Table, Task

FRAME = Path(__file__).with_name("worksheet.typ")


def write(folder: Path, sheets: list[Sheet]) -> list[Path]:
    """Write the PDFs of each sheet, the page and its key; pictures and Typst's text lie in `folder`/source."""
    made = []
    for sheet in sheets:
        for name, solved in ((f"worksheet-{sheet.chapter}", False), (f"key-{sheet.chapter}", True)):
            source = folder / "source" / f"{name}.typ"
            files.write(source, text(sheet, solved, source))
            files.write(folder / f"{name}.pdf", pdf(source))
            made.append(folder / f"{name}.pdf")
    return made


def text(sheet: Sheet, solved: bool, source: Path) -> str:
    """Typst's text; the pictures are written beside `source`."""
    head = f"#show: page.with([{plain(sheet.title)}], {str(solved).lower()})"
    said = "".join(f"  {name}: [{plain(text)}],\n" for name, text in labels(sheet).items())
    frame = (
        f"#let said = (\n{said}  language: {quoted(tag(current()).partition('-')[0])},\n)\n{FRAME.read_text('utf-8')}"
    )
    tasks = [called(task, number, solved, source) for number, task in enumerate(sheet.tasks, start=1)]
    return "\n\n".join([frame, head, *tasks]) + "\n"


def labels(sheet: Sheet) -> dict[str, str]:
    """What a worksheet says besides its tasks: worksheet.typ knows it by these names."""
    return {
        "course": say("Deep-learning optimizers, taken apart"),
        "chapter": say("chapter {title}", title=sheet.title),
        "key": say("Key, not for students"),
        "how": say("in pairs, ten minutes"),
        "name": say("Name"),
    }


def called(task: Task, number: int, solved: bool, source: Path) -> str:
    """A task as Typst's function is called with it."""
    figure = task.solved if solved and task.solved is not None else task.picture
    shown = "none" if figure is None else f'image("{drawn(figure, source, number)}", width: {task.wide}mm)'
    grid = "none" if task.table is None else table(task.table, solved)
    answer = f"[{paragraph(task.answer)}]" if solved else "none"
    return (
        f"#task({number}, [{plain(say(task.kind))}], [{paragraph(task.text)}], {grid}, {shown}, {answer},"
        f" {0 if solved else task.lines})"
    )


def table(one: Table, solved: bool) -> str:
    """A table of Typst; an empty cell is room to write in."""
    cells = [f"strong[{paragraph(name)}]" for name in one.head]
    for shown, whole in zip(one.blank(), one.rows):
        for cell, full in zip(shown, whole):
            mark = "text(key)" if not cell and solved else ""
            cells.append(f"{mark}[{paragraph(full if solved else cell)}]")
    return f"grid-of({len(one.head)}, {', '.join(cells)})"


def drawn(figure: Figure, source: Path, number: int) -> str:
    """The name of a picture that was written beside Typst's text."""
    path = source.with_name(f"{source.stem}-{number}.svg")
    path.parent.mkdir(parents=True, exist_ok=True)
    with rc_context({"svg.hashsalt": path.name}):
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    return path.name


def paragraph(markdown: str) -> str:
    """Markdown of one paragraph as Typst's markup."""
    return words(markup.from_markdown(markdown))


def plain(title: str) -> str:
    return words(html.escape(title, quote=False))
