"""Readers and other builds while a build is published."""

import threading

import pytest

from domain.layout import Layout
from etl.build import build
from etl.publish import current_build
from queries.warehouse import NoWarehouse, current_warehouse
from tests.publish_cases import Nursery, in_use, names, online, posix, say_online


def test_a_reader_keeps_its_build_while_a_new_one_is_published_and_sees_it_at_the_next_question(
    built_office: Layout,
) -> None:
    reader = current_warehouse(built_office)
    assert online(reader) == 40
    say_online(built_office, 90)
    build(built_office)
    assert online(reader) == 40
    newer = current_warehouse(built_office)
    assert online(newer) == 90 and newer.build_id != reader.build_id
    assert current_warehouse(built_office) is newer


def test_a_build_and_its_repetition_run_beside_an_open_reader_of_the_same_process(built_office: Layout) -> None:
    reader = current_warehouse(built_office)
    assert not build(built_office).is_new
    assert online(reader) == 40
    say_online(built_office, 90)
    build(built_office)
    assert online(current_warehouse(built_office)) == 90
    assert not build(built_office).is_new


def test_readers_in_threads_never_see_half_a_build(built_office: Layout) -> None:
    seen: list[float | None] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                seen.append(online(current_warehouse(built_office)))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for value in (50, 60, 70):
        say_online(built_office, value)
        build(built_office)
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(seen) <= {40, 50, 60, 70} and len(seen) > 20


def test_two_builds_at_once_in_one_process_make_one(built_office: Layout) -> None:
    say_online(built_office, 90)
    outcomes: list[bool] = []
    threads = [threading.Thread(target=lambda: outcomes.append(build(built_office).is_new)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, True]
    assert in_use(built_office) == 90


@posix
def test_builds_at_once_in_several_processes_all_succeed(built_office: Layout, nursery: Nursery) -> None:
    say_online(built_office, 90)
    assert nursery.build(built_office, times=2)[0] == [0, 0]
    assert in_use(built_office) == 90
    assert [name for name in names(built_office) if name.startswith(".")] == []


def test_without_a_build_a_reader_is_told_so(office: Layout) -> None:
    with pytest.raises(NoWarehouse):
        current_warehouse(office)
    office.warehouse.mkdir()
    office.current.write_text("cchc-gone.duckdb\n", encoding="utf-8")
    with pytest.raises(NoWarehouse):
        current_warehouse(office)
    assert current_build(office) is None
