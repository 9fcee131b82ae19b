"""Every text a user sees is there in Vietnamese and in English, with the same placeholders."""

import re
import string
from pathlib import Path

import pytest

from text.words import LANGS, catalogue, say

ROOT = Path(__file__).resolve().parent.parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_is_there_in_both_languages_with_the_same_placeholders(key: str) -> None:
    entry = catalogue()[key]
    assert entry.keys() >= set(LANGS)
    assert all(isinstance(entry[lang], str) for lang in LANGS)
    assert placeholders(entry["vi"]) == placeholders(entry["en"])
    assert bool(entry["vi"].strip()) is bool(entry["en"].strip())


def test_a_text_without_its_values_is_an_error_and_not_a_gap() -> None:
    assert say("place.line", "en", line=12) == "line 12"
    with pytest.raises(KeyError):
        say("place.line", "en")
    with pytest.raises(KeyError):
        say("no.such.key", "vi")


# How the code names a text or a problem; whoever adds a way of saying things adds it here.
SAYING = re.compile(r"""(?:\bsay|\bPhrase)\(\s*"([a-z0-9_.]+)"(?!\s*(?:\+|if\b))""")
PROBLEM = re.compile(
    r"""\bProblem\((?:[^()"]|"[^"]*"|\([^()]*\))*?,\s*"([a-z0-9_]+)"|self\._say\(\s*"([a-z0-9_]+)"|\bcode = "([a-z_]+)"
    |_clash\(report,\s*"([a-z0-9_]+)\"""",
    re.VERBOSE,
)


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_every_text_that_the_code_names_is_in_the_catalogue() -> None:
    named = {
        (path.name, key)
        for path in sources("domain", "etl", "queries", "text")
        for key in SAYING.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert sorted(entry for entry in named if entry[1] not in catalogue()) == []


def test_every_problem_that_the_etl_finds_has_its_sentence() -> None:
    named = set()
    for name in ("read", "validate", "registry", "build", "load"):
        text = (ROOT / "etl" / f"{name}.py").read_text(encoding="utf-8")
        named |= {next(filter(None, groups)) for groups in PROBLEM.findall(text)}
    assert named >= {"unknown_measure", "ambiguous_unit", "unknown_unit", "bad_toml", "supersedes_other", "not_whole"}
    assert sorted(code for code in named if f"problem.{code}" not in catalogue()) == []
