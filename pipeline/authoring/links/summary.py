"""The report on addresses: each with its answer, and with its places in the library."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import get_args

from pipeline.authoring.links.addresses import LinkPlace
from pipeline.authoring.links.memory import age_in_days
from pipeline.publish.schema.links import LinkAnswerV1, LinkCountsV1, LinkPlaceV1, LinksV1, VerdictV1, WebLinkV1

GRAVITY = {verdict: number for number, verdict in enumerate(get_args(VerdictV1))}


def summary_of(
    places: Iterable[LinkPlace], answers: Mapping[str, LinkAnswerV1], asked: Collection[str], now: dt.datetime
) -> LinksV1:
    """The report on all addresses at some places; those in `asked` were asked by this run."""
    at: defaultdict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for place in places:
        at[place.address].add((place.path, place.line, place.column))
    links = [
        WebLinkV1(
            address=address,
            places=[LinkPlaceV1(path=path, line=line, column=column) for path, line, column in sorted(at[address])],
            answer=answers[address],
            days=age_in_days(answers[address], now),
            remembered=address not in asked and answers[address].asked is not None,
        )
        for address in at
    ]
    links.sort(key=lambda link: (GRAVITY[link.answer.verdict], link.address))
    counts = Counter(link.answer.verdict.replace("-", "_") for link in links)
    known = LinkCountsV1(**{name: counts[name] for name in LinkCountsV1.model_fields})
    return LinksV1(version=1, links=links, counts=known)
