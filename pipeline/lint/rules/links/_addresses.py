"""Addresses that readers may follow, in links, images and fields such as `source.url`, and their faults."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from pipeline.lint.rule import Finding
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.video import is_broken_video
from pipeline.model.wording import quoted
from pipeline.source.memoise import memoised
from pipeline.source.names import Names
from pipeline.source.parse import Document, Link
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Edit, Span

# Fields of a page and of the library that hold an address, as paths of keys.
PAGE_FIELDS = (("source", "url"),)
LIBRARY_FIELDS = (("base_url",), ("edit_url",))
# A well-formed value of such a field; anything else is `invalid-value`.
WEB_ADDRESS = re.compile(r"https?://\S+")
# https://www.rfc-editor.org/rfc/rfc3986#section-3.1
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
# The end of the host in a web address.
AFTER_HOST = re.compile(r"[/?#]")
SCHEMES = ("https", "http", "mailto", "factor", "strategy", "reference")
WEB = ("https", "http")
# Schemes of the library's own links; `unknown-factor` and the like look up their targets.
OURS = ("factor", "strategy", "reference")
ALLOWED = "a link starts with https://, mailto:, factor:, strategy: or reference:"
IMAGE_HELP = "put the file into content/images and write the path from this page to it, such as ../images/circle.png"
# A backslash or control character, plain or percent-encoded: browsers read them in ways no reader expects.
HIDDEN = re.compile(r"[\\\x00-\x1f\x7f]|%(?:5C|[01][0-9A-F]|7F)", re.IGNORECASE)
# An e-mail address without `mailto:`.
EMAIL = re.compile(r"[^@/\s]+@[^@/\s]+\.[^@/\s]+")
# A web address without `https://`.
BARE_HOST = re.compile(
    r"www\.[^\s]+|(?:[a-z0-9-]+\.)+(?:com|edu|gov|net|org|info|uk|ca|au|eu|io)(?:/\S*)?", re.IGNORECASE
)
# One label of a host name: a–z, 0–9, `_`, letters from U+00A1 on, and hyphens inside. The class excludes all other
# characters, because a class that reaches up to U+10FFFF compiles slowly.
EDGE, INSIDE = r"[^\x00-\x2f\x3a-\x5e\x60\x7b-\xa0]", r"[^\x00-\x2c\x2e\x2f\x3a-\x5e\x60\x7b-\xa0]"
LABEL = rf"{EDGE}(?:{INSIDE}{{0,61}}{EDGE})?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})+\.?")
ONE_LABEL = re.compile(LABEL)
BLANK = re.compile(r"\s+")
SPACED = ("there is a space in this address", "write %20 in place of it")
# The second scheme of an address that has two.
ADDRESS_TWICE = re.compile(r"^(https?):?//")
PORT = re.compile(r":[0-9]{0,5}$")


class Address(NamedTuple):
    """An address and the link, image or field that holds it."""

    href: str
    link: Link | None = None
    field: Scalar | None = None

    @property
    def written(self) -> str:
        """The address as the file has it, escapes included; empty where it is defined elsewhere on the page."""
        return self.link.written if self.link else self.href

    @property
    def span(self) -> Span:
        """Position of the address; the complete link if the address has no exact position."""
        if self.link:
            return self.link.target
        assert self.field is not None
        return self.field.part(0, len(self.field.text))

    @property
    def is_image(self) -> bool:
        """True for the address of an image."""
        return self.link is not None and self.link.kind == "image"

    @property
    def scheme(self) -> str:
        """The scheme as written, without its colon; empty if there is none."""
        match = SCHEME.match(self.href)
        return match.group() if match else ""

    @property
    def authority(self) -> str:
        """Host, port and user of a web address with two slashes; empty for any other."""
        remaining = self.href[len(self.scheme) + 1 :]
        return AFTER_HOST.split(remaining[2:], maxsplit=1)[0] if remaining.startswith("//") else ""

    def replacement(self, document: Document, text: str, safety: Safety) -> Fix | None:
        """A fix that writes another address; None if the file does not hold this one letter by letter."""
        span = self.span
        if document.source.slice(span) != self.written:
            return None
        return Fix(f"write {quoted(text)}", (Edit(span, text),), safety)


class AddressFault(NamedTuple):
    """A fault of an address in words, and the address that was probably meant, if it is clear."""

    message: str
    help: str
    meant: str = ""
    of_link: bool = False  # true when the finding shows the complete link


class CheckedAddress(NamedTuple):
    """An address, why a page may not hold it, and, if it may, why nobody can follow it."""

    address: Address
    unsafe: AddressFault | None
    malformed: AddressFault | None


def encoded(address: str) -> str:
    """An address with escapes for all characters that would end it in Markdown's round brackets."""
    return quote(address, safe="/:;.,?&=#%+-_~@!$*'")


@memoised
def addresses(document: Document) -> tuple[Address, ...]:
    """All addresses of a page's front matter and body, or of `content/library.yaml`."""
    links = document.body.links if document.body else ()
    return (*fields(document), *(Address(link.href, link) for link in links))


def fields(document: Document) -> Iterator[Address]:
    """All addresses of a page's front matter, or of `content/library.yaml`."""
    keys = LIBRARY_FIELDS if document.path == INFO_PATH else PAGE_FIELDS if document.body else ()
    for field in keys:
        node: Node | None = document.front
        for key in field:
            node = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(node, Scalar) and WEB_ADDRESS.fullmatch(node.text):
            yield Address(node.text, field=node)


@memoised
def checked_addresses(document: Document) -> tuple[CheckedAddress, ...]:
    """All addresses of a document with their faults, which several rules report."""
    faults = ((address, _unsafe(address)) for address in addresses(document))
    return tuple(CheckedAddress(address, fault, None if fault else _malformed(address)) for address, fault in faults)


def finding(address: Address, fault: AddressFault, document: Document) -> Finding:
    """Report a fault, with a fix where the address that was meant is clear."""
    fix = None
    if fault.meant and not any(map(str.isspace, fault.meant)):
        fix = address.replacement(document, fault.meant, Safety.UNSAFE)
    span = address.link.span if address.link and fault.of_link else address.span
    return Finding(span, fault.message, fault.help, fix=fix)


def _unsafe(address: Address) -> AddressFault | None:
    """Find why an address may not be on a page; an empty one is only malformed."""
    href, scheme = address.href, address.scheme
    if not href:
        return None
    if len(scheme) == 1 or scheme.lower() == "file":
        remedy = IMAGE_HELP if address.is_image else "link to a place on the web that every reader can open"
        return AddressFault(f"{_shown(address)} leads to a file on one computer", remedy)
    if HIDDEN.search(href) and not (scheme in OURS and not address.is_image):
        message = "this address holds a backslash or a hidden character"
        return AddressFault(message, "write / in place of a backslash, or copy the address again")
    if address.is_image:
        return _unsafe_image(address)
    if not scheme:
        return _incomplete(address)
    if scheme not in SCHEMES:
        return _wrong_scheme(address)
    if scheme in WEB and "@" in address.authority:
        message = "this address has a name or password before its host"
        return AddressFault(message, "write it without the part before the @")
    return None


def _shown(address: Address) -> str:
    return quoted(address.written or address.href)


def _unsafe_image(address: Address) -> AddressFault | None:
    """Check an image: files of the library are for `missing-image`, web addresses for `remote-image`."""
    if address.scheme.lower() in WEB or not (address.scheme or address.href.startswith("//")):
        return None
    start = f"{address.scheme}:" if address.scheme else "//"
    return AddressFault(f"an image may not start with `{start}`", IMAGE_HELP)


def _incomplete(address: Address) -> AddressFault:
    """Describe an address without a scheme."""
    href, shown = address.href, _shown(address)
    if href.startswith("#"):
        return AddressFault(
            f"{shown} leads to a heading, whose address may change", "say in words which section you mean"
        )
    if href.startswith("//"):
        return AddressFault(f"{shown} leaves out `https:`", f"write {quoted('https:' + href)}", "https:" + href)
    meant, remedy = "", ALLOWED
    if EMAIL.fullmatch(href):
        meant = "mailto:" + href
        remedy = f"write {quoted(meant)}"
    elif href.endswith(".md"):
        meant = "strategy:" + PurePosixPath(href).stem
        remedy = f"to lead to a page of this library write {quoted(meant)}"
    elif BARE_HOST.fullmatch(href):
        meant = "https://" + href
        remedy = f"write {quoted(meant)}"
    return AddressFault(f"{shown} is not a whole address", remedy, meant)


def _wrong_scheme(address: Address) -> AddressFault:
    scheme, remaining = address.scheme, address.href[len(address.scheme) + 1 :]
    if scheme.lower() in SCHEMES:
        small = f"{scheme.lower()}:"
        return AddressFault(f"`{scheme}:` must be written in small letters", f"write `{small}`", small + remaining)
    message = f"a link may not start with {quoted(scheme + ':')}"
    if scheme.lower() == "doi" and remaining.startswith("10."):
        meant = "https://doi.org/" + remaining
        return AddressFault(message, f"write {quoted(meant)}", meant)
    suggestion = Names.of(SCHEMES).suggest(scheme)
    if suggestion is None:
        return AddressFault(message, ALLOWED)
    return AddressFault(f"{message}; did you mean `{suggestion.id}:`?", ALLOWED, f"{suggestion.id}:{remaining}")


def _malformed(address: Address) -> AddressFault | None:
    """Find why nobody can follow an address that is safe, or see its link."""
    link, scheme = address.link, address.scheme
    if link and not address.href:
        message = f"this {'image' if address.is_image else 'link'} has no address"
        return AddressFault(message, "write the address between the round brackets", of_link=True)
    if link and not link.text and not _shows_image(link):
        message = "this link has no text, so nobody can see it"
        return AddressFault(message, "write words between the brackets", of_link=True)
    if address.is_image:
        return None
    if scheme in OURS:
        if address.href == f"{scheme}:":
            return AddressFault(f"`{scheme}:` names no {scheme}", f"write the id behind it: `{scheme}:…`")
        return None
    if BLANK.search(address.written):
        return AddressFault(*SPACED, BLANK.sub("%20", address.written))
    return _mail_fault(address) if scheme == "mailto" else _web_fault(address)


def _shows_image(link: Link) -> bool:
    """True for an image and for a link around one; `missing-alt-text` reports a missing description."""
    return link.kind == "image" or "![" in link.inline.content[link.at[0] : link.label_end]


def _mail_fault(address: Address) -> AddressFault | None:
    recipients = address.href.removeprefix("mailto:").partition("?")[0].split(",")
    if all(name and HOST.fullmatch(host.lower()) for name, _, host in (text.rpartition("@") for text in recipients)):
        return None
    return AddressFault("this is not a whole e-mail address", "write it as `mailto:name@example.org`")


def _is_name(label: str) -> bool:
    """True for a part of the name of a website; browsers refuse one with a letter that stands for dots, for example."""
    try:
        letters = label[4:].encode().decode("punycode") if label.startswith("xn--") else label
    except UnicodeError:
        return False
    return not letters.startswith("xn--") and bool(ONE_LABEL.fullmatch(normalize("NFKC", letters).lower()))


def _web_fault(address: Address) -> AddressFault | None:
    copy = "copy the address again"
    start = f"{address.scheme}://"
    if not address.href.startswith(start):
        meant = start + address.href[len(start) - 2 :].lstrip("/")
        return AddressFault(f"two slashes belong behind `{address.scheme}:`", f"write {quoted(meant)}", meant)
    remaining = address.href[len(start) :]
    if remaining.startswith(("http:", "https:", "http//", "https//")):
        return AddressFault(f"`{start}` stands twice", copy, ADDRESS_TWICE.sub(r"\1://", remaining))
    host = PORT.sub("", address.authority).lower()
    if not host:
        return AddressFault("this address names no website", copy)
    if len(host) > 253 or not HOST.fullmatch(host) or not all(map(_is_name, host.rstrip(".").split("."))):
        return AddressFault(f"{quoted(host)} is not the name of a website", copy)
    if is_broken_video(address.href):
        return AddressFault("this address of a video is not complete", "copy it again from the page of the video")
    return None
