"""Every text a user sees is there in Vietnamese and in English, with the same placeholders."""

import ast
import string
from pathlib import Path

import pytest

from text.words import LANGS, catalogue, say

ROOT = Path(__file__).resolve().parent.parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_is_there_in_both_languages() -> None:
    entries = catalogue()
    assert len(entries) > 100
    assert [key for key, entry in entries.items() if not all(isinstance(entry.get(lang), str) for lang in LANGS)] == []
    assert [key for key, entry in entries.items() if bool(entry["vi"].strip()) != bool(entry["en"].strip())] == []


def test_both_languages_have_the_same_placeholders() -> None:
    assert [k for k, entry in catalogue().items() if placeholders(entry["vi"]) != placeholders(entry["en"])] == []


def test_a_text_without_its_values_is_an_error_and_not_a_gap() -> None:
    assert say("place.line", "en", line=12) == "line 12"
    with pytest.raises(KeyError):
        say("place.line", "en")
    with pytest.raises(KeyError):
        say("no.such.key", "vi")


# How the code names a text or a problem: the function, and which of its arguments is the key.
SAYING = {"say": 0, "Phrase": 0}
ETL_FILES = ("read", "validate", "validate_figures", "clashes", "registry", "build", "load")
PROBLEM = {"Problem": 2, "_say": 0, "_clash": 1}


def named(path: Path, functions: dict[str, int]) -> set[str]:
    """The keys that a file writes out in calls of `functions`, and those it gives to a variable called `code`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            keys = node.args[functions[name] : functions[name] + 1] if name in functions else []
        elif isinstance(node, ast.Assign) and functions is PROBLEM and "code" in variables(node):
            keys = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant) and part.value]
        else:
            continue
        found |= {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return found


def variables(assignment: ast.Assign) -> set[str]:
    return {part.id for target in assignment.targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def test_every_text_that_the_code_names_is_in_the_catalogue() -> None:
    files = [path for folder in ("domain", "etl", "queries", "text") for path in sorted((ROOT / folder).rglob("*.py"))]
    keys = {(path.name, key) for path in files for key in named(path, SAYING)}
    assert len(keys) > 10
    assert sorted(entry for entry in keys if entry[1] not in catalogue()) == []


def test_every_problem_that_the_etl_finds_has_its_sentence() -> None:
    files = [ROOT / "etl" / f"{name}.py" for name in ETL_FILES]
    codes = {code for path in files for code in named(path, PROBLEM)}
    assert codes >= {"unknown_measure", "ambiguous_unit", "unknown_unit", "bad_toml", "supersedes_other", "not_whole"}
    assert sorted(code for code in codes if f"problem.{code}" not in catalogue()) == []
