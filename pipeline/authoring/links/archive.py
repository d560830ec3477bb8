"""Asks the Wayback Machine for a copy of a page: https://archive.org/help/wayback_api.php."""

import json
import re
from urllib.parse import quote

from pipeline.authoring.links.asking import host_of
from pipeline.authoring.links.door import Door, Reply
from pipeline.authoring.links.pacing import Hosts

ARCHIVE = "https://archive.org/wayback/available"
MOST_BYTES = 65_536
# The only addresses that an answer may name.
COPY = re.compile(r"https?://(web\.archive\.org/web/[0-9]{4,14}/\S+)")


async def archived_copy(door: Door, hosts: Hosts, archive: str, address: str) -> tuple[str | None, bool]:
    """The address of the newest copy of a page, and whether the archive answered at all."""
    async with hosts.host(host_of(archive)) as host, hosts.turn(host):
        reply = await door.ask("GET", f"{archive}?url={quote(address, safe='')}", MOST_BYTES)
    if not isinstance(reply, Reply) or reply.status != 200:
        return None, False
    try:
        closest = json.loads(reply.body)["archived_snapshots"].get("closest", {})
        found = COPY.fullmatch(str(closest.get("url", ""))) if closest.get("available") else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, False
    return (f"https://{found[1]}" if found else None), True
