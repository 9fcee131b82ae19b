"""Where things lie below the data folder. `etl` and `queries` share nothing but these names and the published file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# How every process opens a published build: a reader may neither reach files nor change settings, and the limits leave
# room for others on an office computer. One for all, because DuckDB refuses to open a file twice under two settings.
READER_CONFIG: Mapping[str, str] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "memory_limit": "2GB",
    "threads": "2",
}

_CHECKOUT_DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Layout:
    """The folders of one data root (see docs/data-format.md)."""

    root: Path

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def demo(self) -> Path:
        return self.root / "demo"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def current(self) -> Path:
        """The text file that names the build in use."""
        return self.warehouse / "CURRENT"

    def reference(self, name: str) -> Path:
        """A reference file: the root's own, else the checkout's."""
        own = self.root / "reference" / name
        return own if own.exists() else _CHECKOUT_DATA / "reference" / name


def layout(environ: Mapping[str, str]) -> Layout:
    """The layout named by CCHC_DATA, else the checkout's `data/`."""
    named = environ.get("CCHC_DATA")
    return Layout(Path(named) if named else _CHECKOUT_DATA)
