"""A new page as the house writes it: front matter in its order, sections in theirs, and what has no place."""

import re
from collections.abc import Iterator, Sequence

from pipeline.intake.house import House
from pipeline.intake.new_page import NewPage
from pipeline.intake.passages import joined
from pipeline.model import snippet
from pipeline.model.heading_names import NOT_PLACED
from pipeline.model.strategy import Strategy

# A value that YAML reads as this text without quotation marks around it.
BARE = re.compile(r"[^\W_](?:[^\n:#\[\]{},&*!|>%@`\"\\]|:(?=\S)|,(?=\s))*(?<=\S)")
BARE_ITEM = re.compile(r"[^\W_](?:[^\n:#\[\]{},&*!|>%@`\"\\])*(?<=\S)")


def page_text(page: NewPage, house: House) -> str:
    """The complete file."""
    front = "\n".join(_fields(page, house))
    return f"---\n{front}\n---\n\n{joined(list(_body(page, house)))}\n"


def _fields(page: NewPage, house: House) -> Iterator[str]:
    values: dict[str, str | Sequence[str]] = {"title": page.title, **page.fields}
    for name in Strategy.model_fields:
        value = values.get(name)
        if name == "source" and isinstance(value, str):
            yield "source:"
            yield f"  title: {scalar(page.title)}"
            yield f"  url: {scalar(value)}"
            yield f"  retrieved: {house.today.isoformat()}"
        elif isinstance(value, str):
            yield f"{name}: {scalar(value)}"
        elif value is not None:
            yield f"{name}: [{', '.join(scalar(item, BARE_ITEM) for item in value)}]"


def scalar(text: str, bare: re.Pattern[str] = BARE) -> str:
    """A text of one line as a value in YAML, between quotation marks only if it needs them."""
    line = " ".join(text.split())
    if bare.fullmatch(line) and line not in ("null", "Null", "NULL"):
        return line
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _body(page: NewPage, house: House) -> Iterator[str]:
    """The sections; a required one that the old page lacks waits for its author."""
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
                yield snippet.PLACEHOLDER
                page.remark("todo", f"{section.heading}: nothing stood below this heading")
        elif section.required:
            yield snippet.draft(section, disclaimer, "\n")
            page.remark("todo", f"{section.heading}: the old page has nothing for it")
    yield from _leftovers(page)


def _leftovers(page: NewPage) -> Iterator[str]:
    """The marked part, which must be gone before the page is published."""
    if not page.leftovers:
        return
    yield f"## {NOT_PLACED}"
    yield "\n".join(each.text for each in page.leftovers if not each.heading and each.text.startswith("- "))
    for leftover in page.leftovers:
        if leftover.heading or not leftover.text.startswith("- "):
            yield f"### {leftover.heading}" if leftover.heading else ""
            yield leftover.text
