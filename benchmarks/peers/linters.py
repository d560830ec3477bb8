"""rumdl and markdownlint-cli2, which only check: the form of Markdown, no references, no front matter.

Both with their own rules but the one for long lines, which would find thousands: our pages do not break lines.
"""

import json
from pathlib import Path

RUMDL = """\
[global]
disable = ["MD013"]
"""
MARKDOWNLINT = {"config": {"MD013": False}, "noBanner": True, "noProgress": True}


def prepare(library: Path, folder: Path) -> None:
    """Write the settings of both to an empty folder; the pages are linked to."""
    (folder / ".rumdl.toml").write_text(RUMDL, encoding="utf-8")
    (folder / ".markdownlint-cli2.jsonc").write_text(json.dumps(MARKDOWNLINT), encoding="utf-8")
    (folder / "strategies").symlink_to(library / "content" / "strategies")
