"""The manifest of a bundle, its checksums, and the digest of a release."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from pipeline.model.concept_words import CONCEPTS
from pipeline.model.images import FOLDER as IMAGES
from pipeline.model.policy import PagePolicy
from pipeline.publish.changes.files import CHANGE_FILES, CHANGES
from pipeline.publish.edition_paths import path_in
from pipeline.publish.inputs import is_theme
from pipeline.publish.records import Records
from pipeline.publish.release.file_stat import FileStat
from pipeline.publish.release.layout import SUMS as SUMS
from pipeline.publish.release.staging import manifest_entry
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.json_schema import SUFFIX, published_schemas
from pipeline.publish.schema.manifest import CarriedDisclaimerV1, CountsV1, EditionV1, ManifestFileV1, ManifestV1
from pipeline.publish.schema.site import (
    AnalyticsV1,
    ConceptWordsV1,
    EducationV1,
    EvidenceHeadingsV1,
    LogoV1,
    OwnFieldV1,
    OwnPageV1,
    PageSectionV1,
    SiteV1,
)
from pipeline.publish.strategy_summary import published
from pipeline.publish.top_files import README, TOP_FILES, counted_strategies, licence_notice, own_licence, readme_of

MANIFEST = "manifest.json"
SCHEMAS = "schemas"
# The name of the manifest's schema.
SHAPE = "published-manifest"


def manifest_of(records: Records, formats: Iterable[str], files: Iterable[FileStat]) -> ManifestV1:
    """The manifest of a bundle that holds these formats in these files."""
    published, retired = len(records.summaries), len(records.tombstones)
    return ManifestV1(
        schema_=f"schemas/{SHAPE}{SUFFIX}",
        schema_version=SCHEMA_VERSION,
        library=records.library,
        schema_versions=dict.fromkeys(
            (name.removeprefix("published-") for name in published_schemas()), SCHEMA_VERSION
        ),
        formats=sorted(formats),
        counts=CountsV1(pages=published + retired, published=published, retired=retired, excluded=0),
        published=[head.id for head in records.summaries],
        retired=[tombstone.id for tombstone in records.tombstones],
        excluded=[],
        disclaimers=_carried(records),
        site=_site(records),
        languages=[],
        files=[manifest_entry(file) for file in sorted(files)],
    )


def edition_of(manifest: ManifestV1) -> EditionV1:
    """What the manifest of a bundle says of a further language, given that of the edition by itself."""
    return EditionV1(library=manifest.library, disclaimers=manifest.disclaimers, site=manifest.site)


def _carried(records: Records) -> list[CarriedDisclaimerV1]:
    carried = Counter(id_ for head in records.summaries for id_ in head.disclaimer_ids)
    return [CarriedDisclaimerV1(**item.model_dump(), strategies=carried[item.id]) for item in records.disclaimers]


def page_sections(records: Records) -> list[PageSectionV1]:
    """The sections that pages may have, as they are published."""
    names, notes = PageSectionV1.model_fields.keys() - {"note"}, records.info.notes
    return [
        PageSectionV1(note=notes.get(section.id), **{name: getattr(section, name) for name in names})
        for section in records.policy.sections
    ]


def own_fields(policy: PagePolicy, holder: str | None = None) -> list[OwnFieldV1]:
    """The library's own fields, or those of one kind of thing, as they are published."""
    fields = policy.all_fields if holder is None else policy.fields_on(holder)
    return [published(OwnFieldV1, field, choices=list(field.options), target=field.target) for field in fields]


def education_of(records: Records) -> EducationV1 | None:
    """What the library says of its strategies as learning resources, as it is published."""
    return published(EducationV1, records.info.education) if records.info.education else None


def _site(records: Records) -> SiteV1:
    policy, headings, files = records.policy, records.policy.generated_headings, records.site.files
    info = records.info
    path, text = own_licence(records) or (None, "")
    return SiteV1(
        sections=page_sections(records),
        videos=any(section.video for section in policy.sections),
        fields=own_fields(policy),
        library_fields=records.library_fields,
        vocabularies=[vocabulary.id for vocabulary in policy.vocabularies],
        factors_heading=headings.factors,
        related_heading=headings.related,
        other_related_heading=headings.other_related,
        evidence=EvidenceHeadingsV1(**{name: list(value) for name, value in policy.evidence}),
        edit_url=records.info.edit_url,
        licence_file=path if text != licence_notice(records.library) else None,
        words={name: published(ConceptWordsV1, info.words[name]) for name in CONCEPTS if name in info.words},
        education=education_of(records),
        logo=LogoV1(image=info.logo.image, alt=info.logo.alt) if info.logo else None,
        csp={name: list(info.csp[name]) for name in sorted(info.csp)},
        analytics=AnalyticsV1(script=info.analytics.script, attributes=dict(sorted(info.analytics.attributes.items())))
        if info.analytics
        else None,
        pages=[
            OwnPageV1(
                id=each.id,
                title=each.title,
                description=each.description,
                menu=each.menu,
                order=each.order,
                languages=list(each.languages),
            )
            for each in records.own_pages
        ],
        untranslated=list(records.untranslated),
        theme=sorted(path for path in files if is_theme(path, records.library.language)),
        files=list(records.site.static),
    )


def languages_of(manifest: ManifestV1) -> list[str]:
    """The further languages of a bundle."""
    return [edition.library.language for edition in manifest.languages]


def manifest_of_formats(manifest: ManifestV1, formats: Collection[str]) -> ManifestV1:
    """The manifest of some formats of a bundle: the same as if only these had been exported."""
    narrow = manifest.model_copy(update={"formats": sorted(formats)})
    readme = readme_of_manifest(narrow)
    own = ManifestFileV1(path=README, bytes=len(readme), sha256=hashlib.sha256(readme).hexdigest())
    languages = languages_of(manifest)
    kept = (file for file in manifest.files if belongs(file.path, formats, languages))
    files = [own if file.path == README else file for file in kept]
    return narrow.model_copy(update={"files": files})


def readme_of_manifest(manifest: ManifestV1) -> bytes:
    """The bytes of the README.md of the bundle with a manifest."""
    library, disclaimers, counts = manifest.library, manifest.disclaimers, manifest.counts
    changes = any(file.path == CHANGES for file in manifest.files)
    holds = counted_strategies(counts.published, manifest.site.words.get("strategy"))
    text = readme_of(library, disclaimers, formats=manifest.formats, holds=holds, changes=changes)
    return text.encode()


def belongs(path: str, formats: Collection[str], languages: Collection[str]) -> bool:
    """True for a file of some formats, a file for all, or an image of the site that JSON records name.

    `languages` are the further ones of the bundle.
    """
    folder, slash, _ = path.partition("/")
    if not slash:
        return path in TOP_FILES or path in CHANGE_FILES
    images = [f"{path_in(language, f'{IMAGES}/image').rpartition('/')[0]}/" for language in ("", *languages)]
    return folder in formats or folder == SCHEMAS or ("json" in formats and path.startswith(tuple(images)))


def encode(manifest: ManifestV1) -> bytes:
    """The bytes of `manifest.json`."""
    return (manifest.model_dump_json(indent=2) + "\n").encode()


def release_digest(manifest: ManifestV1) -> str:
    """The name of a release: the first 16 hex digits of the SHA-256 of the manifest's list of files."""
    return hashlib.sha256(_lines(manifest).encode()).hexdigest()[:16]


def checksums_of(manifest: ManifestV1, encoded: bytes) -> bytes:
    """The bytes of SHA256SUMS: every file and the manifest itself, as `sha256sum -c` reads them."""
    return (_lines(manifest) + f"{hashlib.sha256(encoded).hexdigest()}  {MANIFEST}\n").encode()


def _lines(manifest: ManifestV1) -> str:
    return "".join(f"{file.sha256}  {file.path}\n" for file in manifest.files)
