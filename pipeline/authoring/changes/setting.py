"""Sets fields of a strategy or a term from texts such as `status=published` or `factors+=emotion`."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.values import set_fields, set_term, term_node
from pipeline.authoring.sheet.cells import value_of
from pipeline.authoring.sheet.columns import SheetColumn, possible_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.model.library import Library
from pipeline.model.own_fields import LISTED, STRATEGY
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import TERM_MODELS
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence

TERM_LISTS = ("aliases", "grades", "factors")
# Fields of terms that hold fields.
NESTED = ("groups",)
# A field, a sign and a value.
ASSIGNMENT = re.compile(r"\s*([^\s=+-](?:[^=]*[^\s=+-])?)\s*([+-]?=)\s*(.*?)\s*", re.DOTALL)


class Assignment(NamedTuple):
    """A field, how its value changes (`=`, `+=` or `-=`), and the text of the value."""

    field: str
    sign: str
    text: str

    @classmethod
    def of(cls, written: str) -> "Assignment":
        """Read `field=value`; raises EnvironmentFault for anything else."""
        found = ASSIGNMENT.fullmatch(written)
        if found is None:
            raise EnvironmentFault(f"`{written}` is no assignment: write field=value, as in status=published")
        return cls(*found.groups())

    def applied(self, value: Value, before: Iterable[str] | None) -> Value:
        """The new value of the field, which held these before; None for a field that is no list."""
        if self.sign == "=":
            return value
        if before is None or isinstance(value, str):
            raise EnvironmentFault(f"`{self.field}` is no list, so nothing can be added or removed; use {self.field}=…")
        known = list(before)
        if self.sign == "+=":
            return tuple(dict.fromkeys((*known, *value)))
        for each in value:
            if each not in known:
                raise EnvironmentFault(f"`{self.field}` does not hold `{each}`{did_you_mean(known, each)}")
        return tuple(each for each in known if each not in value)


def set_values(change: LibraryChange, library: Library, named: Named, written: Iterable[str]) -> None:
    """Give fields other values; raises EnvironmentFault for one that there is not, or that holds fields of its own."""
    assignments = [Assignment.of(each) for each in written]
    twice = [name for name, number in Counter(each.field for each in assignments).items() if number > 1]
    if twice:
        raise EnvironmentFault(f"`{twice[0]}` is set twice; name each field once, with values between semicolons")
    for each in assignments:
        if each.field == "id":
            raise EnvironmentFault(f"an id is changed with: strategies rename {named.id} {each.text}")
    if named.kind == STRATEGY:
        _set_page(change, library, named, assignments)
        return
    for each in assignments:
        set_term(change, named.path, named.id, {each.field: _value(change, library, named, each)})


def _set_page(change: LibraryChange, library: Library, named: Named, assignments: Iterable[Assignment]) -> None:
    possible = possible_columns(library.policy.fields)
    wanted: dict[SheetColumn, Value] = {}
    for each in assignments:
        if each.field in Strategy.model_fields and each.field not in possible:
            raise EnvironmentFault(f"`{each.field}` has fields of its own; change it in {named.path}")
        if each.field not in possible:
            raise _unknown(possible, each.field, "a page")
        column = possible[each.field]
        before = _texts(change.document(named.path).front, each.field) if column.is_list else None
        wanted[column] = each.applied(value_of(each.text, column), before)
    set_fields(change, named.path, wanted)


def _value(change: LibraryChange, library: Library, named: Named, each: Assignment) -> Value:
    """The value of a field of a term; raises EnvironmentFault if it cannot be set."""
    name, own = each.field, {field.id: field for field in library.policy.fields_on(named.kind)}
    fields = {info.alias or name: info for name, info in TERM_MODELS.get(named.kind, OwnTerm).model_fields.items()}
    if name in NESTED and name in fields:
        raise EnvironmentFault(f"`{name}` has fields of its own; change it in {named.path}")
    if name not in fields and name not in own:
        raise _unknown((fields.keys() - {*NESTED, "id"}) | own.keys(), name, named.words)
    if name not in TERM_LISTS and not (name in own and own[name].type in LISTED):
        return each.applied(each.text, None)
    value = tuple(filter(None, (part.strip() for part in each.text.split(";"))))
    return each.applied(value, _texts(term_node(change.document(named.path).front, named.id), name))


def _texts(holder: Node | None, field: str) -> list[str]:
    """The values in a list; one text stands for a list of it."""
    found = holder.get(field) if isinstance(holder, Mapping) else None
    items = found.items if isinstance(found, Sequence) else [found]
    return [item.text for item in items if isinstance(item, Scalar) and not item.is_absent]


def _unknown(known: Iterable[str], name: str, what: str) -> EnvironmentFault:
    fields = sorted(known)
    hint = did_you_mean(fields, name, f"; it has {', '.join(fields)}")
    return EnvironmentFault(f"{what} has no field `{name}`{hint}")
