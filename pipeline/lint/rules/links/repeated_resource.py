import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import resource_items
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note, Severity
from pipeline.model.doi import doi_of
from pipeline.model.entry import Entry
from pipeline.model.video import video_of
from pipeline.source.parse import Link

# Parameters that count visits and do not change the page.
COUNTS_VISITS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|si|ref_src")
# The index page of a folder.
INDEX = re.compile(r"/index\.html?$")


@rule(Entry, severity=Severity.WARNING)
def repeated_resource(entry: Entry, context: Context) -> Iterator[Finding]:
    """The list of resources leads to the same address twice.

    A reader opens the second one and finds what they have read already.

    Bad:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
        - [Planning a Discussion](https://example.org/talk/): questions that open a talk.

    Good:
        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [Class Talk](https://example.org/talk): a short guide to planning a discussion.
        - [Planning a Discussion](https://example.org/plan): questions that open a talk.
    """  # noqa: E501 - the disclaimer is on one line
    first: dict[tuple[str, ...], Link] = {}
    for _, _, link in resource_items(entry, context):
        if link is None or not link.href.startswith(("https://", "http://")):
            continue
        original = first.setdefault(resource_key(link.href), link)
        if original is not link:
            yield Finding(
                link.target,
                "this resource is listed twice",
                "keep one of them, with the better description",
                notes=(Note(original.target, "it stands here first"),),
            )


def resource_key(address: str) -> tuple[str, ...]:
    """Key of the resource at a web address; addresses of one resource have the same key.

    It ignores the scheme, capitals of the host, `www.`, an anchor, a slash or `index.html` at the end, needless percent
    escapes, parameters that count visits, and the form of an address of a DOI or a video.
    """
    if doi := doi_of(address):
        return "doi", doi.lower()
    if video := video_of(address):
        return video.provider, video.video_id
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # brackets that hold no IPv6 address, a port that is no number
        return ("unknown", address)
    host = (parts.hostname or "").removeprefix("www.") + port
    parameters = parse_qsl(parts.query, keep_blank_values=True)
    query = sorted((name, value) for name, value in parameters if not COUNTS_VISITS.fullmatch(name))
    # `%7E` is `~`, but `%2F` is no slash.
    path = "/".join(quote(unquote(step), safe="") for step in INDEX.sub("/", parts.path).rstrip("/").split("/"))
    return "web", host, path, repr(query)
