"""An office with one report, reviewed and read back."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from domain.layout import Layout
from domain.review import ACTIONS, Change, Reviewed
from etl.problems import ProblemsFound
from etl.publish import current_build, open_build
from etl.read import read_report
from etl.registry import Registry
from etl.report import Figure, Report
from etl.review import open_review, save
from etl.validate import validate_report
from tests.factory import BINH_PHUOC, make_report
from text.words import LANGS

REPORT = "binh-phuoc-2023"
HOA, NAM = "Lê Thị Hoa", "Trần Văn Nam"
FIGURES = [
    {"measure": "resolved_overdue", "value": 18, "locator": "II.2"},
    {"measure": "resolved_overdue", "value": 17, "place": "summary", "locator": "III.2"},
    {"measure": "resolved_total", "value": 1886},
    {"measure": "received_in_period", "value": 1945},
    {"measure": "received_online", "value": 848},
    {"measure": "staff.cadre.present", "value": 11},
]


@pytest.fixture
def desk(office: Layout) -> Layout:
    """An office with one report, not checked yet."""
    make_report(office.reports / REPORT, BINH_PHUOC, "2023", FIGURES, status="provisional")
    return office


def change(action: str, measure: str = "", value: float | None = None, **more: object) -> Change:
    return Change(**{"by": HOA, "reason": "đối chiếu bản giấy", **more}, action=action, measure=measure, value=value)  # type: ignore[arg-type]


def put(office: Layout, *changes: Change) -> Reviewed:
    """Saves the changes, each by somebody who has seen all before it."""
    for one in changes:
        found = save(office, REPORT, one, open_review(office, REPORT).seen)
    return found


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(ProblemsFound) as caught:
        act()
    (problem,) = caught.value.problems
    for lang in LANGS:
        sentence = problem.text(lang)
        assert sentence.startswith(problem.file) and "{" not in sentence and len(sentence) > 40
    return problem.code


def report_of(office: Layout, office_registry: Registry) -> Report:
    return validate_report(read_report(office.reports / REPORT), office_registry)


def said(report: Report, measure: str) -> list[Figure]:
    return [figure for figure in report.figures if figure.measure == measure]


def in_warehouse(office: Layout, measure: str) -> list[tuple]:
    path = current_build(office)
    assert path
    with open_build(path) as connection:
        return connection.execute(
            "select seq, value, is_counted, corrected_from, review from figure where measure = $measure order by seq",
            {"measure": measure},
        ).fetchall()


_WANTED = st.tuples(
    st.sampled_from(ACTIONS), st.sampled_from([row["measure"] for row in FIGURES]), st.integers(0, 3),
    st.sampled_from([None, 0, 1]), st.sampled_from([HOA, NAM]),
)  # fmt: skip
