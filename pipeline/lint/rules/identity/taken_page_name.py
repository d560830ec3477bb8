from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.identity.invalid_id import _fault, _suggestion
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.own_page import ABOUT
from pipeline.model.site_paths import folded_path, is_taken
from pipeline.model.wording import shortened
from pipeline.source.paths import STATIC_FOLDER
from pipeline.source.text import Span


@rule(Library, required=True)
def taken_page_name(library: Library, context: Context) -> Iterator[Finding]:
    """The name of a page of the library's own cannot be its address, or is taken.

    A page `content/pages/history.md` stands at `/history/`. The text of `about.md` is put into the page About.

    Bad:
        # path: content/pages/factors.md
        ---
        title: What factors are
        ---

        A factor is a need or a strength of a learner.

    Good:
        # path: content/pages/what-factors-are.md
        ---
        title: What factors are
        ---

        A factor is a need or a strength of a learner.
    """
    inside = f"{STATIC_FOLDER}/"
    static = (path.removeprefix(inside) for path in library.theme if path.startswith(inside))
    files = {folded_path(path.partition("/")[0]) for path in static}
    own = {vocabulary.id for vocabulary in context.policy.vocabularies}
    own.update(library.info.languages if library.info else ())
    for page in library.own_pages:
        name = shortened(page.id)
        if fault := _fault(page.id):
            good = _suggestion(page.id)
            help_ = f"rename the file, for example to `{good}.md`" if good else "use small letters a–z and hyphens"
            yield Finding(Span(page.path, 0, 0), f"the file name `{name}.md` {fault}", help_)
        elif page.id != ABOUT and (is_taken(page.id) or page.id in own or folded_path(page.id) in files):
            is_file = folded_path(page.id) in files
            whose = f"`{inside}{name}` stands there" if is_file else "pages or data stand there"
            message = f"the address `/{name}/` is not free: {whose}"
            yield Finding(Span(page.path, 0, 0), message, "rename the file: its name is the page's address")
