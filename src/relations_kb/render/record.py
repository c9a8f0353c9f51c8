"""One record as a page: what is shown, who says otherwise, and the sources."""

from __future__ import annotations

from collections.abc import Iterable

from relations_kb.domain.codes import CODE_LISTS
from relations_kb.domain.dates import FuzzyDate
from relations_kb.domain.vocabulary import Assertion, Calendar, Rank
from relations_kb.query.assessment import StatementView
from relations_kb.query.errata import ErratumView
from relations_kb.query.show import (
    ClaimView,
    FigureView,
    MilestoneView,
    PartyView,
    RecordView,
    WithdrawnView,
)
from relations_kb.query.sources import SourceView
from relations_kb.render.assessment import verdict_of
from relations_kb.render.page import Page, Section
from relations_kb.render.text import counted, listed, shown_date

_INDENT = "    "


def record_page(record: RecordView) -> Page:
    """Lay out a record; sections that do not apply to it are left out."""
    sections = [
        Section("Parties", [line for party in record.parties for line in _party(party)]),
        Section("Milestones", [line for m in record.milestones for line in _milestone(m)]),
        Section("Figures", [line for f in record.figures for line in _figure(f)]),
        Section("Withdrawn", [line for w in record.withdrawn for line in _withdrawn(w)]),
        Section("Obligations", _obligations(record)),
        Section(
            "Links",
            [f"{link.rel} {link.to}" + _note(link.note) for link in record.links],
        ),
        Section("Said otherwise of the record", [_claim(claim).strip() for claim in record.claims]),
        Section("Statements that it bears on", [_statement(s) for s in record.statements]),
        Section("Sources", [_source(source) for source in record.sources]),
    ]
    always = {"Parties", "Milestones", "Sources"}
    return Page(
        title=record.title,
        intro=_intro(record),
        sections=[s for s in sections if s.lines or s.title in always],
    )


def _intro(record: RecordView) -> list[str]:
    kind = listed(dict.fromkeys((record.kind, record.form)))
    lines = [f"{record.id}: {kind}; topics: {listed(record.topics) or '–'}"]
    if record.former_ids:
        lines.append(f"Also called: {listed(record.former_ids)}")
    lines += [f"{language}: {title}" for language, title in record.titles.items()]
    if record.term:
        term = ", ".join(f"{k} {v}" for k, v in record.term.items())
        lines.append(f"Term: {term} [{listed(record.term_sources)}]")
    if record.identifiers:
        lines.append(", ".join(f"{k} {v}" for k, v in record.identifiers.items()))
    lines += [_coded(scheme, codes) for scheme, codes in record.codes.items()]
    if record.note:
        lines.append(record.note)
    return lines


def _coded(scheme: str, codes: Iterable[str]) -> str:
    listed_codes = CODE_LISTS[scheme].codes
    meanings = (
        f"{code} ({listed_codes[code].meaning})" if code in listed_codes else code for code in codes
    )
    return f"{scheme.upper()} {listed(meanings)}"


def _party(party: PartyView) -> Iterable[str]:
    via = f", through {party.via}" if party.via else ""
    yield f"{party.name} ({party.actor}): {party.role}{via}"
    yield from (_claim(claim) for claim in party.claims)


def _milestone(m: MilestoneView) -> Iterable[str]:
    text = f"{_date(m.date, m.calendar)}  {m.step}"
    if m.part:
        text += f", {m.part.replace('-', ' ')}"
    by = listed(part for part in (m.actor, m.organ, m.place) if part)
    text += f" ({by})" if by else ""
    marks = [m.assertion] if m.assertion != Assertion.ACTUAL else []
    marks += ["disputed"] if m.disputed else []
    marks.append(counted(m.origins, "origin"))
    yield f"{text}  [{', '.join(marks)}: {listed(m.sources)}]{_note(m.note)}{_word(m.reason)}"
    yield from (_claim(claim) for claim in m.claims)


def _figure(f: FigureView) -> Iterable[str]:
    of = f" of {f.of}" if f.of else ""
    as_of = f" ({f.as_of})" if f.as_of else ""
    disputed = "disputed, " if f.disputed else ""
    marks = f"{disputed}{counted(f.origins, 'origin')}: {listed(f.sources)}"
    yield f"{f.metric}{of}{as_of}: {f.value} {f.unit}  [{marks}]{_note(f.note)}{_word(f.reason)}"
    yield from (_claim(claim) for claim in f.claims)


def _withdrawn(entry: WithdrawnView) -> Iterable[str]:
    yield entry.key.rstrip("|")
    yield from (_claim(claim) for claim in entry.claims if claim.erratum)


def _claim(claim: ClaimView) -> str:
    value = _date(claim.value, claim.calendar) if claim.leaf == "date" else claim.value
    who = f"{claim.said_by}, by {claim.source}" if claim.said_by else claim.source
    said = f", said {claim.said_on}" if claim.said_on else ""
    valid = f", held {claim.valid}" if claim.valid else ""
    statement = f"{claim.leaf} {value} ({who}{said}{valid})"
    before = "".join(f"; {_erratum(e)}" for e in claim.earlier_errata)
    if claim.erratum:
        statement = f"{_erratum(claim.erratum)}; was: {statement}"
        return f"{_INDENT}{statement}{_note(claim.note)}{before}"
    rank = f" [{claim.rank}: {claim.reason}]" if claim.rank != Rank.NORMAL else ""
    how = "agrees" if claim.agrees else "otherwise"
    return f"{_INDENT}{how}: {statement}{rank}{_note(claim.note)}{before}"


def _erratum(erratum: ErratumView) -> str:
    """Say in words what the editors said against a statement, and whether they still do."""
    done = "corrected" if erratum.replaced_by else "retracted"
    new = ""
    if erratum.replaced_by:
        new = shown_date(erratum.replaced_by, erratum.replaced_by_calendar or Calendar.GREGORIAN)
        new = f" to {new} ({erratum.replaced_by_source})"
    back = f" (taken back by changeset {erratum.taken_back})" if erratum.taken_back else ""
    return f"{done} on {erratum.date}{new}: {erratum.reason.rstrip('.')}{back}"


def _statement(statement: StatementView) -> str:
    date = f" ({statement.date})" if statement.date else ""
    return f"{statement.source} {statement.id}, {verdict_of(statement)}: {statement.says}{date}"


def _obligations(record: RecordView) -> list[str]:
    lines = []
    for duty in record.obligations:
        article = f", Art. {duty.article}" if duty.article else ""
        no = "no duty: " if duty.value == "no" else ""
        lines.append(f"{no}{duty.code}{article}  [{listed(duty.sources)}]{_note(duty.note)}")
    return lines


def _source(source: SourceView) -> str:
    side = f", side of {source.side}" if source.side else ""
    parts = (
        f"[{source.id}] {source.reliability} {source.kind}{side}:",
        f"{source.title}." if source.title else None,
        f"{source.publisher}, {source.date or 'undated'}.",
        source.url,
        f"Repeats {source.origin}." if source.origin else None,
    )
    return " ".join(part for part in parts if part)


def _date(text: str | None, calendar: str) -> str:
    """Write a date as stored, and one of another calendar in Gregorian days as well."""
    shown = shown_date(text, calendar)
    if text is None or calendar == Calendar.GREGORIAN:
        return shown
    date = FuzzyDate.parse(text, Calendar(calendar))
    days = dict.fromkeys(str(day) for day in (date.earliest, date.latest))
    return f"{shown} = {'/'.join(days)}"


def _word(reason: str | None) -> str:
    """Give the editor's reason for a value that goes before the rules."""
    return f" (preferred: {reason})" if reason else ""


def _note(note: str | None) -> str:
    return f" – {note}" if note else ""
