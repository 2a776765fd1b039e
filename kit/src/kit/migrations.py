"""Alembic, set up once for all services, and the guards that tables carry in the database."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool


def company_currency() -> str:
    """In which all amounts are that were kept without saying a currency."""
    return os.environ.get("COMPANY_CURRENCY", "EUR")


def config(dsn: str, folder: Path) -> Config:
    """Alembic's configuration for one service's `migrations` folder."""
    cfg = Config()
    cfg.set_main_option("script_location", str(folder))
    cfg.set_main_option("path_separator", "os")
    cfg.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    cfg.attributes["dsn"] = dsn
    return cfg


def upgrade(dsn: str, folder: Path) -> None:
    """Bring the database to the newest revision; safe to run by several processes at once."""
    command.upgrade(config(dsn, folder), "head")


def upgrade_in_thread(dsn: str, folder: Path) -> None:
    """Like `upgrade`, from where an event loop runs already."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(upgrade, dsn, folder).result()


def check(dsn: str, folder: Path) -> None:
    """Nothing, or alembic's complaint when the tables in the code and in the database differ."""
    command.check(config(dsn, folder))


def run(metadata: MetaData) -> None:
    """What each service's `migrations/env.py` calls."""
    dsn = context.config.attributes["dsn"]
    asyncio.run(_run(dsn, metadata))


async def _run(dsn: str, metadata: MetaData) -> None:
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, metadata)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    context.configure(connection=connection, target_metadata=metadata, compare_server_default=False)
    with context.begin_transaction():
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('migrate'))"))
        context.run_migrations()


def append_only(*tables: str) -> None:
    """Make the database itself refuse to change or delete rows of these tables (call it in a revision)."""
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION '% is append-only: correct it by a reversal', TG_TABLE_NAME"
        " USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
