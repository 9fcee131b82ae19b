"""The light colours of the screen, for paper and slides, and the arithmetic of colours. Equal to ui.theme (a test)."""

from charts.spec import Flag, Mark, Role, Series, Status

PAPER = "#ffffff"
PANEL = "#f0f4f5"
TEXT = "#1b2b30"
MUTED = "#56666b"
GRID = "#e3e9eb"
CONTEXT = "#aebbc0"
MEDIAN = "#3d4d52"
TARGET = "#8a3b00"
ACCENT = "#0b6577"
WARNING = "#a33a00"
CATEGORICAL = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
SEQUENTIAL = ("#eef5d6", "#bfe0bf", "#7cc4bd", "#3f9bb5", "#2a6aa3", "#22396f")
STATUS = {Status.MET: "#00734f", Status.CLOSE: "#8a5800", Status.NOT_MET: "#b03f00"}
SHAPES = {Status.MET: "▲", Status.CLOSE: "●", Status.NOT_MET: "▼"}
REFERENCE = {"median": MEDIAN, "target": TARGET}
READABLE = 4.5
"""The contrast that text needs against what is behind it (WCAG 2.2, level AA)."""
FADE = 0.5
"""How much paper is mixed into the colour of a figure that nobody has checked yet."""
_FIRST = 0.15


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two hex colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str) -> str:
    """`colour`, drawn towards the text colour until it can be read as text on paper."""
    candidates = (mix(colour, TEXT, step / 10) for step in range(11))
    return next((one for one in candidates if contrast(one, PAPER) >= READABLE), TEXT)


def text_on(background: str) -> str:
    """Black or white, whichever is easier to read on `background`."""
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(colour, background))


def ramp(share: float) -> str:
    """The colour of the sequential scale at `share` (0 to 1)."""
    place = min(max(share, 0.0), 1.0) * (len(SEQUENTIAL) - 1)
    lower = min(int(place), len(SEQUENTIAL) - 2)
    return mix(SEQUENTIAL[lower], SEQUENTIAL[lower + 1], place - lower)


def levels(count: int) -> tuple[str, ...]:
    """`count` colours from low to high; their lightness tells the order even without hue."""
    return tuple(ramp(_FIRST + (1 - _FIRST) * place / max(count - 1, 1)) for place in range(count))


def shade(colour: str, mark: Mark) -> str:
    """`colour`, lighter where the figure is provisional."""
    return mix(colour, PAPER, FADE) if Flag.PROVISIONAL in mark.flags else colour


def mark_colour(mark: Mark) -> str:
    """The accent for the subject, quiet grey for the context."""
    return shade(ACCENT if mark.role is Role.SUBJECT else CONTEXT, mark)


def line_colours(series: tuple[Series, ...]) -> dict[str, str]:
    """One subject has the accent; several take Okabe and Ito's colours in their order."""
    subjects = [one.key for one in series if one.role is Role.SUBJECT]
    colours = (ACCENT,) if len(subjects) == 1 else CATEGORICAL
    own = {key: colours[place % len(colours)] for place, key in enumerate(subjects)}
    grey = {Role.CONTEXT: CONTEXT, Role.MEDIAN: MEDIAN}
    return {one.key: own.get(one.key) or grey[one.role] for one in series}


def is_open(mark: Mark) -> bool:
    """Open point markers: lower bounds (circle) and derived values (diamond)."""
    return bool({Flag.LOWER_BOUND, Flag.DERIVED} & mark.flags)


def symbol(mark: Mark) -> str:
    return "diamond" if Flag.DERIVED in mark.flags else "circle"


def value_text(mark: Mark) -> str:
    """The text at a mark; † tells a window that strays from the others'."""
    return mark.text + (" †" if Flag.OTHER_WINDOW in mark.flags else "")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
