"""The controlled words of the base, each with its meaning, defined here and nowhere else.

A word of a seed file, a column of a table and a filter of the command line are the same word.
Sources of the lists: life-cycle steps follow the Vienna Convention on the Law of Treaties (VCLT,
1969); reliability grades follow the Admiralty system (NATO AJP-2.1); forms follow the glossary
of the United Nations Treaty Collection.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word with its meaning; compares and prints as its text."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Make a member whose value is the word and whose ``meaning`` is one line of English."""
        term = str.__new__(cls, value)
        term._value_ = value
        term.meaning = meaning
        return term


class Kind(Term):
    """What sort of thing a record is."""

    TREATY = (
        "treaty",
        "an instrument binding under international law between states or organizations",
    )
    AGREEMENT = (
        "agreement",
        "any other negotiated instrument: memorandum, contract, joint statement",
    )
    TRADE_MEASURE = (
        "trade_measure",
        "a tariff, sanction, embargo or other act on trade and payments",
    )
    PROJECT = "project", "a work with phases: a power plant, a railway, a link of payment systems"
    EVENT = "event", "something that happened: a visit, a war, a statement, a vote"


class Form(Term):
    """The form of a record within its kind."""

    TREATY = "treaty", "a treaty so called"
    CONVENTION = "convention", "a convention, as a rule multilateral"
    PROTOCOL = "protocol", "a protocol to another instrument or on its own"
    INTERGOVERNMENTAL_AGREEMENT = (
        "intergovernmental-agreement",
        "a binding agreement of governments",
    )
    EXCHANGE_OF_NOTES = "exchange-of-notes", "a binding exchange of notes or letters"
    MEMORANDUM = "memorandum", "a memorandum of understanding, as a rule not binding"
    CONTRACT = "contract", "a contract in which a company or an agency is a party"
    JOINT_STATEMENT = "joint-statement", "a joint statement, declaration or communiqué"
    PROGRAMME = "programme", "a programme or plan of cooperation"
    ARRANGEMENT = "arrangement", "a working arrangement between agencies, banks or ministries"
    UNDERSTANDING = "understanding", "an informal or secret understanding"
    TARIFF = "tariff", "a change of customs duties"
    SANCTION = "sanction", "a listing, asset freeze or other sanction"
    EMBARGO = "embargo", "a prohibition of exports or imports, arms embargoes included"
    NUCLEAR_PLANT = "nuclear-plant", "a nuclear power plant"
    PAYMENT_LINK = "payment-link", "a link between payment or messaging systems"
    TRANSPORT_ROUTE = "transport-route", "a railway, road, port or corridor"
    INDUSTRIAL_PLANT = "industrial-plant", "a factory"
    PIPELINE = "pipeline", "a gas or oil pipeline"
    SPACE_PROJECT = "space-project", "satellites and launches"
    VISIT = "visit", "a visit"
    TALKS = "talks", "talks, negotiations or a meeting"
    SUMMIT = "summit", "a meeting of heads of state or government"
    CALL = "call", "a telephone call of leaders or ministers"
    STATEMENT = "statement", "a statement by one side"
    VOTE = "vote", "a vote in an international body"
    RESOLUTION = "resolution", "a decision of an international body"
    EXERCISE = "exercise", "a military exercise"
    DEPLOYMENT = "deployment", "a stationing or use of forces with consent of the host"
    ARMS_TRANSFER = "arms-transfer", "a delivery of arms"
    WAR = "war", "a war or campaign"
    ATTACK = "attack", "a single attack or raid"
    OCCUPATION = "occupation", "an invasion or occupation"
    CEASEFIRE = "ceasefire", "an end of fighting"
    MEMBERSHIP = "membership", "an accession to an organization or a change of status in it"
    RELATIONS = "relations", "diplomatic relations opened, broken or restored"
    MEDIATION = "mediation", "an offer or act of mediation"
    POLITICAL_CHANGE = "political-change", "a change of government, regime or leader"
    TRADE_FLOW = "trade-flow", "trade observed over a period"
    LAUNCH = "launch", "a launch into space"
    INCIDENT = "incident", "an accident or incident"
    CASE = "case", "a case before a court or tribunal"
    OTHER = "other", "none of these"


FORMS_OF_KIND: dict[Kind, frozenset[Form]] = {
    Kind.TREATY: frozenset(
        {
            Form.TREATY,
            Form.CONVENTION,
            Form.PROTOCOL,
            Form.INTERGOVERNMENTAL_AGREEMENT,
            Form.EXCHANGE_OF_NOTES,
        }
    ),
    Kind.AGREEMENT: frozenset(
        {
            Form.MEMORANDUM,
            Form.CONTRACT,
            Form.JOINT_STATEMENT,
            Form.PROGRAMME,
            Form.ARRANGEMENT,
            Form.UNDERSTANDING,
            Form.PROTOCOL,
        }
    ),
    Kind.TRADE_MEASURE: frozenset({Form.TARIFF, Form.SANCTION, Form.EMBARGO, Form.OTHER}),
    Kind.PROJECT: frozenset(
        {
            Form.NUCLEAR_PLANT,
            Form.PAYMENT_LINK,
            Form.TRANSPORT_ROUTE,
            Form.INDUSTRIAL_PLANT,
            Form.PIPELINE,
            Form.SPACE_PROJECT,
            Form.OTHER,
        }
    ),
    Kind.EVENT: frozenset(
        {
            Form.VISIT,
            Form.TALKS,
            Form.SUMMIT,
            Form.CALL,
            Form.STATEMENT,
            Form.VOTE,
            Form.RESOLUTION,
            Form.EXERCISE,
            Form.DEPLOYMENT,
            Form.ARMS_TRANSFER,
            Form.WAR,
            Form.ATTACK,
            Form.OCCUPATION,
            Form.CEASEFIRE,
            Form.MEMBERSHIP,
            Form.RELATIONS,
            Form.MEDIATION,
            Form.POLITICAL_CHANGE,
            Form.TRADE_FLOW,
            Form.LAUNCH,
            Form.INCIDENT,
            Form.CASE,
            Form.OTHER,
        }
    ),
}


class Step(Term):
    """One dated step in the life of a record. Articles are those of the VCLT."""

    NEGOTIATION_OPENED = "negotiation-opened", "negotiation opened"
    TEXT_AGREED = "text-agreed", "the text was settled (Art. 9, 10)"
    ADOPTED = "adopted", "adopted by a body or conference (Art. 9)"
    SIGNED = "signed", "signed (Art. 12)"
    DOMESTICALLY_SUBMITTED = "domestically-submitted", "laid before an organ of one state"
    DOMESTICALLY_APPROVED = (
        "domestically-approved",
        "approved by an organ of one state: not ratification",
    )
    DOMESTICALLY_PROMULGATED = (
        "domestically-promulgated",
        "law of approval signed or published in one state",
    )
    RATIFIED = "ratified", "consent to be bound given internationally (Art. 14)"
    ACCEDED = "acceded", "accession (Art. 15)"
    COMPLETION_NOTIFIED = (
        "completion-notified",
        "completion of internal procedures notified to the other side",
    )
    INSTRUMENTS_EXCHANGED = (
        "instruments-exchanged",
        "instruments of ratification exchanged (Art. 16)",
    )
    PROVISIONALLY_APPLIED = "provisionally-applied", "applied before entry into force (Art. 25)"
    IN_FORCE = "in-force", "entered into force (Art. 24)"
    AMENDED = "amended", "amended (Art. 39)"
    EXTENDED = "extended", "prolonged"
    SUSPENDED = "suspended", "operation or work suspended (Art. 57)"
    RESUMED = "resumed", "operation or work resumed"
    DENOUNCED = "denounced", "notice of termination or withdrawal given (Art. 56, 65)"
    REPUDIATED = "repudiated", "declared void by one side"
    TERMINATED = "terminated", "terminated (Art. 54)"
    EXPIRED = "expired", "the term ran out"
    SUPERSEDED = "superseded", "replaced by a later instrument (Art. 59)"
    REGISTERED = "registered", "registered with a depositary or league (Art. 80)"
    INVITED = "invited", "invited to join"
    ADMITTED = "admitted", "admitted to an organization, in the named status"
    ANNOUNCED = "announced", "announced, and no more than that"
    STATED = "stated", "said by the actor"
    OFFERED = "offered", "offered"
    REQUESTED = "requested", "asked for"
    REFUSED = "refused", "refused or rejected"
    VETOED = "vetoed", "not adopted because of a veto"
    POSTPONED = "postponed", "put off"
    FILED = "filed", "laid before a court or tribunal"
    RULED = "ruled", "decided by a court or tribunal"
    IMPOSED = "imposed", "imposed or ordered"
    APPLIED = "applied", "begins to apply"
    LIFTED = "lifted", "lifted"
    STARTED = "started", "started"
    CONSTRUCTION_STARTED = "construction-started", "works or site preparation started"
    FIRST_CONCRETE = "first-concrete", "first concrete poured"
    FUEL_LOADED = "fuel-loaded", "fuel loading begun or celebrated"
    FIRST_CRITICALITY = "first-criticality", "first criticality"
    GRID_CONNECTED = "grid-connected", "connected to the grid"
    INAUGURATED = "inaugurated", "opened by a ceremony"
    OPERATIONAL = "operational", "in regular operation"
    DELIVERED = "delivered", "delivered"
    HANDED_OVER = "handed-over", "handed over and accepted"
    HALTED = "halted", "works or deliveries stopped"
    COMPLETED = "completed", "completed"
    CANCELLED = "cancelled", "given up"
    OCCURRED = "occurred", "took place"
    ENDED = "ended", "came to an end"


class Assertion(Term):
    """What the source says of a milestone's reality."""

    ACTUAL = "actual", "the source says that it happened"
    PLANNED = "planned", "the source says that it was intended for that date"
    REPORTED = "reported", "the source passes on a report that nobody has confirmed"
    DENIED = "denied", "the source says that it did not happen"


class Role(Term):
    """The part of an actor in a record."""

    SIGNATORY = "signatory", "signs the instrument"
    PARTY = "party", "is bound by the instrument, or takes part as an equal"
    MEMBER = "member", "belongs, or comes to belong, to the organization"
    OBSERVER = "observer", "has, or gets, observer status"
    ORGANIZATION = "organization", "the organization that is joined"
    SUPPLIER = "supplier", "sells, builds or delivers"
    RECIPIENT = "recipient", "buys, orders or receives"
    IMPOSER = "imposer", "imposes the measure"
    TARGET = "target", "is the object of the measure or attack"
    INITIATOR = "initiator", "acts first: attacks, proposes, calls"
    SPEAKER = "speaker", "makes the statement"
    PARTICIPANT = "participant", "takes part"
    VISITOR = "visitor", "visits"
    HOST = "host", "hosts"
    MEDIATOR = "mediator", "mediates or offers to"
    GUARANTOR = "guarantor", "guarantees"
    IN_FAVOUR = "in-favour", "votes in favour"
    AGAINST = "against", "votes against"
    ABSTAINING = "abstaining", "abstains from a vote"
    VOTER = "voter", "votes, in a way told by the note"
    CLAIMANT = "claimant", "brings a case before a court or tribunal"
    RESPONDENT = "respondent", "is sued before a court or tribunal"
    CONCERNED = "concerned", "is no party, but its relations are touched"


class Continuity(Term):
    """How a state follows an earlier one."""

    CONTINUATOR = "continuator", "the same legal person under another name or regime"
    SUCCESSOR = "successor", "a new legal person in the place of the old"
    UNION = "union", "several states became one"
    DISSOLUTION = "dissolution", "one of several states that the old one fell into"
    SECESSION = "secession", "left a state that lives on"


class ActorKind(Term):
    """What an actor is."""

    STATE = "state", "a state, present or former, or an entity listed as a country"
    TERRITORY = "territory", "a dependent or special territory with an ISO 3166-1 code"
    BLOC = "bloc", "an organization of some states: its acts are seen from its members"
    ORGANIZATION = "organization", "an organization open to all states; its acts are its own"


class MemberStatus(Term):
    """Status of an actor in an organization."""

    MEMBER = "member", "full member"
    OBSERVER = "observer", "observer"
    PARTNER = "partner", "partner or dialogue partner"
    CANDIDATE = "candidate", "candidate, or invited and undecided"


class SourceKind(Term):
    """What kind of document a source is, from the most to the least authoritative for dates."""

    TREATY_TEXT = "treaty-text", "the text of the instrument"
    DEPOSITARY = "depositary", "the depositary, registry or secretariat of the instrument"
    GAZETTE = "gazette", "an official gazette or law database"
    MINISTRY = "ministry", "a ministry, government, parliament, agency or leader about its own acts"
    ORGANIZATION = "organization", "an international organization about its own acts"
    COMPANY = "company", "a company or bank about its own acts"
    AGENCY = "agency", "a news agency"
    ACADEMIC = "academic", "scholarship, archives and libraries"
    PRESS = "press", "a newspaper, broadcaster or news site"
    THINK_TANK = "think-tank", "a think tank or non-governmental organization"
    DATASET = "dataset", "a published data set"
    ENCYCLOPEDIA = "encyclopedia", "an encyclopaedia or a copy of one"
    COPY = "copy", "an unattributed copy or digest of other pages"
    UNCLASSIFIED = "unclassified", "nobody has yet judged what it is"
    CONTENT_FARM = "content-farm", "text made for search engines"


class Reliability(Term):
    """Reliability of a source, Admiralty system."""

    A = "A", "completely reliable"
    B = "B", "usually reliable"
    C = "C", "fairly reliable"
    D = "D", "not usually reliable"
    E = "E", "unreliable"
    F = "F", "cannot be judged"


class Rank(Term):
    """An editor's explicit word on a claim; it goes before every rule of resolution."""

    PREFERRED = "preferred", "show this one"
    NORMAL = "normal", "let the rules decide"
    DEPRECATED = (
        "deprecated",
        "known to be wrong (a misprint, a misreading); kept, never shown as the value",
    )


class Seen(Term):
    """How much of a source was read by whoever entered it."""

    PAGE = "page", "the page itself"
    EXCERPT = "excerpt", "an excerpt or stored copy"


class Relation(Term):
    """How a record is linked to another."""

    AMENDS = "amends", "amends the other"
    PROTOCOL_TO = "protocol-to", "is a protocol to the other"
    EXTENDS = "extends", "prolongs the other"
    SUPERSEDES = "supersedes", "takes the place of the other"
    TERMINATES = "terminates", "ends the other"
    IMPLEMENTS = "implements", "carries the other out"
    INTERIM_FOR = "interim-for", "holds until the other is in force"
    CITES_AS_BASIS = "cites-as-basis", "names the other as its foundation"
    PART_OF = "part-of", "is a part or phase of the other"
    FOLLOWS = "follows", "comes out of the other"
    RESPONDS_TO = "responds-to", "answers the other"
    CONTRASTS_WITH = "contrasts-with", "is compared with the other, and differs in kind"


class Topic(Term):
    """What a record is about."""

    SECURITY = "security", "security and defence policy"
    ARMS = "arms", "arms supplies and military technology"
    MILITARY = "military", "use, stationing and exercises of forces"
    NUCLEAR = "nuclear", "nuclear energy and non-proliferation"
    ENERGY = "energy", "oil, gas and power"
    TRADE = "trade", "trade in goods and services"
    TARIFFS = "tariffs", "customs duties"
    FINANCE = "finance", "payments, banks and currencies"
    SANCTIONS = "sanctions", "sanctions and embargoes"
    TRANSPORT = "transport", "transport and transit"
    SPACE = "space", "space"
    INFORMATION = "information", "information security and technology"
    DIPLOMACY = "diplomacy", "diplomatic relations and consultation"
    TERRITORY = "territory", "territory, borders and cessions"
    WAR = "war", "war and peace"
    MEDIATION = "mediation", "mediation"
    MEMBERSHIP = "membership", "membership of organizations"
    TRAVEL = "travel", "visas, consular matters, tourism"
    CULTURE = "culture", "education, science and culture"
    JUSTICE = "justice", "courts, legal assistance, crime and drugs"
    LABOUR = "labour", "labour and migration"
    HEALTH = "health", "medicine and epidemics"
    AGRICULTURE = "agriculture", "farming, food and their inspection"
    CASPIAN = "caspian", "the Caspian Sea"
    SYRIA = "syria", "Syria"
    UKRAINE = "ukraine", "the war in Ukraine"


class Calendar(Term):
    """The calendar in which a date was given."""

    GREGORIAN = "gregorian", "Gregorian (new style)"
    JULIAN = "julian", "Julian (old style)"
    SOLAR_HIJRI = "solar-hijri", "Solar Hijri, the civil calendar of Iran"


class Scheme(Term):
    """A list of codes that a record may be coded by; the lists are in ``codes``."""

    CAMEO = "cameo", "type of an event, Conflict and Mediation Event Observations"
    PLOVER = "plover", "type of an event, Political Language Ontology for Verifiable Event Records"
    MAST = "mast", "chapter of a non-tariff measure, UNCTAD 2019"
    GSDB = "gsdb", "type of a sanction, Global Sanctions Data Base"


class Verdict(Term):
    """What the records show of a statement."""

    CONFIRMED = "confirmed", "the records say the same"
    CONTRADICTED = "contradicted", "the records say otherwise"
    OUTDATED = "outdated", "it was so once, and no more when the source said it"
    UNDATABLE = "undatable", "it names no time or measure, so that no record can decide it"
