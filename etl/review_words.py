"""Lines of a review as sentences, in whatever language they are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.indicators import Measure
from domain.review import Line
from text.reviews import act_words, line_words
from text.words import Lang


@dataclass(frozen=True)
class Told:
    """Who did what, when and why: one sentence a line."""

    lines: Sequence[Line]
    measures: Mapping[str, Measure] = field(hash=False)

    def text(self, lang: Lang) -> str:
        return " ".join(line_text(line, self.measures, lang) for line in self.lines)


def line_text(line: Line, measures: Mapping[str, Measure], lang: Lang) -> str:
    """One line; a measure by its name."""
    measure = measures.get(line.measure)
    name = (measure.name_vi if lang == "vi" else measure.name_en) if measure else line.measure
    return line_words(line.by, line.at, act_words(line.action, name, line.before, line.after, lang), line.reason, lang)
