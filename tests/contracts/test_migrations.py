"""Every service's tables in the code are those that its migrations build."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import migrations

SERVICES = sorted(path.parent.name for path in (Path(__file__).parents[2] / "services").glob("*/migrations"))


@pytest.mark.parametrize("name", SERVICES)
def test_migrations_are_up_to_date(name: str, new_database: Callable[[str], str]) -> None:
    folder: Path = importlib.import_module(f"{name}.wiring").MIGRATIONS
    dsn = new_database(name)
    migrations.upgrade(dsn, folder)
    migrations.check(dsn, folder)
    migrations.upgrade(dsn, folder)  # again changes nothing
