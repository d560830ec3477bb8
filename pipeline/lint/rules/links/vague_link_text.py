from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import OURS
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted

# What links inside the library begin with.
OF_LIBRARY = tuple(f"{scheme}:" for scheme in OURS)
# Punctuation around the words of a link.
AROUND = " .,:;!?…\"'“”‘’()[]<>«»‹›→"


@rule(Entry, severity=Severity.WARNING)
def vague_link_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """The words of a link do not say where it leads.

    People who listen to a page often hear its links one after another: "here, here, more" tells them nothing.

    Bad:
        A guide to planning the talk is [here](https://example.org/talk).

    Good:
        There is [a guide to planning the talk](https://example.org/talk).

    Bad:
        Learners say what moved them <factor:emotion> before they plan the talk.

    Good:
        Learners say what [moved them](factor:emotion) before they plan the talk.
    """
    vague = {text.casefold().strip(AROUND) for text in context.settings.words.vague_link_texts} - {""}
    for link in entry.body.links:
        if link.kind == "autolink" and link.href.startswith(OF_LIBRARY):
            yield Finding(
                link.inline.locate(*link.at),
                f"readers see {quoted(link.text)}, which does not say where this link leads",
                f"write `[words]({link.href})` with words that name what the reader finds there",
            )
        if link.kind == "link" and link.label_end and link.text.casefold().strip(AROUND) in vague:
            yield Finding(
                link.inline.locate(link.at[0] + 1, link.label_end),
                f"{quoted(link.text)} does not say where this link leads",
                "put the link on words that name what the reader finds there",
            )
