"""The documentation keeps pace with the code and the seed."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from relations_kb.domain.vocabulary import Kind
from relations_kb.records.seed_file import RECORD_LISTS, SeedFile
from relations_kb.records.yaml_text import parse_yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")])

_COMMAND = re.compile(r"<!-- command: (\w+) -->\n```bash\n(.+)\n```")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CLAIM = re.compile(r"^\| (S\d\d) \|.*\|([^|]*)\|$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_LISTS = frozenset({"bibliography", "actors", "memberships", *RECORD_LISTS})
_NOTHING = "opinion, nothing to check"


def _generate() -> ModuleType:
    """Load docs/generate.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generate()
COMMANDS = dict(generate.commands())


@pytest.mark.parametrize("name", generate.GENERATED)
def test_generated_file_is_fresh(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == generate.GENERATED[name](), "run: python docs/generate.py"


def test_check_names_stale_files_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    assert generate.main(["--check"]) == 1
    named = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert named == [f"docs/{name}" for name in generate.GENERATED]
    assert not list(tmp_path.iterdir())
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_80_columns(name: str) -> None:
    assert COMMANDS[name].help
    text = generate.help_text(name, COMMANDS[name])
    assert max(len(line) for line in text.splitlines()) <= generate.WIDTH


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if not hasattr(c, "commands")])
def test_every_command_has_an_example_that_calls_it(name: str) -> None:
    assert f"Example: {name}" in COMMANDS[name].help


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in _LINK.findall(text):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in _anchors(linked), f"{page.name}: {target}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def test_readme_has_the_two_commands_that_set_everything_up() -> None:
    commands = _COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [name for name, _ in commands] == ["run", "test"]
    assert commands[0][1].endswith("kb timeline iran russia")
    assert commands[1][1].endswith("pytest")


def test_every_example_of_a_seed_file_has_the_right_shape() -> None:
    text = (DOCS / "seed-format.md").read_text(encoding="utf-8")
    examples = [parse_yaml(block)[0] for block in _YAML.findall(text)]
    whole = [SeedFile.model_validate(e) for e in examples if e.keys() <= _LISTS and _is_whole(e)]
    assert {record.kind for file in whole for _, record in file.records()} == set(Kind)
    assert all(any(getattr(file, name) for file in whole) for name in _LISTS)


def _is_whole(example: dict[str, object]) -> bool:
    """Tell examples from the outline of a file, whose lists hold three dots."""
    return ["..."] not in example.values()


def _answers() -> dict[str, str]:
    page = (DOCS / "founding-article.md").read_text(encoding="utf-8")
    return {claim: answer.strip() for claim, answer in _CLAIM.findall(page)}


def test_every_claim_of_the_founding_article_has_its_line() -> None:
    assert list(_answers()) == [f"S{number:02d}" for number in range(1, 29)]


def test_every_claim_of_the_founding_article_is_answered_by_records_of_the_seed() -> None:
    known = _record_ids()
    for claim, answer in _answers().items():
        records = _CODE.findall(answer)
        assert records or answer == _NOTHING, claim
        assert set(records) <= known, f"{claim}: {sorted(set(records) - known)}"


def _record_ids() -> set[str]:
    found = set()
    for path in (ROOT / "data" / "seed").rglob("*.yaml"):
        content, _ = parse_yaml(path.read_text(encoding="utf-8"))
        found |= {entry["id"] for name in RECORD_LISTS for entry in content.get(name, ())}
    return found
