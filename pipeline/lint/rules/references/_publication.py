"""What a page that readers see may lead to."""

from pipeline.lint.rules.references._mentions import Mention


def accepted_statuses(mention: Mention) -> frozenset[str]:
    """The statuses that a strategy named here may have; empty when any will do."""
    status = mention.entry.status
    if status == "published" and mention.field != "replaced_by":
        return frozenset({"published"})
    if status == "retired" and mention.field == "replaced_by":
        return frozenset({"published", "retired"})  # a successor may have been succeeded in turn
    return frozenset()
