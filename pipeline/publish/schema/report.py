"""The shape of `strategies check --format json`, version 1."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.publish.schema.records import PublishedModel

Place = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]


class PositionV1(PublishedModel):
    """A place: both numbers start at 1, columns count code points."""

    line: Place
    column: Place


class EditV1(PublishedModel):
    """Text to put in place of a range; its end is exclusive."""

    path: str
    start: PositionV1
    end: PositionV1
    text: str


class FixV1(PublishedModel):
    """A way to mend a finding: all edits or none."""

    title: str
    safety: Literal["safe", "unsafe", "manual"]
    edits: list[EditV1]


class NoteV1(PublishedModel):
    """A second place that belongs to a finding."""

    path: str
    line: Place
    column: Place
    message: str


class DiagnosticV1(PublishedModel):
    """One finding; paths are relative to the library's root, with `/`."""

    path: str
    line: Place
    column: Place
    end_line: Place
    end_column: Place
    severity: Literal["error", "warning", "info"]
    rule: str
    url: str = Field(description="where the rule is explained")
    message: str
    help: str
    notes: list[NoteV1]
    fix: FixV1 | None


class SummaryV1(PublishedModel):
    """Counts of files looked at and of findings."""

    files: Count
    errors: Count
    warnings: Count
    infos: Count
    fixable: Count


class DiagnosticsV1(PublishedModel):
    """A whole report."""

    version: Literal[1]
    diagnostics: list[DiagnosticV1]
    summary: SummaryV1
