from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._resolution import suggested
from pipeline.model.build import values_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY, OwnField
from pipeline.model.wording import quoted
from pipeline.source.names import Names, Suggestion
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.paths import INFO_PATH, STRATEGIES_FOLDER
from pipeline.source.text import Edit


@rule(Library, required=True, fixes=(Safety.SAFE, Safety.UNSAFE))
def unknown_target(library: Library, context: Context) -> Iterator[Finding]:
    """A field of a term, or of the library itself, names something that readers cannot look up.

    The page of the term links to what it names, and the link would lead nowhere.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        vocabularies:
          - {id: tools, one: Tool, many: Tools}
        fields:
          - {id: shown_in, on: tools, name: Shown in, type: reference, of: strategy}
        +++
        # path: content/vocabulary/tools.yaml
        - {id: whiteboard, name: Whiteboard, shown_in: lateral-readin}

    Good:
        # path: schemas/strategy-page.yaml
        # …
        vocabularies:
          - {id: tools, one: Tool, many: Tools}
        fields:
          - {id: shown_in, on: tools, name: Shown in, type: reference, of: strategy}
        +++
        # path: content/vocabulary/tools.yaml
        - {id: whiteboard, name: Whiteboard, shown_in: lateral-reading}
    """
    for field in () if library.policy_broken else library.policy.all_fields:
        if field.target is not None and field.on != STRATEGY:
            names = _names(library, field.target)
            known = _known(library, context, field.target)
            for node in _holders(library, field):
                yield from _findings(field, node, known, names, _help(library, field))


def _findings(field: OwnField, node: Node, known: frozenset[str], names: Names, help_: str) -> Iterator[Finding]:
    listed = isinstance(node, Mapping) and isinstance(node.get(field.id), Sequence)
    for value in values_of(node, field.id) if listed == field.is_listed else ():
        if value.text in known:
            continue
        found = names.suggest(value.text)
        meant = found if found and found.id in known and found.id != value.text else None
        message = f"`{field.id}` names {quoted(value.text)}, which is not there or no longer in use{suggested(meant)}"
        yield Finding(value.span, message, help_, fix=_fix(value, meant))


def _fix(value: Scalar, meant: Suggestion | None) -> Fix | None:
    if meant is None or not value.exact:
        return None
    safety = Safety.SAFE if meant.certain else Safety.UNSAFE
    return Fix(f"replace with `{meant.id}`", (Edit(value.part(0, len(value.text)), meant.id),), safety)


def _help(library: Library, field: OwnField) -> str:
    if field.target is None or field.target == STRATEGY:
        return f"each strategy is a file in {STRATEGIES_FOLDER}, named by its id, and must be published"
    own = next((f"term of “{each.many}”" for each in library.policy.vocabularies if each.id == field.target), None)
    one = own or field.target.replace("_", " ")
    return f"it names the id of one {one}, as {library.vocabulary.terms_of(field.target).path} lists it"


def _known(library: Library, context: Context, target: str) -> frozenset[str]:
    """The ids that a field may name."""
    if target == STRATEGY:
        published = (entry for entry in library.entries if entry.status == "published")
        return frozenset(entry.id for entry in published if entry.publish_on <= context.today)
    terms = library.vocabulary.terms_of(target)
    gone = {term.id for term in terms if term.deprecated}
    return frozenset(terms.spans.keys() - gone)


def _names(library: Library, target: str) -> Names:
    """Every name of what a field may name."""
    if target == STRATEGY:
        return library.strategy_names
    return library.vocabulary.names_of(target)


def _holders(library: Library, field: OwnField) -> Iterator[Node]:
    """The items in data files that may have a field."""
    path = INFO_PATH if field.on == "library" else library.vocabulary.terms_of(field.on).path
    front = next((file.front for file in library.data_files if file.path == path), None)
    if isinstance(front, Sequence):
        yield from front.items
    elif front is not None:
        yield front
