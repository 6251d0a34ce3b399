"""A draft charter shows whom it would touch; an adopted one marks accreditations and cancels none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.accreditation.findings import Finding
from app.accreditation.impact import Fate, Judged, impact
from app.accreditation.models import Venue
from app.accreditation.rating import rate_venue
from app.accreditation.services.deciding import acts_of
from app.accreditation.states import VenueState
from app.charter.changes import derive
from app.charter.document import Charter
from app.collectives.models import Collective
from app.db import db
from app.deliberations.services import questions
from app.members.models import Member
from app.proposals.models import Proposal, Round
from app.proposals.services import composing
from tests.accreditation.conftest import CHARTER
from tests.accreditation.test_rating import findings_for, five
from tests.charter.charters import charters, edited

SignIn = Callable[[str | None], FlaskClient]
Named = Callable[[str], Member]
STRICTER = replace(CHARTER, threshold=3, rates={(3, "T1"): 80})
DEARER = replace(CHARTER, rates={**CHARTER.rates, (2, "T1"): 40})


def judged(*codes: str, products: tuple[str, ...] = ("T1",)) -> Judged:
    return Judged(1, "L’Épicerie", products, dict.fromkeys(codes, Finding.YES))


def test_who_gains_who_loses_and_whose_rates_move() -> None:
    three, four = judged("L1", "L2", "L3"), judged("L1", "L2", "L3", "L4")
    harder = replace(five(), threshold=4)
    assert [(row.venue, row.fate) for row in impact(five(), harder, [three, four])] == [(three, Fate.LOSES)]
    assert [row.fate for row in impact(harder, five(), [three, four])] == [Fate.GAINS]
    dearer = replace(five(), rates={**five().rates, (4, "T1"): 60})
    [row] = impact(five(), dearer, [three, four])
    assert (row.venue, row.fate, row.moved) == (four, Fate.RATES, [("T1", 75, 60)])


@given(st.data())
def test_exactly_those_who_are_rated_otherwise_are_touched(data: st.DataObject) -> None:
    before = data.draw(charters())
    after = data.draw(edited(before))
    venues = [Judged(n, str(n), ("T1",), data.draw(findings_for(before))) for n in range(3)]
    touched = {row.venue.id for row in impact(before, after, venues)}
    for venue in venues:
        old, new = (rate_venue(each, venue.findings, venue.products) for each in (before, after))
        assert (venue.id in touched) == ((old.reaches, old.rates) != (new.reaches, new.rates))
    assert impact(before, before, venues) == []


def test_a_new_version_marks_what_it_would_judge_otherwise_and_cancels_nothing(
    accredited: Callable[..., Venue], in_force: Callable[[Charter], None], sign_in: SignIn
) -> None:
    shop, better = accredited(), accredited("La Ferme", met=3)
    in_force(STRICTER)
    assert (shop.state, shop.review_version) == (VenueState.ACCREDITED, 2)
    assert (better.state, better.review_version) == (VenueState.ACCREDITED, None)
    assert len(acts_of(shop.id)) == 1
    page = sign_in(None).get(f"/c/quatorze/lieux/{shop.id}").text
    assert "à réexaminer" in page
    assert "La convention tient toujours" in page


def test_a_new_decision_ends_the_reexamination(
    accredited: Callable[..., Venue],
    in_force: Callable[[Charter], None],
    put: Callable[..., Round],
    all_say: Callable[..., None],
) -> None:
    shop = accredited()
    in_force(DEARER)
    assert shop.review_version == 2
    all_say(put(shop, "renewed").decision)
    assert shop.review_version is None
    assert acts_of(shop.id)[0].rates == {"T1": 40}


def amendment(collective: Collective, member: Named, charter: Charter, before: Charter = CHARTER) -> Proposal:
    asked = questions.ask(collective, member("Bob"), question="Changer le seuil ?")
    proposal = composing.create(
        asked, member("Bob"), title="Changer", body="Voilà.", effect_kind="charter.amend"
    )
    changes = derive(before, charter)
    composing.set_effect_payload(proposal, {"changes": changes}, member("Bob"), seen="1")
    composing.submit(proposal, member("Bob"), collective)
    db.session.commit()
    return proposal


def test_the_impact_is_shown_before_anyone_votes(
    accredited: Callable[..., Venue], collective: Collective, member: Named, sign_in: SignIn
) -> None:
    accredited()
    proposal = amendment(collective, member, STRICTER)
    here = f"/c/quatorze/propositions/{proposal.id}"
    assert f"{here}/lieux-touches" in sign_in("Chloé").get(here).text
    page = sign_in("Chloé").get(f"{here}/lieux-touches").text
    assert "Passeraient sous le seuil" in page
    assert "L’Épicerie du coin" in page
    assert sign_in(None).get(f"{here}/lieux-touches").status_code == 303


def test_the_accredited_come_first_and_each_says_where_it_stands(
    accredited: Callable[..., Venue],
    reviewed: Callable[..., Venue],
    collective: Collective,
    member: Named,
    sign_in: SignIn,
) -> None:
    reviewed("À l’étude")
    accredited("Zeste")
    proposal = amendment(collective, member, STRICTER)
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{proposal.id}/lieux-touches").text
    assert page.index("Zeste") < page.index("À l’étude")
    assert page.index("Zeste") < page.index("Conventionné") < page.index("En instruction")


def test_a_venue_that_was_revoked_has_nothing_to_lose_and_something_to_gain(
    accredited: Callable[..., Venue],
    put: Callable[..., Round],
    all_say: Callable[..., None],
    in_force: Callable[[Charter], None],
    collective: Collective,
    member: Named,
    sign_in: SignIn,
) -> None:
    all_say(put(accredited(), "revoked").decision)
    stricter = amendment(collective, member, STRICTER)
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{stricter.id}/lieux-touches").text
    assert "L’Épicerie du coin" not in page
    assert "Aucun lieu ne gagnerait, ne perdrait ni ne changerait de taux." in page
    in_force(STRICTER)
    softer = amendment(collective, member, CHARTER, before=STRICTER)
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{softer.id}/lieux-touches").text
    assert "L’Épicerie du coin" in page


def test_nobody_touched_is_said(
    accredited: Callable[..., Venue], collective: Collective, member: Named, sign_in: SignIn
) -> None:
    accredited(met=3)
    proposal = amendment(collective, member, replace(CHARTER, threshold=3, rates={(3, "T1"): 80}))
    page = sign_in("Bob").get(f"/c/quatorze/propositions/{proposal.id}/lieux-touches").text
    assert "Aucun lieu ne gagnerait" in page


def test_the_impact_on_many_venues_takes_ten_statements(
    venue: Callable[..., Venue],
    collective: Collective,
    member: Named,
    sign_in: SignIn,
    count_queries: list[str],
) -> None:
    for number in range(60):
        venue(f"Lieu {number}", met=2)
    proposal = amendment(collective, member, STRICTER)
    chloe = sign_in("Chloé")
    count_queries.clear()
    page = chloe.get(f"/c/quatorze/propositions/{proposal.id}/lieux-touches")
    assert "Lieu 59" in page.text
    assert len(count_queries) <= 10, count_queries
