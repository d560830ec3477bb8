"""Which bundle a path names, without loading what reads bundles."""

from pathlib import Path

# The list of files at the top of a bundle, and the pointer to the newest one in a folder of releases.
MANIFEST, LATEST = "manifest.json", "latest"
# Documents of a bundle that a person may name in place of its folder.
DOCUMENTS = ("strategies.json", MANIFEST)


def bundle_folder(path: Path) -> Path | None:
    """The bundle that a path names: its folder, its archive, or a document inside; None for other paths."""
    if path.is_dir():
        return path if (path / MANIFEST).is_file() or (path / LATEST).is_dir() else None
    if path.name in DOCUMENTS:
        return next((folder for folder in path.absolute().parents[:2] if (folder / MANIFEST).is_file()), None)
    return path if path.suffix.lower() == ".zip" else None
