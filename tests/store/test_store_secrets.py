"""No command prints a password: not in errors, not in a traceback, whatever the URL looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from commands import COMMANDS, called, valued
from harness import Kb, Outcome, assert_refused
from postgres_server import closed_port

Here = Callable[..., Outcome]

PLAIN = "s3cr3t"
LONG = ("p@ss:w/rd%", "s3cr%33t", "пароль-κρυφό", "s.*+(3)$[c]\\d|r3t", "'s3\"cr'3t")
WORDS = ("e", "base", "password", "Error", "anna", "***")
"""Passwords that are words: to hide them wherever they stand would tell them."""

FORMS = {
    "before the host": "postgresql://anna:{secret}@{place}",
    "without a user": "postgresql://:{secret}@{place}",
    "as an option": "postgresql://anna@{place}?password={secret}",
    "for a key": "postgresql://anna@{place}?sslmode=prefer&sslpassword={secret}",
    "as an option that is misspelt": "postgresql://anna@{place}?pasword={secret}",
    "in the options": "postgresql://anna@{place}?options=password%3D{secret}",
    "with a driver": "postgresql+psycopg://anna:{secret}@{place}",
    "with a driver that is not there": "postgresql+psycopg2://anna:{secret}@{place}",
    "with a driver that nobody knows": "postgresql+mark://anna:{secret}@{place}",
    "with an option that nobody knows": "postgresql://anna:{secret}@{place}?mark=1",
}
MISSPELT = (
    "postgresql://anna:x@{secret}@host/x",
    "postgresql://anna:x?{secret}@host/x",
    "postgresql://anna@host/x?password=p@{secret}",
    "postgresql://host:5432/x?password=p@{secret}",
    "postgresql://host?password={secret}@host/x",
    "postgresql://anna%3A{secret}@host/x",
    "postgresql://anna@host/x&password={secret}",
    "postgresql://anna@host/x%20password={secret}",
    "postgresql://anna/{secret}@host/x",
    "postgresql://anna:{secret}@host:port/x",
    "postgresql://anna:{secret}@host:-/x",
    "postgresql://anna:{secret}",
    "postgresql://anna:{secret}/x",
    "postgresql:/anna:{secret}@host/x",
    "postgres:/anna:{secret}@host",
    "postgresql:anna:{secret}@host/x",
    "postgresql//anna:{secret}@host/x",
    "postgres ql://anna:{secret}@host/x",
    " postgresql://anna:{secret}@host/x",
    "//anna:{secret}@host/x",
    "anna:{secret}@host/x",
    "host=host user=anna password={secret} dbname=x",
    "HOST=host PASSWORD = {secret}",
    "postgres://anna:{secret}@host/x",
    "mysql://anna:{secret}@host/x",
    "://anna:{secret}@host/x",
    "sqlite://anna:{secret}@host/x",
    "sqlite:///postgresql://anna:{secret}@host/x",
    "sqlite:anna:{secret}@host/x",
    "sqlite:///host=host password={secret}",
)


PLACES_OF_A_BASE = (
    ("db", "path", "--database", "{url}"),
    ("--database", "{url}", "db", "status"),
    ("db", "init", "{url}"),
    ("db", "copy", "{url}", "copy.db"),
    ("db", "copy", "{base}", "{url}"),
    ("db", "backup", "{url}", "--database", "{base}"),
    ("db", "restore", "{url}", "--database", "new.db"),
    ("db", "restore", "{base}", "--database", "{url}"),
)


# -- the commands of the program -------------------------------------------------------------------


BASELESS = {("validate",), ("verify",), ("plot", "timeline"), ("db", "roles"), ("db", "path")}
"""Commands that ask no base, or look at a file first."""
FURTHER = {
    ("add",): ["--title", "Talks", "--kind", "talks", "--date", "2015", "--actor", "alba", "--yes"],
    ("changes",): ["alba", "borea", "--since", "2015-01-01"],
    ("compare",): ["alba", "borea", "--with", "cadia"],
    ("db", "downgrade"): ["0003"],
    ("db", "restore"): ["{own}"],
    ("import",): ["talks.csv", "--dry-run"],
    ("merge",): ["one", "two", "--dry-run"],
    ("undo",): ["1", "--yes"],
}
"""What some commands want that is not said by their parameters alone."""
NAMING = {("validate",), ("db", "roles")}
"""Commands whose output repeats what they are given: files to look at, names of roles."""


def wanted(path: tuple[str, ...], base: str) -> list[str]:
    """Return a call of a command that comes as far as its base."""
    return [*path, *FURTHER[path]] if path in FURTHER else called(path, base)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the program runs, with a file in it."""
    made = tmp_path / "here"
    made.mkdir()
    (made / "talks.csv").write_text("date,title,actor1,actor2\n", encoding="utf-8")
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def place() -> Iterator[str]:
    """A place where no server is."""
    with closed_port() as port:
        yield f"127.0.0.1:{port}/x"


def assert_untold(outcome: Outcome, secret: str) -> None:
    """Check that neither a password is told, nor a form of it, nor its greater part."""
    encoded = quote(secret, safe="")
    parts = secret.replace(":", "@").split("@")
    for form in (secret, encoded, quote(secret), repr(secret)[1:-1], *parts):
        if len(form) > 2:
            assert form not in outcome.out + outcome.err


# -- a server that is not there --------------------------------------------------------------------


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_no_command_prints_a_password_when_there_is_no_server(
    here: Here, folder: Path, own_mini: Path, place: str, path: tuple[str, ...]
) -> None:
    outcomes = []
    for secret in (PLAIN, LONG[0], WORDS[0]):
        url = FORMS["before the host"].format(secret=quote(secret, safe=""), place=place)
        words = [word.format(own=own_mini) for word in wanted(path, url)]
        for ran in (
            here("--database", url, *words, KB_TRACEBACK="1"),
            here(*words, KB_DATABASE_URL=url),
        ):
            if secret not in WORDS:
                assert_untold(ran, secret)
            assert "Traceback" not in ran.err
            outcomes.append(ran)
    assert len(set(outcomes)) == 1, "what is told depends on the password"
    if path not in BASELESS:
        assert_refused(outcomes[0], 2, "cannot be")
    assert [file.name for file in folder.iterdir()] == ["talks.csv"]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_a_url_prints_a_password(
    here: Here, folder: Path, own_mini: Path, place: str, form: str
) -> None:
    for words in PLACES_OF_A_BASE:
        outcomes = set()
        for secret in (PLAIN, *LONG[:3], *WORDS[:2]):
            url = FORMS[form].format(secret=quote(secret, safe=""), place=place)
            filled = [word.format(url=url, base=own_mini) for word in words]
            ran = here(*filled, KB_TRACEBACK="1")
            assert "Traceback" not in ran.err
            assert ran.code == (0 if "path" in words else 2)
            if secret not in WORDS:
                assert_untold(ran, secret)
            outcomes.add(ran)
        assert len(outcomes) == 1, "what is told depends on the password"
    assert [file.name for file in folder.iterdir()] == ["talks.csv"]


@pytest.mark.parametrize("form", MISSPELT)
def test_a_url_that_is_misspelt_is_refused_and_not_repeated(
    here: Here, folder: Path, own_mini: Path, form: str
) -> None:
    for secret in (PLAIN, LONG[0], quote(LONG[0], safe="")):
        url = form.format(secret=secret)
        for words in PLACES_OF_A_BASE:
            filled = [word.format(url=url, base=own_mini) for word in words]
            refused = here(*filled, KB_TRACEBACK="1")
            assert_refused(refused, 2, "The database URL cannot be read", "%40")
            assert_untold(refused, secret)
        assert_untold(here("db", "path", KB_DATABASE_URL=url), secret)
    assert [file.name for file in folder.iterdir()] == ["talks.csv"]


# -- messages about arguments ----------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(COMMANDS.keys() - NAMING), ids=" ".join)
def test_a_url_in_the_wrong_place_is_not_repeated(
    here: Here, folder: Path, place: str, path: tuple[str, ...]
) -> None:
    nowhere = f"postgresql://{place}"
    for secret in (LONG[0], quote(LONG[3], safe="")):
        url = f"postgresql://anna:{secret}@{place}"
        calls = [called(path, nowhere, **{given.name: url}) for given in valued(path)]
        calls += [[*called(path, nowhere), *[url] * 5], [*path, f"--datebase={url}"], [*path, url]]
        for words in calls:
            told = here(*words, KB_DATABASE_URL=nowhere, KB_TRACEBACK="1")
            assert "Traceback" not in told.err
            assert told.code == (0 if path == ("db", "path") and told.out else 2)
            assert_untold(told, secret)
    assert [file.name for file in folder.iterdir()] == ["talks.csv"]


@pytest.mark.parametrize("secret", [PLAIN, *LONG, *WORDS])
def test_a_url_in_the_place_of_a_command_is_hidden_whole(here: Here, secret: str) -> None:
    for url in (f"postgresql://anna:{secret}@host/x", f"postgresql://anna:{secret}"):
        told = here(url)
        assert told.err.splitlines()[-1] == "Error: No such command 'postgresql://***'."
        assert told.code == 2


@pytest.mark.parametrize(
    "word",
    [
        "https://example.org/@fish",
        "https://example.org:8080/fish",
        "postgresql://anna@host/x",
        "postgresql://host:5432/x",
        "Talks: five @ noon",
        "anna@example.org",
    ],
)
def test_what_holds_no_password_is_shown(here: Here, word: str) -> None:
    assert here(word).err.splitlines()[-1] == f"Error: No such command {word!r}."


SHOWS_ITS_ARGUMENTS = """
import sys
from relations_kb.cli import access
def base_url(database):
    raise RuntimeError(f"cannot read {database}")
access.base_url = base_url
"""


def test_a_traceback_hides_the_url(kb: Kb) -> None:
    url = f"postgresql://anna:{PLAIN}@host/x"
    words = ("countries", "--database", url)
    told = kb.after(SHOWS_ITS_ARGUMENTS, *words, env={"KB_TRACEBACK": "1"})
    assert "Traceback" in told.err
    assert told.err.splitlines()[-1] == "RuntimeError: cannot read postgresql://***"
    assert_untold(told, PLAIN)
    quiet = kb.after(SHOWS_ITS_ARGUMENTS, *words)
    assert_refused(quiet, 70, "RuntimeError", "KB_TRACEBACK=1")
    assert (told.code, told.out) == (70, "")
