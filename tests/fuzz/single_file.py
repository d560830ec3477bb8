"""Any bytes as one file of the test library: it is parsed and checked, and all that must hold of a report does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from commonmark_examples import examples
from conftest import HERE, LIBRARY, TODAY
from examples import GOOD_PAGE
from test_properties import (
    LIMITS,
    PIECES,
    SETTINGS,
    assert_findings_are_sound,
    assert_output_is_safe,
    assert_sound,
    data_files,
    default_policy,
    with_data_file,
    with_page,
)

from pipeline.incremental.page_tasks import PageChecker
from pipeline.lint.configuration import ConfigurationFault, read_settings
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.runner import check
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.source.parse import parse_data
from pipeline.source.parse.template import outline_of
from pipeline.source.paths import DATA_PATHS, SETTINGS_PATHS
from pipeline.source.text import Source

CASES = Path(__file__).parent / "cases"
PAGE = "content/strategies/example.md"
TEMPLATE = "templates/strategy.html"
# What the bytes may be; the first byte of an input chooses.
PLACES = (PAGE, *DATA_PATHS, *SETTINGS_PATHS, TEMPLATE)
TEMPLATES = HERE.parent / "pipeline/publish/exporters/html_site/templates"
# Of so many inputs one is checked with all of the library, and of so many the findings are shown in each format. The
# rest of the library costs ten times as much as a file, and hardly ever finds more in it. An input is always the same.
WHOLLY, SHOWN = 128, 32


def examine(data: bytes) -> None:
    """Examine an input: a byte that names its place, then the file. Whatever is raised is a defect."""
    number = crc32(data)
    if number % WHOLLY == 0:
        examine_wholly(data)
        return
    place, file = _split(data)
    if place == PAGE:
        found, sources = _of_page(file), {**_library().sources, PAGE: Source.decode(PAGE, file)}
    elif place in DATA_PATHS:
        library = _of_data_files(Source.decode(place, file))
        found, sources = check(library, SETTINGS, TODAY).diagnostics, library.sources
    else:
        _examine_other(place, file)
        return
    assert_findings_are_sound(found, sources)
    if number % SHOWN == 0:
        assert_output_is_safe(ReportView(found, sources, 1, least=Severity.INFO))


def examine_wholly(data: bytes) -> None:
    """Examine an input with all rules for all of the library, and its report in each format."""
    place, file = _split(data)
    if place == PAGE:
        assert_sound(with_page(Source.decode(place, file)))
    elif place in DATA_PATHS:
        assert_sound(with_data_file(Source.decode(place, file)))
    else:
        _examine_other(place, file)


def _split(data: bytes) -> tuple[str, bytes]:
    return PLACES[data[0] % len(PLACES)] if data else PAGE, data[1:]


def _examine_other(place: str, file: bytes) -> None:
    """Read a template or settings."""
    source = Source.decode(place, file)
    if place == TEMPLATE:
        outline_of(source.text)
        return
    with suppress(ConfigurationFault):
        read_settings(lambda name: source if name == place else None)


@cache
def _library() -> Library:
    return with_page(Source(PAGE, GOOD_PAGE))


@cache
def _checker() -> PageChecker:
    library = _library()
    return PageChecker(SETTINGS, library.policy, library.policy_broken, library.vocabulary, render=True)


def _of_page(file: bytes) -> tuple[Diagnostic, ...]:
    """What is found on a page, by the task that checks pages: it is stored and read again, and rendered if sound."""
    ((stored, _),) = _checker()([(PAGE, file)])
    result = _checker().decode(PAGE, stored)
    assert result
    return result.findings


def _of_data_files(source: Source) -> Library:
    """A library without pages and with this data file."""
    return build_library((), data_files() | {source.path: parse_data(source, LIMITS)}, default_policy())


def seeds() -> Iterator[bytes]:
    """Inputs to begin with: pages of all cases, CommonMark's examples, other files, and what broke something once."""
    for path in sorted((HERE / "cases").rglob("*.md")):
        yield _input(PAGE, path)
    for example in examples():
        yield bytes([PLACES.index(PAGE)]) + b"---\ntitle: A Page\n---\n" + example.markdown.encode()
    for place in DATA_PATHS:
        if (LIBRARY / place).is_file():
            yield _input(place, LIBRARY / place)
    yield _input("schemas/strategy-page.yaml", HERE.parent / "schemas/strategy-page.yaml")
    for path in sorted(TEMPLATES.glob("*.html")):
        yield _input(TEMPLATE, path)
    yield bytes([PLACES.index("strategies.toml")]) + b'fail_on = "warning"\n[severity]\ndoubled-word = "off"\n'
    yield from (path.read_bytes() for path in sorted(CASES.iterdir()) if path.suffix != ".md")


def dictionary() -> str:
    """Pieces that mean something to one of the parsers, as libFuzzer reads them."""
    pieces = (piece.encode("utf-8", "surrogatepass") for piece in PIECES)
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in piece) + '"\n' for piece in pieces)


def _input(place: str, path: Path) -> bytes:
    return bytes([PLACES.index(place)]) + path.read_bytes()
