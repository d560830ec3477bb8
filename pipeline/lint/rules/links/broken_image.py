from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._images import image_finding, readable_images
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.source.paths import IMAGE_KINDS, image_kind

NAMES = {"png": "a PNG image", "jpg": "a JPEG image", "webp": "a WebP image", "avif": "an AVIF image"}
NAMES |= {"gif": "a GIF image", "heic": "a HEIC photo", "tiff": "a TIFF image", "jxl": "a JPEG XL image"}
NAMES |= {"icon": "an icon", "photoshop": "a Photoshop file", "pdf": "a PDF document", "video": "a video"}
NAMES |= {"zip": "a zip archive or an office document", "svg": "an SVG drawing", "html": "a web page", "text": "text"}
AGAIN = "put the image here again from where it came"
SAVE = "open it with a program for images and save it as a png, jpg, webp, avif or gif file"
# Message and help by the kind of a file; `_words` describes files of another format.
WORDS = {
    "empty": ("this file is empty", AGAIN),
    "git-lfs": (
        "this is not the image, but a pointer to where Git LFS keeps it",
        "run `git lfs pull`; a workflow on GitHub needs `lfs: true` below `actions/checkout`",
    ),
    "cut-off": ("this image is cut off", AGAIN),
    "converted": (
        "the line ends of this image were changed, as if it were text, so it cannot be shown",
        f"{AGAIN}, and let `.gitattributes` say that such files are `binary`",
    ),
    "mixed": ("this file begins as an image and goes on as a web page", SAVE),
}


@rule(Library, required=True)
def broken_image(library: Library, context: Context) -> Iterator[Finding]:
    """A file in content/images is not the image that its name promises.

    Readers see a broken frame in its place.

    Bad:
        # path: content/images/timeline.png
        <!DOCTYPE html>
        <title>Not found</title>

    Good:
        # path: content/images/timeline.gif
        GIF89a and so on
    """
    for path, image in readable_images(library):
        if image.kind != image_kind(path):
            yield image_finding(library, path, *_words(path, image.kind))


def _words(path: str, kind: str) -> tuple[str, str]:
    if kind in WORDS:
        return WORDS[kind]
    promised = NAMES[image_kind(path)]
    if kind not in NAMES:
        return f"this file is not {promised}", f"{SAVE}, or {AGAIN}"
    message = f"this file is {NAMES[kind]}, not {promised}"
    if kind in IMAGE_KINDS:
        renamed = PurePosixPath(path).with_suffix(f".{kind}").name
        return message, f"rename it to `{renamed}`, here and on the pages that show it"
    if kind in ("html", "text"):
        return message, f"it may be what a failed download left; {AGAIN}"
    return message, SAVE
