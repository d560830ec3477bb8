"""Findings that no rule makes, and that no setting, comment or baseline changes: what each says, for its reader."""

from typing import NamedTuple

from pipeline.lint.rule import Documentation
from pipeline.model.diagnostics import Severity


class Notice(NamedTuple):
    """The name and severity of such findings, and their documentation, which has no examples."""

    name: str
    severity: Severity
    documentation: Documentation


CHANGED_POLICY = Documentation(
    summary="A change alters by what rules content is checked, or what pages are made of and may load.",
    reason="With `--policy-from REF`, these come from REF, so what the finding names has no effect until it is merged. "
    "Then it has: a reviewer looks at it as at code. New comments that hide findings are named, too. "
    "Nothing is to be mended if the change is meant.",
    bad=(),
    good=(),
)
INVALID_CONFIGURATION = Documentation(
    summary="The settings of the library cannot be used.",
    reason="Nothing is checked by settings that are not understood. The finding names the line, and what it may hold. "
    "`docs/configuration.md` describes all settings.",
    bad=(),
    good=(),
)
NOTICES = {
    notice.name: notice
    for notice in (
        Notice("changed-policy", Severity.WARNING, CHANGED_POLICY),
        Notice("invalid-configuration", Severity.ERROR, INVALID_CONFIGURATION),
    )
}
