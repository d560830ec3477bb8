"""The shape of `strategies diff --format json`, version 1."""

from typing import Literal

from pydantic import ConfigDict, Field

from pipeline.publish.schema.base import IdV1, PublishedModel, SchemaVersion

# breaking: an id is gone, or means something else. additive: ids stay; what is said of them is more, less or
# elsewhere. wording: only words that readers see.
ClassV1 = Literal["breaking", "additive", "wording"]
BumpV1 = Literal["none", "patch", "minor", "major"]
ThingV1 = Literal[
    "library",
    "section",
    "field",
    "vocabulary",
    "disclaimer",
    "category",
    "factor",
    "learner-model",
    "term",
    "strategy",
]
KindV1 = Literal["removed", "retired", "moved", "reused", "added", "restored", "changed"]


class WordsV1(PublishedModel):
    """Words that stay, go or come; of long stretches that stay only the ends are given."""

    op: Literal["keep", "remove", "add"] = Field(description="what became of them")
    text: str = Field(description="the words", examples=["leave the page"])


class DetailV1(PublishedModel):
    """One field, list or section that changed. A list in another order has nothing removed or added."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    place: str = Field(
        description="the field, list or section", examples=["title", "groups/Learner Background", "sections/overview"]
    )
    class_: ClassV1 = Field(alias="class", description="how grave it is for consumers")
    removed: list[str] = Field(default_factory=list, description="values or items that are gone")
    added: list[str] = Field(default_factory=list, description="values or items that are new")
    words: list[WordsV1] = Field(default_factory=list, description="for prose: the difference word by word")


class ChangeV1(PublishedModel):
    """What became of one thing."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    thing: ThingV1 = Field(description="what it is")
    id: str = Field(
        description="its id; of the library itself: library; of a term of one of its own vocabularies, with the id of "
        "the vocabulary before it",
        examples=["reading-circles", "tools/whiteboard"],
    )
    kind: KindV1 = Field(
        description="moved: now a former id of another; reused: the id is there but seems to mean, or leads to, "
        "something else; restored: an id that was retired, or led elsewhere, means the same as before"
    )
    class_: ClassV1 = Field(alias="class", description="how grave it is for consumers")
    leads_to: IdV1 | None = Field(None, description="where the id leads now, if it is gone")
    vanished: bool = Field(False, description="true when the id is gone without a trace, which is never allowed")
    title: str | None = Field(None, description="title or name, as it is now or was last", examples=["Reading Circles"])
    summary: str | None = Field(
        None, description="of a strategy that is new", examples=["Learners leave a page to see what others say."]
    )
    renamed_to: IdV1 | None = Field(
        None,
        description="the new id of what is, or seems to be, the same, if this one is gone; of a term of one of its own "
        "vocabularies, without the id of the vocabulary",
    )
    caused_by: list[str] = Field(
        default_factory=list,
        description="changes that this one follows from and adds nothing to, such as factor:vision",
    )
    stale_updated: str | None = Field(
        None, description="the day in `updated`, where it stayed while the text changed", examples=["2026-11-01"]
    )
    details: list[DetailV1] = Field(default_factory=list, description="what changed of it")
    strategies: list[IdV1] = Field(default_factory=list, description="other strategies that this touches")
    consumers: str = Field(
        description="whom this touches among those who use bundles", examples=["whoever keeps this id"]
    )

    @property
    def new_id(self) -> str | None:
        """What it was renamed to, in the form of `id`."""
        return self.renamed_to and f"{self.id[: self.id.rfind('/') + 1]}{self.renamed_to}"

    @property
    def key(self) -> str:
        """The name by which other changes refer to this one."""
        return f"{self.thing}:{self.id}"


class FaultyV1(PublishedModel):
    """A file with errors on one of the sides."""

    side: Literal["old", "new"] = Field(description="which of the two")
    path: str = Field(description="relative to the library", examples=["content/strategies/exit-tickets.md"])
    rules: list[str] = Field(description="whose errors it has")
    left_out: list[str] = Field(
        description="what was not compared for that reason, such as strategy:exit-tickets or factor:*"
    )


class SideV1(PublishedModel):
    """One of the two that were compared."""

    name: str = Field(description="as it was given", examples=["v1.4.0"])
    version: str = Field(
        description="unknown, where content/library.yaml says none that can be read", examples=["1.4.0"]
    )


class CountsOfClassesV1(PublishedModel):
    """How many changes of each class."""

    breaking: int = Field(description="ids that are gone or mean something else", examples=[0])
    additive: int = Field(description="more, less or other things are said of ids that stay", examples=[2])
    wording: int = Field(description="only words that readers see changed", examples=[5])


class DifferenceV1(PublishedModel):
    """All changes, the gravest first."""

    schema_version: SchemaVersion
    old: SideV1 = Field(description="what was compared with")
    new: SideV1 = Field(description="what was compared")
    bump: BumpV1 = Field(description="the least honest step from the old version")
    least_version: str = Field(description="the lowest version that takes this step", examples=["1.5.0"])
    honest: bool = Field(description="true when the new version is no lower")
    counts: CountsOfClassesV1 = Field(description="how many changes of each class")
    changes: list[ChangeV1] = Field(description="all changes, the gravest first")
    faulty: list[FaultyV1] = Field(default_factory=list, description="files with errors; the rest was compared")
    titles: dict[str, str] = Field(default_factory=dict, description="of strategies in the lists above, by id")
