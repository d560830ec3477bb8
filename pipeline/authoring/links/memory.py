"""What addresses answered, remembered in the memo of the library with the time of each answer.

Unlike all else in the memo these are no results of pure functions: they are used for some days only, and never for a
check or an export.
"""

import datetime as dt
from collections.abc import Iterable

from pydantic import ValidationError

from pipeline.incremental.memo import Memo
from pipeline.publish.schema.links import LinkAnswerV1, VerdictV1
from pipeline.source.discovery import content_digest

# Other answers than these are asked for again after a day.
LASTING = frozenset({"ok", "moved"})
DAY = dt.timedelta(days=1)


def blank_answer(verdict: VerdictV1, said: str) -> LinkAnswerV1:
    """An answer of an address that was not asked."""
    return LinkAnswerV1(
        verdict=verdict, said=said, status=None, moved_to=None, archived=None, archive_asked=False, asked=None
    )


NEVER = blank_answer("not-asked", "no earlier run asked it")


class LinkMemory:
    """The answers of earlier runs by address."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def recall(self, addresses: Iterable[str]) -> dict[str, LinkAnswerV1]:
        """The last answer of each address that has one, however old; damaged ones are left out."""
        keys = {_key(address): address for address in addresses}
        found = {}
        for key, value in self._memo.get(keys).items():
            try:
                answer = LinkAnswerV1.model_validate_json(value)
            except ValidationError:
                continue
            if asked_time(answer) is not None:
                found[keys[key]] = answer
        return found

    def recall_all(self, addresses: Iterable[str]) -> dict[str, LinkAnswerV1]:
        """The last answer of each address, or that there is none."""
        wanted = dict.fromkeys(addresses, NEVER)
        return wanted | self.recall(wanted)

    def keep(self, address: str, answer: LinkAnswerV1) -> None:
        """Remember an answer at once: a run that is killed loses none that it has."""
        self._memo.put({_key(address): answer.model_dump_json().encode()})
        self._memo.save()


def asked_time(answer: LinkAnswerV1) -> dt.datetime | None:
    """When an address was asked; None if it never was, or nobody can tell."""
    try:
        time = dt.datetime.fromisoformat(answer.asked or "")
    except ValueError:
        return None
    return time if time.tzinfo else None


def is_fresh(answer: LinkAnswerV1, now: dt.datetime, days: int) -> bool:
    """True for an answer that need not be asked for again."""
    asked = asked_time(answer)
    longest = days * DAY if answer.verdict in LASTING else min(days * DAY, DAY)
    return asked is not None and dt.timedelta() <= now - asked < longest


def age_in_days(answer: LinkAnswerV1, now: dt.datetime) -> int | None:
    """Full days since an address was asked."""
    asked = asked_time(answer)
    return max(0, (now - asked).days) if asked else None


def _key(address: str) -> str:
    return content_digest(b"link 1\0" + address.encode("utf-8", "surrogatepass"))
