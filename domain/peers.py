"""Which units are similar: of one type, with about as many dossiers a year, or on a list that an office keeps."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Lower ends of the bands of dossiers received a year, from the second band on.
VOLUME_BANDS = (500, 1500, 5000)
UNIT_TYPES = {"xã": "commune", "phường": "ward", "thị trấn": "township", "đặc khu": "special_zone"}
_DAYS_A_YEAR = 365


class PeersBy(StrEnum):
    """What makes units similar."""

    TYPE = "type"
    VOLUME = "volume"
    LIST = "list"


@dataclass(frozen=True)
class Peers:
    """A group of similar units. `which` is a value of UNIT_TYPES, the number of a band of volume, or a group's id."""

    by: PeersBy
    which: str

    @property
    def code(self) -> str:
        """A word for an address or a file: "type:ward", "volume:0", "list:ven-do"."""
        return f"{self.by.value}:{self.which}"

    @classmethod
    def parse(cls, code: str) -> "Peers":
        """The group of a code. Raises ValueError for what is none; whether a list exists is the registry's to know."""
        by, _, which = code.partition(":")
        known = {
            PeersBy.TYPE.value: which in UNIT_TYPES.values(),
            PeersBy.VOLUME.value: which in map(str, range(len(VOLUME_BANDS) + 1)),
            PeersBy.LIST.value: bool(which),
        }
        if not known.get(by):
            raise ValueError(f"not a group of similar units: {code!r}")
        return cls(PeersBy(by), which)


@lru_cache(maxsize=20_000)
def type_of(name: str) -> str | None:
    """The type that a commune's official name begins with: "ward" for "Phường 1"; None for any other name."""
    words = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return next((kind for word, kind in UNIT_TYPES.items() if words.startswith(f"{word} ")), None)


def dossiers_a_year(received: float, days: int) -> float:
    """Dossiers received in `days` days, as they would be in a year at that pace."""
    return received / days * _DAYS_A_YEAR


def band_of(dossiers: float) -> int:
    """The band of a number of dossiers a year, from 0; a lower end belongs to its band."""
    return bisect_right(VOLUME_BANDS, dossiers)


def band_ends(band: int) -> tuple[int | None, int | None]:
    """The smallest and the largest whole number of dossiers in a band; None where it has no end."""
    ends = (None, *VOLUME_BANDS, None)
    low, high = ends[band], ends[band + 1]
    return low, None if high is None else high - 1
