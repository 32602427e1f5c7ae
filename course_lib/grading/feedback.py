"""A result → a page for the student: points, what may be wrong, cells that failed. No hidden input, no right value."""

from course_lib.grading.pages import page_of

STATUS = {
    "ok": "Everything in the notebook ran.",
    "partial": "Some cell or function ended with an error; everything else was graded.",
    "unavailable": "Something that it needs is not where it was graded, such as a package; a person will look at it.",
    "memory": "Some cell or function needed more memory than is allowed; everything else was graded.",
    "timeout": "Some cell or function did not end in time; everything else was graded.",
    "crashed": "Some cell or function ended the whole program; everything else was graded.",
    "unreadable": "The file could not be read, so it was not graded.",
    "wrong_assignment": "This is another homework, so it was not graded.",
    "empty": "There is no code in it, so it was not graded.",
    "manual": "It was graded by hand.",
}


PAGE = """
{% extends "page" %}
{% block body %}
<p><strong>{{ "%g of %g" % (result.score, result.max_score) }} points.</strong> {{ status }}</p>
{% for line in added %}<p>{{ line }}</p>{% endfor %}
{% if result.exercises %}
<table>
<thead><tr><th scope="col">exercise</th><th scope="col" class="number">points</th>
<th scope="col">what to know</th></tr></thead>
<tbody>
{% for name, grade in result.exercises.items() %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ "%g of %g" % (grade.score, grade.max_score) }}</td>
{% if grade.judged is defined %}
<td>{{ grade.comment or "These points were given by hand." }} {{ grade.message }}</td></tr>
{% elif grade.passed %}
<td><span class="yes">✓ right</span> {{ grade.comment | default("") }}</td></tr>
{% else %}
<td><span class="no">{{ "✗ partly right" if grade.score else "✗" }}</span> {{ grade.message }}
{{ grade.comment | default("") }}</td></tr>
{% endif %}
{% endfor %}
</tbody>
</table>
{% endif %}
{% if result.problems %}
<h2>Cells that did not run to their end</h2>
<ul>{% for problem in result.problems %}<li>{{ problem }}</li>{% endfor %}</ul>
{% endif %}
<p>An exercise earns all its points when your function is right in all cases of the grader, which are of the same kind
as those of <code>check</code>.</p>
{% endblock %}
"""


def page(result: dict, assignment: str) -> str:
    """The page of one result, as HTML that needs nothing from outside."""
    title = f"{assignment}: {result['submission']}"
    return page_of(PAGE, title=title, result=result, status=STATUS[result["status"]], added=added(result))


def added(result: dict) -> list[str]:
    """What an instructor's rules add to the grader's points, as sentences."""
    lines = []
    if result.get("penalty"):
        when = f", on {result['handed_in']}" if result["handed_in"] else ""
        lines.append(f"{result['penalty']:g} points are taken off because it was handed in late{when}.")
    if result.get("manual"):
        lines.append(f"{result['manual']:+g} points were given by hand.")
    return [*lines, *result.get("remarks", [])]
