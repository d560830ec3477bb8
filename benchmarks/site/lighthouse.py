"""Runs Lighthouse, as on a phone of the middle range on a slow network."""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.site.browser import FLAGS, chromium
from tests.npm import installed

PACKAGE = "lighthouse@12.8.2"  # the last for Node.js 18 and 20
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Audits whose numbers are told besides the scores.
AUDITS = {"lcp": "largest-contentful-paint", "cls": "cumulative-layout-shift", "bytes": "total-byte-weight"}
# A score that is shown in green.
PASSED = 0.9


@dataclass(frozen=True)
class Verdict:
    """What Lighthouse says of a page: scores of 0 to 100 by category, LCP in seconds, CLS, bytes, requests.

    `failed` names the audits that cost points, by category.
    """

    scores: Mapping[str, int]
    lcp: float
    cls: float
    bytes: int
    requests: int
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def judged(address: str, rounds: int) -> Verdict:
    """The median of some runs on a page."""
    return median([_run(address) for _ in range(rounds)])


def median(verdicts: Sequence[Verdict]) -> Verdict:
    """The median of each number; everything that failed in any run."""
    scores = {name: round(statistics.median(each.scores[name] for each in verdicts)) for name in CATEGORIES}
    numbers = {
        name: statistics.median(getattr(each, name) for each in verdicts)
        for name in ("lcp", "cls", "bytes", "requests")
    }
    failed = {
        name: tuple(sorted({audit for each in verdicts for audit in each.failed.get(name, ())})) for name in CATEGORIES
    }
    return Verdict(scores, numbers["lcp"], numbers["cls"], int(numbers["bytes"]), int(numbers["requests"]), failed)


def _run(address: str) -> Verdict:
    program = installed(PACKAGE) / "node_modules" / "lighthouse" / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = ["node", str(program), address, "--quiet", "--output=json", f"--output-path={result}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
        environment = {**os.environ, "CHROME_PATH": chromium()}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        return read(json.loads(result.read_text("utf-8")))


def read(result: Mapping[str, Any]) -> Verdict:
    """The verdict in a result of Lighthouse."""
    categories, audits = result["categories"], result["audits"]
    numbers = {name: audits[audit]["numericValue"] for name, audit in AUDITS.items()}
    # An audit that has nothing to look at has no score.
    failed = {audit for audit, found in audits.items() if found["score"] is not None and found["score"] < PASSED}
    weighed = {
        name: [reference["id"] for reference in categories[name]["auditRefs"] if reference["weight"]]
        for name in CATEGORIES
    }
    return Verdict(
        {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES},
        numbers["lcp"] / 1000,
        numbers["cls"],
        int(numbers["bytes"]),
        len(audits["network-requests"]["details"]["items"]),
        {name: tuple(sorted(failed.intersection(ids))) for name, ids in weighed.items()},
    )
