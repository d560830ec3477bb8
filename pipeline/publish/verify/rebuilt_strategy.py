"""The inputs of a strategy's files, rebuilt from its record and from the Markdown beside its page."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from pipeline.model.clean_text import library_address
from pipeline.model.entry import Entry
from pipeline.model.link_edits import link_edits
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition, rendition_of
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.full_text import FROM_PAGE
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.view import markdown_of, page_of
from pipeline.publish.verify.violation import Violation, key_differences
from pipeline.source.parse import NO_LIMITS, parse_page
from pipeline.source.paths import STRATEGIES_FOLDER
from pipeline.source.text import Source, apply

# Front matter that makes a text a page.
FRONT = "---\nid: page\n---\n"
# Stands for the author's text while the words around it are made.
BODY = "\x1abody\x1a"
# Fields of a record that follow from the author's text.
FROM_TEXT = ("sections", "images", "videos", "resources", "references", "claims", "mentions")


def with_record(inputs: StrategyInputs, record: StrategyV1) -> StrategyInputs:
    """The inputs with a record that was read; the text of its page is not known."""
    return _with(inputs, Rendition((), (), (), (), (), (), (), record.content_sha256, ()), record)


def with_page(
    context: VerifyContext, inputs: StrategyInputs, record: StrategyV1
) -> Iterator[StrategyInputs | Violation]:
    """The inputs with the text of the page, from its Markdown; and each difference of that text from the record."""
    path, text = markdown_of(inputs.id), context.text(markdown_of(inputs.id)) or ""
    inputs = with_record(inputs, record)
    body = _between(text, *_around(inputs))
    if body is None:
        yield Violation(path, inputs.id, "the words around the text are not those of the records")
        return
    rendition = _rendition(inputs, body)
    if rendition is None:
        yield Violation(path, inputs.id, "its text is no page of the library")
        return
    read = inputs.with_rendition(replace(rendition, sha256=record.content_sha256))
    found, expected = (each.model_dump(include=set(FROM_TEXT), mode="json") for each in (read.record, record))
    for section in (*found["sections"], *expected["sections"]):
        del section["markdown"]  # it has other addresses, and other forms of links
    yield from key_differences(path, inputs.id, found, expected, "that of the record")
    yield _with(inputs, read.loaded_rendition, record, source_path(context, inputs.id))


def written_body(context: VerifyContext, inputs: StrategyInputs, record: StrategyV1) -> str | None:
    """The Markdown below the front matter of a page, as the library has it; None if no file of the bundle has it."""
    text = context.text(markdown_of(inputs.id))
    body = _between(text, *_around(with_record(inputs, record))) if text else None
    written = _written(inputs, body) if body is not None else None
    return written.text.removeprefix(FRONT) if written else None


def _with(inputs: StrategyInputs, rendition: Rendition, record: StrategyV1, path: str = "") -> StrategyInputs:
    sources = tuple(reference for reference in record.references if reference.id is not None)
    made = replace(inputs, rendition=rendition, summary=replace(inputs.summary, path=path), sources=sources)
    made.__dict__["record"] = record  # in place of the one that it would compute
    return made


def _around(inputs: StrategyInputs) -> tuple[str, str]:
    """What stands before and after the author's text in the Markdown of a page."""
    from pipeline.publish.exporters.html_site.strategy_markdown import markdown_page

    rendition = replace(inputs.loaded_rendition, body=(BODY,))
    before, _, after = markdown_page(_with(inputs, rendition, inputs.record), FROM_PAGE).partition(BODY)
    return before, after


def _between(text: str, before: str, after: str) -> str | None:
    """The author's text between the words around it; None if other words are there."""
    if text.startswith(before) and text.endswith(after) and len(text) >= len(before) + len(after):
        return text[len(before) : len(text) - len(after)]
    return None


def _written(inputs: StrategyInputs, body: str) -> Source | None:
    """The page with the author's text, its links as the author wrote them; None if it cannot be parsed."""
    document = parse_page(Source(f"{STRATEGIES_FOLDER}/{inputs.id}.md", FRONT + body), NO_LIMITS)
    if not document.readable or document.problems:
        return None
    return Source(document.path, apply(document.source.text, set(link_edits(document, library_address))))


def _rendition(inputs: StrategyInputs, body: str) -> Rendition | None:
    """The rendition of the author's text; None when it is no text that a library may hold."""
    policy, written = _policy_of(inputs), _written(inputs, body)
    if written is None:
        return None
    entry = Entry(written.path, lambda: parse_page(written, NO_LIMITS))
    if not entry.document.readable or entry.document.problems or not _is_known(entry, policy):
        return None
    return rendition_of(entry, policy)


def _policy_of(inputs: StrategyInputs) -> PagePolicy:
    """The page policy; sections with videos are those in which the record has any."""
    policy, holding = inputs.shared.policy, {video.section for video in inputs.record.videos}
    sections = [each.model_copy(update={"video": each.id in holding}) for each in policy.sections]
    return PagePolicy.model_construct(
        sections=tuple(sections),
        disclaimers=policy.disclaimers,
        all_fields=policy.all_fields,
        vocabularies=policy.vocabularies,
        generated_headings=policy.generated_headings,
        evidence=policy.evidence,
    )


def _is_known(entry: Entry, policy: PagePolicy) -> bool:
    """True when every section is one of the page policy, and each resource begins with a link."""
    sections = [(policy.section_of(section.title), section) for section in entry.body.sections]
    resources = [section for known, section in sections if known and known.items == "resource"]
    listed = [
        item
        for section in resources
        for block in section.blocks
        if block.kind.endswith("_list")
        for item in block.children
    ]
    firsts = [item.children[0].inline if item.children else None for item in listed]
    return all(known for known, _ in sections) and all(inline and inline.links for inline in firsts)


def source_path(context: VerifyContext, id_: str) -> str:
    """The path of the page in the library, by the link on its page that leads there."""
    base = context.manifest.site.edit_url
    if not base:
        return ""
    pages = f"{base.rstrip('/')}/{STRATEGIES_FOLDER}/"
    links = HtmlPage.read(context.text(page_of(id_)) or "").links
    ends = tuple(f"/{id_}{own}.md" for own in ("", f".{context.manifest.library.language}"))
    found = (link for link in links if link.startswith(pages) and link.endswith(ends))
    return next((f"{STRATEGIES_FOLDER}/{unquote(link.removeprefix(pages))}" for link in found), "")
