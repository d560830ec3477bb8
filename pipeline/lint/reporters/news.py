"""What changed from one report to the next, for people: in full what is new or changed, in short what is gone."""

from collections.abc import Iterable, Iterator

from pipeline.lint.news import News, ShownFinding
from pipeline.lint.reporters.text import finding_lines, heading, styled
from pipeline.lint.reporters.view import ReportView
from pipeline.source.escapes import log

# How a finding is told apart: the word before it, in its style.
NEW, CHANGED, GONE = ("new", "1"), ("changed", "1"), ("gone", "2")


def render(view: ReportView, changes: News, title: str) -> str:
    """Render the changes as text that ends with a line feed; `view` is the later report."""
    blocks = [title, *_blocks(view, NEW, changes.new), *_blocks(view, CHANGED, changes.changed)]
    gone = "\n".join(f"{styled(view, *GONE)} {_short(view, each)}" for each in changes.gone)
    return log("\n\n".join(filter(None, [*blocks, gone])), colored=view.color) + "\n"


def counts(changes: News) -> str:
    """The numbers of new, changed and gone findings; empty if nothing changed."""
    words = zip((NEW, CHANGED, GONE), changes, strict=True)
    return ", ".join(f"{len(found)} {word}" for (word, _), found in words if found)


def _blocks(view: ReportView, label: tuple[str, str], found: Iterable[ShownFinding]) -> Iterator[str]:
    for each in found:
        lines = "\n".join(finding_lines(view, each.diagnostic))
        yield f"{styled(view, *label)} {lines}"


def _short(view: ReportView, found: ShownFinding) -> str:
    place, message = heading(view, found.diagnostic, found.position)
    return f"{place}:{message[1:]}"
