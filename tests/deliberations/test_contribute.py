"""Contributing, answering, for oneself or for someone who cannot; refusals keep the typed text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.deliberations.models import ArgumentKind, Contribution, Deliberation, Follow, Side
from app.deliberations.services import questions
from app.members.models import Member
from app.register.models import RegisterEntry

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]
TYPED = {"choice": "argument-for", "text": "L’épicerie est à côté de la **gare**."}


def to(deliberation: Deliberation, rest: str = "") -> str:
    return f"/c/quatorze/deliberations/{deliberation.id}/contributions{rest}"


def all_of_them() -> list[Contribution]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Contribution).order_by(Contribution.id)))


def test_one_lands_on_what_one_published(deliberation: Deliberation, sign_in: SignIn) -> None:
    client = sign_in("Chloé")
    answer = client.post(to(deliberation), data=TYPED)
    [said] = all_of_them()
    assert (answer.status_code, answer.location) == (
        303,
        f"/c/quatorze/deliberations/{deliberation.id}#c{said.id}",
    )
    shown = client.get(answer.location).text
    for text in (f'id="c{said.id}"', "<strong>gare</strong>", "Argument pour", "Chloé", "C’est publié"):
        assert text in shown
    assert (said.kind, said.side, said.root_id) == (ArgumentKind.ARGUMENT, Side.FOR, None)


def test_who_contributes_follows(
    deliberation: Deliberation, sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    sign_in("Chloé").post(to(deliberation), data=TYPED)
    assert db.session.get(Follow, (deliberation.id, member("Chloé").id)) is not None
    assert db.session.get(Follow, (deliberation.id, member("Farid").id)) is None


def test_a_double_send_publishes_once(deliberation: Deliberation, sign_in: SignIn) -> None:
    client = sign_in("Chloé")
    first, second = (client.post(to(deliberation), data=TYPED | {"key": "k"}) for _ in range(2))
    assert first.location == second.location
    assert len(all_of_them()) == 1


@pytest.mark.parametrize(
    ("choice", "kind", "side"),
    [
        ("argument-against", ArgumentKind.ARGUMENT, Side.AGAINST),
        ("argument-neutral", ArgumentKind.ARGUMENT, Side.NEUTRAL),
        ("question", ArgumentKind.QUESTION, None),
        ("experience", ArgumentKind.EXPERIENCE, None),
    ],
)
def test_each_kind_is_kept(
    choice: str, kind: ArgumentKind, side: Side | None, deliberation: Deliberation, sign_in: SignIn
) -> None:
    sign_in("Chloé").post(to(deliberation), data=TYPED | {"choice": choice})
    [said] = all_of_them()
    assert (said.kind, said.side) == (kind, side)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text": ""}, "Ce champ est nécessaire"),
        ({"text": "a" * 20_001}, "Au plus 20000 caractères"),
        ({"text": "caché\u202eici et gardé"}, "caractères invisibles"),
        ({"text": "cloche\x07 et gardé"}, "caractères invisibles"),
        ({"choice": ""}, "Dites ce que vous apportez"),
        ({"choice": "answer"}, "Choisissez dans la liste"),
    ],
)
def test_a_bad_contribution_is_given_back(
    wrong: dict[str, str], told: str, deliberation: Deliberation, sign_in: SignIn
) -> None:
    answer = sign_in("Chloé").post(to(deliberation), data=TYPED | wrong)
    assert answer.status_code == 422
    assert told in answer.text
    assert (TYPED | wrong)["text"][:60] in answer.text
    assert all_of_them() == []


def test_a_megabyte_is_refused_before_it_is_read(deliberation: Deliberation, sign_in: SignIn) -> None:
    answer = sign_in("Chloé").post(to(deliberation), data=TYPED | {"text": "x" * 1_000_000})
    assert answer.status_code == 413
    assert all_of_them() == []


def test_script_in_markdown_is_only_text(deliberation: Deliberation, sign_in: SignIn) -> None:
    nasty = (
        "<script>alert(1)</script> <img src=x onerror=alert(2)> [clic](javascript:alert(3)) "
        "![p](http://t.example/p.png)"
    )
    answer = sign_in("Chloé").post(to(deliberation), data=TYPED | {"text": nasty}, follow_redirects=True)
    article = answer.text.split("<article", 1)[1].split("</article>")[0]
    prose = article.split('<div class="prose">')[1].split("</div>")[0]
    for forbidden in ("<script", "<img", 'href="javascript'):
        assert forbidden not in prose
    assert "&lt;script&gt;" in prose


def test_a_closed_deliberation_refuses_and_keeps_the_text(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    client = sign_in("Chloé")
    questions.close(deliberation, member("Farid"))
    db.session.commit()
    answer = client.post(to(deliberation), data=TYPED)
    assert answer.status_code == 409
    assert "La délibération est close" in answer.text
    assert "L’épicerie est à côté de la **gare**." in answer.text
    assert all_of_them() == []


def test_an_answer_stands_under_what_it_answers(
    deliberation: Deliberation, say: Say, sign_in: SignIn
) -> None:
    opening = say("Bob", "Je tiens un magasin.")
    client = sign_in("Chloé")
    form = client.get(to(deliberation, f"/nouvelle?reponse={opening.id}")).text
    assert "Bob écrit" in form
    assert "Je tiens un magasin." in form
    answer = client.post(
        to(deliberation, f"?reponse={opening.id}"), data={"choice": "answer", "text": "Lequel ?"}
    )
    first, second = all_of_them()
    assert answer.location.endswith(f"#c{second.id}")
    assert (second.parent_id, second.root_id, second.kind) == (first.id, first.id, None)
    assert second.path.startswith(first.path)


def test_answering_what_was_withdrawn_keeps_the_text_and_offers_to_publish_it_apart(
    deliberation: Deliberation, say: Say, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    opening = say("Bob", "Je tiens un magasin.")
    sign_in("Bob").post(f"/c/quatorze/contributions/{opening.id}/retrait")
    client = sign_in("Chloé")
    typed = {"choice": "question", "text": "Où est-il, ce magasin ?"}
    answer = client.post(to(deliberation, f"?reponse={opening.id}"), data=typed)
    assert answer.status_code == 409
    assert "Où est-il, ce magasin ?" in answer.text
    assert f'action="{to(deliberation)}"' in answer.text
    assert client.post(to(deliberation), data=typed).status_code == 303
    assert [said.root_id for said in all_of_them()] == [None, None]


def test_one_does_not_answer_across_deliberations(
    collective: Collective, say: Say, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    elsewhere = questions.ask(collective, member("Bob"), question="Autre question ?")
    db.session.commit()
    opening = say("Bob", "Ici.")
    for parent in (opening.id, 999):
        answer = sign_in("Chloé").post(to(elsewhere, f"?reponse={parent}"), data=TYPED)
        assert answer.status_code == 404


def test_a_facilitator_types_for_someone_and_it_says_so(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    client = sign_in("Farid")
    assert "Chloé" in client.get(to(deliberation, "/nouvelle?pour=autrui")).text
    data = TYPED | {"author": str(member("Chloé").id)}
    shown = client.post(to(deliberation, "?pour=autrui"), data=data, follow_redirects=True).text
    assert "saisie assistée par Farid" in shown
    [said] = all_of_them()
    assert (said.author.name, said.assisted_by_id) == ("Chloé", member("Farid").id)
    assert db.session.get(Follow, (deliberation.id, member("Chloé").id)) is not None
    assert "contribution.assisted" in db.session.scalars(sa.select(RegisterEntry.kind)).all()


def test_typing_for_oneself_is_not_assistance(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    data = TYPED | {"author": str(member("Farid").id)}
    sign_in("Farid").post(to(deliberation, "?pour=autrui"), data=data)
    assert all_of_them()[0].assisted_by_id is None


def test_a_member_types_for_nobody_else(
    deliberation: Deliberation, member: Callable[[str], Member], sign_in: SignIn
) -> None:
    client = sign_in("Chloé")
    assert client.get(to(deliberation, "/nouvelle?pour=autrui")).status_code == 403
    data = TYPED | {"author": str(member("Bob").id)}
    assert client.post(to(deliberation, "?pour=autrui"), data=data).status_code == 403
    # Without the mention in the address, the field means nothing.
    client.post(to(deliberation), data=data)
    assert all_of_them()[0].author.name == "Chloé"


def test_an_unknown_person_cannot_be_typed_for(deliberation: Deliberation, sign_in: SignIn) -> None:
    answer = sign_in("Farid").post(to(deliberation, "?pour=autrui"), data=TYPED | {"author": "999"})
    assert (answer.status_code, "Choisissez une personne" in answer.text) == (422, True)


def test_htmx_puts_the_contribution_on_the_page_and_an_empty_form(
    deliberation: Deliberation, sign_in: SignIn
) -> None:
    client = sign_in("Chloé")
    answer = client.post(to(deliberation), data=TYPED | {"key": "k"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="c{all_of_them()[0].id}"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "l’épicerie" not in answer.text.split("<form")[-1].lower()
    again = client.post(to(deliberation), data=TYPED | {"key": "k"}, headers={"HX-Request": "true"})
    assert (again.status_code, len(all_of_them())) == (303, 1)


def test_htmx_gives_a_refused_form_back_in_its_place(deliberation: Deliberation, sign_in: SignIn) -> None:
    answer = sign_in("Chloé").post(
        to(deliberation), data={"text": "sans genre, mais gardé"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#contribute")
    assert "sans genre, mais gardé" in answer.text
    assert "<html" not in answer.text
