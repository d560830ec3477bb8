"""The translations of a library, rebuilt from the editions of its bundle."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.authoring.intake.rebuilding import Rebuilt, authored_page, edition_body
from pipeline.authoring.intake.rebuilt_words import translated_files
from pipeline.model.entry import Entry
from pipeline.model.own_page import OwnPageEntry
from pipeline.model.policy import PagePolicy
from pipeline.model.translation import parts_of, text_fields
from pipeline.publish.inputs import SharedInputs, StrategyInputs, strategy_inputs
from pipeline.publish.own_pages import own_source_path
from pipeline.publish.records import Records
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.rebuilt_library import rebuilt_records
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.yaml_writer import scalar, yaml_text
from pipeline.source.paths import translated_path
from pipeline.source.text import Source

# In place of the digest of a text that was translated and is no longer known.
UNKNOWN = "0" * 8
Quotes = tuple[str, str]
QUOTES: tuple[Quotes, ...] = (("", ""), ('"', ""), ("", '"'), ('"', '"'))


def add_edition(rebuilt: Rebuilt, context: VerifyContext, originals: VerifyContext, original: Records) -> None:
    """Add the translations into the language of an edition; all pages of the originals were added before."""
    records = rebuilt_records(context)
    language = context.manifest.library.language
    for path, values in translated_files(original, records):
        if values:
            rebuilt.add(translated_path(path, language), yaml_text(values))
    found = [record for id_ in context.manifest.published if (record := context.record(id_))]
    shared = SharedInputs.of(records)
    for inputs, record in zip(strategy_inputs(records, lambda summary: "", shared), found, strict=True):
        if language in record.languages:
            first = originals.record(inputs.id)
            assert first is not None  # both were verified
            _add_page(rebuilt, context, inputs, _Pair(first, record), original.policy)
    for item in context.manifest.site.pages:
        if language in item.languages and context.holds("html"):
            path = own_source_path(item.id)
            front = {"title": item.title, "description": item.description, "menu": item.menu}
            parts = parts_of(_entry(rebuilt, path, OwnPageEntry), original.policy)
            text = authored_page({name: value for name, value in front.items() if value is not None}, context, item)
            head, _, rest = text.removeprefix("---\n").partition("---\n")
            rebuilt.add(translated_path(path, language), f"---\n{head}{_translates(parts)}---\n{rest}")
    rebuilt.files = {path: read() for path, read in records.site.files.items()} | rebuilt.files


class _Pair(NamedTuple):
    """The record of a strategy in the language of the originals and in that of an edition."""

    original: StrategyV1
    record: StrategyV1


def _add_page(
    rebuilt: Rebuilt, context: VerifyContext, inputs: StrategyInputs, pair: _Pair, policy: PagePolicy
) -> None:
    """Add a translation; its digest tells whether every byte is as it was."""
    language, path, record = context.manifest.library.language, rebuilt.pages[inputs.id], pair.record
    body = edition_body(context, inputs, record)
    parts = parts_of(_entry(rebuilt, path, Entry, policy), policy)
    outdated = language in record.outdated_languages
    translates = _translates(dict.fromkeys(parts, UNKNOWN) if outdated else parts)
    texts = [f"---\n{front}---\n\n{body}\n" for front in _fronts(pair, policy, translates)]
    exact = (text for text in texts if hashlib.sha256(text.encode()).hexdigest() == record.content_sha256)
    text = next(exact, None)
    name = translated_path(path, language)
    if text is None and outdated:
        rebuilt.remarks.append(f"{name}: it is outdated, and no bundle says in which parts: all count as changed")
    elif text is None:
        rebuilt.remarks.append(f"{name}: its text is the same, but not every blank, comment and field is known")
    rebuilt.add(name, text or texts[0])


def _fronts(pair: _Pair, policy: PagePolicy, translates: str) -> Iterator[str]:
    """The front matter in each form that people write, the most usual one first.

    A field of the library's own with the words of the original need not be there.
    """
    before, values = (record.model_dump(mode="json")["fields"] for record in pair)
    own = {field.id: values[field.id] for field in text_fields(policy.fields) if field.id in values}
    changed = {id_: value for id_, value in own.items() if value != before.get(id_)}
    forms = ["".join(f"{id_}: {scalar(str(value))}\n" for id_, value in each.items()) for each in (changed, own)]
    for title, summary in QUOTES:
        head = f"title: {scalar(pair.record.title, title)}\nsummary: {scalar(pair.record.summary, summary)}\n"
        for form in forms:
            yield from (f"{head}{form}{translates}", f"{head}{translates}{form}")


def _translates(parts: Mapping[str, str]) -> str:
    """The line that says what a translation was made from, as `strategies translate … --done` writes it."""
    return "translates: {" + ", ".join(f"{name}: {digest}" for name, digest in parts.items()) + "}\n"


def _entry(rebuilt: Rebuilt, path: str, kind: type[Entry], policy: PagePolicy | None = None) -> Entry:
    document = parse_page(Source(path, rebuilt.files[path].decode()), Limits())
    return kind(path, lambda: document, fields=policy.fields if policy else ())
