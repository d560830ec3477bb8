"""Reproducible zip archives of single formats."""

import zipfile
from pathlib import Path

from pipeline.publish.bundle import Bundle
from pipeline.publish.manifest import MANIFEST, SUMS, checksums_of, encode, manifest_of_format
from pipeline.publish.schema.manifest import ManifestV1

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
    folder = target.stem
    narrow = manifest_of_format(manifest, format_)
    encoded = encode(narrow)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in ((MANIFEST, encoded), (SUMS, checksums_of(narrow, encoded))):
            archive.writestr(_member(f"{folder}/{name}"), data)
        for file in narrow.files:
            archive.writestr(_member(f"{folder}/{file.path}"), bundle.read(file.path))


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, TIME)
    member.create_system = UNIX
    member.external_attr = MODE << 16
    return member
