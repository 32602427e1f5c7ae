"""JupyterLab's own words in the course's languages, as JupyterLite asks for them."""

import json
from importlib import resources

from babel import Locale

from course_lib.authoring import AuthoringError
from course_lib.files import write
from course_lib.language import ENGLISH, LANGUAGES, say

# Of a language's package, which also has the words of extensions that are not here.
PARTS = ("jupyterlab", "jupyterlab_widgets")


def place(folder):
    """Write them into `folder`, of a build: which languages there are, and a file of each."""
    for locale in LANGUAGES.values():
        write(folder / f"{locale}.json", json.dumps({"data": pack(locale), "message": ""}, ensure_ascii=False))
    names = {locale: called(locale) for locale in (ENGLISH, *LANGUAGES.values())}
    write(folder / "all.json", json.dumps({"data": names, "message": ""}, ensure_ascii=False))


def pack(locale):
    """{part: {sentence: translation}} of the package of a language."""
    package = f"jupyterlab_language_pack_{locale}"
    try:
        texts = resources.files(package) / "locale" / locale / "LC_MESSAGES"
    except ModuleNotFoundError as error:
        raise AuthoringError(
            say("{package} is not installed: run `make dev`.", package=package.replace("_", "-"))
        ) from error
    return {part: json.loads((texts / f"{part}.json").read_text(encoding="utf-8")) for part in PARTS}


def called(locale):
    """What JupyterLab's menu calls a language, in English and in that language."""
    language = Locale.parse(locale)
    return {"displayName": language.get_display_name("en"), "nativeName": language.get_display_name()}
