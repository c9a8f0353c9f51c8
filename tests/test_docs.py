"""The documentation keeps pace with the code and the seed."""

from __future__ import annotations

import importlib.util
import re
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from relations_kb.domain.vocabulary import Kind
from relations_kb.records.seed_file import RECORD_LISTS, Seed, SeedFile
from relations_kb.records.yaml_text import parse_yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])

_COMMAND = re.compile(r"<!-- command: (\w+) -->\n```bash\n(.+)\n```")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_LISTS = frozenset({"bibliography", "actors", "memberships", "statements", *RECORD_LISTS})


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


def _examples(page: str) -> list[SeedFile]:
    """Return the whole examples of seed files on a page."""
    blocks = _YAML.findall((DOCS / page).read_text(encoding="utf-8"))
    parsed = [parse_yaml(textwrap.dedent(block))[0] for block in blocks]
    whole = [e for e in parsed if isinstance(e, dict) and e.keys() <= _LISTS and _is_whole(e)]
    return [SeedFile.model_validate(example) for example in whole]


def test_every_example_of_a_seed_file_has_the_right_shape() -> None:
    whole = _examples("seed-format.md")
    assert {record.kind for file in whole for _, record in file.records()} == set(Kind)
    assert all(any(getattr(file, name) for file in whole) for name in _LISTS)


def test_the_guide_shows_an_example_of_each_kind_taken_from_the_seed(packaged_seed: Seed) -> None:
    records = {record.id: record for record in packaged_seed.records}
    shown = [record for file in _examples("contributing-data.md") for _, record in file.records()]
    assert {record.kind for record in shown} == set(Kind)
    for record in shown:
        real = {(m.step, m.date) for m in records[record.id].milestones}
        assert {(m.step, m.date) for m in record.milestones} <= real


def test_the_guide_cites_only_sources_of_the_seed(packaged_seed: Seed) -> None:
    text = (DOCS / "contributing-data.md").read_text(encoding="utf-8")
    guide = text.partition("## The twenty")[0]
    cited = {s for ids in re.findall(r"sources: \[([^]]+)\]", guide) for s in ids.split(", ")}
    cited |= set(re.findall(r"source: ([a-z0-9-]+)", guide))
    assert cited <= {source.id for source in packaged_seed.sources}


def _is_whole(example: dict[str, object]) -> bool:
    """Tell examples from the outline of a file, whose lists hold three dots."""
    return ["..."] not in example.values()
