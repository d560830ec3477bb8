"""JSON: the images that a record lists are in the bundle, and its texts show them and no others."""

from collections.abc import Iterator
from urllib.parse import quote

from pipeline.model.images import TAG, shown_in
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import StrategyView, own_document
from pipeline.publish.verify.violation import Violation

WEB = ("https://", "http://")


@check("json")
def images(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The list of images is that of the texts; each must be in the bundle."""
    strategy, path = view.record, own_document(view.id)
    for image in strategy.images:
        view.link_targets.setdefault((image.path, ""), (image.path, path))
    for section in strategy.sections:
        listed = [(image.path, image.alt) for image in strategy.images if image.section == section.id]
        if not listed and "<img " not in section.html:
            continue
        shown = list(shown_in(section.html))
        for shown_path, _ in shown:
            view.link_targets.setdefault((shown_path, ""), (shown_path, path))
        # An image of another website is not a file of the bundle.
        own = [address for address, _ in TAG.findall(section.html) if not address.startswith(WEB)]
        if shown != listed or len(shown) != len(own):
            yield Violation(path, strategy.id, f"the images of `{section.id}` are not those that its html shows")
        for image_path in dict.fromkeys(listed_path for listed_path, _ in listed):
            if quote(image_path) not in section.markdown:
                yield Violation(path, strategy.id, f"the markdown of `{section.id}` does not show {image_path}")
