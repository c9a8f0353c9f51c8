"""Codes proposed for an event by its form and step; a person takes them or leaves them.

The table is that of the field: what a visit, a call or a delivery is coded as in most cases. Where
form and step do not tell (a statement may be praise or blame) nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping

from relations_kb.domain.vocabulary import Form, Kind, Scheme, Step

_Pair = tuple[str, str]
"""A CAMEO and a PLOVER code."""

_BY_STEP: Mapping[Step, _Pair] = {
    Step.ANNOUNCED: ("030", "AGREE"),
    Step.SIGNED: ("057", "SUPPORT"),
    Step.RATIFIED: ("057", "SUPPORT"),
    Step.ACCEDED: ("057", "SUPPORT"),
    Step.IN_FORCE: ("057", "SUPPORT"),
    Step.PROVISIONALLY_APPLIED: ("061", "COOPERATE"),
    Step.DENOUNCED: ("160", "SANCTION-withdraw"),
    Step.SUSPENDED: ("160", "SANCTION-discontinue"),
}
"""What a step is, whatever the event is."""

_BY_FORM: Mapping[Form, _Pair] = {
    Form.VISIT: ("042", "CONSULT-visit"),
    Form.TALKS: ("040", "CONSULT"),
    Form.CALL: ("041", "CONSULT-phone"),
    Form.SUMMIT: ("044", "CONSULT-multilateral"),
    Form.EXERCISE: ("062", "COOPERATE"),
    Form.ARMS_TRANSFER: ("062", "COOPERATE"),
}
"""What an event is that took place. Arms are taken for sold; a gift is 072 and AID."""

_TOOK_PLACE = frozenset({Step.OCCURRED, Step.STARTED, Step.ENDED, Step.COMPLETED, Step.DELIVERED})


def suggest(kind: Kind, form: Form, step: Step) -> dict[Scheme, str]:
    """Propose a code of each list that codes events.

    Args:
        kind: of the record; only events are coded by what they are.
        form: of the record.
        step: that was taken.

    Returns:
        A code by its list; nothing where form and step do not tell.
    """
    if kind is not Kind.EVENT:
        return {}
    pair = _BY_STEP.get(step) or (_BY_FORM.get(form) if step in _TOOK_PLACE else None)
    return dict(zip((Scheme.CAMEO, Scheme.PLOVER), pair, strict=True)) if pair else {}
