"""Reproducible zip archives of single formats."""

import zipfile
from pathlib import Path

from pipeline.publish.bundle import Bundle
from pipeline.publish.manifest import MANIFEST, SUMS, checksums_of, encode, manifest_of_formats, readme_of_manifest
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.top_files import README

# The earliest time of the format; the actual one would differ from run to run.
TIME = (1980, 1, 1, 0, 0, 0)
MODE = 0o100644
UNIX = 3


def archive_name(manifest: ManifestV1, format_: str) -> str:
    """File name of the archive of a format."""
    return f"strategies-{format_}-{manifest.library.version}.zip"


def write_archive(bundle: Bundle, manifest: ManifestV1, format_: str, target: Path) -> None:
    """Write one format of a bundle as an archive that is a bundle itself, with its own manifest.

    All of it is in one folder with the name of the archive. Stored, not compressed: the output of zlib differs between
    its builds, and the same content must give the same bytes everywhere.
    """
    folder, narrow = target.stem, manifest_of_formats(manifest, [format_])
    encoded = encode(narrow)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in ((MANIFEST, encoded), (SUMS, checksums_of(narrow, encoded))):
            archive.writestr(member(f"{folder}/{name}"), data)
        for file in narrow.files:
            data = readme_of_manifest(narrow) if file.path == README else bundle.read(file.path)
            archive.writestr(member(f"{folder}/{file.path}"), data)


def member(path: str) -> zipfile.ZipInfo:
    """Describe a member of a reproducible archive."""
    info = zipfile.ZipInfo(path, TIME)
    info.create_system = UNIX
    info.external_attr = MODE << 16
    return info
