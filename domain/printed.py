"""What a printed number says: "1.748", "99,04 %", "1.005,8/1.029,7". For checks; reports are read by `text.numbers`."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Grouped by points, or plain with a decimal comma; a point before one or two digits can only be a decimal one.
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?|[0-9]+\.[0-9]{1,2}")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One number, or the two of "a/b"; `decimals` are those of the first."""

    numbers: tuple[float, ...]
    decimals: int


@lru_cache(maxsize=65_536)
def read_printed(text: str) -> Printed | None:
    """The numbers of `text`; None for words, an empty text, or what is no number ("49,14,52")."""
    parts = text.replace("%", "").replace("\u00a0", " ").split("/")
    stripped = [part.strip() for part in parts]
    if len(stripped) > 2 or not all(_NUMBER.fullmatch(part) for part in stripped):
        return None
    return Printed(tuple(_value(part) for part in stripped), _decimals(stripped[0]))


def has_digits(text: str) -> bool:
    """True where `text` means to be a number, legible or not."""
    return _DIGIT.search(text) is not None


def _value(part: str) -> float:
    if "," in part:
        return float(part.replace(".", "").replace(",", "."))
    is_decimal_point = re.fullmatch(r"[0-9]+\.[0-9]{1,2}", part) is not None
    return float(part if is_decimal_point else part.replace(".", ""))


def _decimals(part: str) -> int:
    found = re.search(r"(?:,|^[0-9]+\.)([0-9]{1,2}$|[0-9]+$)", part)
    if found is None or ("," not in part and len(found[1]) > 2):
        return 0
    return len(found[1])
