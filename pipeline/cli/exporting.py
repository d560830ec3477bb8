"""What `strategies export` does when something changed since the last time."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.main import EXIT_BUG, EXIT_ERRORS
from pipeline.cli.options import shown, tell
from pipeline.cli.terminal import say, write
from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters import text
from pipeline.lint.reporters.view import ReportView
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Severity
from pipeline.model.report import Report
from pipeline.publish.build import VerificationError
from pipeline.publish.cut_cells import cut_cells
from pipeline.publish.exporter import EXCEL_FORMAT, Exporter, ExportFault, all_formats, exporters_of
from pipeline.publish.publication_inputs import PublicationInputs, publication_inputs, site_options
from pipeline.publish.release.last_export import ExportRequest, ExportResult
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git import commit_of
from pipeline.source.names import Names


class Question(NamedTuple):
    """What is to be exported, whether in archives too, and what not to be dishonest about."""

    wanted: ExportRequest
    archive: bool
    since: str | None
    today: dt.date


def export(workspace: Workspace, question: Question) -> tuple[ExportResult, tuple[Path, ...]]:
    """Check the library and write its bundle; ends the run when there are errors. Gives the archives besides."""
    wanted, tasks = question.wanted, workspace.tasks
    chosen = _chosen(wanted.formats, wanted.csv_profile)
    report = workspace.report(question.today, render=True)
    _stop_at_errors(report)
    catalog = Catalog.of(report)
    edition = publication_inputs(workspace, catalog, site_options(workspace, search=wanted.search))
    if question.since is not None:
        _refuse_dishonesty(edition, question.since, workspace.root, question.today)
    source = commit_of(workspace.root, tell)
    with _explained(wanted.out):
        published = publish(PublishRequest(edition, chosen, source, question.archive, tasks), wanted.out, tell)
    made = ExportResult(
        files=published.files,
        release=published.release.name,
        version=edition.site.library.version,
        published=len(catalog.published),
        drafts=[page.id for page in catalog.drafts],
        retired=[page.id for page in catalog.retired],
        warnings=list(cut_cells(published.release)) if wanted.csv_profile == "excel" else [],
    )
    with tasks.stages("keep what was found out"):
        made.save(wanted.key(workspace.state.key, question.today), tasks.memo)
        tasks.memo.save()
    return made, published.archives


def _stop_at_errors(report: Report) -> None:
    library = report.library
    if report.has_errors or library.info is None:
        errors = tuple(item for item in report.diagnostics if item.severity is Severity.ERROR)
        view = ReportView(
            errors, library.sources, len(library.sources), width=shutil.get_terminal_size((120, 40)).columns
        )
        write(text.render(view))
        say("nothing was exported: mend the errors above first", err=True)
        sys.exit(EXIT_ERRORS)


def _chosen(formats: str | None, csv_profile: str) -> list[Exporter]:
    known = all_formats()
    names = {name.strip() for name in formats.split(",") if name.strip()} if formats else set(known)
    for name in sorted(names.difference(known)):
        meant = Names.of(known).suggest(name)
        raise EnvironmentFault(
            f"there is no format `{name}`; "
            + (f"did you mean `{meant.id}`?" if meant else f"known: {', '.join(known)}")
        )
    if csv_profile == "excel":
        if "csv" not in names:
            raise EnvironmentFault("`--csv-profile excel` needs csv among the formats")
        names.add(EXCEL_FORMAT)
    return exporters_of(names)


def _refuse_dishonesty(edition: PublicationInputs, since: str, root: Path, today: dt.date) -> None:
    # Few exports compare.
    from pipeline.diff.comparison import compare
    from pipeline.diff.side import snapshot_of
    from pipeline.diff.since import refusals
    from pipeline.diff.snapshot import Snapshot

    old = snapshot_of(since, root, today)
    reasons = list(refusals(compare(old, Snapshot.of_records("this library", edition.site, edition.records()))))
    say(*reasons)
    if reasons:
        say(f"nothing was exported; `strategies diff {old.name}` says what changed", err=True)
        sys.exit(EXIT_ERRORS)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say in words why nothing was published in a folder."""
    try:
        yield
    except ExportFault as error:
        raise EnvironmentFault(*error.lines) from error
    except VerificationError as error:
        say(*map(str, error.violations))
        say(
            "strategies: nothing was published, for the bundle would have the faults above; "
            "this is a bug in the pipeline, not in your content. Please report it with these lines.",
            err=True,
        )
        sys.exit(EXIT_BUG)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise EnvironmentFault(
            f"the bundle could not be published: {error.strerror or error}{where}",
            f"Nothing in {shown(folder)} is half-written; export again once the cause is mended.",
        ) from error
