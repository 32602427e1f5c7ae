"""Questions as a QTI 1.2 package (a zip with imsmanifest.xml), by IMS's rules and as Canvas's two importers read them.

Each chapter is two assessments, its quiz and its exam. Three things that Canvas does, and what follows:
- It takes every number with a condition of its own for a right answer, whatever the condition scores. So only right
  numbers have one; what is to be said of the likely wrong ones stands together in what is said of a wrong answer.
- It reads what comes next after an element, so no blanks stand between elements.
- It shows general feedback to students. So the model answer and the marking of an essay are a rubric for the scorer,
  which Canvas leaves out; other systems show it to graders.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from course_lib import files
from course_lib.language import say
from course_lib.questions import markup
from course_lib.questions.bank import Question, written

ENDING = ".zip"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
TYPES = {"one": "multiple_choice", "many": "multiple_answers", "number": "numerical", "essay": "essay"}
RESPONSE = "response1"


def export(questions: Iterable[Question]) -> bytes:
    """The package, the same bytes each time."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.ident.rpartition("-")[0], []).append(question)
    pictures = {
        path(question, one.name): one.data
        for question in questions
        for source in texts(question)
        for one in markup.pictures(source, question.folder)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        files.zip_entry(package, "imsmanifest.xml", manifest(list(groups), list(pictures)))
        for name, group in groups.items():
            files.zip_entry(package, f"{name}/{name}.xml", assessment(name, group))
        for name, data in pictures.items():
            files.zip_entry(package, name, data)
    return buffer.getvalue()


def texts(question: Question) -> list[str]:
    """All HTML of a question that may hold pictures."""
    answers = [part for each in question.answers for part in (each.text, each.feedback)]
    return [question.text, question.otherwise, question.model, question.marking, *answers]


def path(question: Question, name: str) -> str:
    return f"images/{question.ident}/{name}"


def manifest(assessments: list[str], pictures: list[str]) -> bytes:
    """imsmanifest.xml: what is in the package."""
    root = Element("manifest", identifier="optimizers-course", xmlns=PACKAGE)
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "IMS Content"
    SubElement(about, "schemaversion").text = "1.1.3"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for name in assessments:
        one = SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2", href=f"{name}/{name}.xml")
        SubElement(one, "file", href=f"{name}/{name}.xml")
    for number, name in enumerate(pictures, start=1):
        one = SubElement(resources, "resource", identifier=f"picture-{number}", type="webcontent", href=name)
        SubElement(one, "file", href=name)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def assessment(name: str, questions: list[Question]) -> bytes:
    """One file of questions."""
    root = Element("questestinterop", xmlns=QTI)
    chapter = questions[0].title
    title = (
        say("{chapter}: exam", chapter=chapter)
        if questions[0].kind == "essay"
        else say("{chapter}: questions", chapter=chapter)
    )
    one = SubElement(root, "assessment", ident=name, title=title)
    section = SubElement(one, "section", ident="root_section")
    for question in questions:
        item(section, question)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def item(section: Element, question: Question) -> None:
    """A question: what it is, what graders see, what is shown, how it is scored, what is said to the answers."""
    one = SubElement(section, "item", ident=question.ident, title=question.name)
    fields = SubElement(SubElement(one, "itemmetadata"), "qtimetadata")
    for label, entry in (("question_type", f"{TYPES[question.kind]}_question"), ("points_possible", question.points)):
        field = SubElement(fields, "qtimetadatafield")
        SubElement(field, "fieldlabel").text = label
        SubElement(field, "fieldentry").text = str(entry)
    if question.kind == "essay":
        told = "".join(f"<p>{part}</p>" for part in markup.for_graders(question.model, question.marking))
        material(SubElement(one, "rubric", view="Scorer"), told, question)
    shown = SubElement(one, "presentation")
    material(shown, f"<p>{question.text}</p>", question)
    scoring = Element("resprocessing")
    outcomes = SubElement(scoring, "outcomes")
    SubElement(outcomes, "decvar", varname="SCORE", vartype="Decimal", minvalue="0", maxvalue="100")
    feedback: dict[str, str] = {}
    if question.kind == "essay":
        box(shown)
        SubElement(condition(scoring), "other")
    elif question.kind == "number":
        box(shown, fibtype="Decimal")
        feedback = numbers(scoring, question)
    else:
        feedback = choices(shown, scoring, question)
    one.append(scoring)
    for name, told in feedback.items():
        material(SubElement(SubElement(one, "itemfeedback", ident=name), "flow_mat"), told, question)


def box(shown: Element, **kind: str) -> None:
    """Where an answer is typed."""
    response = SubElement(shown, "response_str", ident=RESPONSE, rcardinality="Single")
    SubElement(SubElement(response, "render_fib", kind), "response_label", ident="answer1")


def choices(shown: Element, scoring: Element, question: Question) -> dict[str, str]:
    """One or many right choices; {feedback's name: what is said of a choice}."""
    many = question.kind == "many"
    response = SubElement(shown, "response_lid", ident=RESPONSE, rcardinality="Multiple" if many else "Single")
    render = SubElement(response, "render_choice", shuffle="Yes")
    feedback, names = {}, [str(1000 * question.number + place) for place in range(len(question.answers))]
    for name, each in zip(names, question.answers):
        material(SubElement(render, "response_label", ident=name), each.text, question)
        said = condition(scoring, f"{name}_fb")
        SubElement(said, "varequal", respident=RESPONSE).text = name
        feedback[f"{name}_fb"] = each.feedback
    right = condition(scoring, score=True)
    if many:
        right = SubElement(right, "and")
    for name, each in zip(names, question.answers):
        if each.right or many:
            place = right if each.right else SubElement(right, "not")
            SubElement(place, "varequal", respident=RESPONSE).text = name
    return feedback


def numbers(scoring: Element, question: Question) -> dict[str, str]:
    """Right numbers with their margin; {feedback's name: what is said}. By these two names Canvas knows what it is."""
    right = [each for each in question.answers if each.right]
    for each in right:
        either = SubElement(condition(scoring, "correct_fb", score=True), "or")
        SubElement(either, "varequal", respident=RESPONSE).text = written(each.middle)
        both = SubElement(either, "and")
        SubElement(both, "vargte", respident=RESPONSE).text = written(each.low)
        SubElement(both, "varlte", respident=RESPONSE).text = written(each.high)
    SubElement(condition(scoring, "general_incorrect_fb"), "other")
    likely = [f"<li>{written(each.middle)}: {each.feedback}</li>" for each in question.answers if not each.right]
    told = f"<p>{question.otherwise}</p>" + (f"<ul>{''.join(likely)}</ul>" if likely else "")
    return {"correct_fb": "</p><p>".join(each.feedback for each in right), "general_incorrect_fb": told}


def condition(scoring: Element, feedback: str = "", score: bool = False) -> Element:
    """Add a condition; what it asks is to be added to the element that is returned."""
    one = SubElement(scoring, "respcondition", {"continue": "No" if score else "Yes"})
    asked = SubElement(one, "conditionvar")
    if score:
        SubElement(one, "setvar", action="Set", varname="SCORE").text = "100"
    if feedback:
        SubElement(one, "displayfeedback", feedbacktype="Response", linkrefid=feedback)
    return asked


def material(parent: Element, text: str, question: Question) -> None:
    """Add a text: plain where nothing in it is HTML, else with formulas as MathML and pictures from the package."""
    place = SubElement(parent, "material")
    if not set("<&$") & set(text):
        SubElement(place, "mattext", texttype="text/plain").text = text
        return
    shown = markup.with_pictures(markup.mathml(text), lambda name: f"%24IMS-CC-FILEBASE%24/{path(question, name)}")
    # HTML of QTI is one or more blocks.
    SubElement(place, "mattext", texttype="text/html").text = shown if shown.startswith("<p>") else f"<p>{shown}</p>"
