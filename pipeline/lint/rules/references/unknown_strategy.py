from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, accepted_statuses, named_strategies, strategy_mentions
from pipeline.lint.rules.references._resolution import Unresolved, findings, suggested
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.paths import STRATEGIES_FOLDER


@rule(Library, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unknown_strategy(library: Library, context: Context) -> Iterator[Finding]:
    """A page names a strategy that the library does not hold, or holds under another id.

    A reader who follows the link would find nothing there.

    Bad:
        related: [building-trust, lateral-readin]

    Good:
        related: [building-trust, lateral-reading]

    Bad:
        A class that votes on its rules uses [Student Voice](strategy:learner-voice).

    Good:
        A class that votes on its rules uses [Student Voice](strategy:student-voice).
    """

    def look_up(text: str) -> Unresolved | None:
        return None if text in library.by_id else _unresolved(text, library)

    def fits(mention: Mention, id_: str) -> bool:
        accepted = accepted_statuses(mention)
        return id_ != mention.entry.id and (not accepted or library.by_id[id_].status in accepted)

    known = library.by_id.keys()
    for entry in library.texts:
        if known >= named_strategies(entry):
            continue
        yield from findings(strategy_mentions(entry), look_up, fits)


def _unresolved(text: str, library: Library) -> Unresolved:
    meant = library.strategy_names.suggest(text)
    remedy = f"each strategy is a file in {STRATEGIES_FOLDER}, named by its id"
    if meant is None:
        return Unresolved(f"unknown strategy {quoted(text)}", remedy, (f"strategy:{text}",))
    about = (f"strategy:{text}", f"strategy:{meant.id}")
    if meant.certain and text in library.former_ids:
        return Unresolved(f"`{text}` was renamed; write it as `{meant.id}`", "", about, meant)
    return Unresolved(f"unknown strategy {quoted(text)}{suggested(meant)}", remedy, about, meant)
