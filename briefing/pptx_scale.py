"""What an axis of a native chart shows: round steps, the format of its figures, their places."""

from __future__ import annotations

import math
from dataclasses import dataclass

from text.numbers import format_number
from text.words import Lang


@dataclass(frozen=True)
class Scale:
    """What an axis shows: its ends, the step of its figures, their format code, decimals and what follows them."""

    low: float
    high: float
    step: float
    code: str
    decimals: int = 0
    suffix: str = ""

    def share(self, value: float) -> float:
        """Where `value` stands, 0 to 1."""
        return (value - self.low) / ((self.high - self.low) or 1)

    def fractions(self, lang: Lang) -> list[tuple[float, str]]:
        """Figures with decimals and their places (0 to 1), to be written beside the axis: a format code would give
        them the decimal mark of the machine, not of the deck. None where the figures are whole.
        """
        count = int((self.high - self.low) / self.step + 1e-9) + 1 if self.decimals else 0
        values = (self.low + place * self.step for place in range(count))
        return [(self.share(value), format_number(value, lang, self.decimals) + self.suffix) for value in values]


def scale(low: float, high: float, suffix: str, lang: Lang, most: int = 6) -> Scale:
    """Round steps. Thousands are written as the deck's language writes them, whatever the machine's settings."""
    span = (high - low) or 1.0
    rough = span / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    if low == int(low) and high == int(high) and span >= 2:
        step = float(max(math.ceil(step), 1))
    decimals = next((places for places in range(4) if _is_round(step, places) and _is_round(low, places)), 4)
    ending = suffix.strip() if lang == "en" else suffix
    high = float(high) if high > low else low + span
    return Scale(float(low), high, float(step), _code(decimals, ending, lang), decimals, ending)


def _is_round(value: float, places: int) -> bool:
    return abs(round(value, places) - value) < 1e-9


def _code(decimals: int, ending: str, lang: Lang) -> str:
    after = f'"{ending}"' if ending else ""
    if decimals:
        return f"0.{'0' * decimals}{after}"
    mark = "," if lang == "en" else "."
    thousand, million = f"#\\{mark}000", f"#\\{mark}000\\{mark}000"
    return f"[>=1000000]{million}{after};[>=1000]{thousand}{after};0{after}"
