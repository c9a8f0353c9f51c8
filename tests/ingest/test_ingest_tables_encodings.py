"""Encodings: told by the bytes of the whole file, and right on short texts too."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations_kb.ingest.tables.encodings import find_encoding
from relations_kb.ingest.tables.reading import Layout, UnreadableError, open_table
from relations_kb.ingest.tables.table import Row

CYRILLIC = (
    "Договор",
    "Мир",
    "Пакт о ненападении",
    "Туркманчайский договор",
    "СССР",
    "Россия",
    "Иран",
    "Киев",
    "договор о дружбе",
    "Протокол к Соглашению",
    "Meeting in Moscow, Кремль",
    "NATO и Россия",
    "Gazprom (Газпром) contract",
    "Agreement on SPFS (СПФС)",
    "Ёлкино",
    "Угода про асоціацію",
    "Україна",
    "Київ",
    "Договір про дружбу, співробітництво і партнерство між Україною і Росією",
    "Договор за приятелство",
    "България",
    "Споразум о сарадњи",
    "Југославија",
    "Њујорк",
    "Дагавор аб стварэнні Саюзнай дзяржавы",
    "Беларусь",
    "Пагадненне аб супрацоўніцтве ў галіне адукацыі",
    "Соглашение между Правительством РФ и Правительством ИРИ о сотрудничестве № 5",
    "ДОГОВОР О ДРУЖБЕ, СОТРУДНИЧЕСТВЕ И ВЗАИМНОЙ ПОМОЩИ",
    "«Мир и дружба» – совместное заявление",
    "cоглашение",
    "Лига арабских государств",
    "О торговле и мореплавании",
    "Контракт на C-300",
    "Заявление президента России по итогам переговоров с президентом Ирана. Стороны "
    "подтвердили намерение завершить согласование договора о всеобъемлющем стратегическом "
    "партнёрстве и обсудили поставки газа, строительство дороги Решт – Астара, связь платёжных "
    "систем «Мир» и «Шетаб», а также положение в Сирии и на Южном Кавказе.",
    "Спогодба между правителството на Република България и правителството на Федерална "
    "република Германия за избягване на двойното данъчно облагане на доходите и имуществото, "
    "подписана в София и влязла в сила след размяна на нотите за ратификация.",
)
WESTERN = (
    "Traité",
    "traité de paix",
    "Übereinkommen",
    "Türkiye",
    "Côte d'Ivoire",
    "Curaçao",
    "São Tomé",
    "México",
    "España",
    "Perú",
    "año",
    "été",
    "Åland",
    "Møller",
    "Österreich",
    "Österreich-Ungarn",
    "ÖBB",
    "Malmö",
    "Réunion",
    "Île de la Réunion",
    "Œuvre commune",
    "naïveté",
    "créée à Genève",
    "L'accord a été signé à Alger",
    "Accord relatif à la coopération",
    "TRAITÉ D'AMITIÉ ET DE COOPÉRATION",
    "ACCORD GÉNÉRAL",
    "informação",
    "Cooperação e Amizade entre a República Portuguesa e a República de Moçambique",
    "Acordo de Alvor, à luz da descolonização",
    "Straßburg",
    "Größe",
    "Vertrag über gute Nachbarschaft, Freundschaft und Zusammenarbeit",
    "Bü-181 Bestmann trainer aircraft",
    "Association\xa0of\xa0Southeast\xa0Asian\xa0Nations, Türkiye",
    "Samningur um vináttu og bræðralag milli Íslands og Færeyja",
    "Þingvellir",
    "¿Qué acuerdo?",
    "¡Adiós!",
    "Università di Forlì",
    "Overenskomst på dansk område",
    "Sopimus ystävyydestä, yhteistyöstä ja keskinäisestä avunannosta",
    "100 km² of territory",
    "Price: 5 € a barrel",
    "“Peace” – a joint statement",
    "the parties’ consent",
    "Article 5 § 2",
    "20 °C",
    "à",
    "Convention entre la République française et la Confédération suisse sur les rapports de "
    "voisinage et la surveillance des forêts limitrophes, signée à Paris, complétée par le "
    "protocole additionnel et l'échange de notes relatif à la délimitation de la frontière; "
    "l'entrée en vigueur a été notifiée après l'approbation des deux assemblées.",
    "Abkommen zwischen der Bundesrepublik Deutschland und der Islamischen Republik Iran über die "
    "gegenseitige Förderung und den gegenseitigen Schutz von Kapitalanlagen, geschlossen für "
    "zehn Jahre; es verlängert sich, wenn es nicht ein Jahr vor Ablauf gekündigt wird.",
    "Tratado de Cooperación Amazónica suscrito por Bolivia, Brasil, Colombia, Ecuador, Guyana, "
    "Perú, Surinam y Venezuela con el propósito de promover el desarrollo armónico de la región, "
    "la preservación del medio ambiente y la utilización racional de sus recursos naturales.",
)


def _written(folder: Path, content: bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _cuts(text: str) -> list[str]:
    """A text and its beginnings, as far as they tell anything."""
    cuts = [text[:length].rsplit(" ", 1)[0] for length in (20, 50, 100, 200) if length < len(text)]
    return [text, *(cut for cut in cuts if not cut.isascii())]


LABELLED = [
    *(("cp1251", cut) for text in CYRILLIC for cut in _cuts(text)),
    *(("cp1252", cut) for text in WESTERN for cut in _cuts(text)),
]


@pytest.mark.parametrize(("page", "text"), LABELLED)
def test_the_two_code_pages_are_told_apart_alone_and_in_a_table(
    page: str, text: str, tmp_path: Path
) -> None:
    for content in (text, f"date,title,actor1\r\n2025-01-17,{text},iran\r\n"):
        found = find_encoding(_written(tmp_path, content.encode(page)))
        assert (found.codec, found.sound) == (page, True)


@pytest.mark.parametrize(("page", "text"), LABELLED)
def test_the_same_texts_in_utf_8_are_read_as_such(page: str, text: str, tmp_path: Path) -> None:
    found = find_encoding(_written(tmp_path, text.encode()))
    assert (found.title, found.sound) == ("UTF-8", True)


TITLE = "Договор — Traité — 条約"


@pytest.mark.parametrize(
    ("codec", "mark", "notes"),
    [
        ("utf-8", b"", ()),
        ("utf-8", codecs.BOM_UTF8, ()),
        ("utf-16-le", codecs.BOM_UTF16_LE, ("read as UTF-16",)),
        ("utf-16-be", codecs.BOM_UTF16_BE, ("read as UTF-16",)),
        ("utf-16-le", b"", ("read as UTF-16",)),
        ("utf-16-be", b"", ("read as UTF-16",)),
        ("utf-32-le", codecs.BOM_UTF32_LE, ("read as UTF-32",)),
    ],
)
def test_unicode_is_read_with_and_without_a_byte_order_mark(
    codec: str, mark: bytes, notes: tuple[str, ...], tmp_path: Path
) -> None:
    content = f"date,title\r\n2025-01-17,{TITLE}\r\n".encode(codec)
    with open_table(_written(tmp_path, mark + content)) as table:
        assert table.columns == ("date", "title")
        assert list(table.rows) == [Row(2, {"date": "2025-01-17", "title": TITLE})]
        assert table.notes == notes


@given(st.text(st.characters(codec="utf-16-le", exclude_characters='\r\n,"#\0\ufeff'), min_size=1))
def test_utf_16_without_a_mark_is_never_taken_for_anything_else(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    folder = tmp_path_factory.mktemp("wide")
    for codec in ("utf-16-le", "utf-16-be"):
        content = f"date,title,actor1\n2025-01-17,{title},iran\n".encode(codec)
        assert find_encoding(_written(folder, content)).codec == codec


def test_a_table_in_windows_1251_says_so(tmp_path: Path) -> None:
    content = "date;title\n1828-02-10;Туркманчайский договор\n".encode("cp1251")
    with open_table(_written(tmp_path, content)) as table:
        assert list(table.rows) == [
            Row(2, {"date": "1828-02-10", "title": "Туркманчайский договор"})
        ]
        assert table.notes == ("read as Windows-1251, separated by semicolons",)


def test_the_first_sign_beyond_ascii_may_stand_in_the_last_of_many_rows(tmp_path: Path) -> None:
    content = b"title,actor\n" + b"Treaty of peace,iran\n" * 150_000 + b"Trait\xe9,iran\n"
    with open_table(_written(tmp_path, content)) as table:
        *_, last = table.rows
        assert last == Row(150_002, {"title": "Traité", "actor": "iran"})
        assert table.notes == ("read as Windows-1252",)


def test_an_encoding_that_is_named_wins(tmp_path: Path) -> None:
    path = _written(tmp_path, "title\nДоговор\n".encode("cp866"))
    with open_table(path, Layout(encoding="cp866")) as table:
        assert list(table.rows) == [Row(2, {"title": "Договор"})]
        assert table.notes == ()


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "utf-8-sig"])
def test_a_byte_order_mark_does_not_survive_where_utf_8_is_named(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, codecs.BOM_UTF8 + b"title\nTreaty\n")
    with open_table(path, Layout(encoding=name)) as table:
        assert table.columns == ("title",)


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le"])
def test_nor_where_utf_16_is_named(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, "\ufeff2025-01-17,Treaty\n".encode("utf-16-le"))
    with open_table(path, Layout(encoding=name, columns=("date", "title"))) as table:
        assert list(table.rows) == [Row(1, {"date": "2025-01-17", "title": "Treaty"})]


@pytest.mark.parametrize("name", ["windows-1521", "hex", "", "utf\0"])
def test_an_encoding_that_is_not_known_is_an_error(name: str, tmp_path: Path) -> None:
    path = _written(tmp_path, b"title\nTreaty\n")
    with pytest.raises(UnreadableError) as caught, open_table(path, Layout(encoding=name)):
        pass
    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.line) == ("E107", str(path), 0)
    assert finding.message == (
        f"the encoding {name!r} is not known; "
        "write one such as utf-8, windows-1251, windows-1252 or utf-16"
    )


BAD_BYTE = "is not UTF-8; save the file as UTF-8, or name its encoding"


def test_one_bad_byte_does_not_turn_utf_8_into_a_code_page(tmp_path: Path) -> None:
    lines = ["date,title", "1828,Договор", "1829,Tr\udce9aty", "1830,Мир"]
    path = _written(tmp_path, "\n".join(lines).encode("utf-8", "surrogateescape"))
    with open_table(path) as table:
        first, bad, last = table.rows
    assert first == Row(2, {"date": "1828", "title": "Договор"})
    assert str(bad) == f"{path}:3: E107 title: the byte 0xE9 {BAD_BYTE}"
    assert last == Row(4, {"date": "1830", "title": "Мир"})


def test_a_byte_that_windows_1252_does_not_have_is_told(tmp_path: Path) -> None:
    path = _written(tmp_path, b"title,note\nTrait\xe9,ok\nAccord,\x81x\n")
    with open_table(path) as table:
        good, bad = table.rows
    assert good == Row(2, {"title": "Traité", "note": "ok"})
    message = "the byte 0x81 is not Windows-1252; save the file as UTF-8, or name its encoding"
    assert str(bad) == f"{path}:3: E107 note: {message}"


def test_bytes_that_are_not_of_the_encoding_named_are_told_row_by_row(tmp_path: Path) -> None:
    path = _written(tmp_path, b"title\nTrait\xe9\nPeace\n\xe9t\xe9\n")
    with open_table(path, Layout(encoding="utf-8")) as table:
        found = list(table.rows)
    assert [row.line for row in found] == [2, 3, 4]
    assert found[1] == Row(3, {"title": "Peace"})
    assert str(found[2]).startswith(f"{path}:4: E107 title: the byte 0xE9 is not utf-8; ")


def test_half_a_unit_at_the_end_of_utf_16_is_told(tmp_path: Path) -> None:
    path = _written(tmp_path, "\ufefftitle\nTreaty".encode("utf-16-le") + b"\x41")
    with open_table(path) as table:
        (bad,) = table.rows
    assert str(bad).startswith(f"{path}:2: E107 title: the byte 0x41 is not UTF-16; ")


def test_a_null_sign_is_told_and_does_not_make_the_file_utf_16(tmp_path: Path) -> None:
    path = _written(tmp_path, b"a,b\n1,x\0\n2,y\n")
    with open_table(path) as table:
        bad, good = table.rows
    assert str(bad) == f"{path}:2: E107 b: the sign U+0000 is no text; remove it"
    assert good == Row(3, {"a": "2", "b": "y"})


def test_a_header_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = _written(tmp_path, b"date,t\0tle\n1,x\n")
    with pytest.raises(UnreadableError) as caught, open_table(path):
        pass
    assert str(caught.value) == f"{path}:1: E107 the sign U+0000 is no text; remove it"


def test_a_file_without_lines_is_no_table(tmp_path: Path) -> None:
    path = _written(tmp_path, b"title,note\n" + b"x" * (10 * 1024 * 1024))
    with pytest.raises(UnreadableError) as caught, open_table(path):
        pass
    assert str(caught.value).startswith(f"{path}: E106 it has a line of more than 8 MB")
