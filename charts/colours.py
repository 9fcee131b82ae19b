"""Colours and shapes, light and dark, for the screen, slides and files: one place, so that they cannot disagree."""

from dataclasses import dataclass

from charts.spec import Status

SHAPES: dict[Status, str] = {Status.MET: "▲", Status.CLOSE: "●", Status.NOT_MET: "▼"}
# Told three ways: the tone's colour, the shape, and the word that stands in the cell.
TONE_SHAPES = {status.value: shape for status, shape in SHAPES.items()} | {
    "reported": "✓", "late": "◷", "missing": "✕", "derived": "∑"
}  # fmt: skip
"""The shape of a matrix cell's tone (charts.spec.Cell)."""
_FIRST = 0.15
"""Where the ordinal colours begin on the sequential scale: its very start is too close to the paper for a bar."""
_BAND = 0.26
READABLE = 4.5
"""The contrast that text needs against what is behind it (WCAG 2.2, level AA)."""


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme. `categorical` are Okabe and Ito's; `sequential` runs from little to much."""

    name: str
    paper: str
    panel: str
    text: str
    muted: str
    grid: str
    context: str
    median: str
    target: str
    accent: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    status: dict[Status, str]
    warning: str


LIGHT = Palette(
    name="light",
    paper="#ffffff",
    panel="#f0f4f5",
    text="#1b2b30",
    muted="#56666b",
    grid="#e3e9eb",
    context="#aebbc0",
    median="#3d4d52",
    target="#8a3b00",
    accent="#0b6577",
    categorical=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
    sequential=("#eef5d6", "#bfe0bf", "#7cc4bd", "#3f9bb5", "#2a6aa3", "#22396f"),
    status={Status.MET: "#00734f", Status.CLOSE: "#8a5800", Status.NOT_MET: "#b03f00"},
    warning="#a33a00",
)

DARK = Palette(
    name="dark",
    paper="#11191c",
    panel="#1b262a",
    text="#e4ecee",
    muted="#9fb0b6",
    grid="#2a363a",
    context="#5d6d73",
    median="#c5d0d3",
    target="#f0a875",
    accent="#4fb6c6",
    categorical=("#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#f0e442"),
    sequential=("#24334f", "#2a5585", "#2f7fa3", "#4aa9ae", "#8fcfb4", "#e2f0c4"),
    status={Status.MET: "#3fc79a", Status.CLOSE: "#e5b54a", Status.NOT_MET: "#f2915f"},
    warning="#f5a67e",
)


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two hex colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def band(palette: Palette) -> str:
    """A band behind bars and dots: quieter than both, and text can be read on it."""
    return mix(palette.paper, palette.context, _BAND)


def readable(colour: str, palette: Palette) -> str:
    """`colour`, drawn towards the text colour until it can be read as text on the paper."""
    for step in range(11):
        candidate = mix(colour, palette.text, step / 10)
        if contrast(candidate, palette.paper) >= READABLE:
            return candidate
    return palette.text


def text_on(background: str) -> str:
    """Black or white, whichever is easier to read on `background`: at least 4.58 on any colour."""
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, background))


def ramp(palette: Palette, share: float) -> str:
    """The colour of the sequential scale at `share` (0 to 1)."""
    stops = palette.sequential
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    lower = min(int(place), len(stops) - 2)
    return mix(stops[lower], stops[lower + 1], place - lower)


def levels(palette: Palette, count: int) -> tuple[str, ...]:
    """`count` colours from low to high; their lightness tells the order even without hue."""
    return tuple(ramp(palette, _FIRST + (1 - _FIRST) * place / max(count - 1, 1)) for place in range(count))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
