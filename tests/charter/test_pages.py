"""Reading the charter, as anyone can."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from app.charter.document import ClauseKind, ProductType
from app.charter.models import CharterVersion
from app.collectives.models import Collective
from app.db import db
from app.register.chain import canonical, link
from app.register.models import GENESIS
from app.register.services import verify
from app.votes.models import Decision
from tests.charter.charters import add, debated, small

ADDRESS = "/c/quatorze/charte"
TEXT = f"{ADDRESS}/texte"
FILES = (".json", ".md", ".pdf")


Adopt = Callable[..., CharterVersion]
SignIn = Callable[[str | None], FlaskClient]


def test_the_public_reads_the_charter_and_who_decided_it(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small(), "Un premier texte ?")
    page = sign_in(None).get(TEXT).text
    assert "Le prix paie le travail." in page
    assert "au moins 2 critères sur 3" in page
    assert "Un premier texte ?" in page
    assert "Parce que." in page
    assert "Adoptée" in page
    assert 'href="/c/quatorze/decisions/' in page


def test_open_points_are_shown_with_both_sides(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(debated())
    page = sign_in(None).get(TEXT).text
    assert "En débat" in page
    assert "On en mange." in page
    assert "C’est loin." in page


@pytest.mark.parametrize("path", ["/texte", ".json", ".md"])
def test_open_points_stay_among_members_when_the_collective_wishes(
    adopt: Adopt, sign_in: SignIn, collective: Collective, path: str
) -> None:
    collective.show_open_points = False
    adopt(debated())
    assert "Venu de loin." not in sign_in(None).get(ADDRESS + path).text
    assert "Venu de loin." in sign_in("Bob").get(ADDRESS + path).text


def test_each_version_keeps_its_address(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    adopt(replace(small(), threshold=3))
    page = sign_in(None).get(f"{ADDRESS}/versions/1").text
    assert "au moins 2 critères sur 3" in page
    assert "Ce n’est plus la charte d’aujourd’hui." in page
    listed = sign_in(None).get(f"{ADDRESS}/versions").text
    assert "Version 1" in listed
    assert "Version 2" in listed


def test_two_versions_are_compared_word_by_word(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    rewritten = replace(small().clauses[4], text="Les trois quarts des produits viennent d’à côté.")
    adopt(replace(small(), clauses=(*small().clauses[:4], rewritten)))
    form = sign_in(None).get(f"{ADDRESS}/comparer?de=1&a=2")
    assert form.status_code == 303
    page = sign_in(None).get(form.location).text
    assert "<del>" in page
    assert "Les trois quarts" in page
    assert "Universalité" not in page


def test_the_first_version_is_compared_to_a_blank_page(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    assert "Le prix paie le travail." in sign_in(None).get(f"{ADDRESS}/comparer/0...1").text


def test_the_json_proves_itself(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    told = json.loads(sign_in(None).get(f"{ADDRESS}.json").text)
    assert told["complete"] is True
    whole = {"format": told["format"], **told["charter"]}
    assert told["hash"] == link(told["prev_hash"], canonical(whole))


def test_the_markdown_reads_as_text(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    text = sign_in(None).get(f"{ADDRESS}.md").text
    assert "### L2 · Prix" in text
    assert "au moins 2 critères sur 3" in text


def test_the_pdf_holds_the_text_and_its_proof(adopt: Adopt, sign_in: SignIn) -> None:
    version = adopt(debated())
    answer = sign_in(None).get(f"{ADDRESS}.pdf")
    assert answer.mimetype == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Le prix paie le travail." in text
    assert "En débat" in text
    assert version.hash[:16] in text.replace("\n", "")


def test_what_members_write_is_typeset_and_never_executed(adopt: Adopt, sign_in: SignIn) -> None:
    forged = 'Du **pain**, #read("/etc/passwd") $x$ \\ @ici.\n\n- un\n- deux\n\n<script>alert(1)</script>'
    charter = add(small(), ClauseKind.PRINCIPLE, title="#panic() *étoiles*", text=forged)
    adopt(charter)
    answer = sign_in(None).get(f"{ADDRESS}.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert '#read("/etc/passwd")' in text.replace("“", '"').replace("”", '"')
    assert "**" not in text
    assert "• un" in text
    assert "#panic() *étoiles*" in text
    page = sign_in(None).get(TEXT).text
    assert "<script>alert" not in page
    assert "<strong>pain</strong>" in page


def test_the_json_follows_its_schema(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(debated())
    told = json.loads(sign_in(None).get(f"{ADDRESS}.json").text)
    schema = json.loads(sign_in(None).get(f"{ADDRESS}/schema.json").text)
    assert told["$schema"].endswith("/c/quatorze/charte/schema.json")
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(told)


def test_anyone_can_verify_the_whole_chain_from_the_files(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    adopt(debated())
    previous = GENESIS
    for number in (1, 2):
        told = json.loads(sign_in(None).get(f"{ADDRESS}/versions/{number}.json").text)
        whole = {"format": told["format"], **told["charter"]}
        assert (told["prev_hash"], told["hash"]) == (previous, link(previous, canonical(whole)))
        previous = told["hash"]


def test_the_feed_has_an_entry_for_each_version(adopt: Adopt, sign_in: SignIn) -> None:
    adopt(small())
    adopt(replace(small(), threshold=3))
    feed = ElementTree.fromstring(sign_in(None).get(f"{ADDRESS}/flux.atom").data)  # noqa: S314 - our own
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def test_a_charter_that_hides_its_debates_says_that_its_file_is_not_whole(
    adopt: Adopt, sign_in: SignIn, collective: Collective
) -> None:
    collective.show_open_points = False
    adopt(debated())
    assert json.loads(sign_in(None).get(f"{ADDRESS}.json").text)["complete"] is False
    assert "Venu de loin." not in sign_in(None).get(f"{ADDRESS}/comparer/0...1").text
    assert "Venu de loin." in sign_in("Bob").get(f"{ADDRESS}/comparer/0...1").text


@pytest.mark.parametrize(
    "path",
    ["/versions/1", "/versions/1.json", "/versions/0", "/comparer/0...1", "/comparer/9...1", *FILES],
)
def test_what_does_not_exist_is_not_found(collective: Collective, sign_in: SignIn, path: str) -> None:
    assert sign_in(None).get(ADDRESS + path).status_code == 404


def test_the_charter_of_nobody_is_not_found(app: object, sign_in: SignIn, collective: Collective) -> None:
    assert sign_in(None).get("/c/nulle-part/charte").status_code == 404


def test_a_version_cannot_be_rewritten(adopt: Adopt, collective: Collective) -> None:
    adopt(small())
    for statement in ("UPDATE charter_versions SET summary = 'x'", "DELETE FROM charter_versions"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()


def test_the_register_finds_a_version_that_was_forged(
    adopt: Adopt, decided: Callable[[str], Decision], collective: Collective
) -> None:
    genuine = adopt(small())
    assert list(verify(collective.id)) == []
    forged = CharterVersion(
        collective_id=collective.id,
        number=2,
        document="{}",
        prev_hash=genuine.hash,
        hash="f" * 64,
        decision_id=decided("Autre chose ?").id,
        summary="",
    )
    db.session.add(forged)
    db.session.commit()
    assert list(verify(collective.id)) == ["charter\u00a0: version 2: altered"]


def test_a_charter_of_two_hundred_clauses_stays_within_its_budget(
    adopt: Adopt, sign_in: SignIn, count_queries: list[str]
) -> None:
    charter = small()
    for number in range(200):
        charter = add(charter, ClauseKind.PRINCIPLE, title=f"Principe {number}", text="Un mot.")
    adopt(charter)
    reader = sign_in("Bob")
    for path in ("", "/texte", "/versions", "/versions/1", "/comparer/0...1"):
        count_queries.clear()
        assert reader.get(ADDRESS + path).status_code == 200
        assert len(count_queries) <= 10, path


def test_files_hold_the_everyday_words_and_the_rates(adopt: Adopt, sign_in: SignIn) -> None:
    told = replace(small().clauses[3], simple="On paie ce que cela coûte.")
    clauses = tuple(told if clause.code == told.code else clause for clause in small().clauses)
    products = (ProductType("T1", "Pain | farine"),)
    adopt(replace(small(), clauses=clauses, products=products, rates={(2, "T1"): 45, (3, "T1"): 80}))
    text = sign_in(None).get(f"{ADDRESS}.md").text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "On paie ce que cela coûte." in text
    assert "| Pain / farine | 45 % | 80 % |" in text
    for size in ("", "?gros=1"):
        read = PdfReader(io.BytesIO(sign_in(None).get(f"{ADDRESS}.pdf{size}").data))
        printed = " ".join(" ".join(page.extract_text() for page in read.pages).split())
        assert "On paie ce que cela coûte." in printed
        assert "Pain | farine" in printed
        assert "80" in printed
