"""Writes a new page as the house has it: fields in their order, each section with its disclaimer, for its author."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named, new_id
from pipeline.authoring.changes.setting import set_values
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.importer import import_page, slug
from pipeline.authoring.intake.old_page import OldPage
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY
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


def house_of(change: LibraryChange, library: Library, today: dt.date) -> House:
    """What a new page is made by; raises EnvironmentFault if the house rules have mistakes."""
    if library.policy_broken:
        raise EnvironmentFault("the house rules have mistakes, so no page can be made by them; run strategies check")
    return House(library, change.workspace.context(library, today))


def id_for(library: Library, title: str, id_: str = "") -> str:
    """The id of a new page, made of its title if none is wanted; raises EnvironmentFault if it cannot have that."""
    return new_id(library, STRATEGY, id_ or slug(title))


def begin(
    change: LibraryChange, house: House, wanted: WantedPage, values: Iterable[str] = (), outline: OldPage | None = None
) -> str:
    """Add a new page and return its path; `values` are further fields, as in `status=idea`."""
    title = " ".join(wanted.title.split())
    id_ = id_for(house.library, title, wanted.id)
    source = new_page(replace(wanted, title=title, id=id_), house, outline)
    change.create(source)
    set_values(change, house.library, Named(STRATEGY, id_, source.path), [f"title={title}", *values])
    return source.path


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
