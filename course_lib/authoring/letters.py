"""The letters that translations need and DejaVu Sans does not have: which, and the font that has them."""

import io
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from course_lib import style
from course_lib.authoring import languages, site_words, translating
from course_lib.language import LANGUAGES
from course_lib.translation.catalogue import entries

FONT = Path(__file__).resolve().parents[1] / "fonts" / "course-han.ttf"
# Han letters, and the marks and wide forms that stand among them.
RANGES = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x2018, 0x201D), (0x2026, 0x2026))

EXAM_QUESTION = re.compile(r"\*\*\d+（")


def needed(root):
    """The letters of all translations, sources and terms, in their order."""
    texts = [(Path(root) / "locale" / "glossary.csv").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in languages.build.sources(root).values()]
    for language in LANGUAGES:
        # The website, README and docs/ are read in the letters of the reader's own system.
        others = {site_words.CATALOGUE, *languages.documentation(root)}
        for name in (name for name in translating.catalogues(root) if name not in others):
            texts += map(str, strings(root, name, language))
        for name in languages.documentation(root):  # exam questions are printed on paper
            texts += [said for said in map(str, strings(root, name, language)) if EXAM_QUESTION.match(said)]
    return "".join(sorted({letter for text in texts for letter in text if is_han(letter)}))


def strings(root, name, language):
    """What a catalogue says."""
    return [entry.string for entry in entries(languages.load(root, name, language))]


def is_han(letter):
    return any(low <= ord(letter) <= high for low, high in RANGES)


def there(font=FONT):
    """The letters that a font has."""
    with TTFont(font) as opened:
        return {chr(code) for code in opened.getBestCmap()}


def write_subset(whole, letters, target=FONT):
    """Write a font with these letters of the font `whole`, the same bytes each time, under the course's own name."""
    options = subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
    font = subset.load_font(str(whole), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    style_name = "Regular"
    names = {1: style.HAN, 2: style_name, 3: f"{style.HAN} {style_name}", 4: style.HAN, 6: style.HAN.replace(" ", "")}
    table = font["name"]
    table.names = [name for name in table.names if name.nameID in (0, 13, 14)]  # copyright and licence
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font.recalcTimestamp = False
    font.save(str(target))


def for_pages(font=FONT):
    """The bytes of a font in the form that browsers load, WOFF."""
    with TTFont(font, recalcTimestamp=False) as opened:
        opened.flavor = "woff"
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()
