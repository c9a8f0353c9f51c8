"""What published tables call the fields; for proposals only, and never used without a mapping."""

from __future__ import annotations

import re

from relations_kb.domain.identity import fold
from relations_kb.ingest.flat.fields import field_named

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "date.year": ("year", "styear", "start year", "signyear", "sign year", "year signed", "год"),
    "date.month": ("month", "stmon", "start month", "signmonth", "sign month", "месяц"),
    "date.day": ("day", "stday", "start day", "signday", "sign day", "день"),
    "date": (
        "signature date", "date of signature", "date signed", "signed on", "sign date", "datum",
        "event date", "start date", "date start", "day of signature", "when", "дата",
        "дата подписания", "تاریخ",
    ),
    "title": (
        "name", "treaty", "treaty name", "treaty title", "title en", "agreement",
        "agreement name", "event", "event text", "headline", "rta name", "название",
        "наименование", "عنوان",
    ),
    "actor1": (
        "country1", "country a", "ccode1", "state a", "state1", "side a", "party a", "party 1",
        "source name", "source country", "actor1name", "sender", "sender1", "supplier", "iso1",
        "member1", "c1", "ccode", "country", "state", "страна 1", "сторона 1", "страна",
    ),
    "actor2": (
        "country2", "country b", "ccode2", "state b", "state2", "side b", "party b", "party 2",
        "target name", "target country", "actor2name", "target", "targetstate", "recipient",
        "iso2", "member2", "c2", "страна 2", "сторона 2",
    ),
    "actors": ("parties", "countries", "states", "signatories", "members", "стороны", "страны"),
    "kind": ("record kind",),
    "form": ("type", "instrument type", "agreement type", "event type", "вид"),
    "step": ("action", "status", "stage", "milestone", "этап", "действие"),
    "place": ("location", "city", "place of signature", "where", "место", "место подписания"),
    "topic": ("topics", "subject", "subjects", "category", "field", "тема"),
    "cameo": ("cameo code", "event code", "eventcode"),
    "external_id": (
        "number", "no", "nr", "treaty id", "record id", "event id", "globaleventid", "dcaid",
        "dispnum", "dispute number", "case id", "caseid", "rta id", "номер",
    ),
    "value": ("amount", "sum", "volume", "сумма", "объем", "объём"),
    "unit": ("currency", "units", "единица", "валюта"),
    "source_url": ("url", "link", "web", "website", "href", "ссылка"),
    "source_title": ("source text", "reference", "источник"),
    "source_publisher": ("publisher", "publication", "издатель"),
    "source_date": ("publication date", "published"),
    "note": ("notes", "comment", "comments", "remark", "remarks", "description", "примечание"),
}  # fmt: skip

_GAPS = re.compile(r"\s")
_FIELD_OF = {
    _GAPS.sub("", fold(text)): field for field, texts in _SYNONYMS.items() for text in texts
}
_NUMBERED = re.compile(r"(?:actor|country|state|party|member|ccode|c|signatory)([1-9]\d?)")


def likely_field(column: str) -> str | None:
    """Return the field that a column most likely gives; None if its name says nothing known."""
    field = field_named(column)
    if field:
        return field
    key = _GAPS.sub("", fold(column))
    if numbered := _NUMBERED.fullmatch(key):
        return f"actor{numbered[1]}"
    return _FIELD_OF.get(key)
