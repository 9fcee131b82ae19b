"""Periods whose figures will still change, by the day that the figures were gathered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from domain.due import LAST_DAY, due_on
from domain.periods import Period, reported_in
from queries.rows import UnitRow


class Settling:
    """Mixed into the view, which has the day, the local due days and the units of a period."""

    as_of: date | None
    due_days: Mapping[tuple[str, str], int]

    def units_in(self, period: Period) -> list[UnitRow]:
        raise NotImplementedError

    def is_open(self, period: Period) -> bool:
        """True where the period had not ended on the day that the figures were gathered: they will change."""
        return self.as_of is not None and period.nominal.end > self.as_of

    def unsettled(self, period: Period) -> Literal["open", "due"] | None:
        """Why the period's figures will still change: on the day that they were gathered it had not ended, or the day
        on which its reports are due had not passed; None where neither holds."""
        if self.is_open(period):
            return "open"
        # No report is due later than that: a national view does not go through its units for every value.
        if self.as_of is None or self.as_of > period.nominal.end.replace(day=LAST_DAY):
            return None
        return "due" if self.as_of <= self.last_due(period) else None

    def last_due(self, period: Period) -> date:
        """The day by which the last of the view's units has to have reported the period."""
        if period not in self._last_due:
            days = (self._due(unit, period) for unit in self.units_in(period))
            self._last_due[period] = max(days, default=period.due)
        return self._last_due[period]

    def _due(self, unit: UnitRow, period: Period) -> date:
        places = (unit.unit_id, unit.district_id, unit.province_id)
        return due_on(reported_in([period])[-1], places, self.due_days)

    def is_awaited(self, unit: UnitRow, period: Period) -> bool:
        """True where the unit's report of the period was not due yet on the day that the figures were gathered."""
        return self.as_of is not None and self.as_of <= self._due(unit, period)

    @cached_property
    def _last_due(self) -> dict[Period, date]:
        return {}
