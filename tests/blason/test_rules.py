"""The rules of decision are written in the blason, and votes obey them from that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import current_app
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.blason.forms import RulesForm, shown_steps
from app.collectives.models import Collective
from app.votes.presets import PRESETS
from app.votes.rulebook import current_rulebook
from app.votes.rules import DecisionMode, QuestionKind, Step

SignIn = Callable[[str | None], FlaskClient]
CHARTER = "/c/quatorze/blason/regles/charter"
VOTE = {
    "steps-0-mode": "open_majority",
    "steps-0-quorum": "1/3",
    "steps-0-quorum_of": "eligible",
    "steps-0-electorate": "members",
    "steps-0-max_proxies": "1",
    "steps-0-threshold": "qualified",
    "steps-0-share": "3/5",
    "steps-0-threshold_of": "participants",
    "steps-0-tie": "reopen",
    "steps-0-show_results": "live",
    "steps-0-close_when_all": "y",
}


def _posted(steps: tuple[Step, ...]) -> MultiDict[str, str]:
    """A cascade as a browser sends it: every field of every step, the empty one at the end included."""
    fields: MultiDict[str, str] = MultiDict()
    with current_app.test_request_context("/"):
        for entry in RulesForm(data={"steps": shown_steps(steps)}).steps:
            for field in entry.form:
                if field.data is not False:
                    fields.add(field.name, "y" if field.data is True else str(field.data))
    return fields


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("kind", QuestionKind)
def test_the_form_shows_a_cascade_and_reads_the_same_back(
    collective: Collective, preset: str, kind: QuestionKind
) -> None:
    steps = PRESETS[preset].cascade(kind)
    with current_app.test_request_context("/", method="POST", data=_posted(steps)):
        form = RulesForm()
        assert form.validate()
        assert form.to_cascade() == steps


def test_what_is_written_is_in_force_at_once(founded: Collective, sign_in: SignIn) -> None:
    answer = sign_in("Alice").post(CHARTER, data=VOTE)
    assert answer.status_code == 303
    (step,) = current_rulebook(founded.id).cascade(QuestionKind.CHARTER)
    assert (step.mode, str(step.quorum), str(step.threshold)) == (DecisionMode.OPEN_MAJORITY, "1/3", "3/5")
    assert (step.max_proxies, step.tie, step.show_results, step.close_when_all) == (1, "reopen", "live", True)
    assert "3/5 des votants" in sign_in(None).get("/c/quatorze/blason").text


def test_other_kinds_of_question_keep_their_rules(founded: Collective, sign_in: SignIn) -> None:
    before = current_rulebook(founded.id).cascade(QuestionKind.ORDINARY)
    sign_in("Alice").post(CHARTER, data=VOTE)
    assert current_rulebook(founded.id).cascade(QuestionKind.ORDINARY) == before


def test_an_emptied_step_leaves_the_cascade(founded: Collective, sign_in: SignIn) -> None:
    browser = sign_in("Alice")
    fields = _posted(current_rulebook(founded.id).cascade(QuestionKind.CHARTER))
    fields["steps-0-mode"] = ""
    browser.post(CHARTER, data=fields)
    modes = [step.mode.value for step in current_rulebook(founded.id).cascade(QuestionKind.CHARTER)]
    assert modes == ["consent", "open_majority"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("steps-0-quorum", "3/2", "Le quorum est une part"),
        ("steps-0-quorum", "-1/2", "Écrivez une fraction comme 1/2"),
        ("steps-0-quorum", "0.5", "Écrivez une fraction comme 1/2"),
        ("steps-0-share", "2/0", "Écrivez une fraction comme 1/2"),
        ("steps-0-share", "0", "Le seuil est une part des voix"),
        ("steps-0-share", "4/3", "Le seuil est une part des voix"),
        ("steps-0-max_proxies", "21", "de 0 à 20"),
        ("steps-0-max_proxies", "", "de 0 à 20"),
        ("steps-0-mode", "roi", "steps-0-mode-error"),
        ("steps-0-mode", "", "Gardez au moins une étape"),
        ("steps-0-quorum_of", "lune", "steps-0-quorum_of-error"),
    ],
)
def test_rules_that_cannot_be_are_refused_at_their_field(
    founded: Collective, sign_in: SignIn, field: str, typed: str, said: str
) -> None:
    before = current_rulebook(founded.id)
    answer = sign_in("Alice").post(CHARTER, data={**VOTE, field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert f"{field}-error" in answer.text
    assert current_rulebook(founded.id) == before


def test_a_secret_ballot_never_shows_results_before_the_end(founded: Collective, sign_in: SignIn) -> None:
    sign_in("Alice").post(CHARTER, data={**VOTE, "steps-0-mode": "secret_majority"})
    (step,) = current_rulebook(founded.id).cascade(QuestionKind.CHARTER)
    assert (step.show_results, step.tie) == ("closing", "reject")


def test_a_fifth_step_is_refused(founded: Collective, sign_in: SignIn) -> None:
    before = current_rulebook(founded.id)
    many = {key.replace("-0-", f"-{n}-"): value for n in range(6) for key, value in VOTE.items()}
    sign_in("Alice").post(CHARTER, data=many)
    assert len(current_rulebook(founded.id).cascade(QuestionKind.CHARTER)) <= 4
    assert current_rulebook(founded.id).cascade(QuestionKind.ORDINARY) == before.cascade(
        QuestionKind.ORDINARY
    )


def test_an_unknown_kind_of_question_is_not_found(founded: Collective, sign_in: SignIn) -> None:
    assert sign_in("Alice").get("/c/quatorze/blason/regles/roi").status_code == 404
