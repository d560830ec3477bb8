"""Files that are part of the package."""

from pathlib import Path

import pipeline


def schema_folder() -> Path:
    """The folder of the schemas and of the default page policy."""
    inside = Path(pipeline.__file__).parent / "schemas"
    # A checkout or editable install has them at the top of the tree.
    return inside if inside.is_dir() else inside.parent.parent / "schemas"


def packaged_templates() -> dict[str, str]:
    """The texts of the site's templates by their names."""
    folder = Path(pipeline.__file__).parent / "publish/exporters/html_site/templates"
    found = sorted(path for path in folder.rglob("*.html") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def default_policy_text() -> str:
    """The text of the default page policy."""
    return (schema_folder() / "strategy-page.yaml").read_text(encoding="utf-8")
