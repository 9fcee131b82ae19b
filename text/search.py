"""Names made comparable and short: what a search box matches on, and what fits on an axis."""

import re
import unicodedata

# Word processors put a typographic apostrophe or dash into names that the registry writes plainly (Ea H'leo, Bà Rịa -
# Vũng Tàu), and old fonts the Icelandic eth for Đ: the two look the same on paper.
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "’": "'", "‘": "'", "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " "})


def fold(text: str) -> str:
    """`text` without accents and case: "Xã  Lai Hưng" -> "xa lai hung"; đ is d, a dash a space, spaces are collapsed.

    For matching only: different units may fold to one text ("Xã Bình Thạnh", "Xã Bình Thanh").
    """
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.casefold().translate(_PLAIN).split())


_KIND = re.compile(r"^(?:Thành phố|Thị trấn|Thị xã|Đặc khu|Phường|Huyện|Quận|Tỉnh|Xã)\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d+|[IVX]+)\b")


def short_name(name: str) -> str:
    """`name` without its kind, for chart labels: "Xã Lai Hưng" -> "Lai Hưng".

    A name that begins with a number says nothing without its kind and stays whole: "Phường 1", "Phường IV", "Quận 3",
    "Phường 1 Bảo Lộc".
    """
    whole = unicodedata.normalize("NFC", name).strip()
    rest = _KIND.sub("", whole)
    return whole if _NUMBER.match(rest) else rest
