"""A result → a page for the student: points, what may be wrong, cells that failed. No hidden input, no right value."""

from course_lib.grading.pages import page_of
from course_lib.language import ENGLISH, later, say, speaking

STATUS = later(
    {
        "ok": "Everything in the notebook ran.",
        "partial": "Some cell or function ended with an error; everything else was graded.",
        "unavailable": "Something that it needs is not where it was graded, such as a package; a person will look at"
        " it.",
        "memory": "Some cell or function needed more memory than is allowed; everything else was graded.",
        "timeout": "Some cell or function did not end in time; everything else was graded.",
        "crashed": "Some cell or function ended the whole program; everything else was graded.",
        "unreadable": "The file could not be read, so it was not graded.",
        "wrong_assignment": "This is another homework, so it was not graded.",
        "empty": "There is no code in it, so it was not graded.",
        "manual": "It was graded by hand.",
    }
)


PAGE = """
{% extends "page" %}
{% block body %}
<p><strong>{{ points }}</strong> {{ status }}</p>
{% for line in added %}<p>{{ line }}</p>{% endfor %}
{% if result.exercises %}
<table>
<thead><tr><th scope="col">{{ words.exercise }}</th><th scope="col" class="number">{{ words.points }}</th>
<th scope="col">{{ words.know }}</th></tr></thead>
<tbody>
{% for name, grade in result.exercises.items() %}
{% set share = words.of.format(some="%g" % grade.score, all="%g" % grade.max_score) %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ share }}</td>
{% if grade.judged is defined %}
<td>{{ grade.comment or words.by_hand }} {{ grade.message }}</td></tr>
{% elif grade.passed %}
<td><span class="yes">{{ words.right }}</span> {{ grade.comment | default("") }}</td></tr>
{% else %}
<td><span class="no">{{ words.partly if grade.score else "✗" }}</span> {{ grade.message }}
{{ grade.comment | default("") }}</td></tr>
{% endif %}
{% endfor %}
</tbody>
</table>
{% endif %}
{% if result.problems %}
<h2>{{ words.cells }}</h2>
<ul>{% for problem in result.problems %}<li>{{ problem }}</li>{% endfor %}</ul>
{% endif %}
<p>{{ words.all_points|safe }}</p>
{% endblock %}
"""


def page(result: dict, assignment: str) -> str:
    """The page of one result, in the notebook's language, as HTML that needs nothing from outside."""
    title = f"{assignment}: {result['submission']}"
    with speaking(result.get("language", ENGLISH)):
        points = {"score": f"{result['score']:g}", "most": f"{result['max_score']:g}"}
        return page_of(
            PAGE,
            title=title,
            result=result,
            points=say("{score} of {most} points.", **points),
            status=say(STATUS[result["status"]]),
            added=added(result),
            words=words(),
        )


def words() -> dict[str, str]:
    """What every page says."""
    return {
        "exercise": say("exercise"),
        "points": say("points"),
        "know": say("what to know"),
        "of": say("{some} of {all}"),
        "by_hand": say("These points were given by hand."),
        "right": say("✓ right"),
        "partly": say("✗ partly right"),
        "cells": say("Cells that did not run to their end"),
        "all_points": say(
            "An exercise earns all its points when your function is right in all cases of the grader, which are of the"
            " same kind\nas those of <code>check</code>."
        ),
    }


def added(result: dict) -> list[str]:
    """What an instructor's rules add to the grader's points, as sentences."""
    lines = []
    if result.get("penalty"):
        known = {"points": f"{result['penalty']:g}", "time": result["handed_in"]}
        lines.append(
            say("{points} points are taken off because it was handed in late, on {time}.", **known)
            if result["handed_in"]
            else say("{points} points are taken off because it was handed in late.", **known)
        )
    if result.get("manual"):
        lines.append(say("{points} points were given by hand.", points=f"{result['manual']:+g}"))
    return [*lines, *result.get("remarks", [])]
