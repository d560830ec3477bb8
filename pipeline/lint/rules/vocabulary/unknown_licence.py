from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.library import Library
from pipeline.model.licence import LICENSES, spdx_expression
from pipeline.model.wording import quoted
from pipeline.source.names import Names
from pipeline.source.parse.yaml_tree import Mapping, Scalar
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Edit

OWN = "LicenseRef-"
HELP = f"licences are named as on spdx.org/licenses; name one that is not there `{OWN}…`, such as `{OWN}All-Rights`"


@rule(Library, severity=Severity.WARNING, fixes=(Safety.SAFE, Safety.UNSAFE))
def unknown_licence(library: Library, context: Context) -> Iterator[Finding]:
    """The library's licence is not named as in the list that programs know.

    Whoever builds on the content looks the licence up by this name, to see what they may do.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC BY 4.0
        version: 1.0.0

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
    """
    written = _written(library)
    if written is None or written.text == (known := spdx_expression(written.text)):
        return
    name, certain = (known, True) if known else _meant(written.text)
    fix = None
    if name:
        safety = Safety.SAFE if certain else Safety.UNSAFE
        fix = Fix(f"replace with `{name}`", (Edit(written.part(0, len(written.text)), name),), safety)
    hint = f"; did you mean `{name}`?" if name else ""
    yield Finding(written.span, f"{quoted(written.text)} is not the name of a known licence{hint}", HELP, fix=fix)


def _written(library: Library) -> Scalar | None:
    """The licence as the file spells it."""
    front = next((file.front for file in library.data_files if file.path == INFO_PATH), None)
    node = front.get("licence") if isinstance(front, Mapping) else None
    return node if isinstance(node, Scalar) and library.info else None


def _meant(text: str) -> tuple[str, bool]:
    """The intended licence of the list, and whether that is certain; of several versions the last."""
    ids = [str(licence["id"]) for licence in LICENSES.values()]
    meant = Names.of(ids).suggest(text)
    if meant is None or any(map(str.isdigit, text)):
        return (meant.id, meant.certain) if meant else ("", False)
    family = meant.id.rpartition("-")[0]
    return max(id_ for id_ in ids if id_ == meant.id or id_.rpartition("-")[0] == family), meant.certain
