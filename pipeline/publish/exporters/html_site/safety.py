"""The Content-Security-Policy of pages, and the only two functions that let text into a template unescaped."""

from urllib.parse import urlsplit

from markupsafe import Markup
from pydantic_core import to_json

from pipeline.model.foreign_sources import NOTHING_FOREIGN, ForeignSources, directives_with

# The renderer escapes `<` everywhere in text and attributes, so this can only be the start of a link that it made.
OUTBOUND = '<a href="http'
OUTBOUND_SAFE = '<a rel="external noopener" referrerpolicy="no-referrer" href="http'


def policy(*, search: bool = False, frames: tuple[str, ...] = (), foreign: ForeignSources = NOTHING_FOREIGN) -> str:
    """The Content-Security-Policy of a page, which allows nothing but what the page needs.

    `search` allows the page to run the WebAssembly of the index; `frames` are addresses that may be embedded.
    `foreign` is what the library allows.
    """
    origins = sorted({f"https://{urlsplit(address).netloc}" for address in frames})
    directives = {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "script-src": ["'self'", *(["'wasm-unsafe-eval'"] if search else [])],
        "connect-src": ["'self'"],  # Lighthouse asks for robots.txt as the page would, and takes no for an answer
        "frame-src": origins,
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    allowed = directives_with(foreign, directives)
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in allowed if sources)


def rendered(html: str) -> Markup:
    """HTML of our Markdown parser, which lets no raw HTML through. Links that leave the site are marked."""
    return Markup(html.replace(OUTBOUND, OUTBOUND_SAFE))  # noqa: S704 - see above


def embedded(data: object) -> Markup:
    """Data for a `script` element that is not run. It holds no `<`, so nothing in it can end the element."""
    text = to_json(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - see above
