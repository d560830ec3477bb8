"""Translations of a library's data files, rebuilt from how its editions differ."""

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model.localized_files import TEXTS
from pipeline.model.own_fields import OwnField
from pipeline.model.policy import PagePolicy
from pipeline.model.vocabulary import AnyTerms
from pipeline.publish.records import Records
from pipeline.source.paths import INFO_PATH, POLICY_PATH

# Texts of a term that are translated.
TERM_TEXTS = ("name", "definition", "description", "aliases")
FIELD_TEXTS, VOCABULARY_TEXTS = ("name", "description"), ("one", "many", "menu", "description")


def translated_files(original: Records, edition: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """The path of each data file that is translated into the language of an edition, and what its translation says."""
    yield INFO_PATH, _info(original, edition)
    yield POLICY_PATH, _policy(original.policy, edition.policy, frozenset(edition.untranslated))
    for (_, terms), (_, found) in zip(original.vocabulary.keyed, edition.vocabulary.keyed, strict=True):
        yield terms.path, _terms(terms, found, frozenset(edition.untranslated))


def _info(original: Records, edition: Records) -> dict[str, Any]:
    before, after = original.info, edition.info
    words = {name: own.model_dump(mode="json", exclude_none=True) for name, own in after.words.items()}
    notes = {id_: note for id_, note in after.notes.items() if f"notes {id_}" not in edition.untranslated}
    alt = after.logo.alt if after.logo and before.logo and after.logo.alt != before.logo.alt else None
    found = {"notes": notes, "words": words}
    return _changed(TEXTS, before, after) | _stated(found) | ({} if alt is None else {"logo_alt": alt})


def _policy(before: PagePolicy, after: PagePolicy, untranslated: frozenset[str]) -> dict[str, Any]:
    headings = {each.id: each.heading for each in after.sections if f"sections {each.id}" not in untranslated}
    texts = {each.id: each.text for each in after.disclaimers if f"disclaimers {each.id}" not in untranslated}
    kinds = [name for name, _ in before.evidence]
    generated = list(type(before.generated_headings).model_fields)
    found = {
        "sections": headings,
        "subheadings": _renamed(
            *([text for kind in kinds for text in getattr(each.evidence, kind)] for each in (before, after))
        ),
        "disclaimers": texts,
        "generated_headings": _changed(generated, before.generated_headings, after.generated_headings),
        "fields": {
            old.id: _field(old, new) for old, new in zip(before.all_fields, after.all_fields, strict=True) if old != new
        },
        "vocabularies": {
            old.id: _changed(VOCABULARY_TEXTS, old, new)
            for old, new in zip(before.vocabularies, after.vocabularies, strict=True)
        },
    }
    return _stated(found | {"vocabularies": _stated(found["vocabularies"])})


def _field(old: OwnField, new: OwnField) -> dict[str, Any]:
    return _changed(FIELD_TEXTS, old, new) | _stated({"of": _renamed(old.options or (), new.options or ())})


def _terms(before: AnyTerms, after: AnyTerms, untranslated: frozenset[str]) -> dict[str, Any]:
    """The words of each term that has any; a term whose words are all the same keeps its name, so that it counts."""
    found: dict[str, Any] = {}
    for old, new in zip(before, after, strict=True):
        if f"{before.name} {old.id}" not in untranslated:
            groups = _renamed(getattr(old, "groups", ()), getattr(new, "groups", ()))
            found[old.id] = {"name": new.name} | _changed(TERM_TEXTS, old, new) | _stated({"groups": groups})
    return found


def _changed(names: Iterable[str], old: object, new: object) -> dict[str, Any]:
    """The texts that are other ones; lists as lists."""
    values = ((name, getattr(new, name, None), getattr(old, name, None)) for name in names)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value, former in values
        if value is not None and value != former
    }


def _renamed(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    return {before: after for before, after in zip(old, new, strict=True) if before != after}


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
