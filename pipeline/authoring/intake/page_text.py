"""A new page as the house writes it: front matter in its order, sections in theirs, and what has no place."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.passages import joined
from pipeline.model import snippet
from pipeline.model.author_texts import NOT_PLACED, PLACEHOLDERS, in_language
from pipeline.model.own_fields import OwnField
from pipeline.model.strategy import Strategy
from pipeline.source.parse.yaml_writer import bracketed, scalar

QUOTE = '"'


def page_text(page: NewPage, house: House) -> str:
    """The complete file."""
    fields: dict[str, object] = {"title": page.title, **page.fields}
    if isinstance(address := fields.get("source"), str):
        fields["source"] = {"title": page.title, "url": address, "retrieved": house.today.isoformat()}
    return f"{front_matter(fields, own=house.policy.fields)}\n{joined(_body(page, house))}\n"


def front_matter(fields: Mapping[str, object], in_quotes: Collection[str] = (), own: Iterable[OwnField] = ()) -> str:
    """Front matter with the fields in the house's order: texts, lists in brackets, and parts with fields of their own.

    None and empty lists stand for a field that is left out, but for `related`. Values of the fields `in_quotes` get
    quotation marks that they may not need. The library's own fields come last.
    """
    lines = []
    for name in (*Strategy.model_fields, *(field.id for field in own)):
        value = fields.get(name)
        if isinstance(value, Mapping):
            lines += [f"{name}:", *(f"  {key}: {scalar(_on_one_line(text))}" for key, text in value.items())]
        elif isinstance(value, list | tuple) and (value or name == "related"):
            lines.append(f"{name}: {bracketed(map(_on_one_line, value))}")
        elif value is not None and not isinstance(value, list | tuple):
            lines.append(f"{name}: {scalar(_on_one_line(value), QUOTE if name in in_quotes else '')}")
    return "\n".join(("---", *lines, "---", ""))


def _on_one_line(value: object) -> str:
    return " ".join(str(value).split())


def _body(page: NewPage, house: House) -> Iterator[str]:
    """The sections; a required one that the old page lacks waits for its author."""
    placeholder = in_language(PLACEHOLDERS, house.language)
    for section in house.policy.sections:
        parts = [part for part in page.sections.get(section.id, ()) if part.strip()]
        disclaimer = house.policy.disclaimer_of(section)
        if disclaimer and parts and section.id not in page.opened:
            page.remark("todo", f"{section.heading}: its disclaimer was not in the old page and has been added")
        if parts or section.id in page.sections or section.id in page.opened:
            yield snippet.heading(section)
            yield snippet.quote(disclaimer) if disclaimer else ""
            yield joined(parts)
            if not parts:
                yield placeholder
                page.remark("todo", f"{section.heading}: nothing stood below this heading")
        elif section.required:
            yield snippet.draft(section, disclaimer, "\n", placeholder)
            page.remark("todo", f"{section.heading}: the old page has nothing for it")
    yield from _leftovers(page, in_language(NOT_PLACED, house.language))


def _leftovers(page: NewPage, heading: str) -> Iterator[str]:
    """The marked part, which must be gone before the page is published."""
    if not page.leftovers:
        return
    yield f"## {heading}"
    yield "\n".join(each.text for each in page.leftovers if not each.heading and each.text.startswith("- "))
    for leftover in page.leftovers:
        if leftover.heading or not leftover.text.startswith("- "):
            yield f"### {leftover.heading}" if leftover.heading else ""
            yield leftover.text
