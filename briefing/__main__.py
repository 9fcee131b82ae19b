"""`python -m briefing`: the files of a briefing without the app, for a scheduled job. The same code as the page."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from briefing.export import FORMATS
from briefing.pdf import ConversionFailed, NoOffice
from briefing.plan import Plan, PlanRefused, deck_of, for_period, in_language
from briefing.plan_file import loads
from briefing.pptx_template import TemplateRefused
from briefing.ready import ready_plan
from charts.choose import Choice, NothingChosen, asking, periods_of, place
from domain.layout import layout
from domain.periods import Period, parse_period
from queries.ask import Ask, WarehouseAsk
from queries.rows import UnitRow
from queries.warehouse import NoWarehouse, current_warehouse
from text.search import fold, short_name
from text.words import LANGS, Lang, say


class Refused(ValueError):
    """The command asks for something that is not there; the message is in the reader's language."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the files and prints their paths. Exit code 1 with a message where it cannot."""
    options = _parser().parse_args(arguments)
    try:
        for path in write(options):
            print(path)
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
    source, unit = find_unit(options.unit, options.source, lang, ask)
    own = Choice(lang=lang, source=source, province=unit.province_id or "", district=unit.district_id or "")
    if unit.level == "commune":
        own = Choice(lang, source, own.province, own.district, (unit.unit_id,))
    everything = [period.period_id for period in periods_of(own, ask)]
    told_of = own.units or [one.unit_id for one in place(own, ask)[0]]
    reported = {row.period_id for row in ask.coverage(source, everything, told_of)}
    known = [period_id for period_id in everything if period_id in reported]
    period = _period(options.period or known[-1], known, lang)
    return Choice(lang, source, own.province, own.district, own.units, period.kind.value, "", period.period_id)


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
    raise Refused(say("cli.unit_unknown", lang, found=name, known=named))


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
    parser.add_argument("--template", type=Path, help="mẫu .pptx của cơ quan / your own .pptx template")
    parser.add_argument("--plan", type=Path, help="bộ slide đã lưu (.json) / a saved briefing")
    return parser


if __name__ == "__main__":
    sys.exit(main())
