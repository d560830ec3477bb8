"""What is printed: no text of a stranger steers the terminal, the build server or the reader that it goes to."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import product
from operator import itemgetter
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import hostile
import pytest
from command import PACKAGED, PAGES, TODAY, VOICE, Outcome, Run, replace
from conftest import LIBRARY
from effort import sample
from harmless import COMMAND, NEEDED, assert_harmless, is_hidden
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from repository import SCRIPTS, Repository, environment

from pipeline.diff.reports.markdown import MARKER
from pipeline.lint.reporters import github, gitlab, junit, rdjson, sarif, text
from pipeline.lint.reporters import json as json_reporter
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source import escapes
from pipeline.source.text import Source, Span

JSON_FORMATS = {"json", "sarif", "gitlab", "rdjson"}


def assert_sound(outcome: Outcome, format_: str = "text") -> None:
    """Harmless in all that was said, well-formed, and an end that scripts know."""
    assert outcome.code in (0, 1, 2), outcome.err
    assert "Traceback" not in outcome.err
    assert_harmless(outcome.err)
    assert_harmless(outcome.out, annotations=format_ == "github")
    if outcome.code == 2:
        assert outcome.err
    elif format_ in JSON_FORMATS and outcome.out:
        assert outcome.out.isascii()
        json.dumps(json.loads(outcome.out), ensure_ascii=False).encode()
    elif format_ == "junit":
        ET.fromstring(outcome.out)


# --- escapes ---

any_text = st.text(st.one_of(st.characters(), st.sampled_from(":#[ \t\n\r\u3000\x1b\u200d\u200c\ufe0f\u202e👩क่ا�")))
ORDINARY = [
    "Café – naïve “quotes” … 3 × 4 = 12 :: not at the start; # not a [command]",
    "👩🏽\u200d🏫 👨\u200d👩\u200d👧\u200d👦 ❤️\u200d🔥 🏳️\u200d🌈 1️⃣ 🇰🇪",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "می\u200cخواهم ه\u200d",
    "ص \u06dd ص",
    "क्\u200dष क्\u200cष শ্\u200cযা ක්\u200dර",
    "ภาษา\u200bไทย",
    "葛\U000e0100 한국어 日本語\u3000文",
    "e\u0301 ä a\u00a0b",
]


@pytest.mark.parametrize("words", ORDINARY, ids=ascii)
def test_ordinary_words_come_out_as_they_are(words: str) -> None:
    assert escapes.log_line(words) == words


def test_a_command_of_ours_is_one_only_in_the_report_for_github() -> None:
    line = "::error file=a.md,line=1::words"
    assert escapes.log(line, commands=True) == line
    assert escapes.log(line) == escapes.log_line(line) == r"\u003a:error file=a.md,line=1::words"


@given(any_text)
@example("\x1b[31m::x")
@example("क\u200d\ufe0f\u200d")
@example("👩\ufe0f\ufe0f\u200d👩\u200d")
def test_any_text_becomes_one_harmless_line(words: str) -> None:
    line = escapes.log_line(words)
    assert not any(is_hidden(character) and character not in NEEDED for character in tags_of_flags.sub("", line))
    assert not COMMAND.search(line)
    assert line.encode().decode().splitlines() in ([line], [])
    assert escapes.log_line(line) == line
    assert "".join(escapes.characters(words)) == escapes.printable(words)
    assert escapes.log_line("".join(escapes.characters(words))) == line


# The flags of England, Scotland and Wales are a black flag and letters that show nothing.
tags_of_flags = re.compile("(?<=\U0001f3f4)[\U000e0030-\U000e007a]{1,6}\U000e007f")


@given(any_text)
def test_a_joiner_stays_only_where_it_is_at_work(words: str) -> None:
    for match in re.finditer(f"[{NEEDED}]", escapes.log_line(words)):
        assert match.start() > 0
        assert ord(match.string[match.start() - 1]) > 0xA8


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\x85", "\u2028", "\u202e", "\u2066", "\u061c"])
@pytest.mark.parametrize("around", ["ab", "كت", "कख", "👩👩"])
def test_what_steers_is_shown_as_an_escape_anywhere(character: str, around: str) -> None:
    assert escapes.printable(character.join(around)) == f"\\u{ord(character):04x}".join(around)


def test_every_character_that_unicode_calls_hidden_is_escaped() -> None:
    raw = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if is_hidden(chr(code)) and escapes.printable(chr(code)) == chr(code)
    ]
    assert raw == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("::error::x", "\\u003a:error::x"),
        ("\u3000 ::error::x", "\u3000 \\u003a:error::x"),
        ("a ##[error]x", "a \\u0023#[error]x"),
        ("####[error]x", "##\\u0023#[error]x"),
        ("a :: b # c ## d", "a :: b # c ## d"),
        ("a\n::error::x", "a\\u000a::error::x"),
        ("\udce9\ud800", "\\xe9\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
    ids=ascii,
)
def test_escapes_are_shown_so(words: str, shown: str) -> None:
    assert escapes.log_line(words) == shown


def test_colours_are_kept_only_where_they_are_our_own() -> None:
    assert escapes.log_line("\x1b[1mx\x1b[0m") == "\\u001b[1mx\\u001b[0m"
    assert escapes.log_line("\x1b[1mx\x1b[2Jy\x1b[0m", colored=True) == "\x1b[1mx\\u001b[2Jy\x1b[0m"
    assert escapes.log_line("\x1b[1m ::x", colored=True) == "\x1b[1m \\u003a:x"


@given(any_text)
@example("https://example.org www.example.org @everyone a@example.org #12")
@example("<b> [x](y) ![x](y) `a` **b** ~~c~~ &amp; \\<i>")
def test_any_text_in_markdown_is_only_text(words: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shown = escapes.markdown(words)
    assert "\n" not in shown
    (inline,) = [token for token in reader.parse(f"x {shown} x") if token.type == "inline"]
    assert {token.type for token in inline.children or ()} <= {"text", "text_special"}
    read = "".join(token.content for token in inline.children or ())
    assert not re.search(r"@\w|#\d|://|www\.", read)
    assert read.replace("\u200b", "").split() == f"x {escapes.printable(words.replace(chr(10), ' '))} x".split() or (
        "\u200b" in words
    )


@given(st.dictionaries(any_text, any_text))
@example({"a\x7fb": "\x00\udce9\ud83d\ude00"})
def test_json_can_be_read_by_any_reader(document: dict[str, str]) -> None:
    shown = escapes.json_text(document)
    assert shown.isascii()
    assert shown.replace("\n", "").isprintable()
    read = json.loads(shown)
    json.dumps(read, ensure_ascii=False).encode()
    if not re.search("[\ud800-\udfff]", "".join([*document, *document.values()])):
        assert read == document


@given(any_text)
def test_an_address_holds_only_what_addresses_hold(words: str) -> None:
    assert re.fullmatch(r"[!#-'*-;=?-Z_a-z~]*", escapes.url(words))


# --- reports ---

ODD_PATH = f"{PAGES}/a,b:c%d ::e\r\nf\x1b\u202e\udce9\uffff.md"


@pytest.fixture
def odd() -> ReportView:
    """A report on a file of an odd name, with odd words everywhere."""
    words = "".join(hostile.PIECES.values()) + "\n::error::owned"
    found = Diagnostic(Span(ODD_PATH, 2, 5), "unknown-factor", Severity.ERROR, words, help=words)
    return ReportView((found,), {ODD_PATH: Source(ODD_PATH, words)}, 1, rules_url=f"https://example.org/{words}")


def test_github_finds_a_file_of_an_odd_name(odd: ReportView) -> None:
    shown = github.render(odd)
    assert shown.startswith(f"::error file={PAGES}/a%2Cb%3Ac%25d %3A%3Ae%0D%0Af\\u001b\\u202e\\xe9\\uffff.md,line=1,")
    assert shown.count("\n") == 1
    assert_harmless(shown, annotations=True)


def test_the_summary_of_a_job_is_a_table_with_nothing_but_text_in_it(odd: ReportView) -> None:
    shown = github.summary_of(odd)
    assert_harmless(shown)
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(shown)
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 1 + 3 + 3
    kinds = [{child.type for child in cell.children or ()} for cell in cells]
    assert kinds[-3:] == [{"text"}, {"link_open", "text", "link_close"}, {"text"}]


def test_sarif_names_a_file_of_an_odd_name_by_its_bytes(odd: ReportView) -> None:
    run = json.loads(sarif.render(odd))["runs"][0]
    address = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9/%._~-]+", address)
    assert unquote_to_bytes(address) == ODD_PATH.encode("utf-8", "surrogateescape")
    help_ = run["tool"]["driver"]["rules"][0]["helpUri"]
    assert re.fullmatch(r"[!-~]+", help_)
    assert urlsplit(help_).netloc == "example.org"


@pytest.mark.parametrize("reporter", [json_reporter, sarif, gitlab, rdjson])
def test_json_of_odd_names_can_be_encoded(odd: ReportView, reporter: object) -> None:
    document = json.loads(reporter.render(odd))  # type: ignore[attr-defined]
    assert b"\\\\xe9" in json.dumps(document, ensure_ascii=False).encode() or reporter is sarif


def test_junit_of_odd_names_is_xml(odd: ReportView) -> None:
    case = ET.fromstring(junit.render(odd)).find("./testsuite/testcase")
    assert case is not None
    assert case.get("file", "").endswith(r"\u000d\u000af\u001b\u202e\xe9\uffff.md")
    assert "]]></failure><!-- & &#0; -->" in (case[0].text or "")


def test_the_mark_is_under_the_fault_when_escapes_stand_before_it() -> None:
    line = "x: 👩\u200d🏫 क्\u200dष a\u200db\x1b\tzzz"
    at = line.index("zzz")
    found = Diagnostic(Span(VOICE, at, at + 3), "unknown-factor", Severity.ERROR, "m")
    shown, mark = text.render(ReportView((found,), {VOICE: Source(VOICE, line)}, 1)).split("\n")[2:4]
    assert shown == "    1 | x: 👩\u200d🏫 क्\u200dष a\\u200db\\u001b    zzz"
    # Two pictures of two columns each, the joiners and the sign between consonants of none.
    assert mark.index("^") == shown.index("zzz") + 2 - 3


# --- commands, on libraries of a stranger ---

COMMANDS = {
    **{
        f"check-{name}": ["check", TODAY, "--format", name]
        for name in ("text", "github", "junit", *sorted(JSON_FORMATS))
    },
    "check-infos": ["check", TODAY, "--show", "info", "--no-cache"],
    "statistics": ["check", TODAY, "--statistics"],
    "changed": ["check", TODAY, "--changed-since", "HEAD"],
    "fix": ["fix", TODAY, "--diff", "--unsafe"],
    "coverage": ["coverage", TODAY],
    "coverage-of-a-model": ["coverage", TODAY, "--model", "middle-grades"],
    "diff-text": ["diff", TODAY, "HEAD"],
    "diff-json": ["diff", TODAY, "HEAD", "--format", "json"],
    "diff-markdown": ["diff", TODAY, "HEAD", "--format", "markdown"],
    "links-text": ["links", "--offline"],
    "links-json": ["links", "--offline", "--format", "json"],
    "links-markdown": ["links", "--offline", "--format", "markdown"],
    "export": ["export", TODAY, "--no-search", "--archive"],
    "export-since": ["export", TODAY, "--no-search", "--since", "HEAD"],
}


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Libraries of a stranger, in repositories whose last commit holds no fault."""
    folder = tmp_path_factory.mktemp("hostile")
    good = Repository.create(folder / "good", environment(folder), {"content": LIBRARY / "content"})
    good.git("commit", "--quiet", "--message", "Begin")
    made = {}
    for name, make in hostile.LIBRARIES.items():
        made[name] = shutil.copytree(good.folder, folder / name)
        make(made[name])
    return made


@pytest.fixture(autouse=True)
def nothing_is_remembered_elsewhere(own_memo: None) -> None:
    """Each test has a key of the cache of its own."""


@pytest.mark.parametrize(
    ("command", "name"), sample(product(COMMANDS, hostile.LIBRARIES), 4, itemgetter(0), itemgetter(1))
)
def test_no_library_steers_what_a_command_prints(command: str, name: str, libraries: dict[str, Path], run: Run) -> None:
    arguments = COMMANDS[command]
    outcome = run(*arguments, folder=libraries[name])
    assert_sound(outcome, arguments[arguments.index("--format") + 1] if "--format" in arguments else "text")
    if arguments[0] == "check" and "--changed-since" not in arguments:
        assert outcome.code == 0 if name == "published" else outcome.code in (1, 2)


# --- bundles of a stranger ---


@pytest.fixture(scope="module")
def bundle(libraries: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole bundle of the library whose titles are hostile."""
    out = tmp_path_factory.mktemp("bundle")
    command = [SCRIPTS / "strategies", "export", TODAY, "--no-search", "--root", libraries["published"], "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    return out / "latest"


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize("name", hostile.BUNDLES)
def test_no_bundle_steers_what_is_said_of_it(name: str, packed: bool, bundle: Path, tmp_path: Path, run: Run) -> None:
    target = shutil.copytree(bundle, tmp_path / "a\n::error::b\udcffundle")
    hostile.BUNDLES[name](target)
    if packed:
        target = hostile.zipped(target, tmp_path / "a\n##[error]bundle.zip")
    outcome = run("verify", target)
    assert_sound(outcome)
    assert outcome.code == 1
    # Each fault is one line, whatever its path holds.
    assert outcome.err == f"{escapes.log_line(str(target))}: {outcome.out.count(chr(10))} faults\n"
    for format_ in ("text", "json", "markdown"):
        assert_sound(run("diff", bundle, target, "--format", format_), format_)


def test_a_difference_in_markdown_holds_only_our_own_markup(bundle: Path, tmp_path: Path, run: Run) -> None:
    target = shutil.copytree(bundle, tmp_path / "bundle")
    hostile.BUNDLES["changed"](target)
    outcome = run("diff", bundle, target, "--format", "markdown")
    assert outcome.code == 0
    marker, _, rest = outcome.out.partition("\n")
    assert marker == MARKER
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(rest)
    inside = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in [*tokens, *inside] if not token.type.endswith(("_open", "_close"))}
    assert kinds <= {"inline", "text", "text_special", "softbreak", "code_inline", "fence"}
    tags = {token.tag for token in [*tokens, *inside] if token.type.endswith("_open")}
    assert tags <= {"p", "strong", "h3", "ul", "li"}
    assert not re.search(r"@\w|#\d|://", "".join(child.content for child in inside if child.type != "code_inline"))
    assert "@everyone" in "".join(token.content for token in tokens if token.type == "fence")


# --- arguments and what goes wrong ---

WORDS = "\x1b[31m\n::error::owned\u202e\udcff"
WRONG = {
    "command": [WORDS],
    "option": ["check", f"--{WORDS}"],
    "choice": ["check", "--format", WORDS],
    "day": ["check", f"--today={WORDS}"],
    "path": ["check", TODAY, f"/{WORDS}"],
    "root": ["check", "--root", WORDS],
    "rule": ["explain", WORDS],
    "rules": ["check", "--select", WORDS],
    "commit": ["check", "--changed-since", WORDS],
    "side": ["diff", WORDS],
    "bundle": ["verify", WORDS],
    "model": ["coverage", TODAY, "--model", WORDS],
    "formats": ["export", "--formats", WORDS],
    "output": ["check", TODAY, "--output", f"no/{WORDS}"],
    "stdin": ["check", "-", "--stdin-path", f"/{WORDS}"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_no_argument_steers_what_is_said_of_it(arguments: list[str], libraries: dict[str, Path], run: Run) -> None:
    outcome = run(*arguments, folder=libraries["published"])
    assert_sound(outcome)
    assert outcome.code == 2
    assert outcome.err.startswith(("strategies: ", "Usage: "))
    assert "[31m" in outcome.err


def test_the_summary_of_a_job_is_written_whatever_the_names(
    libraries: dict[str, Path], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert_sound(run("check", TODAY, "--format", "github", folder=libraries["names"]), "github")
    written = (tmp_path / "summary.md").read_bytes().decode()
    assert "owned" in written
    assert_harmless(written)


def test_what_goes_to_a_file_is_harmless_too(libraries: dict[str, Path], run: Run, tmp_path: Path) -> None:
    for format_ in ("text", "github", "junit", *JSON_FORMATS):
        report = tmp_path / f"{format_}.txt"
        assert run("check", TODAY, "--format", format_, "--output", report, folder=libraries["names"]).code == 1
        written = report.read_bytes().decode()
        assert len(written) > 1000
        assert_harmless(written, annotations=format_ == "github")


def test_a_fault_of_a_file_is_one_line_whatever_its_name(library: Path, run: Run) -> None:
    """Else a name could bring a line that reads as our own."""
    hostile.put(library, "a\n✓ 10 files checked, nothing to mend", "x")
    outcome = run("verify", "a\n✓ 10 files checked, nothing to mend", folder=library)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1


# --- as processes ---


@pytest.fixture(scope="module")
def repository(libraries: dict[str, Path]) -> Repository:
    """The library of hostile names, all of them committed."""
    folder = libraries["names"]
    repository = Repository(folder, environment(folder.parent))
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Add")
    return repository


def ran(folder: Path, *arguments: str, shell: str = "", **variables: str) -> Outcome:
    """Run the installed command; `shell` redirects its streams."""
    command = ["sh", "-c", f'"$0" "$@" {shell}', str(SCRIPTS / "strategies"), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(folder) | variables, capture_output=True, check=False)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


ENCODINGS = {
    "c": {"LANG": "C", "LC_ALL": "C"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1:strict"},
}


@pytest.mark.parametrize("variables", ENCODINGS.values(), ids=ENCODINGS)
def test_a_terminal_of_any_encoding_is_served(repository: Repository, variables: dict[str, str]) -> None:
    outcome = ran(repository.folder, "check", TODAY, **variables)
    assert_sound(outcome)
    assert outcome == ran(repository.folder, "check", TODAY)
    assert r"a\xff\xe9b.md" in outcome.out


def test_names_that_python_cannot_decode_are_shown_byte_by_byte(repository: Repository) -> None:
    outcome = ran(repository.folder, "check", TODAY, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert_sound(outcome)
    assert outcome.code == 1
    assert r"\xe2\x80\xaedenwo.md" in outcome.out


def test_names_of_a_commit_are_harmless(repository: Repository) -> None:
    """Names come from git here, not from the disk."""
    for format_ in ("text", "github", "json"):
        outcome = ran(repository.folder, "check", TODAY, "--changed-since", "HEAD^", "--format", format_)
        assert_sound(outcome, format_)
        assert outcome.code == 1
    assert_sound(ran(repository.folder, "diff", TODAY, "HEAD^"))


@pytest.mark.parametrize("shell", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_no_fault(shell: str, library: Path) -> None:
    done = ran(library, "check", TODAY, shell=shell)
    assert (done.code, done.err.replace(PACKAGED, "")) == (0, "")
    assert done.out == ("" if ">&- " in f"{shell} " and not shell.startswith("2") else ALL_WELL)
    replace(library / VOICE, "factors: [motivation,", "factors: [motivatoin,")
    assert ran(library, "check", TODAY, shell=shell).code == 1
    assert ran(library, "chekc", shell=shell).code == 2


ALL_WELL = "✓ 10 files checked, nothing to mend\n"


@pytest.mark.parametrize("name", ["names", "published"])
@pytest.mark.parametrize("arguments", [["check", TODAY], ["coverage", TODAY, "--model", "middle-grades"], ["rules"]])
def test_a_terminal_gets_only_our_own_colours(name: str, arguments: list[str], libraries: dict[str, Path]) -> None:
    shown = on_a_terminal([str(SCRIPTS / "strategies"), *arguments], libraries[name])
    plain = re.sub(r"\x1b\[(0|1|1;3[1236])m", "", shown)
    assert plain != shown or (name, arguments[0]) == ("names", "coverage")
    assert_harmless(plain.replace("\r\n", "\n"))


def on_a_terminal(command: list[str], folder: Path) -> str:
    """What a command writes to a terminal."""
    reader, writer = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, env=environment(folder) | {"TERM": "xterm"}, stdout=writer, stderr=writer
    ) as process:
        os.close(writer)
        shown = bytearray()
        while True:
            try:
                read = os.read(reader, 65536)
            except OSError:  # the other end is closed
                break
            if not read:
                break
            shown += read
        process.wait()
    os.close(reader)
    return shown.decode()
