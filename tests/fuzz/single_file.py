"""Any bytes as one file of the test library: it is parsed and checked, and all that must hold of a report does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from conftest import HERE, LIBRARY
from test_properties import assert_sound, with_data_file, with_page

from pipeline.lint.configuration import ConfigurationFault, read_settings
from pipeline.source.parse.template import outline_of
from pipeline.source.paths import DATA_PATHS, SETTINGS_PATHS
from pipeline.source.text import Source

CASES = Path(__file__).parent / "cases"
PAGE = "content/strategies/example.md"
TEMPLATE = "templates/strategy.html"
# What the bytes may be; the first byte of an input chooses.
PLACES = (PAGE, *DATA_PATHS, *SETTINGS_PATHS, TEMPLATE)
TEMPLATES = HERE.parent / "pipeline/publish/exporters/html_site/templates"


def examine(data: bytes) -> None:
    """Examine an input: a byte that names its place, then the file. Whatever is raised is a defect."""
    place, text = PLACES[data[0] % len(PLACES)] if data else PAGE, data[1:]
    source = Source.decode(place, text)
    if place == PAGE:
        assert_sound(with_page(source))
    elif place in DATA_PATHS:
        assert_sound(with_data_file(source))
    elif place == TEMPLATE:
        outline_of(source.text)
    else:
        with suppress(ConfigurationFault):
            read_settings(lambda name: source if name == place else None)


def seeds() -> Iterator[bytes]:
    """Inputs to begin with: pages of all cases, data files, settings and templates, and what broke something once."""
    for path in sorted((HERE / "cases").rglob("*.md")):
        yield _input(PAGE, path)
    for place in DATA_PATHS:
        if (LIBRARY / place).is_file():
            yield _input(place, LIBRARY / place)
    yield _input("schemas/strategy-page.yaml", HERE.parent / "schemas/strategy-page.yaml")
    for path in sorted(TEMPLATES.glob("*.html")):
        yield _input(TEMPLATE, path)
    yield bytes([PLACES.index("strategies.toml")]) + b'fail_on = "warning"\n[severity]\ndoubled-word = "off"\n'
    yield from (path.read_bytes() for path in sorted(CASES.iterdir()) if path.suffix != ".md")


def _input(place: str, path: Path) -> bytes:
    return bytes([PLACES.index(place)]) + path.read_bytes()
