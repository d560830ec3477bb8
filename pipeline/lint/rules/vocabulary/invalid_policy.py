from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import findings
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.parse import Problem

ANOTHER_ID = "ids name columns and places on web pages; give the section another one"
ANOTHER_FIELD = "ids name columns of tables and fields of pages; give the field another one, such as `our_{id}`"
ANOTHER_VOCABULARY = (
    "ids name files, tables and folders of the site; give the vocabulary another one, such as `our-{id}`"
)
# Message and help by what is wrong.
WORDS = {
    "no-disclaimer": ("there is no disclaimer {value}", "add it to `disclaimers` below, with its exact words"),
    "taken-column": (
        "{value} cannot be the id of a section: the table of strategies has a column `{column}`",
        ANOTHER_ID,
    ),
    "disclaimer-column": (
        "{value} cannot be the id of a section: columns with a name like this hold disclaimers",
        ANOTHER_ID,
    ),
    "taken-section": ("{value} cannot be the id of a section: every page has one of this name already", ANOTHER_ID),
    "taken-heading": ("{value} would be taken for a heading inside the section `{section}`", ANOTHER_ID),
    "like-heading": (
        "the heading {value} differs from {other} only in capitals, spaces or hyphens",
        "authors could not tell the two apart; give one of them other words",
    ),
    "former-heading": (
        "the former heading {value} stands for another section already",
        "a former heading leads to one section only; keep it with one of them",
    ),
    "generated-heading": (
        "{value} is a heading that is made for every page, and the heading of a section as well",
        "give one of the two other words, so that readers can tell them apart",
    ),
    "filled-in": (
        "nothing can be filled in here: {value}",
        "`{category}` stands for the name of the category, and only in `related`; write no other `{` or `}`",
    ),
    "crossed": (
        "`{field}` is less than {least}, so that no page could keep it",
        "write a greater number, or remove it",
    ),
    "beyond": ("`{field}` is more than {most}, which is the most that is possible", "write a smaller number"),
    "listed-twice": ("{value} is listed a second time", "keep it in one place"),
    "heading-of-section": (
        "{value} cannot stand inside a section: it is the heading of one",
        "give one of the two other words, so that authors can tell them apart",
    ),
    "pattern": (
        "the pattern {value} cannot be used",
        "write a regular expression without look-around or back-references, such as `[a-z]+(-[a-z0-9]+)*`",
    ),
    "wanted-word": (
        "{value} is to be written and not to be written",
        "a word stands either after `write` or in `not`; only other capitals may stand in both",
    ),
    "field-twice": ("the field {value} stands here a second time", "each field needs an id of its own"),
    "name-twice": ("the name {value} stands here a second time", "give each field a name of its own"),
    "taken-field": (
        "{value} cannot be the id of a field: every library has something of this name",
        ANOTHER_FIELD,
    ),
    "reserved-field": (
        "{value} cannot be the id of a field: it is a word of the language of databases",
        ANOTHER_FIELD,
    ),
    "field-of-section": ("{value} cannot be the id of a field: the section `{section}` has this name", ANOTHER_FIELD),
    "no-choices": ("the field {value} has no values to choose from", "list them after `of`: `of: [first, second]`"),
    "no-target": (
        "the field {value} does not say what it refers to{hint}",
        "write one of these after `of`: {known}; a vocabulary of your own is named by its id in `vocabularies`",
    ),
    "no-holder": ("nothing of this name can have fields: {value}{hint}", "write one of these after `on`: {known}"),
    "only-pages": ("`{field}` is only for fields of pages", "remove it, or remove `on`"),
    "long-table": (
        "the table {value} would have a name of more than {most} characters, which workbooks cannot have",
        "give the field a shorter id, or write `column: false`",
    ),
    "needless-of": ("a field of type {value} has no `of`", "remove it, or write `type: choice` or `type: choices`"),
    "no-filter": (
        "readers cannot filter by a field of type {value}",
        "only fields with few values can be filters: `choice`, `choices`, `boolean`, `reference` and `references`",
    ),
    "no-card": ("a card cannot show a field of type {value}", "remove `card`; the page of the strategy shows it"),
    "vocabulary-twice": ("the vocabulary {value} stands here a second time", "each vocabulary needs an id of its own"),
    "taken-vocabulary": (
        "{value} cannot be the id of a vocabulary: every library has something of this name",
        ANOTHER_VOCABULARY,
    ),
    "reserved-vocabulary": (
        "{value} cannot be the id of a vocabulary: it is a word of the language of databases",
        ANOTHER_VOCABULARY,
    ),
    "words-twice": ("{value} stands for the terms of another vocabulary already", "readers could not tell them apart"),
    "no-words": ("`{field}` holds no words", "write at least one word that readers can see"),
    "not-plain": (
        "this disclaimer holds more than words, links, bold and italics",
        "write paragraphs of words, with links such as `[our policy](https://…)`: no headings, lists, images or `<…>`",
    ),
}
TWICE = ("the {field} {value} stands here a second time", "each section needs its own")


@rule(Library, required=True)
def invalid_policy(library: Library, context: Context) -> Iterator[Finding]:
    """The house rules of a page have something wrong in them.

    Until that is mended no page is checked, and readers could meet pages without their disclaimers.

    Bad:
        # path: schemas/strategy-page.yaml
        sections:
          - {id: overview, heading: Overview, required: perhaps}

    Good:
        status: draft
    """
    yield from findings(library, "invalid-policy", _words)


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    message, remedy = WORDS.get(data["what"], TWICE)
    texts = {name: quoted(data[name]) for name in ("value", "other") if name in data}
    filled = remedy.replace("{id}", data.get("value", "")).replace("{known}", data.get("known", ""))
    return message.format_map({**data, **texts}), filled
