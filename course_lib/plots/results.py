"""What a run has shown, as a table or a sentence that a last row can read too."""

from course_lib.called import called


def table(header, *rows):
    """Show rows under a header as a table: words to the left, numbers to the right.

    header: the columns' names; rows: as many entries each, text or numbers. The first column names what a row is about.
    Formulas stand between dollars. Names of the library, such as those of surfaces, are shown in the language spoken.
    """
    from IPython.display import Markdown, display  # here, so that drawing needs no notebook

    display(Markdown(as_markdown(header, *rows)))


def say(text):
    """Show a sentence of Markdown; the number that matters stands between two pairs of asterisks."""
    from IPython.display import Markdown, display

    display(Markdown(text))


def as_markdown(header, *rows):
    """The Markdown of `table`. A row of another length is a ValueError."""
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} entries and the header {len(header)}: {row}.")
    lines = [header, [":---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(_entry, line))} |" for line in lines)


def _entry(value):
    """A value as text whose bars do not end its entry; in a formula a bar after a backslash would be two."""
    parts = called(str(value)).split("$")  # words and formulas by turns
    return "$".join(part.replace("|", r"\vert{}" if turn % 2 else r"\|") for turn, part in enumerate(parts))
