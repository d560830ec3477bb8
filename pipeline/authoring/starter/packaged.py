"""The texts and templates that new libraries are made of, which are part of the package."""

from functools import cache
from importlib.resources import files
from typing import Annotated

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import Field

from pipeline.model.build import build
from pipeline.model.fields import AuthoredModel, Line
from pipeline.model.policy import GeneratedHeadings, SectionPolicy
from pipeline.model.strategy import Summary, Title
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.source.parse import Limits, parse_data
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.parse.yaml_writer import yaml_value
from pipeline.source.text import Source

PACKAGE = "pipeline.authoring.starter"
ENGLISH = "en"
# In the names of templates it stands for a dot: git and editors would obey a real `.gitignore` among them.
DOT = "dot-"


class StarterWords(AuthoredModel):
    """What a new library starts with, in one language."""

    title: Title = Field(description="title of the model page")
    summary: Summary = Field(description="summary of the model page")
    category: Category = Field(description="the only category")
    factor: Factor = Field(description="the only factor")
    learner_model: LearnerModel = Field(description="the only learner model")
    undefined: Line = Field(description="the definition of a term that pages use and nobody has defined yet")
    sections: Annotated[tuple[SectionPolicy, ...], Field(strict=False)] = Field(description="sections of a page")
    generated_headings: GeneratedHeadings = Field(description="headings that exporters write")
    sentences: Annotated[tuple[Line, ...], Field(strict=False, min_length=1)] = Field(
        description="sentences of the model page"
    )
    resource: Line = Field(description="an item of a section of resources")
    citation: Line = Field(description="an item of a section of citations")


@cache
def starter_words(language: str) -> tuple[StarterWords, bool]:
    """The words in a language, and whether they are English in its place, for there are none."""
    primary = language.partition("-")[0]
    file = files(PACKAGE) / "words" / f"{primary}.yaml"
    foreign = not file.is_file()
    if foreign:
        file = files(PACKAGE) / "words" / f"{ENGLISH}.yaml"
    root = parse_data(Source(file.name, file.read_text(encoding="utf-8")), Limits()).front
    assert isinstance(root, Mapping)
    words, problems = build(StarterWords, root)
    assert words is not None, problems
    return words, foreign


@cache
def _templates() -> Environment:
    # No HTML is made here; values become YAML by the filter, or are plain words that were checked.
    environment = Environment(  # noqa: S701
        loader=PackageLoader(PACKAGE, "files"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
    )
    environment.filters["yaml"] = yaml_value
    return environment


def render_files(values: dict[str, object]) -> dict[str, bytes]:
    """Every file that has a template, by its path in the library."""
    templates = _templates()
    return {
        name.replace(DOT, "."): templates.get_template(name).render(values).encode()
        for name in templates.list_templates()
    }
