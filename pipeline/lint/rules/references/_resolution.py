"""Names that lead nowhere: what each was probably meant to be, and the fix that says so."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.lint.rule import Finding
from pipeline.lint.rules.references._mentions import Mention
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.names import Names, Suggestion


class Unresolved(NamedTuple):
    """Why a name leads nowhere, in words, and the id that was meant where that can be told."""

    message: str
    help: str
    about: tuple[str, ...]
    meant: Suggestion | None = None
    parts: tuple[str, ...] = ()  # the ids of which a comma is missing between two


# Gives None for a name that is known.
LookUp = Callable[[str], Unresolved | None]
# True when an id may stand in place of a mention without a new fault.
Fits = Callable[[Mention, str], bool]


def term(one: str, id_: str) -> str:
    """A term of a vocabulary, as findings name what they hang on: `factor:<id>`, `learner-model:<id>`."""
    return f"{one.replace(' ', '-')}:{id_}"


def unknown(text: str, names: Names, place: str, *, one: str, many: str) -> Unresolved:
    """A name that the file at `place` does not list; `one` and `many` say what it lists.

    The finding hangs on the file and on the name, as `factor:<id>`.
    """
    if ids := names.ids_in(text):
        message = f"{quoted(text)} are {len(ids)} {many}: a comma is missing between them"
        return Unresolved(message, f"write {quoted(', '.join(ids))}", (place,), parts=ids)
    meant = names.suggest(text)
    words = ""
    if meant:
        words = f"; write it as `{meant.id}`" if meant.certain else f"; did you mean `{meant.id}`?"
    about = (place, term(one, text))
    return Unresolved(f"unknown {one} {quoted(text)}{words}", f"{many} are listed in {place}", about, meant)


def findings(mentions: Iterable[Mention], look_up: LookUp, fits: Fits) -> Iterator[Finding]:
    """A finding for each mention of one page that leads nowhere.

    A fix never makes a list name the same thing twice: it removes the value when what is meant is listed already.
    """
    looked_up = [(mention, look_up(mention.text)) for mention in mentions]
    taken = {(mention.field, mention.text) for mention, unresolved in looked_up if unresolved is None}
    for mention, unresolved in looked_up:
        if unresolved is None or _is_told_of(mention, unresolved):
            continue
        if unresolved.parts:
            edit = mention.replacement(", ".join(unresolved.parts))
            fix = Fix("put commas between them", (edit,), Safety.UNSAFE) if edit and mention.is_in_brackets else None
            yield Finding(mention.span, unresolved.message, unresolved.help, fix=fix, about=unresolved.about)
            continue
        fix = _fix(mention, unresolved.meant, taken, fits) if unresolved.meant else None
        if unresolved.meant:
            taken.add((mention.field, unresolved.meant.id))
        yield Finding(mention.span, unresolved.message, unresolved.help, fix=fix, about=unresolved.about)


def _is_told_of(mention: Mention, unresolved: Unresolved) -> bool:
    """True when the whole field is no list, of which `invalid-value` tells."""
    return bool(unresolved.parts) and mention.is_single_value


def _fix(mention: Mention, meant: Suggestion, taken: set[tuple[str, str]], fits: Fits) -> Fix | None:
    safety = Safety.SAFE if meant.certain else Safety.UNSAFE
    own = meant.id == mention.entry.id and mention.field in ("related", "replaced_by")
    if mention.value and (own or (mention.field, meant.id) in taken):
        reason = "a page is not related to itself" if own else f"`{meant.id}` is listed already"
        title, edit = f"remove it: {reason}", mention.removal()
    elif fits(mention, meant.id):
        title, edit = f"replace with `{meant.id}`", mention.replacement(meant.id)
    else:
        return None
    return Fix(title, (edit,), safety) if edit else None
