"""The summary as a page: facts and dates for a reader with two minutes, and no narrative.

Every line is a sentence that is computed; with ``--ids`` each names the records and the claims on
which it rests. ``kb verify`` reads the head that ``summary_markdown`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from relations_kb.domain.lifecycle import Status
from relations_kb.domain.vocabulary import Kind, Step
from relations_kb.query.brief import Flow, Friction, Told, weightiest
from relations_kb.query.contradictions import Contradiction
from relations_kb.query.show import FigureView
from relations_kb.query.summary import (
    CHANGES_MONTHS,
    Coming,
    Instrument,
    Plan,
    State,
    SummaryView,
    by_weight,
)
from relations_kb.query.timeline import TimelineEntry
from relations_kb.query.verify import PageHead, head_line
from relations_kb.render.page import Page, Section, page_markdown
from relations_kb.render.summary_words import (
    conflict,
    duration,
    duties,
    fits,
    fitted,
    part_of,
    short,
)
from relations_kb.render.text import counted, listed, shown_date

_T = TypeVar("_T")
_Ref = tuple[str, str, str]
_MARKS = ("reported", "denied", "disputed")
_SHORTEST = 24
_DUTIES_TOLD = 5
_NAMES_SHOWN = 2
_CLAIM_SIGNS = 8

# So much of each section fits on a page and a half; the rest is counted, and one command away.
_SHOWN = {
    "changes": 8,
    "in_force": 8,
    "pending": 5,
    "measures": 2,
    "third_measures": 1,
    "frictions": 5,
    "third_party": 5,
    "contradictions": 4,
    "gaps": 3,
    "coming": 4,
    "sides": 2,
}


def summary_page(view: SummaryView) -> Page:
    """Lay out a summary; a section without data says so."""
    clocks = view.clocks
    known = f", known by {clocks.known_by}" if clocks.known_by else ""
    known += f", after changeset {clocks.at}" if clocks.at is not None else ""
    return Page(
        title=f"{view.timeline.one.name} – {view.timeline.other.name}: "
        f"summary as of {clocks.on}{known}",
        intro=_intro(view),
        sections=(
            Section("Bottom line", list(_bottom_line(view))),
            _changes(view),
            _legal_basis(view),
            _pending(view),
            Section("Trade and sanctions", list(_trade(view))),
            _some(view, "Disputes and limits", view.frictions, "frictions", _friction),
            _some(
                view,
                "Third-party events that bear on the two",
                view.third_party,
                "third_party",
                _told,
            ),
            _trend(view),
            _some(view, "Contradictions", view.contradictions, "contradictions", _dispute),
            _some(view, "Gaps", view.gaps, "gaps", _gap),
            _some(view, "Coming dates", view.coming, "coming", _coming),
            Section("Sources", list(_sources(view))),
        ),
    )


def summary_markdown(view: SummaryView) -> str:
    """Write a summary as Markdown, with its parameters in the first line."""
    head = PageHead(
        one=view.timeline.one.slug,
        other=view.timeline.other.slug,
        on=view.clocks.on,
        known_by=view.clocks.known_by,
        at=view.clocks.at,
        ids=view.claims is not None,
    )
    return f"{head_line(head)}\n\n{page_markdown(summary_page(view))}"


def _intro(view: SummaryView) -> list[str]:
    c = view.coverage
    lines = [
        f"{counted(c.records, 'record')}, {counted(c.milestones, 'dated step')} from "
        f"{c.first or '–'} to {c.last or '–'}; {c.single_source} rest on a single origin "
        f"(seed {view.base.content}).",
    ]
    if view.clocks.known_by:
        lines.append(f"Only what sources had published by {view.clocks.known_by} is told.")
    included = []
    if view.timeline.lines:
        included.append(f"earlier states: {listed(view.timeline.lines)}")
    if view.timeline.blocs:
        included.append(f"blocs: {listed(view.timeline.blocs)}")
    if included:
        lines.append(f"Included: {'; '.join(included)}.")
    return lines


# What every sentence has in common.


def _said(view: SummaryView, text: str, refs: Iterable[_Ref]) -> str:
    """End a sentence with the ids that it rests on, if they are wanted."""
    if view.claims is None:
        return text
    by_record: dict[str, list[str]] = {}
    for record, item, key in refs:
        claims = by_record.setdefault(record, [])
        claims += (claim[:_CLAIM_SIGNS] for claim in view.claims.get((record, item, key), ()))
    named = (" ".join((record, *dict.fromkeys(claims))) for record, claims in by_record.items())
    ids = "; ".join(named)
    return f"{text} [{ids}]" if ids else text


def _some(
    view: SummaryView,
    title: str,
    items: Sequence[_T],
    section: str,
    line: Callable[[SummaryView, _T], str],
) -> Section:
    """Write the first items of a section; its title counts them all."""
    lines = [line(view, item) for item in items[: _SHOWN[section]]]
    return Section(_counted(title, len(lines), len(items)), lines)


def _counted(title: str, told: int, number: int) -> str:
    return title if told == number else f"{title} ({told} of {number})"


def _milestones(record: str, keys: Iterable[str]) -> list[_Ref]:
    return [(record, "milestone", key) for key in keys]


def _status_refs(instrument: Instrument) -> list[_Ref]:
    steps = (reason.step for reason in instrument.status.reasons if reason.step)
    return [
        (instrument.record.id, "", ""),
        *((step.record, "milestone", step.key) for step in steps if step.record),
    ]


def _duty_refs(instrument: Instrument) -> list[_Ref]:
    record = instrument.record.id
    return [
        (record, "obligation", f"{duty.code}|{duty.article or ''}") for duty in instrument.duties
    ]


# The sections, in the order of the page.


def _bottom_line(view: SummaryView) -> Iterator[str]:
    if not view.coverage.records:
        return
    yield _in_force_counted(view)
    heaviest = view.heaviest
    if heaviest:
        yield _heaviest(view, heaviest)
        yield _obliges(view, heaviest)
    signed = [i for i in view.not_in_force if i.status.status is Status.SIGNED]
    if signed:
        newest = _newest(signed)[0]
        text = fitted(
            f"{counted(len(signed), 'treaty', 'treaties')} signed and not in force, the newest: ",
            newest.record.title,
            f" ({_since(newest)}).",
        )
        yield _said(view, text, [r for i in signed for r in _status_refs(i)])
    else:
        yield "No treaty stands signed and not in force on record."
    if view.newest:
        yield _said(view, _entry(view.newest.entry, "Newest event: ", "."), _told_refs(view.newest))


def _in_force_counted(view: SummaryView) -> str:
    treaties = [i for i in view.in_force if i.record.kind == Kind.TREATY]
    lesser = len(view.in_force) - len(treaties)
    own = [i for i in treaties if not i.frame]
    bilateral = sum(i.bilateral and i.route != "bloc" for i in own)
    blocs = sum(i.route == "bloc" for i in own)
    frames = len(treaties) - len(own)
    parts = (
        (bilateral, "between the two alone"),
        (len(own) - bilateral - blocs, "with others"),
        (blocs, "through blocs"),
        (frames, "that bind most states"),
    )
    what = ", ".join(f"{number} {name}" for number, name in parts if number)
    text = f"{counted(len(treaties), 'treaty is', 'treaties are')} in force between the two"
    text += f" ({what})" if what else ""
    text += f", and {counted(lesser, 'agreement')} below treaty rank." if lesser else "."
    return _said(view, text, [r for i in view.in_force for r in _status_refs(i)])


def _heaviest(view: SummaryView, instrument: Instrument) -> str:
    until = f" until {instrument.ends}" if instrument.ends else ", without an end on record"
    renewal = instrument.record.term.get("renewal")
    if instrument.ends and renewal:
        until += f", then prolonged by {duration(renewal)} at a time"
    text = (
        f"The heaviest is {short(instrument.record.title)}: {instrument.status.status} since "
        f"{_since(instrument)}{until}."
    )
    return _said(view, text, [*_status_refs(instrument), (instrument.record.id, "attribute", "")])


def _obliges(view: SummaryView, instrument: Instrument) -> str:
    yes = duties(instrument.duties, "yes", _DUTIES_TOLD)
    no = duties(instrument.duties, "no", _DUTIES_TOLD)
    text = f"It obliges: {yes}" if yes else "It obliges to nothing that is on record"
    if no:
        text += f"; it does NOT oblige: {no}"
    elif not any(duty.code == "atop-defense" for duty in instrument.duties):
        text += "; no duty to help the other with force if it is attacked is on record"
    return _said(view, f"{text}.", _duty_refs(instrument))


def _changes(view: SummaryView) -> Section:
    told = weightiest(view.told, _SHOWN["changes"])
    lines = [_change(view, change) for change in told]
    title = f"Changes of the last {CHANGES_MONTHS} months"
    return Section(_counted(title, len(told), len(view.told)), lines)


def _change(view: SummaryView, told: Told) -> str:
    more = f" (+{counted(told.more, 'step')})" if told.more else ""
    text = _entry(told.entry, f"{told.group.capitalize()}: ", more)
    return _said(view, text, _told_refs(told))


def _told(view: SummaryView, told: Told) -> str:
    return _said(view, _entry(told.entry), _told_refs(told))


def _told_refs(told: Told) -> list[_Ref]:
    return _milestones(told.entry.record, told.keys)


def _entry(entry: TimelineEntry, before: str = "", after: str = "") -> str:
    who = f" by {entry.actor}" if entry.actor else ""
    marks = [mark for mark in _MARKS if mark in entry.flags]
    marked = f" ({', '.join(marks)})" if marks else ""
    date = shown_date(entry.date, entry.calendar)
    # "Took place" is said by the date already.
    step = "" if entry.step == Step.OCCURRED else f"{entry.step}{who}: "
    return fitted(f"{before}{date}  {step}", entry.title, f"{marked}{after}")


def _legal_basis(view: SummaryView) -> Section:
    frames = [i for i in view.in_force if i.frame]
    own = [i for i in by_weight(view.in_force) if not i.frame]
    section = _some(view, "Legal basis in force", own, "in_force", _instrument)
    if not frames:
        return section
    names = "; ".join(short(i.record.title, 60) for i in frames)
    text = f"Both are bound by treaties of most states: {names}."
    sentence = _said(view, text, [r for i in frames for r in _status_refs(i)])
    return Section(section.title, [*section.lines, sentence])


def _instrument(view: SummaryView, instrument: Instrument) -> str:
    status = instrument.status.status
    text = ": " if status is Status.IN_FORCE else f": {status} "
    text += f"since {_since(instrument)}"
    text += f" until {instrument.ends}" if instrument.ends else ""
    text += "; through a bloc" if instrument.route == "bloc" else ""
    # The duties of the heaviest stand in the bottom line already.
    if instrument != view.heaviest:
        text += _duties_in_short(instrument, text)
    text = fitted("", instrument.record.title, text)
    return _said(view, text, [*_status_refs(instrument), *_duty_refs(instrument)])


def _duties_in_short(instrument: Instrument, text: str) -> str:
    """Write the duties in words if they leave room on the line for the title, else their number."""
    if not instrument.duties:
        return ""
    for limit in range(len(instrument.duties), 0, -1):
        yes = duties(instrument.duties, "yes", limit)
        no = duties(instrument.duties, "no", limit)
        words = (f"; {yes}" if yes else "") + (f"; no duty {no}" if no else "")
        if fits(text + words):
            return words
    binding = [duty for duty in instrument.duties if duty.value == "yes"]
    return f"; {counted(len(binding), 'duty', 'duties')}"


def _since(instrument: Instrument) -> str:
    since = instrument.status.since
    date = shown_date(str(since), since.calendar) if since else "an unknown day"
    return f"{date} (disputed)" if instrument.disputed else date


def _newest(instruments: Iterable[Instrument]) -> list[Instrument]:
    def key(instrument: Instrument) -> tuple[str, str]:
        since = instrument.status.since
        day = since and (since.earliest or since.latest)
        return (str(day or ""), instrument.record.id)

    return sorted(instruments, key=key, reverse=True)


def _pending(view: SummaryView) -> Section:
    signed = _newest(view.not_in_force)
    # What is planned for a day to come stands among the coming dates.
    plans = [p for p in view.plans if p.overdue or p.step == Step.ANNOUNCED or not p.date]
    plans.sort(key=lambda plan: (plan.date_min or "", plan.record), reverse=True)
    limit = _SHOWN["pending"]
    room = max(limit - len(plans), limit - _NAMES_SHOWN)
    lines = [_signed(view, i) for i in signed[:room]]
    told = plans[: limit - len(lines)]
    lines += [_plan(view, plan) for plan in told]
    return Section(_counted("Pending", len(lines), len(signed) + len(plans)), lines)


def _signed(view: SummaryView, instrument: Instrument) -> str:
    text = f": {instrument.status.status} {_since(instrument)}"
    if instrument.not_for:
        text += f"; in force for others, not for {listed(instrument.not_for)}"
    text = fitted("", instrument.record.title, text)
    return _said(view, text, _status_refs(instrument))


def _plan(view: SummaryView, plan: Plan) -> str:
    date = shown_date(plan.date, plan.calendar)
    if plan.step == Step.ANNOUNCED:
        text = f": announced {date}, nothing further on record"
    else:
        late = ", overdue" if plan.overdue else ""
        step = "" if plan.step == Step.OCCURRED else f"{plan.step} "
        text = f": {step}planned for {date}{late}"
    text = fitted("", plan.title, f"{part_of(plan.part)}{text}")
    return _said(view, text, _milestones(plan.record, [plan.key]))


def _trade(view: SummaryView) -> Iterator[str]:
    for flow in view.flows:
        yield _flow(view, flow)
    one, other = view.timeline.one.name, view.timeline.other.name
    directions = {
        "one": f"{one} on {other}",
        "other": f"{other} on {one}",
        "both": "Both on third parties or each other",
        "third": "Others on the two or one of them",
    }
    live = _latest(m for m in view.measures if not m.over)
    if not live and not view.flows:
        return
    for by, name in directions.items():
        own = [m for m in live if m.imposed_by == by]
        if not own and by in {"both", "third"}:
            continue
        yield _measures(view, name, own, "third_measures" if by == "third" else "measures")
    over = [m for m in view.measures if m.over]
    if over:
        text = f"Lifted or ended: {counted(len(over), 'measure')}."
        yield _said(view, text, [r for m in over for r in _state_refs(m)])


def _measures(view: SummaryView, name: str, own: Sequence[State], section: str) -> str:
    if not own:
        return f"{name}: no measure on record."
    limit = _SHOWN[section]
    told = "; ".join(f"{short(m.record.title, 48)} ({_last(m)})" for m in own[:limit])
    rest = f"; and {len(own) - limit} more" if len(own) > limit else ""
    text = f"{name}, {len(own)}: {told}{rest}."
    return _said(view, text, [r for m in own for r in _state_refs(m)])


def _last(state: State) -> str:
    last = state.last
    if last is None:
        return "undated"
    return f"{last.step}{part_of(last.part)} {shown_date(last.date, last.calendar)}"


def _state_refs(state: State) -> list[_Ref]:
    key = state.last.key if state.last else ""
    return [(state.record.id, "milestone", key)]


def _latest(states: Iterable[State]) -> list[State]:
    """Order measures by their last step, the newest first."""
    return sorted(
        states, key=lambda s: ((s.last and s.last.date_min) or "", s.record.id), reverse=True
    )


def _flow(view: SummaryView, flow: Flow) -> str:
    f = flow.figure
    name = "Turnover" if f.metric == "trade-turnover" else f.metric.capitalize()
    of = f" ({f.of})" if f.of else ""
    disputed = ", disputed" if f.disputed else ""
    sources = listed(f.sources, _NAMES_SHOWN)
    text = f"{name} {f.as_of}{of}: {f.value} {f.unit} ({sources}{disputed})"
    figures: list[FigureView] = [f]
    if flow.before is not None:
        figures.append(flow.before)
        change = f", {flow.change:+d} %" if flow.change is not None else ""
        text += f"; {flow.before.as_of}: {flow.before.value} {flow.before.unit}{change}"
    if flow.said is not None:
        figures.append(flow.said)
        text += f"; a source gives {flow.said.value} %"
    return _said(view, f"{text}.", [(flow.record, "figure", g.key) for g in figures])


def _friction(view: SummaryView, friction: Friction) -> str:
    entry = friction.entry
    marks = [mark for mark in _MARKS if mark in entry.flags]
    marked = f" ({', '.join(marks)})" if marks else ""
    date = shown_date(entry.date, entry.calendar)
    if friction.refused_by:
        text = fitted(f"{date}  refused by {friction.refused_by}: ", entry.title, marked)
    else:
        text = fitted(f"{date}  ", entry.title, f"{marked}: {conflict(friction.codes)}")
    return _said(view, text, _milestones(entry.record, friction.keys))


def _trend(view: SummaryView) -> Section:
    title = "Trend by year: dated steps (mean PLOVER score, number of coded events)"
    if not any(year.milestones for year in view.trend):
        return Section(title, [])
    years = ", ".join(
        f"{y.year}: {y.milestones} ({'–' if y.mean is None else f'{y.mean:+.1f}'}, {y.coded})"
        for y in view.trend
    )
    refs = [(record, "", "") for year in view.trend for record in year.records]
    return Section(title, [_said(view, f"{years}.", refs)])


def _dispute(view: SummaryView, contradiction: Contradiction) -> str:
    title = view.timeline.titles.get(contradiction.record, contradiction.record)
    others = listed(contradiction.others, 1)
    text = f", {contradiction.what}: {contradiction.shown}; but {others}"
    text = fitted("", title, text, _SHORTEST)
    record = contradiction.record
    slot = view.slots.get((record, contradiction.what), (record, "", ""))
    return _said(view, text, [slot])


def _gap(view: SummaryView, gap: str) -> str:
    record, colon, what = gap.partition(": ")
    title = view.timeline.titles.get(record)
    if title is None:
        return gap
    return _said(view, fitted("", title, f"{colon}{what}"), [(record, "", "")])


def _coming(view: SummaryView, coming: Coming) -> str:
    date = shown_date(coming.date, coming.calendar)
    if coming.what == "planned":
        step = "" if coming.step == Step.OCCURRED else f"{coming.step} "
        text = fitted(f"{date}  {step}planned: ", coming.title, part_of(coming.part))
        return _said(view, text, _milestones(coming.record, [coming.key or ""]))
    then = f", then {duration(coming.renewal)} more" if coming.renewal else ""
    text = fitted(f"{date}  term ends{then}: ", coming.title, "")
    return _said(view, text, [(coming.record, "attribute", "")])


def _sources(view: SummaryView) -> Iterator[str]:
    c = view.coverage
    if not c.sources:
        return
    grades = ", ".join(f"{grade} {n}" for grade, n in c.by_grade.items())
    yield (
        f"{counted(c.sources, 'source')}, the newest of {c.newest_source or '–'}, by grade "
        f"(A best): {grades}."
    )
    sides = list(c.grades_of_side.items())
    told = "; ".join(
        f"{side} {sum(by.values())} ({', '.join(f'{g} {n}' for g, n in by.items())})"
        for side, by in sides[: _SHOWN["sides"]]
    )
    rest = len(sides) - _SHOWN["sides"]
    more = f"; {counted(rest, 'further side')}" if rest > 0 else ""
    yield f"By side: {told}{more}."
