"""robots.txt: every page of the site may be read, and where the list of all pages is."""

from pipeline.model.site_paths import ROBOTS
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.web_address import web_address

PATH = f"html/{ROBOTS}"


def robots_text(library: LibraryV1) -> str:
    """The text of robots.txt (RFC 9309); empty when the address of the site is not known.

    That of the originals names the sitemaps of the further languages, too.
    """
    further = library.languages[1:] if library.languages[:1] == [library.language] else []
    names = ("sitemap.xml", *(f"{language}/sitemap.xml" for language in further))
    addresses = [address for name in names if (address := web_address(library.base_url, name))]
    lines = "".join(f"Sitemap: {address}\n" for address in addresses)
    return f"User-agent: *\nDisallow:\n\n{lines}" if lines else ""
