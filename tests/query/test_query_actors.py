"""Which actor a text means: exact after folding, else an error that names the likeliest."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from relations_kb.domain.errors import KbError
from relations_kb.query.actors import list_actors, resolve_actor, resolve_pair

MEANT = [
    ("iran", "iran"),
    ("IRN", "iran"),
    ("IR", "iran"),
    ("ir", "iran"),
    ("  iran  ", "iran"),
    ("cow:630", "iran"),
    ("COW:630", "iran"),
    ("gw:630", "iran"),
    ("numeric:364", "iran"),
    ("wikidata:Q794", "iran"),
    ("Persia", "iran"),
    ("Islamic Republic of Iran", "iran"),
    ("Иран", "iran"),
    ("ایران", "iran"),
    ("ايران", "iran"),
    ("伊朗", "iran"),
    ("Qajar Persia", "qajar-persia"),
    ("RU", "russia"),
    ("cow:365", "russia"),
    ("gw:365", "russia"),
    ("Russian Federation", "russia"),
    ("Россия", "russia"),
    ("روسيا", "russia"),
    ("روسیه", "russia"),
    ("Russie", "russia"),
    ("俄罗斯", "russia"),
    ("Russian Empire", "russian-empire"),
    ("RSFSR", "rsfsr"),
    ("Soviet Union", "soviet-union"),
    ("СССР", "soviet-union"),
    ("USSR", "soviet-union"),
    ("SUN", "soviet-union"),
    ("UK", "united-kingdom"),
    ("Uk", "united-kingdom"),
    ("uk", "united-kingdom"),
    ("Great Britain", "united-kingdom"),
    ("UA", "ukraine"),
    ("USA", "united-states"),
    ("the United States", "united-states"),
    ("États-Unis", "united-states"),
    ("Türkiye", "turkiye"),
    ("Turkiye", "turkiye"),
    ("Turkey", "turkiye"),
    ("China", "china"),
    ("中国", "china"),
    ("الصين", "china"),
    ("Côte d'Ivoire", "ivory-coast"),
    ("cote d ivoire", "ivory-coast"),
    ("Ivory Coast", "ivory-coast"),
    ("Burma", "myanmar"),
    ("DPRK", "north-korea"),
    ("Republic of Korea", "south-korea"),
    ("DRC", "dr-congo"),
    ("COG", "republic-of-the-congo"),
    ("Niger", "niger"),
    ("Nigeria", "nigeria"),
    ("Dominica", "dominica"),
    ("Guinea", "guinea"),
    ("Swaziland", "eswatini"),
    ("Zaire", "dr-congo"),
    ("Ottoman Empire", "ottoman-empire"),
    ("East Germany", "east-germany"),
    ("Yugoslavia", "yugoslavia"),
    ("Czechoslovakia", "czechoslovakia"),
    ("Kosovo", "kosovo"),
    ("Palestine", "palestine"),
    ("EAEU", "eaeu"),
    ("ЕАЭС", "eaeu"),
    ("BRICS", "brics"),
    ("SCO", "sco"),
    ("UN", "un"),
    ("NATO", "nato"),
    ("European Union", "eu"),
    ("CSTO", "csto"),
    ("GCC", "gcc"),
]


@pytest.mark.parametrize(("text", "slug"), MEANT)
def test_a_text_means_one_actor(connection: Connection, text: str, slug: str) -> None:
    assert resolve_actor(connection, text).slug == slug


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Congo", {"dr-congo", "republic-of-the-congo"}),
        ("Korea", {"north-korea", "south-korea"}),
        ("KOREA", {"north-korea", "south-korea"}),
    ],
)
def test_a_text_that_can_mean_several_actors_is_refused_with_all_of_them(
    connection: Connection, text: str, candidates: set[str]
) -> None:
    with pytest.raises(KbError) as refused:
        resolve_actor(connection, text)
    assert refused.value.message == f"{text!r} can mean several actors."
    named = {part.split(" (")[0] for part in refused.value.remedy[len("Say which: ") :].split(", ")}
    assert candidates <= named
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rusia", "russia"),
        ("Rusia", "russia"),
        ("iarn", "iran"),
        ("irann", "iran"),
        ("Ukrain", "ukraine"),
        ("Soviet Unoin", "soviet-union"),
        ("Росия", "russia"),
    ],
)
def test_a_slip_is_refused_with_what_was_likely_meant(
    connection: Connection, text: str, meant: str
) -> None:
    with pytest.raises(KbError) as refused:
        resolve_actor(connection, text)
    assert refused.value.message == f"No actor is called {text!r}."
    assert refused.value.remedy.startswith("Did you mean ")
    assert meant in refused.value.remedy[len("Did you mean ") : -1].split(" or ")
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "text", ["", "   ", "630", "364", "cow:", "cow:9999", "Atlantis-on-Sea", "%", "'; DROP TABLE"]
)
def test_what_names_nothing_is_refused(connection: Connection, text: str) -> None:
    with pytest.raises(KbError) as refused:
        resolve_actor(connection, text)
    assert refused.value.message == f"No actor is called {text!r}."
    assert "kb countries" in refused.value.remedy


def test_a_name_and_code_that_a_whole_line_bears_means_its_present_state(
    mini_connection: Connection,
) -> None:
    assert resolve_actor(mini_connection, "Alba").slug == "alba"
    assert resolve_actor(mini_connection, "cow:901").slug == "alba"
    assert resolve_actor(mini_connection, "Kingdom of Alba").slug == "kingdom-of-alba"


def test_a_name_that_two_lines_bear_is_refused(mini_connection: Connection) -> None:
    with pytest.raises(KbError) as refused:
        resolve_actor(mini_connection, "dor")
    assert refused.value.remedy == "Say which: north-dor (North Dor), south-dor (South Dor)."


def test_an_actor_knows_its_line(mini_connection: Connection) -> None:
    kingdom = resolve_actor(mini_connection, "kingdom-of-alba")
    assert (kingdom.line, kingdom.ended, kingdom.heads_line) == ("alba", True, False)
    alba = resolve_actor(mini_connection, "alba")
    assert (alba.line, alba.ended, alba.heads_line) == ("alba", False, True)


def test_a_pair_is_resolved_in_the_order_given(mini_connection: Connection) -> None:
    one, other = resolve_pair(mini_connection, "XBO", "Альба")
    assert (one.slug, other.slug) == ("borea", "alba")


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("alba", ["alba", "kingdom-of-alba"]),
        ("АЛЬБА", ["alba"]),
        ("xbo", ["borea"]),
        ("902", ["borea"]),
        ("Borée", ["borea"]),
        ("dor", ["north-dor", "south-dor"]),
        ("nothing of the kind", []),
    ],
)
def test_actors_are_listed_by_a_part_of_id_name_or_code(
    mini_connection: Connection, text: str, slugs: list[str]
) -> None:
    assert [actor.id for actor in list_actors(mini_connection, text)] == slugs


def test_all_actors_are_listed_in_the_order_of_their_ids(connection: Connection) -> None:
    slugs = [actor.id for actor in list_actors(connection)]
    assert slugs == sorted(slugs)
    assert len(slugs) > 249


def test_every_country_of_iso_3166_1_is_there_with_its_codes(connection: Connection) -> None:
    coded = [a for a in list_actors(connection) if a.iso2 and a.iso3 and not a.end]
    assert len(coded) >= 249
    assert len({a.iso2 for a in coded}) == len(coded)
    assert len({a.iso3 for a in coded}) == len(coded)


@pytest.mark.parametrize(
    ("slug", "iso2", "iso3", "cow", "gw", "wikidata"),
    [
        ("iran", "IR", "IRN", "630", "630", "Q794"),
        ("russia", "RU", "RUS", "365", "365", "Q159"),
        ("china", "CN", "CHN", "710", "710", "Q148"),
        ("north-korea", "KP", "PRK", "731", "731", "Q423"),
        ("united-states", "US", "USA", "2", "2", "Q30"),
    ],
)
def test_present_states_bear_the_codes_of_the_field(
    connection: Connection, slug: str, iso2: str, iso3: str, cow: str, gw: str, wikidata: str
) -> None:
    actor = next(a for a in list_actors(connection, slug) if a.id == slug)
    assert (actor.iso2, actor.iso3, actor.cow, actor.gw, actor.wikidata) == (
        iso2, iso3, cow, gw, wikidata,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        ("soviet-union", "russia"),
        ("rsfsr", "russia"),
        ("russian-empire", "russia"),
        ("qajar-persia", "iran"),
        ("safavid-persia", "iran"),
        ("iran", "iran"),
    ],
)
def test_former_states_belong_to_the_line_of_the_present_one(
    connection: Connection, slug: str, line: str
) -> None:
    assert resolve_actor(connection, slug).line == line
