"""Lines of a review as sentences, in whatever language they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.review import Line
from domain.rules import Vocabulary
from text.reviews import act_words, line_words
from text.words import Lang, say


@dataclass(frozen=True)
class Told:
    """Who did what, when and why: one sentence a line."""

    lines: Sequence[Line]
    known: Vocabulary = field(hash=False)

    def text(self, lang: Lang) -> str:
        return " ".join(line_text(line, self.known, lang) for line in self.lines)


def line_text(line: Line, known: Vocabulary, lang: Lang) -> str:
    """One line; a measure, a rate and a share as printed by their names."""
    name = _name(line.measure, known, lang)
    act = act_words(line.action, name, line.before, line.after, lang, was_rejected=line.was_rejected)
    return line_words(line.by, line.at, act, line.reason, lang)


def _name(code: str, known: Vocabulary, lang: Lang) -> str:
    for prefix, key in ((PRINTED_RATE, "source_of.printed_rate"), (PRINTED_SHARE, "source_of.printed_share")):
        if code.startswith(prefix):
            return say(key, lang, name=_name(code.removeprefix(prefix), known, lang))
    found = known.measures.get(code) or known.indicators.get(code)
    if found is None:
        return code
    return found.name_vi if lang == "vi" else found.name_en
