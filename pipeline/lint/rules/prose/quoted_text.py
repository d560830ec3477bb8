import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.text import Edit

# A complete text between quotation marks, without any inside.
QUOTED = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|“([^“”]+)”|„([^„“”]+)[“”]|‘([^‘’]+)’|«([^«»]+)»|`([^`]+)`)\s*""")


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def quoted_text(document: Document, context: Context) -> Iterator[Finding]:
    """A whole title, summary, name or definition stands between quotation marks that readers see.

    The marks that a field may need are plain ones around its value; a second pair, or a curly one, is text.

    Bad:
        title: '"Weekly Reflection"'

    Good:
        title: "Weekly Reflection"
    """
    for text in texts_of(document):
        match = QUOTED.fullmatch(text.text)
        if match is None or match.lastindex is None:
            continue
        words = match[match.lastindex].strip()
        if any(map(str.isalnum, words)):
            edit = Edit(text.value.span, f'"{words}"') if text.exact and not {'"', "\\"} & set(words) else None
            fix = Fix("remove the marks inside", (edit,), Safety.UNSAFE) if edit else None
            message = f"readers see the quotation marks around {quoted(words)}"
            yield Finding(text.part(0, len(text.text)), message, f'write `{text.field}: "…"` with one pair', fix=fix)
