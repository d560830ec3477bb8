import re
import unicodedata
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.identity._collisions import collisions
from pipeline.model.context import Context
from pipeline.model.fields import ID_PATTERN
from pipeline.model.file_name import LONGEST_ID, is_reserved
from pipeline.model.library import Library
from pipeline.model.wording import shortened
from pipeline.source.text import Span

ID = re.compile(ID_PATTERN)
# Characters that an id cannot hold.
OTHER = re.compile(r"[^a-z0-9]+")


@rule(Library, required=True)
def invalid_id(library: Library, context: Context) -> Iterator[Finding]:
    """A page's file name is not one that works as an address everywhere.

    The name without `.md` is the page's id and part of its web address; capitals, blanks and accents there break
    readers' links.

    Bad:
        # path: content/strategies/Weekly_Reflection.md

    Good:
        # path: content/strategies/weekly-reflection.md
    """
    colliding = collisions(library)
    for entry in library.entries:
        if not entry.readable or entry.path in colliding:
            continue
        if fault := _fault(entry.id):
            good = _suggestion(entry.id.removesuffix(".md")) or _suggestion(entry.title)
            yield Finding(
                Span(entry.path, 0, 0),
                f"the file name `{shortened(entry.id)}.md` {fault}",
                f"rename the file, for example to `{good}.md`" if good else "give the file a name in small letters a–z",
            )


def _fault(id_: str) -> str | None:
    if not ID.fullmatch(id_):
        return "holds more than small letters a–z, digits and single hyphens"
    if is_reserved(id_):
        return "is one that Windows keeps for a device"
    if len(id_) > LONGEST_ID:
        return f"is too long: {len(id_)} of at most {LONGEST_ID} characters without `.md`"
    return None


def _suggestion(text: str) -> str:
    """The nearest valid id; empty if the text holds no letter or digit for one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    id_ = OTHER.sub("-", letters).strip("-")
    if len(id_) > LONGEST_ID:
        id_ = id_[: LONGEST_ID + 1].rpartition("-")[0] or id_[:LONGEST_ID]
    return f"{id_}-strategy" if is_reserved(id_) else id_
