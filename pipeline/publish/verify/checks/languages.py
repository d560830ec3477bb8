"""Further languages: what is no text is the same in all of them."""

from collections.abc import Iterator
from typing import Any

from pipeline.publish.editions import editions_of
from pipeline.publish.manifest import MANIFEST, languages_of
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.shapes import read_json
from pipeline.publish.verify.view import CITATIONS
from pipeline.publish.verify.violation import Violation, path_differences
from pipeline.publish.web_address import site_base

# Fields of the library that may have other words in another language.
WORDS = ("title", "description", "publisher", "attribution", "language", "base_url")
# Fields of records that are the same in all languages; of named things, their ids are.
SAME = ("id", "status", "updated", "published", "aliases", "authors", "source", "languages", "outdated_languages")
NAMED = ("learner_models", "factors", "related")


@check()
def named_languages(context: VerifyContext) -> Iterator[Violation]:
    """The manifest tells of each further language, and of the same library in it."""
    manifest = context.manifest
    library, further = manifest.library, languages_of(manifest)
    if library.languages != ([library.language, *further] if further else []):
        yield Violation(MANIFEST, "languages", "they are not those that the library names")
    for edition in manifest.languages:
        own, language = edition.library, edition.library.language
        for name in type(own).model_fields:
            if name not in WORDS and getattr(own, name) != getattr(library, name):
                yield Violation(MANIFEST, language, f"{name} of the library is another than that of the originals")
        base = site_base(library.base_url)
        if own.base_url != (f"{base}{language}/" if base else None):
            yield Violation(MANIFEST, language, "the site of this language is not in its folder")


@check()
def same_files(context: VerifyContext) -> Iterator[Violation]:
    """Each language has the same pages and documents."""
    (_, first, _), *others = editions_of(context.bundle, context.manifest)
    expected = {path for path in first.paths if _in_all(path)}
    for language, bundle, _ in others:
        found = {path for path in bundle.paths if _in_all(path)}
        for violation in path_differences(found, expected, "the originals have no such file"):
            yield violation.in_edition(language)


def _in_all(path: str) -> bool:
    """True for a file that each language has.

    Indexes for search depend on the words, and a translation may lack the section of references.
    """
    folder, _, name = path.rpartition("/")
    has_data = name.endswith((".html", ".json", ".jsonl", ".csv"))
    return bool(folder) and has_data and name not in CITATIONS and "/pagefind/" not in path


@check("json")
def same_structure(context: VerifyContext) -> Iterator[Violation]:
    """Records say the same of a strategy in each language, but for its words."""
    (_, first, manifest), *others = editions_of(context.bundle, context.manifest)
    for id_ in manifest.published if others else ():
        path = f"json/strategies/{id_}.json"
        originals = _record(context, path, first.paths, first.read)
        for language, bundle, _ in others:
            record = _record(context, path, bundle.paths, bundle.read)
            for name in originals.keys() & record.keys():
                if originals[name] != record[name]:
                    yield Violation(path, id_, f"{name} is not that of the original").in_edition(language)


def _record(context: VerifyContext, path: str, paths: frozenset[str], read: Any) -> dict[str, Any]:
    """What a record must say in all languages; nothing if it cannot be read, which other checks report."""
    try:
        record = read_json(read(path)) if path in paths else {}
        found = {name: record[name] for name in SAME}
        ids = {name: [item["id"] for item in record[name]] for name in NAMED}
        sections = sorted(section["id"] for section in record["sections"]) if len(record["languages"]) < 2 else []
        return found | ids | {"category": record["category"]["id"], "sections": sections}
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
