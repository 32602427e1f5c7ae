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

BINS = 10
MANY = 10  # lines in a list
SAID = {  # of what is a mistake in every exercise
    IN_PLACE: "It changes its arguments, which the caller still needs.",
    OTHER: "It is the right answer to other numbers than the student's own.",
}
PAGE = """
{% extends "page" %}
{% macro listing(lines, otherwise="None.") %}
{% if lines %}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
{% else %}
<p>{{ otherwise }}</p>
{% endif %}
{% endmacro %}
{% block style %}
.bar { fill: #0072B2 } svg text { font: 11px system-ui, sans-serif; fill: currentColor }
.chart { display: block; width: 100%; max-width: 34rem }
td.heat { text-align: center; color: #000 }
{% endblock %}
{% block body %}
<p>{{ total }} submissions: {{ kinds or "none" }}. Seed {{ seed }}.</p>
{% if note %}<p><strong>{{ note }}</strong></p>{% endif %}
<h2>Points</h2>
<svg class="chart" role="img" aria-label="Points: {{ words }}" viewBox="0 0 360 180">
{% for bar in bars %}
<rect class="bar" x="{{ bar.x }}" y="{{ "%.1f" % (140 - bar.height) }}" width="30" height="{{ "%.1f" % bar.height }}"/>
<text x="{{ bar.x + 15 }}" y="{{ "%.1f" % (135 - bar.height) }}" text-anchor="middle">{{ bar.count or "" }}</text>
<text x="{{ bar.x - 2 }}" y="158" text-anchor="middle">{{ bar.low }}</text>
{% endfor %}
<text x="358" y="158" text-anchor="end">100</text>
<text x="180" y="176" text-anchor="middle">per cent of the points</text>
</svg>
<h2>Questions</h2>
<table>
<thead><tr><th scope="col">exercise</th><th scope="col" class="number">points</th>
<th scope="col" class="number">right</th></tr></thead>
<tbody>
{% for name, points, right in questions %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ points }}</td><td class="number">{{ right }}</td></tr>
{% endfor %}
</tbody>
</table>
{{ pictures|safe }}
<h2>Mistakes to take up in class</h2>
{{ listing(commonest, "No known mistake was found.") }}
<h2>Mistakes by exercise</h2>
{% if commonest %}
<div style="overflow-x: auto"><table><tbody>
{% for name, made in heat_map %}
<tr><th scope="row">{{ name }}</th>
{% for count, mistake, strength in made %}
<td class="heat" style="background: rgba(230, 159, 0, {{ "%.2f" % strength }})">{{ mistake }}: {{ count }}</td>
{% else %}
<td>none</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table></div>
{% else %}
<p>None.</p>
{% endif %}
<h2>For a person to look at</h2>
{{ listing(failed) }}
{% if rules.roster %}
<h2>Students without a notebook</h2>
{{ listing(missing) }}
{% endif %}
{% if rules.late %}
<h2>Late</h2>
{{ listing(late) }}
{% endif %}
{% if numbers %}
<h2>Numbers to look at</h2>
<p>Each student's questions have numbers of their own. Two students may have the same ones by chance, and a right answer
to other numbers may have honest reasons, such as another's notebook that was opened by mistake.</p>
{{ listing(numbers) }}
{% endif %}
{% if rules.notes %}
<h2>Names and times to look at</h2>
{{ listing(rules.notes) }}
{% endif %}
<h2>Slowest</h2>
{{ listing(slowest) }}
<h2>Replaced by a later one of the same student</h2>
{% if replaced %}<p>{{ counts }}.</p>{% endif %}
{{ listing(replaced) }}
<h2>Files that are no notebooks, and were not graded</h2>
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
            when = result["handed_in"] or "by the platform's mark"
            self.late.append(f"{result['submission']}, {when}: {result['penalty']:g} points less")
        if result["status"] not in ("ok", "partial", "manual"):
            self.failed.append((result["submission"], result["status"], (result["problems"] or [""])[0]))
            self.failed = self.failed[: 50 * MANY]
        if notes := result.get("numbers", {}).get("notes"):
            self.numbers.append(f"{result['submission']}: {' '.join(notes)}")
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
            title=f"{self.assignment.name}: the class",
            total=sum(self.status.values()),
            kinds=", ".join(f"{count} {status}" for status, count in sorted(self.status.items())),
            seed=self.assignment.seed,
            note=note,
            # The histogram in words, for those who do not see it.
            words=", ".join(f"{count} at {i * step} to {(i + 1) * step} %" for i, count in sorted(self.scores.items())),
            bars=list(self.bars(step)),
            questions=[(k.name, k.points, share(self.passed[k.name], self.graded)) for k in self.assignment.keys],
            pictures=section(self.measures),
            commonest=self.commonest(),
            heat_map=[(key.name, self.made(key.name)) for key in self.assignment.keys],
            failed=[f"{name}: {status}. {said}" for name, status, said in self.failed],
            slowest=[f"{name}: {seconds:.2f} s" for seconds, name in self.slowest],
            counts=handed_in.counts(),
            replaced=[f"{old}, by {new}" for old, new in sorted(handed_in.replaced.items())],
            others=handed_in.others,
            rules=(rules := rules or Rules()),
            missing=[" ".join(filter(None, one["student"].values())) for one in rules.missing()],
            late=self.late,
            numbers=self.numbers,
        )

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
            f"{name}, {count} ×: {SAID.get(mistake) or keys[name].hint(mistake)}"
            for (name, mistake), count in self.mistakes.most_common(MANY)
        ]

    def made(self, exercise: str) -> list[tuple[int, str, float]]:
        """(how often, mistake, how dark) of an exercise's known mistakes: the more, the darker."""
        found = sorted(((count, m) for (name, m), count in self.mistakes.items() if name == exercise), reverse=True)
        most = max(self.mistakes.values(), default=1)
        return [(count, mistake.replace("_", " "), 0.15 + 0.85 * count / most) for count, mistake in found]


def share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f} %" if total else "–"
