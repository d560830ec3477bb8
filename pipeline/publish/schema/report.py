"""The shape of `strategies check --format json`, version 1."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.publish.schema.base import PublishedModel

Place = Annotated[int, Field(ge=1, description="counted from 1", examples=[12])]
Count = Annotated[int, Field(ge=0, description="how many there are", examples=[3])]
PathInLibrary = Annotated[
    str,
    Field(description="relative to the library's root, with /", examples=["content/strategies/lateral-reading.md"]),
]


class PositionV1(PublishedModel):
    """A place: both numbers start at 1, columns count code points."""

    line: Place
    column: Place


class EditV1(PublishedModel):
    """Text to put in place of a range; its end is exclusive."""

    path: PathInLibrary
    start: PositionV1 = Field(description="where the range begins")
    end: PositionV1 = Field(description="where it ends, exclusive")
    text: str = Field(description="the text to put in its place", examples=["curiosity"])


class FixV1(PublishedModel):
    """A way to mend a finding: all edits or none."""

    title: str = Field(description="what it does", examples=["replace with `curiosity`"])
    safety: Literal["safe", "unsafe", "manual"] = Field(
        description="safe: `fix` applies it; unsafe: with `--unsafe`; manual: it is for a person to choose"
    )
    edits: list[EditV1] = Field(description="all of them, or none")


class NoteV1(PublishedModel):
    """A second place that belongs to a finding."""

    path: PathInLibrary
    line: Place
    column: Place
    message: str = Field(description="what is there", examples=["it stands here first"])


class DiagnosticV1(PublishedModel):
    """One finding; paths are relative to the library's root, with `/`."""

    path: PathInLibrary
    line: Place
    column: Place
    end_line: Place
    end_column: Place
    severity: Literal["error", "warning", "info"] = Field(description="how grave it is; errors prevent an export")
    rule: str = Field(description="name of the rule", examples=["unknown-factor"])
    url: str = Field(description="where the rule is explained", examples=["docs/rules.md#unknown-factor"])
    message: str = Field(description="what is wrong", examples=["unknown factor `curiousity`"])
    help: str = Field(description="what to do", examples=["see content/vocabulary/factors.yaml"])
    notes: list[NoteV1] = Field(description="other places that belong to it")
    fix: FixV1 | None = Field(description="a way to mend it")


class SummaryV1(PublishedModel):
    """Counts of files looked at and of findings."""

    files: Count
    errors: Count
    warnings: Count
    infos: Count
    fixable: Count
    known: int = Field(ge=0, description="further findings that a baseline hides", examples=[12])


class DiagnosticsV1(PublishedModel):
    """A whole report."""

    version: Literal[1] = Field(description="version of this shape")
    diagnostics: list[DiagnosticV1] = Field(description="all findings, sorted by place")
    summary: SummaryV1 = Field(description="how many there are")
