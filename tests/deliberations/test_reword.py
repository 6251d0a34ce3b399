"""A contribution is reworded by whoever said it; its whole history is read; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.db import db
from app.deliberations.compare import compare
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.services import contributions, questions
from app.members.models import Member

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]


def to(contribution: Contribution, rest: str) -> str:
    return f"/c/quatorze/contributions/{contribution.id}{rest}"


def typed(text: str, version: int = 1) -> dict[str, str]:
    return {"choice": "experience", "text": text, "version": str(version)}


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_comparison_holds_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(text for what, text in pieces if what != "added") == before
    assert "".join(text for what, text in pieces if what != "removed") == after


@given(st.text(max_size=60))
def test_a_text_compared_with_itself_shows_no_change(text: str) -> None:
    assert all(what == "same" for what, _ in compare(text, text))


def test_words_are_told_apart() -> None:
    assert compare("le pain blanc", "le pain complet") == [
        ("same", "le pain "),
        ("removed", "blanc"),
        ("added", "complet"),
    ]


def test_the_author_rewords_and_everyone_reads_the_history(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    client = sign_in("Chloé")
    assert "Le pain est cher." in client.get(to(said, "/modifier")).text
    answer = client.post(to(said, "/modifier"), data=typed("Le pain est **trop** cher."))
    assert answer.location.endswith(f"#c{said.id}")
    assert "modifiée, voir l’historique" in client.get(answer.location).text
    history = sign_in("Bob").get(to(said, "/historique")).text
    assert "<ins>**trop** </ins>" in history
    assert "Version 2" in history


def test_nobody_rewords_what_another_said(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    for name in ("Bob", "Farid", "Alice"):
        client = sign_in(name)
        assert client.get(to(said, "/modifier")).status_code == 403
        assert client.post(to(said, "/modifier"), data=typed("Autre chose.")).status_code == 403
    db.session.expire_all()
    assert said.text == "Le pain est cher."


def test_whoever_typed_it_may_mend_it(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    from app.deliberations.models import ArgumentKind

    said = contributions.contribute(
        deliberation,
        member("Chloé"),
        text="Le pin est cher.",
        kind=ArgumentKind.EXPERIENCE,
        assisted_by=member("Farid"),
    )
    db.session.commit()
    assert sign_in("Farid").post(to(said, "/modifier"), data=typed("Le pain est cher.")).status_code == 303
    assert "par Farid" in sign_in("Bob").get(to(said, "/historique")).text


def test_two_screens_editing_at_once_lose_nothing(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    client = sign_in("Chloé")
    client.post(to(said, "/modifier"), data=typed("Écrit au téléphone."))
    answer = client.post(to(said, "/modifier"), data=typed("Écrit à l’ordinateur."))
    assert answer.status_code == 409
    for text in ("Écrit au téléphone.", "Écrit à l’ordinateur.", 'value="2"'):
        assert text in answer.text
    assert client.post(to(said, "/modifier"), data=typed("Écrit à l’ordinateur.", 2)).status_code == 303
    db.session.expire_all()
    assert (said.text, said.version) == ("Écrit à l’ordinateur.", 3)


def test_a_forged_version_is_refused(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    for version, status in (("0", 422), ("deux", 422), ("", 422), ("7", 409)):
        forged = typed("Gardé quand même.") | {"version": version}
        answer = sign_in("Chloé").post(to(said, "/modifier"), data=forged)
        assert (answer.status_code, "Gardé quand même." in answer.text) == (status, True)


def test_a_bad_wording_is_given_back(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    answer = sign_in("Chloé").post(to(said, "/modifier"), data=typed("Caché\u202e mais gardé"))
    assert (answer.status_code, "mais gardé" in answer.text) == (422, True)


def test_after_the_closing_nothing_is_reworded_and_the_text_is_kept(
    say: Say, deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    said = say("Chloé", "Le pain est cher.")
    questions.close(deliberation, member("Farid"))
    db.session.commit()
    answer = sign_in("Chloé").post(to(said, "/modifier"), data=typed("Trop tard, mais gardé."))
    assert (answer.status_code, "Trop tard, mais gardé." in answer.text) == (409, True)
    db.session.expire_all()
    assert said.text == "Le pain est cher."


def test_rewording_what_was_removed_meanwhile_keeps_the_text(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le pain est cher.")
    sign_in("Farid").post(to(said, "/moderation"), data={"reason": "off_topic"})
    answer = sign_in("Chloé").post(to(said, "/modifier"), data=typed("Ma correction gardée."))
    assert (answer.status_code, "Ma correction gardée." in answer.text) == (409, True)
