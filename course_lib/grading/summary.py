"""Results → a page on the class: how the points fall, what each question cost, which mistakes to take up."""

from collections import Counter
from collections.abc import Iterator

from course_lib.grading.assignment import Assignment
from course_lib.grading.charts import section
from course_lib.grading.collecting import HandedIn
from course_lib.grading.measures import Measures
from course_lib.grading.own_numbers import OTHER
from course_lib.grading.pages import page_of
from course_lib.grading.rules import Rules
from course_lib.homework.examine import IN_PLACE
from course_lib.homework.key import Key
from course_lib.language import later, say, together

BINS = 10
MANY = 10  # lines in a list
SAID = later(  # of what is a mistake in every exercise
    {
        IN_PLACE: "It changes its arguments, which the caller still needs.",
        OTHER: "It is the right answer to other numbers than the student's own.",
    }
)
PAGE = """
{% extends "page" %}
{% macro listing(lines, otherwise=none) %}
{% if lines %}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
{% else %}
<p>{{ otherwise or said.none }}</p>
{% endif %}
{% endmacro %}
{% block style %}
.bar { fill: #0072B2 } svg text { font: 11px system-ui, sans-serif; fill: currentColor }
.chart { display: block; width: 100%; max-width: 34rem }
td.heat { text-align: center; color: #000 }
{% endblock %}
{% block body %}
<p>{{ counted }}</p>
{% if note %}<p><strong>{{ note }}</strong></p>{% endif %}
<h2>{{ said.points }}</h2>
<svg class="chart" role="img" aria-label="{{ words }}" viewBox="0 0 360 180">
{% for bar in bars %}
<rect class="bar" x="{{ bar.x }}" y="{{ "%.1f" % (140 - bar.height) }}" width="30" height="{{ "%.1f" % bar.height }}"/>
<text x="{{ bar.x + 15 }}" y="{{ "%.1f" % (135 - bar.height) }}" text-anchor="middle">{{ bar.count or "" }}</text>
<text x="{{ bar.x - 2 }}" y="158" text-anchor="middle">{{ bar.low }}</text>
{% endfor %}
<text x="358" y="158" text-anchor="end">100</text>
<text x="180" y="176" text-anchor="middle">{{ said.per_cent }}</text>
</svg>
<h2>{{ said.questions }}</h2>
<table>
<thead><tr><th scope="col">{{ said.exercise }}</th><th scope="col" class="number">{{ said.worth }}</th>
<th scope="col" class="number">{{ said.right }}</th></tr></thead>
<tbody>
{% for name, points, right in questions %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ points }}</td><td class="number">{{ right }}</td></tr>
{% endfor %}
</tbody>
</table>
{{ pictures|safe }}
<h2>{{ said.mistakes }}</h2>
{{ listing(commonest, said.no_mistake) }}
<h2>{{ said.by_exercise }}</h2>
{% if commonest %}
<div style="overflow-x: auto"><table><tbody>
{% for name, made in heat_map %}
<tr><th scope="row">{{ name }}</th>
{% for count, mistake, strength in made %}
<td class="heat" style="background: rgba(230, 159, 0, {{ "%.2f" % strength }})">{{ mistake }}: {{ count }}</td>
{% else %}
<td>{{ said.none_made }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table></div>
{% else %}
<p>{{ said.none }}</p>
{% endif %}
<h2>{{ said.failed }}</h2>
{{ listing(failed) }}
{% if rules.roster %}
<h2>{{ said.missing }}</h2>
{{ listing(missing) }}
{% endif %}
{% if rules.late %}
<h2>{{ said.late }}</h2>
{{ listing(late) }}
{% endif %}
{% if numbers %}
<h2>{{ said.numbers }}</h2>
<p>{{ said.of_numbers|safe }}</p>
{{ listing(numbers) }}
{% endif %}
{% if rules.notes %}
<h2>{{ said.names }}</h2>
{{ listing(rules.notes) }}
{% endif %}
<h2>{{ said.slowest }}</h2>
{{ listing(slowest) }}
<h2>{{ said.replaced }}</h2>
{% if replaced %}<p>{{ counts }}.</p>{% endif %}
{{ listing(replaced) }}
<h2>{{ said.others }}</h2>
{{ listing(others) }}
{% endblock %}
"""


class Summary:
    """Counts that grow with each result and stay small, however many there are."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment, self.measures = assignment, Measures(assignment)
        self.scores: Counter[int] = Counter()
        self.status: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self.graded = 0
        self.failed: list[tuple[str, str, str]] = []
        self.slowest: list[tuple[float, str]] = []
        self.late: list[str] = []
        self.numbers: list[str] = []

    def add(self, result: dict) -> None:
        """Count one result (a dict)."""
        self.measures.add(result)
        self.status[result["status"]] += 1
        if result.get("late"):
            when = result["handed_in"] or say("by the platform's mark")
            known = {"name": result["submission"], "time": when, "points": f"{result['penalty']:g}"}
            self.late.append(say("{name}, {time}: {points} points less", **known))
        if result["status"] not in ("ok", "partial", "manual"):
            self.failed.append((result["submission"], result["status"], (result["problems"] or [""])[0]))
            self.failed = self.failed[: 50 * MANY]
        if notes := result.get("numbers", {}).get("notes"):
            self.numbers.append(say("{name}: {said}", name=result["submission"], said=together(*notes)))
        if result["exercises"]:
            self.graded += 1
            self.scores[min(BINS - 1, int(BINS * result["score"] / result["max_score"]))] += 1
            self.slowest = sorted([*self.slowest, (result["seconds"], result["submission"])], reverse=True)[:MANY]
        for name, grade in result["exercises"].items():
            self.passed[name] += grade["passed"]
            if grade["diagnosis"]:
                self.mistakes[name, grade["diagnosis"]] += 1

    def page(self, handed_in: HandedIn, note: str, rules: Rules | None = None) -> str:
        """The page, as HTML that needs nothing from outside. note: what the sandbox does not protect, or ''."""
        step = 100 // BINS
        return page_of(
            PAGE,
            title=say("{name}: the class", name=self.assignment.name),
            said=headings(),
            counted=self.counted(),
            note=note,
            # The histogram in words, for those who do not see it.
            words=say("Points: {points}", points=say(", ").join(self.in_words(step))),
            bars=list(self.bars(step)),
            questions=[(k.name, k.points, share(self.passed[k.name], self.graded)) for k in self.assignment.keys],
            pictures=section(self.measures),
            commonest=self.commonest(),
            heat_map=[(key.name, self.made(key.name)) for key in self.assignment.keys],
            failed=[
                say("{name}: {status}. {said}", name=name, status=status, said=said)
                for name, status, said in self.failed
            ],
            slowest=[say("{name}: {seconds:.2f} s", name=name, seconds=seconds) for seconds, name in self.slowest],
            counts=handed_in.counts(),
            replaced=[say("{old}, by {new}", old=old, new=new) for old, new in sorted(handed_in.replaced.items())],
            others=handed_in.others,
            rules=(rules := rules or Rules()),
            missing=[" ".join(filter(None, one["student"].values())) for one in rules.missing()],
            late=self.late,
            numbers=self.numbers,
        )

    def counted(self) -> str:
        """How many submissions there are of each status."""
        kinds = say(", ").join(f"{count} {status}" for status, count in sorted(self.status.items()))
        known = {"total": sum(self.status.values()), "kinds": kinds or say("none"), "seed": self.assignment.seed}
        return say("{total} submissions: {kinds}. Seed {seed}.", **known)

    def in_words(self, step: int) -> Iterator[str]:
        """The bars in words."""
        for i, count in sorted(self.scores.items()):
            yield say("{count} at {low} to {high} %", count=count, low=i * step, high=(i + 1) * step)

    def bars(self, step: int) -> Iterator[dict]:
        """The bars of the histogram of the scores, in the picture's units."""
        highest = max(self.scores.values(), default=1)
        for i in range(BINS):
            count = self.scores[i]
            yield dict(x=8 + 34 * i, height=120 * count / highest, count=count, low=i * step)

    def commonest(self) -> list[str]:
        """The mistakes that were made most often, each with its hint."""
        keys = {key.name: key for key in self.assignment.keys}
        return [
            say("{name}, {count} ×: {hint}", name=name, count=count, hint=said_of(keys[name], mistake))
            for (name, mistake), count in self.mistakes.most_common(MANY)
        ]

    def made(self, exercise: str) -> list[tuple[int, str, float]]:
        """(how often, mistake, how dark) of an exercise's known mistakes: the more, the darker."""
        found = sorted(((count, m) for (name, m), count in self.mistakes.items() if name == exercise), reverse=True)
        most = max(self.mistakes.values(), default=1)
        return [(count, mistake.replace("_", " "), 0.15 + 0.85 * count / most) for count, mistake in found]


def said_of(key: Key, mistake: str) -> str:
    """The hint of a mistake in an exercise."""
    return say(SAID[mistake]) if mistake in SAID else key.hint(mistake)


def headings() -> dict[str, str]:
    """What the page says besides its numbers."""
    return {
        "none": say("None."),
        "none_made": say("none [of the mistakes]"),
        "points": say("Points"),
        "per_cent": say("per cent of the points"),
        "questions": say("Questions"),
        "exercise": say("exercise"),
        "worth": say("points"),
        "right": say("right [share]"),
        "mistakes": say("Mistakes to take up in class"),
        "no_mistake": say("No known mistake was found."),
        "by_exercise": say("Mistakes by exercise"),
        "failed": say("For a person to look at"),
        "missing": say("Students without a notebook"),
        "late": say("Late"),
        "numbers": say("Numbers to look at"),
        "of_numbers": say(
            "Each student's questions have numbers of their own. Two students may have the same ones by chance, and a"
            " right answer\nto other numbers may have honest reasons, such as another's notebook that was opened by"
            " mistake."
        ),
        "names": say("Names and times to look at"),
        "slowest": say("Slowest"),
        "replaced": say("Replaced by a later one of the same student"),
        "others": say("Files that are no notebooks, and were not graded"),
    }


def share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %" if total else "–"
