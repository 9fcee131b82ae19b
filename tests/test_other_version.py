"""A build that another version of the tool has made: told in words, wherever it is first missed."""

import duckdb
import pytest

from briefing.__main__ import main
from domain.layout import Layout
from etl.build import build
from queries.warehouse import OtherVersion, current_warehouse
from tests.app_cases import at_address, charts, reading
from tests.factory import make_report
from text.words import LANGS, Lang, say


@pytest.fixture
def older(office: Layout) -> Layout:
    """An office whose build in use knows no findings yet."""
    # Figures of no other test: answers are kept by build, and the same figures give the same build.
    figures = {"received_in_period": 1013, "received_online": 413, "resolved_total": 913, "resolved_on_time": 813}
    make_report(office.reports / "minh-duc", "11128@2004", "2023-H1", figures)
    path = build(office, strict=True).path
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table finding")
    return office


def test_a_question_to_a_build_of_another_version_is_refused_by_name(older: Layout) -> None:
    with pytest.raises(OtherVersion, match=r"findings\.sql"):
        current_warehouse(older).ask("findings")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", ["overview", "online", "quality"])
def test_every_page_names_the_command_instead_of_a_traceback(
    older: Layout, monkeypatch: pytest.MonkeyPatch, page: str, lang: Lang
) -> None:
    with reading(older, monkeypatch):
        app = at_address(page, lang=lang)
        assert [error.value for error in app.error] == [say("app.other_version", lang)]
        assert "python -m etl build" in app.error[0].value
        assert not charts(app)


def test_the_scheduled_briefing_says_it_too(
    older: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(older.root))
    assert main(["--unit", "Xã Minh Đức", "--period", "2023-H1", "--out", str(older.root / "out")]) == 1
    assert say("app.other_version", "vi") in capsys.readouterr().err
    assert not list(older.root.glob("out/*"))
