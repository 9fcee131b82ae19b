"""Finds the unit that a row of an import file names, or says which part of what is written is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.periods import Period
from domain.units import REORGANISED, Level, Near, Unit, UnitAmbiguous, UnitIndex, UnitUnknown
from etl.import_cells import Registry, read_choice
from etl.import_layout import LEVELS
from etl.import_rows import Cell, Problems
from etl.problems import Listed, Phrase

_MOST_NAMED = 5
_CELL_OF = {"name": "unit", "on": "unit"}
_ABOVE = {"district": Level.DISTRICT, "province": Level.PROVINCE}


@dataclass(frozen=True)
class UnitFinder:
    """The units, and what became of each."""

    registry: Registry
    units: UnitIndex

    def find(self, cells: Mapping[str, Cell], period: Period, problems: Problems) -> Unit | None:
        """The unit named in `cells` in `period`; None, with a problem, where there is not exactly one."""
        name = cells["unit"]
        if not name.text:
            problems.add(name.place, "unit_missing")
            return None
        level = read_choice(cells["level"], LEVELS, "level", "", problems)
        try:
            return self.units.resolve(
                name=name.text,
                on=period.nominal.end,
                level=Level(level) if level else None,
                district=cells["district"].text or None,
                province=cells["province"].text or None,
                gso_code=cells["gso_code"].text or None,
            )
        except UnitAmbiguous as error:
            problems.add(name.place, "unit_ambiguous", found=name.printed, candidates=self._named(error.candidates))
        except UnitUnknown as error:
            self._say_what_differs(error, cells, period, problems)
        return None

    def _say_what_differs(
        self, error: UnitUnknown, cells: Mapping[str, Cell], period: Period, problems: Problems
    ) -> None:
        name, nearest = cells["unit"], error.nearest if error.near else ()
        values: dict[str, object] = {"found": name.printed, "on": period.period_id}
        if not nearest:
            problems.add(name.place, "unit_unknown", **values)
        elif {one.differs for one in nearest} == {("name",)}:
            problems.add(name.place, "unit_misspelt", guess=self._named(one.unit for one in nearest), **values)
        elif len(nearest) == 1 and len(nearest[0].differs) == 1:
            self._say_one_part(nearest[0], cells, values, problems)
        else:
            problems.add(name.place, "unit_contradicted", candidates=self._with_parts(nearest), **values)

    def _say_one_part(
        self, near: Near, cells: Mapping[str, Cell], values: Mapping[str, object], problems: Problems
    ) -> None:
        """Names the one cell that is wrong, and what the registry has in its place."""
        (part,) = near.differs
        cell = cells[_CELL_OF.get(part, part)]
        if part == "on":
            self._say_era(near.unit, cell, values, problems)
            return
        above = self.units.at_level(near.unit, _ABOVE[part]) if part in _ABOVE else None
        expected = above.name if above else near.unit.gso_code if part == "gso_code" else str(near.unit.level)
        code = "unit_without_district" if part in _ABOVE and above is None else "unit_part_differs"
        unit, words = self.units.describe(near.unit), Phrase(f"place.unit_part_{part}")
        problems.add(cell.place, code, part=words, given=cell.printed, expected=expected, unit=unit)

    def _say_era(self, unit: Unit, cell: Cell, values: Mapping[str, object], problems: Problems) -> None:
        """The unit was not there in the period: which one was."""
        has_ended = unit.valid_to is not None and unit.valid_to < REORGANISED
        others = [
            self.units.get(one.to_unit_id if has_ended else one.from_unit_id)
            for one in self.registry.lineage
            if (one.from_unit_id if has_ended else one.to_unit_id) == unit.unit_id
        ]
        code = "unit_ended" if has_ended else "unit_not_yet"
        last, first = unit.valid_to, unit.valid_from
        day = last + timedelta(days=1) if has_ended and last else first
        known = [one for one in others if one is not None]
        problems.add(cell.place, code if known else f"{code}_alone", day=day, unit=self.units.describe(unit),
                     others=self._named(known), **values)  # fmt: skip

    def _with_parts(self, nearest: Iterable[Near]) -> Listed:
        """Each unit with the parts in which it differs."""
        shown = list(nearest)
        words = [
            Phrase(
                "place.unit_differs",
                {
                    "unit": self.units.describe(one.unit),
                    "parts": Listed(tuple(Phrase(f"place.unit_part_{part}") for part in one.differs), ", "),
                },
            )
            for one in shown[:_MOST_NAMED]
        ]
        return Listed((*words, *["…"][: len(shown) > _MOST_NAMED]))

    def _named(self, units: Iterable[Unit]) -> str:
        """The units with what tells them apart: "Xã Bình Phước, Huyện A, Tỉnh B (01234, 2004)"."""
        shown = [self.units.describe(unit) for unit in units]
        return "; ".join([*shown[:_MOST_NAMED], *["…"][: len(shown) > _MOST_NAMED]])
