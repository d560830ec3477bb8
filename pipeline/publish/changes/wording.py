"""Wording of changes, the same in all formats."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.publish.changes.places import LANGUAGES
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.difference import ChangeV1, ClassV1, DetailV1, DifferenceV1

MARKS = {"keep": "{}", "remove": "[-{}-]", "add": "{{+{}+}}"}
# Names in one list; `--format json` has all.
MOST_NAMES = 30


class Wording(NamedTuple):
    """Changes in the order of a report: new strategies, then all others without a cause, by class.

    `following` has the changes with a cause, by its key; `titles` are those of strategies.
    """

    groups: Mapping[ClassV1 | Literal["new"], Sequence[ChangeV1]]
    following: Mapping[str, Sequence[ChangeV1]]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, difference: DifferenceV1 | ChangesV1) -> "Wording":
        """The changes of a difference, or those that a bundle tells of."""
        groups: dict[ClassV1 | Literal["new"], list[ChangeV1]] = {"new": []}
        following: dict[str, list[ChangeV1]] = {}
        for change in difference.changes:
            for key in change.caused_by:
                following.setdefault(key, []).append(change)
            if not change.caused_by:
                groups.setdefault("new" if change.summary is not None else change.class_, []).append(change)
        return cls({name: changes for name, changes in groups.items() if changes}, following, difference.titles)


def named(title: str | None, id_: str) -> str:
    """A title with the id, since titles may be the same."""
    return f"{title} ({id_})" if title and title != id_ else id_


def sentence(change: ChangeV1, wording: Wording) -> str:
    """The change in a few words."""
    leads = f"; leads to {named(wording.titles.get(change.leads_to), change.leads_to)}" if change.leads_to else ""
    verb = "is" if change.kind == "moved" else "seems to be"
    became = f"; {verb} {change.new_id} now" if change.new_id else ""
    lost = ", without a trace" if change.vanished else ""
    return f"{_what(change)}: {change.kind}{lost}{leads}{became}"


def users(change: ChangeV1, wording: Wording) -> str:
    """The strategies that refer to a thing."""
    number, shown = len(change.strategies), _listed(named(wording.titles.get(id_), id_) for id_ in change.strategies)
    if any(detail.place == "aliases" and detail.removed == [change.id] for detail in change.details):
        return f"it was a former id of {shown}"
    one, many = ("carries", "carry") if change.thing in ("disclaimer", "section", "field") else ("names", "name")
    return f"1 strategy {one} it: {shown}" if number == 1 else f"{number} strategies {many} it: {shown}"


def consequences(change: ChangeV1, wording: Wording) -> str:
    """Things that changed only because of this change."""
    following = wording.following.get(change.key, ())
    return _listed(_what(other) for other in following if other.kind != "added")


def _what(change: ChangeV1) -> str:
    """The thing of a change: `factor Curiosity (curiosity)`."""
    if change.thing == "library":
        return "the library"
    return f"{change.thing.replace('-', ' ')} {named(change.title, change.id)}"


def _listed(names: Iterable[str]) -> str:
    """Names separated by commas; of very many the first."""
    first, *more = list(names) or [""]
    shown = [first, *more[: MOST_NAMES - 1]]
    return ", ".join(shown) + (f" and {len(more) + 1 - MOST_NAMES} more" if len(more) >= MOST_NAMES else "")


def remark(change: ChangeV1) -> str:
    """A remark on a text that changed while the day in `updated` did not."""
    return f"`updated` is still {change.stale_updated}, although the text changed"


def words_of(detail: DetailV1) -> str:
    """The change of one field, list or section."""
    if detail.words:
        return " ".join(MARKS[part.op].format(part.text) for part in detail.words)
    if detail.place.startswith(f"{LANGUAGES}/"):
        return "the translation has other words"
    changed = [*(f"- {item}" for item in detail.removed), *(f"+ {item}" for item in detail.added)]
    return ", ".join(changed) if changed else "another order"
