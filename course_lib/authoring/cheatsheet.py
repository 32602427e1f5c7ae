"""The cheat sheet: all elementwise rules on one page of A4, as HTML and PDF.

Formulas, units, memory and the course's defaults come from the rules themselves; docs/cheatsheet/LANGUAGE.json has the
words, defaults.json what the libraries choose.
"""

import json
import re
import shutil
from html import escape
from pathlib import Path

import numpy as np

from course_lib import style
from course_lib.authoring import printing, site_words, vendor
from course_lib.authoring.mathml import mathml, with_mathml
from course_lib.explorers import table
from course_lib.files import ROOT, write
from course_lib.language import ENGLISH, say, tag
from course_lib.optimizers.rule import knobs

FOLDER = ROOT / "docs" / "cheatsheet"
TEMPLATE = Path(__file__).with_name("cheatsheet.html")
LETTERS = {"lr": "α", "weight_decay": "λ"}
# What a docstring says of the unit of lr; what keeps a path when the loss, or W, is ten times as large. Where lr has no
# unit, ε stands for one: that of W², in D.
UNITS = {"W² per loss": "steep", "that of W": "even", "none": "none"}
KEEPS = {"steep": (0.1, 100), "even": (1, 10), "none": (1, 10)}


def formulas(rule):
    """The formulas of one step, as TeX, from the docstring's first paragraph."""
    first = rule.__doc__.split("\n\n")[0]
    found = re.findall(r"\$([^$]+)\$", first)
    parts = [part.strip().strip(",").strip() for tex in found for part in re.split(r",?\s*\\quad", tex)]
    return [re.sub(r"\s+", " ", part) for part in parts if part]


def unit(rule):
    """What a docstring says of the unit of lr: a key of KEEPS."""
    lines = re.search(r"[Uu]nits:\s(.+)", rule.__doc__)[1]
    if other := re.match(r"as (\w+)", lines):
        return unit(table.RULES[other[1]])
    return UNITS[re.match(r"lr (?:is|has) (.+?)[,.]", lines)[1]]


def remembers(rule):
    """The names of what a rule keeps for each weight."""
    return [name for name, part in rule().start(np.zeros(3)).items() if np.size(part) == 3]


def keeps(rule):
    """What lr is to be multiplied by when the loss is ten times as large, and when W is."""
    return KEEPS[unit(rule)]


def texts():
    """The words, in the language of the website's edition that is being built."""
    words = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
    return site_words.sheet(words) | {"language": tag(site_words.edition().language)}


def page(printed=True, other=""):
    """The sheet as HTML; printed: there is a PDF to which it can link; other: HTML of the link to another language."""
    words = texts()
    libraries = json.loads((FOLDER / "defaults.json").read_text(encoding="utf-8"))
    day = style.variables(style.LIGHT)
    versions = ", ".join(f"{name} {library['version']}" for name, library in libraries.items())
    foot = f"{words['foot']} {words['muon']} {versions}. {words['course_name']}, CC BY 4.0."
    return TEMPLATE.read_text(encoding="utf-8").format(
        **{name: escape(words[name]) for name in ("language", "title", "back")},
        pdf=f'<a href="cheatsheet.pdf">{escape(words["pdf"])}</a>' if printed else "",
        other=other,
        day=day,
        colours=f":root {{ {day} color-scheme: light dark; }}\n@media screen and (prefers-color-scheme: dark) "
        f"{{ :root {{ {style.variables(style.DARK)} }} }}",
        notation=with_mathml(words["notation"]),
        columns="".join(f'<th scope="col">{escape(name)}</th>' for name in words["columns"])
        + f'<th scope="col" aria-label="{escape(words["defaults"])}">{heads(words, libraries)}</th>',
        rows="\n".join(row(name, rule, words, libraries) for name, rule in table.RULES.items()),
        foot=escape(foot),
    )


def row(name, rule, words, libraries):
    """The table's row of one rule."""
    own = words["rules"][name]
    parts = [piece(tex) for tex in formulas(rule)]
    step = own["formula"].format(*parts) if "formula" in own else " ".join(parts)
    number = own["chapter"][:2].lstrip("0")
    link = f'<a href="notebooks/{own["chapter"]}.html">{words["chapter"].format(number=number)}</a>'
    cells = [
        f'<th scope="row">{name}{swatch(name)}</th>',
        f'<td class="formula">{step}</td>',
        f'<td class="few" data-label="{words["columns"][2]}">{memory(rule, words)}</td>',
        f'<td class="few" data-label="{words["columns"][3]}">{rate(rule, words)}</td>',
        f"<td>{whole(with_mathml(own['trap']))} {link}</td>",
        f"<td>{defaults(name, rule, words, libraries)}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def whole(html):
    """Words in which no line begins with what belongs to the formula before it."""
    return re.sub(r"(<math\b(?:(?!</math>).)*</math>[.,;:)]+)", r'<span class="whole">\1</span>', html)


def piece(tex):
    """A formula that stays on one line; the one that moves W is marked."""
    return f'<span class="{"part update" if tex.startswith("W :=") else "part"}">{mathml(tex)}</span>'


def swatch(name):
    """The rule's line, as in all pictures."""
    look = table.look(name)
    dashes = " ".join(str(3 * part) for part in look["dashes"])
    line = f'<path d="M0 4H46" stroke="{look["colour"]}" stroke-width="4" stroke-dasharray="{dashes}"/>'
    return f'<svg width="46" height="8" aria-hidden="true">{line}</svg>'


def memory(rule, words):
    """How many numbers a weight costs, and what they are."""
    kept = remembers(rule)
    if not kept:
        return escape(words["nothing"])
    letters = ", ".join(
        mathml(re.sub("_(.+)", r"^{\1}", part) if len(part) < 6 else rf"\text{{{part}}}") for part in kept
    )
    return f"<b>{words['numbers'].format(n=len(kept))}</b><br>{letters}"


def rate(rule, words):
    """The unit of lr, and what keeps the path in other units."""
    loss, weights = (said(factor) or words["stays"] for factor in keeps(rule))
    name = words["units"][unit(rule)]
    return f"<b>{name}</b><br>{words['loss']} {loss}<br>{words['weights']} {weights}"


def said(factor):
    """A factor of lr in signs, α × 100 or α ÷ 10; nothing where lr stays."""
    return "" if factor == 1 else f"α × {factor:g}" if factor > 1 else f"α ÷ {1 / factor:g}"


def defaults(name, rule, words, libraries):
    """The hyperparameters that the course and the libraries choose, a line for each hyperparameter."""
    sources = [{knob: getattr(rule(), knob) for knob in knobs(rule)}]
    sources += [library.get(name, {}) for library in libraries.values()]
    places = []
    for knob, known in knobs(rule).items():
        values = [short(chosen.get(knob)) for chosen in sources]
        places += [f"<i>{LETTERS.get(knob, known.label)}</i>", *(f"<span>{value}</span>" for value in values)]
    again = heads(words, libraries).replace('"defaults"', '"defaults narrow" aria-hidden="true"')
    return f'{again}<div class="defaults">{"".join(places)}</div>'


def heads(words, libraries):
    """The line above the defaults: whose they are."""
    whose = [words["course"], *libraries]
    return f'<div class="defaults"><i></i>{"".join(f"<span>{who}</span>" for who in whose)}</div>'


def short(value):
    """A default as it is written by hand."""
    if value is None:
        return "–"
    return f"{value:.0e}".replace("e-0", "e-") if 0 < value < 1e-4 else f"{value:g}"


def main(target, other=""):
    """Write the sheet, and its PDF where there is a Chromium, into the folder `target`."""
    target = Path(target)
    (target / "_static").mkdir(parents=True, exist_ok=True)
    shutil.copy(vendor.FONT / "stix-two-math.woff2", target / "_static")
    shutil.copy(ROOT / "docs" / "site" / "_static" / "icon.svg", target / "_static")
    write(target / "cheatsheet.html", page(other=other))
    if site_words.edition().language != ENGLISH:  # printed in English alone: not every machine has the letters
        write(target / "cheatsheet.html", page(printed=False, other=other))
    elif not printing.pdf(target / "cheatsheet.html", target / "cheatsheet.pdf"):
        write(target / "cheatsheet.html", page(printed=False, other=other))
        print(say("cheatsheet.pdf: not printed, since there is no Chromium here."))
