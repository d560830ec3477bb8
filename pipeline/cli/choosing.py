"""Questions on a terminal whose answers are terms or strategies: by number, by name, or by something near."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.cli.terminal import answer, say

if TYPE_CHECKING:
    from pipeline.authoring.intake.house import House
    from pipeline.source.names import Names

# Most choices that are shown at once.
SHOWN = 12
# How each field is asked for, and whether it takes several.
QUESTIONS = {
    "category": ("Category", False),
    "learner_models": ("Learner models", True),
    "factors": ("Factors", True),
    "related": ("Related strategies", True),
}


def asked(house: "House", field: str) -> tuple[str, ...]:
    """The ids that a person chooses for a field of a new page."""
    from pipeline.authoring.changes.creating import CHOSEN, names_of

    question, several = QUESTIONS[field]
    names, labels = names_of(house, field), labels_of(house, field)
    if not labels:
        return ()
    shown = list(labels)[:SHOWN]
    say("", f"{question}:")
    _list(shown, labels)
    if more := len(labels) - len(shown):
        say(f"      … and {more} more; write a part of a name to find it")
    how = "Numbers or names, with commas between" if several else "Number or name"
    text = answer(f"{how}; Return for none")
    parts = text.split(",") if several else [text]
    found = (_meant(part, shown, names, (CHOSEN[field], labels)) for part in parts)
    return tuple(dict.fromkeys(id_ for id_ in found if id_))


def labels_of(house: "House", field: str) -> dict[str, str]:
    """The name of each choice by its id; what is no longer used is left out."""
    if field == "related":
        entries = sorted(house.library.entries, key=lambda entry: entry.id)
        return {entry.id: entry.title for entry in entries if entry.status != "retired"}
    kind = {"category": "category", "learner_models": "learner_model", "factors": "factor"}[field]
    terms = house.vocabulary.terms_of(kind)
    return {term.id: term.name for term in terms if not term.deprecated}


def _meant(text: str, shown: Sequence[str], names: "Names", what: tuple[str, Mapping[str, str]]) -> str:
    """The id that an answer stands for; asks again, with the nearest choices, until there is one or none is wanted."""
    one, labels = what
    while text := text.strip():
        found = names.suggest(text)
        if found and found.certain:
            return found.id
        if text.isdecimal() and 1 <= int(text) <= len(shown):
            return shown[int(text) - 1]
        near = [id_ for id_ in names.nearest(text) if id_ in labels][:SHOWN]
        say(f"there is no {one} `{text}`" + ("; the nearest are:" if near else ""))
        shown = near or shown
        _list(near, labels)
        text = answer("Number or name; Return to leave it out")
    return ""


def _list(ids: Sequence[str], labels: Mapping[str, str]) -> None:
    width = max(map(len, ids), default=0)
    say(*(f"  {number:2}  {id_:{width}}  {labels[id_]}" for number, id_ in enumerate(ids, 1)))
