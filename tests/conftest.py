"""Shared by all tests: the flag that rewrites expected output, and the small library that cases are laid over."""

from __future__ import annotations

import datetime as dt
import marshal
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import Run, runner
from effort import FULL, tries
from hypothesis import settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from repository import Repository, environment

from pipeline.incremental.memo import FOLDER_VARIABLE, Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.runner import check, check_revisions
from pipeline.lint.scope import Scope
from pipeline.publish.exporters.html_site import theme
from pipeline.source.discovery import content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import CodeType

    from pipeline.model.report import Report
    from pipeline.model.settings import Settings
    from pipeline.source.text import Source

HERE = Path(__file__).parent
IN_MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
# These machines are shared: how long an example takes says nothing. Only with full effort are examples new in each run.
settings.register_profile("suite", deadline=None, derandomize=not FULL, max_examples=tries(100))
settings.load_profile("suite")
LIBRARY = HERE / "library"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True, scope="session")
def no_summary_of_a_job() -> None:
    """On a build server the reporter for GitHub would add every report of every test to the job's page."""
    os.environ.pop("GITHUB_STEP_SUMMARY", None)


class CompiledTemplates(BytecodeCache):
    """Templates by their text. What is made of one also hangs on whether it is trusted, and on the language.

    They are kept in files: most are compiled by processes that an export forks.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.codes: dict[str, CodeType] = {}

    def key(self, bucket: Bucket) -> str:
        """All that the compiler looks at; filters of numbers and dates may run while it does."""
        words = bucket.environment.filters["number"].__self__  # type: ignore[attr-defined]
        parts = type(bucket.environment).__name__, words.language, bucket.key, bucket.checksum
        return content_digest("\0".join(parts).encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        key = self.key(bucket)
        if key not in self.codes and (self.folder / key).exists():
            self.codes[key] = marshal.loads((self.folder / key).read_bytes())
        bucket.code = self.codes.get(key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        key = self.key(bucket)
        self.codes[key] = bucket.code
        own = self.folder / f"{key}.{os.getpid()}"
        own.write_bytes(marshal.dumps(bucket.code))
        own.replace(self.folder / key)


@contextmanager
def templates_compiled_once(folder: Path) -> Iterator[None]:
    """A command compiles templates for one library. Half of the time of many tests went into doing it again."""
    compiled = CompiledTemplates(folder)
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Environment, theme.TemplateSandbox):
            patch.setattr(theme, kind.__name__, partial(kind, bytecode_cache=compiled))
        yield


@pytest.fixture(autouse=True, scope="session")
def templates_are_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with templates_compiled_once(tmp_path_factory.mktemp("templates")):
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Put temporary folders into memory if it has room: removing files takes longer than all else on some disks."""
    # Else each of hundreds of processes compiles all modules again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(config, "workerinput") or config.option.basetemp or "TMPDIR" in os.environ or not IN_MEMORY.is_dir():
        return
    memory = os.statvfs(IN_MEMORY)
    if memory.f_bavail * memory.f_frsize > ROOM and not memory.f_flag & os.ST_NOEXEC and os.access(IN_MEMORY, os.W_OK):
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="rewrite expected output; read the difference")


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate"))


REMEMBERED = Memo()


def quickly(sources: Iterable[Source], root: Path = LIBRARY) -> Workspace:
    """A library with some files added or replaced; a page that this process has linted is not linted again.

    With full effort it is.
    """
    return Workspace(root, tuple(sources), tasks=Tasks(Memo() if FULL else REMEMBERED))


def report_of(workspace: Workspace, former: Iterable[Source] = (), settings: Settings | None = None) -> Report:
    """Check a library; `former` are pages as they were, to compare with."""
    report = workspace.report(TODAY)
    library = report.library
    if settings is not None:
        report = check(library, settings, TODAY)
    return check_revisions(report, {source.path: source for source in former}, workspace.context(library, TODAY))


def view_of(
    sources: Iterable[Source],
    only: Iterable[str] | None = None,
    root: Path = LIBRARY,
    former: Iterable[Source] = (),
) -> ReportView:
    """Check the test library with some files added or replaced; `only` limits the findings to these paths."""
    return view(report_of(quickly(sources, root), former), only)


def view(report: Report, only: Iterable[str] | None = None) -> ReportView:
    """What a person sees of a report; `only` limits the findings to these paths."""
    library = report.library
    scope = Scope.of(library.aliases, only) if only is not None else None
    found = tuple(d for d in report.diagnostics if scope is None or scope.holds(d))
    return ReportView(found, library.sources, sum(scope is None or scope.covers(path) for path in library.sources))


def expect(actual: str, file: Path, regenerate: bool) -> None:
    """Compare with a file of expected output, or write it."""
    if regenerate:
        file.write_text(actual, encoding="utf-8", newline="\n")
    assert file.exists(), f"no expected output yet: run pytest --regenerate and read {file}"
    assert actual == file.read_text(encoding="utf-8")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `strategies` in this process."""
    return runner(monkeypatch, capsys)


@pytest.fixture(autouse=True, scope="session")
def no_memo_of_the_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs remember lies in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("memo")))
        yield


@pytest.fixture
def own_memo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of what runs of this test alone remember."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "memo"))
    return tmp_path / "memo"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the test library that a test may break."""
    return shutil.copytree(LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns(".cache"))


@pytest.fixture
def repository(library: Path, tmp_path: Path) -> Repository:
    """The test library under git, everything committed."""
    found = Repository(library, environment(tmp_path))
    found.git("init", "--quiet", "--initial-branch=main")
    found.git("add", "--all")
    found.git("commit", "--quiet", "--message", "Start")
    return found
