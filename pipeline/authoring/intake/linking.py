"""Links the factors of new pages where their text first names them, by the fix of `unlinked-factor`."""

import datetime as dt
from collections.abc import Mapping

from pipeline.incremental.workspace import Workspace
from pipeline.lint.fix import fix
from pipeline.model.diagnostics import Safety
from pipeline.model.report import Report
from pipeline.source.text import Source

RULE = "unlinked-factor"


def with_links(workspace: Workspace, texts: Mapping[str, str], today: dt.date) -> tuple[dict[str, str], Report]:
    """The texts of pages by path, with links, and the report on the library with them."""
    pages = {path: Source(path, text) for path, text in texts.items()}

    def check(sources: Mapping[str, Source]) -> Report:
        return workspace.with_overlay({**pages, **sources}.values()).report(today)

    fixed = fix(check, frozenset({Safety.SAFE}), lambda found: found.rule == RULE and found.span.path in pages)
    return {**texts, **{path: source.text for path, source in fixed.sources.items()}}, fixed.report
