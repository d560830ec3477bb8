"""`strategies links`: what addresses answer, how politely they are asked, what is remembered, and what is reported."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import httpcore2
import pytest
from answering import HUGE, SLOW, Answering, answering, name_hosts
from command import PAGES, VOICE, Run, runner
from hypothesis import given
from hypothesis import strategies as st
from shapes import validate

import pipeline
from pipeline.authoring.links import door
from pipeline.authoring.links.asking import MOST_REDIRECTS, Asker, representative
from pipeline.authoring.links.checking import LinkCheck
from pipeline.authoring.links.door import TimeLimits, is_public
from pipeline.authoring.links.memory import LinkMemory, is_fresh
from pipeline.authoring.links.pacing import Hosts, Pace
from pipeline.authoring.links.reports import markdown, text
from pipeline.authoring.links.summary import summary_of
from pipeline.incremental.memo import Memo
from pipeline.publish.schema.links import LinkAnswerV1

NOW = dt.datetime(2026, 11, 24, 8, 15, tzinfo=dt.UTC)
PATIENT = TimeLimits(5, 5)
QUICK = Pace(pause=0, backoff=0.01, longest_wait=1.5)
Check = Callable[..., dict[str, LinkAnswerV1]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answering]:
    name_hosts(monkeypatch)
    with answering() as running:
        yield running


def check_of(memo: Memo | None = None, now: dt.datetime = NOW, **options: object) -> LinkCheck:
    given = {"archive": "", "allow_private": True, "pace": QUICK, "limits": PATIENT, **options}
    return LinkCheck(LinkMemory(memo or Memo()), lambda: now, **given)  # type: ignore[arg-type]


def ask(*addresses: str, **options: object) -> dict[str, LinkAnswerV1]:
    return check_of(**options).asked(addresses, lambda done, total: None)[0]


def verdict(address: str, **options: object) -> tuple[str, str]:
    answer = ask(address, **options)[address]
    return answer.verdict, answer.said


@pytest.mark.parametrize(
    ("path", "expected", "methods"),
    [
        ("/200", "ok", "HEAD"),
        ("/404", "dead", "HEAD GET"),
        ("/410", "dead", "HEAD"),
        ("/401", "refused", "HEAD GET"),
        ("/403", "refused", "HEAD GET"),
        ("/999", "refused", "HEAD GET"),
        ("/no-head/405", "ok", "HEAD GET"),
        ("/no-head/403", "ok", "HEAD GET"),
        ("/no-head/404", "ok", "HEAD GET"),
        ("/no-head/501", "ok", "HEAD GET"),
        ("/no-head/500", "ok", "HEAD GET"),
        ("/hangs-up", "ok", "HEAD GET"),
        ("/500", "unreachable", "HEAD GET GET GET"),
        ("/fails/1", "ok", "HEAD GET GET"),
        ("/busy/1/0", "ok", "HEAD HEAD"),
        ("/busy/1/1", "ok", "HEAD HEAD"),
        ("/busy/9/0", "refused", "HEAD HEAD HEAD"),
        ("/busy/9/3600", "refused", "HEAD"),
        ("/busy/9/Tue,%2024%20Nov%202026%2009:15:00%20GMT", "refused", "HEAD"),
        ("/busy/9/nonsense", "refused", "HEAD HEAD HEAD"),
        ("/never", "unreachable", "HEAD GET GET"),
        ("/no-head/hangs", "ok", "HEAD GET"),
        ("/round/1", "circle", "HEAD"),
    ],
)
def test_each_answer_has_a_verdict(server: Answering, path: str, expected: str, methods: str) -> None:
    limits = TimeLimits(0.15, 0.15) if path in ("/never", "/no-head/hangs") else PATIENT
    answer = ask(server.url(path), limits=limits)[server.url(path)]
    assert answer.verdict == expected, answer.said
    assert " ".join(server.asked(path)) == methods
    assert answer.asked == "2026-11-24T08:15:00Z"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("5", 5),
        ("Tue, 24 Nov 2026 08:15:30 GMT", 30),
        ("Mon, 23 Nov 2026 08:15:30 GMT", 0.5),
        ("-1", 0.5),
        ("61", None),
    ],
)
def test_a_server_says_how_long_to_wait(written: str, seconds: float | None) -> None:
    hosts = Hosts(Pace(backoff=0.5), time.monotonic)
    asker = Asker(None, hosts, lambda: NOW)  # type: ignore[arg-type]
    assert asker._wait(door.Reply(429, {"retry-after": written}), 0) == seconds


@pytest.mark.parametrize(
    ("path", "expected", "moved_to"),
    [
        ("/to/301/%2F200", "moved", "/200"),
        ("/to/308/%2F200", "moved", "/200"),
        ("/to/302/%2F200", "ok", None),
        ("/to/307/%2F200", "ok", None),
        ("/to/301/%2Fto%2F308%2F%252F200", "moved", "/200"),
        ("/to/301/%2Fto%2F302%2F%252F200", "moved", "/to/302/%2F200"),
        ("/to/302/%2Fto%2F301%2F%252F200", "ok", None),
        ("/to/301/%2F404", "dead", None),
        ("/to/301/%2F403", "refused", None),
        ("/to/301/", "unreachable", None),
        ("/to/302/ftp:%2F%2Fa.test%2F", "unreachable", None),
        ("/to/302/http:%2F%2F[", "unreachable", None),
        ("/far/0", "circle", None),
    ],
)
def test_redirects_are_followed_and_permanent_ones_are_told(
    server: Answering, path: str, expected: str, moved_to: str | None
) -> None:
    answer = ask(server.url(path))[server.url(path)]
    assert (answer.verdict, answer.moved_to) == (expected, moved_to and server.url(moved_to)), answer.said
    assert len(server.requests) <= MOST_REDIRECTS + 2


def test_a_redirect_to_the_first_page_is_doubted(server: Answering) -> None:
    assert verdict(server.url("/to/301/%2F"))[1].endswith("so the page itself may be gone")
    assert verdict(server.url("/to/301/%2F200"))[1] == "redirects for good"


def test_hosts_that_cannot_be_reached(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = f"http://b.test:{unused_port()}/"
    plain = server.url("/200", "c.test").replace("http", "https")
    answers = ask(server.url("/200"), "https://nobody.invalid/x", "http://later.test/", closed, plain, "https://[/")
    verdicts = {address: answer.verdict for address, answer in answers.items()}
    assert verdicts == {
        server.url("/200"): "ok",
        "https://nobody.invalid/x": "dead",
        "http://later.test/": "unreachable",
        closed: "unreachable",
        plain: "unreachable",
        "https://[/": "not-asked",
    }
    assert "no safe connection" in answers[plain].said


def test_what_is_private_is_asked_again_where_that_is_allowed(server: Answering) -> None:
    memo = Memo()
    server_is_known = server.url("/200")
    assert verdict(server_is_known, memo=memo, allow_private=False)[0] == "private"
    assert verdict(server_is_known, memo=memo)[0] == "ok"


def test_without_a_network_nobody_is_called_dead(server: Answering) -> None:
    memo = Memo()
    assert verdict("https://nobody.invalid/x", memo=memo)[0] == "unreachable"
    assert LinkMemory(memo).recall(["https://nobody.invalid/x"]) == {}


def test_an_untrusted_certificate_is_named() -> None:
    error = httpcore2.ConnectError("wrapped")
    error.__cause__ = ssl.SSLCertVerificationError(1, "[SSL] failed")
    error.__cause__.verify_message = "certificate has expired"
    found = door._connection_failure(error)
    assert (found.kind, found.said, found.final) == ("certificate", "no safe connection: certificate has expired", True)


def unused_port() -> int:
    with answering() as gone:
        return gone.port


def test_a_doi_is_alive_if_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishers answer programs as they like; only the first redirect counts."""
    asked: list[str] = []

    async def reply(self: door.Door, method: str, address: str) -> door.Reply:
        asked.append(address)
        replies = {
            "http://dx.doi.org/10.1000/a": door.Reply(301, {"location": "https://doi.org/10.1000/a"}),
            "https://doi.org/10.1000/a": door.Reply(302, {"location": "https://publisher.example/a"}),
            "https://doi.org/10.1000/none": door.Reply(404, {}),
        }
        return replies[address]

    monkeypatch.setattr(door.Door, "ask", reply)
    found = ask("https://doi.org/10.1000/a", "https://doi.org/10.1000/none", "http://dx.doi.org/10.1000/a")
    assert [answer.verdict for answer in found.values()] == ["ok", "dead", "moved"]
    assert "https://publisher.example/a" not in asked


def test_videos_are_asked_for_by_their_picture() -> None:
    assert representative("https://youtu.be/_X0mgOOSpLU?t=3") == "https://img.youtube.com/vi/_X0mgOOSpLU/0.jpg"
    assert representative("https://vimeo.com/123456789") == "https://vimeo.com/123456789"


# Politeness.


def test_a_host_has_one_request_at_a_time_and_a_pause(server: Answering) -> None:
    addresses = [server.url(f"/slow/{number}", host) for host in ("a.test", "b.test") for number in range(4)]
    assert {answer.verdict for answer in ask(*addresses, pace=QUICK._replace(pause=0.04)).values()} == {"ok"}
    began = {host: [each.began for each in server.requests if each.host == host] for host in ("a.test", "b.test")}
    for times in began.values():
        assert all(later - earlier >= SLOW + 0.04 for earlier, later in pairwise(times))
    assert began["b.test"][0] < began["a.test"][-1], "hosts are asked side by side"


def test_hosts_side_by_side_are_few(server: Answering) -> None:
    addresses = [server.url("/slow", f"x{number}.test") for number in range(6)]
    ask(*addresses, pace=QUICK._replace(hosts=2))
    times = sorted(each.began for each in server.requests)
    assert all(times[number + 2] - times[number] >= SLOW for number in range(4))


def test_a_host_that_cannot_be_asked_is_left_alone(server: Answering) -> None:
    busy = [server.url(f"/busy/9/{wait}") for wait in ("0", "00", "000")]
    found = ask(*busy, pace=QUICK._replace(retries=1))
    assert {answer.verdict for answer in found.values()} == {"refused"}
    assert len(server.requests) == 2
    lost = [server.url(f"/never/{number}", "b.test") for number in range(9)]
    ask(*lost, pace=QUICK._replace(retries=0), limits=TimeLimits(0.05, 0.05))
    assert sum(each.host == "b.test" for each in server.requests) == 3


def test_a_huge_body_is_left_where_it_is(server: Answering) -> None:
    assert verdict(server.url("/huge"))[0] == "ok"
    time.sleep(0.1)
    assert server.sent < HUGE / 5


def test_requests_say_who_asks_and_nothing_else(server: Answering) -> None:
    for _ in range(2):
        ask(server.url("/cookie").replace("a.test", "user:secret@a.test"))
    for request in server.requests:
        assert request.headers.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
        assert request.headers["User-Agent"].startswith(f"strategy-pipeline/{pipeline.__version__} (strategies links")


def test_no_proxy_of_the_environment_is_used(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert verdict(server.url("/200"))[0] == "ok"


PATHS = ["/200", "/404", "/500", "/no-head/405", "/busy/1/0", "/round/1", "/to/301/%2F200", "/hangs-up", "/fails/2"]


@given(st.lists(st.sampled_from(PATHS), max_size=6), st.integers(0, 2))
def test_no_address_is_asked_more_often_than_allowed(paths: list[str], retries: int) -> None:
    with pytest.MonkeyPatch.context() as patch, answering() as server:
        name_hosts(patch)
        addresses = [server.url(f"{path}", f"{'abc'[number % 3]}.test") for number, path in enumerate(paths)]
        answers = ask(*addresses, *addresses, pace=Pace(pause=0, backoff=0.001, retries=retries))
        assert answers.keys() == set(addresses)
        asked = [(each.host, each.path) for each in server.requests if each.path not in ("/200", "/round/2")]
        # GET once more where HEAD was refused.
        assert all(asked.count(each) <= 2 + retries for each in asked)


# Private places.


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "192.0.2.1", "198.18.0.1"),
    ],
)
def test_private_numbers_are_known(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_public_numbers_are_known(number: str) -> None:
    assert is_public(number)


def test_nothing_private_is_asked(server: Answering) -> None:
    addresses = [server.url("/200"), server.url("/200", "127.0.0.1"), server.url("/200", "localhost.test")]
    found = ask(*addresses, allow_private=False)
    assert {answer.verdict for answer in found.values()} == {"private"}
    assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 307])
def test_no_redirect_leads_to_a_private_place(server: Answering, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(door, "is_public", lambda number: number == "127.0.0.1")
    with answering("127.0.0.2") as inner:
        address = server.url(f"/to/{status}/http:%2F%2F127.0.0.2:{inner.port}%2F200")
        found = ask(address, allow_private=False)[address]
        assert (found.verdict, found.moved_to) == ("private", None)
        assert inner.requests == []
    assert len(server.requests) == 1


def test_a_name_that_changes_its_number_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number that was looked at is the one that is called."""
    monkeypatch.setattr(door, "is_public", lambda number: number == "127.0.0.1")
    with answering() as outer, answering("127.0.0.2") as inner:
        asked = name_hosts(monkeypatch, rebinding_test=["127.0.0.1", "127.0.0.2"])
        address = f"http://rebinding.test:{outer.port}/200"
        assert verdict(address, allow_private=False)[0] == "ok"
        assert asked.count("rebinding.test") == 1
        assert verdict(address, allow_private=False)[0] == "private"
        assert inner.requests == []


# The web archive.


def test_a_copy_of_a_dead_page_is_named(server: Answering) -> None:
    archive = server.url("/wayback/available", "archive.test")
    paths = ("/404/known", "/404", "/404/nonsense", "/404/known-elsewhere", "/200/known")
    found = ask(*(server.url(path) for path in paths), archive=archive)
    known = server.url("/404/known")
    assert [(answer.archived, answer.archive_asked) for answer in found.values()] == [
        (f"https://web.archive.org/web/20240131000000/{known}", True),
        (None, True),
        (None, False),
        (None, True),
        (None, False),
    ]
    assert sum(each.host == "archive.test" for each in server.requests) == 4


def test_the_archive_is_asked_once(server: Answering) -> None:
    memo, archive = Memo(), server.url("/wayback/available", "archive.test")
    address = server.url("/404/known")
    assert not ask(address, memo=memo)[address].archive_asked
    for _ in range(2):
        assert ask(address, memo=memo, archive=archive)[address].archived
    assert [each.host for each in server.requests] == ["a.test", "a.test", "archive.test"]


# What is remembered.


def test_answers_are_remembered_for_some_days(server: Answering) -> None:
    memo = Memo()
    fine, dead = server.url("/200"), server.url("/404")
    ask(fine, dead, memo=memo)
    server.requests.clear()
    ask(fine, dead, memo=memo, now=NOW + dt.timedelta(hours=23))
    assert server.requests == []
    ask(fine, dead, memo=memo, now=NOW + dt.timedelta(days=6))
    assert {each.path for each in server.requests} == {"/404"}
    ask(fine, dead, memo=memo, now=NOW + dt.timedelta(days=8))
    assert {each.path for each in server.requests} == {"/404", "/200"}
    server.requests.clear()
    ask(fine, memo=memo, now=NOW + dt.timedelta(days=8), max_age=0)
    assert len(server.requests) == 1


def test_an_answer_of_the_future_or_without_a_time_is_not_fresh() -> None:
    answer = LinkAnswerV1.model_validate(
        {"verdict": "ok", "said": "", "status": 200, "moved_to": None, "archived": None, "archive_asked": False}
        | {"asked": "2026-11-24T08:15:00Z"}
    )
    assert is_fresh(answer, NOW, 7)
    assert not is_fresh(answer, NOW - dt.timedelta(days=1), 7)
    for asked in (None, "", "yesterday", "2026-11-24T08:15:00"):
        assert not is_fresh(answer.model_copy(update={"asked": asked}), NOW, 7)


@given(st.binary(max_size=60))
def test_a_damaged_answer_counts_as_none(data: bytes) -> None:
    from pipeline.authoring.links import memory

    memo = Memo()
    memo.put({memory._key("https://a.test/"): data})
    assert LinkMemory(memo).recall(["https://a.test/"]) == {}


def test_what_was_answered_before_a_kill_is_not_asked_again(tmp_path: Path) -> None:
    with answering() as server:
        fine = [server.url(f"/200/{number}", "127.0.0.1") for number in range(3)]
        library = library_with(tmp_path / "library", *fine, server.url("/never", "127.0.0.1"))
        line = [sys.executable, "-m", "pipeline", "links", "--root", str(library), "--allow-private", "--pause", "0"]
        line += ["--cache-dir", str(tmp_path / "cache"), "--no-archive"]
        environment = {"PYTHONPATH": str(Path(pipeline.__file__).parent.parent), "PATH": os.environ["PATH"]}
        with subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            deadline = time.monotonic() + 20
            while len(server.requests) < 3 and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(0.3)  # for the answers to be kept
            process.send_signal(signal.SIGKILL)
        done = subprocess.run(
            [*line, "--offline", "--format", "json"], env=environment, capture_output=True, check=True
        )
        found = {link["address"]: link["answer"]["verdict"] for link in json.loads(done.stdout)["links"]}
        assert [found[address] for address in fine] == ["ok"] * 3
        assert found[server.url("/never", "127.0.0.1")] == "not-asked"


# The command.


def library_with(folder: Path, *addresses: str) -> Path:
    """A small library with a page of links."""
    (folder / PAGES).mkdir(parents=True)
    (folder / "content/library.yaml").write_text("title: A\nbase_url: https://own.example/site\n", encoding="utf-8")
    lines = "".join(f"- [words {number}]({address})\n" for number, address in enumerate(addresses))
    front = "---\ntitle: Student Voice\nsource: {name: A, url: 'https://source.example/ü#part'}\n---\n"
    (folder / VOICE).write_text(f"{front}\n{lines}\n[ours](https://own.example/site/a)\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("STRATEGIES_CACHE_DIR", str(tmp_path / "cache"))
    return runner(monkeypatch, capsys)


def test_the_report_names_each_place(server: Answering, run: Run, tmp_path: Path) -> None:
    folder = library_with(tmp_path / "one", server.url("/404"), server.url("/to/301/%2F200"), server.url("/404#there"))
    options = ("--allow-private", "--pause", "0", "--no-archive")
    done = run("links", *options, "--format", "json", folder=folder)
    assert done.code == 0, done.err
    document = json.loads(done.out)
    validate("links", document, "report")
    assert [(each["address"], each["answer"]["verdict"]) for each in document["links"]] == [
        (server.url("/404"), "dead"),
        ("https://source.example/%C3%BC", "dead"),
        (server.url("/to/301/%2F200"), "moved"),
    ]
    by_address = {each["address"]: each for each in document["links"]}
    assert by_address[server.url("/404")]["places"] == [
        {"path": VOICE, "line": 6, "column": 13},
        {"path": VOICE, "line": 8, "column": 13},
    ]
    assert by_address["https://source.example/%C3%BC"]["places"] == [{"path": VOICE, "line": 3, "column": 25}]
    assert document["counts"]["dead"] == 2
    shown = run("links", *options, folder=folder)
    assert f"{VOICE}:6:13" in shown.out
    assert "(asked today)" in shown.out
    assert "3 addresses: 2 dead, 1 moved" in shown.out


def test_offline_nobody_is_asked(server: Answering, run: Run, tmp_path: Path) -> None:
    folder = library_with(tmp_path / "one", server.url("/200"))
    done = run("links", "--offline", folder=folder)
    assert (done.code, server.requests) == (0, [])
    assert "2 addresses: 2 not-asked" in done.out


def test_only_the_named_files_count(server: Answering, run: Run, tmp_path: Path) -> None:
    folder = library_with(tmp_path / "one", server.url("/200"))
    done = run("links", "--offline", "content/library.yaml", folder=folder)
    assert done.out == "0 addresses: nothing to ask\n"
    assert run("links", "content/nothing.md", folder=folder).code == 2
    assert run("links", "--max-age", "-1", folder=folder).code == 2


def test_a_report_goes_to_a_file(server: Answering, run: Run, tmp_path: Path) -> None:
    folder = library_with(tmp_path / "one", server.url("/404"))
    done = run("links", "--offline", "--format", "markdown", "--output", tmp_path / "a.md", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("**2 addresses: 2 not-asked**\n")


def test_without_the_extra_the_command_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = library_with(tmp_path / "one")
    for name in [each for each in sys.modules if each.startswith("pipeline.authoring.links.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpcore2", None)
    done = run("links", folder=folder)
    assert (done.code, "pip install 'strategy-pipeline[links]'" in done.err) == (2, True)
    assert run("links", "--offline", folder=folder).code == 0


def test_text_of_strangers_is_only_text() -> None:
    """Neither Markdown nor a terminal obeys an address."""
    from pipeline.authoring.links.addresses import LinkPlace

    address = "https://a.test/`*x*<b>@school#1\x1b[2J\n::error::"
    answer = LinkAnswerV1(
        verdict="dead", said="*404* @a", status=404, moved_to=None, archived=None, archive_asked=True,
        asked="2026-11-20T00:00:00Z",
    )  # fmt: skip
    report = summary_of([LinkPlace(address, VOICE, 3, 1)], {address: answer}, (), NOW)
    shown = markdown.render(report)
    assert "`https://a.test/%60*x*<b>@school#1\\u001b[2J\\u000a::error::`" in shown
    assert "\\*404\\*" in shown
    assert "asked 4 days ago" in shown
    assert "\x1b" not in text.render(report)
    assert "\n::" not in text.render(report)


def test_a_long_report_is_cut_between_addresses() -> None:
    from pipeline.authoring.links.addresses import LinkPlace

    places = [LinkPlace(f"https://a.test/{number}", VOICE, 3, 1) for number in range(500)]
    answers = LinkMemory(Memo()).recall_all(place.address for place in places)
    shown = markdown.render(summary_of(places, answers, (), NOW), 5000)
    assert len(shown) <= 5000
    assert "more; `strategies links` lists all of them" in shown
