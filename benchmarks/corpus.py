"""A seeded library of any size, made of the real pages: `python -m benchmarks.corpus FOLDER COUNT`.

Each page is one of the real ones with an id, a title, relations and links of its own, so that texts,
sizes, links, videos and resources are like the real ones and every reference resolves.
"""

import argparse
import random
import re
import shutil
from pathlib import Path

CONTENT = Path(__file__).parent.parent / "content"
FIELD = re.compile(r"^(title|summary|related|aliases|status|replaced_by): .*\n", re.MULTILINE)
STRATEGY_LINK = re.compile(r"\]\(strategy:[a-z0-9-]+\)")
SEED = 20261124


def generate(folder: Path, count: int, seed: int = SEED) -> None:
    """Write a library of `count` published strategies to an empty folder; the same seed gives the same bytes."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    originals = {path.stem: path.read_text(encoding="utf-8") for path in sorted((CONTENT / "strategies").glob("*.md"))}
    bases = [name for name, text in originals.items() if "\nstatus: published\n" in text]
    ids = [f"{bases[number % len(bases)]}-{number:06d}" for number in range(count)]
    shutil.copytree(CONTENT / "vocabulary", folder / "content" / "vocabulary")
    shutil.copy(CONTENT / "library.yaml", folder / "content" / "library.yaml")
    pages = folder / "content" / "strategies"
    pages.mkdir()
    for number, id_ in enumerate(ids):
        text = _page(originals[bases[number % len(bases)]], number, ids, chance)
        (pages / f"{id_}.md").write_text(text, encoding="utf-8", newline="\n")


def _page(original: str, number: int, ids: list[str], chance: random.Random) -> str:
    near = [id_ for id_ in chance.sample(ids, min(6, len(ids))) if not id_.endswith(f"{number:06d}")]
    fields = dict(re.findall(r"^(title|summary): (.*)$", original, re.MULTILINE))
    title = fields["title"].strip("\"'")[:80]
    summary = fields["summary"].strip("\"'")
    _, front, body = original.split("---\n", 2)
    kept = FIELD.sub("", front)
    written = (
        f'title: "{title} {number}"\nsummary: "{summary}"\n{kept}related: [{", ".join(near[:5])}]\nstatus: published\n'
    )
    body = STRATEGY_LINK.sub(lambda match: f"](strategy:{chance.choice(near)})" if near else match.group(), body)
    return f"---\n{written}---\n{body}"


def main() -> None:
    """Write a library."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
