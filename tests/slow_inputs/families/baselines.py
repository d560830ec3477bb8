"""The baseline: a file of known findings."""

import json

from tests.crash.scene import PAGE
from tests.slow_inputs.case import CHECK, LAST, Case, Family, page, repeated

COMMAND = (*CHECK, "--baseline={root}/baseline.json")
FINDING = {"path": PAGE, "rule": "doubled-word", "text": "the the", "message": "x", "times": 1}


def baseline(text: str) -> Case:
    """A check with this baseline, of a page that has a finding."""
    return Case({PAGE: page(f"the the {LAST}"), "baseline.json": text}, (COMMAND,))


def known(**changes: object) -> Family:
    """Findings that are known, with some other values."""

    def case(size: int) -> Case:
        item = json.dumps(FINDING | changes)
        return baseline('{"version": 1, "findings": [' + repeated(item + ", ", size) + item + "]}")

    return case


FAMILIES: dict[str, Family] = {
    "findings": known(text="text §"),
    "the same finding": known(),
    "findings of other pages": known(path="content/strategies/page-§.md"),
    "findings of no rule": known(rule="no-rule-§"),
    "a long text": lambda size: baseline(json.dumps({"version": 1, "findings": [FINDING | {"text": "x" * size}]})),
    "lists in lists": lambda size: baseline("[" * size),
    "other keys": lambda size: baseline('{"version": 1, "findings": [], ' + repeated('"k§": 1, ', size) + '"x": 1}'),
    "a long number": lambda size: baseline('{"version": ' + "9" * size + "}"),
    "a number of times": lambda size: baseline(
        json.dumps({"version": 1, "findings": [FINDING]}).replace('"times": 1', f'"times": {"9" * size}')
    ),
    "no JSON": lambda size: baseline("x" * size),
    "blanks": lambda size: baseline(" " * size),
}
