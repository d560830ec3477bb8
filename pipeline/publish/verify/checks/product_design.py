"""HTML: pages for designers of products show the disclaimer of the section that they are made of."""

from collections.abc import Iterator

from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.page import HtmlPage, normalized
from pipeline.publish.verify.violation import Violation

SECTION = "product-design"
FOLDER = f"html/{SECTION}"


@check("html")
def product_design(context: VerifyContext) -> Iterator[Violation]:
    """Each of these pages shows it."""
    id_ = context.disclaimers_of_sections.get(SECTION)
    text = next((item.text for item in context.manifest.disclaimers if item.id == id_), None)
    for path in context.below(FOLDER, ".html") if text else ():
        if normalized(text or "") not in normalized(HtmlPage.read(context.text(path) or "").text):
            yield Violation(path, "", f"it lacks the disclaimer `{id_}`")
