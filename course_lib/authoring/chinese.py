"""The Chinese parts of an English page, marked as such: read aloud in Chinese, and not broken between any two signs."""

import re

HAN = re.compile(r"[㐀-鿿豈-﫿][㐀-鿿豈-﫿、。，：；！？（）《》“”]*")
# Tags, and what stands between two of these is no prose.
APART = re.compile(r"(<(script|style|svg|math|textarea|option|title)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)", re.DOTALL)


def marked(html):
    """HTML whose Chinese words stand in an element that says so.

    >>> marked("<p>an optimizer (优化器)</p>")
    '<p>an optimizer (<span lang="zh-Hans">优化器</span>)</p>'
    """
    pieces, end = [], 0
    for found in APART.finditer(html):
        pieces += [HAN.sub(span, html[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, HAN.sub(span, html[end:])])


def span(found):
    return f'<span lang="zh-Hans">{found[0]}</span>'
