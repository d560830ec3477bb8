"""The file of a baseline, and what it does to a report."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pipeline.cli.options import display_path, warn
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Severity
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import counted

if TYPE_CHECKING:
    from pipeline.lint.baseline import Baseline

LARGEST = 50_000_000
NO_FINDINGS = '{"version": 1, "findings": []}'

baseline_option = click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Hide the findings that this file knows; only new ones fail. Findings of required rules are always shown.",
)
update_option = click.option(
    "--update-baseline",
    is_flag=True,
    help="Write the file of --baseline if there is none; else remove findings from it that are gone, and add none.",
)


class BaselineRequest(NamedTuple):
    """The file of a baseline, and whether to write it.

    `partial` checks leave findings out; reports that are `silent` do not say how many findings are hidden. `ref` is the
    commit to take the file from.
    """

    path: Path | None
    ref: str | None
    update: bool
    partial: bool
    silent: bool

    @classmethod
    def of(cls, path: Path | None, ref: str | None, *, update: bool, partial: bool, silent: bool) -> "BaselineRequest":
        """The request; raises EnvironmentFault for options that contradict each other."""
        if update and path is None:
            raise EnvironmentFault("--update-baseline needs --baseline FILE, the file to write")
        if update and partial:
            raise EnvironmentFault(
                "--update-baseline needs all findings as they are on disk: leave out --select, --ignore, "
                "--changed-since, --policy-from, --staged and `-`"
            )
        return cls(path, ref, update, partial, silent)


def compared(
    view: ReportView, request: BaselineRequest, fail_on: Severity, covers: Callable[[str], bool]
) -> ReportView:
    """The report without what the baseline knows.

    A new baseline knows errors and warnings, and infos if these fail. `covers` is true for files that were looked at.
    """
    if request.path is None:
        return view
    from pipeline.lint.baseline import Baseline, BaselineUnreadable  # few checks have a baseline
    from pipeline.source.writing import replace_file

    shown = display_path(request.path.absolute())
    if (text := _guarded_text(request)) is not None:
        known = _decoded(text, shown)
    elif not request.path.exists():
        if not request.update:
            raise EnvironmentFault(f"there is no {shown}; --update-baseline writes it with what is found now")
        least = max(Severity.WARNING.rank, fail_on.rank)
        known = Baseline.of((each for each in view.diagnostics if each.severity.rank <= least), view.sources)
        replace_file(request.path, known.encode().encode())
        warn(f"{shown} now knows {counted(known.size, 'finding')}")
    else:
        try:
            if request.path.stat().st_size > LARGEST:
                raise BaselineUnreadable("it is too large")
            known = _decoded(request.path.read_text(encoding="utf-8"), shown)
        except (BaselineUnreadable, UnicodeDecodeError) as error:
            raise EnvironmentFault(f"{shown} cannot be used: {error}") from None
    new, hidden, remaining = known.compare(view.diagnostics, view.sources)
    remaining |= known.outside(covers)
    if gone := 0 if request.partial else known.size - remaining.size:
        if request.update:
            replace_file(request.path, remaining.encode().encode())
            warn(f"{shown}: {counted(gone, 'finding')} taken out, {remaining.size} left")
        else:
            warn(f"{shown} knows {counted(gone, 'finding')} too many; --update-baseline takes them out")
    if request.silent and hidden:
        warn(f"{counted(len(hidden), 'finding')} known to {shown} {'is' if len(hidden) == 1 else 'are'} not shown")
    return view._replace(diagnostics=new, known=len(hidden), baseline=shown)


def _decoded(text: str, shown: str) -> "Baseline":
    from pipeline.lint.baseline import Baseline, BaselineUnreadable

    try:
        return Baseline.decode(text)
    except BaselineUnreadable as error:
        raise EnvironmentFault(f"{shown} cannot be used: {error}") from None


def _guarded_text(request: BaselineRequest) -> str | None:
    """The baseline at the commit whose policy counts; None if there is no such commit, or the file is in no repository.

    A file that was not there hides nothing.
    """
    if request.ref is None or request.path is None:
        return None
    from pipeline.source.git.guarded import text_at
    from pipeline.source.git.repository import NoRepository

    shown = display_path(request.path.absolute())
    try:
        text = text_at(request.path.absolute(), request.ref)
    except NoRepository:
        return None
    now = request.path.read_text(encoding="utf-8", errors="replace") if request.path.is_file() else None
    if text != now:
        warn(f"this change alters {shown}, which says what findings to hide; that of `{request.ref}` is used")
    return NO_FINDINGS if text is None else text
