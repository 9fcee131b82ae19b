"""The paper report of a briefing, one to two pages: the items' sentences, the main figures, what is asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.shared import Pt

from briefing.deck import Deck, Item, Page, Progress
from briefing.extract import Extract, extract_of
from briefing.official import (
    SMALL_SIZE,
    add_gap,
    add_head,
    add_paragraph,
    add_rule,
    add_signature,
    add_table,
    add_text,
    new_document,
    number_pages,
)
from briefing.workbook import marks_line, sheet_name
from charts.captions import tile_flags
from charts.signs import break_notes, elsewhere_text
from charts.spec import HeatSpec, TableSpec, Tile
from text.numbers import MISSING, format_date
from text.words import Lang, say

MOST_TABLE_ROWS = 12
"""Rows of the items' tables in a whole report: with them a ready-made briefing stays within two pages."""
MOST_FINDINGS = 3
"""Findings that paper names whole; the workbook has all."""
_MOST_DEFINITION = 170
_SCOPE_SIZE = 11.5
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def write_docx(deck: Deck, progress: Progress | None = None) -> bytes:
    """The report in the official layout, without number, date and signature. What `progress` raises ends the work."""
    report = _Report(deck)
    body = len(deck.parts) - _annex_length(deck)
    for place, part in enumerate(deck.parts[:body]):
        if progress:
            progress(place, body)
        report.add(part)
    report.add_findings()
    report.close([*range(len(deck.items) - (len(deck.parts) - body) + 1, len(deck.items) + 1)])
    if progress:
        progress(body, body)
    return report.content()


def _annex_length(deck: Deck) -> int:
    """How many tables and heat maps follow the last page of words: paper refers to them, the workbook has them."""
    last = max((place for place, part in enumerate(deck.parts) if isinstance(part, Page)), default=len(deck.parts))
    after = [part for part in deck.parts[last + 1 :] if isinstance(part, Item)]
    return len(after) if all(isinstance(item.spec, TableSpec | HeatSpec) for item in after) else 0


class _Report:
    """Writes a report from top to bottom: numbered sections, items numbered through, tables while there is room."""

    def __init__(self, deck: Deck) -> None:
        self._deck = deck
        self._document = new_document(deck)
        self._sections = self._items = 0
        self._in_results = False
        self._has_sums = False
        self._room = MOST_TABLE_ROWS
        add_head(self._document, deck)
        _add_title(self._document, deck)
        if deck.tiles:
            self._open(self._say("overview"))
            self._add_overview()

    def _say(self, name: str, **values: object) -> str:
        return say(f"briefing_paper.paper.{name}", self._deck.lang, **values)

    def _open(self, title: str) -> None:
        """A section under the next Roman number."""
        numeral = _ROMAN[self._sections] if self._sections < len(_ROMAN) else str(self._sections + 1)
        self._sections += 1
        text = f"{numeral}. {title}"
        add_paragraph(self._document, text, "left", bold=True, indent=False, after=2, style="Heading 1")

    def _add_overview(self) -> None:
        headings = [self._say(name) for name in ("indicator", "value", "change", "meaning")]
        rows = [
            (tile.label, _tile_value(tile, self._deck.lang), tile.change or MISSING, tile.meaning)
            for tile in self._deck.tiles
        ]
        # The longer of label and meaning has the room: of one unit the names are long, of a group what they mean.
        label, meaning = (max(len(row[place]) for row in rows) for place in (0, 3))
        add_table(self._document, headings, rows, (69, 27, 30, 39) if label > meaning else (42, 24, 30, 69))

    def add(self, part: Item | Page) -> None:
        """A page of words as a section of its own, its lines as dashes; items in a row share a section."""
        if isinstance(part, Page):
            self._in_results = False
            self._open(part.title)
            for line in part.lines:
                add_paragraph(self._document, f"- {line}")
            return
        if not self._in_results:
            self._in_results = True
            self._open(self._say("results_more" if self._items else "results"))
        self._add_item(part)

    def _add_item(self, item: Item) -> None:
        """Message, sentence, the officer's comment; the main figures, or where they are to be found."""
        self._items += 1
        lang, frame = self._deck.lang, item.spec.frame
        paragraph = add_paragraph(self._document, f"{self._items}. {_closed(item.headline)} ", bold=True)
        told = (frame.sentence or frame.subtitle, *break_notes(item.spec, lang), elsewhere_text(item.spec, lang))
        words = [_closed(text) for text in (*told, item.comment) if text]
        if frame.simulated and not self._deck.simulated:
            words.append(_closed(say("ui_chart.simulated", lang)))
        add_text(paragraph, " ".join(words))
        extract = extract_of(item.spec, lang)
        if extract and len(extract.rows) <= self._room:
            self._room -= len(extract.rows)
            self._add_extract(extract, frame.subtitle if frame.sentence else "", paragraph)

    def _add_extract(self, extract: Extract, subtitle: str, paragraph: Any) -> None:
        """The table under its caption; where the paragraph above says what is shown, it needs none."""
        sheet = sheet_name(self._items, self._deck.lang)
        rest = self._say("some_left_out" if extract.left_out else "all_there", sheet=sheet, count=extract.left_out)
        if subtitle:
            caption = f"{subtitle} ({rest})"
            paragraph = add_paragraph(
                self._document, caption, "left", size=SMALL_SIZE, italic=True, indent=False, after=2
            )
        else:
            add_text(paragraph, f" ({rest})", italic=True)
        paragraph.paragraph_format.keep_with_next = True
        add_table(self._document, extract.headings, extract.rows, extract.widths)
        self._has_sums |= any("‡" in text for row in extract.rows for text in row)
        add_gap(self._document)

    def add_findings(self) -> None:
        """What does not hold in the reports, the worst whole; of the rest how much there is and where it stands."""
        findings, lang = self._deck.findings, self._deck.lang
        if not findings:
            return
        self._open(self._say("findings"))
        for line in findings[:MOST_FINDINGS]:
            self._add_small(f"- {_closed(line)}")
        more = len(findings) - MOST_FINDINGS
        if more > 0:
            sheet = say("briefing_paper.book.last", lang)
            self._add_small(f"- {self._say('findings_more', count=more, sheet=sheet)}")

    def close(self, annex: Sequence[int]) -> None:
        """How the figures are made and where they come from, each said once and small; then room for the signature."""
        lang, items = self._deck.lang, self._deck.items
        self._open(self._say("sources"))
        definitions: dict[str, list[str]] = {}
        for number, item in enumerate(items[: self._items], start=1):
            if item.spec.frame.definition:
                definitions.setdefault(_first_sentences(item.spec.frame.definition), []).append(str(number))
        made_of = [self._say("item", numbers=", ".join(names), text=text) for text, names in definitions.items()]
        sources = dict.fromkeys(_closed(item.spec.frame.source) for item in items if item.spec.frame.source)
        if made_of:
            self._add_small(" ".join(made_of))
        if self._has_sums:
            self._add_small(say("ui_chart.key", lang, marks=say("ui_chart.mark.rebased", lang)))
        if sources:
            self._add_small(say("ui_chart.source", lang, text=" ".join(sources)))
        made = say("briefing_paper.made", lang, day=format_date(self._deck.made_on, lang))
        first, last = sheet_name(1, lang), sheet_name(max(self._items, 1), lang)
        rest = self._say("rest", first=first, last=last)
        if annex:
            rest += f" {self._say('annex', sheets=', '.join(sheet_name(number, lang) for number in annex))}"
        self._add_small(f"{rest} {_closed(made)}")
        add_gap(self._document)
        add_signature(self._document, self._deck)
        number_pages(self._document, marks_line(self._deck))

    def _add_small(self, text: str) -> None:
        add_paragraph(self._document, text, size=SMALL_SIZE, indent=False, after=2)

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()


def _add_title(document: Any, deck: Deck) -> None:
    for text, before in ((say("briefing_paper.paper.report", deck.lang), 10), (deck.title, 0)):
        paragraph = add_paragraph(document, text, "center", size=14, bold=True, indent=False, after=1)
        paragraph.paragraph_format.space_before = Pt(before)
    add_rule(document.add_paragraph(), 62)
    mark = marks_line(deck)
    if mark:
        add_paragraph(document, mark, "center", bold=True, indent=False, after=1)
    scope = say("briefing_paper.paper.scope", deck.lang, filters=deck.filters)
    add_paragraph(document, scope, "center", size=_SCOPE_SIZE, italic=True, indent=False, after=1)


def _tile_value(tile: Tile, lang: Lang) -> str:
    words = tile_flags(tile, lang)
    return f"{tile.value} ({words})" if words else tile.value


def _closed(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?", ":", ";")) else f"{text}."


def _first_sentences(text: str) -> str:
    """As many whole sentences as `_MOST_DEFINITION` characters hold, at least one."""
    kept, rest = _next_sentence(text)
    while rest:
        sentence, rest = _next_sentence(rest)
        if len(kept) + len(sentence) >= _MOST_DEFINITION:
            break
        kept = f"{kept} {sentence}"
    return _closed(kept)


def _next_sentence(text: str) -> tuple[str, str]:
    """The text up to a full stop that a capital follows, and what is left."""
    place = text.find(". ")
    while place >= 0 and not text[place + 2 : place + 3].isupper():
        place = text.find(". ", place + 1)
    return (text, "") if place < 0 else (text[: place + 1], text[place + 2 :])
