"""The search of a Chinese page: by pairs of letters, so that neither Python nor the browser needs a list of words."""

import re

from sphinx.search.zh import SearchChinese

RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9_]+")


class Pairs(SearchChinese):
    """动量法 is found by 动量 and 量法."""

    js_splitter_code = """function splitQuery(query) {
  return (query.match(/[\\u3400-\\u9fff]+|[A-Za-z0-9_]+/g) ?? []).flatMap(run => run < "\\u3400" || run.length < 3
    ? [run] : Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2)))
}"""

    def split(self, input):
        runs = RUN.findall(input)
        self.latin_terms.update(run for run in runs if run < "\u3400")
        return [part for run in runs for part in pairs(run)]


def pairs(run):
    """A word as it is; Chinese letters in pairs.

    >>> pairs("动量法"), pairs("Adam")
    (['动量', '量法'], ['Adam'])
    """
    if run < "\u3400" or len(run) < 3:
        return [run]
    return [run[place : place + 2] for place in range(len(run) - 1)]
