"""How Alembic reaches the base: on the connection it is handed, or by KB_DATABASE_URL."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from relations_kb.store.engine import make_engine
from relations_kb.store.tables import metadata
from relations_kb.store.urls import database_url


def run(connection: Connection) -> None:
    """Run the migrations on a connection, in its transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with make_engine(database_url(os.environ["KB_DATABASE_URL"])).begin() as own:
        run(own)
