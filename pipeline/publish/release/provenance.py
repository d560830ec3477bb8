"""Provenance of a release, in a file next to it: the same content may come from two commits."""

import json
from dataclasses import asdict
from pathlib import Path

import pipeline
from pipeline.publish.release.layout import PROVENANCE
from pipeline.source.git import Commit


def provenance_of(digest: str, library_version: str, source: Commit | None) -> bytes:
    """The bytes of a release's provenance file."""
    document = {
        "release": digest,
        "library_version": library_version,
        "source": asdict(source) if source else None,
        "tool": {"name": "strategy-pipeline", "version": pipeline.__version__},
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def has_provenance(release: Path, provenance: bytes) -> bool:
    """True when a release has exactly this provenance."""
    written = provenance_path(release)
    return written.is_file() and written.read_bytes() == provenance


def provenance_path(release: Path) -> Path:
    """Path of a release's provenance file."""
    return release.with_name(release.name + PROVENANCE)
