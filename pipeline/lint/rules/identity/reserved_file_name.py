from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.site_paths import folded_path, is_taken
from pipeline.model.wording import shortened
from pipeline.source.paths import STATIC_FOLDER
from pipeline.source.text import Span


@rule(Library, required=True)
def reserved_file_name(library: Library, context: Context) -> Iterator[Finding]:
    """A static file has the name of a file or folder of the site.

    Files of `static` are put at the top of the site. One of the two would be lost there.

    Bad:
        # path: static/about/team.html

    Good:
        # path: static/team/index.html
    """
    inside = f"{STATIC_FOLDER}/"
    own = {vocabulary.id for vocabulary in context.policy.vocabularies}
    reported = set()
    languages = {folded_path(language) for language in (library.info.languages if library.info else ())}
    for path in sorted(library.theme):
        name = path.removeprefix(inside).partition("/")[0]
        taken = is_taken(name) or folded_path(name) in languages | own
        if path.startswith(inside) and name not in reported and taken:
            reported.add(name)
            message = f"`{shortened(name)}` at the top of the site is not free: pages or data stand there"
            yield Finding(Span(path, 0, 0), message, f"give `{inside}{shortened(name)}` another name")
