"""The directory, a venue's page, the application without account, and the proposal that decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

import app.db as database
from app.accreditation import routes
from app.accreditation.models import Application, Interest, Venue, VenueAnswer
from app.accreditation.services.deciding import acts_of
from app.accreditation.states import VenueState
from app.db import db, now
from app.members.models import Member
from app.proposals.models import Proposal

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
LIEUX = "/c/quatorze/lieux"
ASKED = {
    "name": "La Ferme d’à côté",
    "kind": "producer",
    "place": "Malakoff",
    "presentation": "Des légumes de saison.",
    "products": ["T1"],
    "applicant": "Jeanne",
    "contact": "01 23 45 67 89",
}


def code_in(text: str) -> str:
    return re.search(r'<strong class="code">([^<]+)</strong>', text)[1]


def apply(client: FlaskClient, **said: object) -> str:
    answer = client.post(f"{LIEUX}/candidature", data=ASKED | said)
    assert answer.status_code == 201
    return code_in(answer.text)


@pytest.mark.usefixtures("charter_in_force")
def test_a_venue_applies_without_account_and_follows_with_its_code(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    code = apply(stranger)
    venue = db.session.query(Venue).one()
    assert (venue.state, venue.products) == (VenueState.APPLIED, ["T1"])
    assert code not in db.session.query(Application).one().token_hash
    page = stranger.post(f"{LIEUX}/suivi", data={"code": code.lower().replace("-", " ")})
    assert page.status_code == 200
    assert "La Ferme d’à côté" in page.text
    wrong = stranger.post(f"{LIEUX}/suivi", data={"code": code[:-1] + ("0" if code[-1] != "0" else "1")})
    assert wrong.status_code == 422
    assert "Ce code n’ouvre rien" in wrong.text


@pytest.mark.usefixtures("charter_in_force")
def test_the_venue_answers_before_the_decision(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    code = apply(stranger)
    answer = stranger.post(f"{LIEUX}/suivi/reponse", data={"code": code, "body": "Nous ouvrons le soir."})
    assert answer.status_code == 303
    assert db.session.query(VenueAnswer).one().by_member_id is None
    venue = db.session.query(Venue).one()
    assert "Nous ouvrons le soir." in sign_in("Bob").get(f"{LIEUX}/{venue.id}").text
    assert stranger.post(f"{LIEUX}/suivi/reponse", data={"code": "x", "body": "Moi."}).status_code == 404
    empty = stranger.post(f"{LIEUX}/suivi/reponse", data={"code": code, "body": ""})
    assert empty.status_code == 422
    assert f'value="{code}"' in empty.text


@pytest.mark.usefixtures("charter_in_force")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "Ce champ est nécessaire."),
        ({"kind": "castle"}, "Choisissez un genre de lieu dans la liste."),
        ({"products": ["T9"]}, "T9"),
        ({"website": "javascript:alert(1)"}, "Une adresse de site commence par https:// ou http://."),
        ({"presentation": "a" * 3001}, "Au plus 3000 caractères"),
        ({"name": "Ferme\u202e"}, "caractères invisibles"),
    ],
)
def test_an_application_that_cannot_be_keeps_what_was_typed(
    sign_in: SignIn, said: dict[str, object], why: str
) -> None:
    answer = sign_in(None).post(f"{LIEUX}/candidature", data=ASKED | said)
    assert answer.status_code == 422
    assert why in answer.text
    assert "Malakoff" in answer.text
    assert db.session.query(Venue).count() == 0


def test_two_venues_of_one_name_are_refused(sign_in: SignIn, venue: Callable[..., Venue]) -> None:
    venue("La Ferme d’à côté")
    answer = sign_in(None).post(f"{LIEUX}/candidature", data=ASKED | {"name": "LA FERME D’A COTE"})
    assert answer.status_code == 422
    assert "Un lieu de ce nom est déjà connu ici" in answer.text


@pytest.mark.usefixtures("charter_in_force")
def test_the_same_application_sent_twice_is_one(sign_in: SignIn) -> None:
    stranger = sign_in(None)
    for _ in range(2):
        stranger.post(f"{LIEUX}/candidature", data=ASKED | {"key": "one"})
    assert db.session.query(Venue).count() == 1


def test_the_public_reads_accredited_venues_and_why(
    sign_in: SignIn, accredited: Callable[..., Venue], venue: Callable[..., Venue]
) -> None:
    shop, other = accredited(), venue("En attente")
    page = sign_in(None).get(LIEUX).text
    assert "L’Épicerie du coin" in page
    assert "En attente" not in page
    assert "60\u00a0%" in page
    assert re.search(r"Conventionné le <time", page)
    assert "En attente" in sign_in("Bob").get(LIEUX).text
    assert sign_in(None).get(f"{LIEUX}/{shop.id}").status_code == 200
    assert sign_in(None).get(f"{LIEUX}/{other.id}").status_code == 404
    assert "L’Épicerie du coin" in sign_in(None).get(f"{LIEUX}/fiche").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=epicerie", True),
        ("q=Plaisance", True),
        ("q=inconnu", False),
        ("etat=accredited", True),
        ("etat=to_renew", False),
        ("genre=shop", True),
        ("genre=amap", False),
        ("produit=T1", True),
        ("produit=T2", False),
        ("niveau=2", True),
        ("niveau=3", False),
        ("niveau=99999999999999999999", False),
        ("niveau=-4", True),
        ("etat=nimporte&genre=quoi&page=9", True),
        ("q=%25", False),
    ],
)
def test_the_directory_is_filtered(
    sign_in: SignIn, accredited: Callable[..., Venue], asked: str, found: bool
) -> None:
    accredited(place="Plaisance")
    page = sign_in("Bob").get(f"{LIEUX}?{asked}")
    assert page.status_code == 200
    assert ("L’Épicerie du coin" in page.text) is found


def test_an_accreditation_near_its_term_is_to_renew(
    sign_in: SignIn, accredited: Callable[..., Venue]
) -> None:
    accredited(days=30)
    for who in (None, "Bob"):
        assert "à renouveler" in sign_in(who).get(LIEUX).text
    assert "L’Épicerie du coin" in sign_in("Bob").get(f"{LIEUX}?etat=to_renew").text


def test_an_accreditation_past_its_term_gives_no_rate_until_it_is_renewed(
    sign_in: SignIn, accredited: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = accredited(days=30)
    last_day = acts_of(shop.id)[0].ends_on
    assert last_day is not None
    monkeypatch.setattr(routes, "today", lambda: last_day)
    assert "L’Épicerie du coin" in sign_in(None).get(f"{LIEUX}/fiche").text
    assert "Taux de prise en charge" in sign_in(None).get(f"{LIEUX}/{shop.id}").text
    monkeypatch.setattr(routes, "today", lambda: last_day + timedelta(days=1))
    directory, page = sign_in(None).get(LIEUX).text, sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert "Convention échue, à renouveler" in directory
    assert "Taux de prise en charge" not in directory
    assert "Convention échue, à renouveler" in page
    assert 'id="taux"' not in page  # what was decided then stays in its history
    assert "Convention échue" in sign_in(None).get(f"{LIEUX}.csv").text
    assert "L’Épicerie du coin" not in sign_in(None).get(f"{LIEUX}/fiche").text
    assert "L’Épicerie du coin" in sign_in("Bob").get(f"{LIEUX}?etat=to_renew").text


def test_a_tie_is_declared_shown_and_ended(
    sign_in: SignIn, accredited: Callable[..., Venue], member: Named
) -> None:
    shop = accredited()
    bob = sign_in("Bob")
    assert bob.post(f"{LIEUX}/{shop.id}/interets", data={"nature": "Ma sœur y travaille"}).status_code == 303
    assert "Bob" in sign_in("Chloé").get(f"{LIEUX}/{shop.id}").text
    public = sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert "Ma sœur y travaille" in public
    assert "Bob" not in public
    interest = db.session.query(Interest).one()
    end = f"{LIEUX}/{shop.id}/interets/{interest.id}/fin"
    assert sign_in("Chloé").post(end).status_code == 403
    assert sign_in("Bob").post(end).status_code == 303
    assert "Ma sœur y travaille" not in sign_in(None).get(f"{LIEUX}/{shop.id}").text
    assert bob.post(f"{LIEUX}/{shop.id}/interets", data={"nature": ""}).status_code == 422


def test_a_facilitator_leads_a_venue_to_its_decision(
    sign_in: SignIn, venue: Callable[..., Venue], member: Named
) -> None:
    shop = venue(met=2)
    farid = sign_in("Farid")
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "review"}).status_code == 303
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "review"}).status_code == 409
    assert farid.post(f"{LIEUX}/{shop.id}/etape", data={"step": "fly"}).status_code == 422
    assert sign_in("Bob").post(f"{LIEUX}/{shop.id}/etape", data={"step": "visit"}).status_code == 403
    begun = farid.post(f"{LIEUX}/{shop.id}/proposition")
    assert begun.status_code == 303
    proposal = db.session.query(Proposal).one()
    assert shop.state is VenueState.PROPOSED
    page = farid.get(begun.location)
    assert "2 critères sur 3 remplis ; il manque une preuve pour L3." in page.text
    typed = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (now().date() + timedelta(days=365)).isoformat(),
        "reasons": "Nous y sommes allés à deux.",
    }
    kept = farid.post(f"/c/quatorze/propositions/{proposal.id}/lieu", data=typed)
    assert kept.status_code == 303
    shown = farid.get(f"/c/quatorze/propositions/{proposal.id}").text
    assert "Conventionner :" in shown
    assert "Nous y sommes allés à deux." in shown
    assert "Le lieu n’a pas répondu." in shown


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"act": "revoked"}, "Cette décision n’est pas possible aujourd’hui pour ce lieu."),
        ({"act": ""}, "Choisissez une décision."),
        ({"ends_on": ""}, "Une convention a un terme."),
        ({"ends_on": "2020-01-01"}, "Le terme vient après le début"),
        ({"ends_on": "2999-01-01"}, "Cinq ans au plus"),
        ({"starts_on": "2020-01-01"}, "Ce jour est passé"),
        ({"reasons": ""}, "Ce champ est nécessaire."),
    ],
)
def test_a_decision_that_cannot_be_is_refused_and_kept(
    sign_in: SignIn, reviewed: Callable[..., Venue], typed: dict[str, str], why: str
) -> None:
    shop, farid = reviewed(), sign_in("Farid")
    farid.post(f"{LIEUX}/{shop.id}/proposition")
    proposal = db.session.query(Proposal).one()
    whole = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (now().date() + timedelta(days=365)).isoformat(),
        "reasons": "Des raisons à garder.",
    }
    answer = farid.post(f"/c/quatorze/propositions/{proposal.id}/lieu", data=whole | typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert typed.get("reasons") == "" or "Des raisons à garder." in answer.text
    assert proposal.effect_payload == {}


def test_the_day_is_that_of_the_collective_not_of_greenwich(
    sign_in: SignIn, reviewed: Callable[..., Venue], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, farid = reviewed(), sign_in("Farid")
    farid.post(f"{LIEUX}/{shop.id}/proposition")
    proposal = db.session.query(Proposal).one()
    midnight_has_struck_in_paris = now().replace(hour=23, minute=30)
    monkeypatch.setattr(database, "clock", lambda: midnight_has_struck_in_paris)
    here, greenwich = (
        midnight_has_struck_in_paris.date() + timedelta(days=1),
        midnight_has_struck_in_paris.date(),
    )
    asked = {
        "venue_id": shop.id,
        "seen": "1",
        "act": "granted",
        "ends_on": (here + timedelta(days=365)).isoformat(),
        "reasons": "Nous y sommes allés à deux.",
    }
    for day, status in ((greenwich, 422), (here, 303)):
        sent = farid.post(
            f"/c/quatorze/propositions/{proposal.id}/lieu", data=asked | {"starts_on": day.isoformat()}
        )
        assert sent.status_code == status, day


def test_an_empty_directory_says_what_to_do(sign_in: SignIn, collective: object) -> None:
    assert "Aucun lieu pour l’instant" in sign_in(None).get(LIEUX).text
    assert "Aucun lieu n’est conventionné aujourd’hui." in sign_in(None).get(f"{LIEUX}/fiche").text


def test_the_directory_takes_ten_statements_with_many_venues(
    sign_in: SignIn, venue: Callable[..., Venue], count_queries: list[str]
) -> None:
    for number in range(40):
        venue(f"Lieu {number}")
    bob = sign_in("Bob")
    count_queries.clear()
    assert "Page 1 sur 2" in bob.get(LIEUX).text
    assert len(count_queries) <= 10, count_queries


# --- the charter in a minute -------------------------------------------------------------------------


def test_the_charter_in_brief_says_what_is_asked_what_is_given_and_where(
    sign_in: SignIn, accredited: Callable[..., Venue], venue: Callable[..., Venue]
) -> None:
    accredited("Le Four", place="Malakoff")
    accredited("Le Pré", days=30)
    venue("En attente")
    page = sign_in(None).get("/c/quatorze/charte").text
    for told in ("au moins 2 critères sur 3", "Le prix paie le travail.", "Fruits et légumes", "Le Four"):
        assert told in page
    assert "Le Pré" in page, "near its term, it still is accredited"
    assert "En attente" not in page
    assert "2 lieux conventionnés" in page.replace("\u00a0", " ")


def test_the_sheet_to_print_holds_those_near_their_term_too(
    sign_in: SignIn, accredited: Callable[..., Venue]
) -> None:
    accredited("Le Pré", days=30)
    assert "Le Pré" in sign_in(None).get("/c/quatorze/lieux/fiche").text
