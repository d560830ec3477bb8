"""The files of a library, rebuilt from a bundle that it was exported to."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.authoring.bundle_policy import policy_in_use
from pipeline.authoring.intake.page_text import front_matter
from pipeline.authoring.library_yaml import own_values, policy_yaml, terms_yaml, works_yaml
from pipeline.model import snippet
from pipeline.model.images import FOLDER as IMAGES
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_page import LAST
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.work import Work
from pipeline.publish.citations.styled import work_of
from pipeline.publish.inputs import SharedInputs, StrategyInputs, strategy_inputs
from pipeline.publish.own_pages import authored_body, own_markdown_of, own_source_path
from pipeline.publish.records import Records
from pipeline.publish.schema.records import StrategyV1, TombstoneV1
from pipeline.publish.schema.site import OwnPageV1
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.rebuilt_strategy import source_path, written_body
from pipeline.source.parse.yaml_writer import yaml_text
from pipeline.source.paths import (
    CATEGORIES_PATH,
    FACTORS_PATH,
    INFO_PATH,
    LEARNER_MODELS_PATH,
    POLICY_PATH,
    REFERENCES_PATH,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    vocabulary_path,
)

# Text of a retired page: no bundle has it.
RETIRED = "This strategy is no longer advised as a strategy of its own. Its former text is not in the bundle."
# From a page at the top of its folder to the images.
FROM_PAGE = "../images"
# Fields between quotation marks that their values need not have.
QUOTED = ((), ("title",), ("summary",), ("title", "summary"))
# Fields of front matter that a record has in another form.
IDS = ("learner_models", "factors", "related")


@dataclass
class Rebuilt:
    """Files of a library by path, the paths of its pages by id, and what the bundle does not say."""

    files: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def add(self, path: str, text: str) -> None:
        """Add a text file."""
        self.files[path] = text.encode()


def rebuild(context: VerifyContext, records: Records) -> Rebuilt:
    """Rebuild the library of a bundle that was verified, and whose strategies were checked with this context.

    Of a bundle in several languages this is the edition of the originals.
    """
    rebuilt = Rebuilt()
    found = [record for id_ in context.manifest.published if (record := context.record(id_))]
    rebuilt.add(INFO_PATH, _info(records))
    rebuilt.add(FACTORS_PATH, terms_yaml(records.vocabulary.factors))
    rebuilt.add(CATEGORIES_PATH, terms_yaml(records.vocabulary.categories))
    rebuilt.add(LEARNER_MODELS_PATH, terms_yaml(records.vocabulary.learner_models))
    for id_, terms in records.vocabulary.own.items():
        rebuilt.add(vocabulary_path(id_), terms_yaml(terms))
    if works := _works(found):
        rebuilt.add(REFERENCES_PATH, works_yaml(works))
    policy = policy_in_use(records.policy, found)
    rebuilt.add(POLICY_PATH, policy_yaml(policy))
    for inputs, record in zip(
        strategy_inputs(records, lambda summary: "", SharedInputs.of(records)), found, strict=True
    ):
        _add_page(rebuilt, context, inputs, record)
    _add_own_pages(rebuilt, context)
    for tombstone in records.tombstones:
        _add_retired(rebuilt, records, policy, tombstone)
    rebuilt.files |= {path: read() for path, read in records.site.files.items()}
    if lost := [path for path in context.manifest.site.theme if path.startswith(f"{TEMPLATES_FOLDER}/")]:
        rebuilt.remarks.append(f"the library's own templates are in no bundle: {', '.join(lost)}")
    return rebuilt


def _info(records: Records) -> str:
    values = records.info.model_dump(mode="json", exclude_none=True)
    if LibraryInfo.model_construct(None, **{**records.info.__dict__, "id": None}).own_id == values.get("id"):
        del values["id"]
    return yaml_text({name: value for name, value in values.items() if value != {}} | own_values(records.info))


def _works(records: Iterable[StrategyV1]) -> list[Work]:
    """The works that strategies name, by id; a work that no published page names is in no bundle."""
    found = {item.id: item.csl for record in records for item in record.references if item.id and item.csl}
    return [work_of(csl) for _, csl in sorted(found.items())]


def _add_page(rebuilt: Rebuilt, context: VerifyContext, inputs: StrategyInputs, record: StrategyV1) -> None:
    """Add the page of a strategy; its digest tells whether every byte is as it was."""
    values = record.model_dump(mode="json")
    fields = values | {name: [item["id"] for item in values[name]] for name in IDS}
    fields["category"] = record.category.id
    fields |= {name: _own_value(value) for name, value in values["fields"].items()}
    body = edition_body(context, inputs, record)
    texts = [f"{front_matter(fields, quoted, inputs.shared.policy.fields)}\n{body}\n" for quoted in QUOTED]
    exact = (text for text in texts if hashlib.sha256(text.encode()).hexdigest() == record.content_sha256)
    text = next(exact, None)
    if text is None:
        text = texts[0]
        rebuilt.remarks.append(f"{inputs.id}: its text is the same, but not every blank, comment and field is known")
    path = rebuilt.pages[inputs.id] = source_path(context, inputs.id) or f"{STRATEGIES_FOLDER}/{inputs.id}.md"
    rebuilt.add(path, text)


def edition_body(context: VerifyContext, inputs: StrategyInputs, record: StrategyV1) -> str:
    """The Markdown below the front matter of a page, or else what its record says."""
    body = written_body(context, inputs, record)
    if body is None:
        body = "\n\n".join(
            part for section in record.sections for part in _section(inputs, section.id, section.markdown)
        )
    return body.strip("\n")


def _own_value(value: object) -> object:
    """A value of a field of the library's own as front matter has it."""
    if isinstance(value, list):
        return [_own_value(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value["id"] if isinstance(value, dict) else value


def _add_own_pages(rebuilt: Rebuilt, context: VerifyContext) -> None:
    """Add the library's own pages, whose texts only the site has."""
    for item in context.manifest.site.pages:
        if not context.holds("html"):
            rebuilt.remarks.append(f"{item.id} is a page of the library's own: its text is only in the site")
            continue
        front = {"title": item.title, "description": item.description, "menu": item.menu}
        lines = {name: text for name, text in front.items() if text is not None}
        order: dict[str, object] = {} if item.order == LAST else {"order": item.order}
        rebuilt.add(own_source_path(item.id), authored_page({**lines, **order}, context, item))


def authored_page(front: Mapping[str, object], context: VerifyContext, item: OwnPageV1) -> str:
    """The source of a page of the library's own with this front matter."""
    body = authored_body(item, context.text(own_markdown_of(item.id)) or "").strip("\n")
    return f"---\n{yaml_text(dict(front))}---\n\n{body}\n"


def _section(inputs: StrategyInputs, id_: str, markdown: str) -> Iterator[str]:
    """A section of a record, whose Markdown begins with its disclaimer."""
    yield snippet.heading(inputs.shared.policy.by_id[id_])
    if markdown:
        yield markdown.replace(f"]({IMAGES}/", f"]({FROM_PAGE}/")


def _add_retired(rebuilt: Rebuilt, records: Records, policy: PagePolicy, tombstone: TombstoneV1) -> None:
    """Add the page of a retired strategy: a bundle says only that it was there."""
    model = next(iter(records.vocabulary.learner_models))
    fields = tombstone.model_dump(mode="json") | {
        "summary": "This strategy is retired; a bundle keeps its name only, and the page that took its place.",
        "category": next(iter(records.vocabulary.categories)).id,
        "learner_models": [model.id],
        "factors": [next(model.factors)],
        "related": [],
    }
    parts = [part for section in policy.required for part in _retired(policy, section)]
    rebuilt.add(f"{STRATEGIES_FOLDER}/{tombstone.id}.md", f"{front_matter(fields)}\n" + "\n\n".join(parts) + "\n")
    rebuilt.remarks.append(f"{tombstone.id} is retired: a line stands in for its text, which is in no bundle")


def _retired(policy: PagePolicy, section: SectionPolicy) -> Iterator[str]:
    disclaimer = policy.disclaimer_of(section)
    yield snippet.heading(section)
    if disclaimer:
        yield snippet.quote(disclaimer)
    yield RETIRED
