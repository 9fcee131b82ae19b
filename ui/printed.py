"""A number as a report prints it, found in the text of its file: the whole number, never a piece of a longer one."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_PLACES = 6
"""A number that stands in more places than these is not pointed out: nobody can tell which of them is meant."""
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def forms(printed: str) -> list[str]:
    """The ways the file may write it, the likeliest first: as entered, without spaces, without the per-cent sign."""
    text = _SPACES.sub(" ", printed).strip()
    found = (text, text.replace(" ", ""), text.removesuffix("%").strip())
    return [form for form in dict.fromkeys(found) if any(letter.isdigit() for letter in form)]


def is_whole(before: str, after: str) -> bool:
    """True where the text before and after does not go on with the number: "1.103" in "21.103" or "1.103.000" does."""
    return not re.search(r"\d[.,]?$", before) and not re.match(r"[.,]?\d", after)


def places_in(text: str, printed: str) -> int:
    """How often `text` has the number, in the likeliest form it has at all."""
    flat = _SPACES.sub(" ", text)
    for form in forms(printed):
        spans = (match.span() for match in re.finditer(re.escape(form), flat))
        if found := sum(is_whole(flat[:start][-2:], flat[end:][:2]) for start, end in spans):
            return found
    return 0


def worth_finding(printed: Iterable[str | None]) -> tuple[str, ...]:
    """The numbers that can be looked for, each once."""
    return tuple(dict.fromkeys(one for one in printed if one and forms(one)))
