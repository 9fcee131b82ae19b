"""The registry's terms: measures (what is counted) and indicators (rates over them), as plain records."""

from dataclasses import dataclass
from typing import Literal

from domain.formula import Sum

MeasureKind = Literal["flow", "stock", "computed", "printed_rate", "flag"]
Polarity = Literal["up_is_good", "down_is_good", "neutral"]
Theme = Literal["online", "on_time", "staff", "other"]
RateRule = Literal["ratio", "staff_share"]

PRINTED_RATE = "printed_rate."
PRINTED_SHARE = "printed_share."


@dataclass(frozen=True)
class Measure:
    """Something a report counts. `computed_as` lists the sums it follows from where it is not printed."""

    code: str
    name_vi: str
    name_en: str
    unit: str
    kind: MeasureKind
    appendix_code: str = ""
    computed_as: tuple[Sum, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Indicator:
    """A rate in per cent. `rule` "ratio" divides two sums; "staff_share" follows the rule for qualification tables."""

    id: str
    theme: Theme
    name_vi: str
    name_en: str
    rule: RateRule
    definition: str
    definition_vi: str
    definition_en: str
    source_vi: str
    source_en: str
    polarity: Polarity
    is_default: bool
    min_denominator: int
    headline: int = 0
    numerator: Sum = ()
    denominator: Sum = ()
    group: str = ""
    dimension: str = ""
    levels: tuple[str, ...] = ()
