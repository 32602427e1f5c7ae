"""The quiz in JupyterLab: a widget whose answers a saved notebook holds, and which a kernel writes into the record."""

from typing import Any

import anywidget
import traitlets

from course_lib import records
from course_lib.quiz import drawing, progress
from course_lib.quiz.questions import Question

RENDER = f"""
export default {{
  render({{ model, el }}) {{
    const place = document.createElement("div")
    place.className = "course-quiz"
    place.dataset.maxwidth = "{drawing.WIDTH}"
    el.append(place)
    draw_quiz(model.get("questions"), place, in_notebook(model), model.get("words"))
  }},
}}
"""


class Quiz(anywidget.AnyWidget):
    """The questions of chapter `quiz`, and the answers given so far, as `progress` describes them.

    told: what the learner is to know of the answers that the kernel has heard, {"answers", "said"}.
    """

    _esm = drawing.script() + RENDER
    _css = drawing.styles(".course-quiz")
    quiz = traitlets.Unicode().tag(sync=True)
    questions: traitlets.List[Question] = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    told = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, questions: list[Question]) -> None:
        spoken, answers = drawing.spoken(questions), answered(name, questions)
        super().__init__(quiz=name, questions=spoken, answers=answers, words=drawing.words())
        self.asked = questions
        self.told = {"answers": self.answers, "said": self.counted() if self.answers else ""}
        self.observe(self.tell, "answers")

    def tell(self, change: Any) -> None:
        """Count new answers, and tell the page what became of them."""
        self.told = {"answers": self.answers, "said": self.counted()}

    def counted(self) -> str:
        """Write the answers into the record; the sentence about it."""
        return progress.keep(self.quiz, progress.checked(self.answers, self.asked))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and beside it a plain list of the questions for viewers that have no widgets."""
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        view = bundle[0] if isinstance(bundle, tuple) else bundle
        mime = "application/vnd.jupyter.widget-view+json"
        return {"text/html": drawing.listed(self.asked), "text/plain": drawing.plain(self.asked), mime: view[mime]}, {}


def answered(name: str, questions: list[Question]) -> progress.Answers:
    """What was answered before: as the record says, and the notebook as it was saved last."""
    path = records.place()
    try:
        kept = records.read(path)[0]["quizzes"].get(name) if path else None
    except OSError:  # it is said when the first answer is to be kept
        kept = None
    return progress.known(name, questions, kept)
