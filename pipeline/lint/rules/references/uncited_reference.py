from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import entry_sections, opening, opening_link
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.listed_items import listed_items
from pipeline.model.policy import same_words
from pipeline.model.work import SCHEME


@rule(Entry, severity=Severity.WARNING)
def uncited_reference(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page lists a study, and no sentence of the page cites it.

    Readers take a study that is listed for what the page stands on; they cannot see which sentence that would be.

    Bad:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, DOI: 10.1000/182}
        +++
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        ### Research

        - [Looking Back](reference:ruiz-2024): a study of three classes that closed each day with one question.

    Good:
        # path: content/references.yaml
        - {id: ruiz-2024, type: article-journal, title: Looking Back, DOI: 10.1000/182}
        +++
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        ### Further reading

        - [Looking Back](reference:ruiz-2024): a study of three classes that closed each day with one question.
    """  # noqa: E501 - the disclaimer is on one line
    studies = {same_words(heading) for heading in context.policy.evidence.studies}
    sections = [section for policy, section in entry_sections(entry, context) if policy.items == "resource"]
    items = [item for section in sections for item in listed_items(section)] if studies else []
    inlines = [(item, opening(item.block)) for item in items]
    links = [(item, link) for item, inline in inlines if inline and (link := opening_link(inline))]
    listed = [(item, link) for item, link in links if link.href.startswith(SCHEME)]
    at = {link.span for _, link in listed}
    cited = {link.href for link in entry.body.links if link.span not in at} if listed else set[str]()
    for item, link in listed:
        if link.href not in cited and same_words(item.heading) in studies:
            yield Finding(
                link.target,
                f"no sentence of this page cites `{link.href.removeprefix(SCHEME)}`",
                f"link the sentence that rests on it, as in `[words]({link.href})`, or list it as further reading",
            )
