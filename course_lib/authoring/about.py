"""Who made the course, how to cite it, under which licence it stands: CITATION.cff in words (pure)."""

import re

import yaml

from course_lib.authoring.site_words import say

PLACE = "% about"
LICENCES = {
    "BSD-3-Clause": ("BSD 3-Clause", "https://spdx.org/licenses/BSD-3-Clause.html"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
}
BIBTEX = """

```bibtex
{bibtex}
```
"""


def words(cff):
    """Markdown of the text of a CITATION.cff."""
    found = yaml.safe_load(cff)
    links = {name: f"[{title}]({link})" for name, (title, link) in LICENCES.items() if name in found["license"]}
    # A group alone is whoever wrote it: a reader learns nothing from that.
    named = any("family-names" in author for author in found["authors"])
    parts = [say("**Authors.** {authors}.", authors=", ".join(map(name, found["authors"])))] if named else []
    parts.append(
        say(
            "**Licence.** Code {code}, text and pictures {prose}: use, change and share them, and name the authors. "
            "The lecture that the course accompanies, 深度学习优化器, belongs to its author.",
            code=links["BSD-3-Clause"],
            prose=links["CC-BY-4.0"],
        )
    )
    parts.append(say("**How to cite.** {message}", message=say(found["message"].strip())))
    return "\n\n".join(parts) + BIBTEX.format(bibtex=bibtex(found))


def name(author):
    """A person's names in reading order, or the name of a group."""
    return author.get("name") or f"{author['given-names']} {author['family-names']}"


def bibtex(found):
    """The entry of a CITATION.cff that was read; a field that it does not have is left out."""
    year = re.match(r"\d{4}", str(found.get("date-released", "")))
    fields = {
        "author": " and ".join(f"{{{name(each)}}}" if "name" in each else name(each) for each in found["authors"]),
        "title": f"{{{found['title']}}}",
        "version": found["version"],
        "year": year and year[0],
        "doi": found.get("doi"),
        "url": found.get("repository-code") or found.get("url"),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@software{{optimizers-course,\n{lines}}}"
