"""Libraries and bundles of a stranger who wants to steer the terminal or the build server that shows their texts."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from command import FACTORS, PAGES, TRUST, VOICE, replace
from conftest import LIBRARY

from pipeline.source.paths import INFO_PATH

if TYPE_CHECKING:
    from collections.abc import Callable

# What may not reach a terminal, a log or a parser as it is, or only somewhere on a line. Lone surrogates are bytes.
PIECES = {
    "color": "a\x1b[31mb",
    "window-title": "\x1b]0;owned\x07",
    "c1": "\x9b31m",
    "delete": "a\x7f\x08b",
    "nul": "a\x00b",
    "command": "::error::owned",
    "indented-command": "  \u3000::add-mask::owned",
    "old-command": "so ##[add-mask]owned",
    "second-line": "a\n::error::owned",
    "carriage-return": "a\r::error::owned",
    "next-line": "a\x85::error::owned",
    "line-separator": "a\u2028::error::owned",
    "override": "\u202edenwo",
    "zero-width": "ow\u200bned",
    "joiner": ":\u200d:error::owned",
    "tag": "a\U000e0041b",
    "no-character": "a\uffff\ufffe\U0001ffffb",
    "not-utf-8": "a\udcff\udce9b",
    "percent": "%0A::error::owned%0D%3A%25",
    "property": "a,line=7,title=x::b",
    "markup": "<b>@everyone</b> [x](https://example.org) #12 `a` | b",
    "xml": "]]></failure><!-- & &#0; -->",
}
# Parts of a title that a check lets through: nothing in it is hidden.
TITLE = "::error::owned ##[error]owned %0A::x @everyone #12 https://example.org"


def library(folder: Path) -> Path:
    """A library that has no fault yet."""
    shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns(".cache"))
    return folder


def put(folder: Path, path: str, text: str) -> None:
    """Write a file whose name and text may hold lone surrogates, for bytes that are not UTF-8."""
    file = os.fsencode(folder) + b"/" + path.encode("utf-8", "surrogateescape")
    Path(os.fsdecode(os.path.dirname(file))).mkdir(parents=True, exist_ok=True)  # noqa: PTH120
    with open(file, "wb") as target:  # noqa: PTH123
        target.write(text.encode("utf-8", "surrogateescape"))


def name_of(piece: str) -> str:
    """A piece as the name of a file: no name holds a slash or NUL."""
    return piece.replace("/", "∕").replace("\x00", "")


def page_with(piece: str) -> str:
    """A page with a piece in its fields, headings, links and text."""
    page = (LIBRARY / VOICE).read_text(encoding="utf-8")
    quoted = json.dumps(piece, ensure_ascii=False).replace("\\u", "\\\\u")
    page = page.replace("title: Student Voice", f"title: {quoted}")
    page = page.replace("factors: [motivation,", f"factors: [{quoted}, motivatoin,")
    page = page.replace("related: [building-trust]", f"related: [{quoted}]\n{quoted}: {quoted}\n? {piece}\n: x")
    page = page.replace(
        "## Example:", f"{piece}\n\n## {piece}\n\n[{piece}](factor:{piece}) TODO the the\n\n## Example:"
    )
    return page.replace("answer, and", f"answer {piece}, and")


def names(folder: Path) -> None:
    """Pages, folders, images and other files with pieces in their names."""
    page = (LIBRARY / VOICE).read_text(encoding="utf-8")
    for piece in map(name_of, PIECES.values()):
        put(folder, f"{PAGES}/{piece}.md", page)
        put(folder, f"{PAGES}/{piece}.txt", "x")
        put(folder, f"{PAGES}/folder {piece}/page.md", page)
        put(folder, f"content/images/{piece}.png", "x")


def texts(folder: Path) -> None:
    """Pages with pieces in all that they say."""
    for name, piece in PIECES.items():
        put(folder, f"{PAGES}/page-{name}.md", page_with(piece))


def data(folder: Path) -> None:
    """A vocabulary and a description of the library made of pieces."""
    quoted = {name: json.dumps(piece) for name, piece in PIECES.items() if "\udcff" not in piece}
    items = (f"- {{id: {text}, name: {text}, {text}: {name}, replaced_by: {text}}}\n" for name, text in quoted.items())
    put(folder, FACTORS, (LIBRARY / FACTORS).read_text(encoding="utf-8") + "".join(items))
    info = (LIBRARY / INFO_PATH).read_text(encoding="utf-8").replace("Test Library", quoted["second-line"])
    put(folder, INFO_PATH, info + "".join(f"{text}: {text}\n" for text in quoted.values()))


def broken_data(folder: Path) -> None:
    """A vocabulary and a description of the library that are no YAML."""
    said = "".join(f"{piece}\n" for piece in PIECES.values())
    put(folder, FACTORS, f"{said}- [\n")
    put(folder, INFO_PATH, f"title: [{PIECES['color']}]\n{said}")


def settings(folder: Path) -> None:
    """A configuration whose keys are pieces."""
    keys = [json.dumps(piece) for piece in PIECES.values() if piece.isprintable()]
    keys += [json.dumps(PIECES[name]) for name in ("color", "second-line", "override", "line-separator")]
    put(folder, "strategies.toml", "".join(f"{key} = {key}\n" for key in keys))


def rule_settings(folder: Path) -> None:
    """A configuration that sets a rule which is none."""
    put(folder, "strategies.toml", f"[severity]\n{json.dumps(PIECES['second-line'])} = 'off'\n")


def broken_settings(folder: Path) -> None:
    """A configuration that is no TOML."""
    put(folder, "strategies.toml", f"x = 1\n{PIECES['command']}{PIECES['color']}{PIECES['not-utf-8']}\n")


def addresses(folder: Path) -> None:
    """A configuration that says oddly where rules are explained, and a fault to explain."""
    address = json.dumps(f"::error::\n{PIECES['color']}{PIECES['markup']}\uffff")
    put(folder, "strategies.toml", f"rules_url = {address}\n")
    replace(folder / VOICE, "Having a say", "Having a a say TODO")


def published(folder: Path) -> None:
    """A library without errors whose titles and texts are as hostile as a check lets them be."""
    quoted = json.dumps(TITLE)
    replace(folder / VOICE, "title: Student Voice", f"title: {quoted}")
    replace(folder / TRUST, "\n## Example", f"\n{TITLE.rpartition(' ')[0]} \\<b> a\\|b.\n\n## Example")
    replace(folder / FACTORS, "definition: What one feels.", f"definition: {quoted}")
    replace(folder / "content/vocabulary/learner-models.yaml", "Feeling:", "'::error::group ##[error]x':")
    replace(folder / INFO_PATH, "title: Test Library", f"title: {quoted}")


LIBRARIES: dict[str, Callable[[Path], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (names, texts, data, broken_data, settings, rule_settings, broken_settings, addresses, published)
}


def lists_pieces(bundle: Path) -> None:
    """A manifest that lists files, ids and formats made of pieces."""
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    for piece in PIECES.values():
        text = piece.encode("utf-8", "replace").decode()
        manifest["files"].append({"path": text, "bytes": 1, "sha256": "0" * 64, "media_type": text})
        manifest["formats"].append(text)
        manifest["library"]["title"] = text
    (bundle / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def no_manifest(bundle: Path) -> None:
    """A manifest with keys and values of the wrong shape."""
    wrong = {piece: piece for piece in PIECES.values() if piece.isprintable()}
    (bundle / "manifest.json").write_text(json.dumps(wrong | {PIECES["second-line"]: PIECES["color"]}), "utf-8")


def extra_files(bundle: Path) -> None:
    """Files with pieces in their names, and links."""
    for piece in map(name_of, PIECES.values()):
        put(bundle, piece, "x")
        put(bundle, f"json/{piece}.json", "{")
        put(bundle, f"csv/{piece}.csv", "a,a\n")
    (bundle / "\n::error::link").symlink_to("nowhere")


def records(bundle: Path) -> None:
    """Records, tables, sums and pages that say something else, made of pieces."""
    said = "".join(f"{piece}\n" for piece in PIECES.values() if "\udcff" not in piece)
    for path in ("json/strategies.json", "json/factors.json", "json/strategies/student-voice.json"):
        document = (bundle / path).read_text(encoding="utf-8")
        (bundle / path).write_text(document.replace("civic-mindedness", json.dumps(said)[1:-1]), encoding="utf-8")
    for path in ("SHA256SUMS", "csv/factors.csv", "json/strategies.jsonl", "html/index.html"):
        with (bundle / path).open("ab") as file:
            file.write(said.encode() + PIECES["not-utf-8"].encode("utf-8", "surrogateescape"))


def changed(bundle: Path) -> None:
    """Records of the right shape whose texts and free keys are pieces: what only `diff` shows."""
    said = "".join(f"{piece}\n" for piece in PIECES.values() if "\udcff" not in piece)
    path = bundle / "json/strategies.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for strategy in document["strategies"]:
        strategy["title"] = strategy["summary"] = said
        for section in strategy["sections"]:
            section["text"] = section["heading"] = said
    document["library"]["title"] = said
    path.write_text(json.dumps(document), encoding="utf-8")
    path = bundle / "json/learner-models.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for model in document["learner_models"]:
        model["groups"] = (
            {said: model["groups"].popitem()[1]}
            if isinstance(model["groups"], dict)
            else [group | {"name": said} for group in model["groups"]]
        )
    path.write_text(json.dumps(document), encoding="utf-8")


def version(bundle: Path) -> None:
    """A version that is none."""
    path = bundle / "json/strategies.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["library"]["version"] = PIECES["markup"] + PIECES["second-line"] + PIECES["color"]
    path.write_text(json.dumps(document), encoding="utf-8")


BUNDLES: dict[str, Callable[[Path], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (lists_pieces, no_manifest, extra_files, records, changed, version)
}


def zipped(bundle: Path, target: Path) -> Path:
    """A bundle as an archive with members of hostile names besides."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(bundle.rglob("*")):
            name = str(path.relative_to(bundle))
            if path.is_file() and not path.is_symlink() and name.isprintable():
                archive.write(path, name)
        for piece in PIECES.values():
            text = piece.encode("utf-8", "replace").decode()
            archive.writestr(f"json/{text}", b"x")
            archive.writestr(f"../{text}", b"x")
    return target
