"""A result → a page for the student: points, what may be wrong, cells that failed. No hidden input, no right value."""

from html import escape

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
       background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
.number { text-align: right; white-space: nowrap }
.yes { color: #00664a } .no { color: #a33c00 }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b } .yes { color: #4fd3a8 }
       .no { color: #ffa070 } th, td { border-color: #555 } }
"""
STATUS = {
    "ok": "Everything in the notebook ran.",
    "partial": "Some cell or function ended with an error; everything else was graded.",
    "memory": "Some cell or function needed more memory than is allowed; everything else was graded.",
    "timeout": "Some cell or function did not end in time; everything else was graded.",
    "crashed": "Some cell or function ended the whole program; everything else was graded.",
    "unreadable": "The file could not be read, so it was not graded.",
    "wrong_assignment": "This is another homework, so it was not graded.",
    "empty": "There is no code in it, so it was not graded.",
}


def page(result, assignment):
    """The page of one result (a dict), as HTML that needs nothing from outside."""
    rows = "".join(row(name, grade) for name, grade in result["exercises"].items())
    table = (
        "<table><thead><tr><th scope='col'>exercise</th><th scope='col' class='number'>points</th>"
        f"<th scope='col'>what to know</th></tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else ""
    )
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in result["problems"])
    cells = f"<h2>Cells that did not run to their end</h2><ul>{problems}</ul>" if problems else ""
    return html(
        f"{assignment}: {result['submission']}",
        f"<p><strong>{result['score']:g} of {result['max_score']:g} points.</strong> {STATUS[result['status']]}</p>"
        f"{table}{cells}"
        "<p>An exercise earns its points when your function is right in all cases of the grader, which are of the same"
        " kind as those of <code>check</code>.</p>",
    )


def row(name, grade):
    mark = "<span class='yes'>✓ right</span>" if grade["passed"] else "<span class='no'>✗</span>"
    said = escape(grade["message"]) if not grade["passed"] else ""
    return (
        f"<tr><th scope='row'>{escape(name)}</th><td class='number'>{grade['score']:g} of {grade['max_score']:g}</td>"
        f"<td>{mark} {said}</td></tr>"
    )


def html(title, body, style=""):
    """A whole page; it may load nothing and run nothing."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<meta name='viewport' content='width=device-width'><style>{STYLE}{style}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )
