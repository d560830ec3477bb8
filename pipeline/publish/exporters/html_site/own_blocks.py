"""A library's own blocks: short templates in `templates/blocks/` whose text is put into every page."""

from jinja2 import TemplateRuntimeError
from markupsafe import Markup

# The mark in a page at which a block is put, and whether it is put after the mark.
PLACES = {"menu": ("</ul>", False), "after_title": ("</h1>", True), "footer": ("</footer>", False)}
AFTER_TITLE = '\n<div class="own" data-pagefind-ignore>\n{}</div>'


def with_own(html: str, own: str, block: str) -> Markup:
    """HTML of a template with the library's own block at its place; raises an error of templates if it has none."""
    html, text = str(html), str(own).strip()
    if not text:
        return Markup(html)  # noqa: S704 - the templates escaped it
    mark, after = PLACES[block]
    before, found, rest = html.partition(mark) if after else html.rpartition(mark)
    if not found:
        raise TemplateRuntimeError(f"blocks/{block}.html has no place: the page has no {mark}")
    own = AFTER_TITLE.format(f"{text}\n") if after else f"{text}\n"
    return Markup(before + (found + own if after else own + found) + rest)  # noqa: S704 - see above
