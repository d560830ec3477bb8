"""What `check` and `fix` find by comparing pages with an earlier commit."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pipeline.check import check_revisions
from pipeline.model.report import Report
from pipeline.model.revision import revisions
from pipeline.rule import Rule
from pipeline.text import Source
from pipeline.workspace import Workspace


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
