"""Guards of the output folder: only what an export created is ever removed or replaced."""

import os
import stat
from pathlib import Path

from pipeline.publish.release.layout import DIGEST, LATEST, LOCK, RELEASES, STAGED
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.repository import Repository

# Folders of a library that hold its sources.
OWN_FOLDERS = ("content", "schemas", "templates", "static", ".git", ".cache")
ELSEWHERE = "name another folder with --out, or move it away"


def refuse_output_folder(out: Path, root: Path, *, chosen: bool) -> None:
    """Raise EnvironmentFault for a folder that is unfit for bundles; `chosen` if a person named it."""
    folder, library = (Path(os.path.realpath(path)) for path in (out, root))
    if out.is_symlink() and not chosen:
        raise EnvironmentFault(f"{out} is a link; name the folder that it should lead to with --out")
    if folder == library:
        raise EnvironmentFault(f"{out} is the library itself; name a folder of its own with --out, such as exports")
    for name in OWN_FOLDERS:
        if folder.is_relative_to(library / name):
            raise EnvironmentFault(f"{out} stands in {name}, which is part of the library; name another with --out")
    if not (out / RELEASES).exists() and (versioned := _versioned_file(out, root)):
        raise EnvironmentFault(
            f"{out} holds files that git keeps, such as {versioned}; name a folder of its own with --out"
        )


def _versioned_file(out: Path, root: Path) -> str:
    """A file in a folder that is under version control with the library; hidden files and READMEs do not count."""
    try:
        listed = Repository.around(root).names("ls-files", "-z", "--", str(out)) if out.is_dir() else []
    except EnvironmentFault:  # no git, or a folder outside of the repository
        return ""
    names = (os.path.basename(name) for name in listed)  # noqa: PTH119 - a name of git
    return next((name for name in names if name and not name.startswith((".", "README"))), "")


def refuse_foreign(out: Path) -> None:
    """Raise EnvironmentFault when an export would replace something that no export created."""
    latest, releases = out / LATEST, out / RELEASES
    if os.path.lexists(latest) and not _is_pointer(latest):
        raise EnvironmentFault(f"{latest} was not made by strategies export, so it is left alone; {ELSEWHERE}")
    if os.path.lexists(releases) and not _is_folder(releases):
        raise EnvironmentFault(f"{releases} is not a folder, so nothing can be published there; {ELSEWHERE}")
    if (releases / LOCK).is_symlink():
        raise EnvironmentFault(f"{releases / LOCK} is a link, so it is left alone; {ELSEWHERE}")


def refuse_archive(archive: Path) -> None:
    """Raise EnvironmentFault when an archive would replace something that no export created."""
    import zipfile

    from pipeline.publish.bundle import ZipBundle
    from pipeline.publish.manifest import MANIFEST

    if os.path.lexists(archive.parent) and not _is_folder(archive.parent):
        raise EnvironmentFault(f"{archive.parent} is not a folder, so no archive can be put there; {ELSEWHERE}")
    if not os.path.lexists(archive):
        return
    try:
        if not archive.is_symlink():
            with zipfile.ZipFile(archive) as found:
                if MANIFEST in ZipBundle(found, archive.name).paths:
                    return
    except (OSError, zipfile.BadZipFile):
        pass
    raise EnvironmentFault(f"{archive} was not made by strategies export, so it is left alone; {ELSEWHERE}")


def is_release(path: Path) -> bool:
    """True for a folder, not a link to one, that holds a manifest."""
    # Imported here, as above: an export with nothing to do needs none of it.
    from pipeline.publish.manifest import MANIFEST

    return _is_folder(path) and (path / MANIFEST).is_file()


def _is_folder(path: Path) -> bool:
    """True for a folder, not a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _is_pointer(latest: Path) -> bool:
    """True for a link to a release, or a copy of one as an export creates where there are no links."""
    if latest.is_symlink():
        match latest.readlink().parts:
            case (folder, name):
                return folder == RELEASES and bool(DIGEST.fullmatch(name))
            case (folder, name, _):  # a run died while it repaired a release
                return folder == RELEASES and bool(STAGED.fullmatch(name))
            case _:
                return False
    return is_release(latest) and _holds_nothing_else(latest)


def _holds_nothing_else(latest: Path) -> bool:
    """True when a copy of a release holds only files that its manifest lists."""
    from pipeline.publish.bundle import FolderBundle
    from pipeline.publish.manifest import MANIFEST, SUMS
    from pipeline.publish.verify import read_manifest

    bundle = FolderBundle(latest)
    manifest, _ = read_manifest(bundle)
    if manifest is None or bundle.oddities:
        return False
    return bundle.paths <= {MANIFEST, SUMS, *(file.path for file in manifest.files)}
