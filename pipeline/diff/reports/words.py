"""Sentences about a difference as a whole, the same in all formats."""

from collections.abc import Iterator

from pipeline.publish.changes.version import UNKNOWN
from pipeline.publish.schema.difference import DifferenceV1, FaultyV1

SIDES = {"old": "before", "new": "now"}


def headline(difference: DifferenceV1) -> str:
    """A line with both versions, and the least honest one."""
    old, new, counts = difference.old.version, difference.new.version, difference.counts
    if not difference.changes:
        back = "" if difference.honest or UNKNOWN in (old, new) else ", but the version went back"
        return f"{old} → {new}: nothing {'else ' if difference.faulty else ''}changed{back}"
    found = ", ".join(f"{number} {name}" for name, number in counts if number)
    step = f"the least honest step is {difference.bump}"
    if UNKNOWN in (old, new):
        return f"{old} → {new}: {found}; {step}"
    verdict = "which is honest" if difference.honest else f"which should be {difference.least_version} or higher"
    return f"{old} → {new}, {verdict}: {found}; {step}"


def faults(difference: DifferenceV1) -> Iterator[str]:
    """Sentences about what was not compared because of errors, and what was in spite of them."""
    for file in difference.faulty:
        if file.left_out:
            yield f"{_left_out(file)} not compared: {file.path} has errors {SIDES[file.side]} ({', '.join(file.rules)})"
    for side, word in SIDES.items():
        compared = [file for file in difference.faulty if file.side == side and not file.left_out]
        if len(compared) == 1:
            yield f"{compared[0].path} was compared, although it has errors {word} ({', '.join(compared[0].rules)})"
        elif compared:
            rules = sorted({rule for file in compared for rule in file.rules})
            yield f"{len(compared)} files were compared, although they have errors {word} ({', '.join(rules)})"


def _left_out(file: FaultyV1) -> str:
    things = [_thing(key) for key in file.left_out]
    return f"{', '.join(things)} {'was' if len(things) == 1 and not file.left_out[0].endswith('*') else 'were'}"


def _thing(key: str) -> str:
    thing, _, id_ = key.partition(":")
    lists = {
        "factor": "factors",
        "category": "categories",
        "learner-model": "learner models",
        "disclaimer": "disclaimers and sections",
    }
    if id_ == "*":
        return lists[thing]
    return "what is said of the library" if thing == "library" else f"{thing.replace('-', ' ')} {id_}"
