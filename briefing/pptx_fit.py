"""How much room a text needs, from Arial's own widths: no font has to be there, every machine makes the same deck."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

LINE = 1.2
"""Height of a line, in sizes of its letters."""
_SAFETY = 1.06
"""A little more than Arial takes: fonts that stand in for it, or for its Vietnamese letters, are wider."""
_ROUNDING = 0.01
_REGULAR = {
    200: "'\u2009", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·\u00a0", 333: "()-`r“”²{}", 350: "•\"°", 389: "*",
    469: "^", 500: "Jcksvxyz\u2002", 549: "≥≤≈", 556: "#$0123456789?L_abdeghnopqu–†€", 584: "+<=>~×−", 604: "●ơ",
    611: "FTZ", 640: "ư", 667: "&ABEKPSVXY", 722: "CDHNRUwƯ", 778: "GOQƠ", 834: "Mm½", 889: "%", 944: "W", 990: "▲▼",
    1015: "—…™→@◆✓✕◷∑",
}  # fmt: skip
_BOLD = {
    200: "\u2009", 238: "'", 278: " ,./I\\ijl‘’·|\u00a0",
    333: "!()-:;[]`ft²", 389: "*r{}°•", 474: "\"",
    500: "z“”\u2002",
    556: "#$0123456789J_aceksvxy–†€≥≤≈", 584: "+<=>^~×−", 611: "?FLTZbdghnopqu●", 680: "ơư", 667: "EPSVXY",
    722: "&ABCDHKNRU", 778: "GOQwƯƠ", 834: "M½", 889: "%m", 944: "W", 1000: "—…™→@▲▼◆✓✕◷∑",
}  # fmt: skip
_WIDTHS = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 1000
_PLAIN = {"đ": "d", "Đ": "D"}
_HORN = "\u031b"


@cache
def _letter(letter: str, bold: bool) -> int:
    """Thousandths of the size. An accent takes no room; a letter that is not known counts as a square."""
    widths = _WIDTHS[bold]
    if letter in widths:
        return widths[letter]
    first, *accents = list(unicodedata.normalize("NFD", _PLAIN.get(letter, letter)))
    if unicodedata.combining(first):
        return 0
    return widths.get(unicodedata.normalize("NFC", first + _HORN) if _HORN in accents else first, _UNKNOWN)


def width(text: str, size: float, bold: bool = False) -> float:
    """Points that `text` takes on one line."""
    return sum(_letter(letter, bold) for letter in text) * size * _SAFETY / 1000


def widest(texts: Iterable[str], size: float, bold: bool = False) -> float:
    return max((width(text, size, bold) for text in texts), default=0.0)


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Lines no wider than `room` points, broken at spaces; a word that is wider than a line is broken where it must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width(joined, size, bold) <= room + _ROUNDING:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, room, size, bold)
            lines += full
        lines.append(line)
    return lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold) > room + _ROUNDING:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def height(texts: Iterable[str], room: float, size: float, bold: bool = False) -> float:
    """Points that paragraphs take, one below the other, in a box `room` wide."""
    return sum(len(wrap(text, room, size, bold)) for text in texts) * size * LINE


def best_size(
    texts: Sequence[str], room: float, tall: float, sizes: Sequence[float], bold: bool = False
) -> float | None:
    """The first of `sizes` (large to small) at which the paragraphs fit into `room` by `tall`; None where none does."""
    return next((size for size in sizes if height(texts, room, size, bold) <= tall + _ROUNDING), None)


def cut(text: str, room: float, tall: float, size: float, bold: bool = False) -> str:
    """As much of `text` as fits, with … where something had to go."""
    most = max(int((tall + _ROUNDING) / (size * LINE)), 1)
    lines = wrap(text, room, size, bold)
    if len(lines) <= most:
        return text
    kept = lines[:most]
    while width(f"{kept[-1]}…", size, bold) > room:
        kept[-1] = kept[-1][:-1]
    return " ".join(kept).rstrip() + "…"
