"""How a chapter reads: what a prediction gives away, how long the chapter takes, and what is seen first.

A check takes the notebook that a text gives, outputs or not, and returns sentences, none if all is well.
"""

import re

from course_lib import explorers
from course_lib.authoring.source import ANSWER, HIDDEN, NOT_TO_READ, heading_levels, inside_more, tagged

PREDICTION = re.compile(r"\*\*(?:Predict|预测)[.:。：]?\*\*")
TOLD = re.compile(r"\b(?:alt|title)\s*=")  # the words of a picture, which say what it shows
EXPLORER = re.compile(rf"\bexplorers\.(?:{'|'.join(name for name in explorers.__all__ if 'task' not in name)})\(")
PICTURE = re.compile(rf"\bplots\.show\(|\bImage\(|!\[|<img\b|{EXPLORER.pattern}")
# What is read as one word, and what is not read at all.
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
UNREAD = re.compile(r"<!--.*?-->|<[^>\n]+>|(?<=\])\([^)]*\)", re.DOTALL)
WORD = re.compile(r"\S*\w\S*")

# Minutes. Words a minute are those of a text with formulas, read to be understood.
WORDS_A_MINUTE, CODE, QUESTION, MOVED = 110, 0.5, 1, 3
LONGEST, FIRST_SCREEN = 65, 160  # minutes of a chapter; words above its first picture
STATED = re.compile(r"Time: about (\d+) minutes")


def answers_in_the_open(notebook):
    """A prediction has a folded answer below it, and what is said about a folded result is folded, too."""
    cells, problems = notebook.cells, []
    for position, cell in enumerate(cells):
        below = cells[position + 1 :]
        if predicts(cell) and not any(map(answers, until(below, begins_anew))):
            problems.append(f"Cell {cell.id} asks for a prediction, and no folded answer stands below it.")
        if folds_its_result(cell):
            said = next((each for each in below if each.cell_type == "markdown"), None)
            if said is not None and not (tagged(said, ANSWER) or begins_anew(said)):
                begin = said.source.strip().split("\n")[0][:40]
                problems.append(
                    f"Cell {said.id} ({begin!r}) speaks of the folded result of {cell.id}: tag it {ANSWER}."
                )
    return problems


def telling_code(notebook):
    """The code above a folded result does not say in a picture's words what the answer is."""
    return [
        f"Cell {cell.id} folds its result and shows {found[0].strip()}…: tag it {NOT_TO_READ}."
        for cell in notebook.cells
        if folds_its_result(cell) and not tagged(cell, NOT_TO_READ) and (found := TOLD.search(cell.source))
    ]


def late_picture(notebook):
    """The first picture or explorer stands within the first screen; lines that only import take no room."""
    words = 0
    for cell in notebook.cells:
        if shows_picture(cell):
            return [f"{words} words stand above the first picture, more than {FIRST_SCREEN}."] * (words > FIRST_SCREEN)
        if cell.cell_type == "markdown":
            words += count_words(cell.source)
        elif not tagged(cell, NOT_TO_READ):
            words += count_words(re.sub(r"^(?:from \w\S* )?import .*$", "", cell.source, flags=re.MULTILINE))
    return ["It has no picture and no explorer."]


def wrong_time(notebook, questions=0):
    """The stated time is the estimate, and not too long. questions: how many the chapter's quiz has."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    stated, found = [int(number) for number in STATED.findall(text)], minutes(notebook, questions)
    problems = [] if found <= LONGEST else [f"It takes {found:.0f} minutes, more than {LONGEST}."]
    if stated != [5 * round(found / 5)]:
        problems.append(f"It must say once 'Time: about {5 * round(found / 5)} minutes', not {stated}.")
    return problems


def minutes(notebook, questions=0):
    """How long the thread of a chapter takes: its text, its visible code, what it asks and what can be moved."""
    aside = inside_more(notebook.cells)
    cells = [cell for position, cell in enumerate(notebook.cells) if position not in aside]
    prose = [cell for cell in cells if cell.cell_type == "markdown"]
    code = [cell for cell in cells if cell.cell_type == "code"]
    return (
        sum(count_words(cell.source) for cell in prose) / WORDS_A_MINUTE
        + CODE * sum(not tagged(cell, NOT_TO_READ) for cell in code)
        + QUESTION * (sum(map(predicts, prose)) + questions)
        + MOVED * sum(bool(EXPLORER.search(cell.source)) for cell in code)
    )


def count_words(text):
    """The words of Markdown; a formula counts as one."""
    return len(WORD.findall(UNREAD.sub(" ", FORMULA.sub(" formula ", text))))


def predicts(cell):
    return cell.cell_type == "markdown" and bool(PREDICTION.search(cell.source))


def folds_its_result(cell):
    return cell.cell_type == "code" and tagged(cell, HIDDEN)


def answers(cell):
    """Whether a cell holds a folded answer."""
    return folds_its_result(cell) or (cell.cell_type == "markdown" and tagged(cell, ANSWER))


def begins_anew(cell):
    """Whether a section or another prediction begins here."""
    return bool(heading_levels(cell)) or predicts(cell)


def shows_picture(cell):
    return not folds_its_result(cell) and bool(PICTURE.search(cell.source))


def until(cells, ends):
    """The cells before the first one that `ends`."""
    stop = next((position for position, cell in enumerate(cells) if ends(cell)), len(cells))
    return cells[:stop]
