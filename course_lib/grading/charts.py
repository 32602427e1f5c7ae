"""The pictures of the page on the class: SVG in the page, each with its numbers in words; nothing is loaded."""

from collections.abc import Sequence
from itertools import pairwise

from course_lib.grading.measures import EDGES, FEWEST, Measures
from course_lib.grading.pages import template
from course_lib.language import say

MANY = 10  # mistakes in a picture
WIDTH = 360  # units of a picture: on a phone about as many pixels, so that its letters can be read
SECTION = """
{% macro svg(height, alt) %}
<svg class="chart" role="img" aria-label="{{ alt }}" viewBox="0 0 360 {{ height }}">{{ caller() }}</svg>
{% endmacro %}
<style>
.share { fill: #0072B2 } .apart { fill: #009E73 } .against { fill: #D55E00 } .paper { fill: #fff }
.axis { stroke: currentColor; stroke-width: .5 }
svg text.dark { fill: #000 } svg text.light { fill: #fff }
</style>
<h2>{{ said.how_hard }}</h2>
{% call svg(40 * questions|length + 20, questions_alt) %}
<text x="0" y="12">{{ said.right }}</text><text x="280" y="12" text-anchor="middle">{{ said.apart }}</text>
<path class="axis" d="M280 20V{{ 40 * questions|length + 18 }}"/>
{% for name, share, r in questions %}
{% set y = 40 * loop.index0 + 20 %}
<text x="0" y="{{ y + 12 }}">{{ name }}</text>
<rect class="share" x="0" y="{{ y + 17 }}" width="{{ "%.1f" % (150 * share) }}" height="16"/>
<text x="{{ "%.1f" % (4 + 150 * share) }}" y="{{ y + 29 }}">{{ "%.0f" % (100 * share) }} %</text>
{% if r is none %}
<text x="284" y="{{ y + 29 }}">–</text>
{% else %}
<rect class="{{ "apart" if r > 0 else "against" }}" x="{{ "%.1f" % (280 + 50 * [r, 0]|min) }}" y="{{ y + 17 }}"
 width="{{ "%.1f" % (50 * r|abs) }}" height="16"/>
<text x="359" y="{{ y + 29 }}" text-anchor="end">{{ "%.2f" % r }}</text>
{% endif %}
{% endfor %}
{% endcall %}
<p>{{ said.of_apart|safe }}</p>
<h2>{{ said.which }}</h2>
{% call svg(43 * cases|length, cases_alt) %}
{% for name, cells in cases %}
{% set y = 43 * loop.index0 %}
<text x="0" y="{{ y + 12 }}">{{ name }}</text>
{% for share, inputs in cells %}
{% set x, width = cell * loop.index0, cell - 2 %}
<g><title>{{ inputs }}</title><rect class="paper" x="{{ x }}" y="{{ y + 16 }}" width="{{ width }}" height="22"/>
<rect class="share" x="{{ x }}" y="{{ y + 16 }}" width="{{ width }}" height="22" opacity="{{ "%.2f" % share }}"/>
<text x="{{ x + width // 2 }}" y="{{ y + 31 }}" text-anchor="middle"
 class="{{ "light" if share > 0.93 else "dark" }}">{{ "%.0f" % (100 * share) }}</text></g>
{% endfor %}
{% endfor %}
{% endcall %}
<p>{{ said.of_which }}</p>
<h2>{{ said.how_often }}</h2>
{% if mistakes %}
{% call svg(38 * mistakes|length, mistakes_alt) %}
{% for label, count, share in mistakes %}
{% set y = 38 * loop.index0 %}
<text x="0" y="{{ y + 12 }}">{{ label }}</text>
<rect class="share" x="0" y="{{ y + 17 }}" width="{{ "%.1f" % (320 * share) }}" height="14"/>
<text x="{{ "%.1f" % (5 + 320 * share) }}" y="{{ y + 28 }}">{{ count }}</text>
{% endfor %}
{% endcall %}
{% else %}
<p>{{ said.no_mistake }}</p>
{% endif %}
<h2>{{ said.how_long }}</h2>
{% call svg(165, seconds_alt) %}
{% for label, count, share in seconds %}
{% set x = step * loop.index0 %}
{% set height = 105 * share %}
<rect class="share" x="{{ x }}" y="{{ "%.1f" % (125 - height) }}" width="{{ step - 4 }}"
 height="{{ "%.1f" % height }}"/>
<text x="{{ x + step // 2 - 2 }}" y="{{ "%.1f" % (120 - height) }}" text-anchor="middle">{{ count or "" }}</text>
<text x="{{ x + step // 2 - 2 }}" y="143" text-anchor="middle">{{ label }}</text>
{% endfor %}
<text x="180" y="161" text-anchor="middle">{{ said.seconds }}</text>
{% endcall %}
"""


def section(measures: Measures) -> str:
    """The pictures, as a part of a page: HTML in which all that was filled in is text."""
    asked = list(measures.questions.values())
    questions = [(one.name, one.share, one.discrimination) for one in asked]
    cases = [
        (one.name, [(count / one.graded if one.graded else 0, what) for count, what in zip(one.cases, one.inputs)])
        for one in asked
    ]
    often = measures.mistakes.most_common(MANY)
    mistakes = [
        (f"{name}: {mistake.replace('_', ' ')}", count, count / often[0][1]) for (name, mistake), count in often
    ]
    most = max(measures.seconds) or 1
    seconds = [(label, count, count / most) for label, count in zip(spans(EDGES), measures.seconds)]
    shares = [f"{name} {', '.join(f'{share:.0%}' for share, _ in cells)}" for name, cells in cases]
    made = [say("{label}, {count} times", label=label, count=count) for label, count, _ in mistakes]
    took = [say("{count} took {label}", count=count, label=label) for label, count, _ in seconds if count]
    return template(SECTION).render(
        said=headings(),
        questions=questions,
        questions_alt=say("Right, and discrimination: {numbers}", numbers="; ".join(map(in_words, questions))),
        cases=cases,
        cell=min(36, WIDTH // max((len(cells) for _, cells in cases), default=1)),
        step=WIDTH // len(seconds),
        cases_alt=say("Right in each case: {numbers}", numbers="; ".join(shares)),
        mistakes=mistakes,
        mistakes_alt=say("Mistakes: {numbers}", numbers="; ".join(made)),
        seconds=seconds,
        seconds_alt=say("Seconds: {numbers}", numbers=say(", ").join(took)),
    )


def in_words(question: tuple[str, float, float | None]) -> str:
    """A question's share and discrimination."""
    name, share, r = question
    return f"{name} {share:.0%}, {'–' if r is None else f'{r:.2f}'}"


def headings() -> dict[str, str]:
    """What the pictures say besides their numbers."""
    return {
        "how_hard": say("How hard, and how well it tells students apart"),
        "right": say("right [share]"),
        "apart": say("discrimination"),
        "of_apart": say(
            "Discrimination is the correlation of an exercise's points with the points for all others. Look at an"
            " exercise whose\ndiscrimination is near 0 or below: those who know the rest do not do better in it. A"
            " dash: fewer than\n{fewest} submissions, or all earned the same.",
            fewest=FEWEST,
        ),
        "which": say("Which case fails"),
        "of_which": say(
            "Per cent of the submissions that are right in each hidden case, in the order in which they are drawn."
            " Point at one to\nsee its inputs."
        ),
        "how_often": say("How often each mistake was made"),
        "no_mistake": say("No known mistake was found."),
        "how_long": say("How long grading took"),
        "seconds": say("seconds"),
    }


def spans(edges: Sequence[float]) -> list[str]:
    """The spans between the edges, in words: < 1, 1–3, > 3."""
    between = [f"{low:g}–{high:g}" for low, high in pairwise(edges)]
    return [f"< {edges[0]:g}", *between, f"> {edges[-1]:g}"]
