"""A chapter and its slides in the language that nobody speaks, and the English that is left in them."""

from pathlib import Path

import nbformat

from course_lib.authoring import build, decks, editions, languages, slides, translating
from course_lib.authoring.lecture import Deck, Lecture
from course_lib.files import write
from course_lib.language import PSEUDO, say
from course_lib.translation import library
from course_lib.translation.kept import rest
from course_lib.translation.pseudo import plain_words, pseudo


def main(root, names):
    """Build the named chapters (03_momentum) into build/pseudo, and print what was never extracted."""
    folder, tables = Path(root) / "build" / PSEUDO, translating.tables(pseudo, PSEUDO)
    try:
        for path, table in tables.items():
            write(path, translating.as_json(table))
        for full in build.chosen(root, [f"notebooks/{name}" for name in names or ["03_momentum"]]):
            built(root, full, folder)
    finally:  # a language for this alone
        for path in tables:
            path.unlink(missing_ok=True)
    for path, texts in library.not_said(languages.LIBRARY_FOLDER).items():
        print(say("{path}: {n} strings that no `say` says, such as {text!r}", path=path, n=len(texts), text=texts[0]))
    return 0


def built(root, full, folder):
    """Build one chapter and its slides, and print the English that is left in what they say."""
    name = full.split("/")[1]
    path = folder / "notebooks" / PSEUDO / f"{name}.ipynb"  # a kernel speaks the language of its folder
    editions.write_edition(root, full, PSEUDO, pseudo, path)
    notebook = nbformat.read(path, as_version=4)
    text = languages.text_of(root, full, PSEUDO, pseudo)
    deck = slides.deck(text, notebook, name)
    deck.cells = decks.titled(deck.cells, name, Lecture())
    pages = folder / "slides" / name
    decks.write(root, Lecture(), Deck(name, deck.metadata.title, ((name, None),)), pages, notebook=deck)
    print(say("{path}\n{pages}/index.html", path=path, pages=pages))
    for where, left in left_over(notebook):
        print(f"{where}: {left}")


def left_over(notebook):
    """(id of the cell, words) of the English in a notebook's texts, outputs and alt texts."""
    for cell in notebook.cells:
        said = [cell.source] if cell.cell_type == "markdown" else []
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            said += [output.get("text", ""), data.get("text/markdown", "")]
            said.append(output.get("metadata", {}).get("image/png", {}).get("alt", ""))
        for words in sorted({words for text in said for words in plain_words(rest(text))}):
            yield cell.id, words
