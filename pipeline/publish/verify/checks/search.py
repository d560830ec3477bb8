"""HTML: the search knows of each page that can be found which strategy it is of, and can find every strategy."""

from collections.abc import Iterator

from pydantic_core import from_json

from pipeline.publish.verify.context import Inspection, check
from pipeline.publish.verify.violation import Fault

FOLDER = "html/pagefind"
PAGES = f"{FOLDER}/pages.json"
ENDING = ".pf_fragment"


@check("html")
def search(inspection: Inspection) -> Iterator[Fault]:
    """Hits that are in no list are lost without a word."""
    names = [path.rsplit("/", 1)[1].partition(".")[0] for path in inspection.below(f"{FOLDER}/fragment", ENDING)]
    if not names and PAGES not in inspection.paths:
        return
    try:
        pages = from_json(inspection.text(PAGES) or "")
    except ValueError:
        yield Fault(PAGES, "", "it is missing or no JSON, and without it the search shows nothing")
        return
    if not isinstance(pages, dict) or sorted(pages) != names:
        yield Fault(PAGES, "", f"its keys are not the files in {FOLDER}/fragment")
    elif sorted(map(str, pages.values())) != sorted(inspection.manifest.published):
        yield Fault(PAGES, "", "it does not name each published strategy once")
