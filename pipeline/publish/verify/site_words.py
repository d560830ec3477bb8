"""The words of the site of a bundle, in its language, and with those of the library."""

from typing import TYPE_CHECKING

from pipeline.model.images import SITE
from pipeline.publish.verify.context import VerifyContext
from pipeline.source.memoise import memoised
from pipeline.source.paths import TRANSLATIONS_FOLDER

if TYPE_CHECKING:
    from pipeline.publish.exporters.html_site.words import SiteWords


@memoised
def site_words(context: VerifyContext) -> "SiteWords":
    """The words that follow from the manifest and the catalog that the bundle carries."""
    from pipeline.publish.exporters.html_site.words import SiteWords  # loads data of many languages
    from pipeline.publish.verify.rebuilt_library import own_words

    language, site = context.manifest.library.language, context.manifest.site
    path = f"{TRANSLATIONS_FOLDER}/{language}.po"
    return SiteWords(language, context.data(f"{SITE}/{path}") if path in site.theme else None, own_words(site))
