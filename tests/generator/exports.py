"""Holds that what passes the check can be exported and verified.

Pages with errors give way to plain ones until the rest passes. Then everything is done that `strategies export` and
`strategies verify` do, without a cache.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from conftest import TODAY

from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Severity
from pipeline.model.report import Report
from pipeline.publish.build import VerificationError
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.exporter import all_formats, exporters_of
from pipeline.publish.publication_inputs import publication_inputs, site_options
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.publish.verify import verify
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import IMAGES_FOLDER
from pipeline.source.text import Source

from .libraries import Made
from .losses import Loss, body_start, by_path, lost
from .words import text_of_html

# Ids, numbers and names in messages: faults of one kind differ in them.
PARTICULAR = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|\([^()]*\)|[0-9a-f]{16,}|[0-9]+|/\S+")
ROUNDS = 6
# Where words are looked for: in the files of one strategy, and in the row of the table of all.
IN_BUNDLE = ("the page in the bundle", "the record in the bundle", "the table in the bundle")


class Fault(NamedTuple):
    """What went wrong with a library that passed the check, or with the check itself."""

    step: str  # check, export, verify
    message: str

    @property
    def kind(self) -> str:
        """What faults of one cause share."""
        return f"{self.step}: {PARTICULAR.sub('…', self.message.partition(chr(10))[0])[:120]}"


class Trial(NamedTuple):
    """What came of a library: what is left of it, whether that passed the check, what went wrong, what was lost."""

    made: Made
    passed: bool
    published: int = 0  # pages that are not the plain ones
    fault: Fault | None = None
    losses: tuple[Loss, ...] = ()


def tried(made: Made, folder: Path, *, search: bool = False) -> Trial:
    """Check a library in a folder of its own; export it and verify its bundle when it has no errors."""
    shutil.rmtree(folder, ignore_errors=True)
    _write(folder, Made({}, {}), made)
    try:
        return _tried(made, folder, search=search)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, before: Made, after: Made) -> None:
    """Make the files of one library of those of another."""
    for path, data in after.files.items():
        if before.files.get(path) != data:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for path in before.files.keys() - after.files.keys():
        (folder / path).unlink()


def _tried(made: Made, folder: Path, *, search: bool) -> Trial:
    workspace = Workspace(folder)
    try:
        for _ in range(ROUNDS):
            workspace = Workspace(folder)
            report = workspace.report(TODAY)
            without = _without_errors(made, report)
            if without == made:
                break
            _write(folder, made, without)
            made = without
    except EnvironmentFault:
        return Trial(made, passed=False)  # settings that cannot be used
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        return Trial(made, passed=False, fault=Fault("check", _said(error)))
    if report.has_errors:
        return Trial(made, passed=False)
    shown = {entry.path for entry in report.library.entries if entry.strategy and entry.strategy.status == "published"}
    published = len(shown & made.odd)
    fault, release = _exported(workspace, report, search=search)
    losses = () if fault or not release else tuple(_losses(_with_all_rules(workspace), release))
    return Trial(made, True, published, fault, losses)


def _with_all_rules(workspace: Workspace) -> Report:
    """The same library with every rule as it is by default: who switches one off knows what it would have named."""
    settings = workspace.root / "strategies.toml"
    text = settings.read_text(encoding="utf-8") if settings.exists() else ""
    kept = re.sub(r"^\[severity\]\n(?:[a-z-]+ = .*\n)*", "", text, flags=re.MULTILINE)
    return Workspace(workspace.root, (Source("strategies.toml", kept),)).report(TODAY)


def _without_errors(made: Made, report: Report) -> Made:
    """The library with plain pages in place of faulty ones that others name, and without the rest of what is faulty."""
    faulty = {item.span.path for item in report.diagnostics if item.severity is Severity.ERROR}
    odd, pages = made.odd, set(made.pages)
    good = b"".join(made.files[path] for path in odd - faulty)
    needed = {path for path in faulty & odd if Path(path).stem.encode() in good}
    images = {path for path in faulty if path.startswith(IMAGES_FOLDER)}
    return made.plainly(needed).without(((faulty & pages) - needed) | (images & made.files.keys()))


def _exported(workspace: Workspace, report: Report, *, search: bool) -> tuple[Fault | None, Path | None]:
    try:
        edition = publication_inputs(workspace, Catalog.of(report), site_options(workspace, search=search))
        chosen = exporters_of(all_formats())
        release = publish(PublishRequest(edition, chosen), workspace.root / "exports").release
    except VerificationError as error:
        return Fault("export", "\n".join(f"{fault.message} ({fault.path})" for fault in error.violations)), None
    except Exception as error:  # noqa: BLE001 - likewise
        return Fault("export", _said(error)), None
    try:
        faults = "\n".join(f"{fault.message} ({fault.path})" for fault in verify(FolderBundle(release)))
    except Exception as error:  # noqa: BLE001 - likewise
        return Fault("verify", _said(error)), None
    return (Fault("verify", faults) if faults else None), release


def _said(error: Exception) -> str:
    cause = error.__cause__
    return f"{type(error).__name__}: {error}" + (f"; {type(cause).__name__}: {cause}" if cause else "")


def _losses(report: Report, release: Path) -> Iterator[Loss]:
    """Words of published pages that are not in their HTML, JSON or CSV as it stands in the bundle."""
    with (release / "csv/strategies.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: "\n".join(row.values()) for row in csv.DictReader(file)}
    found = by_path(report.diagnostics)
    for entry in report.library.entries:
        if entry.id not in rows:
            continue
        record = json.loads((release / f"json/strategies/{entry.id}.json").read_text(encoding="utf-8"))
        headings = "\n".join(section["heading"] for section in record["sections"])
        page = (release / f"html/strategies/{entry.id}/index.html").read_text(encoding="utf-8")
        texts = [
            text_of_html(page, "article"),
            "\n".join([headings, *(section["text"] for section in record["sections"])]),
            f"{headings}\n{rows[entry.id]}",
        ]
        shown = dict(zip(IN_BUNDLE, texts, strict=True))
        yield from lost(entry.document, body_start(entry.document), shown, found.get(entry.path, []))
