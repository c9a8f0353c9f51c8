"""Roles for a team's base on PostgreSQL: one that reads, one that edits; the owner alone migrates.

The SQL is only written here. Who may make roles runs it, as often as wanted: it changes nothing
that is right already.
"""

from __future__ import annotations

from relations_kb.domain.errors import KbError

LONGEST_NAME = 63
"""Bytes of a name that PostgreSQL keeps; it would cut a longer one, and two might become one."""

_RESERVED = frozenset({"public", "none"})

_SCRIPT = """\
-- Roles for a base of relations-kb: {reader} reads it, {editor} adds to it as well.
-- Run this as the owner of the base, or as a superuser, once the base is built.
-- It holds no passwords; set them in psql with: \\password
BEGIN;
DO {make_reader};
DO {make_editor};
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {reader}, {editor};
GRANT USAGE ON SCHEMA {schema} TO {reader}, {editor};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {editor};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {editor};
-- The version of the schema is the owner's alone to write.
REVOKE INSERT, UPDATE, DELETE ON {schema}.alembic_version FROM {editor};
-- Tables that the owner makes with a later version.
DO {later};
COMMIT;
"""

_MAKE = """
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
    CREATE ROLE {role} LOGIN;
  END IF;
END
"""

_LATER = """
DECLARE
  prefix text := format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I ',
    (SELECT tableowner FROM pg_tables
      WHERE schemaname = {schema_name} AND tablename = 'alembic_version'),
    {schema_name});
BEGIN
  EXECUTE prefix || {read_tables};
  EXECUTE prefix || {edit_tables};
  EXECUTE prefix || {edit_sequences};
END
"""


def role_script(reader: str, editor: str, schema: str) -> str:
    """Return the SQL that makes both roles and gives them their rights.

    Args:
        reader: name of the role that may only read.
        editor: name of the role that may read and write, and not change the schema.
        schema: in which the base is.

    Raises:
        KbError: if a name cannot be one, or both roles have the same.
    """
    for name in (reader, editor, schema):
        _check_name(name)
    for role in (reader, editor):
        if role in _RESERVED or role.startswith("pg_"):
            raise KbError(f"PostgreSQL keeps the role {role} for itself.", "Name another role.")
    if reader == editor:
        raise KbError(
            f"{reader} cannot be the reader and the editor at once.", "Name two different roles."
        )
    one, other = _identifier(reader), _identifier(editor)
    later = _LATER.format(
        schema_name=_literal(schema),
        read_tables=_literal(f"GRANT SELECT ON TABLES TO {one}"),
        edit_tables=_literal(f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {other}"),
        edit_sequences=_literal(f"GRANT USAGE ON SEQUENCES TO {other}"),
    )
    return _SCRIPT.format(
        reader=one,
        editor=other,
        schema=_identifier(schema),
        make_reader=_made(reader),
        make_editor=_made(editor),
        later=_literal(later),
    )


def _made(role: str) -> str:
    return _literal(_MAKE.format(name=_literal(role), role=_identifier(role)))


def _check_name(name: str) -> None:
    fits = 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
    if not fits or not name.isprintable():
        raise KbError(
            f"{name!r} cannot be the name of a role or schema.",
            f"Write 1 to {LONGEST_NAME} bytes that can be printed, as in kb_reader.",
        )


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    # A backslash would be read otherwise by a server with an old setting; this form is always so.
    quoted = text.replace("'", "''")
    return "E'" + quoted.replace("\\", "\\\\") + "'" if "\\" in text else f"'{quoted}'"
