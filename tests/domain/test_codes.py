"""The code lists: complete, as the standards have them, and read otherwise only where said."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from relations_kb.domain.codes import CODE_LISTS, OBLIGATION, CodeError
from relations_kb.domain.vocabulary import Kind, Scheme

DATA = Path(os.environ.get("RELATIONS_KB_DATA", Path(__file__).parents[3] / "shared" / "data"))


def test_every_scheme_has_its_list() -> None:
    assert set(CODE_LISTS) == {*Scheme, OBLIGATION}


@pytest.mark.parametrize("scheme", CODE_LISTS)
def test_a_list_names_its_standard_version_address_and_licence(scheme: str) -> None:
    listed = CODE_LISTS[scheme]
    assert all((listed.title, listed.version, listed.licence))
    assert listed.url.startswith("http")
    assert all(code.meaning == code.meaning.strip() != "" for code in listed.codes.values())


def test_cameo_has_20_roots_and_keeps_leading_zeros() -> None:
    codes = CODE_LISTS[Scheme.CAMEO].codes
    assert sorted(code for code in codes if len(code) == 2) == [f"{n:02d}" for n in range(1, 21)]
    assert "057" in codes
    assert "57" not in codes


def test_quad_classes_of_cameo_follow_the_roots() -> None:
    bounds = {1: range(1, 6), 2: range(6, 9), 3: range(9, 14), 4: range(14, 21)}
    for code in CODE_LISTS[Scheme.CAMEO].codes.values():
        assert code.quad is not None
        assert int(code.code[:2]) in bounds[code.quad]


@pytest.mark.parametrize(
    ("code", "score"), [("057", 8.0), ("042", 1.9), ("163", -8.0), ("129", -5.0), ("064", 7.0)]
)
def test_a_code_of_cameo_has_its_goldstein_score(code: str, score: float) -> None:
    assert CODE_LISTS[Scheme.CAMEO].codes[code].score == score


def test_plover_has_16_types_and_modes_joined_by_a_hyphen() -> None:
    codes = CODE_LISTS[Scheme.PLOVER].codes
    assert len([code for code in codes if code.isupper()]) == 16
    modes = [code.partition("-") for code in codes if not code.isupper()]
    assert {kind for kind, _, _ in modes} <= set(codes)
    assert all(mode.islower() for _, _, mode in modes)


def test_the_two_misprints_of_the_plover_manual_are_read_as_meant_and_said_so() -> None:
    listed = CODE_LISTS[Scheme.PLOVER]
    assert listed.codes["ACCUSE"].score == -3
    assert listed.codes["SANCTION"].quad == 4
    assert ["ACCUSE" in text or "SANCTION" in text for text in listed.deviations] == [True, True]


@pytest.mark.parametrize(
    ("scheme", "kind"),
    [("cameo", Kind.EVENT), ("plover", Kind.EVENT), ("mast", Kind.TRADE_MEASURE),
     ("gsdb", Kind.TRADE_MEASURE)],
)  # fmt: skip
def test_a_scheme_codes_one_kind_of_record(scheme: str, kind: Kind) -> None:
    assert CODE_LISTS[scheme].kinds == {kind}


def test_mast_has_the_chapters_a_to_p() -> None:
    assert "".join(CODE_LISTS[Scheme.MAST].codes) == "ABCDEFGHIJKLMNOP"


def test_a_code_that_is_not_listed_is_refused_with_the_nearest() -> None:
    with pytest.raises(CodeError, match="'57' is not in the list cameo; did you mean 057"):
        CODE_LISTS[Scheme.CAMEO].check("57")
    CODE_LISTS[Scheme.CAMEO].check("057")


def test_every_code_of_the_icews_table_is_in_the_list() -> None:
    table = DATA / "cameo" / "icews-cameo-codes.csv"
    if not table.exists():
        pytest.skip(f"the data set is not at hand: {table}")
    rows = list(csv.DictReader(table.read_text(encoding="cp1252", errors="replace").splitlines()))
    codes = CODE_LISTS[Scheme.CAMEO].codes
    assert len(rows) == len(codes)
    assert {r["code"]: float(r["goldstein"]) for r in rows} == {
        c.code: c.score for c in codes.values()
    }
