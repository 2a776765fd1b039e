"""Each service's database: created, and brought to its newest revision by the service's own `migrate`."""

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from alembic.script import ScriptDirectory

from stack.errors import StackError
from stack.postgres import Postgres
from stack.settings import REPOSITORY, StackSettings


def bring_up_to_date(
    postgres: Postgres, environments: Mapping[str, Mapping[str, str]], settings: StackSettings
) -> None:
    """Create what is missing and migrate what is behind; a service that is up to date costs one query.

    Raises:
        StackError: a migration fails; the message holds the end of what it said.
    """
    for name in environments:
        postgres.create_database(name, name, settings.secrets["database-password"])
    behind = [name for name in environments if _revision(postgres, name) != _head(name)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda name: _migrate(name, environments[name]), behind))


def _head(name: str) -> str | None:
    return ScriptDirectory(str(REPOSITORY / "services" / name / "migrations")).get_current_head()


def _revision(postgres: Postgres, name: str) -> str | None:
    if not postgres.execute("SELECT to_regclass('alembic_version')", database=name):
        return None
    return postgres.execute("SELECT version_num FROM alembic_version", database=name) or None


def _migrate(name: str, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", name, "migrate"], env=dict(environment), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise StackError(f"The migration of {name} fails:\n{(done.stdout + done.stderr)[-3000:]}")
