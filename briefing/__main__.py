"""`python -m briefing`: the files of a briefing without the app, for a scheduled job. The same code as the page."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from briefing.export import FORMATS
from briefing.pdf import ConversionFailed, NoOffice
from briefing.plan import PlanRefused, deck_of, for_period, in_language, loads
from briefing.pptx_template import TemplateRefused
from briefing.ready import ready_plan
from charts.choose import Choice, NothingChosen, periods_of
from domain.layout import layout
from domain.periods import parse_period
from queries.ask import Ask, WarehouseAsk
from queries.values import UnitRow
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
    except (Refused, NothingChosen, OSError) as error:
        return _complain(str(error))
    return 0


def write(options: argparse.Namespace) -> list[Path]:
    """Makes all files first, then writes them: nothing half-made is left."""
    ask = WarehouseAsk(current_warehouse(layout(os.environ)))
    formats = _formats(options.format, options.lang)
    if options.plan:
        plan = in_language(loads(options.plan.read_bytes()), options.lang)
        plan = for_period(plan, options.period) if options.period else plan
    else:
        plan = ready_plan(_choice(options, ask), ask)
    deck = deck_of(plan, ask, date.today())
    template = options.template.read_bytes() if options.template else None
    made = [(FORMATS[name].suffix, FORMATS[name].make(deck, template, lambda _done, _total: None)) for name in formats]
    options.out.mkdir(parents=True, exist_ok=True)
    paths = []
    for suffix, content in made:
        path = options.out / f"{deck.file_stem}{suffix}"
        path.write_bytes(content)
        paths.append(path)
    return paths


def _formats(text: str, lang: Lang) -> list[str]:
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise Refused(say("cli.format_unknown", lang, found=name, known=", ".join(FORMATS)))
    return names


def _choice(options: argparse.Namespace, ask: Ask) -> Choice:
    lang: Lang = options.lang
    source, unit = find_unit(options.unit, options.source, lang, ask)
    own = Choice(lang=lang, source=source, province=unit.province_id or "", district=unit.district_id or "")
    if unit.level == "commune":
        own = Choice(lang, source, own.province, own.district, (unit.unit_id,))
    known = [period.period_id for period in periods_of(own, ask)]
    try:
        period = parse_period(options.period or known[-1])
    except ValueError:
        period = None
    if period is None or period.period_id not in known:
        raise Refused(say("cli.period_unknown", lang, found=options.period, known=", ".join(known)))
    return Choice(lang, source, own.province, own.district, own.units, period.kind.value, "", period.period_id)


def find_unit(name: str, source: str, lang: Lang, ask: Ask) -> tuple[str, UnitRow]:
    """The unit with this name or id among those that reported, in the named source or the first that has it."""
    sources = [source] if source else ["report", "portal", "demo"]
    known = [(one, unit) for one in sources for unit in ask.units(one)]
    wanted = fold(name)
    for matches in (
        [(one, unit) for one, unit in known if name in (unit.unit_id, unit.gso_code) or fold(unit.name) == wanted],
        [(one, unit) for one, unit in known if fold(short_name(unit.name)) == wanted],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            listed = "; ".join(f"{unit.name}, {unit.district or unit.province} ({unit.unit_id})" for _, unit in matches)
            raise Refused(say("cli.unit_ambiguous", lang, found=name, known=listed))
    raise Refused(say("cli.unit_unknown", lang, found=name, known=", ".join(unit.name for _, unit in known)))


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
