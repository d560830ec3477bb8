"""Sets up Hugo: templates, pages mounted in place, the vocabulary as data files."""

import json
import shutil
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).parent / "hugo"
# Files of the vocabulary, with their names in templates.
VOCABULARY = {"factors": "factors", "categories": "categories", "learner-models": "learner_models"}


def prepare(library: Path, folder: Path) -> None:
    """Set up a site in an empty folder."""
    shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True)
    mounts = {library / "content" / "strategies": "content/strategies", folder / "layouts": "layouts"}
    mounts[folder / "data"] = "data"
    lines = [f'[[module.mounts]]\nsource = "{source}"\ntarget = "{target}"\n' for source, target in mounts.items()]
    with (folder / "hugo.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(lines))
    refresh(library, folder)


def refresh(library: Path, folder: Path) -> None:
    """Write the vocabulary as data files, each a mapping by id."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    content = library / "content"
    for source, target in VOCABULARY.items():
        entries = yaml.safe_load((content / "vocabulary" / f"{source}.yaml").read_text(encoding="utf-8"))
        text = json.dumps({entry["id"]: entry for entry in entries}, ensure_ascii=False, indent=1)
        (data / f"{target}.json").write_text(text, encoding="utf-8")
    info = yaml.safe_load((content / "library.yaml").read_text(encoding="utf-8"))
    (data / "library.json").write_text(json.dumps(info, ensure_ascii=False), encoding="utf-8")
