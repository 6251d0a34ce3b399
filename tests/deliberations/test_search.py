"""The search page finds what one may read, whatever the accents, and shows it harmlessly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.collectives.models import Collective
from app.db import db
from app.deliberations import finding
from app.deliberations.models import Contribution, Deliberation
from app.deliberations.policies import can_read
from app.members.models import Member
from app.register import search
from app.web import everyone

SignIn = Callable[[str | None], FlaskClient]
Say = Callable[..., Contribution]
SEARCH = "/c/quatorze/recherche"


def test_a_question_is_found_by_its_words_without_accents(
    deliberation: Deliberation, sign_in: SignIn
) -> None:
    for words in ("epiceries", "ÉPICERIE", "lieux d'abord", "lieu"):
        shown = sign_in("Bob").get(SEARCH, query_string={"q": words}).text
        assert f"/c/quatorze/deliberations/{deliberation.id}" in shown, words
    assert "<mark>épiceries</mark>" in sign_in("Bob").get(SEARCH, query_string={"q": "epicerie"}).text


def test_a_contribution_is_found_under_its_author_and_its_question(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "Le **fromage** de brebis est à dix kilomètres.")
    shown = sign_in("Bob").get(SEARCH, query_string={"q": "fromage brebis"}).text
    assert f"/c/quatorze/contributions/{said.id}" in shown
    assert "Chloé, dans" in shown
    assert "Quels lieux d’abord" in shown


def test_one_kind_can_be_searched_alone(deliberation: Deliberation, say: Say, sign_in: SignIn) -> None:
    say("Chloé", "Une épicerie que je connais.")
    client = sign_in("Bob")
    both = client.get(SEARCH, query_string={"q": "epicerie"}).text
    assert "2 résultats" in both
    alone = client.get(SEARCH, query_string={"q": "epicerie", "dans": "contribution"}).text
    assert "1 résultat" in alone
    assert "2 résultats" in client.get(SEARCH, query_string={"q": "epicerie", "dans": "rien"}).text


def test_the_index_follows_every_change(say: Say, sign_in: SignIn) -> None:
    said = say("Chloé", "du topinambour")
    client = sign_in("Chloé")

    def found(words: str) -> bool:
        return f"contributions/{said.id}" in client.get(SEARCH, query_string={"q": words}).text

    assert found("topinambour")
    reworded = {"choice": "experience", "text": "du panais", "version": "1"}
    client.post(f"/c/quatorze/contributions/{said.id}/modifier", data=reworded)
    assert not found("topinambour")
    assert found("panais")
    client.post(f"/c/quatorze/contributions/{said.id}/retrait")
    assert not found("panais")
    client.post(f"/c/quatorze/contributions/{said.id}/retablissement")
    assert found("panais")


def test_a_refused_write_leaves_the_index_as_it_was(deliberation: Deliberation, sign_in: SignIn) -> None:
    client = sign_in("Chloé")
    client.post(
        f"/c/quatorze/deliberations/{deliberation.id}/contributions",
        data={"choice": "nimporte", "text": "du salsifis"},
    )
    assert "Rien trouvé" in client.get(SEARCH, query_string={"q": "salsifis"}).text


def test_what_was_written_cannot_harm_the_page(say: Say, sign_in: SignIn) -> None:
    say("Chloé", "<script>alert('panais')</script> & <b>panais</b>")
    shown = sign_in("Bob").get(SEARCH, query_string={"q": "panais"}).text
    assert "<script>alert" not in shown
    assert "<b>" not in shown
    assert "<mark>panais</mark>" in shown
    echoed = sign_in("Bob").get(SEARCH, query_string={"q": '"><script>x</script>'}).text
    assert "<script>x" not in echoed


@pytest.mark.parametrize("words", ["", "   ", "!!!", '"', "a OR", "NEAR(", "*", "'; DROP TABLE", "é" * 500])
def test_any_typed_text_is_a_safe_query(words: str, deliberation: Deliberation, sign_in: SignIn) -> None:
    assert sign_in("Bob").get(SEARCH, query_string={"q": words}).status_code == 200


def test_the_public_does_not_find_what_members_say(
    deliberation: Deliberation, say: Say, sign_in: SignIn
) -> None:
    say("Chloé", "du topinambour")
    for words in ("topinambour", "epicerie"):
        shown = sign_in(None).get(SEARCH, query_string={"q": words, "dans": "contribution"}).text
        assert "Rien trouvé" in shown
        assert "ne se lisent qu’entre membres" in shown


def test_a_collective_is_not_searched_from_another(
    deliberation: Deliberation, sign_in: SignIn, member: Callable[[str], Member]
) -> None:
    other = Collective(slug="autre", name="Autre")
    db.session.add(other)
    db.session.flush()
    search.index(other.id, "deliberation", 77, "Épicerie d’ailleurs", "")
    db.session.commit()
    assert "ailleurs" not in sign_in("Bob").get(SEARCH, query_string={"q": "epicerie"}).text


def test_a_feature_says_who_may_find_its_subjects(
    collective: Collective, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_findables", {})
    finding.add_findable("clause", "Charte", finding.addressed(lambda number: f"/clause/{number}"), everyone)
    finding.add_findable("secret", "Entre nous", finding.addressed(lambda number: f"/s/{number}"), can_read)
    finding.add_findable("gone", "Parti", lambda hits: {}, everyone)
    for kind in ("clause", "secret", "gone", "unknown"):
        search.index(collective.id, kind, 4, "Topinambour", "un légume")
    db.session.commit()
    public = sign_in(None).get(SEARCH, query_string={"q": "topinambour"}).text
    assert ("/clause/4" in public, "/s/4" in public) == (True, False)
    ours = sign_in("Bob").get(SEARCH, query_string={"q": "topinambour"}).text
    assert ("/clause/4" in ours, "/s/4" in ours) == (True, True)
    assert "2 résultats" in ours
