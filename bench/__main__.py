"""`python -m bench`: every measurement, one table. `--quick` for a small scale, `--only` for some parts."""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bench import first_paint, folders, national, pages, queries, sessions
from bench.row import HERE, PLACE, Row, machine, table
from domain.layout import Layout
from queries.warehouse import current_path

DEMO = {"source": "demo"}
NATIONAL = PLACE / "national"


def main() -> int:
    """Runs the parts one after another, each in a fresh process, and prints their rows."""
    options = _parser().parse_args()
    parts = _parts(options.units or (300 if options.quick else national.UNITS), quick=options.quick)
    chosen = [name for name in parts if name in (options.only or parts)]
    where, rows = machine(), []
    for name in chosen:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += _apart(parts[name])
    print(f"\n{where}\n\n{table(rows)}")
    return 0


def _parts(units: int, *, quick: bool) -> dict[str, Callable[[], list[Row]]]:
    few = 3 if quick else 10
    return {
        "national": partial(national.generate, Layout(NATIONAL), units),
        "folders": partial(folders.measure, PLACE / "folders", 200 if quick else folders.FOLDERS),
        "queries": partial(_queries, 2 * few),
        "pages": partial(pages.measure, HERE / "data", "demo", DEMO, few),
        "pages-national": partial(pages.measure_national, NATIONAL, few),
        "sessions": partial(sessions.measure, None, "demo", DEMO, few),
        "first-paint": partial(first_paint.measure, None, 1 if quick else 3),
    }


def _queries(runs: int) -> list[Row]:
    return queries.measure(current_path(Layout(NATIONAL)), runs)


def _apart(measure: Callable[[], list[Row]]) -> list[Row]:
    """Measured in a process of its own, so that memory and imports are the part's alone."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure).result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 units, few repetitions: a minute or two")
    parser.add_argument("--units", type=int, help=f"units of the national warehouse (default {national.UNITS:,})")
    parser.add_argument("--only", nargs="+", metavar="PART", choices=list(_parts(1, quick=True)))
    return parser


if __name__ == "__main__":
    sys.exit(main())
