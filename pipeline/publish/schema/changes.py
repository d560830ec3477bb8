"""The published shape of `changes.json`: what changed since an earlier version of the library."""

from pydantic import Field

from pipeline.publish.schema.base import VersionV1
from pipeline.publish.schema.difference import BumpV1, ChangeV1, CountsOfClassesV1
from pipeline.publish.schema.records import PublishedDocument


class ChangesV1(PublishedDocument):
    """`changes.json`: all changes since an earlier version, the gravest first."""

    since: VersionV1 = Field(description="the earlier version of the content, which this one was compared with")
    bump: BumpV1 = Field(description="the smallest step of the version that the changes need")
    counts: CountsOfClassesV1 = Field(description="how many changes of each class")
    changes: list[ChangeV1] = Field(description="all changes, the gravest first, then by kind of thing and id")
    titles: dict[str, str] = Field(description="titles of the strategies that a change refers to, by id")
