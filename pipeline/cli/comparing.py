"""What `check` and `fix` find by comparing pages with an earlier commit."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import Rule
from pipeline.lint.runner import check_revisions
from pipeline.model.report import Report
from pipeline.model.revision import revisions
from pipeline.source.text import Source


def compared(
    workspace: Workspace,
    report: Report,
    former: Mapping[str, Source | None],
    today: dt.date,
    rules: Iterable[Rule] | None = None,
) -> Report:
    """A report together with what shows when pages are compared with their former texts."""
    context = workspace.context(report.library, today)
    return check_revisions(report, revisions(report.library, former, workspace.limits), context, rules)
