"""Sets up rumdl and markdownlint-cli2, which check the form of Markdown, but neither references nor front matter.

Both use their default rules except the one for long lines: pages do not break lines.
"""

import json
from pathlib import Path

RUMDL = """\
[global]
disable = ["MD013"]
"""
MARKDOWNLINT = {"config": {"MD013": False}, "noBanner": True, "noProgress": True}


def prepare(library: Path, folder: Path) -> None:
    """Write the settings of both to an empty folder; pages are a link."""
    (folder / ".rumdl.toml").write_text(RUMDL, encoding="utf-8")
    (folder / ".markdownlint-cli2.jsonc").write_text(json.dumps(MARKDOWNLINT), encoding="utf-8")
    (folder / "strategies").symlink_to(library / "content" / "strategies")
