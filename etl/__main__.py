"""The command line: `python -m etl build | import | review | template | demo | where | status | diff | …`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.layout import Layout, layout
from etl.build import NothingToBuild, Outcome, build, roll_back
from etl.problems import Problem, ProblemsFound
from etl.publish import VerificationFailed, current_build
from etl.review_arguments import add_review_arguments
from etl.status import status_lines, warning
from text.numbers import format_number
from text.words import LANGS, Lang, say

if TYPE_CHECKING:
    from etl.importer import ImportResult

DEMO_SEED = 2022
FAILED = 1
SOME_LEFT_OUT = 2
NO_READER = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit code 0: done; 1: failed, nothing changed; 2: published, but some reports were left out;
    141: whoever read what it prints went away (`| head`)."""
    options = _parser().parse_args(arguments)
    try:
        code = options.run(layout(os.environ), options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # What is still to be printed goes nowhere: else Python complains of it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except ProblemsFound as error:
        _loud(error.text(options.lang))
    except NothingToBuild as error:
        _loud(*_sentences(error.problems, options.lang), say("etl.nothing_to_build", options.lang, path=error.root))
    except VerificationFailed as error:
        _loud(say("etl.failed", options.lang, detail=error))
    return FAILED


def _build(place: Layout, options: argparse.Namespace) -> int:
    outcome = build(place, strict=options.strict, force=options.force)
    if outcome.held:
        _loud(say("etl.held", options.lang, path=outcome.path.name))
        return 0
    key = "etl.built" if outcome.is_new else "etl.unchanged"
    print(say(key, options.lang, path=outcome.path, reports=outcome.reports, figures=outcome.figures))
    _warn(outcome.path, options.lang)
    return _left_out(outcome, options.lang)


def _left_out(outcome: Outcome, lang: Lang) -> int:
    """Says what was left out, now or when the build in use was made."""
    if outcome.problems:
        count = len({problem.file.split("/")[0] for problem in outcome.problems})
        _loud(*_sentences(outcome.problems, lang), say("etl.left_out", lang, count=count))
        return SOME_LEFT_OUT
    if outcome.left_out:
        count = len({report for report, _, _ in outcome.left_out})
        sentences = [vi if lang == "vi" else en for _, vi, en in outcome.left_out]
        _loud(*sentences, say("etl.left_out_before", lang, count=count))
        return SOME_LEFT_OUT
    return 0


def _sentences(problems: Iterable[Problem], lang: Lang) -> list[str]:
    return [problem.text(lang) for problem in problems]


def _where(place: Layout, options: argparse.Namespace) -> int:
    path = current_build(place)
    if path is None:
        _loud(say("etl.no_build", options.lang))
        return 1
    print(path)
    return 0


def _status(place: Layout, options: argparse.Namespace) -> int:
    in_use = current_build(place)
    if in_use is None:
        _loud(say("etl.no_build", options.lang))
        return 1
    for text in status_lines(place, options.lang):
        print(text)
    _warn(in_use, options.lang)
    return 0


def _warn(path: Path, lang: Lang) -> None:
    """Of periods that lie ahead: a slip in the year, most likely."""
    if text := warning(path, date.today(), lang):
        _loud(text)


def _diff(place: Layout, options: argparse.Namespace) -> int:
    from etl.diff_words import diff

    return diff(place, options.before, options.after, options.lang, options.csv, options.rows)


def _rollback(place: Layout, options: argparse.Namespace) -> int:
    moved = roll_back(place)
    if moved is None:
        _loud(say("etl.nothing_older", options.lang))
        return 1
    old, new = moved
    print(say("etl.rolled_back", options.lang, old=old.name, new=new.name))
    return 0


def _demo(place: Layout, options: argparse.Namespace) -> int:
    from etl.demo import demo_is_current, write_demo

    if demo_is_current(place.demo, options.seed):
        print(say("etl.demo_current", options.lang, path=place.demo))
        return 0
    summary = write_demo(place.demo, options.seed)
    print(say("etl.demo_written", options.lang, path=place.demo, reports=summary.reports))
    return 0


def _import(place: Layout, options: argparse.Namespace) -> int:
    from etl.importer import import_files
    from etl.registry import load_registry

    registry = load_registry(place)
    result = import_files(
        options.files, place.reports, registry, registry.units, lang=options.lang, replace=options.replace
    )
    for folder in result.written:
        print(folder)
    _loud(*_imported(result, options.lang))
    return FAILED if result.problems else 0


def _imported(result: "ImportResult", lang: Lang) -> list[str]:
    """What was refused, then what was passed over and what went in, and what to do next."""
    told = _sentences(result.problems, lang)
    if result.unchanged:
        told.append(say("import.unchanged", lang, count=format_number(len(result.unchanged), lang),
                        reports=", ".join(result.unchanged)))  # fmt: skip
    if result.written:
        count, figures = (format_number(number, lang) for number in (len(result.written), result.figures))
        told.append(say("import.done", lang, count=count, figures=figures))
    elif not result.problems:
        told.append(say("import.nothing_new", lang))
    return told


def _review(place: Layout, options: argparse.Namespace) -> int:
    from etl.review_command import run_review

    run_review(place, options)
    return 0


def _template(place: Layout, options: argparse.Namespace) -> int:
    from etl.registry import load_registry
    from etl.template import write_csv_template, write_template

    if options.file.suffix.lower() == ".csv":
        write_csv_template(options.file)
    else:
        write_template(options.file, load_registry(place))
    print(options.file)
    return 0


def _units(place: Layout, options: argparse.Namespace) -> int:
    from etl.crosswalk import write_units

    print(write_units(options.crosswalk, place.root / "reference"))
    return 0


def _loud(*messages: str) -> None:
    print("\n".join(messages), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Báo cáo CCHC → kho số liệu DuckDB. / Reform reports → DuckDB warehouse."
    )
    parser.add_argument("--lang", choices=LANGS, default=_lang(), help="ngôn ngữ thông báo / language of messages")
    commands = parser.add_subparsers(required=True, metavar="LỆNH/COMMAND")

    def add(name: str, run: Callable[[Layout, argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    command = add("build", _build, "dựng kho số liệu từ data/ / build the warehouse from data/")
    command.add_argument(
        "--strict", action="store_true", help="dừng ở báo cáo lỗi đầu tiên / stop at the first bad report"
    )
    command.add_argument("--force", action="store_true", help="dựng lại dù không đổi / rebuild though nothing changed")
    command = add("import", _import, "nhập biểu mẫu XLSX, CSV / import filled-in templates")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--replace", action="store_true", help="thay báo cáo đã có / replace reports that are there")
    command = add("review", _review, "rà soát báo cáo, đính chính số liệu / review a report, correct its figures")
    add_review_arguments(command)
    command = add("template", _template, "ghi biểu mẫu trống / write an empty template")
    command.add_argument("file", nargs="?", type=Path, default=Path("bieu_mau_cchc.xlsx"), metavar="FILE.xlsx|FILE.csv")
    command = add("demo", _demo, "ghi huyện mô phỏng / write the simulated district")
    command.add_argument("--seed", type=int, default=DEMO_SEED)
    add("where", _where, "in đường dẫn kho đang dùng / print the path of the build in use")
    add("status", _status, "liệt kê các bản kho / list the builds that are kept")
    command = add("diff", _diff, "so hai bản kho: gì khác, vì sao / what differs between two builds, and why")
    command.add_argument("before", nargs="?", metavar="FROM", help="mặc định: bản trước bản TO / the one before TO")
    command.add_argument("after", nargs="?", metavar="TO", help="mặc định: bản đang dùng / the one in use")
    command.add_argument("--csv", type=Path, metavar="FILE", help="ghi mọi dòng ra tệp / write every row to a file")
    command.add_argument("--rows", type=int, default=20, help="số dòng hiện mỗi phần / rows shown a section")
    add("rollback", _rollback, "trở về bản kho trước / go back to the build before")
    command = add("units", _units, "lập danh mục đơn vị từ bảng chuyển đổi / make the unit registry from a crosswalk")
    command.add_argument("crosswalk", type=Path)
    return parser


def _lang() -> Lang:
    return "en" if os.environ.get("CCHC_LANG") == "en" else "vi"


if __name__ == "__main__":
    sys.exit(main())
