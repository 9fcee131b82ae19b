"""What is wrong with a file or a report, said so that the person who made it can put it right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from text.numbers import format_date
from text.words import Lang, say


@dataclass(frozen=True)
class Phrase:
    """A catalogue text whose language is not chosen yet."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: Lang) -> str:
        return say(self.key, lang, **{name: in_language(value, lang) for name, value in self.values.items()})


@dataclass(frozen=True)
class Listed:
    """Several values, or phrases, in a row."""

    parts: tuple[object, ...]
    between: str = "; "

    def text(self, lang: Lang) -> str:
        return self.between.join(in_language(part, lang) for part in self.parts)


def in_language(value: object, lang: Lang) -> str:
    """`value` as text: by its own `text(lang)` where it has one (Phrase, Problem, NumberProblem), a day as it is
    written in `lang`, else `str`."""
    if isinstance(value, date):
        return format_date(value, lang)
    speak = getattr(value, "text", None)
    return speak(lang) if callable(speak) else str(value)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in which file, where in it, and what.

    `code` is a key below `problem.` in the catalogue. `values` fill its placeholders and may be phrases themselves.
    `place` is a cell ("Báo cáo!E22"), a phrase (line 12), or empty where the whole file is meant.
    """

    file: str
    place: str | Phrase
    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: Lang = "vi") -> str:
        """ "file · place: sentence" in `lang`."""
        where = " · ".join(part for part in (self.file, in_language(self.place, lang)) if part)
        return f"{where}: {Phrase(f'problem.{self.code}', self.values).text(lang)}"

    def __str__(self) -> str:
        return self.text("vi")


class ProblemsFound(ValueError):
    """Carries every problem found in one go, so that a file is put right in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def text(self, lang: Lang = "vi") -> str:
        """One problem a line."""
        return "\n".join(problem.text(lang) for problem in self.problems)

    def __str__(self) -> str:
        return self.text("vi")
