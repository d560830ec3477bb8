from collections.abc import Iterator

from pipeline.model.context import Context
from pipeline.parse import Document
from pipeline.rule import Finding, rule

WORDS = {
    "anchor": ("`&` at the start of a value has a meaning of its own here", "put the value between quotes"),
    "alias": ("`*` at the start of a value has a meaning of its own here", "put the value between quotes"),
    "tag": ("`!` at the start of a value has a meaning of its own here", "put the value between quotes"),
    "merge": ("fields cannot be taken over from elsewhere with `<<`", "write the fields out"),
    "document": ("a second `---` begins another text inside this file", "keep one list or one set of fields a file"),
    "directive": ("lines that begin with `%` are not understood here", "remove the line"),
    "key": ("the name of a field must be a single word", "write the name, a colon, a space and the value"),
}


@rule(Document, required=True)
def unsupported_yaml(document: Document, context: Context) -> Iterator[Finding]:
    """A field uses a special form of YAML that pages do not need.

    Such forms can make a value say something else than it seems to, to readers and to the tools they use.

    Bad:
        title: !Weekly Reflection

    Good:
        title: "!Weekly Reflection"
    """
    for problem in document.noted("unsupported-yaml"):
        message, remedy = WORDS[problem.data["what"]]
        yield Finding(problem.span, message, remedy)
