"""The steps of `strategies export` when something changed since the last export."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from pipeline.cli.main import EXIT_BUG, EXIT_ERRORS
from pipeline.cli.options import display_path, extra_is_missing, warn
from pipeline.cli.terminal import say, write
from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters import text
from pipeline.lint.reporters.view import ReportView
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.diagnostics import Severity
from pipeline.model.report import Report
from pipeline.publish.build import VerificationError
from pipeline.publish.exporter import Exporter, ExportFault, all_formats, default_formats, exporters_of
from pipeline.publish.publication_inputs import PublicationInputs, inputs_in_all_languages, site_options
from pipeline.publish.release.last_export import ExportRequest, ExportResult
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.top_files import unused_licence
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git import commit_of
from pipeline.source.names import did_you_mean
from pipeline.source.text import counted


def export(
    workspace: Workspace, request: ExportRequest, today: dt.date, *, archive: bool, since: str | None
) -> tuple[ExportResult, tuple[Path, ...]]:
    """Check the library and write its bundle, and give it with its archives; ends the run when there are errors."""
    tasks, exporters = workspace.tasks, _exporters(request.formats)
    catalog, edition = _edition(workspace, request, today, since)
    home = workspace.home or workspace.root
    source = commit_of(home, warn)
    if source and home != workspace.root:  # with the policy of another commit it is that of none
        source = replace(source, changed=True)
    with _explained(request.out):
        published = publish(PublishRequest(edition, exporters, source, archive, tasks), request.out, warn)
    result = ExportResult(
        files=published.files,
        release=published.release.name,
        version=edition.site.library.version,
        published=len(catalog.published),
        left_out=catalog.left_out,
        retired=[page.id for page in catalog.retired],
        warnings=list(unused_licence(edition.site)),
    )
    with tasks.timings("keep what was found out"):
        # A release that tells of changes is none that the same command without them would make.
        if since is None and workspace.is_as_listed():
            result.save(request.key(workspace.state.key, today), tasks.memo)
        tasks.memo.save()
    return result, published.archives


def dry_run_of(workspace: Workspace, request: ExportRequest, today: dt.date, since: str | None) -> Iterator[str]:
    """What an export would publish, line by line; ends the run when there are errors."""
    from pipeline.publish.release.rehearsal import rehearse

    exporters = _exporters(request.formats)
    catalog, edition = _edition(workspace, request, today, since)
    with _explained(request.out):
        found = rehearse(PublishRequest(edition, exporters, tasks=workspace.tasks), request.out)
    number = counted(len(catalog.published), "strategy", "strategies")
    files = counted(len(found.manifest.files), "file")
    yield f"{number} would be exported, with {', '.join(found.manifest.formats)}: {files}; nothing was published"
    if found.present is None:
        yield f"  {display_path(request.out)} holds no release yet"
        return
    version, others = found.present.library.version, (found.new, found.changed, found.gone)
    if not any(others):
        yield f"  the present release, version {version}, has the same files"
        return
    same = len(found.manifest.files) - len(found.new) - len(found.changed)
    yield f"  the present release is version {version}, this would be {found.manifest.library.version}"
    yield f"  files: {len(found.new)} new, {len(found.changed)} changed, {len(found.gone)} gone, {same} the same"
    before, after = set(found.present.published), set(found.manifest.published)
    for words, ids in (("new", after - before), ("gone", before - after)):
        yield from (f"  {words + ':':<9} {id_}" for id_ in sorted(ids))


def _edition(
    workspace: Workspace, request: ExportRequest, today: dt.date, since: str | None
) -> tuple[Catalog, PublicationInputs]:
    """What is to be published of a library, and its catalog; ends the run when there are errors."""
    report = workspace.report(today, render=True)
    _stop_at_errors(report)
    try:
        catalog = Catalog.of(report)
    except NotPublishable:  # there are no errors, so a page is no longer what was checked
        raise EnvironmentFault("the library was changed while it was read; run the command again") from None
    options = site_options(workspace, search=request.search)
    edition = inputs_in_all_languages(workspace, catalog, report.library, options)
    if since is not None:
        edition = replace(edition, changes=_changes_since(since, edition, workspace.home or workspace.root, today))
    return catalog, edition


def _stop_at_errors(report: Report) -> None:
    library = report.library
    if report.has_errors or library.info is None:
        errors = tuple(item for item in report.diagnostics if item.severity is Severity.ERROR)
        width = shutil.get_terminal_size((120, 40)).columns
        write(text.render(ReportView(errors, library.sources, len(library.sources), width=width)))
        say("nothing was exported: mend the errors above first", err=True)
        sys.exit(EXIT_ERRORS)


def _exporters(formats: str | None) -> list[Exporter]:
    known = all_formats()
    names = {name.strip() for name in formats.split(",") if name.strip()} if formats else set(default_formats())
    for name in sorted(names.difference(known)):
        hint = did_you_mean(known, name, f"; known: {', '.join(known)}")
        raise EnvironmentFault(f"there is no format `{name}`{hint}")
    exporters = exporters_of(names)
    for exporter in exporters:
        if exporter.module and not find_spec(exporter.module):
            raise extra_is_missing(f"the format `{exporter.format}`", exporter.format)
    return exporters


def _changes_since(since: str, edition: PublicationInputs, root: Path, today: dt.date) -> ChangesV1:
    """The changes since an earlier state; ends the run when the version or a missing id hides some."""
    from pipeline.diff.comparison import compare  # few exports compare
    from pipeline.diff.side import snapshot_of
    from pipeline.diff.since import changes_to_tell, refusals
    from pipeline.diff.snapshot import Snapshot

    old = snapshot_of(since, root, today)
    new = Snapshot.of_records("this library", edition.site, edition.records(), edition.translated_records())
    difference = compare(old, new)
    reasons = list(refusals(difference))
    say(*reasons)
    if reasons:
        say(f"nothing was exported; `strategies diff {old.name}` says what changed", err=True)
        sys.exit(EXIT_ERRORS)
    return changes_to_tell(difference, old, new)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Explain to the user why nothing was published in a folder."""
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
            f"Nothing in {display_path(folder)} is half-written; export again once the cause is mended.",
        ) from error
