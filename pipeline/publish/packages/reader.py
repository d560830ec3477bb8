"""Strategies of one library, as records that old ids lead to, too.

Some sections have a `disclaimer`. Show it, word for word, wherever you show its section.
"""

import json
from importlib.resources import files
from typing import Any

Record = dict[str, Any]


def _read(name: str) -> Record:
    document: Record = json.loads((files(__name__) / "json" / f"{name}.json").read_text(encoding="utf-8"))
    return document


_document = _read("strategies")
library: Record = _document["library"]
disclaimers: list[Record] = _document["disclaimers"]
strategies: list[Record] = _document["strategies"]
factors: list[Record] = _read("factors")["factors"]
categories: list[Record] = _read("categories")["categories"]
learner_models: list[Record] = _read("learner-models")["learner_models"]
tombstones: list[Record] = _read("tombstones")["tombstones"]

_strategies = {record["id"]: record for record in strategies}
_terms = [{record["id"]: record for record in records} for records in (factors, categories, learner_models)]
_successors: dict[str, str | None] = {alias: record["id"] for record in strategies for alias in record["aliases"]}
for _tombstone in tombstones:
    _successors |= dict.fromkeys([_tombstone["id"], *_tombstone["aliases"]], _tombstone["replaced_by"])


def strategy(id_: str) -> Record | None:
    """The strategy with an id, or the one that replaced it; None if there is neither."""
    return _strategies.get(id_) or _strategies.get(_successors.get(id_) or "")


def factor(id_: str) -> Record | None:
    """The factor with an id, or the one that replaced it; None if there is neither."""
    return _current(_terms[0], id_)


def category(id_: str) -> Record | None:
    """The category with an id, or the one that replaced it; None if there is neither."""
    return _current(_terms[1], id_)


def learner_model(id_: str) -> Record | None:
    """The learner model with an id, or the one that replaced it; None if there is neither."""
    return _current(_terms[2], id_)


def _current(terms: dict[str, Record], id_: str) -> Record | None:
    found = terms.get(id_)
    seen = {id_}
    while found and found["replaced_by"] and found["replaced_by"] not in seen:
        seen.add(found["replaced_by"])
        found = terms.get(found["replaced_by"])
    return found


def supporting(factor_id: str) -> list[Record]:
    """The strategies that support a factor, sorted by id."""
    found = factor(factor_id)
    return [_strategies[id_] for id_ in found["strategies"]] if found else []
