from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.names import did_you_mean
from pipeline.source.parse.yaml_tree import Mapping, node_at
from pipeline.source.paths import INFO_PATH, OWN_STYLES, STATIC_FOLDER, image_kind


@rule(Library, required=True)
def missing_logo(library: Library, context: Context) -> Iterator[Finding]:
    """The logo of the library is no picture in it.

    Every page would show a broken picture beside the library's name.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        logo: {image: static/logo.svg}

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        logo: {image: static/logo.svg}
        +++
        # path: static/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
    """
    logo = library.info.logo if library.info else None
    if logo is None:
        return
    images = {path for path, image in library.images.items() if image.kind == image_kind(path)}
    known = images | {path for path in library.theme if path.startswith(f"{STATIC_FOLDER}/") and path != OWN_STYLES}
    if logo.image in known:
        return
    front = next(file.front for file in library.data_files if file.path == INFO_PATH)
    assert isinstance(front, Mapping)
    hint = did_you_mean(known, logo.image)
    help_ = "put the picture there, or name the one that is there"
    yield Finding(node_at(front, ("logo", "image")).span, f"there is no picture {quoted(logo.image)}{hint}", help_)
