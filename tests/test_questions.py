"""The exported questions, read back by readers of our own: nothing lost, nothing given away, no false points."""

import base64
import io
import json
import re
import zipfile
from fractions import Fraction
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from course_lib.errors import CourseError
from course_lib.questions import bank, gift, markup, moodle, qti, table
from course_lib.questions.bank import Answer, Question

ROOT = Path(__file__).resolve().parents[1]
ALL = bank.load(ROOT)
# Counted in the files themselves, not by the module under test.
QUIZ = {path: json.loads(path.read_text("utf-8")) for path in (ROOT / "notebooks" / "src").glob("*.quiz.json")}
EXAM = [
    line
    for path in (ROOT / "docs" / "instructor").glob("0*.md")
    for line in path.read_text("utf-8").splitlines()
    if re.match(r"\*\*\d+ \(\d+ points?\)\.\*\*", line)
]
MANY = Question(
    "03_momentum",
    "3 Momentum",
    "many",
    9,
    "Which are <em>larger</em> than $\\sqrt{2} < 1.5$?",
    (Answer(True, "yes: {1.5}", "3 = 1 + 2"), Answer(True, "so it is", "~2"), Answer(False, "no #", "1")),
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def drawn(tmp_path):
    """A question with a picture."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "dot.png").write_bytes(DOT)
    text = 'What is this? <img src="media/dot.png" alt="a dot">'
    answers = (Answer(True, "a dot", "A dot"), Answer(False, "no", "A line"))
    return Question("03_momentum", "3 Momentum", "one", 8, text, answers, folder=tmp_path)


def plain(text):
    return unescape(re.sub("<[^>]+>", "", text))


# ---- what is read ----


def test_every_question_of_the_course_is_there():
    quizzes = [one for one in ALL if one.kind != "essay"]
    assert len(quizzes) == sum(map(len, QUIZ.values())) >= 45
    assert len(ALL) - len(quizzes) == len(EXAM) >= 38
    assert len({one.ident for one in ALL}) == len({one.name for one in ALL}) == len(ALL)


def test_an_exam_question_keeps_points_answer_and_marking():
    four = next(one for one in ALL if one.ident == "03_momentum-exam-4")
    assert four.points == 6 and four.text.startswith("$\\lambda = 10$") and "Answer" not in four.text
    assert "1.8" in four.model and four.marking == "1, 3 and 2."
    assert all(one.model and one.marking and one.points > 0 for one in ALL if one.kind == "essay")
    # In another system there is no board to look at.
    assert not [one.ident for one in ALL if re.search("on the board|as on slide", one.model)]


def test_an_exam_question_of_another_form_is_reported(tmp_path):
    source, guide = tmp_path / "notebooks" / "src", tmp_path / "docs" / "instructor"
    source.mkdir(parents=True), guide.mkdir(parents=True)
    (source / "01_one.quiz.json").write_text("[]")
    (source / "01_one.md").write_text("# 1 One\n")
    (guide / "01_one.md").write_text("# One\n\n## Exam questions\n\n**1 (4 points).** Why? *Answer:* so.\n")
    with pytest.raises(CourseError, match=r"01_one\.md: an exam question is not"):
        bank.load(tmp_path)
    (source / "01_one.quiz.json").write_text('[{"question": "Why?"}]')
    with pytest.raises(CourseError, match=r"01_one\.quiz\.json cannot be read"):
        bank.load(tmp_path)
    answers = [{"answer": "so", "correct": True, "feedback": "yes"}]
    (source / "01_one.quiz.json").write_text(json.dumps([{"question": "Why?", "type": "string", "answers": answers}]))
    with pytest.raises(CourseError, match=r"01_one\.quiz\.json, question 1: no export knows the type 'string'"):
        bank.load(tmp_path)
    with pytest.raises(CourseError, match="There is no chapter '02_two' with questions; there are 01_one"):
        bank.load(tmp_path, ["02_two"])


def test_markdown_becomes_html_and_formulas_stay():
    found = markup.from_markdown("Is $a < b_1*c*$ *really* **so**, `x*y*z`, [here](a.md) & now?")
    assert found == ("Is $a &lt; b_1*c*$ <em>really</em> <strong>so</strong>, <code>x*y*z</code>, here &amp; now?")
    assert markup.brackets("of $a &lt; b$") == r"of \(a &lt; b\)"
    assert "<math" in markup.mathml("of $a &lt; b$") and "<mo>&lt;</mo>" in markup.mathml("$a &lt; b$").replace(
        "&#x0003C;", "&lt;"
    )


# ---- Moodle ----


def in_moodle(questions):
    """{idnumber: question} of a Moodle XML file, and the categories in their order."""
    root = ElementTree.fromstring(moodle.export(questions))
    kinds = [one.get("type") for one in root]
    assert root.tag == "quiz" and set(kinds) <= {"category", "multichoice", "numerical", "essay"}
    categories = [one.findtext("category/text") for one in root if one.get("type") == "category"]
    return {one.findtext("idnumber"): one for one in root if one.get("type") != "category"}, categories


def test_moodle_gets_every_question_under_its_chapter():
    found, categories = in_moodle(ALL)
    assert list(found) == [one.ident for one in ALL]
    assert len(categories) == len(set(categories)) == 14
    assert categories[:2] == [
        f"$course$/top/Deep-learning optimizers/1 Gradient descent/{it}" for it in ("Questions", "Exam")
    ]


def test_in_moodle_a_right_answer_is_worth_all_and_a_wrong_one_nothing():
    found, _ = in_moodle(ALL)
    for path, questions in QUIZ.items():
        for number, question in enumerate(questions, start=1):
            one = found[f"{path.name.removesuffix('.quiz.json')}-quiz-{number}"]
            answers = one.findall("answer")
            assert len(answers) == len(question["answers"])
            for answer, source in zip(answers, question["answers"]):
                assert answer.get("fraction") == ("100" if source.get("correct") else "0")
                assert answer.findtext("feedback/text") == source["feedback"]
                text = answer.findtext("text")
                if source.get("type") == "default":
                    assert text == "*" and answer is answers[-1]
                elif "answer" in source:
                    assert text == source["answer"] and answer.get("format") == "html"
                else:
                    low, high = source.get("range") or (source["value"], source["value"])
                    middle, tolerance = Fraction(text), Fraction(answer.findtext("tolerance"))
                    assert float(middle - tolerance) == low and float(middle + tolerance) == high


def test_graders_alone_see_the_model_answer():
    found, _ = in_moodle(ALL)
    essay = found["03_momentum-exam-4"]
    assert essay.findtext("defaultgrade") == "6"
    assert "1, 3 and 2." in essay.findtext("graderinfo/text") and r"\(2 \cdot 1.8" in essay.findtext("graderinfo/text")
    seen = essay.findtext("questiontext/text") + essay.findtext("generalfeedback/text")
    assert r"\(\lambda = 10\)" in seen and "1, 3 and 2." not in seen and "$" not in seen


def test_of_many_right_choices_each_has_its_share_in_moodle():
    one = in_moodle([MANY])[0]["03_momentum-quiz-9"]
    assert one.findtext("single") == "false"
    assert [answer.get("fraction") for answer in one.findall("answer")] == ["50", "50", "-50"]
    assert r"\(\sqrt{2} &lt; 1.5\)" in one.findtext("questiontext/text")


def test_a_picture_travels_with_its_question(drawn):
    one = in_moodle([drawn])[0][drawn.ident].find("questiontext")
    assert 'src="@@PLUGINFILE@@/dot.png"' in one.findtext("text")
    assert base64.b64decode(one.findtext("file")) == DOT and one.find("file").get("name") == "dot.png"
    package = zipfile.ZipFile(io.BytesIO(qti.export([drawn])))
    assert package.read(f"images/{drawn.ident}/dot.png") == DOT
    assert f'href="images/{drawn.ident}/dot.png"' in package.read("imsmanifest.xml").decode()
    assert b"%24IMS-CC-FILEBASE%24/images/" in package.read("03_momentum-quiz/03_momentum-quiz.xml")
    assert r"data\:image/png;base64,iVBOR" in gift.export([drawn]).decode()
    (drawn.folder / "media" / "dot.png").unlink()
    with pytest.raises(CourseError, match=r"The picture media/dot\.png of a question is not in"):
        moodle.export([drawn])


# ---- GIFT ----

SIGN = re.compile(r"\\([\\~=#{}:])")


def in_gift(questions):
    """{name: (text, [(sign, answer, feedback)])} by the rules that Moodle's documentation of GIFT states."""
    found = {}
    for block in gift.export(questions).decode().strip().split("\n\n"):
        block = "\n".join(line for line in block.splitlines() if not line.startswith("//"))
        if block.startswith("$CATEGORY: "):
            continue
        # Escaped signs are put out of the way, as private characters, before the others are looked for.
        block = SIGN.sub(lambda one: chr(0xE000 + ord(one[1])), block)
        name, text, answers = re.fullmatch(r"::([^:]+)::\[html\]([^{}]*)\{([^{}]*)\}", block).groups()
        parts = re.findall(r"([=~])([^=~#]*)#([^=~#]*)", answers)
        back = [
            tuple(re.sub("[\ue000-\ue0ff]", lambda s: chr(ord(s[0]) - 0xE000), part.strip()) for part in one)
            for one in parts
        ]
        texts = [re.sub("[\ue000-\ue0ff]", lambda s: chr(ord(s[0]) - 0xE000), part) for part in (name, text)]
        found[texts[0]] = (texts[1], answers[:1], back)
    return found


def test_gift_gets_every_question_with_all_its_answers():
    found = in_gift(ALL)
    assert list(found) == [one.name for one in ALL]
    for one in ALL:
        text, mark, answers = found[one.name]
        assert text == markup.brackets(one.text)
        assert (mark == "#") == (one.kind == "number")
        wanted = [each.feedback for each in one.answers] + ([one.otherwise] if one.otherwise else [])
        assert [feedback for _, _, feedback in answers] == wanted
        if one.kind == "one":
            assert [sign for sign, _, _ in answers] == ["=" if each.right else "~" for each in one.answers]


def test_a_wrong_number_is_worth_nothing_in_gift():
    for one in ALL:
        if one.kind == "number":
            numbers = [answer for sign, answer, _ in in_gift([one])[one.name][2] if sign == "="]
            assert [not number.startswith("%0%") for number in numbers] == [each.right for each in one.answers]
            assert all(re.fullmatch(r"(%0%)?-?\d+(\.\d+)?:\d+(\.\d+)?", number) for number in numbers)


def test_what_gift_shows_holds_no_model_answer():
    text = gift.export(ALL).decode()
    assert "####" not in text and text.count("{}\n") == len(EXAM)
    shown = [line for line in text.splitlines() if not line.startswith("//")]
    assert not [line for line in shown if "1, 3 and 2." in line] and "// Marking: 1, 3 and 2." in text


def test_signs_of_gift_are_escaped():
    text, _, answers = in_gift([MANY])[MANY.name]
    assert text == r"Which are <em>larger</em> than \(\sqrt{2} &lt; 1.5\)?"
    assert answers == [("~", "%50%3 = 1 + 2", "yes: {1.5}"), ("~", "%50%~2", "so it is"), ("~", "%-50%1", "no #")]


# ---- QTI ----

# What may stand in an element and in which order, from the document type definition of QTI 1.2 (? + * as there).
CONTENT = {
    "questestinterop": "assessment",
    "assessment": "section",
    "section": "item+",
    "item": "itemmetadata rubric? presentation resprocessing itemfeedback*",
    "itemmetadata": "qtimetadata",
    "qtimetadata": "qtimetadatafield+",
    "qtimetadatafield": "fieldlabel fieldentry",
    "rubric": "material",
    "presentation": "material (response_lid|response_str)",
    "response_lid": "render_choice",
    "response_str": "render_fib",
    "render_choice": "response_label+",
    "render_fib": "response_label",
    "response_label": "material?",
    "resprocessing": "outcomes respcondition+",
    "outcomes": "decvar",
    "respcondition": "conditionvar setvar? displayfeedback?",
    "conditionvar": "(varequal|and|or|other)",
    "and": "(varequal|vargte|varlte|not)+",
    "or": "(varequal|and)+",
    "not": "varequal",
    "itemfeedback": "flow_mat",
    "flow_mat": "material",
    "material": "mattext",
}
LEAVES = {
    "fieldlabel",
    "fieldentry",
    "mattext",
    "varequal",
    "vargte",
    "varlte",
    "setvar",
    "decvar",
    "displayfeedback",
    "other",
}


def in_qti(questions):
    """{ident: item} of a package, whose manifest names every file and no other; without the namespace."""
    package = zipfile.ZipFile(io.BytesIO(qti.export(questions)))
    manifest = ElementTree.fromstring(package.read("imsmanifest.xml"))
    space = {"cp": "http://www.imsglobal.org/xsd/imscp_v1p1"}
    listed = [one.get("href") for one in manifest.findall(".//cp:file", space)]
    assert sorted(listed) == sorted(set(package.namelist()) - {"imsmanifest.xml"})
    assert all(one.get("type") == "imsqti_xmlv1p2" for one in manifest.findall(".//cp:resource", space))
    items = {}
    for name in listed:
        text = package.read(name).decode()
        assert (
            ">\n" not in text.partition("\n")[2]
        )  # Canvas's newer importer reads what follows an element, also when it is blank
        root = ElementTree.fromstring(text.replace(' xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"', ""))
        check(root)
        items |= {one.get("ident"): one for one in root.iter("item")}
    return items


def check(element):
    """That an element holds what the standard allows."""
    if element.tag in LEAVES:
        assert not len(element), element.tag
        return
    pattern = re.sub(r"\w+", r"(?:\g<0>,)", CONTENT[element.tag]).replace(" ", "")
    assert re.fullmatch(pattern, "".join(f"{one.tag}," for one in element)), (element.tag, [one.tag for one in element])
    for one in element:
        check(one)


def test_qti_holds_every_question_in_the_standards_form():
    items = in_qti(ALL)
    assert list(items) == [one.ident for one in ALL]
    names = {"one": "multiple_choice_question", "number": "numerical_question", "essay": "essay_question"}
    for one in ALL:
        entries = [entry.text for entry in items[one.ident].iter("fieldentry")]
        assert entries == [names[one.kind], str(one.points)]
        links = {link.get("linkrefid") for link in items[one.ident].iter("displayfeedback")}
        assert links == {said.get("ident") for said in items[one.ident].iter("itemfeedback")}


def test_in_qti_only_right_answers_score():
    """Canvas takes every number that has a condition for right, whatever the condition scores."""
    items = in_qti(ALL)
    for one in ALL:
        item, right = items[one.ident], [each for each in one.answers if each.right]
        scoring = [each for each in item.iter("respcondition") if each.find("setvar") is not None]
        if one.kind == "one":
            labels = [label.get("ident") for label in item.iter("response_label")]
            wanted = [name for name, each in zip(labels, one.answers) if each.right]
            assert [each.findtext(".//varequal") for each in scoring] == wanted and len(wanted) == 1
            assert len(set(labels)) == len(labels)
        elif one.kind == "number":
            bounds = [(float(each.findtext(".//vargte")), float(each.findtext(".//varlte"))) for each in scoring]
            assert bounds == [(each.low, each.high) for each in right]
            assert len(list(item.iter("varequal"))) == len(right)
            for each in scoring:
                low, high = float(each.findtext(".//vargte")), float(each.findtext(".//varlte"))
                assert low <= float(each.findtext(".//varequal")) <= high
        else:
            assert not scoring


def test_what_is_said_of_a_number_is_not_lost_in_qti():
    """Canvas looks for these two names alone."""
    items = in_qti(ALL)
    for one in ALL:
        if one.kind == "number":
            said = {each.get("ident"): each.findtext(".//mattext") for each in items[one.ident].iter("itemfeedback")}
            assert list(said) == ["correct_fb", "general_incorrect_fb"]
            assert all(each.feedback in said["correct_fb"] for each in one.answers if each.right)
            wrong = [each.feedback for each in one.answers if not each.right]
            assert all(text in said["general_incorrect_fb"] for text in [*wrong, one.otherwise])


def test_formulas_are_mathml_and_graders_alone_see_the_answer_in_qti():
    item = in_qti(ALL)["03_momentum-exam-4"]
    assert "<math" in item.findtext("presentation//mattext") and "$" not in item.findtext("presentation//mattext")
    assert item.find("rubric").get("view") == "Scorer" and "1, 3 and 2." in item.findtext("rubric//mattext")
    rest = "".join(text for part in item if part.tag != "rubric" for text in part.itertext())
    assert "1, 3 and 2." not in rest


def test_plain_text_of_qti_is_plain():
    small = Question("x", "x", "one", 1, "Is it", (Answer(True, "a &lt; b", "$a$"), Answer(False, "so &amp; so", "no")))
    found = [text for item in in_qti([*ALL, small]).values() for text in item.iter("mattext")]
    kinds = [text.get("texttype") for text in found]
    assert set(kinds) == {"text/plain", "text/html"} and "$" not in "".join(text.text for text in found)
    for text, kind in zip(found, kinds):
        assert text.text.startswith("<p>") if kind == "text/html" else not set("<&") & set(text.text)
    assert [kind.partition("/")[2] for kind in kinds[-5:]] == ["html", "html", "plain", "html", "html"]


def test_of_many_right_choices_all_and_no_other_must_be_chosen_in_qti():
    item = in_qti([MANY])["03_momentum-quiz-9"]
    labels = [label.get("ident") for label in item.iter("response_label")]
    both = next(item.iter("and"))
    assert [one.text for one in both.findall("varequal")] == labels[:2]
    assert [one.text for one in both.findall("not/varequal")] == labels[2:]


# ---- the workbook ----


def test_the_workbook_has_a_row_for_each_question():
    page = load_workbook(io.BytesIO(table.export(ALL))).active
    head, *rows = page.iter_rows(values_only=True)
    rows = [dict(zip(head, row)) for row in rows]
    assert len(rows) == len(ALL)
    for row, one in zip(rows, ALL):
        assert row["question"] == plain(one.text)
        if one.kind == "one":
            letter = "ABCDEFGH"[[each.right for each in one.answers].index(True)]
            assert row["answer"] == letter and row[letter] == plain(one.answers["ABCDEFGH".index(letter)].text)
        if one.kind == "number":
            right = next(each for each in one.answers if each.right)
            assert abs(row["answer"] - (right.low + right.high) / 2) < 1e-9
        assert all(plain(each.feedback) in row["explanation"] for each in one.answers)
    assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "inlineStr", "n"}


def test_no_text_of_the_workbook_is_a_formula():
    trap = Question("x", "x", "one", 1, "=1+1", (Answer(True, "=cmd()", "=2"), Answer(False, "no", "3")))
    page = load_workbook(io.BytesIO(table.export([trap]))).active
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]
    assert page.cell(2, 5).value == "=1+1"
