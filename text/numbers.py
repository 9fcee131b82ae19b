"""Numbers and dates as a reader writes and reads them: Vietnamese (1.748 and 43,6) and English (1,748 and 43.6)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from text.words import Lang, say

Number = int | float | Decimal
Kind = Literal["count", "rate", "money_vnd", "money_million"]
Qualifier = Literal["exact", "at_least", "at_most", "about"]

MISSING = "–"
HIGHEST_RATE = Decimal(1000)
"""Per cent. Completion of a plan may pass 100; nothing a report prints passes 1000."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_DIGITS = 18
_ROOM = Context(prec=400)
_PREFIXES: tuple[tuple[str, Qualifier], ...] = (
    (r"trên|hơn|ít nhất|tối thiểu|không dưới|≥|>=|>", "at_least"),
    (r"dưới|nhiều nhất|tối đa|không quá|≤|<=|<", "at_most"),
    (r"khoảng|ước tính|ước đạt|ước|xấp xỉ|gần|≈|~", "about"),
)
_SUFFIXES: tuple[tuple[str, Qualifier], ...] = ((r"trở lên", "at_least"), (r"trở xuống", "at_most"))
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x200B: None, 0x2060: None, 0xFEFF: None}
# fmt: off
_COUNT_WORDS = frozenset((
    "hồ sơ", "phiếu", "thủ tục", "thủ tục hành chính", "tthc", "nhiệm vụ", "người", "cán bộ", "công chức",
    "viên chức", "đồng chí", "biên chế", "hợp đồng", "chức danh", "kết quả", "trường hợp", "lượt", "văn bản",
    "đơn vị", "xã", "dịch vụ", "cuộc", "tin", "bài", "lĩnh vực", "kiến nghị", "ý kiến",
))
# fmt: on
_RATE_WORDS = frozenset({"%", "phần trăm"})
_VND: dict[str, Decimal] = {
    "nghìn": Decimal(1000),
    "ngàn": Decimal(1000),
    "triệu": Decimal(10**6),
    "tỷ": Decimal(10**9),
    "tỉ": Decimal(10**9),
}
_DONG = ("đồng", "đ", "vnđ", "vnd")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_POINT = re.compile(r"[0-9]+\.[0-9]{1,2}")
_THREE_DECIMALS = re.compile(r"[0-9]+,[0-9]{3}")
_ONE_POINT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


class NumberProblem(ValueError):
    """A number that cannot be read without guessing. `code` is a key of the catalogue, `values` fill it."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code, values)

    def text(self, lang: Lang) -> str:
        return say(self.code, lang, **self.values)

    def __str__(self) -> str:
        return self.text("vi")


@dataclass(frozen=True)
class ParsedNumber:
    """`value` in the unit of its column: pieces, per cent, đồng or million đồng."""

    value: Decimal
    qualifier: Qualifier = "exact"


def format_number(value: Number | None, lang: Lang = "vi", decimals: int = 0) -> str:
    """vi "1.748", en "1,748"; half rounds up, the minus sign is U+2212, None and NaN are "–"."""
    number = _decimal(value)
    if number is None:
        return MISSING
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ROOM)
    digits = f"{rounded.copy_abs():,f}"
    if lang == "vi":
        digits = digits.translate({ord(","): ".", ord("."): ","})
    return f"\u2212{digits}" if rounded < 0 else digits


def rounded(value: Number, decimals: int) -> float:
    """`value` as `format_number` shows it, as a number, so that words compare and subtract what is drawn."""
    number = _decimal(value)
    return (
        float(number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_ROOM)) if number else 0.0
    )


def format_percent(value: Number | None, lang: Lang = "vi", decimals: int = 1) -> str:
    """`value` is per cent, 0 to 100: vi "43,6 %" with a no-break space, en "43.6%"."""
    digits = format_number(value, lang, decimals)
    if digits == MISSING:
        return MISSING
    return f"{digits}\u00a0%" if lang == "vi" else f"{digits}%"


def format_points(delta: Number | None, lang: Lang = "vi", decimals: int = 1) -> str:
    """A difference of two percentages, signed: "+4,1 điểm phần trăm", "+4.1 percentage points"."""
    digits = format_number(delta, lang, decimals)
    if digits == MISSING:
        return MISSING
    rises = digits[0] != "\u2212" and any(digit in "123456789" for digit in digits)
    return say("number.points", lang, value=f"+{digits}" if rises else digits)


def format_date(day: date, lang: Lang = "vi") -> str:
    """vi "15/12/2022", en "15 Dec 2022"."""
    if lang == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def parse_number(text: str | Number, kind: Kind) -> ParsedNumber:
    """The number that stands in a cell of a column of `kind`, in that column's unit.

    Text is read the Vietnamese way ("." groups thousands, "," is the decimal mark), with words such as "trên",
    "trở lên", "hồ sơ", "%", "tỷ đồng". int, float and Decimal are taken as they are. Raises NumberProblem for what
    is no number, is out of range, or could be two numbers: nothing is guessed.
    """
    found = str(text).strip()
    if not isinstance(text, str):
        number = None if isinstance(text, bool) else _decimal(text)
        if number is None:
            raise NumberProblem("number.not_a_number", found=found)
        return ParsedNumber(_within(number, kind, found))
    words = _clean(text)
    if not words:
        raise NumberProblem("number.empty")
    qualifier, words = _split_qualifier(words, found)
    digits, unit = _split_unit(words, found)
    scale = _scale(digits, unit, kind, found)
    return ParsedNumber(_within(_read_digits(digits, kind, found) * scale, kind, found), qualifier)


def _decimal(value: Number | None) -> Decimal | None:
    """None for None, NaN and infinities. A float counts for the 15 digits that Excel shows of it."""
    if value is None:
        return None
    number = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def _clean(text: str) -> str:
    """Lower case, NFC, full-width signs as plain ones, any run of spaces as one space, no zero-width signs."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_NARROW).lower().split())


def _split_qualifier(words: str, found: str) -> tuple[Qualifier, str]:
    qualifiers: set[Qualifier] = set()
    for pattern, qualifier in _SUFFIXES:
        if match := re.fullmatch(rf"(?:từ )?(.*\S) ?(?:{pattern})", words):
            qualifiers.add(qualifier)
            words = match[1]
    for pattern, qualifier in _PREFIXES:
        if match := re.match(rf"(?:{pattern})(?= |[0-9]|$) ?", words):
            qualifiers.add(qualifier)
            words = words[match.end() :]
            break
    if len(qualifiers) > 1:
        raise NumberProblem("number.two_qualifiers", found=found)
    return (qualifiers.pop() if qualifiers else "exact"), words


def _split_unit(words: str, found: str) -> tuple[str, str]:
    """The digits in front and the words behind them."""
    match = re.fullmatch(r"([0-9][0-9.,]*) ?([^0-9]*)", words)
    if match:
        return match[1], match[2].strip()
    if re.match(r"[-\u2212\u2013] ?[0-9]", words):
        raise NumberProblem("number.negative", found=found)
    raise NumberProblem("number.malformed" if re.search("[0-9]", words) else "number.not_a_number", found=found)


def _scale(digits: str, unit: str, kind: Kind, found: str) -> Decimal:
    """What the digits are multiplied by, from the words behind them."""
    if kind.startswith("money"):
        return _money_scale(digits, unit, kind, found)
    allowed = _RATE_WORDS if kind == "rate" else _COUNT_WORDS
    if unit and unit not in allowed:
        _refuse_unit(unit, found)
    return Decimal(1)


def _money_scale(digits: str, unit: str, kind: Kind, found: str) -> Decimal:
    """A bare "246,613" is refused: reports print tỷ (billions) just so, and may leave the word to the sentence."""
    own = Decimal(1) if kind == "money_vnd" else Decimal(10**6)
    if not unit:
        if kind == "money_million" and _THREE_DECIMALS.fullmatch(digits):
            raise NumberProblem("number.money_unit", found=found)
        return Decimal(1)
    size, _, currency = unit.partition(" ")
    if unit in _DONG:
        size, currency = "", unit
    if (size and size not in _VND) or (currency and currency not in _DONG):
        _refuse_unit(unit, found)
    return _VND.get(size, Decimal(1)) / own


def _refuse_unit(unit: str, found: str) -> None:
    raise NumberProblem("number.percent" if unit in _RATE_WORDS else "number.unknown_word", found=found, word=unit)


def _read_digits(digits: str, kind: Kind, found: str) -> Decimal:
    if kind == "rate" and _ONE_POINT.fullmatch(digits):
        grouped, point = digits.replace(".", ""), digits.replace(".", ",")
        raise NumberProblem("number.ambiguous", found=found, grouped=grouped, point=point)
    if kind == "rate" and _POINT.fullmatch(digits):
        return Decimal(digits)
    if _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    fraction = kind == "count" and _POINT.fullmatch(digits)
    raise NumberProblem("number.not_whole" if fraction else "number.malformed", found=found)


def _within(number: Decimal, kind: Kind, found: str) -> Decimal:
    """`number` without trailing zeros, if a column of `kind` can hold it."""
    if number < 0:
        raise NumberProblem("number.negative", found=found)
    finest = Decimal(1).scaleb(-_MOST_DIGITS)
    if number >= 10**_MOST_DIGITS or number.quantize(finest, context=_ROOM) != number:
        raise NumberProblem("number.too_long", found=found, most=_MOST_DIGITS)
    if kind == "rate" and number > HIGHEST_RATE:
        raise NumberProblem("number.rate_too_high", found=found, most=format_number(HIGHEST_RATE))
    if kind in ("count", "money_vnd") and number != number.to_integral_value():
        raise NumberProblem("number.not_whole", found=found)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
