"""Files that come with the package."""

from pathlib import Path

import pipeline


def schema_folder() -> Path:
    """Folder of the package's own schemas and of the default page policy."""
    inside = Path(pipeline.__file__).parent / "schemas"
    # In a checkout (and an editable install) the one copy stands at the top of the tree.
    return inside if inside.is_dir() else inside.parent.parent / "schemas"


def default_policy_text() -> str:
    """Text of the page policy of libraries that have none of their own."""
    return (schema_folder() / "strategy-page.yaml").read_text(encoding="utf-8")
