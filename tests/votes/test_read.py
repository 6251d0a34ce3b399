"""The register of decisions and their pages: for whom, found how, in how many queries."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.db import db
from app.members.models import Member
from app.votes import boxes, services
from app.votes.models import Phase
from app.votes.rules import Method

INDEX = "/c/quatorze/decisions"


def page(decision):
    return f"{INDEX}/{decision.id}"


def test_the_public_reads_closed_decisions_without_names(opened, member, sign_in):
    decision = opened()
    services.cast(decision, member("Bob"), "against", "Trop loin du tram.")
    services.close(decision, member("Farid"))
    db.session.commit()
    shown = sign_in(None).get(page(decision))
    assert shown.status_code == 200
    assert "Trop loin du tram." in shown.text
    assert not any(name in shown.text for name in ("Alice", "Farid", "Bob", "Chloé"))
    assert "Bob" in sign_in("Chloé").get(page(decision)).text


def test_the_public_sees_nothing_of_open_and_cancelled_decisions(opened, member, sign_in):
    decision, stranger = opened(question="Une question encore ouverte ?"), sign_in(None)
    assert stranger.get(page(decision)).status_code == 404
    assert "encore ouverte" not in stranger.get(INDEX).text
    services.cancel(decision, member("Farid"))
    db.session.commit()
    assert stranger.get(page(decision)).status_code == 404
    assert sign_in("Bob").get(page(decision)).status_code == 200


def test_a_decision_of_another_collective_is_not_found(opened, sign_in):
    from app.collectives.models import Collective

    decision = opened()
    db.session.add(Collective(slug="autre", name="Autre"))
    db.session.commit()
    assert sign_in("Bob").get(f"/c/autre/decisions/{decision.id}").status_code == 404


def test_who_chose_what_is_shown_at_the_closing_unless_the_rules_show_it_live(opened, member, sign_in):
    waiting, live = opened(), opened(show_results="live")
    for decision in (waiting, live):
        services.cast(decision, member("Bob"), "against", "Parce que.")
    db.session.commit()
    chloe = sign_in("Chloé")
    assert "Parce que." not in chloe.get(page(waiting)).text
    assert "Le détail s’affichera à la clôture" in chloe.get(page(waiting)).text
    assert "Parce que." in chloe.get(page(live)).text


def test_decisions_are_found_by_words_state_and_mode(opened, member, sign_in):
    market, oven = opened(question="Le marché du samedi ?"), opened("consent", question="Acheter un four ?")
    services.close(market, member("Farid"))
    db.session.commit()
    bob = sign_in("Bob")
    assert "four" in bob.get(INDEX).text
    found = bob.get(f"{INDEX}?q=MARCHE").text
    assert "Le marché du samedi" in found
    assert "Acheter un four" not in found
    assert "Acheter un four" not in bob.get(f"{INDEX}?state=closed").text
    assert "Le marché du samedi" not in bob.get(f"{INDEX}?mode=consent").text
    assert "Aucune décision ne correspond" in bob.get(f"{INDEX}?q=licorne").text
    assert bob.get(f"{INDEX}?state=x&mode=y&page=-3").status_code == 200
    assert oven.is_open


def test_the_register_shows_sentences_and_review_dates(opened, member, sign_in):
    decision = opened(review_on=date(2099, 9, 1))
    services.cast(decision, member("Bob"), "for")
    services.close(decision)
    db.session.commit()
    shown = sign_in(None).get(INDEX).text
    assert "1 pour" in shown
    assert "À revoir le" in shown
    assert "2099" in shown


def test_the_register_finds_what_is_to_be_talked_about_again(opened, member, sign_in):
    for question, day in (
        ("Déjà relue ?", None),
        ("À relire ?", date(2020, 3, 1)),
        ("Plus tard ?", date(2999, 1, 1)),
    ):
        decision = opened(question=question)
        services.close(decision, member("Farid"))
        decision.review_on = day  # whoever opened it meant that day; it has come since
    db.session.commit()
    for who in ("Bob", None):
        found = sign_in(who).get(f"{INDEX}?state=review").text
        assert "À relire ?" in found
        assert "Déjà relue ?" not in found
        assert "Plus tard ?" not in found


def test_the_register_is_paged(opened, sign_in):
    for number in range(23):
        opened(question=f"Question numéro {number} ?")
    bob = sign_in("Bob")
    assert "Page 1 sur 2" in bob.get(INDEX).text
    assert "Question numéro 0 " in bob.get(f"{INDEX}?page=2").text.replace("\u202f", " ")


def test_an_empty_register_says_what_to_do(collective, sign_in):
    assert "Ouvrez la première" in sign_in("Farid").get(INDEX).text
    assert "Aucune décision pour l’instant" in sign_in(None).get(INDEX).text


def test_the_home_shows_what_awaits_the_reader_and_how_far_the_quorum_is(opened, member, sign_in):
    decision = opened(quorum="1/2")
    bob = sign_in("Bob")
    assert "attend votre voix" in bob.get("/c/quatorze/").text
    services.cast(decision, member("Bob"), "for")
    db.session.commit()
    shown = bob.get("/c/quatorze/").text
    assert "attend votre voix" not in shown
    assert "1 voix exprimée" in shown
    assert "quorum" in shown
    assert "Le marché ouvre-t-il" not in sign_in(None).get("/c/quatorze/").text


@pytest.mark.parametrize(
    ("mode", "asked"),
    [
        ("consensus", {}),
        ("consent", {}),
        ("open_majority", {"show_results": "live"}),
        ("open_majority", {"method": Method.CHOOSE_ONE, "options": ["Oui", "Non", "Plus tard"]}),
        ("secret_majority", {}),
    ],
)
@pytest.mark.parametrize("reader", ["Bob", "Farid", None])
def test_a_page_takes_ten_statements_with_four_hundred_members(
    opened, crowd, member, sign_in, count_queries, mode, asked, reader
):
    people = crowd(396)
    decision = opened(mode, **asked)
    choices = {"consensus": "agree", "consent": "consent", "open_majority": "for", "secret_majority": "for"}
    for person in people[:40]:
        services.cast(
            decision, person, "o1" if "options" in asked else choices[mode], "Oui.", code=boxes.new_code()
        )
    if mode == "consent":
        services.advance(decision, member("Farid"), Phase.CLARIFY)
        for person in people[40:60]:
            services.note(decision, person, "Une question.")
            services.cast(decision, person, "objection", "Non.")
    db.session.commit()
    browser = sign_in(reader)
    for _state in ("open", "closed"):
        for address in (page(decision), page(decision) + "/liste", INDEX, "/c/quatorze/"):
            count_queries.clear()
            answer = browser.get(address)
            assert answer.status_code == 200 or reader is None
            if address != "/c/quatorze/":
                assert len(count_queries) <= 10, count_queries
        db.session.expire_all()
        services.close(decision)
        db.session.commit()


def test_a_page_with_script_in_its_text_is_shown_harmless(opened, member, sign_in):
    decision = opened(
        text="<script>alert(1)</script>Bonjour", question="Un <b>gras</b> ?", show_results="live"
    )
    services.cast(decision, member("Bob"), "for", "<img src=x onerror=alert(1)>")
    db.session.commit()
    shown = sign_in("Bob").get(page(decision)).text
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "<b>gras</b>" not in shown


def test_a_name_that_changes_is_the_one_shown(opened, member, sign_in):
    decision = opened(show_results="live")
    services.cast(decision, member("Bob"), "for")
    db.session.execute(sa.update(Member).filter_by(name="Bob").values(name="Robert"))
    db.session.commit()
    assert "Robert" in sign_in("Chloé").get(page(decision) + "/liste").text


def test_a_closed_decision_is_found_by_the_reasons_people_gave(opened, member, sign_in):
    decision = opened()
    services.cast(decision, member("Bob"), "against", "Le tramway ne passe plus.")
    services.close(decision)
    db.session.commit()
    assert "Le marché ouvre-t-il" in sign_in(None).get(f"{INDEX}?q=tramway").text


def test_the_roll_is_for_members_and_says_who_came_and_who_was_represented(opened, member, sign_in):
    decision = opened(recused=[member("Chloé")])
    services.cast(decision, member("Bob"), "for")
    db.session.commit()
    address = page(decision) + "/liste"
    shown = sign_in("Farid").get(address).text
    assert "s’est exprimé·e" in shown
    assert "attendu·e" in shown
    assert "en déport" in shown
    assert "Qui a exprimé quoi" not in shown
    assert sign_in(None).get(address).status_code == 303
    services.close(decision)
    db.session.commit()
    assert "Qui a exprimé quoi" in sign_in("Farid").get(address).text


def test_the_rounds_before_an_amendment_are_public_once_the_last_one_is_closed(opened, member, sign_in):
    first = opened("consent")
    services.cast(first, member("Bob"), "objection", "Trop tôt le matin.")
    second = services.amend_text(first, member("Farid"), text="De 10 h à 13 h.")
    third = services.amend_text(second, member("Farid"), text="De 11 h à 13 h.")
    db.session.commit()
    stranger = sign_in(None)
    assert [stranger.get(page(round_)).status_code for round_ in (first, second, third)] == [404] * 3
    services.cast(third, member("Bob"), "consent")
    services.close(third)
    db.session.commit()
    shown = [stranger.get(page(round_)) for round_ in (first, second, third)]
    assert [answer.status_code for answer in shown] == [200] * 3
    assert "Trop tôt le matin." in shown[0].text
    assert f'href="{page(second)}"' in shown[2].text
