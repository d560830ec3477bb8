"""Templates that reach for more than pages show: found by `check` at their line, and refused if they were run."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from command import TODAY, Run
from markupsafe import Markup

from pipeline.model.library_info import LibraryInfo
from pipeline.publish.exporter import ExportFault
from pipeline.publish.exporters.html_site.theme import Theme
from pipeline.source.parse.template import outline_of


class Touch:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


# Each stands in `blocks/footer.html`, on line 2; what check calls it.
VECTORS = {
    "class": "{{ library.__class__ }}",
    "class-by-item": "{{ library['__class__'] }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "plain-namespace": "{% set spot = namespace(a=1) %}{{ spot.a }}",
    "os": "{{ os.popen('touch CANARY').read() }}",
    "import": "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('touch CANARY') }}",
    "of-self": "{{ self._TemplateReference__context.environment }}",
    "of-once": "{{ once.__globals__ }}",
    "of-gettext": "{{ _.__globals__ }}",
    "attr": "{{ library|attr('__class__') }}",
    "attr-joined": "{{ library|attr('__cla' ~ 'ss__') }}",
    "map-attr": "{{ [library]|map('attr', '__class__')|list }}",
    "map-attribute": "{{ [library]|map(attribute='__class__')|list }}",
    "selectattr": "{{ [library]|selectattr('__class__')|list }}",
    "sort": "{{ [library, library]|sort(attribute='__class__')|list }}",
    "groupby": "{{ [library]|groupby('__class__') }}",
    "format": "{{ '{0.__class__}'.format(library) }}",
    "format-map": "{{ '{a.__class__}'.format_map({'a': library}) }}",
    "format-filter": "{{ '%s'|format(library) }}",
    "map-format": "{{ ['%s']|map('format', library)|list }}",
    "pickle": "{{ library.parse_raw(PICKLE, proto='pickle', allow_pickle=True) }}",
    "file": "{{ library.parse_file('CANARY') }}",
    "model": "{{ library.model_construct() }}",
    "once-by-method": "{{ once(library.model_dump) }}",
    "call-of-mapping": "{{ {'a': 1}.update({'b': 2}) }}",
    "call-of-list": "{{ [1].append(2) }}",
}
# What shows only when it runs.
HIDDEN = {
    "item-joined": "{{ library['__cla' ~ 'ss__'] }}",
    "map-joined": "{{ [library]|map(attribute='__cla' ~ 'ss__')|list }}",
    "method-as-value": "{% set go = library.parse_raw %}{{ go(PICKLE, proto='pickle', allow_pickle=True) }}",
    "method-of-item": "{{ library['parse_raw'](PICKLE, proto='pickle', allow_pickle=True) }}",
    "method-to-once": "{{ once(library.parse_raw, PICKLE) }}",
    "fields": "{{ library.model_fields }}",
    "function-to-once": "{{ once(tongue_of, 'factors', 'attention') }}",
    "map-of-methods": "{% for go in [library]|map(attribute='model_dump') %}{{ go() }}{% endfor %}",
}


LIBRARY = LibraryInfo(title="Ours", language="en", publisher="We", licence="CC-BY-4.0", version="1.0.0")


def render(vector: str, canary: Path) -> bytes:
    """Render a template of a library without what `check` says of it."""
    data = repr(pickle.dumps(Touch(canary), protocol=0).decode("ascii"))
    text = "<p>ours</p>\n" + vector.replace("CANARY", str(canary)).replace("PICKLE", data)
    theme = Theme({"templates/blocks/footer.html": text.encode()})
    return theme.render("blocks/footer.html", {"library": LIBRARY, "tongue_of": lambda *names: Markup("")})


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_what_reaches_too_far_is_found_at_its_line(vector: str) -> None:
    assert list(outline_of(f"<p>ours</p>\n{vector}").reaches) == [2]


@pytest.mark.parametrize("vector", [*VECTORS.values(), *HIDDEN.values()], ids=[*VECTORS, *HIDDEN])
def test_what_reaches_too_far_fails_when_it_runs(vector: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    with pytest.raises(ExportFault, match=r"blocks/footer.html, line 2"):
        render(vector, canary)
    assert not canary.exists()


def test_what_the_documentation_shows_runs(tmp_path: Path) -> None:
    text = """{% macro card(a) %}<b>{{ a }}</b>{% endmacro %}{{ once(card, library.title.upper()) }}{{ _("Home") }}
    {% for key, value in {"a": 1}.items() %}{{ loop.index }}{{ loop.cycle("x", "y") }}{{ key }}{% endfor %}"""
    assert b"<b>OURS</b>" in render(text, tmp_path / "canary")


def test_a_template_that_runs_code_never_runs(run: Run, library: Path, tmp_path: Path, own_memo: None) -> None:
    """Of two ways, the second is refused by Jinja's own sandbox only in part: pydantic can unpickle."""
    block = library / "templates/blocks/footer.html"
    block.parent.mkdir(parents=True)
    for name in ("cycler", "pickle", "method-as-value"):
        vector = (VECTORS | HIDDEN)[name]
        data = repr(pickle.dumps(Touch(tmp_path / "canary"), protocol=0).decode("ascii"))
        vector = vector.replace("CANARY", str(tmp_path / "canary")).replace("PICKLE", data)
        block.write_text(f"<p>ours</p>\n{vector}\n", encoding="utf-8")
        outcome = run("check", TODAY, folder=library)
        rule = "broken-template" if name in HIDDEN else "unsafe-template"
        assert f"templates/blocks/footer.html:2:1 error {rule}" in outcome.heads, name
        assert run("export", TODAY, "--out", str(tmp_path / "out"), folder=library).code == 1
        assert not (tmp_path / "canary").exists()


ACTIVE = {
    "script": "<script>alert(1)</script>",
    "own-script": '<script src="{{ root }}own.js"></script>',
    "frame": '<iframe src="https://evil.example.org"></iframe>',
    "handler": '<p onclick="go()">x</p>',
    "policy": '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    "style": '<p style="display:none">x</p>',
    "object": '<object data="x.svg"></object>',
}


@pytest.mark.parametrize("text", ACTIVE.values(), ids=ACTIVE)
def test_what_runs_or_embeds_something_is_found(text: str, run: Run, library: Path, own_memo: None) -> None:
    block = library / "templates/blocks/end_of_page.html"
    block.parent.mkdir(parents=True)
    block.write_text(f"<p>ours</p>\n{text}\n", encoding="utf-8")
    outcome = run("check", TODAY, folder=library)
    assert "templates/blocks/end_of_page.html:2:1 error broken-template" in outcome.heads
    assert "this template brings a fault into" in outcome.out
