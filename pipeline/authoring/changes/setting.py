"""Sets fields of a strategy or a term from texts such as `status=published`."""

from collections.abc import Iterable, Mapping

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.values import set_fields, set_term
from pipeline.authoring.sheet.cells import value_of
from pipeline.authoring.sheet.columns import SheetColumn, chosen_columns
from pipeline.authoring.sheet.edits import Value
from pipeline.model.library import Library
from pipeline.model.own_fields import LISTED, STRATEGY
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.model.vocabulary_term import VocabularyTerm
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean

TERMS: Mapping[str, type[VocabularyTerm]] = {"factor": Factor, "category": Category, "learner_model": LearnerModel}
TERM_LISTS = ("aliases", "grades", "factors")
# Fields of terms that hold fields.
NESTED = ("groups",)


def set_values(change: LibraryChange, library: Library, named: Named, assignments: Iterable[str]) -> None:
    """Give fields other values; raises EnvironmentFault for one that there is not, or that holds fields of its own."""
    values = dict(map(_parts, assignments))
    if named.kind == STRATEGY:
        columns = chosen_columns(",".join(values), library.policy.fields)
        wanted: dict[SheetColumn, Value] = {each: value_of(values[each.field].strip(), each) for each in columns}
        set_fields(change, named.path, wanted)
        return
    for name, text in values.items():
        set_term(change, named.path, named.id, {name: _value(library, named, name, text)})


def _value(library: Library, named: Named, name: str, text: str) -> Value:
    """The value of a field of a term; raises EnvironmentFault if it cannot be set."""
    own = {field.id: field for field in library.policy.fields_on(named.kind)}
    fields = TERMS.get(named.kind, OwnTerm).model_fields
    known = {info.alias or each for each, info in fields.items() if each not in NESTED} | own.keys()
    if name == "id":
        raise EnvironmentFault(f"others name an id, so it is not set; use: strategies rename {named.id} {text}")
    if name not in known:
        raise EnvironmentFault(f"{named.words} has no field `{name}` that can be set{did_you_mean(known, name)}")
    if not text.strip():
        raise EnvironmentFault(f"`{name}` of a term cannot be emptied here; remove it in {named.path}")
    if name in TERM_LISTS or (name in own and own[name].type in LISTED):
        return tuple(filter(None, (part.strip() for part in text.split(";"))))
    return text.strip()


def _parts(assignment: str) -> tuple[str, str]:
    name, sign, value = assignment.partition("=")
    if not sign or not name.strip():
        raise EnvironmentFault(f"`{assignment}` is no assignment: write field=value, as in status=published")
    return name.strip(), value
