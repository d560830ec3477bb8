"""A library's own templates: copies, what check says of them, and what changed since."""

from __future__ import annotations

from pathlib import Path

from command import TODAY, Run

from pipeline.source.resources import packaged_templates


def test_a_copied_template_changes_nothing_and_is_listed(run: Run, library: Path, own_memo: None) -> None:
    assert run("theme", "eject", "frame.html", folder=library).code == 0
    copy = library / "templates/frame.html"
    assert copy.read_text(encoding="utf-8").endswith(packaged_templates()["frame.html"])
    assert run("check", TODAY, folder=library).rules == []
    assert "frame.html  your own\n" in run("theme", "list", folder=library).out
    again = run("theme", "eject", "frame.html", folder=library)
    assert again.code == 2
    assert "templates/frame.html exists already" in again.err


def test_a_copy_whose_original_changed_is_named(run: Run, library: Path, own_memo: None) -> None:
    run("theme", "eject", "blocks/footer.html", folder=library)
    copy = library / "templates/blocks/footer.html"
    text = copy.read_text(encoding="utf-8")
    digest = text.partition("digest ")[2][:16]
    copy.write_text(text.replace(digest, "0" * 16), encoding="utf-8")
    assert run("check", TODAY, folder=library).rules == ["outdated-template"]
    assert "its original has changed since you copied it" in run("theme", "list", folder=library).out
    assert digest in run("theme", "eject", "blocks/footer.html", "--print", folder=library).out


def test_copies_stay_in_the_library(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (library / "templates").symlink_to(tmp_path / "elsewhere")
    outcome = run("theme", "eject", "about.html", folder=library)
    assert outcome.code == 2
    assert "templates cannot be written to: a link" in outcome.err
    assert "did you mean `about.html`" in run("theme", "eject", "abuot.html", folder=library).err


def test_every_packaged_template_passes_the_checks_of_own_ones(run: Run, library: Path, own_memo: None) -> None:
    for name, text in packaged_templates().items():
        (library / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (library / "templates" / name).write_text(text, encoding="utf-8")
    assert run("check", TODAY, folder=library).rules == []
