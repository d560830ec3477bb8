"""The words of both reports for people."""

from collections.abc import Mapping

from pipeline.publish.schema.links import LinksV1, VerdictV1, WebLinkV1
from pipeline.source.text import counted

# What each verdict means, and what to do; those that are fine are only counted.
ADVICE: Mapping[VerdictV1, str] = {
    "dead": "replace the address, or link to the copy in the web archive",
    "circle": "readers may fare alike: open it in a browser, and replace it if so",
    "private": "readers cannot open it: replace the address",
    "moved": "write the new address, if it leads to the same page",
    "unreachable": "perhaps only for now: it will be asked again",
    "refused": "the server answers no programs, so only a browser can tell",
    "not-asked": "nothing is known of it",
}


def headline(links: LinksV1) -> str:
    """All counts in one line."""
    counts = {name.replace("_", "-"): number for name, number in links.counts.model_dump().items() if number}
    known = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"{counted(len(links.links), 'address', 'addresses')}: {known or 'nothing to ask'}"


def said(link: WebLinkV1) -> str:
    """What an address answered, and when."""
    return f"{link.answer.said} ({age(link)})" if link.days is not None else link.answer.said


def age(link: WebLinkV1) -> str:
    """When an address was asked."""
    if not link.remembered:
        return "asked now"
    return {0: "asked today", 1: "asked yesterday"}.get(link.days or 0, f"asked {link.days} days ago")


def copy(link: WebLinkV1) -> str:
    """What the web archive has of a dead page; empty for others, and if it was not asked."""
    if link.answer.archived:
        return link.answer.archived
    return "none" if link.answer.archive_asked else ""
