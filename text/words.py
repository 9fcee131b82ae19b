"""The catalogue of words: every text a user sees, in Vietnamese and English side by side.

`text/catalogue/*.toml` hold entries `[key]` with `vi` and `en`; placeholders are `{name}`.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")
_FOLDER = Path(__file__).parent / "catalogue"


def _flatten(tree: dict, prefix: str = "") -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    for key, node in tree.items():
        name = f"{prefix}{key}"
        if "vi" in node and isinstance(node["vi"], str):
            entries[name] = node
        else:
            entries.update(_flatten(node, f"{name}."))
    return entries


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All entries, key -> {lang: text}. Raises ValueError where two files define the same key."""
    entries: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for key, entry in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))).items():
            if key in entries:
                raise ValueError(f"{path.name}: the key {key!r} is defined twice")
            entries[key] = entry
    return entries


def say(key: str, lang: Lang, /, **values: object) -> str:
    """The text of `key` in `lang` with `values` filled in. Raises KeyError for a key or value that is not there."""
    return catalogue()[key][lang].format(**values)
