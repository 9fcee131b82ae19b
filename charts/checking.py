"""What officers did to the reports behind a view's figures: which nobody has checked, which figures they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from charts.quality_marks import Key, is_of_print, reported, subtracted
from domain.indicators import PRINTED_RATE, PRINTED_SHARE
from domain.periods import Period, parse_period
from queries.check_rows import CorrectionRow
from queries.rows import Value
from text.reviews import figure_words
from text.words import Lang

CORRECTED = "§"
"""Stands after a figure that rests on what an officer corrected or rejected, on screen and in files alike."""
MOST_IN_A_NOTE = 4
_REVIEWS = ("corrected", "rejected")


@dataclass(frozen=True)
class Corrections:
    """The figures of a view's reports that officers corrected or rejected, looked up by what rests on them."""

    rows: Sequence[CorrectionRow] = ()

    def of(self, value: Value) -> tuple[CorrectionRow, ...]:
        """Those behind a rate: of its report, of all that a sum is made of, and of what a derived quarter is the
        difference of."""
        if not self.rows:
            return ()
        quarter = (value.unit_id, value.period_id) if value.is_derived and not value.is_rebased else None
        found = self.about(value.report_id, value.scope, (value.indicator_id,), quarter)
        # What a report prints of its own rate says nothing of a sum or a difference of reports.
        follows = value.is_derived or "+" in value.report_id
        found = tuple(one for one in found if not (follows and is_of_print([one.measure])))
        # Where there is no rate, only what was taken away is to be told.
        return found if value.value is not None else tuple(one for one in found if one.after is None)

    def about(
        self, report_id: str, scope: str, names: Iterable[str], quarter: tuple[str, str] | None = None
    ) -> tuple[CorrectionRow, ...]:
        """Those behind measures or indicators of a report; of several, joined by "+" in `report_id`, of each. `quarter`
        is the unit and period of a derived one: the flows of the reports that it is less then count too."""
        if not self.rows:
            return ()
        names = tuple(names)
        found = self._at(report_id.split("+"), scope, names)
        less = self._at(subtracted(*quarter), scope, names) if quarter else []
        return tuple(dict.fromkeys((*found, *(one for one in less if one.kind != "stock"))))

    def _at(self, holders: Iterable[str], scope: str, names: Sequence[str]) -> list[CorrectionRow]:
        return [one for holder in holders for name in names for one in self._index.get((holder, scope, name), ())]

    @cached_property
    def _index(self) -> dict[Key, list[CorrectionRow]]:
        found: dict[Key, list[CorrectionRow]] = {}
        for one in self.rows:
            for name in (*one.indicator_ids, *one.measures):
                for holder in (one.report_id, reported(one.unit_id, one.period_id)):
                    found.setdefault((holder, one.scope, name), []).append(one)
        return found


class Checking:
    """Mixed into the view, which has the corrections, the reports that nobody has checked, and the words."""

    lang: Lang
    corrections: Corrections
    unchecked: frozenset[str]
    periods: tuple[Period, ...]
    report_numbers: Mapping[str, str]

    @property
    def labels(self) -> Mapping[str, str]:
        raise NotImplementedError

    def say(self, key: str, **values: object) -> str:
        raise NotImplementedError

    def is_unchecked(self, report_id: str) -> bool:
        """True where nobody has checked the report; of several, joined by "+", one of them."""
        return any(one in self.unchecked for one in report_id.split("+"))

    def correction_lines(self, rows: Sequence[CorrectionRow], report_id: str = "") -> list[str]:
        """For hover, a line each kind, with the sign; each with its unit where `report_id` joins several."""
        words = self.correction_words(rows, report_id)
        return [f"{CORRECTED} {one[:1].upper()}{one[1:]}" for one in words]

    def correction_words(self, rows: Sequence[CorrectionRow], report_id: str = "") -> list[str]:
        """For a column of remarks: "đã đính chính: hồ sơ tiếp nhận mới trong kỳ 1.144 → 1.134"."""
        several = "+" in report_id
        return [
            self.say(
                f"correction.remark.{review}", figures="; ".join(self._figure(one, named=several) for one in found)
            )
            for review in _REVIEWS
            if (found := [one for one in rows if one.review == review])
        ]

    def correction_notes(self, rows: Iterable[CorrectionRow]) -> tuple[str, ...]:
        """The footnotes: whose figure, what it was and what it is; of many the first, and how many more there are."""
        once = {(one.report_id, one.scope, one.measure): one for one in rows}.values()
        return tuple(
            self.say(f"correction.note.{review}", figures=self._listed(found))
            for review in _REVIEWS
            if (found := [one for one in once if one.review == review])
        )

    def _listed(self, rows: Sequence[CorrectionRow]) -> str:
        figures = "; ".join(self._figure(one, named=True) for one in rows[:MOST_IN_A_NOTE])
        more = len(rows) - MOST_IN_A_NOTE
        return self.say("correction.more", figures=figures, count=more) if more > 0 else figures

    def _figure(self, row: CorrectionRow, *, named: bool) -> str:
        key = row.review if row.after is not None else f"{row.review}_none"
        before, after = figure_words(row.before, self.lang), figure_words(row.after, self.lang)
        words = self.say(f"correction.{key}", measure=self._measure(row), before=before, after=after)
        if not named:
            return words
        unit = self.labels.get(row.unit_id) or self.report_numbers.get(row.report_id, row.report_id)
        if len(self.periods) == 1 and self.periods[0].period_id == row.period_id:
            return self.say("correction.unit", unit=unit, figure=words)
        when = parse_period(row.period_id).short_label(self.lang)
        return self.say("correction.unit_when", unit=unit, when=when, figure=words)

    def _measure(self, row: CorrectionRow) -> str:
        """The name inside a sentence."""
        name = (row.name_vi if self.lang == "vi" else row.name_en) or row.measure
        if name[1:2].islower():
            name = name[:1].lower() + name[1:]
        if row.scope != "own":
            name = f"{name} ({self.say(f'scope.{row.scope}')})"
        for prefix, key in ((PRINTED_RATE, "source_of.printed_rate"), (PRINTED_SHARE, "source_of.printed_share")):
            if row.measure.startswith(prefix):
                return self.say(key, name=name)
        return name
