"""Unknown ids: what each was probably meant to be, and the fixes that write it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.lint.rule import Finding
from pipeline.lint.rules.references._mentions import Mention
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.vocabulary import AnyList
from pipeline.model.wording import quoted
from pipeline.source.names import Names, Suggestion


class Unresolved(NamedTuple):
    """Why an id cannot be resolved, in words, and the id that was probably meant."""

    message: str
    help: str
    about: tuple[str, ...]
    meant: Suggestion | None = None
    parts: tuple[str, ...] = ()  # several ids without commas between them


# Looks up an id; None means that it is known.
LookUp = Callable[[str], Unresolved | None]
# True if an id can replace a mention without a new fault.
Fits = Callable[[Mention, str], bool]


def term(one: str, id_: str) -> str:
    """Key of a vocabulary term in `about` of a finding: `factor:<id>`, `learner-model:<id>`."""
    return f"{one.replace(' ', '-')}:{id_}"


def suggested(meant: Suggestion | None) -> str:
    """The part of a message that suggests an id; empty if there is none."""
    if meant is None:
        return ""
    return f"; write it as `{meant.id}`" if meant.certain else f"; did you mean `{meant.id}`?"


def term_meant(terms: AnyList, names: Callable[[], Names], text: str) -> Suggestion | None:
    """The term in use that a text is, or was probably meant to be; None if that is unclear."""
    found = terms.get(text)
    if found and not found.deprecated:
        return Suggestion(text, certain=True)
    meant = Suggestion(found.replaced_by or "", certain=True) if found else names().suggest(text)
    successor = terms.get(meant.id) if meant else None
    return meant if successor and not successor.deprecated else None


def look_up_in(terms: AnyList, names: Callable[[], Names], *, one: str, many: str) -> LookUp:
    """Look ids up in a vocabulary file or the list of references; `one` and `many` are the words for its items.

    Only an unknown id reads the names of all terms: see `Rule`.
    """

    def look_up(text: str) -> Unresolved | None:
        if terms.in_use(text):
            return None
        where, about = f"{many} are listed in {terms.path}", (terms.path, term(one, text))
        if not terms.items:
            where = f"this library has no {many}: leave it out here, or list some in {terms.path}"
        if terms.get(text):
            meant = term_meant(terms, names, text)
            message = f"`{text}` is no longer used" + (f"; use `{meant.id}`" if meant else "")
            return Unresolved(message, where, about, meant)
        if ids := names().ids_in(text):
            message = f"{quoted(text)} are {len(ids)} {many}: a comma is missing between them"
            return Unresolved(message, f"write {quoted(', '.join(ids))}", (terms.path,), parts=ids)
        meant = names().suggest(text)
        return Unresolved(f"unknown {one} {quoted(text)}{suggested(meant)}", where, about, meant)

    return look_up


def findings(mentions: Iterable[Mention], look_up: LookUp, fits: Fits) -> Iterator[Finding]:
    """Report each unresolved mention of one page.

    A fix never repeats an id in a list: it removes the value if the id that was meant is listed already. What is
    certain comes first: no value is removed because another one may have been meant to be the same.
    """
    looked_up = [(mention, look_up(mention.text)) for mention in mentions]
    taken = {(mention.field, mention.text) for mention, unresolved in looked_up if unresolved is None}
    for mention, unresolved in sorted(looked_up, key=lambda pair: not _is_certain(pair[1])):
        if unresolved is None or (unresolved.parts and mention.is_single_value):
            continue  # several ids in a field that is no list are an `invalid-value`
        fix = None
        if unresolved.parts:
            edit = mention.replacement(", ".join(unresolved.parts)) if mention.is_in_brackets else None
            fix = Fix("put commas between them", (edit,), Safety.UNSAFE) if edit else None
        elif unresolved.meant:
            fix = _fix(mention, unresolved.meant, taken, fits)
            if fix:
                taken.add((mention.field, unresolved.meant.id))
        yield Finding(mention.span, unresolved.message, unresolved.help, fix=fix, about=unresolved.about)


def _is_certain(unresolved: Unresolved | None) -> bool:
    return unresolved is not None and unresolved.meant is not None and unresolved.meant.certain


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
