"""A difference as Markdown: for the summary of a pull request, and for the notes of a release."""

import re
from collections.abc import Iterator

from pipeline.escapes import log, markdown, printable
from pipeline.model.difference_shape import ChangeV1, ClassV1, DifferenceV1
from pipeline.reporters.difference import headline, remark, sentence, words_of

TITLES: dict[ClassV1, str] = {
    "breaking": "Breaking: ids that are gone or mean something else",
    "additive": "Additive: more, less or elsewhere",
    "wording": "Wording",
}
# A row of backticks, which would end a block of code.
FENCE = re.compile(r"`+")


def render(difference: DifferenceV1) -> str:
    """The whole difference. Authors' words are in blocks of code, where nothing is markup, a link or a mention."""
    lines = [f"**{markdown(headline(difference))}**"]
    shown = None
    for change in difference.changes:
        if change.class_ != shown:
            shown = change.class_
            lines += ["", f"### {TITLES[shown]}", ""]
        lines += _change(change)
    return log("\n".join(lines)) + "\n"


def _change(change: ChangeV1) -> Iterator[str]:
    yield f"- **{markdown(sentence(change))}**"
    if change.stale_updated:
        yield f"  {markdown(remark(change))}."
    if change.class_ != "wording":
        yield f"  For {change.consumers}."
    if change.strategies:
        yield f"  Touches {', '.join(f'`{id_}`' for id_ in change.strategies)}."
    if change.details:
        text = [printable(f"{detail.place}: {words_of(detail)}") for detail in change.details]
        fence = "`" * max(3, *(len(run) + 1 for line in text for run in FENCE.findall(line)), 3)
        yield from ("", f"  {fence}text", *(f"  {line}" for line in text), f"  {fence}")
