"""The syllabus: docs/instructor/syllabus.toml and what the course says of itself, as a page of the lecturer's pages."""

import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course_lib import quiz
from course_lib.authoring import AuthoringError, documents, languages, site_words, slides, syllabus_words
from course_lib.authoring.decks import chapters
from course_lib.authoring.reading import STATED
from course_lib.authoring.site_words import say
from course_lib.authoring.source import read as read_source
from course_lib.authoring.source import slide_type
from course_lib.authoring.syllabus_words import FILE
from course_lib.language import ENGLISH
from course_lib.language import say as told

NAME = "syllabus.html"
CLAIMS = tuple(f"S{number}" for number in range(1, 19))
SLIDES = "../../dist/slides"  # from the file
EXAM = re.compile(
    r"^\*\*(\d+)(?: \((\d+) points?\)\.|（(\d+) 分）。)\*\* ?(.+?) ?\*(?:Answer:\*|答案\*：)", re.MULTILINE
)
# A word and the blanks behind it; in Chinese two letters are about a word.
WORD = re.compile(r"[\u3400-\u9fff]{1,2}[，。：；、？！”]*\s*|[^\s\u3400-\u9fff]+\s*")
KINDS = ("claims", "quiz", "homework", "exam")


@dataclass(frozen=True)
class Course:
    """What there is: {name: what it is, as Markdown} of each kind; slides: {S-number: [(chapter, number, heading)]}.

    minutes: {chapter: (slides, notebook, homework)}, as the course states them.
    """

    slides: dict
    quiz: dict
    homework: dict
    exam: dict
    minutes: dict

    @property
    def claims(self):
        return {name: "" for name in CLAIMS}


def data(root):
    """What the file says."""
    path = Path(root) / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AuthoringError(told("{path} cannot be read as TOML: {error}.", path=path, error=error)) from error


def course(root, language=ENGLISH):
    """The Course, from the chapters' texts, quizzes, the guide's exam questions and the homework, in a language."""
    root = Path(root)
    sources = root / "notebooks" / ("" if language == ENGLISH else language)
    covering, minutes, asked, examined = {name: [] for name in CLAIMS}, {}, {}, {}
    for chapter in chapters(root):
        english = (root / "notebooks" / "src" / f"{chapter}.md").read_text(encoding="utf-8")
        text = languages.text_of(root, f"notebooks/{chapter}", language)
        starts = [first for first, *_ in slides.by_slide(read_source(text, chapter)) if slide_type(first) == "slide"]
        for number, first in enumerate(starts, start=1):
            for name in first.metadata.slideshow.data.get("covers", "").split():
                covering[name].append((chapter, number, first.source.partition("\n")[0].lstrip("# ")))
        questions = quiz.load(chapter, sources)
        asked |= {short(chapter, number): plain(one["question"]) for number, one in enumerate(questions, start=1)}
        page = exam_page(root, chapter, language).read_text(encoding="utf-8")
        for number, points, other, words in EXAM.findall(page):
            examined[short(chapter, number)] = f"{plain(words)} ({points or other})"
        seconds = sum(first.metadata.slideshow.data.timing for first in starts)
        minutes[chapter] = (seconds / 60, stated(english), stated(homework_text(root, chapter)))
    return Course(
        covering, asked, {name: file for file in sorted(minutes) for name in exercises(root, file)}, examined, minutes
    )


def exam_page(root, chapter, language):
    """The lecturer's page of a chapter in a language, the English one where there is no other."""
    name = f"{FILE.parent.as_posix()}/{chapter}"
    page = documents.target(root, name, language)
    return page if language != ENGLISH and page.exists() else root / f"{name}.md"


def homework_text(root, chapter):
    path = root / "solutions" / "src" / f"{chapter}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def exercises(root, chapter):
    """The names of what a homework asks for."""
    return [path.stem for path in sorted((Path(root) / "solutions" / "specs" / chapter).glob("*.py"))]


def stated(text):
    """The minutes that a text says it takes; 0 where it says nothing."""
    found = STATED.search(text)
    return int(found[1]) if found else 0


def short(chapter, number):
    """3.4 of the fourth question of chapter 3."""
    return f"{int(chapter[:2])}.{number}"


def plain(text):
    """The beginning of a question's text: no tag of HTML, and no formula that is cut in two."""
    words = re.findall(WORD, re.sub(r"<[^>]+>", "", text))
    size = next((size for size in range(min(12, len(words)), 1, -1) if "".join(words[:size]).count("$") % 2 == 0), 1)
    return "".join(words[:size]).strip() + (" …" if len(words) > size else "")


def problems(said, there):
    """A sentence for each name that means nothing, and for each thing that is in no goal."""
    found = []
    for kind in KINDS:
        known, named = getattr(there, kind), Counter(name for goal in said["goal"] for name in goal[kind])
        found += [f"{FILE.name}: {kind} {name!r} is named, and there is none." for name in named if name not in known]
        found += [f"{FILE.name}: {kind} {name!r} is in no goal." for name in known if name not in named]
    return found


def markdown(root, language=ENGLISH):
    """The page as Markdown; what the goals do not fit is printed, and stops nobody who changes an exam question."""
    said, there = data(root), course(root, language)
    for line in problems(said, there):
        print(line, file=sys.stderr)
    said = syllabus_words.in_language(said, say)
    parts = [f"# {title()}", introduction(), f"## {say('Prerequisites')}"]
    parts += ["\n".join(f"- {line}" for line in said["prerequisites"])]
    parts += [f"## {say('Learning goals')}", say("A student who passes can:"), *goals(said, there)]
    parts += [f"## {say('Workload')}", workload(there)]
    parts += [f"## {say('Marking open tasks')}", marking(), rubric(said["rubric"])]
    parts += [f"## {say('What the numbers stand for')}", *legend(there)]
    return "\n\n".join(parts) + "\n"


def title():
    return say("Syllabus")


def introduction():
    return say(
        "For accreditation: what a student can do after the course, where the lecture teaches it, and where it is"
        " practised and examined. The goals are data (docs/instructor/syllabus.toml); everything else is read from the"
        " course. S1 to S18 are the slides of the lecture 深度学习优化器. Quiz and exam questions are named by chapter"
        " and number."
    )


def marking():
    return say(
        "For tasks that no program marks: *explain*, *judge*, the open question in homework 4. Two points for the first"
        " column, one for the second, none for the third; halve the sum for a task of four points, and so on."
    )


def goals(said, there):
    """A table of goals for each chapter."""
    number = 0
    for chapter in there.minutes:
        rows = [say("| | goal | lecture | slides | quiz | homework | exam |"), "| --- " * 7 + "|"]
        for goal in (one for one in said["goal"] if one["chapter"] == chapter):
            number += 1
            cells = [", ".join(goal["claims"]), links(goal, there, chapter), ", ".join(goal["quiz"]) or "–"]
            cells += [", ".join(f"`{name}`" for name in goal["homework"]) or "–", ", ".join(goal["exam"]) or "–"]
            rows.append(f"| {number} | {goal['text']} | {' | '.join(cells)} |")
        yield f"### {say('Chapter {number}', number=int(chapter[:2]))}"
        yield "\n".join(rows)


def links(goal, there, chapter):
    """The slides that show a goal's S-numbers, as links: 2 to 5, 7."""
    numbers = sorted({number for name in goal["claims"] for home, number, _ in there.slides[name] if home == chapter})
    runs = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    spoken = site_words.edition().language
    home = SLIDES if spoken == ENGLISH else f"{SLIDES}/{spoken}"
    return ", ".join(
        f"[{first if first == last else say('{first} to {last}', first=first, last=last)}]"
        f"({home}/{chapter}/index.html#/{first - 1})"
        for first, last in runs
    )


def workload(there):
    """Hours for each chapter, from the minutes that the course states."""
    rows = [say("| chapter | slides | chapter's notebook | homework | hours in all |"), "| --- " + "| ---: " * 4 + "|"]
    for chapter, minutes in there.minutes.items():
        cells = " | ".join(say("{minutes} min", minutes=f"{each:.0f}") for each in minutes)
        rows.append(f"| {int(chapter[:2])} | {cells} | {sum(minutes) / 60:.1f} |")
    sums = [sum(column) / 60 for column in zip(*there.minutes.values())]
    hours = " | ".join(say("{hours} h", hours=f"{each:.1f}") for each in sums)
    rows.append(f"| {say('all')} | {hours} | **{sum(sums):.1f}** |")
    note = say(
        "Slides: the seconds planned for each, with its questions. Notebook and homework: the time that each states"
        " at its top. Homework 6 covers chapters 6 and 7. Preparing for an exam comes on top."
    )
    return "\n".join(rows) + f"\n\n{note}"


def rubric(lines):
    rows = [say("| criterion | 2 points | 1 point | none |"), "| --- | --- | --- | --- |"]
    return "\n".join([*rows, *(f"| {one['criterion']} | {' | '.join(one['levels'])} |" for one in lines)])


def legend(there):
    """Tables that say what S-numbers and questions are."""
    yield say(
        "The words of each question are where it is asked: at the end of the chapter, and on the chapter's page here."
    )
    rows = [say("| lecture | slides here: chapter/number, heading |"), "| --- | --- |"]
    for name, shown in there.slides.items():
        rows.append(
            f"| {name} | {'; '.join(f'{int(home[:2])}/{number} {heading}' for home, number, heading in shown)} |"
        )
    yield "\n".join(rows)
    heads = say("| quiz question | begins |"), say("| exam question (points) | begins |")
    for head, known in zip(heads, (there.quiz, there.exam), strict=True):
        rows = "\n".join(f"| {name} | {words.replace('|', chr(92) + '|')} |" for name, words in known.items())
        yield f"{head}\n| --- | --- |\n{rows}"
