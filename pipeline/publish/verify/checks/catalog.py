"""HTML: the catalog for search and filters, a script that only hands over data."""

import re
from collections.abc import Iterator

from pydantic_core import from_json

from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.violation import Violation

FOLDER = "html/search"
# One call with one argument. That this is JSON, and so runs nothing, is checked by reading it.
CALL = re.compile(r"receiveCatalog\((\{.*\})\);\n", re.DOTALL)


@check("html")
def catalog(context: VerifyContext) -> Iterator[Violation]:
    """There is one catalog, and it holds nothing but JSON."""
    paths = context.below(FOLDER)
    if len(paths) != 1:
        yield Violation(FOLDER, "", f"it holds {len(paths)} files instead of one")
    for path in paths:
        call = CALL.fullmatch(context.text(path) or "")
        try:
            from_json(call[1] if call else "", allow_inf_nan=False)
        except ValueError:
            yield Violation(path, "", "it is not the call of one function with JSON")
