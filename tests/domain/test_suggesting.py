"""Codes proposed for an event by its form and step."""

from __future__ import annotations

import itertools

import pytest

from relations_kb.domain.codes import CODE_LISTS
from relations_kb.domain.codes.suggesting import suggest
from relations_kb.domain.vocabulary import FORMS_OF_KIND, Form, Kind, Scheme, Step


@pytest.mark.parametrize(
    ("form", "step", "cameo", "plover"),
    [
        (Form.VISIT, Step.OCCURRED, "042", "CONSULT-visit"),
        (Form.TALKS, Step.OCCURRED, "040", "CONSULT"),
        (Form.CALL, Step.OCCURRED, "041", "CONSULT-phone"),
        (Form.SUMMIT, Step.OCCURRED, "044", "CONSULT-multilateral"),
        (Form.EXERCISE, Step.STARTED, "062", "COOPERATE"),
        (Form.ARMS_TRANSFER, Step.DELIVERED, "062", "COOPERATE"),
        (Form.VISIT, Step.ANNOUNCED, "030", "AGREE"),
        (Form.OTHER, Step.SIGNED, "057", "SUPPORT"),
        (Form.OTHER, Step.RATIFIED, "057", "SUPPORT"),
        (Form.MEMBERSHIP, Step.ACCEDED, "057", "SUPPORT"),
        (Form.OTHER, Step.IN_FORCE, "057", "SUPPORT"),
        (Form.OTHER, Step.PROVISIONALLY_APPLIED, "061", "COOPERATE"),
        (Form.OTHER, Step.DENOUNCED, "160", "SANCTION-withdraw"),
        (Form.TALKS, Step.SUSPENDED, "160", "SANCTION-discontinue"),
    ],
)
def test_an_event_is_coded_by_its_step_or_else_by_its_form(
    form: Form, step: Step, cameo: str, plover: str
) -> None:
    assert suggest(Kind.EVENT, form, step) == {Scheme.CAMEO: cameo, Scheme.PLOVER: plover}


@pytest.mark.parametrize(
    ("form", "step"),
    [
        (Form.STATEMENT, Step.STATED),
        (Form.OTHER, Step.OCCURRED),
        (Form.VISIT, Step.CANCELLED),
        (Form.VISIT, Step.POSTPONED),
        (Form.TALKS, Step.REFUSED),
        (Form.VOTE, Step.VETOED),
    ],
)
def test_nothing_is_proposed_where_form_and_step_do_not_tell(form: Form, step: Step) -> None:
    assert suggest(Kind.EVENT, form, step) == {}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.EVENT])
def test_only_events_get_proposals(kind: Kind) -> None:
    pairs = itertools.product(FORMS_OF_KIND[kind], Step)
    assert {len(suggest(kind, form, step)) for form, step in pairs} == {0}


def test_every_code_proposed_stands_in_its_list() -> None:
    pairs = itertools.product(FORMS_OF_KIND[Kind.EVENT], Step)
    proposed = [suggest(Kind.EVENT, form, step) for form, step in pairs]
    codes = {(scheme, code) for one in proposed for scheme, code in one.items()}
    assert len(codes) == 18
    for scheme, code in codes:
        assert code in CODE_LISTS[scheme].codes
        assert Kind.EVENT in CODE_LISTS[scheme].kinds
