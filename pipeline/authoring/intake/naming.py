"""Factors, related strategies, categories and learner models by the names that old pages give them."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.passages import OldBlock
from pipeline.model.plain_markdown import plain
from pipeline.source.names import Names, folded

# Between names on one line, and between a name and what is said of it.
BETWEEN = re.compile(r"\s*[,;•|·]\s*")
AFTER_NAME = re.compile(r"\s*(?::|\s[–—-])\s+")
# How much of a title must be in a sentence for a guess, out of 100, by how much it must be ahead of the next best, and
# how much is worth a hint.
SURE, AHEAD, HINT = 60, 8, 40


def place_factors(page: NewPage, house: House, pieces: Iterable[OldBlock]) -> None:
    """Make `factors` of the names in a list; names of learner models and their groups may stand among them."""
    names, models = house.vocabulary.factor_names(), house.vocabulary.learner_model_names()
    groups = {folded(group) for model in house.vocabulary.learner_models for group in model.groups}
    for item in _items(pieces):
        parts = [item] if known_as(names, item) else list(filter(None, BETWEEN.split(item)))
        for part in parts:
            name, _, said = _split(part)
            if id_ := known_as(names, name):
                add(page, "factors", id_)
                page.remark("placed", f"factor `{id_}`: “{part}”")
                if said:
                    page.keep("", plain(part))
            elif model := known_as(models, part):
                add(page, "learner_models", model)
                page.remark("placed", f"learner model `{model}`: “{part}”")
            elif folded(part) in groups:
                page.remark("left", f"“{part}”: a group of factors; they are grouped for you")
            elif (meant := names.suggest(name)) and not said:
                add(page, "factors", meant.id)
                page.remark("guessed", f"factor `{meant.id}`: “{part}” is similar")
            else:
                page.keep("", f"- {plain(part)}")
                page.remark("unplaced", f"“{part}”: no factor of the vocabulary has this name")


def place_related(page: NewPage, house: House, pieces: Iterable[OldBlock]) -> None:
    """Make `related` of titles, links and one-sentence summaries."""
    for piece in pieces:
        if piece.raw.startswith("!["):
            page.keep("", piece.raw)
            page.remark("unplaced", f"the image “{piece.text}” in the list of strategies")
            continue
        slugs = [slug_of(address) for address in piece.addresses]
        for item in piece.items or ((piece.text,) if piece.text else ()):
            place_relation(page, house, item, slugs if len(piece.items) <= 1 else [])


def place_relation(page: NewPage, house: House, item: str, slugs: Iterable[str] = ()) -> None:
    """Add the strategy that an item of a list names; an unknown one is kept with the likeliest as a hint."""
    names = house.strategies
    name, _, _ = _split(item)
    known = known_as(names, item) or known_as(names, name)
    if category := known_as(house.vocabulary.category_names(), item):
        page.remark("left", f"“{item}”: the category `{category}`; related strategies are sorted for you")
        return
    known = known or next((id_ for slug in slugs if (id_ := known_as(names, slug))), None)
    if known and known == page.id:
        page.remark("left", f"related “{item}”: it is the page itself")
        return
    if known:
        add(page, "related", known)
        page.remark("placed", f"related `{known}`: “{item}”")
        return
    meant = [each for each in house.strategies_meant(item) if each[1] != page.id][:2]
    ahead = meant[0][0] - (meant[1][0] if len(meant) > 1 else 0) if meant else 0
    if meant and meant[0][0] >= SURE and ahead >= AHEAD:
        sure, id_ = meant[0]
        add(page, "related", id_)
        page.remark("guessed", f"related `{id_}` ({sure} of 100): “{item}”")
        return
    page.keep("", f"- {plain(item)}")
    hint = (
        f"; perhaps `{meant[0][1]}` ({meant[0][0]} of 100)" if meant and meant[0][0] >= HINT and ahead >= AHEAD else ""
    )
    page.remark("unplaced", f"related “{item}”: no page has this title or summary{hint}")


def place_category(page: NewPage, house: House, name: str) -> bool:
    """Set the category by its name; False if there is none of that name."""
    names = house.vocabulary.category_names()
    id_ = known_as(names, name)
    if id_ is None and name and (meant := names.suggest(name)):
        id_ = meant.id
    if id_ is None or "category" in page.fields:
        return id_ is not None
    page.fields["category"] = id_
    exact = known_as(names, name) is not None
    page.remark("placed" if exact else "guessed", f"category `{id_}`: “{name}”")
    return True


def known_as(names: Names, text: str) -> str | None:
    """The only id that a text is a known form of."""
    known = names.forms.get(folded(text.strip(" .*")), set())
    return min(known) if len(known) == 1 else None


def slug_of(address: str) -> str:
    """The last part of an address, as a name."""
    return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]).removesuffix(".html")


def _items(pieces: Iterable[OldBlock]) -> Iterator[str]:
    for piece in pieces:
        yield from piece.items or ((piece.text,) if piece.text else ())


def _split(item: str) -> tuple[str, str, str]:
    """A name, what parts it from the rest, and what is said of it."""
    match = AFTER_NAME.search(item)
    return (item[: match.start()], match.group(), item[match.end() :]) if match else (item, "", "")


def add(page: NewPage, field: str, id_: str) -> None:
    """Add an id to a field that is a list, once."""
    values = page.fields.setdefault(field, [])
    assert isinstance(values, list)
    if id_ not in values:
        values.append(id_)
