"""Libraries with other words, without what others have, and with nothing that they did not say."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from command import Run
from conftest import HERE
from forgeries.bundles import MemoryBundle, forged
from forgeries.changes import Forgery
from releases import edition_of, publication_of, state

from pipeline.model.catalog import NotPublishable
from pipeline.model.concept_words import CONCEPTS, ConceptWords
from pipeline.publish.exporters.html_site.renaming import NOUNS, PREFIXES, VERBS, Renaming
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.release.publication import publish
from pipeline.publish.verify import verify
from pipeline.source.text import Source

KNOTS = HERE / "knots"
LOCALE = HERE.parent / "pipeline/publish/exporters/html_site/locale"
Files = dict[str, bytes]
# What says that a library is about teaching, or how good it is; and the words that this library does not use.
UNSAID = re.compile(
    r"\w*(?:teach|learn|student|pupil|school|instruct|educat|lesson|evidence|research|review|endors|recommend)\w*"
    r"|\bclass\b|classroom\w*|\w*(?:strateg|factor|categor)\w*|\bgrades?\b",
    re.IGNORECASE,
)
# Attributes with words that readers meet.
SHOWN = frozenset({"alt", "aria-label", "content", "placeholder", "title"})
ADDRESS = re.compile(
    r"`[^`\n]*`|\{\w+\}|\bjson/\S*|(?:https?|urn):\S+|(?:\.\./)*(?:strategies|categories|factors|learner-models)/\S*"
)
ALL_LISTS = [
    Source("content/vocabulary/factors.yaml", "- {id: mooring, name: Mooring, definition: To keep a boat in place.}\n"),
    Source(
        "content/vocabulary/learner-models.yaml",
        "- {id: hemp, name: Hemp, grades: [Thick, Thin], factors: [mooring]}\n"
        "- {id: nylon, name: Nylon, groups: {At sea: [mooring]}}\n",
    ),
]


class Words(HTMLParser):
    """The words of a page: its text, what is read out, and the values of its data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag if tag in ("script", "style") else None
        self.found += [value or "" for name, value in attrs if name in SHOWN and dict(attrs).get("name") != "viewport"]

    def handle_data(self, data: str) -> None:
        if self._script == "script" and data.startswith("{"):
            self.found += values(json.loads(data))
        elif self._script is None:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = None


def values(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (list, dict)):
        for item in data.values() if isinstance(data, dict) else data:
            yield from values(item)


def words_of(path: str, data: bytes) -> str:
    """What a file says to its readers, without addresses, names of files, commands and placeholders."""
    text = data.decode()
    if path.endswith(".html"):
        page = Words()
        page.feed(text)
        text = "\n".join(page.found)
    elif path.endswith(".jsonld"):
        text = "\n".join(values(json.loads(text)["@graph"]))
    elif path.endswith(".atom"):
        text = re.sub(r"<[^>]*>", " ", unescape(re.sub(r"<[^>]*>", " ", text)))
    return ADDRESS.sub("", text)


def knots(folder: Path, *changed: Source) -> Files:
    """Every file of the bundle, by path."""
    return state(publish(publication_of(edition_of(KNOTS, changed)), folder).release)


def knot(name: str, *lines: str) -> Source:
    """The page of a knot with some lines in its front matter."""
    path = f"content/strategies/{name}.md"
    return Source(path, (KNOTS / path).read_text(encoding="utf-8").replace("---\n", "\n".join(["---", *lines, ""]), 1))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return knots(tmp_path_factory.mktemp("bare") / "out")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return knots(
        tmp_path_factory.mktemp("full") / "out",
        *ALL_LISTS,
        knot("bowline", "learner_models: [hemp, nylon]", "factors: [mooring]", "related: [clove-hitch]"),
        knot("clove-hitch", "learner_models: [nylon]", "factors: [mooring]"),
        knot("round-turn", "learner_models: [hemp]", "factors: [mooring]"),
    )


@pytest.fixture(scope="module")
def no_models(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """With factors that stand in no group, since there are no learner models."""
    names = ("bowline", "clove-hitch", "round-turn")
    return knots(
        tmp_path_factory.mktemp("no-models") / "out",
        ALL_LISTS[0],
        *(knot(each, "factors: [mooring]") for each in names),
    )


@pytest.mark.parametrize("library", ["bare", "full", "no_models"])
def test_nothing_is_said_that_the_library_did_not_say(library: str, request: pytest.FixtureRequest) -> None:
    files: Files = request.getfixturevalue(library)
    speaking = [path for path in files if path.endswith((".html", ".txt", ".md", ".atom", ".cff", ".jsonld"))]
    assert len(speaking) > 20
    assert {path: said for path in speaking if (said := UNSAID.findall(words_of(path, files[path])))} == {}


def test_nothing_hollow_is_shown(bare: Files) -> None:
    """No part of the site without content, no link to one, no heading above nothing, no number of none."""
    folders = {path.split("/")[1] for path in bare if path.startswith("html/") and path.count("/") > 1}
    assert folders == {"a-z", "about", "assets", "categories", "my-list", "search", "strategies"}
    home = bare["html/index.html"].decode()
    menu = re.findall(r">([^<]+)</a></li>", home.partition("<nav")[2].partition("</nav>")[0])
    assert menu == ["Knots", "A–Z", "About"]
    assert re.findall(r"<summary>([^<]+)", home) == ["Family"]
    assert re.findall(r"<h3>([^<]+)</h3>", home.partition('"browse"')[2]) == ["By family", "Other ways in"]
    page = bare["html/strategies/bowline/index.html"].decode()
    assert re.findall(r"<dt[^>]*>([^<]+)", page) == ["Family", "Updated"]
    assert "section-factors" not in page
    about = bare["html/about/index.html"].decode()
    assert re.findall(r"<h2>([^<]+)", about) == ["Licence", "Privacy", "For programs"]
    empty = re.compile(r"<(dl|ul|ol|tbody|h[1-6])(?![^>]* hidden)[^>]*>\s*</\1>")
    pages = [path for path in bare if path.endswith(".html") and empty.search(bare[path].decode())]
    assert pages == ["html/my-list/index.html"]  # its script fills a list


def test_factors_without_learner_models_have_no_headings_of_groups(no_models: Files) -> None:
    folders = {path.split("/")[1] for path in no_models if path.startswith("html/") and path.count("/") > 1}
    assert folders & {"coverage", "factors", "grades", "learner-models", "relations"} == {"coverage", "factors"}
    page = no_models["html/strategies/bowline/index.html"].decode()
    assert "Mooring" in page.partition('id="section-factors"')[2]
    assert "<h3" not in page.partition('id="section-factors"')[2].partition("</section>")[0]
    factor = no_models["html/factors/mooring/index.html"].decode()
    assert re.findall(r"<h2[^>]*>([^<]+)", factor) == ["Knots that cover it"]
    coverage = no_models["html/coverage/index.html"].decode()
    assert "What stands apart" not in coverage
    assert 'class="jumps"' not in coverage


def test_documents_without_content_keep_their_place(bare: Files) -> None:
    assert json.loads(bare["json/factors.json"])["factors"] == []
    assert json.loads(bare["json/learner-models.json"])["learner_models"] == []
    (record, *_) = json.loads(bare["json/strategies.json"])["strategies"]
    assert (record["factors"], record["learner_models"], record["related"]) == ([], [], [])
    assert bare["csv/strategy_factors.csv"].decode().splitlines() == ["strategy,ordinal,factor,factor_group"]


def test_factors_need_no_group(full: Files) -> None:
    page = full["html/learner-models/hemp/index.html"].decode()
    assert "Mooring" in page
    assert "<h3></h3>" not in page
    assert full["csv/learner_model_factors.csv"].decode().splitlines()[1:] == [
        "hemp,1,,mooring",
        "nylon,1,At sea,mooring",
    ]


def test_every_part_of_the_site_speaks_the_words(full: Files) -> None:
    home = full["html/index.html"].decode()
    menu = re.findall(r">([^<]+)</a></li>", home.partition("<nav")[2].partition("</nav>")[0])
    assert menu == ["Knots", "What for", "Sizes", "Ropes", "Coverage", "A–Z", "About"]
    assert "<h1>Find a knot</h1>" in home
    assert re.findall(r'name="group" value="([^"]*)"', home) == ["At sea"]
    assert '"{count} strategies":{' in home
    assert '"one":"{count} knot"' in home
    assert "Kinds of rope: [Hemp]" in full["html/strategies/bowline/index.html.md"].decode()
    assert "a library of 3 knots" in full["README.md"].decode()


@pytest.mark.parametrize("library", ["bare", "full", "no_models"])
def test_such_a_bundle_is_whole_and_forged_words_are_refused(library: str, request: pytest.FixtureRequest) -> None:
    files: Files = request.getfixturevalue(library)
    assert list(verify(MemoryBundle(files))) == []
    manifest = files["manifest.json"].decode()
    for old, new in (
        ('"many": "knots"', '"many": "ties"'),
        ('"menu": "What for"', '"menu": "Aims"'),
        ('"description": null', '"description": "The best of all."'),
        ('"education": null', '"education": {"kind": null, "audience": "cook"}'),
    ):
        changed = manifest.replace(old, new, 1)
        refused = bool(list(verify(MemoryBundle(forged(files, Forgery("manifest.json", "", changed.encode()))))))
        assert refused == (changed != manifest and (library != "bare" or "What for" not in old)), old


def test_a_list_is_needed_as_soon_as_there_are_terms() -> None:
    with pytest.raises(NotPublishable):
        edition_of(KNOTS, ALL_LISTS)


def test_articles_and_capitals_follow() -> None:
    words = {
        "strategy": ConceptWords(one="incident play", many="incident plays"),
        "factor": ConceptWords(one="user need", many="user needs"),
    }
    english = SiteWords("en", words=words)
    assert english.text("A strategy says how") == "An incident play says how"
    assert (
        english.text("Find a strategy, or a factor: %(factor)s") == "Find an incident play, or a user need: %(factor)s"
    )
    assert english.text("Strategies: {strategy}") == "Incident plays: {strategy}"
    assert english.ngettext("%(num)s strategy", "%(num)s strategies", 2) == "2 incident plays"


def test_the_librarys_own_catalog_comes_first() -> None:
    own = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Strategies"\nmsgstr "All strategies"\n'
    )
    words = SiteWords("en", own.encode(), {"strategy": ConceptWords(one="knot", many="knots")})
    assert words.text("Strategies") == "All strategies"
    assert words.text("Find a strategy") == "Find a knot"


def test_coverage_names_only_what_there_is(run: Run, tmp_path: Path) -> None:
    library = Path(shutil.copytree(KNOTS, tmp_path / "library"))
    assert (
        run("coverage", folder=library).out
        == "3 published strategies; there are no factors\n\nreviews that are due: none\n"
    )
    models = library / "content/vocabulary/learner-models.yaml"
    models.write_text("- {id: hemp, name: Hemp}\n", encoding="utf-8")
    for page in (library / "content/strategies").iterdir():
        page.write_text(
            page.read_text(encoding="utf-8").replace("---", "---\nlearner_models: [hemp]", 1), encoding="utf-8"
        )
    assert "`hemp` has no factors" in run("coverage", "--model", "hemp", folder=library).err


def test_sentences_to_mend_are_listed(run: Run, tmp_path: Path) -> None:
    """In a language with genders, a word that is put into a sentence may not fit it."""
    library = Path(shutil.copytree(KNOTS, tmp_path / "library"))
    info = library / "content/library.yaml"
    info.write_text(info.read_text(encoding="utf-8").replace("language: en", "language: es"), encoding="utf-8")
    catalog = library / "translations/es.po"
    catalog.parent.mkdir()
    mine = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Strategies"\nmsgstr "Nudos"\n'
    catalog.write_text(mine, encoding="utf-8")
    assert " sentences added" in run("theme", "words", folder=library).out
    written = catalog.read_text(encoding="utf-8")
    assert written.startswith(mine)
    assert 'msgid "Find a strategy"\nmsgstr "Buscar una knot"\n' in written
    assert "has all of these sentences already" in run("theme", "words", folder=library).out
    words = {"strategy": ConceptWords(one="nudo", many="nudos")}
    mended = written.replace("Buscar una knot", "Buscar un nudo")
    assert SiteWords("es", mended.encode(), words).text("Find a strategy") == "Buscar un nudo"


@pytest.mark.parametrize("language", sorted(NOUNS.keys() - {"en"}))
def test_no_message_keeps_a_packaged_noun(language: str) -> None:
    """If this fails, a translation has a form of a noun that `NOUNS` lacks, or uses it in another meaning."""
    catalog = read_po(BytesIO((LOCALE / f"{language}.po").read_bytes()), locale=language)
    renaming = Renaming({name: ConceptWords(one="xx", many="yy") for name in CONCEPTS}, language)
    forms = {form for each in NOUNS[language].values() for form in (*each.one, *each.many)}
    stems = [rf"{re.escape(form[:-2])}\w{{0,4}}" if len(form) > 6 else re.escape(form) for form in sorted(forms)]
    left = re.compile(rf"\b{PREFIXES.get(language, '')}(?:{'|'.join(stems)})\b", re.IGNORECASE)
    for message in catalog:
        for text in (message.string,) if isinstance(message.string, str) else message.string:
            plain = re.sub(r"%\(\w+\)s|\{\w+\}", "", renaming.text(text))
            assert not left.findall(plain), (text, plain)


@pytest.mark.parametrize("language", sorted(VERBS))
def test_no_message_says_that_signals_are_supported(language: str) -> None:
    """If this fails, a message has a form of the verb that `VERBS` lacks."""
    catalog = read_po(BytesIO((LOCALE / f"{'de' if language == 'en' else language}.po").read_bytes()))
    renaming = Renaming({"factor": ConceptWords(one="signal", many="signals")}, language)
    left = re.compile(r"support|unterst[üu]tz|apo[yi]|sout[ei]|دعو?م", re.IGNORECASE)
    found = 0
    for message in catalog:
        said = message.id if language == "en" else message.string
        for text in (said,) if isinstance(said, str) else said:
            found += bool(left.search(text))
            assert not left.search(renaming.text(text)), text
    assert found > 20


def test_words_that_messages_cannot_hold_are_refused() -> None:
    for word in ("100 %", "{count}", "<b>", " knot", "two  knots", ""):
        with pytest.raises(ValueError, match="one"):
            ConceptWords(one=word, many="knots")


def test_a_term_of_a_list_that_there_is_not(run: Run, tmp_path: Path) -> None:
    library = Path(shutil.copytree(KNOTS, tmp_path / "library"))
    page = knot("bowline", "learner_models: [hemp]")
    (library / page.path).write_text(page.text, encoding="utf-8")
    said = run("check", folder=library).out
    assert "help: this library has no learner models: leave it out here, or list some in content/vocabulary/" in said
