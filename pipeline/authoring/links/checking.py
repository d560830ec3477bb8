"""Asks all addresses whose last answer is too old."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.authoring.links.archive import ARCHIVE, archived_copy
from pipeline.authoring.links.asking import Asker, Clock
from pipeline.authoring.links.door import Door, TimeLimits, open_door
from pipeline.authoring.links.memory import LinkMemory, is_fresh
from pipeline.authoring.links.pacing import Hosts, Pace
from pipeline.publish.schema.links import LinkAnswerV1

Answers = dict[str, LinkAnswerV1]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LinkCheck:
    """How to ask. `archive` is the address of the web archive, or empty to ask none."""

    memory: LinkMemory
    clock: Clock
    max_age: int = 7
    archive: str = ARCHIVE
    allow_private: bool = False
    pace: Pace = field(default_factory=Pace)
    limits: TimeLimits = field(default_factory=TimeLimits)

    def asked(self, addresses: Iterable[str], progress: Progress) -> tuple[Answers, frozenset[str]]:
        """The answer of each address, and those that were asked now because there was no answer, or an old one."""
        wanted = dict.fromkeys(addresses)
        now = self.clock()
        known = {
            address: answer
            for address, answer in self.memory.recall(wanted).items()
            if is_fresh(answer, now, self.max_age) and not (self.allow_private and answer.verdict == "private")
        }
        missing = [address for address in wanted if address not in known]
        lost = [address for address, answer in known.items() if self._wants_copy(answer)]
        if missing or lost:
            known |= asyncio.run(self._ask(missing, {address: known[address] for address in lost}, progress))
        return {address: known[address] for address in wanted}, frozenset(missing)

    def _wants_copy(self, answer: LinkAnswerV1) -> bool:
        return bool(self.archive) and answer.verdict == "dead" and not answer.archive_asked

    async def _ask(self, missing: list[str], lost: Answers, progress: Progress) -> Answers:
        loop = asyncio.get_running_loop()
        hosts, found = Hosts(self.pace, loop.time), dict(lost)
        async with open_door(self.limits, allow_private=self.allow_private) as door:
            asker = Asker(door, hosts, self.clock)

            async def one(address: str) -> None:
                answer = await asker.answer(address)
                found[address] = answer
                if answer.status is not None:
                    self.memory.keep(address, answer)
                progress(len(found) - len(lost), len(missing))

            async with asyncio.TaskGroup() as group:
                for address in missing:
                    group.create_task(one(address))
            if not hosts.answered:
                found |= {address: _without_network(found[address]) for address in missing}
            await self._add_copies(door, hosts, found)
        for address in found:
            if hosts.answered or address in lost:  # where nobody answers, the fault is probably here
                self.memory.keep(address, found[address])
        return found

    async def _add_copies(self, door: Door, hosts: Hosts, found: Answers) -> None:
        for address, answer in found.items():
            if self._wants_copy(answer):
                copy, told = await archived_copy(door, hosts, self.archive, address)
                found[address] = answer.model_copy(update={"archived": copy, "archive_asked": told})


def _without_network(answer: LinkAnswerV1) -> LinkAnswerV1:
    """An unknown host says nothing if no host at all could be reached."""
    if answer.verdict != "dead":
        return answer
    said = f"{answer.said}, but no other host answered either: is there a network?"
    return answer.model_copy(update={"verdict": "unreachable", "said": said})
