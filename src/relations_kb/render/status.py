"""The legal status of an instrument as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relations_kb.domain.vocabulary import Calendar
from relations_kb.query.status import OtherwiseView, PartyStatus, ReasonView, StatusView
from relations_kb.render.page import Page, Section
from relations_kb.render.text import listed, shown_date


def status_page(view: StatusView, *, why: bool) -> Page:
    """Lay out a status; ``why`` adds the rules and steps from which it follows."""
    intro = [
        f"{view.record}: {view.form}",
        _status(view) + (" (disputed)" if view.disputed else ""),
    ]
    sections = [Section("Parties", [_party(party) for party in view.parties])]
    if view.otherwise:
        sections.append(Section("Who says otherwise", [_otherwise(o) for o in view.otherwise]))
    if why:
        sections += [
            Section("Why", [line for reason in view.reasons for line in _reason(reason, view)]),
            Section(
                "Why not more",
                [line for reason in view.without_effect for line in _reason(reason, view)],
            ),
        ]
        sections += _for_parties(view)
    return Page(f"{view.title} on {view.on}", intro, sections)


def _status(of: StatusView | PartyStatus) -> str:
    if of.since is None:
        return of.status
    return f"{of.status} since {shown_date(of.since, Calendar(of.calendar))}"


def _party(party: PartyStatus) -> str:
    return f"{party.name} ({party.actor}): {_status(party)}"


def _otherwise(view: OtherwiseView) -> str:
    who = view.said_by or view.source
    on = f" on {view.said_on}" if view.said_on else ""
    return f"{view.status}, by {who}{on}: {view.milestone}, {view.says} [{view.source}]"


def _for_parties(view: StatusView) -> Iterable[Section]:
    """Yield the reasons for parties whose status is not that of the whole."""
    for party in view.parties:
        if (party.status, party.since) != (view.status, view.since):
            lines = [line for reason in party.reasons for line in _reason(reason, view)]
            yield Section(f"Why for {party.name}", lines)


def _reason(reason: ReasonView, view: StatusView) -> Sequence[str]:
    if reason.milestone is None:
        return [reason.text]
    where = f" of {reason.record}" if reason.record != view.record else ""
    date = shown_date(reason.date, Calendar(reason.calendar)) if reason.date else "undated"
    lines = [f"{date}  {reason.milestone}{where}: {reason.text} [{listed(reason.sources)}]"]
    if reason.otherwise:
        lines.append(f"    otherwise: {listed(reason.otherwise)}")
    return lines
