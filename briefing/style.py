"""The light colours of the screen, for paper and slides: how marks and lines take them."""

import charts.colours as palettes
import charts.signs as signs
from charts.colours import LIGHT
from charts.spec import Flag, Mark, Role, Series

PAPER, PANEL, TEXT, MUTED = LIGHT.paper, LIGHT.panel, LIGHT.text, LIGHT.muted
GRID, CONTEXT, MEDIAN, TARGET = LIGHT.grid, LIGHT.context, LIGHT.median, LIGHT.target
ACCENT, WARNING = LIGHT.accent, LIGHT.warning
CATEGORICAL, SEQUENTIAL, STATUS = LIGHT.categorical, LIGHT.sequential, LIGHT.status
SHAPES, mix, text_on = palettes.SHAPES, palettes.mix, palettes.text_on
is_open, symbol, value_text = signs.is_open, signs.symbol, signs.value_text
REFERENCE = {"median": MEDIAN, "target": TARGET, "unit": ACCENT}
BAND = palettes.band(LIGHT)
FADE = 0.5
"""How much paper is mixed into the colour of a figure that nobody has checked yet."""


def readable(colour: str) -> str:
    """`colour`, drawn towards the text colour until it can be read as text on paper."""
    return palettes.readable(colour, LIGHT)


def ramp(share: float) -> str:
    """The colour of the sequential scale at `share` (0 to 1)."""
    return palettes.ramp(LIGHT, share)


def levels(count: int) -> tuple[str, ...]:
    """`count` colours from low to high; their lightness tells the order even without hue."""
    return palettes.levels(LIGHT, count)


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
