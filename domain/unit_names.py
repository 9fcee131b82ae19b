"""How names of units are written: short forms of the word for their kind, accents, and where the tone mark stands."""

import re
import unicodedata

KIND_WORDS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")

_SHORT_KINDS = {
    "đk": "đặc khu", "tp": "thành phố", "tt": "thị trấn", "tx": "thị xã", "h": "huyện", "p": "phường", "q": "quận",
    "t": "tỉnh", "x": "xã",
}  # fmt: skip
# One letter is a short form only with its point; two letters also with a blank.
_SHORT_KIND = re.compile(r"^(?:(đk|tp|tt|tx|h|p|q|t|x)\s*\.\s*|(đk|tp|tt|tx)\s+)(?=\S)")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_APOSTROPHES = re.compile("['’‘`]")
_BETWEEN = re.compile(r"[^\w]+")


def in_full(name: str) -> str:
    """`name` with the word for its kind written out: "X. Lai Hưng" -> "xã Lai Hưng", "TP Huế" -> "thành phố Huế"."""
    text = unicodedata.normalize("NFC", name).strip()
    if found := _SHORT_KIND.match(text.casefold()):
        return f"{_SHORT_KINDS[found[1] or found[2]]} {text[found.end() :]}"
    return text


def without_kind(name: str, kinds: tuple[str, ...] = KIND_WORDS) -> str:
    """`name`, in lower case, without the word for its kind; whole where it has none."""
    for kind in kinds:
        if name.startswith(f"{kind} ") and name[len(kind) :].strip():
            return name[len(kind) :].strip()
    return name


def spelled(name: str) -> str:
    """What makes the spelling of `name`: letters with their accents. Case, dashes and the letter that carries a tone do
    not: "Hoà Bình" and "Hòa Bình" are one spelling, "Lai Hừng" and "Lai Hưng" are two."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ð", "đ")
    words = _BETWEEN.sub(" ", _APOSTROPHES.sub("", text)).split()
    return " ".join(_tone_last(word) for word in words)


def _tone_last(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(char for char in apart if char in _TONES))
    return "".join(char for char in apart if char not in _TONES) + tones


def has_accents(name: str) -> bool:
    """Whether the name itself, its kind aside, was written with any accent or đ."""
    rest = without_kind(unicodedata.normalize("NFC", name).casefold().strip())
    return "đ" in rest or any(unicodedata.combining(char) for char in unicodedata.normalize("NFD", rest))
