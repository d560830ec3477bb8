"""What can be written where the cursor is: fields, ids, headings, disclaimers, addresses."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from pipeline.authoring.lsp.cursor import Cursor, cursor_at
from pipeline.authoring.lsp.mentions import REFERENCE, kind_of_list, kinds_of_fields, terms_of
from pipeline.model.fields import AuthoredModel
from pipeline.model.library import Library
from pipeline.model.own_page import OwnPageFront
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.strategy import Status, Strategy
from pipeline.model.vocabulary import TERM_MODELS
from pipeline.model.work import Work, WorkType
from pipeline.source.names import folded
from pipeline.source.paths import is_own_page
from pipeline.source.text import Source, Span

DATES = frozenset({"updated", "published", "publish_on", "retired", "review_by", "retrieved"})


# What an address can begin with, and what it then leads to.
SCHEMES = (
    ("factor:", "a factor"),
    ("strategy:", "a strategy"),
    ("reference:", "a work that the sentence rests on"),
    ("https://", "a page of the web"),
)
MODELS: Mapping[str, type[AuthoredModel]] = {**TERM_MODELS, REFERENCE: Work}


class Choice(NamedTuple):
    """Something that can be written: its `text` replaces the `span` of what is typed.

    `forms` are the other words that find it: names, aliases and former ids.
    """

    label: str
    text: str
    span: Span
    kind: str  # field, id, value, heading, text
    detail: str = ""
    explanation: str = ""
    forms: tuple[str, ...] = ()
    deprecated: bool = False


def choices(source: Source, offset: int, library: Library, today: dt.date) -> list[Choice]:
    """What can be written at an offset, the best match first."""
    cursor = cursor_at(source, offset)
    match cursor.kind:
        case "field":
            found = _fields(source, cursor, library)
        case "value":
            found = _values(source, cursor, library, today)
        case "address":
            found = _addresses(cursor, library)
        case "heading":
            found = _headings(source, cursor, library)
        case "quote":
            found = _disclaimers(source, cursor, library)
        case _:
            found = iter(())
    return _matching(found, cursor.typed)


def _matching(found: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices whose label or another form holds what is typed; those that begin with it come first."""
    wanted = folded(typed)
    ranked = []
    for choice in found:
        forms = [folded(form) for form in (choice.label, *choice.forms)]
        if any(form.startswith(wanted) for form in forms):
            ranked.append((0, choice))
        elif any(wanted in form for form in forms):
            ranked.append((1, choice))
    return [choice for _, choice in sorted(ranked, key=lambda pair: pair[0])]


def _fields(source: Source, cursor: Cursor, library: Library) -> Iterator[Choice]:
    kind = kind_of_list(source.path, library)
    if kind is not None:
        model: type[AuthoredModel] = MODELS.get(kind, OwnTerm)
        own = library.policy.fields_on(kind)
    elif is_own_page(source.path):
        model, own = OwnPageFront, ()
    elif source.path.endswith(".md"):
        model, own = Strategy, library.policy.fields
    else:
        return
    descriptions = {field.alias or name: field.description or "" for name, field in model.model_fields.items()}
    descriptions |= {field.id: field.description or field.name for field in own}
    written = set() if kind else {line.partition(":")[0] for line in source.text.splitlines() if ":" in line}
    for name, description in descriptions.items():
        if name not in written or name == cursor.typed:
            yield Choice(name, f"{name}: ", cursor.span, "field", explanation=description)


def _values(source: Source, cursor: Cursor, library: Library, today: dt.date) -> Iterator[Choice]:
    listed = kind_of_list(source.path, library)
    own = {field.id: field for field in library.policy.fields_on(listed or "strategy")}
    kinds = kinds_of_fields(tuple(own.values())) if listed is None else _kinds_in(listed, cursor.name)
    field = own.get(cursor.name)
    if cursor.name in kinds:
        yield from _ids(kinds[cursor.name], cursor, library)
    elif field is not None and field.target:
        yield from _ids(field.target, cursor, library)
    elif cursor.name == "type" and listed == REFERENCE:
        yield from (Choice(each, each, cursor.span, "value") for each in get_args(WorkType))
    elif cursor.name == "status" and listed is None:
        yield from (Choice(each, each, cursor.span, "value") for each in get_args(Status))
    elif cursor.name in DATES or (field is not None and field.type == "date"):
        yield Choice(today.isoformat(), today.isoformat(), cursor.span, "value", detail="today")
    elif cursor.name == "deprecated" or (field is not None and field.type == "boolean"):
        yield from (Choice(each, each, cursor.span, "value") for each in ("true", "false"))
    elif field is not None:
        yield from (Choice(each, each, cursor.span, "value") for each in field.options)


def _kinds_in(listed: str, name: str) -> dict[str, str]:
    """What fields of terms refer to. The name of a group is a field, too: its list holds factors."""
    known = {"replaced_by": listed}
    terms = ("id", "name", "aliases", "deprecated", "description", "grades", "replaced_by")
    return known | ({name: "factor"} if listed == "learner_model" and name not in terms else {})


def _ids(kind: str, cursor: Cursor, library: Library) -> Iterator[Choice]:
    terms = terms_of(kind, library)
    if terms is None:
        for entry in library.entries:
            forms = (entry.title, *entry.facts.texts("aliases"))
            summary = entry.facts.text("summary") or ""
            detail = entry.title if entry.status == "published" else f"{entry.title} ({entry.status})"
            retired = entry.status == "retired"
            yield Choice(entry.id, entry.id, cursor.span, "id", detail, summary, forms, retired)
        return
    for term in terms:
        # Works are known by their authors, too.
        forms = (term.name, *term.aliases, *([term.meaning] if kind == REFERENCE else ()))
        yield Choice(term.id, term.id, cursor.span, "id", term.name, term.meaning, forms, term.deprecated)


def _addresses(cursor: Cursor, library: Library) -> Iterator[Choice]:
    if cursor.name:
        yield from _ids(cursor.name.removesuffix(":"), cursor, library)
        return
    for scheme, kind in SCHEMES:
        yield Choice(scheme, scheme, cursor.span, "value", detail=kind)


def _headings(source: Source, cursor: Cursor, library: Library) -> Iterator[Choice]:
    lines = {line.strip() for line in source.text.splitlines()}
    here = source.slice(source.line_span(source.line_index(cursor.span.start))).strip()
    for section in library.policy.sections:
        text = f"## {section.heading}"
        if len(cursor.name) <= 2 and (text not in lines or text == here):
            detail = "required" if section.required else ""
            yield Choice(section.heading, text, cursor.span, "heading", detail, forms=section.former_headings)
        for heading in section.known_subheadings if len(cursor.name) == 3 else ():
            yield Choice(heading, f"### {heading}", cursor.span, "heading", section.heading)


def _disclaimers(source: Source, cursor: Cursor, library: Library) -> Iterator[Choice]:
    """The disclaimer of the section that the cursor is in, first, then the others."""
    before = source.text[: cursor.span.start].splitlines()
    heading = next((line[3:].strip() for line in reversed(before) if line.startswith("## ")), "")
    here = next((each.disclaimer for each in library.policy.sections if each.heading == heading), None)
    for disclaimer in sorted(library.policy.disclaimers, key=lambda each: each.id != here):
        text = source.newline.join(f"> {line}".rstrip() for line in disclaimer.text.strip().split("\n"))
        label = f"> {disclaimer.words[:60]}…" if len(disclaimer.words) > 60 else f"> {disclaimer.words}"
        if disclaimer.id == here or cursor.typed:
            forms = (disclaimer.words, disclaimer.id)
            yield Choice(label, text, cursor.span, "text", "disclaimer", disclaimer.words, forms)
