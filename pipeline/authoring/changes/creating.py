"""Writes a new page as the house has it: fields in their order, each section with its disclaimer, for its author."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.importer import import_page
from pipeline.authoring.intake.old_page import OldPage
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import Names
from pipeline.source.text import Source

# What a new page can name: the field, and the word for one of it.
CHOSEN = {"category": "category", "learner_models": "learner model", "factors": "factor", "related": "strategy"}


@dataclass(frozen=True)
class WantedPage:
    """What the author says of a new page; `chosen` are ids or names by field."""

    title: str
    id: str = ""
    summary: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def new_page(wanted: WantedPage, house: House, outline: OldPage | None = None) -> Source:
    """The new page; an outline gives headings, and what is written below them. Its own title does not count."""
    old = replace(outline, title="") if outline else OldPage("", "", "", "", wanted.title)
    said = {name: resolved(house, name, texts) for name, texts in wanted.chosen.items() if texts}
    if wanted.summary:
        said["summary"] = (wanted.summary,)
    kept = {name: values for name, values in old.fields.items() if name not in said}
    made = import_page(replace(old, fields={**kept, **said}), house, wanted.id)
    return Source(made.path, made.text)


def resolved(house: House, name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The ids that ids or names stand for; raises EnvironmentFault for one that nothing has."""
    names = names_of(house, name)
    return tuple(dict.fromkeys(meant(names, CHOSEN[name], text) for text in texts))


def names_of(house: House, name: str) -> Names:
    """Every name of what a field can have."""
    vocabulary = house.vocabulary
    known: Mapping[str, Callable[[], Names]] = {
        "category": vocabulary.category_names,
        "learner_models": vocabulary.learner_model_names,
        "factors": vocabulary.factor_names,
        "related": lambda: house.strategies,
    }
    return known[name]()


def meant(names: Names, one: str, text: str) -> str:
    """The id that a text stands for; raises EnvironmentFault with the nearest one if it is unknown."""
    found = names.suggest(text)
    if found and found.certain:
        return found.id
    hint = f"; did you mean `{found.id}`?" if found else f"; there are {', '.join(sorted(names.ids)[:12])}"
    raise EnvironmentFault(f"there is no {one} `{text}`{hint}")
