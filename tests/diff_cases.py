"""An office built twice, and what the comparison of the two builds tells."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from domain.history import Cause, History, Kind
from domain.layout import Layout
from etl.build import build
from etl.diff import history
from etl.publish import current_build
from tests.factory import LAI_HUNG, MINH_DUC, REFERENCE, make_office, make_report

FIGURES = {"received_online": 40, "received_in_period": 100}


@pytest.fixture(scope="session")
def two_reports_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = make_office(tmp_path_factory.mktemp("diff") / "office")
    make_report(office.reports / "a", LAI_HUNG, "2023-H1", FIGURES, status="provisional")
    make_report(office.reports / "c", MINH_DUC, "2023-H1", FIGURES)
    build(office)
    return office.root


@pytest.fixture
def two_reports(two_reports_once: Path, tmp_path: Path) -> Layout:
    """Two reports of two units in one build."""
    return Layout(Path(shutil.copytree(two_reports_once, tmp_path / "built")))


def rebuilt(two_reports: Layout, **options: object) -> History:
    """Builds again; the build before against the new one."""
    before = current_build(two_reports)
    assert before is not None
    after = build(two_reports).path
    return history(before, after, **options)  # type: ignore[arg-type]


def told(found: History, kind: Kind) -> dict[str, tuple[float | None, float | None]]:
    """What changed of a kind, by unit and item: (before, after), rounded to a millionth."""

    def short(figure: float | None) -> float | None:
        return None if figure is None else round(figure, 6)

    return {f"{one.unit_id} {one.item}": (short(one.before), short(one.after)) for one in found.of(kind)}


def causes(found: History, kind: Kind, item: str = "") -> set[Cause]:
    return {cause for one in found.of(kind) if item in ("", one.item) for cause in one.causes}


def reference(two_reports: Layout, name: str, change: Callable[[str], str]) -> None:
    """Gives the office a reference file of its own: the checkout's, changed."""
    own = two_reports.root / "reference" / name
    text = (own if own.exists() else REFERENCE / name).read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    own.write_text(changed, encoding="utf-8")


counts = st.fixed_dictionaries(
    {}, optional={name: st.integers(1, 60) for name in ("received_online", "received_in_period", "resolved_total")}
)
