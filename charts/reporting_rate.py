"""The reporting rate over time: of the reports expected in each period, how many came, and how many in time."""

from __future__ import annotations

from collections.abc import Sequence

from charts.reporting import COUNTS, Reporting, frame_of
from charts.spec import Break, Column, Flag, Frame, Mark, Role, Series, Table, TrendSpec
from charts.view import View
from charts.wording import capital
from domain.completeness import Tally, tally
from domain.periods import Period
from domain.units import REORGANISED

_RATES = ("received_rate", "on_time_rate")


def rate_chart(reporting: Reporting) -> TrendSpec:
    """Per cent of the expected reports that came, and that came on time, by period. No line without a series."""
    view, periods = reporting.view, reporting.settled if reporting.series else []
    counts = [tally(reporting.of(period)) for period in periods]
    lines = (
        _line(view, "received", periods, counts, [one.received_rate for one in counts]),
        _line(view, "on_time", periods, counts, [one.on_time_rate for one in counts]),
    )
    before = sum(period.nominal.end < REORGANISED for period in periods)
    cut = (Break(before - 1, view.say("series.break")),) if 0 < before < len(periods) else ()
    return TrendSpec(
        frame=_rate_frame(reporting, periods, counts),
        periods=tuple(period.short_label(view.lang) for period in periods),
        series=lines if periods else (),
        axis_title=view.say("reporting.axis"),
        axis_range=(0.0, 100.0),
        suffix=" %" if view.lang == "vi" else "%",
        breaks=cut,
    )


def _line(
    view: View, key: str, periods: Sequence[Period], counts: Sequence[Tally], rates: Sequence[float | None]
) -> Series:
    marks = (_mark(view, key, *of_one) for of_one in zip(periods, counts, rates, strict=True))
    return Series(key, view.say(f"reporting.line_{key}"), tuple(marks), Role.SUBJECT)


def _mark(view: View, key: str, period: Period, counts: Tally, rate: float | None) -> Mark:
    """Where days of receipt are not known, at least so many came on time."""
    at_least = key == "on_time" and counts.undated > 0
    text = f"≥ {view.percent(rate)}" if at_least else view.percent(rate)
    return Mark(
        key=period.period_id,
        label=view.say(f"reporting.line_{key}"),
        value=rate,
        text=text,
        hover=view.say(
            f"reporting.hover_{key}", when=capital(view.period_words(period)), rate=text,
            part=view.number(getattr(counts, key)), whole=view.number(counts.expected),
        ),
        flags=frozenset({Flag.LOWER_BOUND}) if at_least else frozenset(),
    )  # fmt: skip


def _rate_frame(reporting: Reporting, periods: Sequence[Period], counts: Sequence[Tally]) -> Frame:
    view = reporting.view
    title, sentence = view.say("reporting.rate_none"), ""
    if periods:
        last, whole = counts[-1], tally(duty for duty in reporting.duties if duty.period in set(periods))
        title = view.say(
            "reporting.rate_title", when=capital(view.period_words(periods[-1])), received=view.number(last.received),
            expected=view.number(last.expected), on_time=view.number(last.on_time),
        )  # fmt: skip
        sentence = view.say(
            "reporting.rate_sentence", received=view.number(whole.received), expected=view.number(whole.expected),
            rate=view.percent(whole.received_rate), on_time=view.number(whole.on_time),
            on_time_rate=view.percent(whole.on_time_rate),
        )  # fmt: skip
    table = _rate_table(view, periods, counts)
    return frame_of(reporting, title, sentence, table, ("ty-le-gui-bao-cao",), "reporting.rate_subtitle")


def _rate_table(view: View, periods: Sequence[Period], counts: Sequence[Tally]) -> Table:
    columns = (
        Column("period", view.say("column.period")),
        *(Column(key, view.say(f"reporting.column_{key}"), "number") for key in COUNTS),
        Column("received_rate", view.say("reporting.column_received_rate"), "percent", 2),
        Column("on_time_rate", view.say("reporting.column_on_time_rate"), "percent", 2),
    )
    rows = tuple(
        {"period": period.label(view.lang)} | {key: getattr(one, key) for key in (*COUNTS, *_RATES)}
        for period, one in zip(periods, counts, strict=True)
    )
    return Table(columns, rows)
