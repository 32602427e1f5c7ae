"""Questions as Moodle XML, by the rules of Moodle's own importer (question/format/xml).

Wrong answers are worth 0, never less: a guess costs nothing, as in the chapters. Of the essays the model answer and the
marking stand in "Information for graders", which students never see.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from xml.etree import ElementTree

from course_lib.language import say
from course_lib.questions import markup
from course_lib.questions.bank import Answer, Question, written

TOP = "$course$/top"
ENDING = ".xml"


def export(questions: Iterable[Question]) -> bytes:
    """The file: categories are chapters, and in each the quiz and the exam."""
    root, category = ElementTree.Element("quiz"), ""
    for question in questions:
        if (name := place(question)) != category:
            category = name
            one = ElementTree.SubElement(root, "question", type="category")
            leaf(ElementTree.SubElement(one, "category"), "text", category)
        add(root, question)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def place(question: Question) -> str:
    """The category's path, in which a / in a name would be //."""
    kind = say("Exam") if question.kind == "essay" else say("Questions [at the end of a chapter]")
    return "/".join(
        [TOP, *(name.replace("/", "//") for name in (say("Deep-learning optimizers"), question.title, kind))]
    )


def add(root: ElementTree.Element, question: Question) -> None:
    """Add a question."""
    types = {"one": "multichoice", "many": "multichoice", "number": "numerical", "essay": "essay"}
    one = ElementTree.SubElement(root, "question", type=types[question.kind])
    leaf(ElementTree.SubElement(one, "name"), "text", question.name)
    html(one, "questiontext", f"<p>{question.text}</p>", question)
    html(one, "generalfeedback", "", question)
    leaf(one, "defaultgrade", question.points)
    leaf(one, "penalty", 0)
    leaf(one, "hidden", 0)
    leaf(one, "idnumber", question.ident)
    if question.kind == "essay":
        essay(one, question)
    elif question.kind == "number":
        numerical(one, question)
    else:
        choices(one, question)


def choices(one: ElementTree.Element, question: Question) -> None:
    """One or many right choices; of many, each is worth its share, and each wrong one takes one away."""
    leaf(one, "single", "true" if question.kind == "one" else "false")
    leaf(one, "shuffleanswers", "true")
    leaf(one, "answernumbering", "abc")
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        html(one, name, "", question)
    for each in question.answers:
        answer(one, question, share(question, each), each.text, each.feedback, "html")


def share(question: Question, one: Answer) -> str:
    """What a choice is worth, in percent, with the digits by which Moodle knows thirds."""
    right = sum(each.right for each in question.answers)
    if one.right:
        return f"{100 / right:.7g}"
    return "0" if question.kind != "many" else f"{-100 / right:.7g}"


def numerical(one: ElementTree.Element, question: Question) -> None:
    """Numbers with their tolerance, in the order in which they are tried, and what is said of any other number."""
    for each in question.answers:
        added = answer(one, question, "100" if each.right else "0", written(each.middle), each.feedback)
        leaf(added, "tolerance", written(each.tolerance))
    if question.otherwise:
        leaf(answer(one, question, "0", "*", question.otherwise), "tolerance", 0)
    for name, value in (("unitgradingtype", 0), ("unitpenalty", 0.1), ("showunits", 3), ("unitsleft", 0)):
        leaf(one, name, value)


def answer(
    one: ElementTree.Element, question: Question, worth: str, text: str, feedback: str, form: str = "moodle_auto_format"
) -> ElementTree.Element:
    """Add an answer."""
    added = ElementTree.SubElement(one, "answer", fraction=worth, format=form)
    fill(added, text, question)
    html(added, "feedback", feedback, question)
    return added


def essay(one: ElementTree.Element, question: Question) -> None:
    """A text box, and what graders see."""
    for name, value in (
        ("responseformat", "editor"),
        ("responserequired", 1),
        ("responsefieldlines", 10),
        ("attachments", 0),
        ("attachmentsrequired", 0),
    ):
        leaf(one, name, value)
    told = markup.for_graders(question.model, question.marking, "<strong>{}</strong>")
    html(one, "graderinfo", "".join(f"<p>{part}</p>" for part in told), question)
    html(one, "responsetemplate", "", question)


def html(parent: ElementTree.Element, tag: str, text: str, question: Question) -> None:
    """Add a text with its pictures."""
    fill(ElementTree.SubElement(parent, tag, format="html"), text, question)


def fill(element: ElementTree.Element, text: str, question: Question) -> None:
    """Put a text and its pictures into an element."""
    leaf(element, "text", markup.with_pictures(markup.brackets(text), "@@PLUGINFILE@@/{}".format))
    for picture in markup.pictures(text, question.folder):
        file = ElementTree.SubElement(element, "file", name=picture.name, path="/", encoding="base64")
        file.text = base64.b64encode(picture.data).decode("ascii")


def leaf(parent: ElementTree.Element, tag: str, text: object) -> None:
    """Add an element that holds a text alone."""
    ElementTree.SubElement(parent, tag).text = str(text)
