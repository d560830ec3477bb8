"""HTML: the search knows of each page that can be found which strategy it is of, and can find every strategy."""

from collections.abc import Iterator

from pydantic_core import from_json

from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.violation import Violation

FOLDER = "html/pagefind"
PAGES = f"{FOLDER}/pages.json"
ENDING = ".pf_fragment"


@check("html")
def search(context: VerifyContext) -> Iterator[Violation]:
    """Hits that are in no list are lost without a word."""
    names = [path.rsplit("/", 1)[1].partition(".")[0] for path in context.below(f"{FOLDER}/fragment", ENDING)]
    if not names and PAGES not in context.paths:
        return
    try:
        pages = from_json(context.text(PAGES) or "")
    except ValueError:
        yield Violation(PAGES, "", "it is missing or no JSON, and without it the search shows nothing")
        return
    if not isinstance(pages, dict) or sorted(pages) != names:
        yield Violation(PAGES, "", f"its keys are not the files in {FOLDER}/fragment")
    elif sorted(map(str, pages.values())) != sorted(context.manifest.published):
        yield Violation(PAGES, "", "it does not name each published strategy once")
