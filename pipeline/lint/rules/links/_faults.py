"""What is wrong with an address: whether it may stand on a page at all, and whether it can lead anywhere."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.lint.rules.links._addresses import Address
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.video import is_broken_video
from pipeline.model.wording import quoted
from pipeline.source.names import Names
from pipeline.source.parse import Document, Link
from pipeline.source.text import Edit, Span

SCHEMES = ("https", "http", "mailto", "factor", "strategy")
WEB = ("https", "http")
# What stands behind these is looked up, so it cannot lead astray: see `unknown-factor` and `unknown-strategy`.
OURS = ("factor", "strategy")
ALLOWED = "a link starts with https://, mailto:, factor: or strategy:"
IMAGE_HELP = "put the file into content/images and write the path from this page to it, such as ../images/circle.png"
# A backslash or control character, plain or percent-encoded: browsers read them in ways no reader expects.
HIDDEN = re.compile(r"[\\\x00-\x1f\x7f]|%(?:5C|[01][0-9A-F]|7F)", re.IGNORECASE)
# An e-mail address that lacks its `mailto:`.
EMAIL = re.compile(r"[^@/\s]+@[^@/\s]+\.[^@/\s]+")
# A website's address that lacks its `https://`.
BARE_HOST = re.compile(
    r"www\.[^\s]+|(?:[a-z0-9-]+\.)+(?:com|edu|gov|net|org|info|uk|ca|au|eu|io)(?:/\S*)?", re.IGNORECASE
)
# A part of a host's name between two dots: a–z, 0–9, `_`, letters beyond ASCII from U+00A1 on, and hyphens inside. Said
# by what may not stand there: a class up to U+10FFFF takes 4 ms to compile.
EDGE, INSIDE = r"[^\x00-\x2f\x3a-\x5e\x60\x7b-\xa0]", r"[^\x00-\x2c\x2e\x2f\x3a-\x5e\x60\x7b-\xa0]"
LABEL = rf"{EDGE}(?:{INSIDE}{{0,61}}{EDGE})?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})+\.?")
BLANK = re.compile(r"\s+")
SPACED = ("there is a space in this address", "write %20 in place of it")
# The second start of an address whose start stands twice.
ADDRESS_TWICE = re.compile(r"^(https?):?//")
PORT = re.compile(r":[0-9]{0,5}$")


class AddressFault(NamedTuple):
    """What is wrong, how to fix it, and where it shows; `address` is what should stand there, where that is plain."""

    message: str
    help: str
    span: Span
    address: str = ""


class _Words(NamedTuple):
    """What is wrong with an address, how to fix it, and the address that was meant where that is plain."""

    message: str
    help: str
    address: str = ""

    def at(self, span: Span) -> AddressFault:
        return AddressFault(self.message, self.help, span, self.address)


def fix_of(fault: AddressFault, address: Address, document: Document) -> Fix | None:
    """The edit that writes the address that was meant; None where the faulty one does not stand letter by letter."""
    if not fault.address or any(map(str.isspace, fault.address)):
        return None
    if document.source.slice(fault.span) != address.written:
        return None
    return Fix(f"write {quoted(fault.address)}", (Edit(fault.span, fault.address),), Safety.UNSAFE)


def unsafe(address: Address) -> AddressFault | None:
    """Find why an address may not stand on a page; the empty one is only malformed."""
    href, scheme = address.href, address.scheme
    shown = quoted(address.written or href)
    if not href:
        return None
    if len(scheme) == 1 or scheme.lower() == "file":
        message = f"{shown} leads to a file on one computer"
        remedy = IMAGE_HELP if address.is_image else "link to a place on the web that every reader can open"
        return AddressFault(message, remedy, address.span)
    if HIDDEN.search(href) and not (scheme in OURS and not address.is_image):
        message = "this address holds a backslash or a hidden character"
        return AddressFault(message, "write / in place of a backslash, or copy the address again", address.span)
    if address.is_image:
        return _unsafe_image(address)
    if not scheme:
        return _incomplete(href, shown).at(address.span)
    if scheme not in SCHEMES:
        return _wrong_scheme(address).at(address.span)
    if scheme in WEB and "@" in address.authority:
        message = "this address has a name or password before its host"
        return AddressFault(message, "write it without the part before the @", address.span)
    return None


def _unsafe_image(address: Address) -> AddressFault | None:
    """Images may be files of the library (`missing-image`); web addresses are `remote-image`."""
    if address.scheme.lower() in WEB or not (address.scheme or address.href.startswith("//")):
        return None
    start = f"{address.scheme}:" if address.scheme else "//"
    return AddressFault(f"an image may not start with `{start}`", IMAGE_HELP, address.span)


def _incomplete(href: str, shown: str) -> _Words:
    """Word an address that does not say where to start from."""
    if href.startswith("#"):
        return _Words(f"{shown} leads to a heading, whose address may change", "say in words which section you mean")
    if href.startswith("//"):
        return _Words(f"{shown} leaves out `https:`", f"write {quoted('https:' + href)}", "https:" + href)
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
    return _Words(f"{shown} is not a whole address", remedy, meant)


def _wrong_scheme(address: Address) -> _Words:
    scheme, rest = address.scheme, address.href[len(address.scheme) + 1 :]
    if scheme.lower() in SCHEMES:
        small = f"{scheme.lower()}:"
        return _Words(f"`{scheme}:` must be written in small letters", f"write `{small}`", small + rest)
    message = f"a link may not start with {quoted(scheme + ':')}"
    if scheme.lower() == "doi" and rest.startswith("10."):
        return _Words(message, f"write {quoted('https://doi.org/' + rest)}", "https://doi.org/" + rest)
    meant = Names.of(SCHEMES).suggest(scheme)
    hint = f"; did you mean `{meant.id}:`?" if meant else ""
    return _Words(message + hint, ALLOWED, f"{meant.id}:{rest}" if meant else "")


def malformed(address: Address) -> AddressFault | None:
    """Find why an address that is safe leads nowhere, or why nobody can see the link it belongs to."""
    link, scheme = address.link, address.scheme
    if link and not address.href:
        what = "image" if address.is_image else "link"
        return AddressFault(f"this {what} has no address", "write the address between the round brackets", link.span)
    if link and not link.text and not _shows_image(link):
        return AddressFault(
            "this link has no text, so nobody can see it", "write words between the brackets", link.span
        )
    if address.is_image:
        return None
    if scheme in OURS:
        if address.href == f"{scheme}:":
            return AddressFault(f"`{scheme}:` names no {scheme}", f"write the id behind it: `{scheme}:…`", address.span)
        return None
    if any(character.isspace() for character in address.written):
        encoded = BLANK.sub("%20", address.written)
        return AddressFault(*SPACED, address.span, encoded)
    words = _mail_fault(address) if scheme == "mailto" else _web_fault(address)
    return words.at(address.span) if words else None


def _shows_image(link: Link) -> bool:
    """True for an image and for a link around one: that it lacks a description is `missing-alt-text`."""
    return link.kind == "image" or "![" in link.inline.content[link.at[0] : link.label_end]


def _mail_fault(address: Address) -> _Words | None:
    recipients = address.href.removeprefix("mailto:").partition("?")[0].split(",")
    if all(name and HOST.fullmatch(host.lower()) for name, _, host in (text.rpartition("@") for text in recipients)):
        return None
    return _Words("this is not a whole e-mail address", "write it as `mailto:name@example.org`")


def _web_fault(address: Address) -> _Words | None:
    start = f"{address.scheme}://"
    if not address.href.startswith(start):
        meant = start + address.href[len(start) - 2 :].lstrip("/")
        return _Words(f"two slashes belong behind `{address.scheme}:`", f"write {quoted(meant)}", meant)
    rest = address.href[len(start) :]
    if rest.startswith(("http:", "https:", "http//", "https//")):
        meant = ADDRESS_TWICE.sub(r"\1://", rest)
        return _Words(f"`{start}` stands twice", "copy the address again", meant)
    host = PORT.sub("", address.authority).lower()
    if not host:
        return _Words("this address names no website", "copy the address again")
    if len(host) > 253 or not HOST.fullmatch(host):
        return _Words(f"{quoted(host)} is not the name of a website", "copy the address again")
    if is_broken_video(address.href):
        return _Words("this address of a video is not complete", "copy it again from the page of the video")
    return None
