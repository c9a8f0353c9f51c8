"""The twenty commonest mistakes of docs/contributing-data.md, each made and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "contributing-data.md"
ROW = re.compile(r"^\| (\d+) \| (.+) \| `([EW]\d{3})` \| (.+) \|$", re.MULTILINE)

SIGNED = "{step: signed, date: 2025-01-17, place: Moscow}"
DAY = "date: 2025-01-17"
TITLE = "title: Treaty on the Comprehensive Strategic Partnership"
PARTIES = "parties: [iran, russia]"
TASS = "publisher: TASS, date: 2025-10-02"
SECOND_RECORD = """\
  - id: partnership-2025
    title: Another
    form: treaty
    parties: [iran, russia]
    milestones: [{step: signed, date: 2025-01-18}]
"""
FIGURE = """
    figures:
      - {metric: value, value: 4 billion, unit: USD, as-of: 2024}"""
LAST = "      - {step: in-force, date: 2025-10-02}\n"

MADE: dict[int, tuple[tuple[str, str], ...]] = {
    1: ((DAY, "date: 17.01.2025"),),
    2: ((DAY, "date: 2025-02-30"),),
    3: ((DAY, "date: [2016,2019]"),),
    4: ((TITLE, "title: Treaty: the text"),),
    5: (("place: Moscow", "source: [mfa-2025]"),),
    6: (("step: signed", "step: ratification"),),
    7: (("form: treaty", "form: memorandum"),),
    8: ((PARTIES, "parties: [Iran, russia]"),),
    9: ((PARTIES, "parties: [ussr, russia]"),),
    10: (("place: Moscow", "sources: [mfa-2024]"),),
    11: ((LAST, LAST + SECOND_RECORD),),
    12: (("sources: [mfa-2025]\n", "# none\n"), ("form: treaty", "form: treaty\n    sources: []")),
    13: ((LAST, LAST + "      - {step: signed, date: 2025-01-18}\n"),),
    14: (("place: Moscow", "rank: deprecated"),),
    15: ((LAST, LAST.rstrip() + FIGURE + "\n"),),
    16: ((TASS, TASS + ", url: www.mid.ru/a"),),
    17: (("{step: in-force, date: 2025-10-02}", "{step: ratified, organ: Majlis, date: 2025-05}"),),
    18: (("step: in-force, date: 2025-10-02", "step: in-force, date: 2026-10-02"),),
    19: (
        (TASS, TASS + ", url: https://www.mid.ru/a"),
        ("side: russia\n", "side: russia\n    url: https://mid.ru/a/\n"),
    ),
    20: (("names: [{text: Russia, language: en}]",
          "names: [{text: Russia, language: en}]\n    from: 1991-12-25"),
         (SIGNED, "{step: signed, date: {value: 1828-02-10, calendar: julian}}"),
         ("      - {step: in-force, date: 2025-10-02}\n", "")),
}  # fmt: skip


def rows() -> dict[int, tuple[str, str, str]]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {int(number): (wrong, code, right) for number, wrong, code, right in found}


def test_the_page_lists_the_twenty_that_are_made_here() -> None:
    assert list(rows()) == list(range(1, 21))
    assert rows().keys() == MADE.keys()


@pytest.mark.parametrize("number", MADE)
def test_a_common_mistake_is_named_with_its_code_and_a_remedy(
    write_seed, findings, number: int
) -> None:
    code = rows()[number][1]
    found = findings(write_seed(*MADE[number]))
    assert {finding.code for finding in found} == {code}
    assert all(finding.line and finding.message for finding in found)


@pytest.mark.parametrize("number", MADE)
def test_what_the_page_says_people_write_is_what_is_written_here(number: int) -> None:
    wrong = rows()[number][0]
    written = " ".join(new for _, new in MADE[number])
    for code in re.findall(r"`([^`]+)`", wrong):
        assert code in written or code == "ratified"
