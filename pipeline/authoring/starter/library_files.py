"""The files of a new library."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from pipeline.authoring.library_yaml import terms_yaml
from pipeline.authoring.starter.existing_terms import UsedTerms
from pipeline.authoring.starter.house_rules import HouseRules
from pipeline.authoring.starter.packaged import StarterWords, render_files, starter_words
from pipeline.model import snippet
from pipeline.model.library_info import LibraryInfo
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.source.paths import POLICY_PATH, vocabulary_path
from pipeline.source.project import TAG, ToolRepository
from pipeline.source.resources import schema_folder

MODEL_PAGE = "content/strategies/first-page.md"
# For editors; the packaged copies say what this version of the tool takes.
SCHEMAS = tuple(
    f"{name}.schema.json"
    for name in ("library", "categories", "factors", "learner-models", "references", "strategy-page")
)
OF_OWN_TERMS = "own-terms.schema.json"
# No owner on GitHub has such a name, so that nobody else can take it.
UNKNOWN = "OWNER_OF_THE_TOOL/strategy-pipeline"
# Files that git, GitHub and pre-commit read at the top of a repository only.
OF_REPOSITORY = (".github/", ".pre-commit-config.yaml")
# Words that a model page needs beyond those of the policy, and most of them.
SPARE, MOST = 5, 2000


@dataclass(frozen=True)
class Choices:
    """What a person decided about a new library; `terms` are ids that are in use already."""

    info: LibraryInfo
    rules: HouseRules
    today: dt.date
    repository: ToolRepository | None = None
    owner: str = ""
    terms: UsedTerms = field(default_factory=dict)


def new_files(choices: Choices) -> dict[str, bytes]:
    """Every file of a new library by its path: the same bytes for the same choices."""
    words, foreign = starter_words(choices.info.language)
    info, repository = choices.info, choices.repository
    values: dict[str, object] = {
        **info.model_dump(include={"title", "publisher", "language", "licence"}),
        "id": info.own_id,
        "foreign": foreign,
        "page_title": words.title,
        "summary": words.summary,
        "category": next(iter(choices.terms.get("category", ())), words.category.id),
        "factor_ids": [next(iter(choices.terms.get("factors", ())), words.factor.id)],
        "model_ids": [next(iter(choices.terms.get("learner_models", ())), words.learner_model.id)],
        "updated": choices.today.isoformat(),
        "body": model_body(choices.rules.policy, words),
        "policy": choices.rules.yaml,
        "tool_repository": repository,
        "owner": choices.owner,
        "ref": repository.ref if repository else TAG,
        "workflows": f"{repository.name if repository else UNKNOWN}/.github/workflows",
        **_vocabulary(words, choices.terms),
    }
    files = render_files(values)
    if choices.rules.text:  # with its comments
        files[POLICY_PATH] = choices.rules.text.encode()
    own = [vocabulary_path(each.id) for each in choices.rules.policy.vocabularies]
    files |= dict.fromkeys(own, b"[]\n")  # its terms are for people to list
    schemas = (*SCHEMAS, OF_OWN_TERMS) if own else SCHEMAS
    files |= {f"schemas/{name}": (schema_folder() / name).read_bytes() for name in schemas}
    return dict(sorted(files.items()))


def model_body(policy: PagePolicy, words: StarterWords) -> str:
    """The sections of a model page, each with its disclaimer and enough words."""
    sentences = cycle(words.sentences)
    parts = []
    for section in policy.sections:
        if section.items == "citation" and not section.required:
            continue
        parts.append(snippet.heading(section))
        if disclaimer := policy.disclaimer_of(section):
            parts.append(snippet.quote(disclaimer))
        parts += [_paragraph(sentences, section.min_words), *_items(section, words)]
    return "\n\n".join(parts) + "\n"


def _paragraph(sentences: Iterator[str], least: int) -> str:
    """Two sentences, or as many as it takes to have enough words."""
    text = f"{next(sentences)} {next(sentences)}"
    while len(text.split()) < min(least + SPARE, MOST):
        text += f" {next(sentences)}"
    return text


def _items(section: SectionPolicy, words: StarterWords) -> list[str]:
    items = {"resource": words.resource, "citation": words.citation}
    return [f"- {items[section.items]}"] if section.items else []


def _vocabulary(words: StarterWords, terms: UsedTerms) -> dict[str, str]:
    """The vocabulary files: the terms that are in use already, else one of each kind to start from."""

    def named(ids: Sequence[str]) -> list[tuple[str, str]]:
        return [(id_, id_.replace("-", " ").capitalize()) for id_ in ids]

    undefined = words.undefined
    categories = [Category(id=id_, name=name, description=undefined) for id_, name in named(terms.get("category", ()))]
    factors = [Factor(id=id_, name=name, definition=undefined) for id_, name in named(terms.get("factors", ()))]
    model = words.learner_model
    groups = {next(iter(model.groups)): tuple(factor.id for factor in factors) or (words.factor.id,)}
    models = [
        LearnerModel(id=id_, name=name, grades=model.grades, groups=groups)
        for id_, name in named(terms.get("learner_models", ()))
    ]
    return {
        "categories": terms_yaml(categories or [words.category]),
        "factors": terms_yaml(factors or [words.factor]),
        "learner_models": terms_yaml(models or [model.model_copy(update={"groups": groups})]),
    }
