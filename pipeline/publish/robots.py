"""robots.txt: every page of the site may be read, and where the list of all pages is."""

from pipeline.model.site_paths import ROBOTS
from pipeline.publish.web_address import web_address

PATH = f"html/{ROBOTS}"


def robots_text(base_url: str | None) -> str:
    """The text of robots.txt (RFC 9309); empty when the address of the site is not known."""
    address = web_address(base_url, "sitemap.xml")
    return f"User-agent: *\nDisallow:\n\nSitemap: {address}\n" if address else ""
