"""Tables of sentences (ui/sentences.py) read back from the screen."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest

from tests.app_cases import htmls

_CELL = re.compile(r'<td class="[^"]*" data-label="([^"]*)">([^<]*)</td>')


def rows_in(html: str) -> list[dict[str, str]]:
    """A dict a row by the headings of its columns, of all tables of sentences."""
    bodies = re.findall(r'<div class="sentences".*?</table></div>', html, re.S)
    return [
        {unescape(label): unescape(text) for label, text in _CELL.findall(row)}
        for body in bodies
        for row in re.findall(r"<tr>(<td.*?)</tr>", body, re.S)
    ]


def sentence_rows(app: AppTest) -> list[dict[str, str]]:
    return rows_in(htmls(app))
