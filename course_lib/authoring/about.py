"""Who made the course, how to cite it, under which licence it stands: CITATION.cff in words (pure)."""

import re

import yaml

PLACE = "% about"
LICENCES = {
    "BSD-3-Clause": ("Code", "https://spdx.org/licenses/BSD-3-Clause.html", "BSD 3-Clause"),
    "CC-BY-4.0": ("text and pictures", "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
}
AUTHORS = "**Authors.** {authors}.\n\n"
WORDS = """**Licence.** {licences}: use, change and share them, and name the authors.
The lecture that the course accompanies, 深度学习优化器, belongs to its author.

**How to cite.** {message}

```bibtex
{bibtex}
```
"""


def words(cff):
    """Markdown of the text of a CITATION.cff."""
    found = yaml.safe_load(cff)
    licences = [LICENCES[name] for name in found["license"]]
    # A group alone is whoever wrote it: a reader learns nothing from that.
    named = any("family-names" in author for author in found["authors"])
    authors = AUTHORS.format(authors=", ".join(map(name, found["authors"]))) if named else ""
    return authors + WORDS.format(
        licences=", ".join(f"{what} [{title}]({link})" for what, link, title in licences),
        message=found["message"].strip(),
        bibtex=bibtex(found),
    )


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
