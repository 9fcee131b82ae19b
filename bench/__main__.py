"""`python -m bench`: every measurement, one table. `--quick` for a small scale, `--only` for some parts."""

import argparse
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bench import first_paint, folders, mutations, national, pages, queries, sessions, slides
from bench.row import HEAD, HERE, PLACE, Row, line, machine
from domain.layout import Layout

DEMO = {"source": "demo"}


def main() -> int:
    """Runs the parts one after another, each in a fresh process, and prints their rows."""
    options = _parser().parse_args()
    parts = _parts(options.units or (300 if options.quick else national.UNITS), quick=options.quick)
    chosen = [name for name in parts if name in (options.only or parts)]
    print(f"{machine()}\n\n{HEAD}", flush=True)
    failed = False
    for name in chosen:
        try:
            for row in _apart(parts[name]):
                print(line(row), flush=True)
        except Exception as error:  # The other parts' figures are not lost with one.
            failed = True
            print(f"{name} failed: {error!r}", file=sys.stderr)
    return int(failed)


def _parts(units: int, *, quick: bool) -> dict[str, Callable[[], list[Row]]]:
    few = 3 if quick else 10
    place = PLACE / f"national-{units}"
    return {
        "national": partial(national.generate, Layout(place), units),
        "folders": partial(folders.measure, PLACE / "folders", 200 if quick else folders.FOLDERS),
        "mutations": partial(mutations.measure, PLACE / "mutations", 100 if quick else mutations.FIGURES),
        "queries": partial(queries.measure, place, 2 * few),
        "pages": partial(pages.measure, HERE / "data", "demo", DEMO, few),
        "pages-national": partial(pages.measure_national, place, few),
        "slides": slides.bench,
        "sessions": partial(sessions.measure, None, "demo", DEMO, few),
        "first-paint": partial(first_paint.measure, None, 1 if quick else 3),
    }


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
