from collections.abc import Iterator

from pipeline.lint.rule import Finding, all_rules, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.source.names import Names
from pipeline.source.parse import Document
from pipeline.source.text import Edit


@rule(Document, fixes=(Safety.UNSAFE,))
def unknown_rule(document: Document, context: Context) -> Iterator[Finding]:
    """A comment asks to ignore a rule that there is not.

    A misspelled name ignores nothing, and the comment misleads everybody who reads it.

    Bad:
        <!-- strategies: ignore insecure-lnk -- the museum offers no secure address -->

        The class visits [the museum's collection](http://example.org/collection).

    Good:
        <!-- strategies: ignore insecure-link -- the museum offers no secure address -->

        The class visits [the museum's collection](http://example.org/collection).
    """
    if not document.ignores:
        return
    known = {rule.name for rule in all_rules()}
    names = Names.of(sorted(known))
    for ignore in document.ignores:
        for name, span in ignore.rules:
            if name in known:
                continue
            meant = names.suggest(name)
            fix = Fix(f"replace with `{meant.id}`", (Edit(span, meant.id),), Safety.UNSAFE) if meant else None
            yield Finding(
                span,
                f"there is no rule `{name}`" + (f"; did you mean `{meant.id}`?" if meant else ""),
                "`strategies rules` lists all rules",
                fix=fix,
            )
