"""JSON: each image that a record names is in the bundle, and its texts lead to these images and to no others."""

from collections.abc import Iterator
from urllib.parse import quote

from pipeline.model.images import TAG, shown_in
from pipeline.model.published import StrategyV1
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check

WEB = ("https://", "http://")


@check("json", each=True)
def record_images(inspection: Inspection) -> Iterator[Fault]:
    """The images of all strategies."""
    for strategy in inspection.strategies():
        path = f"json/strategies/{strategy.id}.json"
        for image in dict.fromkeys(image.path for image in strategy.images):
            if image not in inspection.paths:
                yield Fault(path, strategy.id, f"it shows the image {image}, which is not there")
        yield from image_faults(path, strategy)


def image_faults(path: str, strategy: StrategyV1) -> Iterator[Fault]:
    """What the list of images of a record does not say as its texts do."""
    for section in strategy.sections:
        listed = [(image.path, image.alt) for image in strategy.images if image.section == section.id]
        if not listed and "<img " not in section.html:
            continue
        shown = list(shown_in(section.html))
        # One of another website is no file of the bundle.
        own = [address for address, _ in TAG.findall(section.html) if not address.startswith(WEB)]
        if shown != listed or len(shown) != len(own):
            yield Fault(path, strategy.id, f"the images of `{section.id}` are not those that its html shows")
        for image in dict.fromkeys(image for image, _ in listed):
            if quote(image) not in section.markdown:
                yield Fault(path, strategy.id, f"the markdown of `{section.id}` does not show {image}")
