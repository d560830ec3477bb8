"""Where a release comes from: told beside it, for the same content may come from two commits."""

import json
from dataclasses import asdict
from pathlib import Path

import pipeline
from pipeline.publish.release.layout import PROVENANCE
from pipeline.source.git import Commit


def provenance_of(digest: str, library_version: str, source: Commit | None) -> bytes:
    """The text that tells of a release's origin."""
    document = {
        "release": digest,
        "library_version": library_version,
        "source": asdict(source) if source else None,
        "tool": {"name": "strategy-pipeline", "version": pipeline.__version__},
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def has_provenance(release: Path, provenance: bytes) -> bool:
    """True when just that stands beside a release."""
    written = provenance_path(release)
    return written.is_file() and written.read_bytes() == provenance


def provenance_path(release: Path) -> Path:
    """Where it is told."""
    return release.with_name(release.name + PROVENANCE)
