"""Results → a page on the class: how the points fall, what each question cost, which mistakes to take up."""

from collections import Counter
from html import escape

from course_lib.grading.feedback import html

BINS = 10
MANY = 10  # lines in a list
STYLE = """
.bar { fill: #0072B2 } svg text { font: 11px system-ui, sans-serif; fill: currentColor }
td.heat { text-align: center; color: #000 }
"""


class Summary:
    """Counts that grow with each result and stay small, however many there are."""

    def __init__(self, assignment):
        self.assignment = assignment
        self.scores, self.status, self.passed, self.mistakes = Counter(), Counter(), Counter(), Counter()
        self.graded, self.failed, self.slowest = 0, [], []

    def add(self, result):
        """Count one result (a dict)."""
        self.status[result["status"]] += 1
        if result["status"] not in ("ok", "partial"):
            self.failed.append((result["submission"], result["status"], (result["problems"] or [""])[0]))
            self.failed = self.failed[: 50 * MANY]
        if result["exercises"]:
            self.graded += 1
            self.scores[min(BINS - 1, int(BINS * result["score"] / result["max_score"]))] += 1
            self.slowest = sorted([*self.slowest, (result["seconds"], result["submission"])], reverse=True)[:MANY]
        for name, grade in result["exercises"].items():
            self.passed[name] += grade["passed"]
            if grade["diagnosis"]:
                self.mistakes[name, grade["diagnosis"]] += 1

    def page(self, replaced, note):
        """The page, as HTML that needs nothing from outside. note: what the sandbox does not protect, or ''."""
        total = sum(self.status.values())
        kinds = ", ".join(f"{count} {status}" for status, count in sorted(self.status.items()))
        parts = [
            f"<p>{total} submissions: {kinds or 'none'}. Seed {self.assignment.seed}.</p>",
            f"<p><strong>{escape(note)}</strong></p>" if note else "",
            "<h2>Points</h2>",
            self.distribution(),
            "<h2>Questions</h2>",
            self.questions(),
            "<h2>Mistakes to take up in class</h2>",
            self.commonest(),
            "<h2>Mistakes by exercise</h2>",
            self.heat_map(),
            "<h2>For a person to look at</h2>",
            listing([f"{name}: {status}. {said}" for name, status, said in self.failed], "None."),
            "<h2>Slowest</h2>",
            listing([f"{name}: {seconds:.2f} s" for seconds, name in self.slowest], "None."),
            "<h2>Replaced by a later one of the same student</h2>",
            listing([f"{old}, by {new}" for old, new in sorted(replaced.items())], "None."),
        ]
        return html(f"{self.assignment.name}: the class", "".join(parts), STYLE)

    def distribution(self):
        """A histogram of the scores, with the same numbers in words for those who do not see it."""
        highest, step = max(self.scores.values(), default=1), 100 // BINS
        words = ", ".join(f"{count} at {i * step} to {(i + 1) * step} %" for i, count in sorted(self.scores.items()))
        bars = "".join(
            f"<rect class='bar' x='{10 + 60 * i}' y='{140 - 120 * self.scores[i] / highest:.1f}' width='50'"
            f" height='{120 * self.scores[i] / highest:.1f}'/>"
            f"<text x='{35 + 60 * i}' y='{132 - 120 * self.scores[i] / highest:.1f}' text-anchor='middle'>"
            f"{self.scores[i] or ''}</text>"
            f"<text x='{35 + 60 * i}' y='158' text-anchor='middle'>{i * step}–{(i + 1) * step} %</text>"
            for i in range(BINS)
        )
        return f"<svg role='img' aria-label='Points: {words}' viewBox='0 0 620 165' width='100%'>{bars}</svg>"

    def questions(self):
        rows = "".join(
            f"<tr><th scope='row'>{escape(key.name)}</th><td class='number'>{key.points}</td>"
            f"<td class='number'>{share(self.passed[key.name], self.graded)}</td></tr>"
            for key in self.assignment.keys
        )
        return (
            "<table><thead><tr><th scope='col'>exercise</th><th scope='col' class='number'>points</th>"
            f"<th scope='col' class='number'>right</th></tr></thead><tbody>{rows}</tbody></table>"
        )

    def commonest(self):
        hints = {(key.name, mistake.name): mistake.hint for key in self.assignment.keys for mistake in key.mistakes}
        lines = [
            f"{count} times in {name}: {hints.get((name, mistake), mistake)}"
            for (name, mistake), count in self.mistakes.most_common(MANY)
        ]
        return listing(lines, "No known mistake was found.")

    def heat_map(self):
        """How often each known mistake was made: the more, the darker, and the number in it."""
        if not self.mistakes:
            return "<p>None.</p>"
        most, rows = max(self.mistakes.values()), []
        for key in self.assignment.keys:
            made = [(count, m) for (name, m), count in self.mistakes.items() if name == key.name]
            cells = "".join(
                f"<td class='heat' style='background: rgba(230, 159, 0, {0.15 + 0.85 * count / most:.2f})'>"
                f"{escape(mistake.replace('_', ' '))}: {count}</td>"
                for count, mistake in sorted(made, reverse=True)
            )
            rows.append(f"<tr><th scope='row'>{escape(key.name)}</th>{cells or '<td>none</td>'}</tr>")
        return f"<div style='overflow-x: auto'><table><tbody>{''.join(rows)}</tbody></table></div>"


def listing(lines, otherwise):
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else f"<p>{otherwise}</p>"


def share(count, total):
    return f"{100 * count / total:.0f} %" if total else "–"
