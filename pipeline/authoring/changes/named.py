"""What has an id in a library: strategies, and the terms of each vocabulary."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.model.fields import ID_PATTERN
from pipeline.model.file_name import LONGEST_ID
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY, TARGETS
from pipeline.model.work import SCHEME
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.paths import REFERENCES_PATH

ID = re.compile(ID_PATTERN)
# The kind of works that pages cite.
WORK = SCHEME.removesuffix(":")


class Named(NamedTuple):
    """A strategy or a term: `kind` is `strategy`, `factor`, `category`, `learner_model` or a vocabulary's id."""

    kind: str
    id: str
    path: str  # of the page, or of the vocabulary

    @property
    def words(self) -> str:
        """What it is, for messages: the factor `motivation`."""
        kind = self.kind.replace("_", " ") if self.kind in TARGETS else f"term of {self.kind}"
        return f"the {kind} `{self.id}`"


def find(library: Library, id_: str, kind: str | None = None) -> Named:
    """The one with an id; raises EnvironmentFault if there is none, or several and no kind is given.

    A work is none: its key is in published claims, and no alias would lead from the old one to the new one.
    """
    known = ids_by_kind(library)
    if kind == WORK or (kind is None and _is_work(library, id_) and not any(id_ in ids for ids in known.values())):
        raise EnvironmentFault(
            f"`{id_}` is the key of a work in {REFERENCES_PATH}, which stays as it is once published",
            "if it is not yet published, change it there and in the links to it",
        )
    wanted = kind.replace("-", "_") if kind and kind.replace("-", "_") in TARGETS else kind
    if wanted is not None and wanted not in known:
        raise EnvironmentFault(f"there is no kind `{kind}`; it can be {', '.join(map(_shown, known))}")
    kinds = [each for each in known if wanted in (None, each) and id_ in known[each]]
    if not kinds:
        raise EnvironmentFault(f"nothing has the id `{id_}`{_hint(library, id_, wanted, known)}")
    if len(kinds) > 1:
        first = f"--kind {_shown(kinds[0])}"
        raise EnvironmentFault(
            f"`{id_}` is the id of several: {', '.join(map(_shown, kinds))}", f"say which is meant, as in {first}"
        )
    named = Named(kinds[0], id_, known[kinds[0]][id_])
    if named.kind == STRATEGY and not library.by_path[named.path].readable:
        raise EnvironmentFault(f"{named.path} cannot be read; see strategies check")
    return named


def _is_work(library: Library, id_: str) -> bool:
    return id_ in library.vocabulary.references.spans


def _hint(library: Library, id_: str, wanted: str | None, known: Mapping[str, Mapping[str, str]]) -> str:
    """What was probably meant: the one that had the id before, or whose name it is, or the nearest id."""
    kinds = [kind for kind in known if wanted in (None, kind)]
    for kind in kinds:
        names = library.strategy_names if kind == STRATEGY else library.vocabulary.names_of(kind)
        meant = names.suggest(id_)
        if meant and meant.certain and meant.id in known[kind]:
            return f"; it is another name of {Named(kind, meant.id, '').words}"
    return did_you_mean({each for kind in kinds for each in known[kind]}, id_)


def ids_by_kind(library: Library) -> dict[str, Mapping[str, str]]:
    """Each id with the path of its file, by kind."""
    found: dict[str, Mapping[str, str]] = {STRATEGY: {entry.id: entry.path for entry in library.by_id.values()}}
    return found | {kind: dict.fromkeys(terms.spans, terms.path) for kind, terms in library.vocabulary.by_kind.items()}


def new_id(library: Library, kind: str, id_: str) -> str:
    """The id if it can be a new one of a kind; raises EnvironmentFault if it is malformed or taken."""
    if not ID.fullmatch(id_) or len(id_) > LONGEST_ID:
        raise EnvironmentFault(f"`{id_}` is no id: write lower-case words joined by hyphens, as in `student-voice`")
    if id_ in ids_by_kind(library)[kind]:
        raise EnvironmentFault(
            f"there is {Named(kind, id_, '').words} already; to make one of the two: strategies merge"
        )
    return id_


def _shown(kind: str) -> str:
    return kind.replace("_", "-") if kind in TARGETS else kind
