"""Names of terms, which say what became of the id of one that was renamed."""

from pipeline.source.names import folded


def has_name(term: object, id_: str) -> bool:
    """True if a term's name or one of its other names says an id; ids of own terms begin with their vocabulary's."""
    vocabulary, _, name = id_.rpartition("/")
    names = (getattr(term, "name", ""), *getattr(term, "aliases", ()))
    return str(getattr(term, "id", "")).rpartition("/")[0] == vocabulary and folded(name) in map(folded, names)
