"""Minutes as values: what people wrote is never lost, quotes show what was said, fingerprints tell a sign."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.charter.print_blocks import blocks
from app.markdown import markdown
from app.workshops.minutes.document import (
    AFTER_ITEMS,
    BEFORE_ITEMS,
    Section,
    fingerprint,
    initial,
    quoted,
    renewed,
    shortened,
    to_markdown,
)

keys = st.sampled_from([*BEFORE_ITEMS, *(f"item-{number}" for number in range(6)), *AFTER_ITEMS])


@st.composite
def documents(draw: st.DrawFn, *, edited: bool) -> list[Section]:
    """Sections in the order of minutes, each once; some edited by people when asked."""
    present = draw(st.sets(st.integers(0, 5)))
    order = [*BEFORE_ITEMS, *(f"item-{number}" for number in sorted(present)), *AFTER_ITEMS]
    return [
        Section(key, key.title(), draw(st.text(max_size=20)), edited and draw(st.booleans())) for key in order
    ]


@given(documents(edited=True), documents(edited=False))
def test_telling_again_loses_nothing_that_a_person_wrote(kept: list[Section], fresh: list[Section]) -> None:
    told = renewed(kept, fresh)
    assert [section for section in kept if section.was_edited] == [
        section
        for section in sorted(told, key=lambda s: [k.key for k in kept].index(s.key) if s.was_edited else 99)
        if section.was_edited
    ]
    assert {section.key for section in fresh} <= {section.key for section in told}
    assert len({section.key for section in told}) == len(told)


@given(documents(edited=True), documents(edited=False))
def test_what_nobody_edited_says_what_happened_and_the_end_stays_the_end(
    kept: list[Section], fresh: list[Section]
) -> None:
    told = renewed(kept, fresh)
    new = {section.key: section for section in fresh}
    assert all(section == new[section.key] for section in told if not section.was_edited)
    assert [section.key for section in told][-len(AFTER_ITEMS) :] == list(AFTER_ITEMS)


@given(documents(edited=True), documents(edited=False))
def test_telling_twice_is_telling_once(kept: list[Section], fresh: list[Section]) -> None:
    once = renewed(kept, fresh)
    assert renewed(once, fresh) == once


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60))
def test_a_quote_shows_exactly_what_was_written(text: str) -> None:
    line = " ".join(text.split())
    for before in ("- ", "- Elle dit : "):
        told = blocks(before + quoted(text))
        said = f"{before[2:]}{line}".strip()
        assert "".join(run["text"] for block in told for run in block["runs"]) == said
        assert len(told) == (1 if said else 0)
        assert not any(run["strong"] or run["emph"] for block in told for run in block["runs"])


def test_a_quote_begins_no_list_no_title_and_no_quotation() -> None:
    for text in (
        "# Titre",
        "- tiret",
        "1. premier",
        "12) douze",
        "> cité",
        "+ plus",
        "--- suite",
        "=== égal",
    ):
        (told,) = blocks("- " + quoted(text))
        assert "".join(run["text"] for run in told["runs"]) == text


def test_a_quote_cannot_become_a_link_nor_a_title() -> None:
    shown = markdown("- " + quoted("# Titre [ici](https://ailleurs.example) <b>*fort*</b> &lt;"))
    assert "<a" not in shown
    assert "<h" not in shown
    assert "<em" not in shown
    assert "&amp;lt;" in shown


@given(documents(edited=False), st.integers(0, 20), st.text(min_size=1, max_size=3))
def test_one_more_sign_anywhere_changes_the_fingerprint(
    sections: list[Section], place: int, sign: str
) -> None:
    at = place % len(sections)
    changed = [
        Section(one.key, one.title, one.text + sign) if index == at else one
        for index, one in enumerate(sections)
    ]
    assert fingerprint(changed) != fingerprint(sections)
    assert fingerprint(list(sections)) == fingerprint(sections)


@given(st.text(max_size=400), st.integers(2, 300))
def test_a_shortened_text_is_its_beginning_and_fits(text: str, longest: int) -> None:
    short = shortened(text, longest)
    line = " ".join(text.split())
    assert len(short) <= longest
    assert short == line or line.startswith(short.removesuffix("…"))


def test_who_asked_not_to_be_named_keeps_an_initial() -> None:
    assert [initial(name) for name in ("Fatou", " émile", "🦊 Renard")] == ["F.", "É.", "🦊."]


def test_the_file_holds_every_section() -> None:
    text = to_markdown("Procès-verbal", [Section("next", "Prochaine séance", "Le 3 mai.")], ["Projet."])
    assert text == "# Procès-verbal\n\n## Prochaine séance\n\nLe 3 mai.\n\nProjet.\n"
