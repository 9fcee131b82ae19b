"""`python -m briefing`: the files of a briefing without the app, for a scheduled job. The same code as the page."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from briefing.export import FORMATS
from briefing.pdf import ConversionFailed, NoOffice
from briefing.plan import Plan, PlanRefused, deck_of, for_period, in_language
from briefing.plan_file import loads
from briefing.pptx_template import TemplateRefused
from briefing.ready import ready_plan
from charts import peers
from charts.choose import TODAY, Choice, NothingChosen, asking, periods_of, place
from domain.comparison import WITHIN, Aggregate, Baseline, BaselineKind
from domain.layout import layout
from domain.peers import Peers
from domain.periods import Period, parse_period
from domain.rebase import successor_of
from queries.ask import Ask, WarehouseAsk
from queries.rows import UnitRow
from queries.warehouse import NoWarehouse, OtherVersion, current_warehouse
from text.search import fold, short_name
from text.words import LANGS, Lang, say


class Refused(ValueError):
    """The command asks for something that is not there; the message is in the reader's language."""


class UnitUnknown(Refused):
    """No unit has the name that is asked for."""


GROUP_CODES = (
    *(Baseline(BaselineKind.GROUP, how).code for how in Aggregate),
    Baseline(BaselineKind.GROUP, exclude_self=True).code,
    *(Baseline(BaselineKind.GROUP, within=within).code for within in WITHIN),
)
"""The groups that an error names; any other that Baseline.parse reads will do as well."""
BASELINE_CODES = (
    *(kind.value for kind in BaselineKind if kind not in (BaselineKind.GROUP, BaselineKind.UNIT)), *GROUP_CODES,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the files and prints their paths. Exit code 1 with a message where it cannot."""
    options = _parser().parse_args(arguments)
    try:
        for path in write(options):
            print(path)
    except OtherVersion:
        return _complain(say("app.other_version", options.lang))
    except NoWarehouse:
        return _complain(say("etl.no_build", options.lang))
    except (PlanRefused, TemplateRefused, NoOffice, ConversionFailed) as error:
        return _complain(error.text(options.lang))
    except (Refused, NothingChosen) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(say("cli.file", options.lang, found=error.filename or "", detail=error.strerror or error))
    return 0


def write(options: argparse.Namespace) -> list[Path]:
    """Makes all files first, then writes them: nothing half-made is left."""
    ask = WarehouseAsk(current_warehouse(layout(os.environ)))
    formats = _formats(options.format, options.lang)
    deck = deck_of(_plan(options, ask), ask, date.today())
    template = options.template.read_bytes() if options.template else None
    made = [(FORMATS[name].suffix, FORMATS[name].make(deck, template, lambda _done, _total: None)) for name in formats]
    options.out.mkdir(parents=True, exist_ok=True)
    paths = []
    for suffix, content in made:
        path = options.out / f"{deck.file_stem}{suffix}"
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
        paths.append(path)
    return paths


def _plan(options: argparse.Namespace, ask: Ask) -> Plan:
    if not options.plan:
        return ready_plan(_choice(options, ask), ask)
    if options.basis or options.against or options.peers:
        raise Refused(say("cli.in_plan", options.lang))
    plan = in_language(loads(options.plan.read_bytes()), options.lang)
    if not options.period:
        return plan
    known = [row.period_id for row in asking(plan.choice, ask).periods(plan.choice.source)]
    return for_period(plan, _period(options.period, known, options.lang).period_id)


def _period(text: str, known: Sequence[str], lang: Lang) -> Period:
    try:
        period = parse_period(text)
    except ValueError:
        period = None
    if period is None or period.period_id not in known:
        raise Refused(say("cli.period_unknown", lang, found=text, known=", ".join(known)))
    return period


def _formats(text: str, lang: Lang) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names or [text]:
        if name not in FORMATS:
            raise Refused(say("cli.format_unknown", lang, found=name, known=", ".join(FORMATS)))
    return names


def _choice(options: argparse.Namespace, ask: Ask) -> Choice:
    lang: Lang = options.lang
    if options.basis not in ("", TODAY):
        raise Refused(say("cli.basis_unknown", lang, found=options.basis))
    source, unit = (_find_today if options.basis else find_unit)(options.unit, options.source, lang, ask)
    if options.basis and not ask.lineage(source):
        raise Refused(say("cli.basis_none", lang))
    own = Choice(lang, source, unit.province_id or "", unit.district_id or "", basis=options.basis)
    if unit.level == "commune":
        own = replace(own, units=(unit.unit_id,))
    asked = asking(own, ask)
    everything = [period.period_id for period in periods_of(own, asked)]
    told_of = own.units or [one.unit_id for one in place(own, asked)[0]]
    reported = {row.period_id for row in asked.coverage(source, everything, told_of)}
    known = [period_id for period_id in everything if period_id in reported]
    period = _period(options.period or next(reversed(known), ""), known, lang)
    own = replace(own, kind=period.kind.value, last=period.period_id)
    return replace(own, peers=_peers(options.peers, own, unit, asked), baselines=_baselines(options.against, own, ask))


def _find_today(name: str, source: str, lang: Lang, ask: Ask) -> tuple[str, UnitRow]:
    """The unit of today with this name or id; by the name or id of a former one, the unit that stands for it now."""
    today = asking(Choice(basis=TODAY), ask)
    try:
        return find_unit(name, source, lang, today)
    except UnitUnknown:
        where, former = find_unit(name, source, lang, ask)
        now = successor_of(former.unit_id, ask.lineage(where))
        found = next((unit for unit in today.units(where) if unit.unit_id == now), None)
        if found is None:
            raise
        return where, found


def _peers(code: str, own: Choice, unit: UnitRow, asked: Ask) -> str:
    """The code of a group of similar units that there is, and that the unit belongs to."""
    if not code:
        return ""
    group, periods = place(own, asked)[0], periods_of(own, asked)
    try:
        found = peers.members(Peers.parse(code), own.source, group, periods, asked)
    except ValueError:
        found = []
    if not found:
        known = ", ".join(one.code for one in peers.offered(own.source, group, periods, asked))
        raise Refused(say("cli.peers_unknown", own.lang, found=code, known=known or say("cli.peers_none", own.lang)))
    if own.units and unit.unit_id not in {one.unit_id for one in found}:
        raise Refused(say("cli.peers_outside", own.lang, unit=unit.name, found=code))
    return code


def _baselines(codes: Sequence[str], own: Choice, ask: Ask) -> tuple[str, ...]:
    """Codes of what values are held against; a unit has to be one of the source, of today or of before."""
    units = {unit.unit_id for unit in (*ask.units(own.source), *asking(own, ask).units(own.source))}
    for code in codes:
        try:
            known = not (unit_id := Baseline.parse(code).unit_id) or unit_id in units
        except ValueError:
            known = False
        if not known:
            raise Refused(say("cli.against_unknown", own.lang, found=code, known=", ".join(BASELINE_CODES)))
    return tuple(dict.fromkeys(codes))


def find_unit(name: str, source: str, lang: Lang, ask: Ask) -> tuple[str, UnitRow]:
    """The unit with this name or id among those that reported, in the named source or the first that has it."""
    if not name.strip():
        raise Refused(say("cli.unit_needed", lang))
    known = {one: ask.units(one) for one in ([source] if source else ["report", "portal", "demo"])}
    for one, units in known.items():
        found = _matches(name, units)
        if len(found) > 1:
            listed = "; ".join(f"{unit.name}, {unit.district or unit.province} ({unit.unit_id})" for unit in found)
            raise Refused(say("cli.unit_ambiguous", lang, found=name, known=listed))
        if found:
            return one, found[0]
    named = ", ".join(unit.name for units in known.values() for unit in units)
    raise UnitUnknown(say("cli.unit_unknown", lang, found=name, known=named))


def _matches(name: str, units: Sequence[UnitRow]) -> list[UnitRow]:
    """By id or whole name, else by the name without its kind; accents are optional, but decide where they are given."""
    wanted = fold(name)
    whole = [unit for unit in units if name in (unit.unit_id, unit.gso_code) or fold(unit.name) == wanted]
    found = whole or [unit for unit in units if fold(short_name(unit.name)) == wanted]
    exact = [unit for unit in found if name.casefold() in (unit.name.casefold(), short_name(unit.name).casefold())]
    return exact if len(found) > 1 and exact else found


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m briefing", description="Bộ slide, bảng tính, báo cáo của một đơn vị. / A unit's briefing files."
    )
    parser.add_argument("--unit", default="", help="tên hoặc mã đơn vị / name or id of the unit")
    parser.add_argument("--period", default="", help="kỳ báo cáo: 2024-Q3, 2023-H1, 2023 / the period")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục ghi tệp / folder for the files")
    parser.add_argument("--format", default="pptx", help=f"{','.join(FORMATS)}")
    parser.add_argument("--lang", choices=LANGS, default="vi")
    parser.add_argument("--source", choices=("report", "portal", "demo"), default="", help="nguồn / source")
    parser.add_argument("--basis", default="", metavar=TODAY, help="đơn vị hiện nay / today's units")
    parser.add_argument(
        "--against", action="append", default=[], metavar="CODE",
        help=f"so với, có thể lặp lại / held against, repeatable: {', '.join(BASELINE_CODES)}, unit:ID",
    )  # fmt: skip
    parser.add_argument(
        "--peers", default="", metavar="CODE", help="nhóm so sánh / similar units: type:commune, volume:1, list:ID"
    )
    parser.add_argument("--template", type=Path, help="mẫu .pptx của cơ quan / your own .pptx template")
    parser.add_argument("--plan", type=Path, help="bộ slide đã lưu (.json) / a saved briefing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
