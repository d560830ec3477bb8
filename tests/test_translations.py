"""The words of the site: every message has a translation in every language, and a library may bring its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from sites import EVERYTHING, edition_of, library_file, site_of

from pipeline.publish.exporter import ExportFault
from pipeline.publish.exporters.html_site.theme import MESSAGE, SCRIPTS, Theme
from pipeline.publish.exporters.html_site.words import SiteWords

ROOT = Path(__file__).parents[1]
# Everything that shows words of the site.
SPEAKING = ROOT / "pipeline/publish"
LOCALE = SPEAKING / "exporters/html_site/locale"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/assets/**.js", "javascript")]
OPTIONS = {"**/assets/**.js": {"parse_template_string": "true"}}
KEYWORDS = {"_": None, "gettext": None, "msgid": None, "t": None, "ngettext": (1, 2), "tn": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
# Lines of a catalog's head that change from day to day, and those that say nothing.
DATED = re.compile(r'"(Project-Id-Version|Report-Msgid|POT-|PO-|Last-|Language-Team|Generated)|#$')
WANTED = ["ar", "de", "es", "fr"]
# A form for exactly one number may say it in a word: Arabic has one for none, one and two.
NUMBERS = {"%(num)s", "{count}"}
PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Factors"
msgstr "Needs <b>& gifts</b>"

msgid "Clear all"
msgstr "None of these"

msgid "%(num)s strategy"
msgid_plural "%(num)s strategies"
msgstr[0] "%(num)s way"
msgstr[1] "%(num)s ways"
"""


@pytest.fixture(scope="module")
def messages() -> dict[str, str | tuple[str, str]]:
    """The messages in our code, templates and scripts: by id, with the plural."""
    found = extract_from_dir(SPEAKING, METHODS, OPTIONS, KEYWORDS)
    ids = [message for _, _, message, _, _ in found]
    return {
        each if isinstance(each, str) else each[0]: each if isinstance(each, str) else tuple(each[:2]) for each in ids
    }


def read(language: str) -> Catalog:
    path = LOCALE / f"{language}.po"
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=language)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of a translation with the English text that it stands for."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[1], string) for string in message.string)


@pytest.mark.parametrize("language", WANTED)
def test_every_message_is_translated(
    language: str, messages: dict[str, str | tuple[str, str]], regenerate: bool
) -> None:
    """`--regenerate` adds new messages without a translation, and takes away those that are gone."""
    catalog = read(language)
    if regenerate:
        template = Catalog()
        for message in messages.values():
            template.add(message)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        kept = Catalog(
            locale=language, header_comment=f"# Words of the site: {Locale.parse(language).english_name}.", fuzzy=False
        )
        for message in catalog:
            if message.id:
                kept.add(message.id, message.string)
        written = BytesIO()
        write_po(written, kept, width=0, sort_output=True, no_location=True, omit_header=False)
        head, _, rest = written.getvalue().decode().partition("\n\n")
        head = "\n".join(line for line in head.split("\n") if not DATED.match(line))
        (LOCALE / f"{language}.po").write_text(f"{head}\n\n{rest.rstrip()}\n", encoding="utf-8")
        catalog = read(language)
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalog if message.id}
    assert known == messages.keys()
    lacking = [english for message in catalog if message.id for english, text in forms(message) if not text]
    assert lacking == []


@pytest.mark.parametrize("language", WANTED)
def test_translations_fit_their_messages(language: str) -> None:
    """The same placeholders, the same white space at both ends, nothing marked as unsure."""
    catalog = read(language)
    assert catalog.num_plurals == len(next((m.string for m in catalog if not isinstance(m.id, str)), ())) or not len(
        catalog
    )
    for message in catalog:
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        for english, text in forms(message):
            wanted, found = set(PLACEHOLDER.findall(english)), set(PLACEHOLDER.findall(text))
            assert wanted - NUMBERS <= found <= wanted, (english, text)
            assert (text[:1].isspace(), text[-1:].isspace()) == (english[:1].isspace(), english[-1:].isspace()), text
            assert text.endswith(".") == english.endswith(".") or language == "ar", (english, text)


def test_the_languages_that_we_promise_are_there() -> None:
    assert sorted(path.stem for path in LOCALE.glob("*.po")) == WANTED


def test_a_script_names_its_messages_in_full(messages: dict[str, str | tuple[str, str]]) -> None:
    """The pattern that finds messages in shortened scripts sees what the extractor sees in the sources."""
    scripts = "".join(Theme({}).scripts[name].data.decode() for name in SCRIPTS)
    found = {text or one for text, one, _ in MESSAGE.findall(scripts)}
    extracted = extract_from_dir(SPEAKING, METHODS[2:], OPTIONS, KEYWORDS)
    assert found == {each if isinstance(each, str) else each[0] for _, _, each, _, _ in extracted}
    assert found


def test_no_page_shows_a_message_that_is_not_extracted(
    messages: dict[str, str | tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extractor reads calls by name: under another name, it would miss them, and they would stay English."""
    shown: set[str] = set()
    text, plural = SiteWords.text, SiteWords.plural

    def seen_text(self: SiteWords, message: str) -> str:
        shown.add(message)
        return text(self, message)

    def seen_plural(self: SiteWords, one: str, many: str, number: int) -> str:
        shown.add(one)
        return plural(self, one, many, number)

    monkeypatch.setattr(SiteWords, "text", seen_text)
    monkeypatch.setattr(SiteWords, "plural", seen_plural)
    site_of(edition_of([EVERYTHING, library_file(language="ar")]))
    assert len(shown) > 100
    assert shown - messages.keys() == set()


def test_words_follow_the_language_of_the_library() -> None:
    spanish = SiteWords("es-MX")
    assert spanish.day("2026-11-03") == "3 de noviembre de 2026"
    assert spanish.listing(["uno", "dos", "tres"]) == "uno, dos y tres"
    assert SiteWords("de").number(12345) == "12.345"
    assert spanish.gettext("Factors") == "Factores"
    # Nobody has translated it, and it is no language that CLDR knows.
    assert SiteWords("tlh").gettext("Factors") == "Factors"
    arabic = SiteWords("ar")
    assert len(set(arabic.forms("%(num)s strategy", "%(num)s strategies").values())) > 2


def test_a_library_brings_its_own_words() -> None:
    path = "translations/en.po"
    site = site_of(edition_of(files={path: PO.encode()}))
    page = site["factors/index.html"].decode()
    assert "<h1>Needs &lt;b&gt;&amp; gifts&lt;/b&gt;</h1>" in page
    assert "ways</span>" in page
    assert site[path] == PO.encode()  # so that the bundle can be made again and compared
    home = site["index.html"].decode()
    assert '"Clear all":"None of these"' in home


@pytest.mark.parametrize(
    "text",
    [
        'msgid "Factors"\nnonsense',
        'msgid "Factors"\nmsgstr "100 % factors"',
        'msgid "Use %(successor)s."\nmsgstr "Use %(sucessor)s."',
        'msgid "Use %(successor)s."\nmsgstr "Use %(successor)."',
    ],
)
def test_words_that_cannot_be_used_stop_the_export(text: str) -> None:
    with pytest.raises(ExportFault, match=r"translations/en\.po cannot be read as a catalog"):
        site_of(edition_of(files={"translations/en.po": text.encode()}))


def test_a_site_in_arabic_speaks_arabic() -> None:
    site = site_of(edition_of([library_file(language="ar")]))
    page = site["strategies/building-trust/index.html"].decode()
    assert '<html lang="ar" dir="rtl">' in page
    english = {"Skip to content", "Search", "Grades", "Updated", "All strategies"}
    assert [text for text in english if f">{text}<" in page or f'="{text}"' in page] == []
